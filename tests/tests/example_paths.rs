//! The runner of documented examples knows what each path of the service answers.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where it fails"
)]

use conformance_tests::examples::{Outcome, Record, Registry, Verdict, model, run};
use conformance_tests::manifest_dir;
use msgraph_beta_communications::registry::{OPERATIONS, TYPES};

fn registry() -> Registry {
    let metadata = manifest_dir().join("../metadata/beta.csdl");
    Registry::new(TYPES, OPERATIONS).with_roots(&model(&[metadata]).unwrap())
}

fn response(path: &str, body: &str) -> Verdict {
    let record = Record {
        id: path.to_owned(),
        kind: "response".to_owned(),
        for_method: Some("GET".to_owned()),
        for_path: Some(path.to_owned()),
        ..Record::default()
    };
    run(&registry(), &record.with_body(body))
}

fn request(method: &str, path: &str, body: &str) -> Verdict {
    let record = Record {
        id: path.to_owned(),
        kind: "request".to_owned(),
        method: Some(method.to_owned()),
        path: Some(path.to_owned()),
        ..Record::default()
    };
    run(&registry(), &record.with_body(body))
}

#[test]
fn a_path_leads_from_a_root_to_a_type() {
    let (one, page) = (r#"{"id":"1"}"#, r#"{"value":[{"id":"1"}]}"#);
    for (path, body, name) in [
        (
            "/communications",
            one,
            "microsoft.graph.cloudCommunications",
        ),
        (
            "/Communications",
            one,
            "microsoft.graph.cloudCommunications",
        ),
        (
            "/communications/calls",
            page,
            "Collection(microsoft.graph.call)",
        ),
        ("/communications/calls/{id}", one, "microsoft.graph.call"),
        ("/communications/calls('1')", one, "microsoft.graph.call"),
        ("/communications/calls/$count", "5", "$count"),
        (
            "/me/onlineMeetings",
            page,
            "Collection(microsoft.graph.onlineMeeting)",
        ),
        (
            "/me/onlineMeetings/{id}",
            one,
            "microsoft.graph.onlineMeeting",
        ),
        (
            "/users/{id}/onlineMeetings/$count?$filter=x",
            "12",
            "$count",
        ),
        (
            "/me/onlineMeetings/1/subject",
            r#"{"value":"x"}"#,
            "Edm.String",
        ),
        ("/me/onlineMeetings/1/subject/$value", "7", "$value"),
        (
            "/me/onlineMeetings/1/isBroadcast",
            r#"{"value":true}"#,
            "Edm.Boolean",
        ),
        (
            "/communications/calls/1/state",
            r#"{"@odata.context":"c","value":"established"}"#,
            "microsoft.graph.callState",
        ),
        (
            "/communications/calls/1/participants/$ref",
            r#"{"value":[{"@odata.id":"participants/1"}]}"#,
            "$ref",
        ),
    ] {
        let verdict = response(path, body);
        assert_eq!(
            (verdict.name.as_str(), verdict.outcome),
            (name, Outcome::Equal),
            "{path}"
        );
    }
}

#[test]
fn what_does_not_fit_the_place_fails() {
    for (path, body) in [
        ("/app/calls/$count", r#""many""#),
        ("/app/calls/$count", r#"{"value":1}"#),
        ("/me/onlineMeetings/1/isBroadcast", r#"{"value":"no"}"#),
        ("/communications/calls/1/participants/$ref", r#"{"id":"1"}"#),
    ] {
        let outcome = response(path, body).outcome;
        assert!(
            matches!(outcome, Outcome::Failed { .. }),
            "{path}: {outcome:?}"
        );
    }
    let nowhere = response("/nothing/of/the/kind", "{}").outcome;
    assert!(matches!(nowhere, Outcome::NoType { .. }), "{nowhere:?}");
}

#[test]
fn requests_carry_addresses_and_values() {
    let reference = r#"{"@odata.id":"https://host/users/1"}"#;
    let verdict = request(
        "POST",
        "/communications/calls/1/participants/$ref",
        reference,
    );
    assert_eq!(
        (verdict.name.as_str(), verdict.outcome),
        ("$ref", Outcome::Equal)
    );
    let verdict = request("PUT", "/me/onlineMeetings/1/subject", r#"{"value":"x"}"#);
    assert_eq!(
        (verdict.name.as_str(), verdict.outcome),
        ("Edm.String", Outcome::Equal)
    );
    let counted = request("POST", "/app/calls/$count", "{}").outcome;
    assert!(matches!(counted, Outcome::NoType { .. }), "{counted:?}");
}

#[test]
fn declared_types_may_be_primitive() {
    for (declared, many, body, name) in [
        ("String", false, r#"{"value":"x"}"#, "Edm.String"),
        ("Edm.Int32", false, "5", "Edm.Int32"),
        (
            "Collection(Edm.String)",
            false,
            r#"{"value":["x","y"]}"#,
            "Collection(Edm.String)",
        ),
        (
            "string",
            true,
            r#"{"value":["x"]}"#,
            "Collection(Edm.String)",
        ),
    ] {
        let record = Record {
            id: declared.to_owned(),
            kind: "response".to_owned(),
            declared_type: Some(declared.to_owned()),
            is_collection: many,
            ..Record::default()
        };
        let verdict = run(&registry(), &record.with_body(body));
        assert_eq!(
            (verdict.name.as_str(), verdict.outcome),
            (name, Outcome::Equal)
        );
    }
}

#[test]
fn an_error_instead_of_an_answer_is_one() {
    let error = r#"{"error":{"code":"BadRequest","message":"No.","innerError":{"date":"x"}}}"#;
    let verdict = response("/communications/calls/1", error);
    assert_eq!(
        (verdict.name.as_str(), verdict.outcome),
        ("error", Outcome::Equal)
    );
    let verdict = response("/nothing/of/the/kind", error);
    assert_eq!(verdict.outcome, Outcome::Equal);
    let failed = r#"{"id":"1","error":{"code":"BadRequest"}}"#;
    let verdict = response("/communications/calls/1", failed);
    assert_eq!(verdict.name, "microsoft.graph.call");
}

#[test]
fn a_path_knows_better_than_a_declared_primitive() {
    let path = "/me/onlineMeetings/1/isBroadcast";
    let record = |path: &str| Record {
        id: path.to_owned(),
        kind: "response".to_owned(),
        declared_type: Some("string".to_owned()),
        for_path: Some(path.to_owned()),
        ..Record::default()
    };
    let body = r#"{"value":true}"#;
    let verdict = run(&registry(), &record(path).with_body(body));
    assert_eq!(
        (verdict.name.as_str(), verdict.outcome),
        ("Edm.Boolean", Outcome::Equal)
    );
    let nowhere = run(&registry(), &record("/nothing").with_body(body));
    assert_eq!(nowhere.name, "Edm.String");
    let Outcome::Failed { path, message } = nowhere.outcome else {
        panic!("{:?}", nowhere.outcome);
    };
    assert_eq!(path, "value");
    assert!(message.starts_with("value: expected a text"), "{message}");
}

#[test]
fn a_stream_is_read_as_it_comes() {
    let record = Record {
        id: "stream".to_owned(),
        kind: "response".to_owned(),
        declared_type: Some("Stream".to_owned()),
        ..Record::default()
    };
    let verdict = run(&registry(), &record.with_body(r#"{"anything":[1]}"#));
    assert_eq!(
        (verdict.name.as_str(), verdict.outcome),
        ("$value", Outcome::Equal)
    );
}
