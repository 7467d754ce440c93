//! Fitting and failing expectations, and how the runner judges them.

use super::{Accepted, Entry, Manifest, Report, run};

const DOCUMENT: &str = r#"<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0">
<edmx:DataServices><Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="s">
<EntityType Name="page"/>
<ComplexType Name="book"><Property Name="title" Type="TYPE"/></ComplexType>
</Schema></edmx:DataServices></edmx:Edmx>"#;

const SOUND: &str = "Edm.String";
const UNKNOWN: &str = "s.title";

/// The differences of a document with this type, under this expectation.
fn differences(type_: &str, expectation: &str) -> Vec<String> {
    let text = format!(r#"{{"files": [{{"path": "a/b.xml", {expectation}}}]}}"#);
    let manifest = Manifest::read(&text).unwrap();
    let document = DOCUMENT.replace("TYPE", type_).into_bytes();
    run(&manifest.files[0], &|_| Ok(document.clone())).differences
}

#[test]
fn a_sound_document_is_to_be_accepted() {
    assert!(differences(SOUND, r#""expected": "accept""#).is_empty());
    assert_eq!(
        differences(UNKNOWN, r#""expected": "accept""#),
        ["should be accepted; error E0107 in line 4: unknown type `s.title`"]
    );
    assert_eq!(
        differences(SOUND, r#""expected": "reject""#),
        ["should be refused; nothing was found"]
    );
    assert!(differences(UNKNOWN, r#""expected": "reject""#).is_empty());
}

#[test]
fn a_fault_has_to_be_named_in_its_line_and_by_its_code() {
    let fault = |line: usize, more: &str| {
        let error = format!(r#""error": {{"class": "c", "line": {line}{more}}}"#);
        differences(
            UNKNOWN,
            &format!(r#""expected": "reject", "tier": "A", {error}"#),
        )
    };
    assert!(fault(4, "").is_empty());
    assert!(fault(4, r#", "code": "E0107""#).is_empty());
    assert_eq!(
        fault(5, ""),
        ["c should be found in line 5; ours: error E0107 in line 4"]
    );
    assert_eq!(
        fault(4, r#", "code": "E0105""#),
        ["c should be found in line 4 as E0105; ours: error E0107 in line 4"]
    );
}

#[test]
fn what_a_manifest_leaves_out_or_sets_to_null_is_not_compared() {
    let fault = |type_: &str, error: &str| {
        let more = r#""tier": null, "known_violations": null, "counts": null, "with": null"#;
        differences(
            type_,
            &format!(r#""expected": "reject", {more}, "error": {error}"#),
        )
    };
    for error in [
        r#"{"class": "c", "line": null}"#,
        r#"{"class": "c"}"#,
        r#"{"class": null, "line": 4, "code": null}"#,
        "{}",
        "null",
    ] {
        assert!(fault(UNKNOWN, error).is_empty(), "{error}");
    }
    assert_eq!(fault(SOUND, r#"{"class": "c"}"#), ["c is not found"]);
    assert_eq!(
        fault(UNKNOWN, r#"{"code": "E0105"}"#),
        ["the fault should be found as E0105; ours: error E0107 in line 4"]
    );
}

#[test]
fn tier_b_takes_a_warning_and_tier_a_does_not() {
    let fault = |tier: &str| {
        let error = r#""error": {"class": "no-key", "line": 3}"#;
        differences(
            SOUND,
            &format!(r#""expected": "reject", "tier": "{tier}", {error}"#),
        )
    };
    assert!(fault("B").is_empty());
    assert_eq!(fault("A"), ["no-key in line 3 is not found"]);
}

#[test]
fn what_is_broken_and_accepted_may_not_be_passed_in_silence() {
    let violation = |line: usize| {
        let known = format!(r#""known_violations": {{"no-key": {{"first_lines": [{line}]}}}}"#);
        differences(SOUND, &format!(r#""expected": "accept", {known}"#))
    };
    assert!(violation(3).is_empty());
    assert_eq!(violation(4), ["no-key in line 4 is passed in silence"]);
}

#[test]
fn counts_are_compared() {
    let counts = |types: usize| {
        let counts = format!(r#""counts": {{"complex_types": {types}, "other": 9}}"#);
        differences(SOUND, &format!(r#""expected": "accept", {counts}"#))
    };
    assert!(counts(1).is_empty());
    assert_eq!(counts(2), ["counts: complex_types 1 instead of 2"]);
}

#[test]
fn a_report_is_clean_only_if_differences_are_accepted_and_still_there() {
    let text = r#"{"files": [{"path": "a/b.xml", "expected": "accept"}]}"#;
    let manifest = Manifest::read(text).unwrap();
    let outcome = |type_: &str| {
        let document = DOCUMENT.replace("TYPE", type_).into_bytes();
        let entry: &Entry = &manifest.files[0];
        vec![(entry, run(entry, &|_| Ok(document.clone())))]
    };
    let accepted = "[[difference]]\npath = \"a/b.xml\"\nreason = \"just so\"\n";
    let accepted = Accepted::read(accepted).unwrap();
    let nothing = Accepted::default();
    assert!(Report::new(&outcome(SOUND), &nothing).is_clean());
    assert!(!Report::new(&outcome(UNKNOWN), &nothing).is_clean());
    assert!(Report::new(&outcome(UNKNOWN), &accepted).is_clean());
    let stale = Report::new(&outcome(SOUND), &accepted);
    assert!(!stale.is_clean());
    assert!(stale.text().contains("is listed as different"));
    let lines = Report::new(&outcome(UNKNOWN), &accepted).to_json_lines();
    let line: serde_json::Value = serde_json::from_str(&lines).unwrap();
    assert_eq!(line["path"], "a/b.xml");
    assert_eq!(line["accepted"], "just so");
}

#[test]
fn a_file_that_is_not_there_is_a_difference() {
    let text = r#"{"files": [{"path": "a/b.xml", "expected": "reject"}]}"#;
    let manifest = Manifest::read(text).unwrap();
    let gone = |_: &str| Err(std::io::ErrorKind::NotFound.into());
    let outcome = run(&manifest.files[0], &gone);
    assert_eq!(
        outcome.differences,
        ["cannot read a/b.xml: entity not found"]
    );
}
