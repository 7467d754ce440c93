//! No body makes reading panic, and elements do not depend on each other.

use fastrand::Rng;
use msgraph_calling::{Delivery, Notification};

use crate::common::digest;
use crate::support::documented;

/// Texts that mean something in a body.
const PIECES: [&str; 24] = [
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"",
    "\\",
    "null",
    "true",
    "-1",
    "1e400",
    "\\ud83d",
    "\"value\"",
    "\"resourceData\"",
    "\"@odata.type\"",
    "\"state\"",
    "\"#microsoft.graph.call\"",
    "\"#microsoft.graph.deltaParticipants\"",
    "\"terminated\"",
    "\"participants\"",
    "\"sequenceNumber\"",
    "9223372036854775807",
    "{\"value\":[",
];

#[test]
fn arbitrary_bytes_do_not_panic() {
    for seed in 0..4000 {
        let mut rng = Rng::with_seed(seed);
        let mut body = Vec::new();
        for _ in 0..rng.usize(..40) {
            if rng.u8(..4) == 0 {
                body.push(rng.u8(..));
            } else {
                body.extend_from_slice(rng.choice(PIECES).unwrap().as_bytes());
            }
        }
        digest(&body);
    }
}

#[test]
fn changed_documents_do_not_panic() {
    let documents = documented();
    let mut read = 0;
    for seed in 0..3000 {
        let mut rng = Rng::with_seed(seed);
        let mut body = rng.choice(&documents).unwrap().clone().into_bytes();
        for _ in 0..rng.usize(1..4) {
            let at = rng.usize(..body.len());
            let end = (at + rng.usize(..20)).min(body.len());
            match rng.u8(..4) {
                0 => body[at] = rng.u8(..),
                1 => drop(body.drain(at..end)),
                2 => {
                    let piece = rng.choice(PIECES).unwrap();
                    drop(body.splice(at..at, piece.bytes()));
                }
                _ => {
                    let copy = body[at..end].to_vec();
                    let to = rng.usize(..body.len());
                    drop(body.splice(to..to, copy));
                }
            }
            if body.is_empty() {
                break;
            }
        }
        read += usize::from(digest(&body).is_some());
    }
    // Not all of them are refused at the first byte.
    assert!(read > 300, "{read}");
}

#[test]
fn values_of_other_kinds_do_not_panic() {
    let documents = documented();
    for seed in 0..1500 {
        let mut rng = Rng::with_seed(seed);
        let text = rng.choice(&documents).unwrap();
        let mut document: serde_json::Value = serde_json::from_str(text).unwrap();
        for _ in 0..rng.usize(1..4) {
            let with = rng.choice(["null", "7", "\"x\"", "[]", "{}", "[{}]", "[[1]]", "true"]);
            let with = serde_json::from_str(with.unwrap()).unwrap();
            replace_one(&mut document["value"], with, &mut rng);
        }
        digest(document.to_string().as_bytes()).unwrap();
    }
}

/// Replaces a value somewhere inside.
fn replace_one(value: &mut serde_json::Value, with: serde_json::Value, rng: &mut Rng) {
    let size = match value {
        serde_json::Value::Array(list) => list.len(),
        serde_json::Value::Object(object) => object.len(),
        _ => 0,
    };
    if size == 0 || rng.u8(..5) == 0 {
        *value = with;
        return;
    }
    let at = rng.usize(..size);
    let inner = match value {
        serde_json::Value::Array(list) => list.get_mut(at),
        serde_json::Value::Object(object) => object.values_mut().nth(at),
        _ => None,
    };
    replace_one(inner.unwrap(), with, rng);
}

#[test]
fn deep_bodies_do_not_panic() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let deep = format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
        digest(deep.as_bytes());
        digest(format!(r#"{{"value": [{deep}]}}"#).as_bytes());
        digest(format!(r#"{{"value": [{{"resourceData": {deep}}}]}}"#).as_bytes());
    }
}

/// The elements of all documented bodies.
fn elements() -> Vec<String> {
    let mut all = Vec::new();
    for body in documented() {
        let document: serde_json::Value = serde_json::from_str(&body).unwrap();
        let list = document["value"].as_array().unwrap();
        all.extend(list.iter().map(ToString::to_string));
    }
    all
}

fn read(elements: &[String]) -> Delivery {
    digest(format!(r#"{{"value": [{}]}}"#, elements.join(",")).as_bytes()).unwrap()
}

#[test]
fn permuted_elements_are_permuted_notifications() {
    let elements = elements();
    let expected = read(&elements).notifications;
    assert_eq!(expected.len(), elements.len());
    for seed in 0..50 {
        let mut order: Vec<usize> = (0..elements.len()).collect();
        Rng::with_seed(seed).shuffle(&mut order);
        let permuted: Vec<_> = order.iter().map(|at| elements[*at].clone()).collect();
        let read = read(&permuted).notifications;
        let expected: Vec<&Notification> = order.iter().map(|at| &expected[*at]).collect();
        assert_eq!(read.iter().collect::<Vec<_>>(), expected, "seed {seed}");
    }
}

#[test]
fn one_unreadable_element_leaves_the_others() {
    let elements = elements();
    let expected = read(&elements).notifications;
    for seed in 0..100 {
        let mut rng = Rng::with_seed(seed);
        let at = rng.usize(..=elements.len());
        let odd = rng.choice(["null", "7", "\"x\"", "[]", "[{}]", "true", "1e999"]);
        let mut mixed = elements.clone();
        mixed.insert(at, odd.unwrap().to_owned());
        let read = read(&mixed);
        assert_eq!(read.notifications, expected, "seed {seed}");
        assert_eq!(read.unread.len(), 1);
        assert_eq!(read.unread[0].index, at);
        assert_eq!(read.unread[0].raw.as_str(), odd.unwrap());
    }
}
