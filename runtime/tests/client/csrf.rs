//! CSRF tokens and session cookies: fetched once, sent with what changes something, and to the own
//! service alone.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::common::{CALL, TRANSFER, create, everything, get, transfer};
use futures::future::join_all;
use msgraph_runtime::client::credential::StaticToken;
use msgraph_runtime::client::{ErrorKind, RetryOptions};
use msgraph_runtime::codegen::Client;
use msgraph_runtime::request::Invoke;
use msgraph_runtime::test_support::{Answer, FakeService, Received};
use msgraph_runtime::{Method, Request};
use serde_json::json;

/// Sessions are numbered: a request needs the token and the cookie of the newest.
fn answer(request: &Received, sessions: &AtomicUsize, forgets: &Mutex<bool>) -> Answer {
    let newest = || sessions.load(Ordering::SeqCst).to_string();
    let token = request.header("x-csrf-token").unwrap_or_default();
    if token == "Fetch" {
        let number = sessions.fetch_add(1, Ordering::SeqCst) + 1;
        return Answer::status(200)
            .header("x-csrf-token", &format!("token-{number}"))
            .header("set-cookie", "sap-usercontext=sap-client=100; path=/")
            .header("set-cookie", &format!("SESSION={number}; HttpOnly"));
    }
    if request.method == "GET" {
        return Answer::json(200, &json!({ "value": 7 }));
    }
    let forgotten = std::mem::take(&mut *forgets.lock().unwrap());
    let cookie = format!("sap-usercontext=sap-client=100; SESSION={}", newest());
    let known = token == format!("token-{}", newest()) && request.header("cookie") == Some(&cookie);
    match known && !forgotten {
        true => Answer::status(204),
        false => Answer::error(403, "Forbidden", "CSRF").header("x-csrf-token", "Required"),
    }
}

async fn service() -> FakeService {
    let service = FakeService::start().await;
    let sessions = AtomicUsize::new(0);
    let forgets = Mutex::new(false);
    service.answer_with(move |request| {
        if request.path == "/forget" {
            *forgets.lock().unwrap() = true;
            return Answer::status(204);
        }
        answer(request, &sessions, &forgets)
    });
    service
}

fn client(service: &FakeService) -> Client {
    service.builder().csrf_tokens().build().unwrap()
}

/// Method and path of each request, and its token.
fn received(service: &FakeService) -> Vec<String> {
    let all = service.requests().into_iter().map(|request| {
        let token = request.header("x-csrf-token").unwrap_or("-");
        format!("{} {} {token}", request.method, request.path)
    });
    all.collect()
}

#[tokio::test]
async fn a_token_is_fetched_before_the_first_change_and_kept() {
    let service = service().await;
    let client = client(&service);
    get(&client).send().await.unwrap();
    for _ in 0..2 {
        transfer(&client).send().await.unwrap();
    }
    assert_eq!(
        received(&service),
        [
            format!("GET {CALL} -"),
            "HEAD / Fetch".to_owned(),
            format!("POST {TRANSFER} token-1"),
            format!("POST {TRANSFER} token-1"),
        ]
    );
    let fetch = &service.requests()[1];
    assert!(fetch.header("authorization").is_some());
    assert_eq!(fetch.header("content-type"), None);
    // What only reads has no part in the session.
    assert_eq!(service.requests()[0].header("cookie"), None);
}

#[tokio::test]
async fn requests_at_the_same_time_share_one_fetch() {
    let service = service().await;
    let client = client(&service);
    let sent = join_all((0..8).map(|_| transfer(&client).send())).await;
    assert!(sent.iter().all(Result::is_ok));
    let fetches = received(&service);
    let fetches = fetches.iter().filter(|line| line.ends_with("Fetch"));
    assert_eq!(fetches.count(), 1);
}

#[tokio::test]
async fn a_forgotten_session_is_renewed_and_the_request_sent_once_more() {
    let service = service().await;
    let client = client(&service);
    transfer(&client).send().await.unwrap();
    forget(&client).await;
    let response = transfer(&client).send().await.unwrap();
    assert_eq!(response.status, 204);
    let tail = received(&service).split_off(3);
    assert_eq!(
        tail,
        [
            format!("POST {TRANSFER} token-1"),
            "HEAD / Fetch".to_owned(),
            format!("POST {TRANSFER} token-2"),
        ]
    );
}

/// Lets the service forget its session.
async fn forget(client: &Client) {
    let forget: Invoke<()> = Request::new(Method::Get, client.root("forget"));
    forget.send().await.unwrap();
}

#[tokio::test]
async fn a_token_that_is_refused_again_is_an_error() {
    let service = FakeService::start().await;
    service.answer_with(|request| match request.method.as_str() {
        "HEAD" => Answer::status(200).header("x-csrf-token", "secret-token"),
        _ => Answer::error(403, "Forbidden", "CSRF").header("x-csrf-token", "required"),
    });
    let error = create(&client(&service)).send().await.unwrap_err();
    assert_eq!(error.status(), Some(403));
    assert!(!everything(&error).contains("secret-token"));
    let lines = received(&service);
    assert_eq!(lines.len(), 4, "{lines:?}");
}

#[tokio::test]
async fn a_403_for_another_reason_is_final() {
    let service = FakeService::start().await;
    service.answer_with(|request| match request.method.as_str() {
        "HEAD" => Answer::status(200).header("x-csrf-token", "a"),
        _ => Answer::error(403, "Forbidden", "No."),
    });
    let error = create(&client(&service)).send().await.unwrap_err();
    assert_eq!(error.status(), Some(403));
    assert_eq!(service.requests().len(), 2);
}

#[tokio::test]
async fn a_service_without_head_is_asked_by_get_and_one_without_tokens_once() {
    let service = FakeService::start().await;
    service.answer_with(|request| match request.method.as_str() {
        "HEAD" => Answer::status(405),
        "GET" => Answer::status(200).header("x-csrf-token", "a"),
        _ => Answer::status(204),
    });
    transfer(&client(&service)).send().await.unwrap();
    let expected = ["HEAD / Fetch", "GET / Fetch", &format!("POST {TRANSFER} a")];
    assert_eq!(received(&service), expected);

    let service = FakeService::start().await;
    service.answer_with(|request| match request.method.as_str() {
        "POST" => Answer::status(204),
        _ => Answer::status(200),
    });
    let client = client(&service);
    for _ in 0..2 {
        transfer(&client).send().await.unwrap();
    }
    let post = format!("POST {TRANSFER} -");
    let expected = ["HEAD / Fetch", "GET / Fetch", &post, &post];
    assert_eq!(received(&service), expected);
}

#[tokio::test]
async fn a_fetch_that_breaks_leaves_the_request_unsent() {
    let service = FakeService::start().await;
    service.answer_with(|_| Answer::reset());
    let client = client(&service);
    let request = create(&client).retry(RetryOptions::none());
    let error = request.send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection);
    assert!(!error.may_have_acted());
    let lines = received(&service);
    assert!(
        lines.iter().all(|line| line.starts_with("HEAD ")),
        "{lines:?}"
    );
}

#[tokio::test]
async fn each_credential_has_a_session_of_its_own() {
    let service = service().await;
    let client = client(&service);
    transfer(&client).send().await.unwrap();
    let other = client.for_tenant(StaticToken::new("b"));
    transfer(&other).send().await.unwrap();
    let lines = received(&service);
    let tail = ["HEAD / Fetch", &format!("POST {TRANSFER} token-2")];
    assert_eq!(lines[2..], tail);
    let fetch = &service.requests()[2];
    assert_eq!(fetch.header("cookie"), None);
    assert_eq!(fetch.header("authorization"), Some("Bearer b"));
}
