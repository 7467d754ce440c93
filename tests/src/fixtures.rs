//! In goes a folder of the generator's fixtures; out comes whether the
//! generator makes of it what is expected.
//!
//! A fixture is `input.csdl`, and `select.txt`, `names.txt`, `overlay.toml` and
//! `docs.toml` where the rule needs them. What is expected stands in
//! `expected.rs`, all generated code in one file, and in `expected.err`, all
//! that was found wrong; a file that is absent expects nothing.
//! `UPDATE_GOLDEN=1` writes both instead of comparing.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use csdl_codegen::diagnostic::{Diagnostic, Diagnostics, Sources};
use csdl_codegen::{Config, Inputs, emit, generate};

use crate::diff::diff;

/// Bytes of a path below the generated crate.
const PATH: usize = 80;
/// Names that Windows keeps for devices.
const RESERVED: &[&str] = &["aux", "com1", "con", "lpt1", "nul", "prn"];
/// The folder of all fixtures.
const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures");

/// What the generator makes of a fixture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// All code in one file.
    pub code: Option<String>,
    /// What was found wrong.
    pub found: Option<String>,
    /// The paths of the files that the code would lie in.
    pub paths: Vec<String>,
}

/// The folder of a fixture.
pub fn folder(group: &str, case: &str) -> PathBuf {
    Path::new(ROOT).join(group).join(case)
}

/// Runs the generator on a fixture.
pub fn make(group: &str, case: &str) -> Made {
    let folder = folder(group, case);
    let mut inputs = Inputs::default();
    let mut found = Diagnostics::default();
    let mut add = |name: &str, sources: &mut Sources| {
        let bytes = fs::read(folder.join(name)).ok()?;
        match sources.add_bytes(name, bytes) {
            Ok(number) => Some(number),
            Err(diagnostics) => {
                found.extend(diagnostics);
                None
            }
        }
    };
    let sources = &mut inputs.sources;
    inputs.metadata = add("input.csdl", sources).into_iter().collect();
    inputs.select = add("select.txt", sources);
    inputs.overlay = add("overlay.toml", sources);
    inputs.names = add("names.txt", sources);
    inputs.docs = add("docs.toml", sources);
    let config = Config {
        crate_path: format!("crate::{group}::{case}"),
        ..Config::default()
    };
    let mut made = Made::default();
    if found.is_empty() {
        match generate(&inputs, &config) {
            Err(diagnostics) => found = diagnostics,
            Ok(output) => {
                found = output.diagnostics;
                made.paths = output.files.keys().cloned().collect();
                match emit::single_file(&output.sdk) {
                    Ok(code) => made.code = Some(code),
                    Err(error) => found = Diagnostic::from(error).into(),
                }
            }
        }
    }
    if !found.is_empty() {
        made.found = Some(found.render(&inputs.sources));
    }
    made
}

/// Compares what the generator makes with what is expected, or writes it.
///
/// # Errors
///
/// The difference, and the command that accepts it.
pub fn check(group: &str, case: &str) -> Result<(), String> {
    let made = make(group, case);
    let folder = folder(group, case);
    let update = std::env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1");
    let mut message = String::new();
    for fault in unsound(&made.paths) {
        let _ = writeln!(message, "fixtures/{group}/{case}: {fault}");
    }
    for (name, text) in [("expected.rs", made.code), ("expected.err", made.found)] {
        let path = folder.join(name);
        let expected = fs::read_to_string(&path).ok();
        if expected == text {
            continue;
        }
        if update {
            write(&path, text.as_deref())?;
            continue;
        }
        let changes = diff(
            expected.as_deref().unwrap_or_default(),
            text.as_deref().unwrap_or_default(),
        );
        let _ = writeln!(message, "fixtures/{group}/{case}/{name}:\n{changes}");
    }
    if message.is_empty() {
        return Ok(());
    }
    message.push_str(
        "If that is meant: UPDATE_GOLDEN=1 cargo test -p conformance-tests --test fixtures\n",
    );
    Err(message)
}

/// What is wrong with paths: they have to be good for every file system.
fn unsound(paths: &[String]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut folded = BTreeSet::new();
    for path in paths {
        if !folded.insert(path.to_lowercase()) {
            faults.push(format!("{path} differs from another file in case only"));
        }
        if path.len() > PATH {
            faults.push(format!("{path} is longer than {PATH} bytes"));
        }
        for part in path.split('/') {
            let stem = part.split('.').next().unwrap_or_default();
            if part == "mod.rs" || RESERVED.contains(&stem) {
                faults.push(format!("{path} has a part that means something else"));
            }
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
            if !part.chars().all(plain) {
                faults.push(format!("{path} has characters that some systems refuse"));
            }
        }
    }
    faults
}

fn write(path: &Path, text: Option<&str>) -> Result<(), String> {
    let done = match text {
        Some(text) => fs::write(path, text),
        None => fs::remove_file(path),
    };
    done.map_err(|error| format!("{}: {error}", path.display()))
}
