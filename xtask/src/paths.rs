//! `cargo xtask paths`. In goes metadata/; out comes every path and method that the
//! generated crate reaches, with the expression that reaches it.

use std::fmt::Write;

use csdl_codegen::paths::{ReachablePath, paths, to_json};

use crate::arguments::{self, Syntax};
use crate::findings::{FORMAT, Findings};
use crate::regenerate::sdk;
use crate::{Stop, print, workspace};

const SYNTAX: Syntax = Syntax {
    help: "\
Lists every path and method that the generated crate reaches, with the Rust expression.

  cargo xtask paths [--json] [--metadata FILE]... [--with FILE]... [--select FILE]

  --json           a list of objects with path, method and rust instead of a table
  --metadata FILE  other metadata; this, --with and --select as for `cargo xtask regenerate`

Keys stand as {call-id}, parameters as {name}. `client` is a Client; requests::communications()
reaches the same without one. A navigation property occurs once on a path: replies of a message are
messages, which have replies. Where a reference leads, there is what can be asked of it; the paths on
from there are listed where the entity lives.

Exit codes: 0 all is well; 1 the metadata is faulty; 2 the command could not do its work.

Example: cargo xtask paths --json
",
    flags: &["--json"],
    options: &["--metadata", "--with", "--select", FORMAT],
    files: 0,
};

/// Runs the command.
pub fn run(words: &[String]) -> Result<(), Stop> {
    let Some(given) = arguments::read(words, SYNTAX)? else {
        return Ok(());
    };
    let findings = Findings::new(&given)?;
    let list = paths(&sdk(&workspace::root()?, &given, findings)?);
    print(&match given.has("--json") {
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
    let again = list.iter().filter(|reached| reached.is_by_alternate_key());
    let (all, again) = (list.len(), again.count());
    let _ = writeln!(
        text,
        "\n{all} pairs of path and method, {again} of them by alternate keys"
    );
    text
}
