//! The same metadata gives the same bytes, whatever the order of its types.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where it fails"
)]

use std::fs;

use conformance_tests::{manifest_dir, metadata, snapshot};
use csdl_codegen::files::Files;
use csdl_codegen::{Config, generate};

/// The document in `metadata/`.
fn document() -> String {
    fs::read_to_string(manifest_dir().join("../metadata/beta.csdl")).unwrap()
}

/// Generates from a document and the other files of `metadata/`.
fn files(csdl: &str) -> Files {
    let mut inputs = metadata::inputs(&manifest_dir().join("../metadata")).unwrap();
    inputs.metadata = vec![inputs.sources.add("metadata/beta.csdl", csdl)];
    match generate(&inputs, &Config::default()) {
        Ok(output) => output.files,
        Err(found) => panic!("{}", found.render(&inputs.sources)),
    }
}

#[test]
fn twice_is_the_same() {
    let csdl = document();
    let (first, second) = (files(&csdl), files(&csdl));
    assert!(first.len() > 100, "{} files", first.len());
    assert!(first == second);
}

#[test]
fn the_order_of_types_does_not_matter() {
    let csdl = document();
    let shuffled = shuffle(&csdl);
    assert_ne!(csdl, shuffled);
    assert_eq!(sorted(&csdl), sorted(&shuffled), "only the order differs");
    let (one, other) = (files(&csdl), files(&shuffled));
    assert!(one.keys().eq(other.keys()), "the same files");
    let code = |text: &str| {
        let lines = text
            .lines()
            .filter(|line| !line.starts_with("// Metadata: "));
        lines.collect::<Vec<_>>().join("\n")
    };
    let mut changes = Vec::new();
    for (path, text) in &one {
        // The root module has the hash of the document, and REPORT.md the order of findings.
        if path.ends_with(".rs") {
            changes.extend(snapshot::same(path, &code(text), &code(&other[path])).err());
        }
    }
    assert!(changes.is_empty(), "{}", changes.join("\n"));
}

/// Reverses the types and operations of each schema.
fn shuffle(csdl: &str) -> String {
    let mut out = String::new();
    let mut blocks: Vec<String> = Vec::new();
    for line in csdl.split_inclusive('\n') {
        let element = line
            .strip_prefix("      ")
            .filter(|rest| rest.starts_with('<'));
        match (element, blocks.last_mut()) {
            (Some(rest), Some(block)) if rest.starts_with("</") => block.push_str(line),
            (Some(_), _) => blocks.push(line.to_owned()),
            (None, Some(block)) if line.starts_with("       ") => block.push_str(line),
            (None, _) => {
                out.extend(blocks.drain(..).rev());
                out.push_str(line);
            }
        }
    }
    out
}

fn sorted(text: &str) -> Vec<&str> {
    let mut lines: Vec<_> = text.lines().collect();
    lines.sort_unstable();
    lines
}
