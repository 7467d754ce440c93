//! `cargo xtask conformance`: runs a set of documents with expected outcomes.

mod compile;

use std::ffi::OsString;
use std::path::Path;

use csdl_codegen::Config;
use csdl_codegen::conformance::{Accepted, Manifest, Report, make, run as run_entry};

use self::compile::{Scratch, choose};
use crate::args::{self, Syntax};
use crate::reporter::{FORMAT, Reporter};
use crate::{Failure, eprint, print, workspace};

const SYNTAX: Syntax = Syntax {
    help: "\
Runs every document of a manifest through the generator, in memory, and lists outcomes that differ
from the expected ones.

  cargo xtask conformance MANIFEST.json [--set DIR] [--expected FILE] [--compile N|all]
                          [--message-format human|json]

  --set DIR         the folder of the documents; the default is that of the manifest
  --expected FILE   differences that are accepted: tables [[difference]] with path and reason
  --message-format json
                    differences as JSON, one object per line with path, difference and accepted,
                    and nothing else on standard output
  --compile N|all   generates a crate from every document of the kind valid-edge, and from N other
                    accepted documents, in target/conformance, and compiles them with default and
                    with all features

MANIFEST has `files`: objects with `path`, `expected` (accept or reject) and optionally `tier`,
`error` (`class`, `line`, `code`), `known_violations`, `counts` and `with`. The first part of a path
is the kind of the document. What is absent or null is not compared. A fault of tier A has to be an
error in that line, one of tier B at least a warning. Known violations in an accepted document have
to be reported in one of their lines.

Exit codes: 0 all outcomes are as expected; 1 an outcome differs, an accepted difference no longer
occurs, or a crate does not compile; 2 a file cannot be read.

Example: cargo xtask conformance tests/csdl_set/manifest.json
",
    flags: &[],
    options: &["--set", "--expected", "--compile", FORMAT],
    max_files: 1,
};

/// Runs the command.
pub fn run(args: &[OsString]) -> Result<(), Failure> {
    let Some(args) = args::parse(args, SYNTAX)? else {
        return Ok(());
    };
    let Some(file) = args.files.first().map(Path::new) else {
        return Err(Failure::Error(
            "missing argument MANIFEST.json; see --help".to_owned(),
        ));
    };
    let reporter = Reporter::new(&args)?;
    let failed = |path: &Path, error: String| {
        Failure::Error(format!(
            "{}: {error}",
            workspace::shown(Path::new(""), path)
        ))
    };
    let read = |path: &Path| {
        std::fs::read_to_string(path).map_err(|error| failed(path, error.to_string()))
    };
    let beside = file.parent().unwrap_or(Path::new(""));
    let manifest = Manifest::read(&read(file)?).map_err(|error| failed(file, error))?;
    let accepted = match args.last("--expected").map(Path::new) {
        Some(path) => Accepted::read(&read(path)?).map_err(|error| failed(path, error))?,
        None => Accepted::default(),
    };
    let set = args.last("--set").map_or(beside, Path::new);
    let load = |path: &str| std::fs::read(set.join(path));
    let all = manifest.files.iter();
    let outcomes: Vec<_> = all.map(|entry| (entry, run_entry(entry, &load))).collect();
    let report = Report::new(&outcomes, &accepted);
    if reporter.json {
        print(&report.to_json_lines());
    } else {
        print(&report.text());
    }
    let compiles = match args.last("--compile") {
        Some(wanted) => {
            let mut scratch = Scratch::new(&workspace::root()?)?;
            for entry in choose(&manifest.files, wanted)? {
                scratch.add(
                    entry,
                    &make(entry, &Config::default(), &load).map_err(Failure::Error)?,
                )?;
            }
            let (text, sound) = scratch.check()?;
            if sound {
                reporter.info(&text);
            } else {
                eprint(&text);
            }
            sound
        }
        None => true,
    };
    if report.is_clean() && compiles {
        Ok(())
    } else {
        Err(Failure::Check)
    }
}
