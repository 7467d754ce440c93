//! `cargo xtask snapshot`. In goes a metadata document; out come
//! metadata/beta.csdl and its lock, and what changed since the last one.

mod changes;

use std::fmt::Write;
use std::path::{Path, PathBuf};

use csdl_codegen::diagnostic::{Severity, Sources};
use csdl_codegen::files::{self, Files};
use csdl_codegen::snapshot::snapshot;

use crate::arguments::{self, Syntax};
use crate::{Stop, print, workspace};

const SYNTAX: Syntax = Syntax {
    help: "\
Takes the selected part of a metadata document into metadata/beta.csdl, in canonical form, with
metadata/beta.lock, and says what changed against the snapshot before.

  cargo xtask snapshot FILE [--select FILE] [--source TEXT]

  --select FILE   what is taken; the default is metadata/select.txt
  --source TEXT   where the document came from, for the lock; the default is the file's name

Names that differ in case only are flagged: they look like a removal and an addition, and the
service reads them as the same.

Exit codes: 0 the snapshot is written; 1 the document is faulty, nothing was written; 2 the
command could not do its work.

Example: cargo xtask snapshot beta-Prod.csdl --source \"msgraph-metadata f54f11b6, 2026-08-20\"
",
    flags: &[],
    options: &["--select", "--source"],
    files: 1,
};

/// Runs the command.
pub fn run(words: &[String]) -> Result<(), Stop> {
    let Some(given) = arguments::read(words, SYNTAX)? else {
        return Ok(());
    };
    let Some(file) = given.files.first() else {
        return Err(Stop::Failed("snapshot needs a file; see --help".to_owned()));
    };
    let root = workspace::root()?;
    let metadata = root.join("metadata");
    let mut sources = Sources::default();
    workspace::add(&mut sources, &root, Path::new(file))?;
    let select = given
        .last("--select")
        .map_or_else(|| metadata.join("select.txt"), PathBuf::from);
    let rules = workspace::add(&mut sources, &root, &select)?;
    let name = Path::new(file).file_name().unwrap_or_default();
    let name = name.to_string_lossy();
    let label = given.last("--source").unwrap_or(&name);
    let taken =
        snapshot(label, &sources, rules).map_err(|found| workspace::refuse(&found, &sources))?;
    workspace::show(&taken.diagnostics, &sources);

    let target = metadata.join("beta.csdl");
    let before = std::fs::read_to_string(&target).ok();
    let both = Files::from([
        ("beta.csdl".to_owned(), taken.csdl.clone()),
        ("beta.lock".to_owned(), taken.lock.to_toml()),
    ]);
    files::plan(&both, &metadata, &[])
        .and_then(|changes| files::apply(&changes, &metadata))
        .map_err(|error| Stop::Failed(error.to_string()))?;

    let counts = &taken.lock.counts;
    let mut text = String::new();
    let _ = writeln!(
        text,
        "  holds       {} entity, {} complex, {} enumeration types with {} properties; \
         {} actions, {} functions; {} roots",
        counts.entity_types,
        counts.complex_types,
        counts.enum_types,
        counts.properties,
        counts.actions,
        counts.functions,
        counts.roots
    );
    let _ = writeln!(
        text,
        "  found       {} warnings, {} notes",
        taken.diagnostics.count(Severity::Warning),
        taken.diagnostics.count(Severity::Note)
    );
    match before {
        None => text.push_str("  changed     there was no snapshot before\n"),
        Some(before) if before == taken.csdl => text.push_str("  changed     nothing\n"),
        Some(before) => text.push_str(&changes::describe(&before, &taken.csdl)),
    }
    print(&text);
    Ok(())
}
