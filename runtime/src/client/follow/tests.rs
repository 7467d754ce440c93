//! Addresses from the service, and operations that go on.

use std::time::Duration;

use crate::client::ErrorKind;
use crate::client::canned::{json, list};
use crate::json::RawJson;
use crate::request::Target;

#[tokio::test]
async fn addresses_of_every_form_lead_below_the_root() {
    let (client, log) = list(vec![json("{}")]);
    for (location, path) in [
        ("https://graph.test/beta/app/calls/1", "/app/calls/1"),
        ("/beta/app/calls/1?a=b#c", "/app/calls/1?a=b"),
        ("/communications/calls/1", "/communications/calls/1"),
        ("app/calls/1", "/app/calls/1"),
        ("https://graph.test/v1.0/x", "https://graph.test/v1.0/x"),
    ] {
        let get = client.at::<RawJson>(location).unwrap();
        assert_eq!(get.path().unwrap(), path, "{location}");
        get.select(["id"]).send().await.unwrap();
    }
    let urls = log.urls();
    assert_eq!(
        urls[1],
        "https://graph.test/beta/app/calls/1?a=b&$select=id"
    );
    assert_eq!(urls[4], "https://graph.test/v1.0/x?$select=id");
}

#[test]
fn a_location_has_a_template_that_may_be_logged() {
    let (client, _) = list(vec![json("{}")]);
    let location = Target::location("/app/calls/1/operations/2".to_owned(), &client);
    assert_eq!(location.path(), Ok("/app/calls/1/operations/2"));
    assert_eq!(location.template(), "/{location}");
    assert!(location.client().is_some());
    assert!(location.segment("$value").client().is_some());
    assert!(Target::at("/app").client().is_none());
}

#[tokio::test]
async fn addresses_elsewhere_are_refused() {
    let (client, log) = list(vec![json("{}")]);
    for location in [
        "https://evil.test/beta/app/calls/1",
        "http://graph.test/beta/app/calls/1",
        "https://graph.test.evil.test/beta",
    ] {
        let error = client.at::<RawJson>(location).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ForeignHost, "{location}");
    }
    // What looks like another host stays a path.
    let get = client.at::<RawJson>("//evil.test/x").unwrap();
    get.send().await.unwrap();
    assert_eq!(log.urls(), ["https://graph.test/beta//evil.test/x"]);
}

#[tokio::test(start_paused = true)]
async fn an_operation_is_followed_to_its_end() {
    let running = || json(r#"{"status":"running"}"#);
    let (status, _, body) = running();
    let busy = (status, vec![("retry-after", "30".to_owned())], body);
    let (client, log) = list(vec![running(), busy, json(r#"{"status":"completed"}"#)]);
    let start = tokio::time::Instant::now();
    let get = client
        .at::<RawJson>("/communications/calls/1/operations/2")
        .unwrap();
    let every = Duration::from_secs(2);
    let done = get
        .follow(every, |operation| operation.as_str().contains("completed"))
        .await
        .unwrap();
    assert!(done.value().unwrap().as_str().contains("completed"));
    assert_eq!(log.all().len(), 3);
    // The clock of the test moves by waits alone.
    assert_eq!(start.elapsed().as_secs(), 32);
}
