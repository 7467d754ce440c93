//! Small documents before and after, with what is expected of their comparison.

mod accepted;
mod more;
mod parts;
mod restrictions;
mod text;

use std::fmt::Write as _;
use std::path::PathBuf;

use serde::Deserialize;

use super::{Class, Diff, Side, Source, compare, rust};
use crate::api::Api;
use crate::order::Order;
use crate::{Config, Inputs, Lowered, Prepared, differing, lowered, prepare};

/// `expected.json` of a case.
#[derive(Deserialize)]
struct Expected {
    changes: Vec<ExpectedChange>,
    rust: ExpectedRust,
    semver_0x: String,
    worst: Option<String>,
    exit_with_default_fail_on: u8,
}

#[derive(Deserialize)]
struct ExpectedChange {
    class: String,
    rule: String,
    item: String,
    from: serde_json::Value,
    to: serde_json::Value,
}

#[derive(Deserialize)]
struct ExpectedRust {
    source: String,
}

fn cases() -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    package.unwrap().join("../tests/change_cases")
}

/// A document of a service that has the dialect of Microsoft Graph, as those of the cases have.
fn inputs(text: String) -> Inputs {
    let service = cases().join("../../metadata/service.toml");
    let service = std::fs::read_to_string(service).unwrap();
    let mut inputs = Inputs::default();
    inputs.metadata = vec![inputs.sources.add("document", text)];
    inputs.service = Some(inputs.sources.add("service.toml", service));
    inputs
}

fn read(text: String) -> Prepared {
    let inputs = inputs(text);
    match prepare(&inputs, &Config::default()) {
        Ok(found) => found,
        Err(found) => panic!("{}", found.render(&inputs.sources)),
    }
}

/// The text of a document of a case: `old` or `new`.
fn document(case: &str, name: &str) -> String {
    std::fs::read_to_string(cases().join(case).join(format!("{name}.csdl"))).unwrap()
}

fn difference(case: &str) -> Diff {
    let (mut old, mut new) = (read(document(case, "old")), read(document(case, "new")));
    let mut diff = compare(Side::whole(&old.model), Side::whole(&new.model));
    let (before, after) = differing(&mut old, &mut new, &Config::default());
    rust::apply(&mut diff, &before, &after);
    diff
}

fn text(value: &serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::Null => None,
        serde_json::Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

fn line(class: &str, rule: &str, item: &str, from: Option<&str>, to: Option<&str>) -> String {
    format!("{class} {rule} {item}: {from:?} -> {to:?}")
}

/// What differs from the expectation of a case.
fn check(case: &str) -> String {
    let file = cases().join(case).join("expected.json");
    let expected: Expected = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let diff = difference(case);
    let mut wanted: Vec<String> = Vec::new();
    for c in &expected.changes {
        let (from, to) = (text(&c.from), text(&c.to));
        wanted.push(line(
            &c.class,
            &c.rule,
            &c.item,
            from.as_deref(),
            to.as_deref(),
        ));
    }
    let mut found: Vec<String> = Vec::new();
    for c in &diff.changes {
        let (from, to) = (c.from.as_deref(), c.to.as_deref());
        found.push(line(c.class.word(), c.rule, &c.item, from, to));
    }
    wanted.sort();
    found.sort();
    let mut out = String::new();
    for line in wanted.iter().filter(|line| !found.contains(line)) {
        let _ = writeln!(out, "  missing: {line}");
    }
    for line in found.iter().filter(|line| !wanted.contains(line)) {
        let _ = writeln!(out, "  not expected: {line}");
    }
    let exit = u8::from(
        diff.worst()
            .is_some_and(|worst| worst <= Class::SourceBreaking),
    );
    for (what, wanted, found) in [
        ("changes", wanted.len().to_string(), found.len().to_string()),
        (
            "source",
            expected.rust.source,
            diff.source.word().to_owned(),
        ),
        ("release", expected.semver_0x, diff.release().to_owned()),
        (
            "worst",
            expected.worst.unwrap_or_default(),
            diff.worst().map(Class::word).unwrap_or_default().to_owned(),
        ),
        (
            "exit",
            expected.exit_with_default_fail_on.to_string(),
            exit.to_string(),
        ),
    ] {
        if wanted != found {
            let _ = writeln!(out, "  {what}: {found}, not {wanted}");
        }
    }
    out
}

#[test]
fn all_cases_are_told_as_expected() {
    let mut wrong = String::new();
    let mut count = 0;
    let mut names: Vec<_> = std::fs::read_dir(cases())
        .unwrap()
        .map(|e| e.unwrap())
        .collect();
    names.sort_by_key(std::fs::DirEntry::file_name);
    for entry in names {
        let case = entry.file_name().into_string().unwrap();
        count += 1;
        let found = check(&case);
        if !found.is_empty() {
            let _ = writeln!(wrong, "{case}\n{found}");
        }
    }
    assert_eq!(count, 57);
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn what_only_a_removed_navigation_reached_is_one_story() {
    for (case, lead) in [
        ("story-family-removed", "navigation-removed"),
        ("story-family-returned", "navigation-added"),
    ] {
        let diff = difference(case);
        let told: Vec<_> = diff.changes.iter().filter(|c| c.story.is_some()).collect();
        assert_eq!(told.len(), 7, "{case}");
        assert!(
            told.iter()
                .all(|c| c.story.as_deref() == Some("sample.room/alarms"))
        );
        assert_eq!(diff.changes[0].rule, lead);
    }
}

#[test]
fn swapped_arguments_are_silent() {
    let diff = difference("silent-required-parameters-swapped");
    let found = diff
        .changes
        .iter()
        .find(|c| c.rule == "arguments-reordered")
        .unwrap();
    assert_eq!(found.source, Source::Silent);
}

/// The description of the new document of a case, with the order of the old one.
fn pinned(case: &str) -> (Lowered, Lowered) {
    let lower = |name: &str| lowered(&inputs(document(case, name)), &Config::default()).unwrap();
    let (old, mut new) = (lower("old"), lower("new"));
    let order = Order::read(&Order::of(&old.sdk).to_text());
    order.apply(&mut new.sdk);
    (old, new)
}

#[test]
fn pinned_arguments_keep_their_order() {
    let (old, new) = pinned("silent-required-parameters-swapped");
    assert_eq!(Order::of(&old.sdk), Order::of(&new.sdk));
    let lines = |sdk| Api::new(sdk).to_text();
    assert!(lines(&old.sdk).contains("book(from: DateTimeOffset, to: DateTimeOffset)"));
    assert_eq!(lines(&old.sdk), lines(&new.sdk));
}

#[test]
fn an_argument_that_is_new_comes_last() {
    let (old, new) = pinned("nullable-tightened");
    let text = Order::of(&new.sdk).to_text();
    assert!(text.contains("sample.place: street, note\n"), "{text}");
    let mut reordered = new.sdk.clone();
    let listed = text.replace("street, note", "note, street");
    Order::read(&listed).apply(&mut reordered);
    let text = Api::new(&reordered).to_text();
    assert!(
        text.contains("::new(note: String, street: String)"),
        "{text}"
    );
    assert!(
        Order::of(&old.sdk)
            .to_text()
            .contains("sample.place: street\n")
    );
}

#[test]
fn an_announced_removal_says_so() {
    let diff = difference("removed-after-deprecation");
    assert!(diff.changes[0].announced.is_some(), "{:?}", diff.changes);
}

#[test]
fn a_document_does_not_differ_from_itself() {
    let folder = cases().join("restriction-added");
    let text = std::fs::read_to_string(folder.join("new.csdl")).unwrap();
    let first = "<Annotation Term=\"Org.OData.Capabilities.V1.TopSupported\" Bool=\"true\"/>";
    let twice = format!("{first}{}", first.replace("true", "false"));
    let text = text.replace(
        "<EntityType Name=\"seat\" BaseType=\"self.thing\">",
        &format!("<EntityType Name=\"seat\" BaseType=\"self.thing\">{twice}"),
    );
    assert!(text.contains(&twice));
    let mut sources = crate::diagnostic::Sources::default();
    let number = sources.add("twice", text);
    let (document, _) = crate::csdl::read(&sources, number);
    let (model, _) = crate::model::resolve(&[document]);
    assert_eq!(
        compare(Side::whole(&model), Side::whole(&model)).changes,
        []
    );
}

#[test]
fn rules_have_one_name_each() {
    let mut ids: Vec<_> = super::RULES.iter().map(|rule| rule.id).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
}
