//! Documented examples survive the generated types, apart from the errors that `faults.toml` lists.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where it fails"
)]

use std::fs;
use std::path::PathBuf;

use conformance_tests::examples::{
    Outcome, Record, Register, Registry, Verdict, model, read, read_folder, report, run,
};
use conformance_tests::manifest_dir;
use msgraph_beta_communications::registry::{OPERATIONS, TYPES};

/// The documented examples of cloud communications; not part of the repository.
fn open() -> PathBuf {
    manifest_dir().join("../../shared/examples/comms-open.jsonl")
}

fn register() -> Register {
    let text = fs::read_to_string(manifest_dir().join("faults.toml")).unwrap();
    Register::read(&text).unwrap()
}

fn verdicts(records: &[Record]) -> Vec<Verdict> {
    let metadata = manifest_dir().join("../metadata/beta.csdl");
    let registry = Registry::new(TYPES, OPERATIONS).with_roots(&model(&[metadata]).unwrap());
    records
        .iter()
        .map(|record| run(&registry, record))
        .collect()
}

/// The payloads of `call: transfer`, as the documentation prints them.
fn transfer() -> Vec<Record> {
    read_folder(&manifest_dir().join("goldens/call-transfer")).unwrap()
}

#[test]
fn the_payloads_of_transfer_survive() {
    let verdicts = verdicts(&transfer());
    assert_eq!(verdicts.len(), 25);
    let news = register().disagreements(&verdicts);
    assert!(news.is_empty(), "{}", report(&verdicts, &news));
    let equal = verdicts.iter().all(|v| v.outcome == Outcome::Equal);
    assert!(equal, "{}", report(&verdicts, &news));
}

#[test]
fn the_documented_examples_of_cloud_communications_survive() {
    if !open().exists() {
        println!("skipped: ../shared/examples/comms-open.jsonl is not here");
        return;
    }
    let records = read(&fs::read_to_string(open()).unwrap()).unwrap();
    let verdicts = verdicts(&records);
    let news = register().disagreements(&verdicts);
    assert!(news.is_empty(), "{}", report(&verdicts, &news));
    // Every listed example is there, or its entry is stale.
    let known: Vec<_> = transfer()
        .into_iter()
        .chain(records)
        .map(|r| r.id)
        .collect();
    for fault in register().fault {
        assert!(known.contains(&fault.example), "{} is gone", fault.example);
    }
    let bodies = verdicts.iter().filter(|v| v.outcome != Outcome::NoBody);
    assert!(bodies.count() >= 100, "the runner sees no bodies");
}
