//! Documented requests, made with the typed builders and sent to a fake service.
//!
//! Every request to a path that the metadata has arrives as documented, and the documented
//! response is read as the type of the method. `documented_requests.toml` lists the exceptions;
//! one that no longer occurs fails the test.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where it fails"
)]

#[path = "documented_requests/documented.rs"]
mod documented;
#[path = "documented_requests/of_users.rs"]
mod of_users;
#[path = "documented_requests/requests.rs"]
mod requests;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use conformance_tests::json::same;
use conformance_tests::manifest_dir;
use msgraph_beta_communications::GraphClient;
use msgraph_beta_communications::registry::OPERATIONS;
use msgraph_beta_communications::test_support::{Answer, FakeService, Received};
use serde::Deserialize;

use self::documented::{Documented, decoded, options, read};
use self::of_users::{MEETINGS, PRESENCE, RECORDINGS, TIME};
use self::requests::{CALLS, ELSEWHERE, KEY, Make, OTHERS};

const EXCEPTIONS: &str = include_str!("../documented_requests.toml");
/// Some of the examples, so that something is tested everywhere.
const SOME: &str = include_str!("documented_requests/some.jsonl");
/// What is not as the documentation has it.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "snake_case")]
enum Finding {
    /// The SDK has no method for the request, for the metadata has none.
    NoMethod,
    /// Another method or path is sent.
    Path,
    /// Another body is sent.
    Body,
    /// The documentation prints no answer to it.
    NoAnswer,
    /// The answer is not read, or not written back equal.
    Answer,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exceptions {
    exception: Vec<Exception>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    example: String,
    finding: Finding,
    /// Method and path that are sent instead, decoded.
    sent: Option<String>,
    reason: String,
}

type Found = BTreeMap<(String, Finding), String>;

fn makers() -> BTreeMap<&'static str, Make> {
    let all = [CALLS, ELSEWHERE, OTHERS, MEETINGS, RECORDINGS, PRESENCE].concat();
    let makers: BTreeMap<_, _> = all.iter().copied().collect();
    assert_eq!(makers.len(), all.len(), "an id stands twice");
    makers
}

/// Sends all and tells what is otherwise.
async fn run(documented: &[Documented]) -> Found {
    let makers = makers();
    let mut found = Found::new();
    for example in documented {
        for (finding, what) in try_out(example, makers.get(example.id.as_str())).await {
            found.insert((example.id.clone(), finding), what);
        }
    }
    found
}

async fn try_out(example: &Documented, make: Option<&Make>) -> Vec<(Finding, String)> {
    let mut found = Vec::new();
    if example.answer.is_none() {
        found.push((Finding::NoAnswer, String::new()));
    }
    let Some(make) = make else {
        let name = example.path.rsplit('/').next().unwrap();
        let known = OPERATIONS.iter().any(|operation| operation.name == name);
        assert!(!known, "{}: {name} can be called", example.id);
        found.push((Finding::NoMethod, name.to_owned()));
        return found;
    };
    let service = FakeService::start().await;
    // Where nothing is documented, what every one of these methods can read.
    let answer = match &example.answer {
        Some(documented) => match &documented.body {
            Some(body) => {
                let media = match documented.is_json {
                    true => "application/json",
                    false => "application/octet-stream",
                };
                Answer::bytes(documented.status, media, body.as_str())
            }
            None => Answer::status(documented.status),
        },
        None => Answer::bytes(200, "application/json", "{}"),
    };
    service.answer_with(move |_| answer.clone());
    let returned = make(&service.client::<GraphClient>()).await;
    let [received] = service.requests().try_into().unwrap();
    let what = asked_otherwise(example, &received);
    found.extend(what.map(|what| (Finding::Path, what)));
    let what = sent_otherwise(example, &received);
    found.extend(what.map(|what| (Finding::Body, what)));
    let is_json = example.answer.as_ref().is_none_or(|answer| answer.is_json);
    let body = example.answer.as_ref().map(|answer| &answer.body);
    let what = match (&returned, body) {
        (Err(error), _) => Some(error.to_string()),
        (Ok(Some(written)), Some(Some(body))) if is_json => same(body, written).err(),
        (Ok(Some(written)), Some(Some(body))) if written == body => None,
        (Ok(None), Some(None)) | (Ok(_), None) => None,
        (Ok(returned), Some(body)) => Some(format!("{returned:?}, not {body:?}")),
    };
    found.extend(what.map(|what| (Finding::Answer, what)));
    service.finish();
    found
}

/// A documented path, with values where the documentation leaves them open.
fn filled(path: &str) -> String {
    let path = path.replace("{id}", KEY);
    let path = path.replace("{startDateTime}", TIME);
    path.replace("{endDateTime}", TIME)
}

/// The encoding of a URL and the order of its options mean nothing.
fn asked_otherwise(example: &Documented, received: &Received) -> Option<String> {
    let documented = (
        example.method.as_str(),
        decoded(&filled(&example.path)),
        options(example.query.as_deref()),
    );
    let asked = (
        received.method.as_str(),
        decoded(&received.path),
        options(received.query.as_deref()),
    );
    (asked != documented).then(|| {
        format!(
            "{} {}",
            received.method,
            decoded(&received.path_and_query())
        )
    })
}

fn sent_otherwise(example: &Documented, received: &Received) -> Option<String> {
    match (&example.body, received.body.as_slice()) {
        (None, []) => None,
        (Some(_), _) if received.header("content-type") != Some("application/json") => {
            Some("not sent as JSON".to_owned())
        }
        (None, _) => Some(format!("{}, not nothing", received.text())),
        (Some(body), _) => same(body, &received.text()).err(),
    }
}

/// Holds what was found to what is listed for these examples.
fn check(documented: &[Documented], found: &Found) {
    let listed: Exceptions = toml::from_str(EXCEPTIONS).unwrap();
    let mut news = String::new();
    let mut known = BTreeSet::new();
    for listed in listed.exception {
        let id = &listed.example;
        assert!(!listed.reason.is_empty(), "{id}: no reason");
        assert_eq!(
            listed.sent.is_some(),
            listed.finding == Finding::Path,
            "{id}"
        );
        let key = (listed.example.clone(), listed.finding);
        let ours = documented.iter().any(|documented| documented.id == *id);
        match found.get(&key) {
            None if ours => news += &format!("{id}: listed, but not true: {:?}\n", key.1),
            Some(what) if listed.sent.is_some_and(|sent| sent != *what) => {
                news += &format!("{id}: listed otherwise: {what}\n");
            }
            _ => {}
        }
        assert!(known.insert(key), "{id}: listed twice");
    }
    for ((example, finding), what) in found {
        if !known.contains(&(example.clone(), *finding)) {
            news += &format!("{example}: not listed: {finding:?}: {what}\n");
        }
    }
    assert!(news.is_empty(), "{news}");
}

#[tokio::test]
async fn some_documented_requests_are_sent_as_documented() {
    let documented = read(SOME);
    assert_eq!(documented.len(), 14);
    check(&documented, &run(&documented).await);
}

#[tokio::test]
async fn all_documented_requests_are_sent_as_documented() {
    // All of the examples; not part of the repository.
    let open = manifest_dir().join("../../shared/examples/comms-open.jsonl");
    if !open.exists() {
        println!("skipped: ../shared/examples/comms-open.jsonl is not here");
        return;
    }
    let documented = read(&fs::read_to_string(open).unwrap());
    let found = run(&documented).await;
    check(&documented, &found);

    // Nothing is made or listed that is not documented.
    let ids: BTreeSet<_> = documented.iter().map(|example| &*example.id).collect();
    let listed: Exceptions = toml::from_str(EXCEPTIONS).unwrap();
    let listed = listed.exception.iter().map(|listed| &*listed.example);
    for id in makers().into_keys().chain(listed) {
        assert!(ids.contains(id), "{id} is gone");
    }
    // And what is here is what is there.
    for example in read(SOME) {
        assert!(documented.contains(&example), "{} is another", example.id);
    }
    let without = |findings: &[Finding]| {
        let is = |id: &str, finding| found.contains_key(&(id.to_owned(), finding));
        let whole = |id: &&&str| !findings.iter().any(|&finding| is(id, finding));
        ids.iter().filter(whole).count()
    };
    let equal = without(&[Finding::NoMethod, Finding::Path, Finding::Body]);
    let read = without(&[Finding::NoMethod, Finding::NoAnswer, Finding::Answer]);
    println!("{} requests, {equal} equal, {read} answers read", ids.len());
    assert!(equal >= 56, "{equal} requests are equal");
    assert!(read >= 53, "{read} answers are read");
}
