//! A fake service for tests, which answers from a script and can fail in many ways.
//!
//! ```
//! use msgraph_runtime::Method;
//! use msgraph_runtime::test_support::{Answer, FakeService};
//! # use msgraph_runtime::codegen::Client as GraphClient;
//! # use msgraph_runtime::request::{Delete, Request};
//! # use serde_json::json;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), msgraph_runtime::client::Error> {
//! let service = FakeService::start().await;
//! let path = "/communications/calls/7";
//! service.expect(Method::Delete, path).answer(Answer::throttled(Some("0.01")));
//! service.expect(Method::Delete, path).answer(Answer::status(204));
//!
//! // With generated code: `client.communications().calls().call("7").delete()`.
//! let client: GraphClient = service.client();
//! let call = client.root("communications").segment("calls").key("7");
//! # let delete: Delete = Request::new(Method::Delete, call);
//! let answer = delete.send().await?;
//!
//! assert_eq!(answer.status, 204);
//! assert_eq!(service.requests().len(), 2);
//! service.finish();
//! # Ok(())
//! # }
//! ```

mod answer;
mod credential;
mod received;
mod script;
mod server;

use std::fmt;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

pub use self::answer::Answer;
pub use self::credential::FakeCredential;
pub use self::received::Received;
pub use self::script::Expectation;

use self::script::Script;
use crate::client::engine::ServiceClient;
use crate::client::{ClientBuilder, RetryOptions};
use crate::request::Method;

/// An HTTP server on loopback, in a thread of its own, that answers from a script.
///
/// An unexpected request is answered with 501 and fails the test at
/// [`finish`](Self::finish) or when the service is dropped, and so does an expected request
/// that was not received.
pub struct FakeService {
    address: SocketAddr,
    shared: Arc<Mutex<Script>>,
    credential: Arc<FakeCredential>,
    /// Dropping it stops the server.
    stop: Option<tokio::sync::oneshot::Sender<()>>,
}

impl FakeService {
    /// Starts a service that expects nothing yet.
    ///
    /// # Panics
    ///
    /// If no port on loopback is free.
    pub async fn start() -> Self {
        let shared = Arc::new(Mutex::new(Script::default()));
        let (stop, stopped) = tokio::sync::oneshot::channel();
        let started = server::start(shared.clone(), stopped);
        Self {
            address: or_fail(started, "no server on loopback"),
            shared,
            credential: Arc::new(FakeCredential::default()),
            stop: Some(stop),
        }
    }

    /// The URL of a path, such as a next link in an answer.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// A client of this service, with short waits between attempts.
    ///
    /// The test names its type: `let client: GraphClient = service.client();`.
    pub fn client<C: ServiceClient>(&self) -> C {
        or_fail(self.builder().build(), "no client of a fake service")
    }

    /// The settings of [`client`](Self::client), to be changed before it is built.
    pub fn builder<C: ServiceClient>(&self) -> ClientBuilder<C> {
        // A proxy in the environment is not for loopback.
        let transport = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build();
        let transport = or_fail(transport, "no transport");
        ClientBuilder::new(self.credential.clone())
            .endpoint(self.url(""))
            .http_client(transport)
            .timeout(Duration::from_secs(10))
            .retry(
                RetryOptions::default()
                    .with_first_wait(Duration::from_millis(2))
                    .with_max_total_wait(Duration::from_secs(2)),
            )
    }

    /// The credential of [`client`](Self::client).
    pub fn credential(&self) -> &FakeCredential {
        &self.credential
    }

    /// Expects a request; [`Expectation::answer`] sets its answer.
    ///
    /// Of several expectations for one method and path, the first applies that fits and is not
    /// met yet.
    pub fn expect(&self, method: Method, path: &str) -> Expectation<'_> {
        Expectation::new(self, method, path)
    }

    /// Answers all requests that no expectation matches.
    pub fn answer_with(&self, answer: impl Fn(&Received) -> Answer + Send + Sync + 'static) {
        self.script().fallback = Some(Arc::new(answer));
    }

    /// All requests so far, in the order of their arrival.
    pub fn requests(&self) -> Vec<Received> {
        self.script().received.clone()
    }

    /// Checks that all expected requests were received, and no others.
    ///
    /// # Panics
    ///
    /// If not, with a list of the differences.
    #[track_caller]
    pub fn finish(self) {
        self.check();
    }

    #[track_caller]
    fn check(&self) {
        let differences = std::mem::take(&mut *self.script()).differences();
        if !differences.is_empty() {
            fail(&format!(
                "the requests are not as expected:\n- {}",
                differences.join("\n- ")
            ));
        }
    }

    fn script(&self) -> MutexGuard<'_, Script> {
        lock(&self.shared)
    }
}

impl fmt::Debug for FakeService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeService")
            .field("address", &self.address)
            .field("requests", &self.script().received.len())
            .finish_non_exhaustive()
    }
}

impl Drop for FakeService {
    fn drop(&mut self) {
        self.stop.take();
        if !std::thread::panicking() {
            self.check();
        }
    }
}

fn lock(script: &Mutex<Script>) -> MutexGuard<'_, Script> {
    script.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The value; fails the test if there is none.
#[track_caller]
fn or_fail<T, E: std::fmt::Display>(value: Result<T, E>, what: &str) -> T {
    match value {
        Ok(value) => value,
        Err(error) => fail(&format!("{what}: {error}")),
    }
}

#[track_caller]
#[expect(clippy::panic, reason = "a test fails by a panic")]
fn fail(message: &str) -> ! {
    panic!("{message}")
}
