//! `cargo xtask accept`: accepts a change of the metadata, with the reason.

use std::ffi::OsString;
use std::path::Path;

use csdl_codegen::diff::accepted;
use csdl_codegen::diff::history::find;

use crate::args::{self, Syntax};
use crate::{Failure, print, workspace};

const SYNTAX: Syntax = Syntax {
    help: "\
Accepts a change that `cargo xtask diff` tells: adds an entry to metadata/accepted.toml. The change is
still told, as accepted, and no longer lets the command fail.

  cargo xtask accept ID REASON [--link URL] [--until SHA] [--file FILE]

ID is the `id` of the change in `cargo xtask diff --format json`, or in metadata/changes/.

  --link URL   where the reason is explained
  --until SHA  the snapshot with which the entry ends: the first digits of the sha256 in
               metadata/beta.lock. It accepts changes up to that snapshot, not those after it
  --file FILE  another file; the default is metadata/accepted.toml

Entries for several changes, by `rule` or `item` with a `*` at the end, are written by hand.

Exit codes: 0 the entry is written; 1 the change is accepted already; 2 the command could not run.

Example: cargo xtask accept 9ac0c8a69a48 \"the service never sent it\"
",
    flags: &[],
    options: &["--link", "--until", "--file"],
    max_files: 2,
};

/// The first lines of the file.
const HEAD: &str = "\
# Changes of the metadata that are accepted, and why. An entry has an `id`, or a `rule` or an `item`
# that may end with `*`, and a `reason`; `link` and `until`, the sha256 of a snapshot, may be left out.
";

/// Runs the command.
pub fn run(args: &[OsString]) -> Result<(), Failure> {
    let Some(args) = args::parse(args, SYNTAX)? else {
        return Ok(());
    };
    let error = |message: &str| Err(Failure::Error(message.to_owned()));
    let [id, reason] = args.files.as_slice() else {
        return error("expected ID and REASON; see --help");
    };
    let is_digit = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    if id.len() != 12 || !id.chars().all(is_digit) {
        return error(
            "ID has twelve hexadecimal digits, as `cargo xtask diff --format json` has them",
        );
    }
    if reason.trim().is_empty() {
        return error("REASON is empty");
    }
    let root = workspace::root()?;
    let default = root.join("metadata/accepted.toml");
    let file = args.last("--file").map_or(default.as_path(), Path::new);
    let known = match file.exists() {
        true => std::fs::read_to_string(file)?,
        false => HEAD.to_owned(),
    };
    let name = workspace::shown(&root, file);
    let invalid = |error| Failure::Error(format!("{name}: {error}"));
    if accepted::has_id(&known, id).map_err(invalid)? {
        crate::eprint(&format!("{name} accepts {id} already"));
        return Err(Failure::Check);
    }
    let reports = crate::diff::reports(&root.join("metadata/changes"))?;
    let about = find(&reports, id);
    let entry = accepted::entry(
        id,
        reason,
        args.last("--link"),
        args.last("--until"),
        about.as_deref(),
    );
    std::fs::write(file, known + &entry)?;
    let about = about.unwrap_or_else(|| "no report of a snapshot has it".to_owned());
    print(&format!("{name} accepts {id}: {about}\n"));
    Ok(())
}
