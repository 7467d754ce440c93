//! Finds changes that take back an earlier one, in the reports of earlier snapshots.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{Diff, fingerprint};

/// The parts of a line of a report that make its fingerprint.
#[derive(Deserialize)]
struct Line {
    rule: String,
    item: String,
    from: Option<String>,
    to: Option<String>,
}

/// Marks the changes that take back one of the reports: their names, and their texts in JSON
/// lines. Lines that cannot be read are skipped.
pub fn apply(reports: &[(String, String)], diff: &mut Diff) {
    let mut known: BTreeMap<String, &str> = BTreeMap::new();
    for (name, text) in reports {
        for line in text.lines() {
            if let Ok(Line {
                rule,
                item,
                from,
                to,
            }) = serde_json::from_str(line)
            {
                let item = now(&item, &from, &to);
                known.insert(fingerprint(&inverse(&rule), &item, &to, &from), name);
            }
        }
    }
    for change in &mut diff.changes {
        change.reverts = known.get(&change.id()).map(|name| (*name).to_owned());
    }
}

/// The name of an element after a change; it has another one only if the change is a new name.
fn now(item: &str, from: &Option<String>, to: &Option<String>) -> String {
    let owner = from.as_deref().and_then(|from| item.strip_suffix(from));
    match (owner, to) {
        (Some(owner), Some(to)) if owner.is_empty() || owner.ends_with('/') => {
            format!("{owner}{to}")
        }
        _ => item.to_owned(),
    }
}

/// What the newest of these reports says of the change with this id: its rule and item.
pub fn find(reports: &[(String, String)], id: &str) -> Option<String> {
    let lines = reports.iter().rev().flat_map(|(_, text)| text.lines());
    let mut lines = lines.filter_map(|line| serde_json::from_str::<Line>(line).ok());
    let found = lines.find(|l| fingerprint(&l.rule, &l.item, &l.from, &l.to) == id)?;
    Some(format!("{} {}", found.rule, found.item))
}

/// The snapshot that begins with these digits and all before it, by the names of the reports,
/// which are the first digits of the hashes of the two snapshots: `1d1a00ea-076f3691`.
pub fn past(reports: &[(String, String)], sha: &str) -> BTreeSet<String> {
    let mut past = BTreeSet::new();
    let mut todo = vec![sha];
    while let Some(sha) = todo.pop() {
        if past.insert(sha.to_owned()) {
            let pairs = reports.iter().filter_map(|(name, _)| name.split_once('-'));
            let earlier = pairs.filter(|(_, to)| !to.is_empty() && sha.starts_with(to));
            todo.extend(earlier.map(|(from, _)| from));
        }
    }
    past
}

/// The rule of the reverse change.
fn inverse(rule: &str) -> String {
    const PAIRS: [(&str, &str); 4] = [
        ("-added", "-removed"),
        ("-loosened", "-tightened"),
        ("gained-first", "lost-last"),
        ("became-optional", "became-required"),
    ];
    let rule = match rule {
        "parameter-added-required" | "parameter-added-optional" => "parameter-added",
        rule => rule,
    };
    for (one, other) in PAIRS {
        if rule.contains(one) {
            return rule.replace(one, other);
        }
        if rule.contains(other) {
            return rule.replace(other, one);
        }
    }
    rule.to_owned()
}
