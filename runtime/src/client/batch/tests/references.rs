//! References to the results of other requests of a batch.

use serde_json::{Value, json};

use super::{each, fine, get, ids, post, requests, throttled};
use crate::client::canned::shop;
use crate::client::{BatchFormat, ErrorKind};
use crate::json::RawJson;
use crate::request::{Create, Method, Request, Target};

fn create(target: Target, body: &str) -> Create<RawJson> {
    Request::new(Method::Post, target).with_body(body.as_bytes().to_vec())
}

fn urls(requests: &[Value]) -> Vec<&str> {
    let urls = requests.iter().map(|request| request["url"].as_str());
    urls.collect::<Option<_>>().unwrap()
}

#[tokio::test]
async fn paths_begin_with_the_results_of_other_requests() {
    let (client, log) = shop(BatchFormat::Json, |_, seen| each(seen, |_| fine()));
    let mut batch = client.batch();
    let mut group = batch.atomic_group();
    let author = group.add(post(&client, "{}"));
    let books = group.result_of(author).segment("books");
    assert_eq!(books.path(), Ok("/$1/books"));
    let book = group.add(create(books, "{}"));
    let chapters = batch.result_of(book).segment("chapters");
    batch.add(create(chapters, "{}").header("X", "y"));
    let bind = format!(
        "{{\"author@odata.bind\":\"{}\"}}",
        batch.reference_to(author)
    );
    batch.add_after(post(&client, &bind), [author]);
    let same = Request::new(Method::Get, batch.result_of(author));
    let same: crate::request::Get<RawJson> = same;
    batch.add(same.select(["name"]));
    batch.send().await.unwrap();
    let sent = requests(&log.all()[0]);
    let expected = [
        "calls",
        "$1/books",
        "$2/chapters",
        "calls",
        "$1?$select=name",
    ];
    assert_eq!(urls(&sent), expected);
    let after: Vec<&Value> = sent.iter().map(|request| &request["dependsOn"]).collect();
    // Of a request in another group, the group comes before the request itself.
    let expected = [
        &Value::Null,
        &json!(["1"]),
        &json!(["g1", "2"]),
        &json!(["g1"]),
        &json!(["g1", "1"]),
    ];
    assert_eq!(after, expected);
    assert_eq!(sent[3]["body"], json!({"author@odata.bind": "$1"}));
}

#[tokio::test]
async fn a_reference_to_no_earlier_request_is_refused() {
    let (client, log) = shop(BatchFormat::Json, |_, seen| each(seen, |_| fine()));
    let mut other = client.batch();
    let foreign = other.add(get(&client, "1"));
    let mut batch = client.batch();
    batch.add(get(&client, "1"));
    let foreign = batch.result_of(foreign).segment("books");
    let forward = Target::at("/$3/books");
    for target in [foreign, forward, Target::at("/$0")] {
        let mut batch = client.batch();
        batch.add(get(&client, "1"));
        batch.add(create(target, "{}"));
        let error = batch.send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Batch);
        assert!(error.to_string().contains("no earlier request"), "{error}");
    }
    assert!(log.all().is_empty());
    // Resources of the system are no references.
    let mut batch = client.batch();
    batch.add(create(Target::at("/$crossjoin(a,b)"), "{}"));
    batch.send().await.unwrap();
    assert_eq!(urls(&requests(&log.all()[0])), ["$crossjoin(a,b)"]);
}

/// Sends a request again whose reference has been executed: with what the location was, or not.
async fn again(location: Option<&str>, path: &str, body: &str) -> Option<Vec<String>> {
    let location = location.map(str::to_owned);
    let (client, log) = shop(BatchFormat::Json, move |at, seen| {
        each(seen, |request| match (at, &request["id"]) {
            (0, id) if id == "1" => match &location {
                Some(location) => json!({"status": 201, "headers": {"location": location}}),
                None => json!({"status": 201}),
            },
            (0, _) => throttled("1"),
            _ => fine(),
        })
    });
    let mut batch = client.batch();
    let author = batch.add(post(&client, "{}"));
    let request = create(Target::at(path), body);
    let ticket = batch.add_after(request, [author]);
    let mut answers = batch.send().await.unwrap();
    let all = log.all();
    let second = all.get(1)?;
    answers.take(ticket).unwrap();
    assert_eq!(ids(second), ["2"]);
    assert_eq!(requests(second)[0]["dependsOn"], Value::Null);
    let sent = requests(second);
    Some(urls(&sent).into_iter().map(str::to_owned).collect())
}

#[tokio::test(start_paused = true)]
async fn a_request_that_is_sent_again_alone_has_the_address_of_the_result() {
    let sent = |url: &str| Some(vec![url.to_owned()]);
    for (location, expected) in [
        (
            Some("https://shop.test/odata/v4/Authors(7)"),
            sent("Authors(7)/books?x=1"),
        ),
        (Some("/odata/v4/Authors(7)"), sent("Authors(7)/books?x=1")),
        (Some("calls(7)"), sent("calls(7)/books?x=1")),
        (Some("https://else.test/odata/v4/Authors(7)"), None),
        (Some("https://shop.test/other/Authors(7)"), None),
        (None, None),
    ] {
        assert_eq!(
            again(location, "/$1/books?x=1", "{}").await,
            expected,
            "{location:?}"
        );
    }
    let known = Some("calls(7)");
    // What stands elsewhere is not replaced, so it is not sent again.
    for (path, body) in [
        ("/calls", "{\"author@odata.bind\":\"$1\"}"),
        ("/calls?$filter=a eq $1/b", "{}"),
    ] {
        assert_eq!(again(known, path, body).await, None, "{path} {body}");
    }
    let other = again(known, "/calls", "{\"author\":\"$12\"}").await;
    assert_eq!(other, sent("calls"));
}

#[tokio::test(start_paused = true)]
async fn a_chain_of_references_is_resolved_step_by_step() {
    let (client, log) = shop(BatchFormat::Json, |at, seen| {
        each(seen, |request| {
            match (at, request["id"].as_str().unwrap()) {
                (0, "1") => json!({"status": 201, "headers": {"location": "Authors(7)"}}),
                // Relative to `$1/books`.
                (0, "2") => json!({"status": 201, "headers": {"location": "books(8)"}}),
                (0, "3") => throttled("1"),
                _ => fine(),
            }
        })
    });
    let mut batch = client.batch();
    let author = batch.add(post(&client, "{}"));
    let book = batch.add(create(batch.result_of(author).segment("books"), "{}"));
    batch.add(create(batch.result_of(book).segment("chapters"), "{}"));
    batch.send().await.unwrap();
    let second = requests(&log.all()[1]);
    assert_eq!(urls(&second), ["Authors(7)/books(8)/chapters"]);
}
