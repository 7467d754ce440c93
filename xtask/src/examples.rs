//! `cargo xtask examples`. In goes a file of documented examples; the runner in
//! `tests/` does the work, so that this package builds without generated code.

use std::process::Command;

use crate::arguments::{self, Syntax};
use crate::{Stop, workspace};

const SYNTAX: Syntax = Syntax {
    help: "\
Runs documented examples through the generated types.

  cargo xtask examples FILE.jsonl

Each line of FILE is a JSON object: `id`, `kind` (request, response, notification), `body`, and
what says which type the body has: `declared_type` and `isCollection`, `operation`, `method` and
`path` or `url`, `for_method` and `for_path`. Each body is read strictly, written back in both
ways and compared exactly. Bodies that are not JSON are repaired by rule, or by `json_repaired`.

Exit codes: 0 nothing that tests/faults.toml does not list; 1 a value was lost or refused, or a
listed fault is gone; 2 the file cannot be read.

Example: cargo xtask examples ../shared/examples/comms-open.jsonl
",
    flags: &[],
    options: &[],
    files: 1,
};

/// Runs the command.
pub fn run(words: &[String]) -> Result<(), Stop> {
    let Some(given) = arguments::read(words, SYNTAX)? else {
        return Ok(());
    };
    let Some(file) = given.files.first() else {
        return Err(Stop::Failed("examples needs a file; see --help".to_owned()));
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
        .map_err(|error| Stop::Failed(format!("cannot start cargo: {error}")))?;
    match status.code() {
        Some(0) => Ok(()),
        Some(1) => Err(Stop::No),
        _ => Err(Stop::Failed("the examples could not be run".to_owned())),
    }
}
