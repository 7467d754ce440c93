//! A client for unit tests, whose transport answers from a list and records the requests.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use azure_core::credentials::{AccessToken, TokenCredential, TokenRequestOptions};
use azure_core::http::headers::Headers;
use azure_core::http::policies::{Policy, PolicyResult};
use azure_core::http::{AsyncRawResponse, Body, Context, Request, Transport};
use azure_core::time::{Duration, OffsetDateTime};

use super::Client;

/// A request as it was sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    pub method: String,
    pub url: String,
    pub headers: BTreeMap<String, String>,
    pub body: String,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }
}

/// An answer: status, headers, body.
pub type Answer = (u16, Vec<(&'static str, String)>, String);

/// What was sent, in order.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<Seen>>>);

impl Log {
    pub fn all(&self) -> Vec<Seen> {
        self.0.lock().unwrap().clone()
    }

    pub fn urls(&self) -> Vec<String> {
        self.all().into_iter().map(|seen| seen.url).collect()
    }
}

/// A client that is answered by a function of the request and of the number of earlier ones.
pub fn client(answer: impl Fn(usize, &Seen) -> Answer + Send + Sync + 'static) -> (Client, Log) {
    let log = Log::default();
    let policy = Canned {
        answer: Box::new(answer),
        log: log.clone(),
    };
    let client = Client::builder(Arc::new(Credential))
        .endpoint("https://graph.test/beta")
        .transport(Transport::with_policy(Arc::new(policy)))
        .build()
        .unwrap();
    (client, log)
}

/// A client that is answered from a list, whose last answer repeats.
pub fn list(answers: Vec<Answer>) -> (Client, Log) {
    client(move |at, _| answers[at.min(answers.len() - 1)].clone())
}

/// A successful answer with this JSON.
pub fn json(body: impl Into<String>) -> Answer {
    (200, Vec::new(), body.into())
}

type Script = dyn Fn(usize, &Seen) -> Answer + Send + Sync;

struct Canned {
    answer: Box<Script>,
    log: Log,
}

impl fmt::Debug for Canned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Canned")
    }
}

#[async_trait]
impl Policy for Canned {
    async fn send(
        &self,
        _: &Context,
        request: &mut Request,
        _: &[Arc<dyn Policy>],
    ) -> PolicyResult {
        let headers = request.headers().iter();
        let headers =
            headers.map(|(name, value)| (name.as_str().to_owned(), value.as_str().to_owned()));
        let seen = Seen {
            method: request.method().to_string(),
            url: request.url().to_string(),
            headers: headers.collect(),
            body: match request.body() {
                Body::Bytes(bytes) => String::from_utf8(bytes.to_vec()).unwrap(),
                _ => String::new(),
            },
        };
        let at = {
            let mut log = self.log.0.lock().unwrap();
            log.push(seen.clone());
            log.len() - 1
        };
        let (status, headers, body) = (self.answer)(at, &seen);
        let mut all = Headers::new();
        for (name, value) in headers {
            all.insert(name, value);
        }
        Ok(AsyncRawResponse::from_bytes(status.into(), all, body))
    }
}

#[derive(Debug)]
struct Credential;

/// The token, which must be sent only to the service.
pub const TOKEN: &str = "s3cret-token";

#[async_trait]
impl TokenCredential for Credential {
    async fn get_token(
        &self,
        _: &[&str],
        _: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        let until = OffsetDateTime::now_utc() + Duration::hours(1);
        Ok(AccessToken::new(TOKEN, until))
    }
}
