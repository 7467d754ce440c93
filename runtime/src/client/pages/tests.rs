//! Pages: order, headers, circles, other hosts, and going on from where a stream was left.

use futures::{StreamExt, TryStreamExt};

use crate::Page;
use crate::client::canned::{Answer, TOKEN, client, exact, json, list};
use crate::client::{Client, Cursor, ErrorKind};
use crate::json::RawJson;
use crate::request::Method;
use crate::request::{Aggregate, Apply, Invoke, List, Request};

fn calls(client: &Client) -> List<i64> {
    Request::new(Method::Get, client.root("calls"))
}

fn page(items: &str, next: &str) -> Answer {
    json(format!(
        r#"{{"value":[{items}],"@odata.nextLink":"https://graph.test/beta/{next}"}}"#
    ))
}

fn last(items: &str) -> Answer {
    json(format!(r#"{{"value":[{items}]}}"#))
}

#[tokio::test]
async fn headers_go_along_and_an_empty_page_is_no_end() {
    let (client, log) = list(vec![page("1,2", "a"), page("", "b?x=1"), last("3")]);
    let list = calls(&client)
        .consistency_eventual()
        .prefer("odata.maxpagesize=2")
        .header("client-request-id", "first")
        .top(3);
    let items: Vec<i64> = list.items().try_collect().await.unwrap();
    assert_eq!(items, [1, 2, 3]);
    assert_eq!(
        log.urls(),
        [
            "https://graph.test/beta/calls?$top=3",
            "https://graph.test/beta/a",
            "https://graph.test/beta/b?x=1"
        ]
    );
    for (at, seen) in log.all().iter().enumerate() {
        assert_eq!(seen.header("consistencylevel"), Some("eventual"));
        assert_eq!(
            seen.header("prefer"),
            Some("include-unknown-enum-members, odata.maxpagesize=2")
        );
        assert_eq!(seen.header("client-request-id") == Some("first"), at == 0);
    }
}

#[tokio::test]
async fn each_page_is_asked_for_with_exact_numbers_as_strings() {
    let exact_json = Some("application/json;IEEE754Compatible=true");
    let (client, log) = exact(vec![page("\"1\",\"9007199254740993\"", "a"), last("\"3\"")]);
    let items: Vec<i64> = calls(&client).items().try_collect().await.unwrap();
    assert_eq!(items, [1, 9_007_199_254_740_993, 3]);
    let accepts = |log: &crate::client::canned::Log| {
        let all = log.all().into_iter();
        let all = all.map(|seen| seen.header("accept").map(str::to_owned));
        all.collect::<Vec<_>>()
    };
    let exact_json = exact_json.map(str::to_owned);
    assert_eq!(accepts(&log), [exact_json.clone(), exact_json.clone()]);

    // A client of another tenant has the setting, and a request may have its own media types.
    let (client, log) = exact(vec![last("")]);
    let other = client.for_tenant(crate::client::credential::Anonymous);
    calls(&other).send().await.unwrap();
    let own = calls(&client).header("accept", "application/json");
    own.send().await.unwrap();
    let plain = Some("application/json".to_owned());
    assert_eq!(accepts(&log), [exact_json, plain]);
}

#[tokio::test]
async fn rows_are_paged_like_entities() {
    #[derive(Clone, serde::Deserialize)]
    struct Sales {
        total: f64,
    }
    let pages = vec![
        page(r#"{"total":1}"#, "a"),
        page(r#"{"total":2.5}"#, "b"),
        last(r#"{"total":"x"}"#),
    ];
    let (client, log) = list(pages);
    let list: List<RawJson> = Request::new(Method::Get, client.root("books"));
    let apply = Apply::new().aggregate([Aggregate::sum("price", "total")]);
    let mut items = list.apply(apply).rows::<Sales>().items();
    let mut totals = Vec::new();
    let error = loop {
        match items.next().await.unwrap() {
            Ok(row) => totals.push(row.total),
            Err(error) => break error,
        }
    };
    assert_eq!(totals, [1.0, 2.5]);
    let error = std::error::Error::source(&error).unwrap().to_string();
    assert!(
        error.starts_with("value[0].total: expected f64, found a text"),
        "{error}"
    );
    let first =
        "https://graph.test/beta/books?$apply=aggregate%28price%20with%20sum%20as%20total%29";
    assert_eq!(log.urls()[..2], [first, "https://graph.test/beta/a"]);
}

#[tokio::test]
async fn each_request_says_about_unknown_members_for_itself() {
    let (client, log) = list(vec![last("")]);
    let _ = calls(&client).unknown_enum_members(false).send().await;
    let _ = calls(&client).send().await;
    let prefers = log.all();
    let prefers: Vec<_> = prefers.iter().map(|seen| seen.header("prefer")).collect();
    assert_eq!(prefers, [None, Some("include-unknown-enum-members")]);
}

#[tokio::test]
async fn a_function_is_called_once_and_its_pages_are_read() {
    let (client, log) = list(vec![page("1", "a"), last("2")]);
    let call: Invoke<Page<i64>> = Request::new(Method::Post, client.root("f"));
    let call = call.with_body(b"{}".to_vec());
    let mut pages = call.pages();
    assert_eq!(pages.cursor(), None);
    let first = pages.next().await.unwrap().unwrap();
    assert_eq!(first.value, Some(vec![1]));
    assert!(pages.cursor().unwrap().link().ends_with("/a"));
    assert_eq!(pages.next().await.unwrap().unwrap().value, Some(vec![2]));
    assert!(pages.next().await.is_none() && pages.cursor().is_none());
    let methods: Vec<_> = log.all().into_iter().map(|s| (s.method, s.body)).collect();
    let (post, get) = (("POST".into(), "{}".into()), ("GET".into(), String::new()));
    assert_eq!(methods, [post, get]);
}

#[tokio::test]
async fn circles_end() {
    for (head, circle) in [(0, 1), (0, 2), (3, 1), (5, 7), (40, 13)] {
        let (client, log) = client(move |at, _| {
            let next = if at < head {
                at
            } else {
                head + (at - head) % circle
            };
            page("1", &format!("p{next}"))
        });
        let ended: Vec<_> = calls(&client).pages().collect().await;
        let (error, pages) = ended.split_last().unwrap();
        assert_eq!(error.as_ref().unwrap_err().kind(), ErrorKind::Loop);
        assert!(pages.iter().all(Result::is_ok));
        let sent = log.all().len();
        assert!(sent <= 4 * (head + circle) + 2, "{head} {circle}: {sent}");
    }
}

#[tokio::test]
async fn no_page_is_fetched_from_elsewhere() {
    for link in [
        "https://evil.test/beta/calls",
        "http://graph.test/beta/calls",
        "https://graph.test:444/beta/calls",
        "https://graph.test@evil.test/",
        "//evil.test/x",
    ] {
        let (client, log) = list(vec![json(format!(
            r#"{{"value":[1],"@odata.nextLink":"{link}"}}"#
        ))]);
        let mut items = calls(&client).items();
        assert_eq!(items.next().await.unwrap().unwrap(), 1);
        let error = items.next().await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ForeignHost);
        assert_eq!(
            error.to_string(),
            "GET /calls: the link leads to another host"
        );
        assert!(items.next().await.is_none());
        assert_eq!(log.all().len(), 1);
    }
}

#[tokio::test]
async fn a_page_that_failed_can_be_asked_for_again() {
    let (client, log) = list(vec![
        page("1", "a"),
        (404, Vec::new(), String::new()),
        json("{"),
        last("2"),
    ]);
    let mut pages = calls(&client).pages();
    pages.next().await.unwrap().unwrap();
    let error = pages.next().await.unwrap().unwrap_err();
    assert_eq!(error.status(), Some(404));
    assert!(pages.next().await.is_none());
    let cursor = pages.cursor().unwrap();
    pages.retry_page();
    let error = pages.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(pages.cursor(), Some(cursor.clone()));
    let rest: Vec<i64> = client
        .resume::<i64>(cursor)
        .unwrap()
        .items()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(rest, [2]);
    assert!(log.urls()[1..].iter().all(|url| url.ends_with("/a")));
}

#[tokio::test]
async fn a_cursor_is_text_without_secrets_and_leads_to_the_next_item() {
    let (client, log) = list(vec![
        page("1", "a"),
        page("2,3,4", "b"),
        page("2,3,4", "b"),
        last("5"),
    ]);
    let list = calls(&client)
        .consistency_eventual()
        .header("X-Api-Key", "hidden")
        .header("Authorization", "Bearer hidden");
    let mut items = list.items();
    for expected in [1, 2, 3] {
        assert_eq!(items.next().await.unwrap().unwrap(), expected);
    }
    let cursor = items.cursor().unwrap();
    let text = serde_json::to_string(&cursor).unwrap();
    assert!(!text.contains("hidden") && !text.contains(TOKEN), "{text}");
    assert!(!format!("{cursor:?}{items:?}").contains("graph.test"));
    let again: Cursor = serde_json::from_str(&text).unwrap();
    assert_eq!(again.to_string(), cursor.to_string());
    let rest = client.resume::<i64>(again).unwrap().items();
    assert_eq!(rest.try_collect::<Vec<i64>>().await.unwrap(), [4, 5]);
    let seen = log.all();
    assert_eq!(seen[2].url, "https://graph.test/beta/a");
    assert_eq!(seen[3].header("consistencylevel"), Some("eventual"));
    assert_eq!(seen[3].header("x-api-key"), None);
    assert!("{}".parse::<Cursor>().is_err());
}

#[tokio::test]
async fn a_cursor_of_another_service_is_refused() {
    let (client, log) = list(vec![last("")]);
    let text = calls(&client).pages().cursor().unwrap().to_string();
    let foreign: Cursor = text.replace("graph.test", "evil.test").parse().unwrap();
    let error = client.resume::<i64>(foreign).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ForeignHost);
    assert!(log.all().is_empty());
}

#[tokio::test]
async fn a_request_that_cannot_be_sent_is_one_error() {
    let unbound: List<RawJson> = Request::new(Method::Get, crate::request::Target::root("calls"));
    let mut pages = unbound.pages();
    let error = pages.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NoClient);
    assert!(pages.next().await.is_none());
}

/// Only what is needed of a type to be held by a stream on any thread.
#[test]
fn streams_go_to_other_threads() {
    fn check<T: Send + Unpin>() {}
    check::<crate::client::Pages<RawJson>>();
    check::<crate::client::Items<RawJson>>();
    check::<crate::client::Changes<RawJson>>();
    check::<crate::client::ByteStream>();
}

#[tokio::test]
async fn a_hundred_thousand_items_are_never_held_at_once() {
    let (client, _) = client(|at, _| {
        let items = vec!["7"; 1000].join(",");
        match at {
            99 => last(&items),
            _ => page(&items, &format!("p{at}")),
        }
    });
    let mut items = calls(&client).items();
    let mut number = 0;
    while let Some(item) = items.next().await {
        item.unwrap();
        number += 1;
        assert!(items.buffer.as_slice().len() < 1000);
    }
    assert_eq!(number, 100_000);
}
