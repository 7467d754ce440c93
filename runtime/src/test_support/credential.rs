//! A credential whose tokens are easy to find in captured data.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use crate::client::credential::{AccessToken, TokenCredential};
use crate::client::{BoxError, BoxFuture};

/// A credential that returns a new token each time: [`TOKEN`](Self::TOKEN) and a number.
#[derive(Debug, Default)]
pub struct FakeCredential {
    asked: AtomicUsize,
}

impl FakeCredential {
    /// The start of all tokens.
    pub const TOKEN: &'static str = "fake-token-that-nobody-else-may-see";

    /// The number of tokens that were requested.
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

impl TokenCredential for FakeCredential {
    fn access_token<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<AccessToken, BoxError>> {
        Box::pin(async move {
            let number = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
            let in_an_hour = SystemTime::now() + Duration::from_secs(3600);
            Ok(AccessToken::new(
                format!("{}-{number}", Self::TOKEN),
                in_an_hour,
            ))
        })
    }
}
