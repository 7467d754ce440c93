//! The token is sent to the service and appears nowhere else.
//!
//! Not to another host, not in `Debug`, errors or logs. Bodies and queries are not logged either.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panics"
)]

mod common;

use std::io;
use std::sync::{Arc, Mutex, OnceLock};

use common::{BODY, CALLS, calls, create, everything, get, list};
use futures::StreamExt as _;
use msgraph_runtime::client::{Cursor, ErrorKind, RetryOptions};
use msgraph_runtime::codegen::Client;
use msgraph_runtime::request::Download;
use msgraph_runtime::test_support::{Answer, FakeCredential, FakeService};
use msgraph_runtime::{Method, RawJson, Request};
use serde_json::json;
use tracing_subscriber::filter::LevelFilter;

/// What must not be seen: the token, and parts of the query and the bodies.
const SECRETS: &[&str] = &[
    FakeCredential::TOKEN,
    "secret-query",
    "secret-body",
    "secret-answer",
    "secret-location",
    "secret-session",
];

fn assert_clean(text: &str, what: &str) {
    for secret in SECRETS {
        if let Some(at) = text.find(secret) {
            let line = text[..at].rfind('\n').map_or(0, |at| at + 1);
            let line = text[line..].lines().next().unwrap_or_default();
            panic!("{what} holds {secret}: {line}");
        }
    }
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

/// Everything that any crate of the process logs, from `tracing` and from `log`.
fn log() -> &'static Log {
    static LOG: OnceLock<Log> = OnceLock::new();
    LOG.get_or_init(|| {
        let log = Log::default();
        let writer = log.clone();
        use tracing_subscriber::util::SubscriberInitExt as _;
        tracing_subscriber::fmt()
            .with_max_level(LevelFilter::TRACE)
            .with_span_events(tracing_subscriber::fmt::format::FmtSpan::FULL)
            .with_ansi(false)
            .with_writer(move || writer.clone())
            .finish()
            .init();
        log
    })
}

fn client(service: &FakeService) -> Client {
    let retry = RetryOptions::default().with_max_tries(2);
    service.builder().retry(retry).build().unwrap()
}

#[tokio::test]
async fn no_log_and_no_error_holds_a_secret() {
    let log = log();
    let service = FakeService::start().await;
    let client = client(&service);
    let answers: Vec<fn() -> Answer> = vec![
        || Answer::json(200, &json!({ "value": 7, "other": "secret-answer" })),
        || Answer::json(200, &json!({ "value": "secret-answer" })),
        || Answer::bytes(200, "text/html", "<secret-answer>"),
        || Answer::bytes(500, "text/html", "<secret-answer>"),
        || Answer::json(500, &json!({ "other": "secret-answer" })),
        || Answer::error(401, "InvalidAuthenticationToken", "Expired."),
        || Answer::redirect(302, "https://elsewhere.test/secret-location?secret-query"),
        || Answer::reset(),
        || Answer::json(200, &json!({ "value": 7 })).truncated(2),
    ];
    let mut shown = format!("{client:?} {client:#?} {:?}", service.builder::<Client>());
    for answer in answers {
        service.answer_with(move |_| answer());
        let mut request = get(&client).header("x-secret", "secret-query");
        request.query_mut().set("$filter", "secret-query");
        match request.send().await {
            Ok(answer) => shown.push_str(&format!("{:?}", answer.headers)),
            Err(error) => shown.push_str(&everything(&error)),
        }
        let request = create(&client).header("x-secret", "secret-query");
        shown.push_str(&format!("{request:?} {request:#?}"));
        match request.clone().send().await {
            Ok(answer) => shown.push_str(&format!("{:?}", answer.headers)),
            Err(error) => shown.push_str(&everything(&error)),
        }
        match request.send_raw().await {
            Ok(answer) => shown.push_str(&format!("{answer:?} {answer:#?}")),
            Err(error) => shown.push_str(&everything(&error)),
        }
    }
    let requests = service.requests();
    assert!(
        requests.iter().any(|r| r.body == BODY),
        "the secrets were sent"
    );
    assert!(requests.iter().any(|r| r.query.is_some()));
    shown.push_str(&format!("{service:?} {:?}", service.credential()));
    assert_clean(&shown, "a text of ours");

    let log = log.text();
    for must in [
        "graph",
        "hyper",
        "msgraph_runtime::client",
        "client_request_id",
    ] {
        assert!(log.contains(must), "the log lacks {must}: is it complete?");
    }
    assert_clean(&log, "the log");
}

#[tokio::test]
async fn the_token_does_not_follow_a_redirect() {
    log();
    let service = FakeService::start().await;
    let other = FakeService::start().await;
    other.answer_with(|_| Answer::json(200, &json!({ "value": 7 })));
    let to = other.url("/secret-location");
    service.answer_with(move |request| {
        let status = request.header("x-status").unwrap().parse().unwrap();
        Answer::redirect(status, &to)
    });
    // The transport of the fake service, and the one that a client has by default.
    let default = Client::builder(Arc::new(FakeCredential::default()));
    let default = default.endpoint(service.url("")).build().unwrap();
    for client in [client(&service), default] {
        for status in ["301", "302", "303", "307", "308"] {
            let error = get(&client).header("x-status", status).send().await;
            let error = error.unwrap_err();
            assert_eq!(error.status().unwrap().to_string(), status);
            assert_eq!(
                error.headers().get("location"),
                Some(other.url("/secret-location").as_str())
            );
            let error = create(&client).header("x-status", status).send().await;
            assert_clean(&everything(&error.unwrap_err()), "an error");
        }
    }
    assert_eq!(service.requests().len(), 20);
    assert!(
        service
            .requests()
            .iter()
            .all(|r| r.header("authorization").is_some())
    );
    assert!(other.requests().is_empty());
}

#[tokio::test]
async fn a_header_of_the_caller_does_not_replace_the_token() {
    log();
    let service = FakeService::start().await;
    let answer = Answer::json(200, &json!({ "value": 7 }));
    service.expect(Method::Get, common::CALL).answer(answer);
    let request = get(&client(&service)).header("Authorization", "Bearer mine");
    request.send().await.unwrap();
    let bearer = format!("Bearer {}-1", FakeCredential::TOKEN);
    assert_eq!(
        service.requests()[0].header("authorization"),
        Some(bearer.as_str())
    );
    service.finish();
}

#[tokio::test]
async fn no_link_takes_the_token_to_another_host() {
    log();
    let service = FakeService::start().await;
    let other = FakeService::start().await;
    other.answer_with(|_| Answer::json(200, &json!({ "value": [] })));
    let elsewhere = other.url("/communications/calls?secret-query");
    let client = client(&service);

    // A next link.
    let page = json!({ "value": [1], "@odata.nextLink": elsewhere });
    service
        .expect(Method::Get, CALLS)
        .answer(Answer::json(200, &page));
    let mut items = list(&client).items();
    assert!(items.next().await.unwrap().is_ok());
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ForeignHost);
    assert_clean(&everything(&error), "an error");
    assert!(items.next().await.is_none());

    // A delta link, kept as text and used another day.
    let page = json!({ "value": [1], "@odata.deltaLink": elsewhere });
    service
        .expect(Method::Get, CALLS)
        .answer(Answer::json(200, &page));
    let mut changes = list(&client).changes();
    while let Some(change) = changes.next().await {
        change.unwrap();
    }
    if let Some(cursor) = changes.delta_cursor() {
        let cursor: Cursor = cursor.to_string().parse().unwrap();
        let error = client.resume_changes::<RawJson>(cursor).err().unwrap();
        assert_eq!(error.kind(), ErrorKind::ForeignHost);
        assert_clean(&everything(&error), "an error");
    }

    // A Location that is followed.
    let error = client.at::<RawJson>(&elsewhere).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ForeignHost);
    assert_clean(&everything(&error), "an error");
    // The same host under another scheme or port, or in the name of a user.
    let own = service.url("");
    for link in [
        own.replace("http:", "https:"),
        "http://127.0.0.1:1/".to_owned(),
        own.replace("127.0.0.1", "127.0.0.1@elsewhere.test"),
        own.replace("127.0.0.1", "127.0.0.1.elsewhere.test"),
    ] {
        assert!(client.at::<RawJson>(&link).is_err(), "{link}");
    }
    assert!(other.requests().is_empty());
    service.finish();
}

#[tokio::test]
async fn a_recording_elsewhere_is_got_without_the_token() {
    log();
    let service = FakeService::start().await;
    let other = FakeService::start().await;
    other.answer_with(|_| Answer::bytes(200, "video/mp4", "secret-answer"));
    let to = other.url("/recordings/1?sig=secret-query");
    service.answer_with(move |_| Answer::redirect(302, &to));
    let client = client(&service);
    let content = calls(&client).key("7").segment("content");
    let download: Download = Request::new(Method::Get, content);
    let download = download.header("x-secret", "secret-query");
    let whole = download.clone().send().await.unwrap();
    assert_eq!(whole.body.0, b"secret-answer");
    let mut parts = download.stream().await.unwrap().body;
    while let Some(part) = parts.next().await {
        part.unwrap();
    }
    let seen = other.requests();
    assert_eq!(seen.len(), 2);
    for request in seen {
        assert_eq!(request.header("authorization"), None);
        assert_eq!(request.header("x-secret"), None);
        let all = format!("{:?} {}", request.headers, request.text());
        assert!(!all.contains(FakeCredential::TOKEN), "{all}");
    }
    assert!(
        service
            .requests()
            .iter()
            .all(|r| r.header("authorization").is_some())
    );
    assert_clean(&log().text(), "the log");
}

#[cfg(feature = "csrf")]
#[tokio::test]
async fn a_csrf_token_and_its_session_stay_with_the_service_and_out_of_logs() {
    log();
    let elsewhere = FakeService::start().await;
    elsewhere.answer_with(|_| Answer::status(204));
    let service = FakeService::start().await;
    let link = elsewhere.url("/elsewhere");
    service.answer_with(move |request| match request.method.as_str() {
        "HEAD" => Answer::status(200)
            .header("x-csrf-token", "secret-session-token")
            .header("set-cookie", "SESSION=secret-session-id; path=/"),
        _ => Answer::redirect(307, &link),
    });
    let client: Client = service.builder().csrf_tokens().build().unwrap();
    let error = create(&client).send().await.unwrap_err();
    assert_clean(&everything(&error), "an error");
    assert_clean(&format!("{client:?}"), "a client");
    let sent = service.requests();
    let post = sent
        .iter()
        .find(|request| request.method == "POST")
        .unwrap();
    assert_eq!(post.header("x-csrf-token"), Some("secret-session-token"));
    assert_eq!(post.header("cookie"), Some("SESSION=secret-session-id"));
    for request in elsewhere.requests() {
        assert_eq!(request.header("x-csrf-token"), None);
        assert_eq!(request.header("cookie"), None);
    }
    assert_clean(&log().text(), "the log");
}
