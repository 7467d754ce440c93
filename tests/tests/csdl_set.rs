//! The generator treats every document of `csdl_set/` as the manifest there says.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where it fails"
)]

use csdl_codegen::conformance::{Accepted, Manifest, Report, run};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const SET: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/csdl_set");
/// A larger set, which is not part of the repository.
const SHARED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/csdl-set");

fn manifest(set: &Path) -> Manifest {
    let text = fs::read_to_string(set.join("manifest.json")).unwrap();
    Manifest::read(&text).unwrap()
}

/// Runs the documents of a set that a test wants.
fn check(set: &Path, accepted: &Accepted) {
    let manifest = manifest(set);
    let load = |path: &str| fs::read(set.join(path));
    let entries = manifest.files.iter();
    let outcomes: Vec<_> = entries.map(|entry| (entry, run(entry, &load))).collect();
    let report = Report::new(&outcomes, accepted);
    assert!(report.is_clean(), "{}", report.text());
}

#[test]
fn every_outcome_is_as_expected() {
    check(Path::new(SET), &Accepted::default());
}

#[test]
fn every_document_is_listed_once() {
    let set = Path::new(SET);
    let listed: Vec<_> = manifest(set).files.into_iter().map(|e| e.path).collect();
    let once: BTreeSet<_> = listed.iter().cloned().collect();
    assert_eq!(once.len(), listed.len());
    let mut there = BTreeSet::new();
    for kind in ["invalid", "valid", "valid-edge", "valid-v2"] {
        for file in fs::read_dir(set.join(kind)).unwrap() {
            let name = file.unwrap().file_name().into_string().unwrap();
            there.insert(format!("{kind}/{name}"));
        }
    }
    assert_eq!(once, there);
}

#[test]
fn the_shared_set_differs_only_where_that_is_accepted() {
    if !Path::new(SHARED).exists() {
        println!("skipped: ../shared/csdl-set is not here");
        return;
    }
    let text = fs::read_to_string(Path::new(SET).join("differences.toml")).unwrap();
    check(Path::new(SHARED), &Accepted::read(&text).unwrap());
}
