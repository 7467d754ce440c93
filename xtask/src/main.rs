//! The commands of the workspace. In go arguments; out come exit codes: 0 all
//! is well, 1 the answer is no, 2 the command could not do its work.
//!
//! Everything that can be decided is decided in `csdl-codegen`; here files are
//! read, results written, and lines printed.

mod arguments;
mod conformance;
mod examples;
mod explain;
mod findings;
mod inspect;
mod paths;
mod regenerate;
mod snapshot;
mod workspace;

use std::io::Write;
use std::process::ExitCode;

/// Generating allocates many small tokens and syntax trees, which this allocator is fast at.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const HELP: &str = "\
The commands of this workspace.

  cargo xtask regenerate   makes generated/ from metadata/, or checks that it is up to date
  cargo xtask snapshot     takes a new metadata snapshot into metadata/
  cargo xtask inspect      says what a metadata document holds, and what is wrong with it
  cargo xtask paths        lists every path and method that generated/ reaches
  cargo xtask explain      says what a code such as E0107 means, by example
  cargo xtask conformance  runs a set of documents and says where outcomes are not as expected
  cargo xtask examples     runs documented examples through the generated types

`cargo xtask COMMAND --help` says more about each.

Exit codes: 0 all is well; 1 the answer is no: stale files, faulty metadata, a lost value;
2 the command could not do its work: wrong arguments, a file that cannot be read.
";

/// Why a command ends otherwise than well.
#[derive(Debug)]
pub enum Stop {
    /// The answer is no; it has been printed.
    No,
    /// The command could not do its work, and why.
    Failed(String),
}

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let done = match command.as_str() {
        "regenerate" => regenerate::run(&rest),
        "snapshot" => snapshot::run(&rest),
        "inspect" => inspect::run(&rest),
        "paths" => paths::run(&rest),
        "examples" => examples::run(&rest),
        "conformance" => conformance::run(&rest),
        "explain" => explain::run(&rest),
        "" | "-h" | "--help" | "help" => {
            print(HELP);
            Ok(())
        }
        other => Err(unknown(other)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Stop::No) => ExitCode::from(1),
        Err(Stop::Failed(message)) => {
            complain(&format!("xtask: {message}"));
            ExitCode::from(2)
        }
    }
}

const COMMANDS: [&str; 7] = [
    "regenerate",
    "snapshot",
    "inspect",
    "paths",
    "explain",
    "conformance",
    "examples",
];

fn unknown(command: &str) -> Stop {
    let hint = match csdl_codegen::diagnostic::closest(command, COMMANDS) {
        Some(near) => format!("did you mean {near}?"),
        None => format!("known are {}", COMMANDS.join(", ")),
    };
    Stop::Failed(format!("no command `{command}`; {hint}"))
}

/// Prints what was asked for. A reader that went away, such as `head`, is no
/// failure.
fn print(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// Prints what went wrong.
fn complain(text: &str) {
    let _ = writeln!(std::io::stderr(), "{}", text.trim_end());
}
