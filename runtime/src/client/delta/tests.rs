//! Changes: what is new, what is gone, and where the next round begins.

use futures::StreamExt;

use super::Change;
use crate::client::Client;
use crate::client::canned::{json, list};
use crate::json::RawJson;
use crate::request::Method;
use crate::request::Page;
use crate::request::{Invoke, Request};

fn delta(client: &Client) -> Invoke<Page<RawJson>> {
    Request::new(Method::Get, client.root("delta()"))
}

const FIRST: &str = r#"{"value":[{"id":"1","subject":"removed"}],
    "@odata.nextLink":"https://graph.test/beta/delta?$skiptoken=a"}"#;
const SECOND: &str = r#"{"value":[{"id":"2","@removed":{"reason":"deleted"}},{"@removed":{},"id":"3"}],
    "@odata.deltaLink":"https://graph.test/beta/delta?$deltatoken=b"}"#;
const NOTHING: &str =
    r#"{"value":[],"@odata.deltaLink":"https://graph.test/beta/delta?$deltatoken=b"}"#;

#[tokio::test]
async fn a_round_ends_with_where_the_next_begins() {
    let (client, log) = list(vec![json(FIRST), json(SECOND), json(NOTHING)]);
    let mut changes = delta(&client).prefer("odata.maxpagesize=1").changes();
    let mut all = Vec::new();
    while let Some(change) = changes.next().await {
        all.push(change.unwrap());
        assert_eq!(changes.delta_cursor().is_some(), all.len() == 3);
    }
    let removed = |id: &str, reason: Option<&str>| Change::Removed {
        id: id.to_owned(),
        reason: reason.map(str::to_owned),
    };
    assert!(matches!(&all[0], Change::Upserted(item) if item.as_str().contains("\"1\"")));
    assert_eq!(
        all[1..],
        [removed("2", Some("deleted")), removed("3", None)]
    );
    // A round without changes leads to itself, and that is no circle.
    let mut cursor = changes.delta_cursor().unwrap();
    for _ in 0..2 {
        let text = cursor.to_string();
        let mut again = client
            .resume_changes::<RawJson>(text.parse().unwrap())
            .unwrap();
        assert!(again.next().await.is_none());
        cursor = again.delta_cursor().unwrap();
    }
    let seen = log.all();
    assert!(seen[3].url.ends_with("deltatoken=b"));
    assert!(seen[3].header("prefer").unwrap().contains("maxpagesize=1"));
}

#[tokio::test]
async fn a_place_that_is_too_old_is_told() {
    let gone = r#"{"error":{"code":"syncStateNotFound","innerError":{"code":"resyncRequired"}}}"#;
    for (status, body) in [(410, ""), (400, gone)] {
        let (client, _) = list(vec![(status, Vec::new(), body.to_owned())]);
        let mut changes = delta(&client).changes();
        let error = changes.next().await.unwrap().unwrap_err();
        assert!(error.is_resync_required());
        assert!(changes.next().await.is_none() && changes.delta_cursor().is_none());
    }
}

#[test]
fn models_are_looked_into() {
    let text = r#"{"@odata.context":"c","id":"9","@removed":{"reason":"changed"}}"#;
    let gone: Page<RawJson> = crate::from_str(text).unwrap();
    let expected = Change::Removed {
        id: "9".to_owned(),
        reason: Some("changed".to_owned()),
    };
    assert_eq!(Change::of(gone), expected);
    let there: Page<RawJson> = crate::from_str(r#"{"id":"9"}"#).unwrap();
    assert!(matches!(Change::of(there), Change::Upserted(_)));
}
