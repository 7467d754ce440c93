//! A client for unit tests, whose transport answers from a list and records the requests.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use http::{HeaderName, HeaderValue};

use super::access_token::{AccessToken, TokenCredential};
use super::engine::ServiceClient;
use super::pipeline::{Request, Response, Transport};
use super::service::Service;
use super::{BatchFormat, BoxError, BoxFuture, Client, ClientBuilder, Error};

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
    let (builder, log) = builder::<Client>(answer);
    let client = builder.endpoint("https://graph.test/beta").build().unwrap();
    (client, log)
}

/// The same with numbers that a double may not hold as strings.
pub fn exact(answers: Vec<Answer>) -> (Client, Log) {
    let (builder, log) = builder::<Client>(move |at, _| answers[at.min(answers.len() - 1)].clone());
    let builder = builder.endpoint("https://graph.test/beta");
    (builder.ieee754_compatible(true).build().unwrap(), log)
}

/// The same of a service that is not Microsoft Graph and follows the standard.
pub fn shop(
    format: BatchFormat,
    answer: impl Fn(usize, &Seen) -> Answer + Send + Sync + 'static,
) -> (Client, Log) {
    let (builder, log) = builder::<Shop>(answer);
    let builder = builder.endpoint("https://shop.test/odata/v4");
    (builder.batch_format(format).build().unwrap().0, log)
}

fn builder<C: ServiceClient>(
    answer: impl Fn(usize, &Seen) -> Answer + Send + Sync + 'static,
) -> (ClientBuilder<C>, Log) {
    let log = Log::default();
    let transport = Canned {
        answer: Box::new(answer),
        log: log.clone(),
    };
    let builder = ClientBuilder::new(Arc::new(Credential));
    (builder.transport(transport), log)
}

struct Shop(Client);

impl From<Client> for Shop {
    fn from(client: Client) -> Self {
        Self(client)
    }
}

impl ServiceClient for Shop {
    const PACKAGE: (&'static str, &'static str) = ("shop", "1.0.0");
    const SERVICE: Service = Service::UNKNOWN;
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

impl Transport for Canned {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>> {
        let headers = request.headers().iter();
        let headers = headers.map(|(name, value)| {
            let value = value.to_str().unwrap();
            (name.as_str().to_owned(), value.to_owned())
        });
        let seen = Seen {
            method: request.method().to_string(),
            url: request.uri().to_string(),
            headers: headers.collect(),
            body: String::from_utf8(request.body().as_bytes().unwrap().to_vec()).unwrap(),
        };
        let at = {
            let mut log = self.log.0.lock().unwrap();
            log.push(seen.clone());
            log.len() - 1
        };
        let (status, headers, body) = (self.answer)(at, &seen);
        let mut response = Response::new(body.into());
        *response.status_mut() = status.try_into().unwrap();
        for (name, value) in headers {
            let value = HeaderValue::try_from(value).unwrap();
            let name = HeaderName::from_static(name);
            response.headers_mut().insert(name, value);
        }
        Box::pin(async { Ok(response) })
    }
}

struct Credential;

/// The token, which must be sent only to the service.
pub const TOKEN: &str = "s3cret-token";

impl TokenCredential for Credential {
    fn access_token<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<AccessToken, BoxError>> {
        let until = SystemTime::now() + Duration::from_secs(3600);
        Box::pin(async move { Ok(AccessToken::new(TOKEN, until)) })
    }
}
