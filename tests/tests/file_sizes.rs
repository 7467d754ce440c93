//! Limits on what is written by hand and on generated paths: files stay readable, and paths short
//! enough to be checked out anywhere.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where it fails"
)]

use std::fs;
use std::path::{Path, PathBuf};

use conformance_tests::manifest_dir;

/// Lines of a file that is written by hand.
const LINES: usize = 400;
/// Characters of a path below the generated crate.
const PATH: usize = 80;

/// Lines of a function, from its signature to its last brace.
const FUNCTION_LINES: usize = 90;
/// Folders with code that is written by hand.
const WRITTEN: &[&str] = &[
    "benches/baseline",
    "calling",
    "codegen",
    "generated/benches",
    "generated/examples",
    "generated/tests",
    "runtime",
    "tests/build.rs",
    "tests/services/build.rs",
    "tests/services/src",
    "tests/services/tests",
    "tests/src",
    "tests/tests",
    "xtask",
];

/// The folder of the workspace.
fn root() -> PathBuf {
    manifest_dir().join("..")
}

/// The files that are written by hand.
fn written() -> Vec<PathBuf> {
    let folders = WRITTEN.iter().map(|folder| root().join(folder));
    let mut files: Vec<_> = folders.flat_map(|folder| rust_files(&folder)).collect();
    files.push(root().join("generated/src/lib.rs"));
    assert!(files.len() > 100, "{} files", files.len());
    files
}

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
    let long: Vec<_> = written()
        .into_iter()
        .map(|path| {
            let lines = fs::read_to_string(&path).unwrap().lines().count();
            (path, lines)
        })
        .filter(|(_, lines)| *lines >= LINES)
        .collect();
    assert!(long.is_empty(), "{long:?}");
}

#[test]
fn written_functions_have_at_most_90_lines() {
    let (mut count, mut long) = (0, Vec::new());
    for path in written() {
        let text = fs::read_to_string(&path).unwrap();
        for (name, lines) in functions(&text) {
            count += 1;
            if lines > FUNCTION_LINES {
                long.push(format!("{}: {name} has {lines} lines", path.display()));
            }
        }
    }
    assert!(count > 1000, "{count} functions");
    assert!(long.is_empty(), "{}", long.join("\n"));
}

/// The functions of a file as `cargo fmt` lays it out, and how many lines each has: up to the
/// brace that is indented as its signature is.
///
/// A syntax tree would say the same, but reading all files with `syn` takes a debug build 20 s.
fn functions(text: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let code = line.trim_start();
        let indent = &line[..line.len() - code.len()];
        let Some(name) = name_of_function(code) else {
            continue;
        };
        let end = lines[at..].iter().position(|line| {
            let code = line.strip_prefix(indent).unwrap_or_default();
            code == "}" || code.ends_with(';') && !code.starts_with(' ')
        });
        let one_line = line.ends_with('}') || line.ends_with(';');
        let lines = if one_line { 1 } else { end.unwrap_or(0) + 1 };
        found.push((name.to_owned(), lines));
    }
    found
}

/// The name of the function whose signature begins in this line.
fn name_of_function(code: &str) -> Option<&str> {
    let (before, after) = code.split_once("fn ")?;
    let qualifier = |word: &str| {
        matches!(
            word,
            "pub" | "const" | "async" | "unsafe" | "extern" | "\"C\""
        ) || word.starts_with("pub(")
    };
    let name = after.split(['(', '<']).next()?;
    let is_name = |c: char| c.is_alphanumeric() || c == '_' || c == '#';
    (before.split_whitespace().all(qualifier) && !name.is_empty() && name.chars().all(is_name))
        .then_some(name)
}

#[test]
fn lines_of_functions_are_counted() {
    let text = "pub(super) const fn one() -> u8 { 1 }\n\
                impl A {\n    async fn two<T>(\n        a: T,\n    ) {\n        if a {\n        }\n    }\n}\n\
                trait B {\n    fn three();\n}\nfn four() {\n    let fn_ = 1;\n}\n";
    let expected = [("one", 1), ("two", 6), ("three", 1), ("four", 3)];
    let expected = expected.map(|(name, lines)| (name.to_owned(), lines));
    assert_eq!(functions(text), expected);
}

#[test]
fn every_written_file_says_what_it_is() {
    for path in written() {
        let text = fs::read_to_string(&path).unwrap();
        let first = text.lines().next().unwrap_or_default();
        // The front page of a crate may be its README.
        let readme = text.contains("include_str!(\"../README.md\")");
        assert!(readme || first.starts_with("//! "), "{}", path.display());
        for old in ["//! What goes in", "//! In goes", "//! In go "] {
            assert!(!first.starts_with(old), "{}: {first}", path.display());
        }
    }
}

#[test]
fn generated_paths_are_short() {
    let root = root().join("generated");
    let files = rust_files(&root.join("src"));
    assert!(files.len() > 100, "{} files", files.len());
    for path in files {
        let path = path.strip_prefix(&root).unwrap().to_string_lossy();
        assert!(path.chars().count() <= PATH, "{path}");
    }
}
