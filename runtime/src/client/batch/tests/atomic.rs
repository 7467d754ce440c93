//! Atomic groups in JSON: how they are written, what each request gets, and what is sent again.

use serde_json::{Value, json};

use super::{each, fine, get, ids, post, requests, throttled};
use crate::client::canned::{Answer, Seen, client, shop};
use crate::client::{BatchFormat, Client, ErrorKind, Member};
use crate::json::RawJson;
use crate::request::{Get, Method, Request, Update};

fn patch(client: &Client, etag: &str) -> Update<RawJson> {
    let request = Request::new(Method::Patch, client.root("calls").key("1"));
    request.with_body(b"{}".to_vec()).if_match(etag)
}

fn one(request: &Value) -> &str {
    request["id"].as_str().unwrap()
}

#[tokio::test]
async fn a_batch_of_another_service_follows_the_standard() {
    let (client, log) = shop(BatchFormat::Json, |_, seen| each(seen, |_| fine()));
    let mut batch = client.batch();
    let before = batch.add(get(&client, "a:b").if_match("\"1\""));
    let mut group = batch.atomic_group();
    let first = group.add_after(post(&client, "{}"), [before]);
    group.add_after(post(&client, "{}"), [first]);
    let whole = group.member();
    batch.add_after(get(&client, "2"), [whole]);
    batch.add_after(get(&client, "3"), [first]);
    let root: Get<RawJson> = Request::new(Method::Get, crate::request::Target::at("/"));
    batch.add(root);
    batch.send().await.unwrap();
    let seen = &log.all()[0];
    assert_eq!(seen.url, "https://shop.test/odata/v4/$batch");
    assert_eq!(seen.header("content-type"), Some("application/json"));
    assert_eq!(
        seen.body,
        concat!(
            r#"{"requests":[{"id":"1","method":"GET","url":"calls/a%3Ab","headers":{"if-match":"\"1\""}},"#,
            r#"{"id":"2","atomicityGroup":"g1","method":"POST","url":"calls","dependsOn":["1"],"#,
            r#""headers":{"content-type":"application/json"},"body":{}},"#,
            r#"{"id":"3","atomicityGroup":"g1","method":"POST","url":"calls","dependsOn":["2"],"#,
            r#""headers":{"content-type":"application/json"},"body":{}},"#,
            r#"{"id":"4","method":"GET","url":"calls/2","dependsOn":["g1"]},"#,
            r#"{"id":"5","method":"GET","url":"calls/3","dependsOn":["g1"]},"#,
            r#"{"id":"6","method":"GET","url":"/odata/v4/"}]}"#
        )
    );
}

#[tokio::test]
async fn only_a_limit_splits_a_batch_and_no_group() {
    let (other, log) = shop(BatchFormat::Json, |_, seen| each(seen, |_| fine()));
    let mut batch = other.batch();
    for _ in 0..50 {
        batch.add(get(&other, "1"));
    }
    batch.send().await.unwrap();
    assert_eq!(ids(&log.all()[0]).len(), 50);

    let (client, log) = client(|_, seen| each(seen, |_| fine()));
    let mut batch = client.batch();
    for _ in 0..15 {
        batch.add(get(&client, "1"));
    }
    let mut group = batch.atomic_group();
    for _ in 0..10 {
        group.add(post(&client, "{}"));
    }
    batch.add(get(&client, "1"));
    batch.send().await.unwrap();
    let sent: Vec<_> = log.all().iter().map(ids).collect();
    assert_eq!(sent.iter().map(Vec::len).collect::<Vec<_>>(), [16, 10]);
    assert_eq!((sent[0][15].as_str(), sent[1][0].as_str()), ("26", "16"));

    let mut batch = client.batch();
    let mut group = batch.atomic_group();
    for _ in 0..21 {
        group.add(post(&client, "{}"));
    }
    let error = batch.send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Batch);
    assert!(error.to_string().contains("21 requests"), "{error}");
}

#[tokio::test]
async fn a_group_cannot_depend_on_itself_or_on_nothing() {
    let (client, log) = shop(BatchFormat::Json, |_, seen| each(seen, |_| fine()));
    let mut batch = client.batch();
    let mut group = batch.atomic_group();
    let itself: Member = group.member();
    group.add_after(post(&client, "{}"), [itself]);
    let error = batch.send().await.unwrap_err();
    assert!(error.to_string().contains("that it is in"), "{error}");
    let mut batch = client.batch();
    let empty = batch.atomic_group().member();
    batch.add_after(get(&client, "1"), [empty]);
    let error = batch.send().await.unwrap_err();
    assert!(error.to_string().contains("without requests"), "{error}");
    assert_eq!(error.kind(), ErrorKind::Batch);
    assert!(log.all().is_empty());
}

#[tokio::test]
async fn each_request_of_a_failed_group_has_an_error() {
    let (client, log) = shop(BatchFormat::Json, |_, seen| {
        each(seen, |request| match one(request) {
            "1" => json!({"status": 424}),
            "2" => json!({"status": 409, "body": {"error": {"code": "taken"}}}),
            "3" => json!({"status": 201, "body": {"id": 3}}),
            _ => json!({"status": 424}),
        })
    });
    let mut batch = client.batch();
    let mut group = batch.atomic_group();
    let first = group.add(post(&client, "{}"));
    let second = group.add(get(&client, "2"));
    let third = group.add(post(&client, "{}"));
    let whole = group.member();
    let after = batch.add_after(get(&client, "4"), [whole]);
    let mut answers = batch.send().await.unwrap();
    assert_eq!(log.all().len(), 1);
    assert!(answers.raw(whole).is_none());
    assert_eq!(answers.raw(third).unwrap().status, 201);

    let error = answers.take(first).unwrap_err();
    let expected = "POST /calls: 424: not executed, because GET /calls/{id} in its atomic group failed with 409";
    assert!(error.to_string().starts_with(expected), "{error}");
    assert!(!error.may_have_acted());
    let error = answers.take(second).unwrap_err();
    assert_eq!(error.service().unwrap().code, "taken");
    let error = answers.take(third).unwrap_err();
    let expected = "POST /calls: 201: undone, because GET /calls/{id}";
    assert!(error.to_string().starts_with(expected), "{error}");
    // Nothing but the standard says that it was undone.
    assert!(error.may_have_acted());
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Batch, Some(201))
    );
    assert_eq!(answers.take(after).unwrap_err().status(), Some(424));
}

/// The same responses to every batch.
fn answer(responses: Value) -> impl Fn(usize, &Seen) -> Answer {
    move |_, _| {
        let body = json!({ "responses": responses });
        (200, Vec::new(), body.to_string())
    }
}

#[tokio::test]
async fn one_response_may_be_for_the_whole_group() {
    let error = json!({"error": {"code": "busy"}});
    for entry in [
        json!({"atomicityGroup": "g1", "status": 500, "body": error}),
        json!({"id": "g1", "status": 500, "body": error}),
    ] {
        let (client, _) = shop(BatchFormat::Json, answer(json!([entry])));
        let mut batch = client.batch();
        let mut group = batch.atomic_group();
        let both = [
            group.add(post(&client, "{}")),
            group.add(post(&client, "{}")),
        ];
        let mut answers = batch.send().await.unwrap();
        for ticket in both {
            let error = answers.take(ticket).unwrap_err();
            assert_eq!(error.service().unwrap().code, "busy");
            let expected = "500 busy: the response to the whole atomic group";
            assert!(error.to_string().contains(expected), "{error}");
        }
    }
}

#[tokio::test]
async fn a_request_of_a_failed_group_may_have_no_response() {
    let (client, _) = shop(
        BatchFormat::Json,
        answer(json!([{"id": "1", "status": 400}])),
    );
    let mut batch = client.batch();
    let mut group = batch.atomic_group();
    let first = group.add(post(&client, "{}"));
    let second = group.add(post(&client, "{}"));
    let mut answers = batch.send().await.unwrap();
    assert_eq!(answers.take(first).unwrap_err().status(), Some(400));
    let error = answers.take(second).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Batch);
    assert!(
        error
            .to_string()
            .contains("not executed, because POST /calls"),
        "{error}"
    );
    assert!(!error.may_have_acted());
}

#[tokio::test(start_paused = true)]
async fn a_group_is_sent_again_as_a_whole() {
    let (client, log) = shop(BatchFormat::Json, |at, seen| {
        each(seen, |request| match (at, one(request)) {
            (0, "2") => throttled("3"),
            (0, "1" | "3" | "4") => json!({"status": 424}),
            _ => fine(),
        })
    });
    let mut batch = client.batch();
    let mut group = batch.atomic_group();
    let mut all = vec![group.add(post(&client, "{}"))];
    all.push(group.add(post(&client, "{}")));
    all.push(group.add(post(&client, "{}")));
    let whole = group.member();
    all.push(batch.add_after(post(&client, "{}"), [whole]));
    all.push(batch.add(post(&client, "{}")));
    let mut answers = batch.send().await.unwrap();
    for ticket in all {
        answers.take(ticket).unwrap();
    }
    assert_eq!(ids(&log.all()[1]), ["1", "2", "3", "4"]);
    assert_eq!(requests(&log.all()[1])[3]["dependsOn"], json!(["g1"]));
}

#[tokio::test(start_paused = true)]
async fn a_group_is_sent_again_only_if_that_is_safe_for_each_request() {
    // The statuses of a POST and of a PATCH of one version, and the number of batches.
    for (first, second, sent) in [
        (json!({"status": 424}), throttled("1"), 2),
        (throttled("1"), throttled("2"), 2),
        // A success is no proof that it was undone: a service may not know groups.
        (json!({"status": 201}), throttled("1"), 1),
        (throttled("1"), json!({"status": 200}), 2),
        // Refused for good, though another one was throttled.
        (json!({"status": 400}), throttled("1"), 1),
        (throttled("1"), json!({"status": 400}), 1),
        // Without Retry-After the service may have executed it.
        (json!({"status": 424}), json!({"status": 503}), 1),
        (json!({"status": 424}), json!({"status": 424}), 1),
        (json!({"status": 200}), json!({"status": 200}), 1),
    ] {
        let both = [first, second];
        let shown = format!("{both:?}");
        let (client, log) = shop(BatchFormat::Json, move |at, seen| {
            each(seen, |request| match (at, one(request)) {
                (0, "1") => both[0].clone(),
                (0, _) => both[1].clone(),
                _ => fine(),
            })
        });
        let mut batch = client.batch();
        let mut group = batch.atomic_group();
        group.add(post(&client, "{}"));
        group.add(patch(&client, "\"1\""));
        batch.send().await.unwrap();
        assert_eq!(log.all().len(), sent, "{shown}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_group_that_depends_on_a_throttled_request_follows_it() {
    let (client, log) = shop(BatchFormat::Json, |at, seen| {
        each(seen, |request| match (at, one(request)) {
            (0, "1") => throttled("2"),
            (0, _) => json!({"status": 424}),
            _ => fine(),
        })
    });
    let mut batch = client.batch();
    let first = batch.add(get(&client, "1"));
    let mut group = batch.atomic_group();
    let second = group.add_after(post(&client, "{}"), [first]);
    let third = group.add(post(&client, "{}"));
    let mut answers = batch.send().await.unwrap();
    assert_eq!(ids(&log.all()[1]), ["1", "2", "3"]);
    answers.take(second).unwrap();
    answers.take(third).unwrap();
}

#[tokio::test]
async fn the_service_may_be_asked_to_go_on() {
    for format in [BatchFormat::Json, BatchFormat::Multipart] {
        let (client, log) = shop(format, |_, _| (400, Vec::new(), String::new()));
        let mut batch = client.batch();
        batch.add(get(&client, "1"));
        batch.continue_on_error().send().await.unwrap_err();
        let seen = &log.all()[0];
        assert_eq!(seen.header("prefer"), Some("odata.continue-on-error"));
    }
}

#[tokio::test(start_paused = true)]
async fn what_the_service_did_not_reach_is_not_executed() {
    let stop = |status: Value| {
        move |at: usize, seen: &Seen| {
            let mut first = status.clone();
            first["id"] = json!("2");
            match at {
                0 => (
                    200,
                    Vec::new(),
                    json!({"responses": [{"id": "1", "status": 204}, first]}).to_string(),
                ),
                _ => each(seen, |_| fine()),
            }
        }
    };
    let (client, log) = shop(BatchFormat::Json, stop(json!({"status": 400})));
    let mut batch = client.batch();
    let all: Vec<_> = (0..4).map(|_| batch.add(post(&client, "{}"))).collect();
    let mut answers = batch.send().await.unwrap();
    assert_eq!(log.all().len(), 1);
    let error = answers.take(all[3]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Batch);
    assert!(
        error
            .to_string()
            .contains("stopped at the error of POST /calls"),
        "{error}"
    );
    assert!(!error.may_have_acted());

    // If the request at which it stopped is sent again, so are those behind it.
    let (client, log) = shop(BatchFormat::Json, stop(throttled("2")));
    let mut batch = client.batch();
    let all: Vec<_> = (0..4).map(|_| batch.add(post(&client, "{}"))).collect();
    let mut answers = batch.send().await.unwrap();
    assert_eq!(ids(&log.all()[1]), ["2", "3", "4"]);
    for ticket in all {
        answers.take(ticket).unwrap();
    }

    // A service that was asked to go on, and Microsoft Graph, have lost the response.
    let (client, _) = shop(BatchFormat::Json, stop(json!({"status": 400})));
    let mut batch = client.batch();
    let all: Vec<_> = (0..4).map(|_| batch.add(post(&client, "{}"))).collect();
    let mut answers = batch.continue_on_error().send().await.unwrap();
    let error = answers.take(all[3]).unwrap_err();
    assert!(error.kind() == ErrorKind::Decode && error.may_have_acted());
    let (graph, _) = crate::client::canned::client(stop(json!({"status": 400})));
    let mut batch = graph.batch();
    let all: Vec<_> = (0..4).map(|_| batch.add(post(&graph, "{}"))).collect();
    let mut answers = batch.send().await.unwrap();
    let error = answers.take(all[3]).unwrap_err();
    assert!(error.kind() == ErrorKind::Decode && error.may_have_acted());
}
