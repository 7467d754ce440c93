//! Compares what the generator makes of a fixture with the files that the fixture shows.
//!
//! A fixture is a folder `fixtures/GROUP/CASE` about one rule of the generator. It holds
//! `input.csdl` and, where the rule needs them, `select.txt`, `names.txt`, `overlay.toml`
//! and `docs.toml`. Two things are expected of it:
//!
//! * `expected/` shows the generated files that the rule is about, under their paths in the
//!   crate, such as `expected/src/models/call.rs`. Files that are generated but not shown are
//!   compiled, not compared, so that a change of one template touches few fixtures.
//!   `expected/files.txt`, if it is there, lists the paths of all generated files.
//! * `expected.err` holds the findings; without it there are none.
//!
//! `SNAPSHOTS=overwrite` writes both instead of comparing. A new fixture then shows all its
//! code; delete what its rule is not about.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::{manifest_dir, snapshot};

mod make;

pub use self::make::{Made, make};

/// The longest path in the generated crate, in bytes.
const PATH_BYTES: usize = 80;
/// Names that Windows reserves for devices.
const RESERVED: &[&str] = &["aux", "com1", "con", "lpt1", "nul", "prn"];
/// The file that lists the paths of all generated files.
const LIST: &str = "files.txt";

/// Compares what the generator makes of a fixture with what is expected.
///
/// # Errors
///
/// The differences, and the command that accepts them.
pub fn check(group: &str, case: &str) -> Result<(), String> {
    let folder = manifest_dir().join("fixtures").join(group).join(case);
    let mut made = make(&folder, group, case);
    let mut faults = unsound(made.files.keys());
    let returns = made.files.iter().filter(|(_, text)| text.contains('\r'));
    faults.extend(returns.map(|(path, _)| format!("{path} has a carriage return")));
    if !made.files.is_empty() {
        let list: Vec<&str> = made.files.keys().map(String::as_str).collect();
        made.files.insert(LIST.to_owned(), list.join("\n") + "\n");
    }
    let expected = folder.join("expected");
    for path in shown(&expected, &made)? {
        let text = made.files.get(&path).map(String::as_str);
        faults.extend(snapshot::check(&expected.join(&path), text).err());
    }
    let findings = made.findings.as_deref();
    faults.extend(snapshot::check(&folder.join("expected.err"), findings).err());
    if faults.is_empty() {
        return Ok(());
    }
    let faults = faults.join("\n");
    Err(format!(
        "fixtures/{group}/{case}:\n{faults}\n{}",
        snapshot::hint("fixtures")
    ))
}

/// The paths of the files that a fixture shows.
fn shown(expected: &Path, made: &Made) -> Result<BTreeSet<String>, String> {
    let mut shown = BTreeSet::new();
    if expected.exists() {
        let mut todo = vec![expected.to_owned()];
        while let Some(folder) = todo.pop() {
            for path in entries(&folder).map_err(|e| format!("{}: {e}", folder.display()))? {
                if path.is_dir() {
                    todo.push(path);
                } else if let Ok(path) = path.strip_prefix(expected) {
                    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
                    shown.insert(parts.join("/"));
                }
            }
        }
    }
    if shown.is_empty() {
        let code =
            |path: &&String| path.starts_with("src/models/") || path.starts_with("src/requests/");
        shown = made.files.keys().filter(code).cloned().collect();
    }
    Ok(shown)
}

/// What is in a folder.
fn entries(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect()
}

/// Paths of generated files that some file system or Rust would not accept.
fn unsound<'p>(paths: impl Iterator<Item = &'p String>) -> Vec<String> {
    let mut faults = Vec::new();
    let mut folded = BTreeSet::new();
    for path in paths {
        if !folded.insert(path.to_lowercase()) {
            faults.push(format!("{path} differs from another file in case only"));
        }
        if path.len() > PATH_BYTES {
            faults.push(format!("{path} is longer than {PATH_BYTES} bytes"));
        }
        for part in path.split('/') {
            let stem = part.split('.').next().unwrap_or_default();
            if part == "mod.rs" || RESERVED.contains(&stem) {
                faults.push(format!("{path} has a reserved part"));
            }
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
            if !part.chars().all(plain) {
                faults.push(format!("{path} has characters that some systems refuse"));
            }
        }
    }
    faults
}
