//! When a credential is asked for a token, and how often.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use super::*;
use crate::client::{BoxError, BoxFuture};

/// Seconds since the start of the test.
static CLOCK: AtomicU64 = AtomicU64::new(0);

fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(CLOCK.load(Ordering::SeqCst))
}

/// Gives one token that expires after ten minutes, and fails from then on.
#[derive(Debug, Default)]
struct Once(AtomicUsize);

impl TokenCredential for Once {
    fn access_token<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<AccessToken, BoxError>> {
        let token = match self.0.fetch_add(1, Ordering::SeqCst) {
            0 => Ok(AccessToken::new("first", now() + Duration::from_secs(600))),
            _ => Err("the directory is down".into()),
        };
        Box::pin(async move { token })
    }
}

#[tokio::test]
async fn a_failed_renewal_fails_no_request_while_the_token_is_valid() {
    let credential = Arc::new(Once::default());
    let asked = || credential.0.load(Ordering::SeqCst);
    let mut tokens = Tokens::new(credential.clone(), "scope".to_owned());
    tokens.now = now;
    for second in 0..600 {
        CLOCK.store(second, Ordering::SeqCst);
        for _ in 0..3 {
            let token = tokens.token().await.unwrap();
            assert_eq!(token.token.secret(), "first");
        }
        // One attempt every thirty seconds of the last five minutes.
        let renewals = match second {
            0..300 => 0,
            _ => (second - 300) / 30 + 1,
        };
        assert_eq!(u64::try_from(asked()), Ok(1 + renewals), "{second}");
    }
    assert_eq!(asked(), 1 + 10);
    CLOCK.store(600, Ordering::SeqCst);
    let error = tokens.token().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credential);
    let source = std::error::Error::source(&error).unwrap();
    assert!(source.to_string().contains("the directory is down"));
    // Without a token every request asks again.
    assert!(tokens.token().await.is_err());
    assert_eq!(asked(), 1 + 10 + 2);
}

/// Yields often before it answers, so that all others run.
#[derive(Debug)]
struct Slow {
    asked: AtomicUsize,
    fails: bool,
}

impl TokenCredential for Slow {
    fn access_token<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<AccessToken, BoxError>> {
        Box::pin(async move {
            self.asked.fetch_add(1, Ordering::SeqCst);
            for _ in 0..20 {
                tokio::task::yield_now().await;
            }
            let in_an_hour = SystemTime::now() + Duration::from_secs(3600);
            match self.fails {
                true => Err("no".into()),
                false => Ok(AccessToken::new("slow", in_an_hour)),
            }
        })
    }
}

#[tokio::test]
async fn requests_that_wait_for_a_token_share_it_or_its_error() {
    for fails in [false, true] {
        let asked = AtomicUsize::new(0);
        let credential = Arc::new(Slow { asked, fails });
        let tokens = Tokens::new(credential.clone(), "scope".to_owned());
        let all = (0..1_000).map(|_| tokens.token());
        let all = futures::future::join_all(all).await;
        assert!(all.iter().all(|token| token.is_err() == fails));
        assert_eq!(credential.asked.load(Ordering::SeqCst), 1);
    }
}

#[tokio::test]
async fn a_request_that_is_dropped_while_it_asks_keeps_no_other_from_asking() {
    let asked = AtomicUsize::new(0);
    let credential = Arc::new(Slow {
        asked,
        fails: false,
    });
    let tokens = Tokens::new(credential.clone(), "scope".to_owned());
    let mut first = Box::pin(tokens.token());
    assert!(futures::poll!(&mut first).is_pending());
    drop(first);
    assert!(tokens.token().await.is_ok());
    assert_eq!(credential.asked.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn only_the_token_that_was_refused_is_dropped() {
    let credential = Arc::new(Slow {
        asked: AtomicUsize::new(0),
        fails: false,
    });
    let tokens = Tokens::new(credential.clone(), "scope".to_owned());
    let token = tokens.token().await.unwrap();
    // A request with the token before this one was refused.
    tokens.forget(&AccessToken::new("older", token.expires_on));
    tokens.token().await.unwrap();
    assert_eq!(credential.asked.load(Ordering::SeqCst), 1);
    tokens.forget(&token);
    tokens.token().await.unwrap();
    assert_eq!(credential.asked.load(Ordering::SeqCst), 2);
}
