//! Accepted changes.

use std::collections::BTreeSet;

use super::difference;
use crate::diff::accepted::{apply, entry, has_id};
use crate::diff::render::Amount;

fn past(list: &[&str]) -> BTreeSet<String> {
    list.iter().map(|sha| (*sha).to_owned()).collect()
}

#[test]
fn an_accepted_change_stays_in_the_list() {
    let mut diff = difference("property-removed");
    let id = diff.changes[0].id();
    let text = entry(&id, "nobody \"uses\" it", Some("l"), None, Some("property"));
    assert_eq!(has_id(&text, &id), Ok(true));
    assert_eq!(apply(&text, &past(&[]), &mut diff), Ok(Vec::new()));
    let accepted = diff.changes[0].accepted.as_deref();
    assert_eq!(accepted, Some("nobody \"uses\" it (l)"));
    let text = diff.to_text(Amount::default());
    let (open, accepted) = text.split_once("\naccepted\n").unwrap();
    assert!(!open.contains("property-removed"), "{open}");
    assert!(accepted.contains("property-removed"), "{accepted}");
}

#[test]
fn a_pattern_accepts_several_changes() {
    let mut diff = difference("story-family-removed");
    let text = "[[accept]]\nrule = \"type-removed\"\nitem = \"sample.*\"\nreason = \"r\"\n";
    assert_eq!(apply(text, &past(&[]), &mut diff), Ok(Vec::new()));
    for change in &diff.changes {
        let is_accepted = change.accepted.is_some();
        assert_eq!(
            is_accepted,
            change.rule == "type-removed",
            "{}",
            change.item
        );
    }
}

#[test]
fn an_entry_holds_until_a_snapshot_is_the_old_one() {
    let mut diff = difference("property-removed");
    let id = diff.changes[0].id();
    let text = entry(&id, "r", None, Some("12345678"), None);
    let warnings = apply(&text, &past(&["00000000"]), &mut diff).unwrap();
    assert!(warnings.is_empty() && diff.changes[0].accepted.is_some());
    diff.changes[0].accepted = None;
    let warnings = apply(&text, &past(&["00000000", "123456789abc"]), &mut diff).unwrap();
    assert!(warnings[0].contains("has expired"), "{warnings:?}");
    assert_eq!(diff.changes[0].accepted, None);
}

#[test]
fn entries_without_effect_are_warned_of_and_those_without_reason_refused() {
    let mut diff = difference("property-removed");
    let mut warned = |text: &str| apply(text, &past(&[]), &mut diff);
    let none = "[[accept]]\nid = \"000000000000\"\nreason = \"r\"\n";
    assert_eq!(
        warned(none).unwrap(),
        ["the entry `000000000000` matches no change"]
    );
    for (text, message) in [
        ("[[accept]]\nid = \"0\"\n", "has no reason"),
        ("[[accept]]\nid = \"0\"\nreason = \" \"\n", "has no reason"),
        ("[[accept]]\nreason = \"r\"\n", "needs an `id`"),
        ("[[accept]]\nids = \"0\"\nreason = \"r\"\n", "unknown field"),
    ] {
        let error = warned(text).unwrap_err();
        assert!(error.contains(message), "{error}");
    }
}
