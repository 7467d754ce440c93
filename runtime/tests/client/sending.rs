//! Settings of single requests, conditions, compression, redirects with bodies, batches of uploads.

use std::io::Read as _;
use std::time::{Duration, Instant};

use crate::common::{CALL, CALLS, calls, create, get, list, patch};
use futures::StreamExt as _;
use msgraph_runtime::Method;
use msgraph_runtime::client::{ErrorKind, RetryOptions};
use msgraph_runtime::codegen::{Client, ClientBuilder};
use msgraph_runtime::request::{Content, Invoke, Request, Upload};
use msgraph_runtime::test_support::{Answer, FakeService};
use serde_json::{Value, json};

fn seven() -> Answer {
    Answer::json(200, &json!({ "value": 7 }))
}

#[tokio::test]
async fn a_request_has_its_own_limits() {
    let service = FakeService::start().await;
    let client: Client = service.client();
    service.answer_with(|_| Answer::throttled(None));
    let tries = async |options: RetryOptions| {
        let error = get(&client).retry(options).send().await.unwrap_err();
        error.tries()
    };
    let options = RetryOptions::default().with_first_wait(Duration::from_millis(1));
    assert_eq!(tries(RetryOptions::none()).await, 1);
    assert_eq!(tries(options.with_max_tries(3)).await, 3);

    // Its pages have them, too.
    let before = service.requests().len();
    let mut pages = list(&client).retry(RetryOptions::none()).pages();
    assert!(pages.next().await.unwrap().is_err());
    assert_eq!(service.requests().len(), before + 1);

    service.answer_with(|_| seven().after(Duration::from_secs(9)));
    let short = get(&client).retry(RetryOptions::none());
    let error = short
        .timeout(Duration::from_millis(20))
        .send()
        .await
        .unwrap_err();
    assert_eq!((error.kind(), error.tries()), (ErrorKind::Timeout, 1));

    // A request that is given more time than the client's has it.
    service.answer_with(|_| seven().after(Duration::from_millis(100)));
    let builder: ClientBuilder<Client> = service.builder();
    let hasty = builder
        .timeout(Duration::from_millis(20))
        .retry(RetryOptions::none());
    let hasty = hasty.build().unwrap();
    assert_eq!(
        get(&hasty).send().await.unwrap_err().kind(),
        ErrorKind::Timeout
    );
    get(&hasty)
        .timeout(Duration::from_secs(9))
        .send()
        .await
        .unwrap();
}

#[tokio::test]
async fn a_member_of_a_batch_has_its_own_retries() {
    let service = FakeService::start().await;
    service.answer_with(|request| {
        let asked = request.json().unwrap();
        let answers = asked["requests"].as_array().unwrap().iter();
        let answers = answers.map(|part| json!({ "id": part["id"], "status": 429 }));
        Answer::json(200, &json!({ "responses": Vec::from_iter(answers) }))
    });
    let client: Client = service.client();
    let mut batch = client.batch();
    let once = batch.add(get(&client).retry(RetryOptions::none()));
    let often = batch.add(get(&client));
    let mut answers = batch.send().await.unwrap();
    assert_eq!(answers.take(once).unwrap_err().tries(), 1);
    assert_eq!(answers.take(often).unwrap_err().tries(), 5);

    service.answer_with(|_| seven().after(Duration::from_secs(9)));
    let mut batch = client.batch();
    batch.add(get(&client));
    let batch = batch
        .retry(RetryOptions::none())
        .timeout(Duration::from_millis(20));
    let error = batch.send().await.unwrap_err();
    assert_eq!((error.kind(), error.tries()), (ErrorKind::Timeout, 1));
}

#[tokio::test]
async fn an_entity_that_has_not_changed_is_not_sent() {
    let service = FakeService::start().await;
    let unchanged = Answer::status(304).header("etag", "W/\"1\"");
    service
        .expect(Method::Get, CALL)
        .header("if-none-match", "W/\"1\"")
        .answer(unchanged);
    service
        .expect(Method::Get, CALL)
        .answer(seven().header("etag", "W/\"2\""));
    let client: Client = service.client();
    let error = get(&client)
        .if_none_match("W/\"1\"")
        .send()
        .await
        .unwrap_err();
    assert!(error.is_not_modified() && !error.may_have_acted());
    assert_eq!((error.status(), error.etag()), (Some(304), Some("W/\"1\"")));
    let changed = get(&client).send().await.unwrap();
    assert_eq!(changed.etag(), Some("W/\"2\""));
    service.finish();
}

#[tokio::test]
async fn large_bodies_are_compressed_where_that_is_asked_for() {
    let service = FakeService::start().await;
    service.answer_with(|_| Answer::json(201, &json!({ "id": "7" })));
    let plain: Client = service.client();
    let builder: ClientBuilder<Client> = service.builder();
    let client = builder.compress_bodies_from(1_000).build().unwrap();
    let large = json!({ "text": "x".repeat(100_000) })
        .to_string()
        .into_bytes();
    let send = async |client: &Client, body: &[u8]| {
        let request = create(client).with_body(body.to_vec());
        request.send().await.unwrap();
        service.requests().pop().unwrap()
    };
    let sent = send(&client, &large).await;
    assert_eq!(sent.header("content-encoding"), Some("gzip"));
    assert_eq!(sent.header("content-type"), Some("application/json"));
    assert!(sent.body.len() < 10_000);
    let mut unpacked = Vec::new();
    let mut reader = flate2::read::GzDecoder::new(sent.body.as_slice());
    reader.read_to_end(&mut unpacked).unwrap();
    assert_eq!(unpacked, large);
    for (client, body) in [(&plain, &large[..]), (&client, b"{}")] {
        let sent = send(client, body).await;
        assert_eq!(sent.header("content-encoding"), None);
        assert_eq!(sent.body, body);
    }

    // A retry sends the same bytes.
    service
        .expect(Method::Post, CALLS)
        .answer(Answer::throttled(None));
    send(&client, &large).await;
    let requests = service.requests();
    assert_eq!(
        requests[requests.len() - 2].body,
        requests[requests.len() - 1].body
    );
}

fn export(client: &Client) -> Invoke<Content> {
    let target = calls(client).key("7").segment("export");
    Request::new(Method::Post, target).with_body(br#"{"secret":1}"#.to_vec())
}

#[tokio::test]
async fn a_redirect_takes_no_body_to_another_host() {
    for status in [301, 302, 303, 307, 308] {
        let service = FakeService::start().await;
        let other = FakeService::start().await;
        other.answer_with(|_| Answer::bytes(200, "text/csv", "a,b"));
        let to = other.url("/export");
        service.answer_with(move |_| Answer::redirect(status, &to));
        let client: Client = service.client();
        let streamed = export(&client).stream().await.map(|_| ());
        let whole = export(&client).send().await.map(|whole| whole.body.0);
        if status > 303 {
            for error in [streamed.unwrap_err(), whole.unwrap_err()] {
                assert_eq!(error.kind(), ErrorKind::ForeignHost, "{status}");
                assert!(!error.may_have_acted());
            }
            assert!(other.requests().is_empty());
            continue;
        }
        assert!(streamed.is_ok(), "{status}");
        assert_eq!(whole.unwrap(), b"a,b");
        for request in other.requests() {
            assert_eq!((request.method.as_str(), request.body.len()), ("GET", 0));
            for name in ["authorization", "content-type", "content-length"] {
                assert_eq!(request.header(name), None, "{status} {name}");
            }
        }
    }
}

#[tokio::test]
async fn a_redirect_on_the_same_host_keeps_method_and_body_where_it_says_so() {
    for (status, method) in [(302, "GET"), (303, "GET"), (307, "POST"), (308, "POST")] {
        let service = FakeService::start().await;
        service.answer_with(move |request| match request.path.as_str() {
            "/done" => Answer::bytes(200, "text/csv", "a,b"),
            _ => Answer::redirect(status, "/done"),
        });
        let client: Client = service.client();
        export(&client).send().await.unwrap();
        let last = service.requests().pop().unwrap();
        assert_eq!(last.method, method, "{status}");
        assert_eq!(last.body.is_empty(), method == "GET");
        assert!(last.header("authorization").is_some());
    }
    // The export was made, whatever became of its result.
    let service = FakeService::start().await;
    service.answer_with(|request| match request.path.as_str() {
        "/done" => Answer::error(404, "gone", "Gone."),
        _ => Answer::redirect(303, "/done"),
    });
    let client: Client = service.client();
    for error in [
        export(&client).send().await.unwrap_err(),
        export(&client).stream().await.unwrap_err(),
    ] {
        assert!(error.is_not_found() && error.may_have_acted(), "{error}");
        assert_eq!(
            error.operation(),
            Some("POST /communications/calls/{id}/export")
        );
    }
}

#[tokio::test]
async fn uploads_are_members_of_a_batch_by_their_media_type() {
    let service = FakeService::start().await;
    service.answer_with(|request| {
        let asked = request.json().unwrap();
        let answers = asked["requests"].as_array().unwrap().iter();
        let answers = answers.map(|part| json!({ "id": part["id"], "status": 204 }));
        Answer::json(200, &json!({ "responses": Vec::from_iter(answers) }))
    });
    let client: Client = service.client();
    let upload = |content_type: &str, bytes: &[u8]| {
        let target = calls(&client).key("7").segment("photo");
        Upload::of(target, content_type, bytes.to_vec())
    };
    let mut batch = client.batch();
    let tickets = [
        batch.add(upload("image/png", &[0xfb, 0xff, 0])),
        batch.add(upload("text/plain", b"hello")),
        batch.add(upload("text/csv", b"12")),
        batch.add(upload("application/json", b"12")),
    ];
    let mut answers = batch.send().await.unwrap();
    for ticket in tickets {
        assert_eq!(answers.take(ticket).unwrap().status, 204);
    }
    let sent = service.requests().pop().unwrap().json().unwrap();
    let sent = sent["requests"].as_array().unwrap().iter();
    let bodies: Vec<&Value> = sent.clone().map(|part| &part["body"]).collect();
    assert_eq!(
        bodies,
        [&json!("-_8A"), &json!("hello"), &json!("12"), &json!(12)]
    );
    let types: Vec<&Value> = sent.map(|part| &part["headers"]["Content-Type"]).collect();
    assert_eq!(types[0], "image/png");

    // What cannot be sent is refused, and nothing is sent.
    for refused in [
        upload("application/json", b"{"),
        upload("text/plain", &[0xff]),
    ] {
        let before = service.requests().len();
        let mut batch = client.batch();
        batch.add(patch(&client));
        batch.add(refused);
        let error = batch.send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request);
        assert!(!error.may_have_acted());
        assert!(
            error
                .operation()
                .unwrap()
                .starts_with("PUT /communications")
        );
        assert_eq!(service.requests().len(), before);
    }
}

/// By the clock of the service, which runs long ahead of ours, or behind.
#[tokio::test]
async fn a_date_to_wait_for_is_by_the_clock_of_the_service() {
    for day in ["Sun, 06 Nov 1994", "Thu, 06 Nov 2994"] {
        let date = |second: &str| format!("{day} 08:49:{second} GMT");
        let throttled = Answer::throttled(Some(&date("38"))).header("date", &date("37"));
        let service = FakeService::start().await;
        service.expect(Method::Get, CALL).answer(throttled.clone());
        service.expect(Method::Get, CALL).answer(seven());
        let client: Client = service.client();
        let begin = Instant::now();
        get(&client).send().await.unwrap();
        assert!(begin.elapsed() >= Duration::from_secs(1), "{day}");

        service.expect(Method::Get, CALL).answer(throttled);
        let once = get(&client).retry(RetryOptions::none());
        let error = once.send().await.unwrap_err();
        assert_eq!(error.retry_after(), Some(Duration::from_secs(1)));
        service.finish();
    }
}

#[tokio::test]
async fn members_of_a_batch_wait_at_least_as_long_as_requests_do() {
    let dates = (
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:38 GMT",
    );
    for (asked, least) in [
        (None, Duration::from_millis(50)),
        (Some("0"), Duration::from_millis(50)),
        (Some(dates.0), Duration::from_millis(50)),
        (Some(dates.1), Duration::from_secs(1)),
    ] {
        let service = FakeService::start().await;
        service.answer_with(move |request| {
            let first = request.json().unwrap()["requests"][0]["id"].clone();
            let mut member = json!({ "id": first, "status": 429 });
            if let Some(asked) = asked {
                member["headers"] = json!({ "Retry-After": asked });
            }
            Answer::json(200, &json!({ "responses": [member] })).header("date", dates.0)
        });
        let retry = RetryOptions::default().with_first_wait(Duration::from_millis(100));
        let builder: ClientBuilder<Client> = service.builder();
        let client = builder.retry(retry.with_max_tries(2)).build().unwrap();
        let mut batch = client.batch();
        let member = batch.add(get(&client));
        let begin = Instant::now();
        let mut answers = batch.send().await.unwrap();
        let error = answers.take(member).unwrap_err();
        assert!(error.is_throttled() && error.tries() == 2);
        assert!(begin.elapsed() >= least, "{asked:?}");
    }
}
