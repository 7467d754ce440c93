//! `cargo xtask examples`: runs documented examples through the generated types.
//!
//! The runner is a program of `tests/`, so that this package builds without generated code.

use std::ffi::OsString;
use std::process::Command;

use crate::args::{self, Syntax};
use crate::{Failure, workspace};

const SYNTAX: Syntax = Syntax {
    help: "\
Runs documented examples through the generated types.

  cargo xtask examples FILE.jsonl

Each line of FILE is a JSON object: `id`, `kind` (request, response, notification), `body`, and
members that determine the type of the body: `declared_type` and `isCollection`, `operation`,
`method` and `path` or `url`, `for_method` and `for_path`. Each body is read strictly, written back
in both ways and compared exactly. A body that is not JSON is repaired by rule, or replaced by
`json_repaired`.

Exit codes: 0 all faults are listed in tests/faults.toml; 1 a value was lost or refused, or a
listed fault no longer occurs; 2 the file cannot be read.

Example: cargo xtask examples examples.jsonl
",
    flags: &[],
    options: &[],
    max_files: 1,
};

/// Runs the command.
pub fn run(args: &[OsString]) -> Result<(), Failure> {
    let Some(args) = args::parse(args, SYNTAX)? else {
        return Ok(());
    };
    let Some(file) = args.files.first() else {
        return Err(Failure::Error(
            "missing argument FILE; see --help".to_owned(),
        ));
    };
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["run", "--quiet", "--manifest-path"])
        .arg(workspace::root()?.join("Cargo.toml"))
        .args([
            "--package",
            "conformance-tests",
            "--bin",
            "run-examples",
            "--",
        ])
        .arg(file)
        .status()
        .map_err(|error| Failure::Error(format!("cannot start cargo: {error}")))?;
    match status.code() {
        Some(0) => Ok(()),
        Some(1) => Err(Failure::Check),
        _ => Err(Failure::Error("the examples could not be run".to_owned())),
    }
}
