//! Documented payloads of communications: read strictly, written back equal, and held to the metadata.
//!
//! A change of the metadata that breaks the wire breaks one of these tests: a payload is no longer read,
//! or something in it is no longer declared.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where it fails"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use conformance_tests::examples::{
    Outcome, Record, Register, Registry, Verdict, model, read_folder, report, run,
};
use conformance_tests::{declared, manifest_dir, metadata, repair, snapshot};
use csdl_codegen::{Config, lowered};
use msgraph_beta_communications::registry::{OPERATIONS, TYPES};

fn folder() -> PathBuf {
    manifest_dir().join("documented_examples")
}

fn verdicts(records: &[Record]) -> Vec<Verdict> {
    let metadata = manifest_dir().join("../metadata/beta.csdl");
    let registry = Registry::new(TYPES, OPERATIONS).with_roots(&model(&[metadata]).unwrap());
    let verdicts = records.iter().map(|record| run(&registry, record));
    verdicts.collect()
}

#[test]
fn each_payload_is_read_and_written_back() {
    let verdicts = verdicts(&read_folder(&folder()).unwrap());
    let faults = fs::read_to_string(manifest_dir().join("faults.toml")).unwrap();
    let news = Register::read(&faults).unwrap().disagreements(&verdicts);
    assert!(news.is_empty(), "{}", report(&verdicts, &news));
    let equal = verdicts.iter().all(|v| v.outcome == Outcome::Equal);
    assert!(equal, "{}", report(&verdicts, &news));
    assert!(verdicts.len() > 50, "{} payloads", verdicts.len());
}

#[test]
fn each_payload_fits_the_metadata() {
    let records = read_folder(&folder()).unwrap();
    let inputs = metadata::inputs(&manifest_dir().join("../metadata")).unwrap();
    let model = match lowered(&inputs, &Config::default()) {
        Ok(lowered) => lowered.prepared.model,
        Err(found) => panic!("{}", found.render(&inputs.sources)),
    };
    let (mut misfits, mut undeclared) = (Vec::new(), String::new());
    for (record, verdict) in records.iter().zip(verdicts(&records)) {
        let body = repair::repair(record.body.as_deref().unwrap()).unwrap();
        let found = declared::check(&model, &verdict.name, &body.json).unwrap();
        misfits.extend(
            found
                .misfits
                .iter()
                .map(|what| format!("{}: {what}", record.id)),
        );
        for what in found.undeclared {
            undeclared += &format!("{}\t{what}\n", record.id);
        }
    }
    assert!(misfits.is_empty(), "{}", misfits.join("\n"));
    // What the documentation has and the metadata lacks; a line more is something that it lost.
    if let Err(difference) = snapshot::check(&folder().join("undeclared.tsv"), Some(&undeclared)) {
        panic!("{difference}\n{}", snapshot::hint("documented_examples"));
    }
}

#[test]
fn each_file_is_an_example() {
    let index = fs::read_to_string(folder().join("index.jsonl")).unwrap();
    let listed = index.lines().map(|line| {
        let line = conformance_tests::json::parse(line).unwrap();
        line.text("file").unwrap().to_owned()
    });
    let listed: BTreeSet<String> = listed.collect();
    let there = fs::read_dir(folder()).unwrap();
    let there = there.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let there: BTreeSet<String> = there.filter(|name| name.contains(".json")).collect();
    let there: BTreeSet<String> = there
        .into_iter()
        .filter(|name| name != "index.jsonl")
        .collect();
    assert_eq!(there, listed);
}
