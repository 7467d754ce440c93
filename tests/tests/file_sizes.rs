//! Files stay small enough to read, and their paths short enough to check out
//! anywhere.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where it fails"
)]

use std::fs;
use std::path::{Path, PathBuf};

/// Lines of a file that somebody writes.
const LINES: usize = 400;
/// Characters of a path below the generated crate.
const PATH: usize = 80;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut todo = vec![folder.to_owned()];
    while let Some(path) = todo.pop() {
        if path.is_dir() {
            for entry in fs::read_dir(&path).unwrap() {
                todo.push(entry.unwrap().path());
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn written_files_have_less_than_400_lines() {
    let root = Path::new(ROOT);
    let mut files = Vec::new();
    for folder in [
        "codegen",
        "runtime",
        "xtask",
        "tests/src",
        "tests/tests",
        "generated/src/ext",
    ] {
        files.extend(rust_files(&root.join(folder)));
    }
    files.push(root.join("tests/build.rs"));
    files.push(root.join("generated/src/lib.rs"));
    assert!(files.len() > 100, "{} files", files.len());
    let long: Vec<_> = files
        .iter()
        .map(|path| (path, fs::read_to_string(path).unwrap().lines().count()))
        .filter(|(_, lines)| *lines >= LINES)
        .collect();
    assert!(long.is_empty(), "{long:?}");
}

#[test]
fn every_written_file_says_what_it_is() {
    let root = Path::new(ROOT);
    for folder in ["codegen", "runtime", "xtask", "tests/src", "tests/tests"] {
        for path in rust_files(&root.join(folder)) {
            let text = fs::read_to_string(&path).unwrap();
            assert!(text.starts_with("//! "), "{}", path.display());
        }
    }
}

#[test]
fn generated_paths_are_short() {
    let root = Path::new(ROOT).join("generated");
    let files = rust_files(&root.join("src"));
    assert!(files.len() > 100, "{} files", files.len());
    for path in files {
        let path = path.strip_prefix(&root).unwrap().to_string_lossy();
        assert!(path.chars().count() <= PATH, "{path}");
    }
}
