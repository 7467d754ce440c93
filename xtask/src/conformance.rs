//! `cargo xtask conformance`. In goes a manifest of documents with the outcome
//! that each should have; out come a table and every difference.

mod compile;

use std::path::Path;

use csdl_codegen::conformance::{Accepted, Manifest, Report, make, run as run_entry};

use self::compile::{Scratch, choose};
use crate::arguments::{self, Syntax};
use crate::findings::{FORMAT, Findings};
use crate::{Stop, complain, print, workspace};

const SYNTAX: Syntax = Syntax {
    help: "\
Runs every document of a manifest through the generator, in memory, and says where the outcome
differs from the expected one.

  cargo xtask conformance MANIFEST.json [--set DIR] [--expected FILE] [--compile N|all]
                          [--message-format human|json]

  --set DIR         where the documents lie; the default is the folder of the manifest
  --expected FILE   differences that are accepted: tables [[difference]] with path and reason
  --message-format json
                    differences as JSON, one object a line with path, difference and accepted, and
                    nothing else on standard output
  --compile N|all   makes a crate of every document of the kind valid-edge, and of N other documents
                    that are accepted, below target/conformance, and lets the compiler check them

MANIFEST has `files`: objects with `path`, `expected` (accept or reject) and, as far as known,
`tier`, `error` (`class`, `line`, `code`), `known_violations`, `counts` and `with`. The first part
of a path is the kind of the document. Of tier A a fault has to be an error in that line, of tier B
at least a warning. What is broken in an accepted document has to be reported in one of its lines.

Exit codes: 0 all is as expected; 1 an outcome differs, an accepted difference is gone, or a crate
does not compile; 2 a file cannot be read.

Example: cargo xtask conformance tests/csdl_set/manifest.json
",
    flags: &[],
    options: &["--set", "--expected", "--compile", FORMAT],
    files: 1,
};

/// Runs the command.
pub fn run(words: &[String]) -> Result<(), Stop> {
    let Some(given) = arguments::read(words, SYNTAX)? else {
        return Ok(());
    };
    let Some(file) = given.files.first().map(Path::new) else {
        return Err(Stop::Failed(
            "conformance needs a manifest; see --help".to_owned(),
        ));
    };
    let findings = Findings::new(&given)?;
    let failed = |path: &Path, error: String| {
        Stop::Failed(format!(
            "{}: {error}",
            workspace::shown(Path::new(""), path)
        ))
    };
    let read = |path: &Path| {
        std::fs::read_to_string(path).map_err(|error| failed(path, error.to_string()))
    };
    let beside = file.parent().unwrap_or(Path::new(""));
    let manifest = Manifest::read(&read(file)?).map_err(|error| failed(file, error))?;
    let accepted = match given.last("--expected").map(Path::new) {
        Some(path) => Accepted::read(&read(path)?).map_err(|error| failed(path, error))?,
        None => Accepted::default(),
    };
    let set = given.last("--set").map_or(beside, Path::new);
    let load = |path: &str| std::fs::read(set.join(path));
    let all = manifest.files.iter();
    let outcomes: Vec<_> = all.map(|entry| (entry, run_entry(entry, &load))).collect();
    let report = Report::new(&outcomes, &accepted);
    if findings.json {
        print(&report.to_json_lines());
    } else {
        print(&report.text());
    }
    let compiles = match given.last("--compile") {
        Some(wanted) => {
            let mut scratch = Scratch::new(&workspace::root()?)?;
            for entry in choose(&manifest.files, wanted)? {
                scratch.add(entry, &make(entry, &load).map_err(Stop::Failed)?)?;
            }
            let (text, sound) = scratch.check()?;
            if sound {
                findings.say(&text);
            } else {
                complain(&text);
            }
            sound
        }
        None => true,
    };
    if report.is_clean() && compiles {
        Ok(())
    } else {
        Err(Stop::No)
    }
}
