//! The generator accepts or refuses each document of `csdl_set/` as its manifest says.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where it fails"
)]

use conformance_tests::manifest_dir;
use csdl_codegen::conformance::{Accepted, Manifest, Report, run};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the set.
fn set() -> PathBuf {
    manifest_dir().join("csdl_set")
}

/// The folder of a larger set, which is not part of the repository.
fn shared() -> PathBuf {
    manifest_dir().join("../../shared/csdl-set")
}

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
    check(&set(), &Accepted::default());
}

#[test]
fn every_document_is_listed_once() {
    let set = set();
    let listed: Vec<_> = manifest(&set).files.into_iter().map(|e| e.path).collect();
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
    if !shared().exists() {
        println!("skipped: ../shared/csdl-set is not here");
        return;
    }
    let text = fs::read_to_string(set().join("differences.toml")).unwrap();
    check(&shared(), &Accepted::read(&text).unwrap());
}
