//! The same metadata makes the same bytes, whatever the order of its types.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where it fails"
)]

use std::fmt::Write;
use std::fs;

use conformance_tests::diff::diff;
use csdl_codegen::files::Files;
use csdl_codegen::{Config, Inputs, generate};

const METADATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../metadata");

fn read(name: &str) -> String {
    fs::read_to_string(format!("{METADATA}/{name}")).unwrap()
}

/// Generates from a document and the other files of metadata/.
fn files(csdl: &str) -> Files {
    let mut inputs = Inputs::default();
    let sources = &mut inputs.sources;
    inputs.metadata = vec![sources.add("metadata/beta.csdl", csdl)];
    inputs.select = Some(sources.add("metadata/select.txt", read("select.txt")));
    inputs.overlay = Some(sources.add("metadata/overlay.toml", read("overlay.toml")));
    inputs.names = Some(sources.add("metadata/names.txt", read("names.txt")));
    inputs.docs = Some(sources.add("metadata/docs.toml", read("docs.toml")));
    match generate(&inputs, &Config::default()) {
        Ok(output) => output.files,
        Err(found) => panic!("{}", found.render(&inputs.sources)),
    }
}

#[test]
fn twice_is_the_same() {
    let csdl = read("beta.csdl");
    let (first, second) = (files(&csdl), files(&csdl));
    assert!(first.len() > 100, "{} files", first.len());
    assert!(first == second);
}

#[test]
fn the_order_of_types_does_not_matter() {
    let csdl = read("beta.csdl");
    let shuffled = shuffle(&csdl);
    assert_ne!(csdl, shuffled);
    assert_eq!(sorted(&csdl), sorted(&shuffled), "only the order differs");
    let (one, other) = (files(&csdl), files(&shuffled));
    assert!(one.keys().eq(other.keys()), "the same files");
    let mut changes = String::new();
    for (path, text) in &one {
        // The header has the hash of the document, and REPORT.md its lines.
        if path.ends_with(".rs") {
            let code = |text: &str| {
                text.split_once('\n')
                    .map_or("", |(_, code)| code)
                    .to_owned()
            };
            let diff = diff(&code(text), &code(&other[path]));
            if !diff.is_empty() {
                let _ = writeln!(changes, "{path}:\n{diff}");
            }
        }
    }
    assert!(changes.is_empty(), "{changes}");
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
