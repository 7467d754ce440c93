//! The commands of the workspace; see `cargo xtask --help`.
//!
//! The logic is in `csdl-codegen`. A command reads files, calls the library, writes the
//! results and prints lines.

mod accept;
mod args;
mod conformance;
mod diff;
mod examples;
mod explain;
mod inspect;
mod paths;
mod regenerate;
mod reporter;
mod snapshot;
mod workspace;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

/// Generating allocates many small tokens and syntax trees, which this allocator is fast at.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const HELP: &str = "\
The commands of this workspace.

  cargo xtask regenerate   makes generated/ from metadata/, or checks that it is up to date
  cargo xtask snapshot     takes a new metadata snapshot into metadata/
  cargo xtask diff         tells what a change of the metadata breaks
  cargo xtask accept       accepts a change that diff tells
  cargo xtask inspect      shows what a metadata document contains, and what is wrong with it
  cargo xtask paths        lists every path and method that generated/ reaches
  cargo xtask explain      explains a code such as E0107 by example, or a rule of `diff`
  cargo xtask conformance  runs a set of documents and lists unexpected outcomes
  cargo xtask examples     runs documented examples through the generated types

`cargo xtask COMMAND --help` has the options of each, with examples.

Exit codes: 0 success; 1 a check failed: stale files, faulty metadata, a lost value;
2 the command could not run: wrong arguments, a file that cannot be read.
";

/// Why a command does not succeed.
#[derive(Debug)]
pub enum Failure {
    /// A check failed; the reasons have been printed. Exit code 1.
    Check,
    /// The command could not run. Exit code 2.
    Error(String),
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Error(error.to_string())
    }
}

fn main() -> ExitCode {
    let mut args = std::env::args_os().skip(1);
    let command = args.next().unwrap_or_default();
    let args: Vec<OsString> = args.collect();
    let result = match command.to_str() {
        Some("regenerate") => regenerate::run(&args),
        Some("snapshot") => snapshot::run(&args),
        Some("diff") => diff::run(&args),
        Some("accept") => accept::run(&args),
        Some("inspect") => inspect::run(&args),
        Some("paths") => paths::run(&args),
        Some("examples") => examples::run(&args),
        Some("conformance") => conformance::run(&args),
        Some("explain") => explain::run(&args),
        Some("" | "-h" | "--help" | "help") => {
            print(HELP);
            Ok(())
        }
        _ => Err(unknown(&command.to_string_lossy())),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Check) => ExitCode::from(1),
        Err(Failure::Error(message)) => {
            eprint(&format!("error: {message}"));
            ExitCode::from(2)
        }
    }
}

const COMMANDS: [&str; 9] = [
    "regenerate",
    "snapshot",
    "diff",
    "accept",
    "inspect",
    "paths",
    "explain",
    "conformance",
    "examples",
];

fn unknown(command: &str) -> Failure {
    let hint = match csdl_codegen::diagnostic::closest(command, COMMANDS) {
        Some(near) => format!("did you mean {near}?"),
        None => format!("commands: {}", COMMANDS.join(", ")),
    };
    Failure::Error(format!("unknown command '{command}'; {hint}"))
}

/// Prints to standard output. A reader that has gone away, such as `head`, is no failure.
fn print(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// Prints to standard error, and ends the line.
fn eprint(text: &str) {
    let _ = writeln!(std::io::stderr(), "{}", text.trim_end());
}
