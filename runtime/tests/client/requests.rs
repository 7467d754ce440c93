//! What a client sends, how often, and how it reads responses, against the fake service.

use std::time::Duration;

use crate::common::{BODY, CALL, CALLS, TRANSFER, create, get, patch, transfer};
use msgraph_runtime::Method;
use msgraph_runtime::client::Cloud;
use msgraph_runtime::client::{ErrorKind, RetryOptions};
use msgraph_runtime::codegen::Client;
use msgraph_runtime::test_support::{Answer, FakeCredential, FakeService, Received};
use serde_json::json;

fn seven() -> Answer {
    Answer::json(200, &json!({ "value": 7 }))
}

fn ids(requests: &[Received]) -> Vec<&str> {
    let ids = requests.iter().map(|r| r.header("client-request-id"));
    ids.map(|id| id.expect("every request has an id")).collect()
}

#[tokio::test]
async fn every_request_says_who_asks_and_with_which_id() {
    let service = FakeService::start().await;
    service.answer_with(|_| seven());
    let client = service.builder().application_id("bot é/1").build().unwrap();
    for _ in 0..2 {
        assert_eq!(
            get(&client).send().await.unwrap().value().unwrap().value,
            Some(7)
        );
    }
    let mine = get(&client).header("client-request-id", "mine");
    mine.send().await.unwrap();

    let requests = service.requests();
    let ids = ids(&requests);
    assert_ne!(ids[0], ids[1]);
    assert_eq!(ids[0].len(), 36);
    assert_eq!(ids[2], "mine");
    for request in &requests {
        let agent = request.header("user-agent").unwrap();
        assert!(agent.starts_with("bot---1 msgraph-runtime/"), "{agent}");
        let version = request.header("sdkversion").unwrap();
        let expected = concat!(
            "msgraph-runtime/",
            env!("CARGO_PKG_VERSION"),
            ", msgraph-runtime/"
        );
        assert!(version.starts_with(expected), "{version}");
        assert!(version.contains(" (hostOS=") && version.contains("; hostArch="));
        assert_eq!(request.header("accept"), Some("application/json"));
        assert_eq!(
            request.header("prefer"),
            Some("include-unknown-enum-members")
        );
        assert_eq!(request.header("x-ms-client-request-id"), None);
        assert_eq!(request.header("content-type"), None);
        let bearer = format!("Bearer {}-1", FakeCredential::TOKEN);
        assert_eq!(request.header("authorization"), Some(bearer.as_str()));
    }
    assert_eq!(service.credential().asked(), 1);
}

#[tokio::test]
async fn preferences_add_up_and_the_default_can_be_turned_off() {
    let service = FakeService::start().await;
    service.answer_with(|_| seven());
    let more = |client: &Client| get(client).header("Prefer", "odata.maxpagesize=5");
    more(&service.client()).send().await.unwrap();
    let plain = service
        .builder()
        .unknown_enum_members(false)
        .build()
        .unwrap();
    more(&plain).send().await.unwrap();
    get(&plain).send().await.unwrap();

    let requests = service.requests();
    let prefer: Vec<_> = requests.iter().map(|r| r.header("prefer")).collect();
    let both = "include-unknown-enum-members, odata.maxpagesize=5";
    assert_eq!(prefer, [Some(both), Some("odata.maxpagesize=5"), None]);
}

#[tokio::test]
async fn a_body_is_sent_again_byte_for_byte_under_the_same_id() {
    let service = FakeService::start().await;
    for answer in [
        Answer::throttled(None),
        Answer::throttled(Some("0.001")),
        Answer::unavailable(Some("0")),
        Answer::status(202).header("location", "https://elsewhere.test/operations/1"),
    ] {
        service.expect(Method::Post, TRANSFER).answer(answer);
    }
    let answer = transfer(&service.client()).send().await.unwrap();
    assert_eq!(answer.status, 202);
    assert_eq!(
        answer.location(),
        Some("https://elsewhere.test/operations/1")
    );
    assert_eq!(answer.headers.get("LOCATION"), answer.location());

    let requests = service.requests();
    assert_eq!(requests.len(), 4);
    assert!(ids(&requests).windows(2).all(|pair| pair[0] == pair[1]));
    for request in &requests {
        assert_eq!(request.body, BODY);
        assert_eq!(request.header("content-type"), Some("application/json"));
    }
    service.finish();
}

#[tokio::test]
async fn the_wait_that_is_asked_for_is_kept_in_every_form() {
    // A date in the past asks for no wait, and zero for none either: the back-off applies, of which
    // at least half is certain. A date in the future asks for more than is allowed.
    let past = "Sun, 06 Nov 1994 08:49:37 GMT";
    let future = "Thu, 06 Nov 2994 08:49:37 GMT";
    for (asked, answered, least) in [
        ("0", true, 1),
        ("0.2", true, 200),
        ("1", true, 1000),
        (past, true, 1),
        ("99", false, 0),
        (future, false, 0),
    ] {
        let service = FakeService::start().await;
        let throttled = Answer::throttled(Some(asked));
        service.expect(Method::Get, CALL).answer(throttled);
        if answered {
            service.expect(Method::Get, CALL).answer(seven());
        }
        let begin = std::time::Instant::now();
        let answer = get(&service.client()).send().await;
        // Never too early; how much later is up to the machine.
        assert!(begin.elapsed() >= Duration::from_millis(least), "{asked}");
        match answer {
            Ok(answer) => assert!(answered, "{asked}: {}", answer.status),
            Err(error) => {
                assert!(
                    !answered && error.is_throttled() && error.tries() == 1,
                    "{error}"
                );
                assert!(error.retry_after() > Some(Duration::from_secs(98)));
            }
        }
        service.finish();
    }
}

#[tokio::test]
async fn tries_have_an_end() {
    let service = FakeService::start().await;
    service.answer_with(|_| Answer::throttled(None));
    let retry = RetryOptions::default().with_first_wait(Duration::from_millis(1));
    for (retry, tries) in [
        (RetryOptions::none(), 1),
        (retry.with_max_tries(3), 3),
        (retry.with_max_total_wait(Duration::ZERO), 1),
    ] {
        let client = service.builder().retry(retry).build().unwrap();
        let before = service.requests().len();
        let error = get(&client).send().await.unwrap_err();
        assert_eq!(service.requests().len() - before, tries as usize);
        assert_eq!((error.status(), error.tries()), (Some(429), tries));
        let requests = service.requests();
        let id = requests[before].header("client-request-id");
        assert_eq!(error.client_request_id(), id);
    }
}

#[tokio::test]
async fn a_refused_token_is_replaced_once() {
    let service = FakeService::start().await;
    let refused = || Answer::error(401, "InvalidAuthenticationToken", "Expired.");
    service.expect(Method::Post, CALLS).answer(refused());
    let created = Answer::json(201, &json!({ "id": "7" }));
    service.expect(Method::Post, CALLS).answer(created);
    service
        .expect(Method::Get, CALL)
        .times(2)
        .answer(refused().header("retry-after", "0"));

    let client = service.client();
    assert_eq!(create(&client).send().await.unwrap().status, 201);
    assert_eq!(service.credential().asked(), 2);
    let error = get(&client).send().await.unwrap_err();
    assert_eq!((error.status(), error.tries()), (Some(401), 2));
    assert_eq!(service.credential().asked(), 3);
    service.finish();
}

#[tokio::test]
async fn an_answer_that_takes_too_long_is_given_up() {
    let service = FakeService::start().await;
    let late = Duration::from_secs(20);
    service
        .expect(Method::Post, TRANSFER)
        .answer(seven().after(late));
    service
        .expect(Method::Post, TRANSFER)
        .answer(seven().body_after(late));
    service
        .expect(Method::Get, CALL)
        .answer(seven().after(late));
    service
        .expect(Method::Get, CALL)
        .answer(seven().body_after(late));
    service.expect(Method::Get, CALL).answer(seven());

    let short = Duration::from_millis(100);
    let whole = service.builder().timeout(short).build().unwrap();
    for _ in 0..2 {
        let error = transfer(&whole).send().await.unwrap_err();
        assert_eq!((error.kind(), error.tries()), (ErrorKind::Timeout, 1));
        assert!(error.may_have_acted());
    }
    assert_eq!(
        get(&whole).send().await.unwrap().value().unwrap().value,
        Some(7)
    );
    service.finish();

    // The same by the transport's own limit of silence.
    let service = FakeService::start().await;
    service
        .expect(Method::Post, TRANSFER)
        .answer(seven().after(late));
    let credential = std::sync::Arc::new(FakeCredential::default());
    let client = Client::builder(credential).endpoint(service.url(""));
    let silent = client.read_timeout(short).build().unwrap();
    let error = transfer(&silent).send().await.unwrap_err();
    assert_eq!((error.kind(), error.tries()), (ErrorKind::Timeout, 1));
    service.finish();
}

#[tokio::test]
async fn what_an_earlier_try_may_have_done_is_not_forgotten() {
    let service = FakeService::start().await;
    service.expect(Method::Patch, CALL).answer(Answer::reset());
    let changed = Answer::error(412, "preconditionFailed", "Another version.");
    service.expect(Method::Patch, CALL).answer(changed);
    let guarded = patch(&service.client()).if_match("W/\"1\"");
    let error = guarded.send().await.unwrap_err();
    assert_eq!((error.status(), error.tries()), (Some(412), 2));
    assert!(
        error.may_have_acted(),
        "the first try may have been the one"
    );
    service.finish();
}

#[tokio::test]
async fn a_condition_on_any_version_makes_no_change_repeatable() {
    let service = FakeService::start().await;
    service.expect(Method::Patch, CALL).answer(Answer::reset());
    let guarded = patch(&service.client()).if_match("*");
    let error = guarded.send().await.unwrap_err();
    assert_eq!((error.kind(), error.tries()), (ErrorKind::Transport, 1));
    service.finish();
}

#[tokio::test]
async fn a_condition_that_fails_or_is_missing_is_told() {
    let service = FakeService::start().await;
    let create_only = service.expect(Method::Patch, CALL);
    create_only
        .header("if-none-match", "*")
        .answer(Answer::status(412));
    let required = Answer::error(428, "preconditionRequired", "Which version?");
    service.expect(Method::Patch, CALL).answer(required);
    let client = service.client();
    let failed = patch(&client).if_none_match("*").send().await.unwrap_err();
    assert!(failed.is_precondition_failed() && !failed.is_precondition_required());
    let missing = patch(&client).send().await.unwrap_err();
    assert!(missing.is_precondition_required() && !missing.is_precondition_failed());
    service.finish();
}

#[tokio::test]
async fn nothing_is_sent_where_nobody_listens() {
    let service = FakeService::start().await;
    let client = service.client();
    let address = service.url("");
    drop(service);
    // The port is free again once the thread of the service has ended.
    let port = address.trim_start_matches("http://");
    while std::net::TcpStream::connect(port).is_ok() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let error = create(&client).send().await.unwrap_err();
    assert_eq!((error.kind(), error.tries()), (ErrorKind::Connection, 5));
    assert!(!error.may_have_acted());
}

#[tokio::test]
async fn a_header_that_is_none_is_refused() {
    let service = FakeService::start().await;
    let error = get(&service.client()).if_match("a\r\nb").send().await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::Request);
    assert!(service.requests().is_empty());
}

#[tokio::test]
async fn a_proxy_gets_the_requests() {
    let proxy = FakeService::start().await;
    proxy.answer_with(|_| seven());
    let credential = std::sync::Arc::new(FakeCredential::default());
    // Loopback, for only there may requests go over plain http; nobody listens at port 9.
    let client = Client::builder(credential.clone())
        .endpoint("http://127.0.0.1:9/beta")
        .proxy(proxy.url(""))
        .build()
        .unwrap();
    assert_eq!(
        get(&client).send().await.unwrap().value().unwrap().value,
        Some(7)
    );
    assert_eq!(proxy.requests().len(), 1);
    let wrong = Client::builder(credential).proxy("://user:word@");
    let error = wrong.build().unwrap_err();
    assert!(
        !crate::common::everything(&error).contains("word"),
        "{error:?}"
    );
}

#[test]
fn an_endpoint_is_private_and_plain() {
    let build = |endpoint: &str| {
        let credential = std::sync::Arc::new(FakeCredential::default());
        let built = Client::builder(credential).endpoint(endpoint).build();
        built.map(|client| client.endpoint().to_string())
    };
    for good in [
        "https://graph.example/beta",
        "http://127.0.0.1:80/",
        "http://[::1]:8080/beta",
        "http://localhost",
    ] {
        assert!(build(good).is_ok(), "{good}");
    }
    for bad in [
        "http://graph.microsoft.com/beta",
        "http://127.0.0.1.evil.example/beta",
        "http://localhost.evil.example",
        "https://user:word@graph.example/beta",
        "https://graph.example/beta?q=1",
        "ftp://127.0.0.1/",
        "graph",
    ] {
        let error = build(bad).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Address, "{bad}");
        assert!(
            !crate::common::everything(&error).contains("word"),
            "{error:?}"
        );
    }
}

#[test]
fn a_cloud_is_chosen_with_one_word() {
    for (cloud, root) in [
        (Cloud::Global, "https://graph.microsoft.com/beta"),
        (Cloud::UsGovernmentL4, "https://graph.microsoft.us/beta"),
        (Cloud::UsGovernmentL5, "https://dod-graph.microsoft.us/beta"),
        (Cloud::China, "https://microsoftgraph.chinacloudapi.cn/beta"),
    ] {
        let credential = std::sync::Arc::new(FakeCredential::default());
        let client = Client::builder(credential).cloud(cloud).build().unwrap();
        assert_eq!(client.endpoint().as_str(), root);
        assert!(cloud.scope().starts_with(cloud.root()));
    }
}
