//! Batches: what goes together, what is sent again, and what each request gets.

mod atomic;
mod multipart;
mod references;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::client::canned::{Answer, Seen, client};
use crate::client::{Client, ErrorKind};
use crate::json::RawJson;
use crate::request::Method;
use crate::request::{Count, Create, Delete, Download, Get, Request};

fn get(client: &Client, id: &str) -> Get<RawJson> {
    Request::new(Method::Get, client.root("calls").key(id))
}

fn post(client: &Client, body: &str) -> Create<RawJson> {
    let request = Request::new(Method::Post, client.root("calls"));
    request.with_body(body.as_bytes().to_vec())
}

/// The requests in a batch that was sent.
fn requests(seen: &Seen) -> Vec<Value> {
    let body: Value = serde_json::from_str(&seen.body).unwrap();
    body["requests"].as_array().unwrap().clone()
}

fn ids(seen: &Seen) -> Vec<String> {
    let requests = requests(seen).into_iter();
    requests
        .map(|r| r["id"].as_str().unwrap().to_owned())
        .collect()
}

/// Answers each request of a batch by itself.
fn each(seen: &Seen, answer: impl Fn(&Value) -> Value) -> Answer {
    let requests = requests(seen);
    let answers = requests.iter().rev().map(|request| {
        let mut answer = answer(request);
        answer["id"] = request["id"].clone();
        answer
    });
    let body = json!({ "responses": answers.collect::<Vec<_>>() });
    (200, Vec::new(), body.to_string())
}

fn fine() -> Value {
    json!({"status": 200, "body": {"ok": true}})
}

fn throttled(wait: &str) -> Value {
    json!({"status": 429, "headers": {"Retry-After": wait}, "body": {"error": {"code": "slow"}}})
}

#[tokio::test]
async fn requests_are_written_as_they_would_be_sent_alone() {
    let (client, log) = client(|_, seen| each(seen, |_| fine()));
    let mut batch = client.batch();
    let first = batch.add(get(&client, "a b").select(["id"]).if_match("\"1\""));
    let body = r#"{"n":1.10,"o":{}}"#;
    batch.add_after(post(&client, body).unknown_enum_members(false), [first]);
    batch.send().await.unwrap();
    let seen = &log.all()[0];
    assert_eq!(
        (seen.method.as_str(), seen.url.as_str()),
        ("POST", "https://graph.test/beta/$batch")
    );
    assert_eq!(
        seen.body,
        concat!(
            r#"{"requests":[{"id":"1","method":"GET","url":"/calls/a%20b?$select=id","#,
            r#""headers":{"If-Match":"\"1\"","Prefer":"include-unknown-enum-members"}},"#,
            r#"{"id":"2","method":"POST","url":"/calls","dependsOn":["1"],"#,
            r#""headers":{"Content-Type":"application/json"},"body":{"n":1.10,"o":{}}}]}"#
        )
    );
}

#[tokio::test]
async fn each_answer_is_of_its_own_type() {
    let (client, _) = client(|_, seen| {
        each(seen, |request| match request["id"].as_str().unwrap() {
            "1" => {
                json!({"status": 200, "headers": {"Content-Type": "application/json", "ETag": "e"}, "body": {"n": 1}})
            }
            "2" => json!({"status": 204}),
            "3" => json!({"status": 200, "headers": {"Content-Type": "text/plain"}, "body": "12"}),
            "4" => {
                json!({"status": 200, "headers": {"content-type": "video/mp4"}, "body": "AAEC/w=="})
            }
            "5" => {
                json!({"status": 502, "headers": {"Content-Type": "text/html"}, "body": "<html>"})
            }
            _ => {
                json!({"status": "404", "headers": {"request-id": "r"}, "body": {"error": {"code": "NotFound"}}})
            }
        })
    });
    let target = || client.root("calls");
    let mut batch = client.batch();
    let entity = batch.add(get(&client, "1"));
    let nothing: Delete = Request::new(Method::Delete, target());
    let nothing = batch.add(nothing);
    let number: Count = Request::new(Method::Get, target().segment("$count"));
    let number = batch.add(number);
    let bytes: Download = Request::new(Method::Get, target().segment("content"));
    let bytes = batch.add(bytes);
    let html = batch.add(post(&client, "{}"));
    let missing = batch.add(get(&client, "2"));
    let mut answers = batch.send().await.unwrap();
    let statuses =
        "{0: Some(200), 1: Some(204), 2: Some(200), 3: Some(200), 4: Some(502), 5: Some(404)}";
    assert_eq!(format!("{answers:?}"), statuses);

    let first = answers.take(entity).unwrap();
    assert_eq!(
        (first.etag(), first.body.as_ref().unwrap().as_str()),
        (Some("e"), r#"{"n":1}"#)
    );
    answers.take(nothing).unwrap();
    assert_eq!(answers.take(number).unwrap().body, 12);
    assert_eq!(answers.take(bytes).unwrap().body.0, [0, 1, 2, 255]);
    assert_eq!(answers.raw(html).unwrap().body, b"<html>");
    let error = answers.take(html).unwrap_err();
    assert_eq!((error.status(), error.body()), (Some(502), &b"<html>"[..]));
    assert!(error.to_string().starts_with("POST /calls: 502"), "{error}");
    let error = answers.take(missing).unwrap_err();
    assert!(error.is_not_found() && error.request_id() == Some("r"));
    let error = answers.take(missing).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Batch);
}

#[tokio::test]
async fn batches_are_split_and_what_depends_stays_together() {
    let (client, log) = client(|_, seen| each(seen, |_| fine()));
    let mut batch = client.batch();
    let tickets: Vec<_> = (0..30)
        .map(|n| batch.add(get(&client, &n.to_string())))
        .collect();
    // The first and the last 9 are a group of 10.
    let mut last = tickets[0];
    for n in 0..9 {
        last = batch.add_after(get(&client, &format!("x{n}")), [last]);
    }
    let mut answers = batch.send().await.unwrap();
    for ticket in tickets {
        answers.take(ticket).unwrap();
    }
    let sent: Vec<_> = log.all().iter().map(ids).collect();
    assert_eq!(sent.iter().map(Vec::len).collect::<Vec<_>>(), [20, 19]);
    let group: Vec<String> = (31..40).map(|n: i32| n.to_string()).collect();
    assert!(sent[0].contains(&"1".to_owned()));
    assert!(group.iter().all(|id| sent[0].contains(id)));
}

#[tokio::test]
async fn what_cannot_be_sent_as_asked_is_not_sent_at_all() {
    let (client, log) = client(|_, seen| each(seen, |_| fine()));
    let mut batch = client.batch();
    let first = batch.add(get(&client, "1"));
    for _ in 0..20 {
        batch.add_after(get(&client, "2"), [first]);
    }
    let error = batch.send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Batch);
    assert!(error.to_string().contains("21 requests"), "{error}");

    let mut batch = client.batch();
    batch.add(get(&client, ".."));
    assert_eq!(batch.send().await.unwrap_err().kind(), ErrorKind::Address);

    let mut batch = client.batch();
    batch.add(post(&client, "{\"a\":1},{\"id\":9}"));
    assert!(batch.send().await.is_err());

    let mut batch = client.batch();
    batch.add_after(get(&client, "1"), [first]);
    assert_eq!(batch.send().await.unwrap_err().kind(), ErrorKind::Batch);
    assert!(log.all().is_empty());
    assert!(client.batch().send().await.is_ok());
    assert!(log.all().is_empty());
}

#[tokio::test(start_paused = true)]
async fn throttled_requests_are_sent_again_after_their_own_wait() {
    let (client, log) = client(|at, seen| {
        each(seen, |request| {
            match (at, request["id"].as_str().unwrap()) {
                (0, "1") => throttled("9"),
                (0, "2") => throttled("4"),
                // A POST may have acted unless the service says when to come back.
                (0, "3") => json!({"status": 503}),
                (0, "4") => json!({"status": 503, "headers": {"retry-after": "4"}}),
                (0, "5") => json!({"status": 500}),
                (0, "6") => json!({"status": 424}),
                (0, "7") => json!({"status": 424}),
                _ => fine(),
            }
        })
    });
    let mut batch = client.batch();
    let a = batch.add(get(&client, "1"));
    let b = batch.add(get(&client, "2"));
    let c = batch.add(post(&client, "{}"));
    let d = batch.add(post(&client, "{}"));
    let e = batch.add(get(&client, "5"));
    let after_a = batch.add_after(get(&client, "6"), [a]);
    let after_e = batch.add_after(get(&client, "7"), [e]);
    let start = tokio::time::Instant::now();
    let mut answers = batch.send().await.unwrap();
    assert_eq!(start.elapsed().as_secs(), 9);
    let sent: Vec<_> = log.all().iter().map(ids).collect();
    assert_eq!(sent[1..], [vec!["2", "4"], vec!["1", "6"]]);
    let second: BTreeMap<_, _> = requests(&log.all()[2])
        .into_iter()
        .map(|r| (r["id"].to_string(), r["dependsOn"].clone()))
        .collect();
    assert_eq!(second["\"6\""], json!(["1"]));
    for good in [a, b, after_a] {
        answers.take(good).unwrap();
    }
    answers.take(d).unwrap();
    assert_eq!(answers.take(c).unwrap_err().status(), Some(503));
    assert_eq!(answers.take(e).unwrap_err().status(), Some(500));
    assert_eq!(answers.take(after_e).unwrap_err().status(), Some(424));
}

#[tokio::test(start_paused = true)]
async fn tries_of_a_request_have_an_end() {
    let (client, log) = client(|_, seen| each(seen, |_| throttled("1")));
    let mut batch = client.batch();
    let ticket = batch.add(get(&client, "1"));
    let mut answers = batch.send().await.unwrap();
    assert!(answers.take(ticket).unwrap_err().is_throttled());
    assert_eq!(log.all().len(), 5);
}

#[tokio::test(start_paused = true)]
async fn a_batch_is_repeated_only_if_all_in_it_can_be() {
    for (with_post, sent) in [(false, 2), (true, 1)] {
        let (client, log) = client(|at, seen| match at {
            0 => (502, Vec::new(), String::new()),
            _ => each(seen, |_| fine()),
        });
        let mut batch = client.batch();
        batch.add(get(&client, "1"));
        if with_post {
            batch.add(post(&client, "{}"));
        }
        assert_eq!(batch.send().await.is_err(), with_post);
        assert_eq!(log.all().len(), sent);
    }
}

#[tokio::test(start_paused = true)]
async fn what_was_answered_stays_when_a_later_batch_fails() {
    let (client, log) = client(|at, seen| match at {
        0 => each(seen, |request| match request["id"] == "1" {
            true => throttled("5"),
            false => fine(),
        }),
        _ => (
            500,
            Vec::new(),
            "{\"error\":{\"code\":\"broken\"}}".to_owned(),
        ),
    });
    let mut batch = client.batch();
    let tickets: Vec<_> = (0..41)
        .map(|n| batch.add(get(&client, &n.to_string())))
        .collect();
    let mut answers = batch.send().await.unwrap();
    assert_eq!(log.all().len(), 2);
    // Its own answer stays.
    assert!(answers.take(tickets[0]).unwrap_err().is_throttled());
    answers.take(tickets[19]).unwrap();
    let failed = answers.take(tickets[20]).unwrap_err();
    assert_eq!(
        (failed.status(), failed.service().unwrap().code.as_str()),
        (Some(500), "broken")
    );
    assert_eq!(
        answers.take(tickets[40]).unwrap_err().kind(),
        ErrorKind::Batch
    );
}

#[tokio::test]
async fn a_request_without_an_answer_may_have_acted() {
    let (client, _) = client(|_, seen| {
        let (status, headers, body) = each(seen, |_| fine());
        let mut body: Value = serde_json::from_str(&body).unwrap();
        body["responses"].as_array_mut().unwrap().pop();
        (status, headers, body.to_string())
    });
    let mut batch = client.batch();
    let lost = batch.add(post(&client, "{}"));
    let good = batch.add(get(&client, "1"));
    let mut answers = batch.send().await.unwrap();
    answers.take(good).unwrap();
    let error = answers.take(lost).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.may_have_acted());
    assert!(error.to_string().starts_with("POST /calls: "), "{error}");
}
