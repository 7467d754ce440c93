//! The service that the bot sends requests to, within the process: no sockets, so that the clock
//! of a test stands still while it answers.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use msgraph_beta_communications::GraphClient;
use msgraph_beta_communications::client::credential::StaticToken;
use msgraph_beta_communications::client::pipeline::{Request, Response, Transport, http};
use msgraph_beta_communications::client::{BoxFuture, Error, RetryOptions};
use tokio::time::Instant;

/// A request as it was sent.
#[derive(Clone, Debug)]
pub struct Sent {
    pub at: Instant,
    pub method: String,
    /// The path below the version of the API.
    pub path: String,
    pub token: String,
    pub scenario: Option<String>,
    pub body: String,
}

impl Sent {
    pub fn is(&self, method: &str, path: &str) -> bool {
        self.method == method && self.path == path
    }

    pub fn is_keep_alive(&self) -> bool {
        self.method == "POST" && self.path.ends_with("/keepAlive")
    }
}

/// An answer, and the time that it takes.
pub struct Answer {
    pub status: u16,
    pub body: String,
    pub after: Duration,
}

pub fn answer(status: u16, body: impl Into<String>) -> Answer {
    Answer {
        status,
        body: body.into(),
        after: Duration::ZERO,
    }
}

impl Answer {
    pub fn after(mut self, wait: Duration) -> Self {
        self.after = wait;
        self
    }
}

type Script = dyn Fn(&Sent) -> Answer + Send + Sync;

/// The service: it answers by a function and keeps what was sent.
#[derive(Clone)]
pub struct Graph {
    log: Arc<Mutex<Vec<Sent>>>,
    script: Arc<Script>,
}

impl Graph {
    pub fn new(script: impl Fn(&Sent) -> Answer + Send + Sync + 'static) -> Self {
        Self {
            log: Arc::default(),
            script: Arc::new(script),
        }
    }

    /// A service that accepts everything.
    pub fn accepting() -> Self {
        Self::new(|_| answer(202, ""))
    }

    /// A client of this service, which does not repeat requests by itself.
    pub fn client(&self, token: &str) -> GraphClient {
        GraphClient::builder(StaticToken::new(token))
            .endpoint("https://graph.test/beta")
            .transport(self.clone())
            .retry(RetryOptions::none())
            .build()
            .unwrap()
    }

    /// What the service answers to a request that another one got.
    pub fn ask(&self, sent: &Sent) -> Answer {
        (self.script)(sent)
    }

    pub fn sent(&self) -> Vec<Sent> {
        self.log.lock().unwrap().clone()
    }

    pub fn count(&self, method: &str, path: &str) -> usize {
        let sent = self.sent();
        sent.iter().filter(|sent| sent.is(method, path)).count()
    }
}

impl Transport for Graph {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>> {
        let header = |name: &str| {
            let value = request.headers().get(name);
            value.map(|value| value.to_str().unwrap().to_owned())
        };
        let path = request.uri().path();
        let sent = Sent {
            at: Instant::now(),
            method: request.method().to_string(),
            path: path.strip_prefix("/beta").unwrap_or(path).to_owned(),
            token: header("authorization").unwrap_or_default(),
            scenario: header("scenario-id"),
            body: String::from_utf8(request.body().as_bytes().unwrap().to_vec()).unwrap(),
        };
        Box::pin(async move {
            self.log.lock().unwrap().push(sent.clone());
            let answer = (self.script)(&sent);
            if !answer.after.is_zero() {
                tokio::time::sleep(answer.after).await;
            }
            let mut response = Response::new(answer.body.into());
            *response.status_mut() = answer.status.try_into().unwrap();
            let json = http::HeaderValue::from_static("application/json");
            response.headers_mut().insert("content-type", json);
            Ok(response)
        })
    }
}
