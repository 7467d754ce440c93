//! `cargo xtask paths`: every path and method that the generated crate reaches.

use std::ffi::OsString;
use std::fmt::Write;

use csdl_codegen::paths::{ReachablePath, paths, to_json};

use crate::args::{self, Syntax};
use crate::regenerate::sdk;
use crate::reporter::{FORMAT, Reporter};
use crate::{Failure, print, workspace};

const SYNTAX: Syntax = Syntax {
    help: "\
Lists every path and method that the generated crate reaches, with the Rust expression.

  cargo xtask paths [--json] [--metadata FILE]... [--with FILE]... [--service FILE]
                    [--select FILE] [--overlay FILE] [--names FILE] [--docs FILE] [--lenient]

  --json           a list of objects with path, method and rust instead of a table

The other options are those of `cargo xtask regenerate`. Keys appear as {call-id}, parameters as
{name}. `client` is a Client; requests::communications() reaches the same paths without one. A
navigation property occurs at most once on a path: replies of a message are messages, which have
replies. For an entity that a path only refers to, its own requests are listed; longer paths are
listed where the entity is contained.

Exit codes: 0 success; 1 the metadata is faulty; 2 the command could not run.

Example: cargo xtask paths --json
",
    flags: &["--json", "--lenient"],
    options: &[
        "--metadata",
        "--with",
        "--service",
        "--select",
        "--overlay",
        "--names",
        "--docs",
        FORMAT,
    ],
    max_files: 0,
};

/// Runs the command.
pub fn run(args: &[OsString]) -> Result<(), Failure> {
    let Some(args) = args::parse(args, SYNTAX)? else {
        return Ok(());
    };
    let reporter = Reporter::new(&args)?;
    let list = paths(&sdk(&workspace::root()?, &args, reporter)?);
    print(&match args.has("--json") {
        true => to_json(&list),
        false => table(&list),
    });
    Ok(())
}

fn table(list: &[ReachablePath]) -> String {
    let mut text = String::new();
    let width = list.iter().map(|reached| reached.path.chars().count());
    let width = width.max().unwrap_or_default().min(100);
    for ReachablePath {
        path, method, rust, ..
    } in list
    {
        let _ = writeln!(text, "{method:<6} {path:<width$}  {rust}");
    }
    let again = list.iter().filter(|reached| reached.by_alternate_key);
    let (all, again) = (list.len(), again.count());
    let _ = writeln!(
        text,
        "\n{all} pairs of path and method, {again} of them by alternate keys"
    );
    text
}
