//! Policies and transports of one's own: what they see, and what their errors mean.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use crate::common::{CALL, TRANSFER, calls, everything, get, transfer};
use futures::stream;
use msgraph_runtime::client::credential::{Anonymous, StaticToken};
use msgraph_runtime::client::pipeline::http::HeaderValue;
use msgraph_runtime::client::pipeline::{
    Next, Policy, Request, RequestBody, Response, ResponseBody, Transport,
};
use msgraph_runtime::client::{BoxFuture, Bytes, Error, ErrorKind};
use msgraph_runtime::codegen::Client;
use msgraph_runtime::test_support::{Answer, FakeService};
use msgraph_runtime::{Method, RawJson};
use serde_json::json;

type Sent<'a> = BoxFuture<'a, Result<Response, Error>>;

fn seven() -> Answer {
    Answer::json(200, &json!({ "value": 7 }))
}

/// Keeps what it sees, and adds a header.
#[derive(Default)]
struct Seen(Mutex<Vec<String>>);

impl Seen {
    fn all(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

impl Policy for Seen {
    fn send<'a>(&'a self, mut request: Request, next: Next<'a>) -> Sent<'a> {
        Box::pin(async move {
            let token = request.headers().contains_key("authorization");
            request
                .headers_mut()
                .insert("x-tag", HeaderValue::from_static("7"));
            let response = next.send(request).await?;
            let line = format!("{} {token}", response.status().as_u16());
            self.0.lock().unwrap().push(line);
            Ok(response)
        })
    }
}

#[tokio::test]
async fn a_policy_sees_a_request_once_or_each_attempt_with_its_token() {
    let service = FakeService::start().await;
    for answer in [Answer::throttled(None), Answer::unavailable(None), seven()] {
        service.expect(Method::Get, CALL).answer(answer);
    }
    let (request, attempt) = (Arc::new(Seen::default()), Arc::new(Seen::default()));
    let client: Client = service
        .builder()
        .per_request_policy(request.clone())
        .per_attempt_policy(attempt.clone())
        .build()
        .unwrap();
    let response = get(&client).send().await.unwrap();
    assert_eq!(response.value().unwrap().value, Some(7));
    assert_eq!(request.all(), ["200 false"]);
    assert_eq!(attempt.all(), ["429 true", "503 true", "200 true"]);
    let requests = service.requests();
    assert!(requests.iter().all(|r| r.header("x-tag") == Some("7")));
    service.finish();
}

/// Answers without sending anything.
struct Cache;

impl Policy for Cache {
    fn send<'a>(&'a self, _: Request, _: Next<'a>) -> Sent<'a> {
        let parts = [r#"{"value""#, ":7}"].map(|part| Ok::<_, Error>(Bytes::from(part)));
        let body = ResponseBody::from_stream(stream::iter(parts));
        Box::pin(async { Ok(Response::new(body)) })
    }
}

#[tokio::test]
async fn a_policy_may_answer_itself() {
    let service = FakeService::start().await;
    let client: Client = service.builder().per_request_policy(Cache).build().unwrap();
    let response = get(&client).send().await.unwrap();
    assert_eq!(response.value().unwrap().value, Some(7));
    let client: Client = service.builder().per_attempt_policy(Cache).build().unwrap();
    let response = get(&client).send().await.unwrap();
    assert_eq!(response.value().unwrap().value, Some(7));
    service.finish();
}

/// Fails so often with an error of this kind, and counts.
struct Fails(ErrorKind, usize, AtomicUsize);

impl Fails {
    fn new(kind: ErrorKind, times: usize) -> Arc<Self> {
        Arc::new(Self(kind, times, AtomicUsize::new(0)))
    }

    fn count(&self) -> usize {
        self.2.load(Ordering::SeqCst)
    }
}

impl Transport for Fails {
    fn send(&self, _: Request) -> Sent<'_> {
        Box::pin(async {
            match self.2.fetch_add(1, Ordering::SeqCst) < self.1 {
                true => Err(Error::new(self.0).with_source("by the transport")),
                false => Ok(Response::new(r#"{"value":7}"#.into())),
            }
        })
    }
}

fn client(service: &FakeService, transport: impl Transport + 'static) -> Client {
    service.builder().transport(transport).build().unwrap()
}

#[tokio::test]
async fn the_kind_of_an_error_says_whether_there_is_another_attempt() {
    let service = FakeService::start().await;
    for (kind, get_again, post_again, unsure) in [
        (ErrorKind::Connection, true, true, false),
        (ErrorKind::Transport, true, false, true),
        (ErrorKind::Timeout, true, false, true),
        (ErrorKind::Request, false, false, false),
        (ErrorKind::Credential, false, false, false),
    ] {
        let transport = Fails::new(kind, 1);
        let sent = get(&client(&service, transport.clone())).send().await;
        assert_eq!(
            (sent.is_ok(), transport.count()),
            (get_again, 1 + usize::from(get_again))
        );

        let transport = Fails::new(kind, 1);
        let sent = transfer(&client(&service, transport.clone())).send().await;
        assert_eq!(
            (sent.is_ok(), transport.count()),
            (post_again, 1 + usize::from(post_again))
        );
        if let Err(error) = sent {
            assert_eq!((error.kind(), error.tries()), (kind, 1));
            assert_eq!(error.may_have_acted(), unsure, "{kind:?}");
            assert!(everything(&error).contains("by the transport"));
            assert!(error.operation().is_some() && error.client_request_id().is_some());
        }
    }
    service.finish();
}

/// Sends each request a second time if there is no response.
struct Twice;

impl Policy for Twice {
    fn send<'a>(&'a self, request: Request, next: Next<'a>) -> Sent<'a> {
        Box::pin(async move {
            match next.send(request.clone()).await {
                Ok(response) => Ok(response),
                Err(_) => next.send(request).await,
            }
        })
    }
}

#[tokio::test]
async fn what_a_policy_sent_before_may_have_been_executed() {
    let service = FakeService::start().await;
    service
        .expect(Method::Post, TRANSFER)
        .answer(Answer::reset());
    let refusal = Answer::error(400, "BadRequest", "No.");
    service.expect(Method::Post, TRANSFER).answer(refusal);
    let client: Client = service.builder().per_request_policy(Twice).build().unwrap();
    let error = transfer(&client).send().await.unwrap_err();
    assert_eq!((error.status(), error.tries()), (Some(400), 2));
    assert!(error.may_have_acted());
    service.finish();
}

/// Puts a stream in the place of the body, and counts how often it begins.
#[derive(Default)]
struct Streams(Arc<AtomicUsize>);

impl Policy for Streams {
    fn send<'a>(&'a self, mut request: Request, next: Next<'a>) -> Sent<'a> {
        let begun = self.0.clone();
        *request.body_mut() = RequestBody::replayable(move || {
            begun.fetch_add(1, Ordering::SeqCst);
            let parts = [r#"{"parts":"#, r#"["a","b"]}"#];
            stream::iter(parts.map(|part| Ok::<_, std::io::Error>(Bytes::from(part))))
        });
        next.send(request)
    }
}

#[tokio::test]
async fn a_stream_is_sent_anew_by_each_attempt() {
    let service = FakeService::start().await;
    let answers = [
        Answer::throttled(Some("0.001")),
        Answer::throttled(None),
        Answer::status(202),
    ];
    for answer in answers {
        service.expect(Method::Post, TRANSFER).answer(answer);
    }
    let streams = Arc::new(Streams::default());
    let client: Client = service
        .builder()
        .per_request_policy(streams.clone())
        .build()
        .unwrap();
    transfer(&client).send().await.unwrap();
    let requests = service.requests();
    assert_eq!(requests.len(), 3);
    for request in &requests {
        assert_eq!(request.text(), r#"{"parts":["a","b"]}"#);
    }
    assert_eq!(streams.0.load(Ordering::SeqCst), 3);
    service.finish();
}

/// Leads requests to another host.
struct Elsewhere;

impl Policy for Elsewhere {
    fn send<'a>(&'a self, mut request: Request, next: Next<'a>) -> Sent<'a> {
        *request.uri_mut() = "https://elsewhere.test/x".parse().unwrap();
        next.send(request)
    }
}

/// Answers by what it was sent: the address, and whether a token came along.
struct Echo;

impl Transport for Echo {
    fn send(&self, request: Request) -> Sent<'_> {
        let token = request.headers().contains_key("authorization");
        let seen = json!({ "value": format!("{} {token}", request.uri()) });
        Box::pin(async move { Ok(Response::new(seen.to_string().into())) })
    }
}

#[tokio::test]
async fn no_token_goes_where_a_policy_leads() {
    for (policy, expected) in [
        (
            None,
            "https://graph.microsoft.com/beta/communications/calls true",
        ),
        (Some(Elsewhere), "https://elsewhere.test/x false"),
    ] {
        let mut builder = Client::builder(StaticToken::new("t")).transport(Echo);
        if let Some(policy) = policy {
            builder = builder.per_request_policy(policy);
        }
        let client = builder.build().unwrap();
        let echo = client.at::<RawJson>("/communications/calls").unwrap();
        let echo = echo.send().await.unwrap().value().unwrap();
        assert_eq!(echo.as_str(), json!({ "value": expected }).to_string());
    }
}

/// Redirects what is not at `/file`, and remembers where it was sent.
#[derive(Default)]
struct Redirects(Mutex<Vec<String>>);

impl Transport for Redirects {
    fn send(&self, request: Request) -> Sent<'_> {
        self.0.lock().unwrap().push(request.uri().to_string());
        let mut response = Response::new("sound".into());
        if request.uri().path() != "/file" {
            let to = HeaderValue::from_static("http://files.test/file");
            response.headers_mut().insert("location", to);
            *response.status_mut() = http::StatusCode::FOUND;
        }
        Box::pin(async { Ok(response) })
    }
}

#[tokio::test]
async fn plain_http_to_another_machine_has_to_be_allowed() {
    let builder = || Client::builder(Anonymous).endpoint("http://odata.test/v4");
    let error = builder().build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Address);
    for scheme in ["ftp", "file", "ws"] {
        let odd = Client::builder(Anonymous).endpoint(format!("{scheme}://odata.test/v4"));
        assert!(odd.allow_plain_http().build().is_err(), "{scheme}");
    }
    for (root, allowed) in [
        ("http://odata.test/v4", true),
        ("https://odata.test/v4", false),
    ] {
        let transport = Arc::new(Redirects::default());
        let builder = Client::builder(Anonymous).endpoint(root);
        let builder = builder.transport(transport.clone());
        let builder = if allowed {
            builder.allow_plain_http()
        } else {
            builder
        };
        // What is allowed is so for the clients of other tenants.
        let client = builder.build().unwrap().for_tenant(StaticToken::new("t"));
        assert_eq!(
            client.upload_session("http://files.test/u").is_ok(),
            allowed
        );
        assert!(client.upload_session("https://files.test/u").is_ok());
        assert!(client.upload_session("ftp://files.test/u").is_err());
        let content = calls(&client).key("7").segment("content");
        let sent = msgraph_runtime::request::Download::of(content).send().await;
        let seen = transport.0.lock().unwrap().len();
        match allowed {
            true => assert_eq!((sent.unwrap().body.0.as_slice(), seen), (&b"sound"[..], 2)),
            false => {
                assert_eq!(
                    (sent.unwrap_err().kind(), seen),
                    (ErrorKind::ForeignHost, 1)
                );
            }
        }
    }
}
