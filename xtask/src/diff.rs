//! `cargo xtask diff`: what a change of the metadata breaks, on the wire and in Rust.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use csdl_codegen::diff::render::Amount;
use csdl_codegen::diff::{self, Class, Diff, Side, Source, history};
use csdl_codegen::model::Model;
use csdl_codegen::snapshot::sha256;
use csdl_codegen::{Config, Inputs, Lowered, Prepared, differing, prepare};

use crate::args::{self, CliArgs, Syntax};
use crate::reporter::Reporter;
use crate::{Failure, eprint, print, workspace};

const SYNTAX: Syntax = Syntax {
    help: "\
Compares two metadata documents: what breaks requests and responses, and what breaks Rust code.

  cargo xtask diff OLD [NEW] [--select FILE|all] [--format text|json|markdown|github]
                   [--fail-on wire|source|silent|hint|addition|never] [--accept FILE]
                   [--history DIR] [--area NAME]... [--date DATE] [--noise] [--full]

OLD and NEW are files, `snapshot` for metadata/beta.csdl, or REV:PATH for a file of git. The default
of NEW is `snapshot`.

  --select FILE    compares what these rules select; the default is everything in both documents.
                   What only left the selection is told as such
  --format FORMAT  text; json: one object per line; markdown; github: annotations of a workflow
  --fail-on LEVEL  the least class of changes that fails: wire, source (the default), hint, addition;
                   silent: only code that compiles and sends other values; never
  --accept FILE    accepted changes; the default is metadata/accepted.toml, if it is there
  --history DIR    earlier reports, to find what is taken back; the default is metadata/changes
  --area NAME      only this root or namespace; may be given several times
  --date DATE      the date of NEW, such as 2026-05-01, to find what is still there although its
                   announced date has passed; the default is that of the newest announcement in NEW
  --noise          shows what no program can notice, too
  --full           shows each type of a group instead of their number

The Rust effect comes from what the generator makes of both documents, with overlay.toml, names.txt
and order.txt of metadata/ as far as they apply. NEW keeps the names of the overloads of OLD, as
`regenerate` keeps them; the order of arguments is kept as far as order.txt lists it. `cargo xtask
explain RULE` explains a rule.

Exit codes: 0 nothing at or above --fail-on that is not accepted; 1 something is; 2 the command could
not run.

Examples:
  cargo xtask diff HEAD~1:metadata/beta.csdl
  cargo xtask diff old.csdl new.csdl --format json
  cargo xtask diff snapshot beta-Prod.csdl --select metadata/select.txt --fail-on wire
",
    flags: &["--noise", "--full"],
    options: &[
        "--select", "--format", "--fail-on", "--accept", "--history", "--area", "--date",
    ],
    max_files: 2,
};

/// Runs the command.
pub fn run(args: &[OsString]) -> Result<(), Failure> {
    let Some(args) = args::parse(args, SYNTAX)? else {
        return Ok(());
    };
    let Some(old) = args.files.first() else {
        return Err(Failure::Error(
            "missing argument OLD; see --help".to_owned(),
        ));
    };
    let level = choice(&args, "--fail-on", "source", &LEVELS)?;
    let format = choice(&args, "--format", "text", &FORMATS)?;
    let root = workspace::root()?;
    let new = args.files.get(1).map_or("snapshot", String::as_str);
    let select = args.last("--select");
    let (before, after) = (read(&root, old)?, read(&root, new)?);
    let (same, sha) = (before == after, sha256(&before));
    let mut inputs = inputs(&root, select)?;
    let numbers = [(old.as_str(), before), (new, after)]
        .map(|(name, text)| inputs.sources.add(shown_name(name), text));
    let mut diff = Diff::default();
    if !same {
        let [before, after] = numbers.map(|number| read_side(&mut inputs, number));
        diff = difference(before?, after?, select.is_some(), args.last("--date"));
    }
    let sources = &inputs.sources;
    let path = |option| args.last(option).map(Path::new);
    let (reports, accepted) = (path("--history"), path("--accept"));
    complete(&root, reports, accepted, &sha, &mut diff)?;
    let areas = args.all("--area");
    if !areas.is_empty() {
        diff.changes
            .retain(|change| areas.contains(&change.area.as_str()));
    }
    let amount = Amount {
        noise: args.has("--noise"),
        full: args.has("--full"),
    };
    print(&match format {
        "json" => diff.to_json_lines(Some(sources)),
        "markdown" => diff.to_markdown(amount),
        "github" => diff.to_github(sources, amount),
        _ => diff.to_text(amount),
    });
    if fails(&diff, level) {
        return Err(Failure::Check);
    }
    Ok(())
}

const LEVELS: [&str; 6] = ["wire", "source", "silent", "hint", "addition", "never"];
const FORMATS: [&str; 4] = ["text", "json", "markdown", "github"];

/// The value of an option that has a few.
fn choice<'a>(
    args: &'a CliArgs,
    option: &str,
    default: &'a str,
    known: &[&str],
) -> Result<&'a str, Failure> {
    let value = args.last(option).unwrap_or(default);
    if known.contains(&value) {
        return Ok(value);
    }
    let known = known.join(", ");
    Err(Failure::Error(format!(
        "invalid value '{value}' for {option}: expected one of {known}"
    )))
}

/// Whether a change that is not accepted reaches the level.
fn fails(diff: &Diff, level: &str) -> bool {
    let open = || {
        diff.changes
            .iter()
            .filter(|change| change.accepted.is_none())
    };
    let least = match level {
        "wire" => Class::WireBreaking,
        "source" => Class::SourceBreaking,
        "hint" => Class::BehaviourHint,
        "addition" => Class::Addition,
        "silent" => return open().any(|change| change.source == Source::Silent),
        _ => return false,
    };
    // What is an addition on the wire may break Rust code all the same.
    let breaks = |source| least >= Class::SourceBreaking && source >= Source::Breaking;
    open().any(|change| change.class <= least || breaks(change.source))
}

/// The text of `snapshot`, of `REV:PATH` or of a file.
fn read(root: &Path, name: &str) -> Result<String, Failure> {
    let file = match name {
        "snapshot" => root.join("metadata/beta.csdl"),
        name => PathBuf::from(name),
    };
    let failed = |error: &dyn std::fmt::Display| {
        Failure::Error(format!("cannot read {}: {error}", shown_name(name)))
    };
    if !file.exists() && name.contains(':') && !name.starts_with('-') {
        let mut git = Command::new("git");
        let found = git.arg("-C").arg(root).args(["show", name]).output();
        let found = found.map_err(|error| failed(&error))?;
        if !found.status.success() {
            return Err(failed(&String::from_utf8_lossy(&found.stderr).trim()));
        }
        return String::from_utf8(found.stdout).map_err(|error| failed(&error));
    }
    std::fs::read_to_string(&file).map_err(|error| failed(&error))
}

/// The name in messages, which does not depend on the folder.
fn shown_name(name: &str) -> &str {
    match name {
        "snapshot" => "metadata/beta.csdl",
        name if Path::new(name).is_absolute() => name.rsplit('/').next().unwrap_or(name),
        name => name,
    }
}

/// What decides which crates are made of the documents.
fn inputs(root: &Path, select: Option<&str>) -> Result<Inputs, Failure> {
    let reporter = Reporter::default();
    let mut inputs = Inputs {
        // Overlay and names were written for one of the two documents.
        lenient: true,
        ..Inputs::default()
    };
    let metadata = root.join("metadata");
    let mut file = |name: &Path| {
        let found = name.exists();
        found
            .then(|| workspace::add(&mut inputs.sources, root, name, reporter))
            .transpose()
    };
    inputs.overlay = file(&metadata.join("overlay.toml"))?;
    inputs.service = file(&metadata.join("service.toml"))?;
    inputs.names = file(&metadata.join("names.txt"))?;
    inputs.order = file(&metadata.join("order.txt"))?;
    inputs.select = match select {
        None | Some("all") => None,
        Some(name) => file(Path::new(name))?,
    };
    Ok(inputs)
}

/// Reads one of the documents.
fn read_side(inputs: &mut Inputs, number: u32) -> Result<Prepared, Failure> {
    inputs.metadata = vec![number];
    prepare(inputs, &Config::default())
        .map_err(|found| Reporter::default().refuse(&found, &inputs.sources))
}

/// Compares two documents and the crates that are made of them.
fn difference(mut old: Prepared, mut new: Prepared, selected: bool, date: Option<&str>) -> Diff {
    let after = Side {
        date,
        ..side(&new, selected)
    };
    let mut diff = diff::compare(side(&old, selected), after);
    let (before, after) = differing(&mut old, &mut new, &Config::default());
    diff::rust::apply(&mut diff, &before, &after);
    // The program ends soon, and to free all parts of two models takes a tenth of its time.
    std::mem::forget((old, new));
    diff
}

/// Compares two snapshots; `declared` is the document that the new one is a part of.
pub fn difference_from(
    old: &Lowered,
    new: &Lowered,
    declared: Option<&Model>,
    date: Option<&str>,
) -> Diff {
    let after = Side {
        declared,
        date,
        ..Side::whole(&new.prepared.model)
    };
    let mut diff = diff::compare(Side::whole(&old.prepared.model), after);
    diff::rust::apply(&mut diff, &old.sdk, &new.sdk);
    diff
}

fn side(of: &Prepared, selected: bool) -> Side<'_> {
    Side {
        model: &of.model,
        selection: selected.then_some(&of.selection),
        ..Side::whole(&of.model)
    }
}

/// Adds what earlier reports and accepted changes say. `old` is the hash of the old document;
/// `history` and `accepted` are other places than those in metadata/.
pub fn complete(
    root: &Path,
    history: Option<&Path>,
    accepted: Option<&Path>,
    old: &str,
    diff: &mut Diff,
) -> Result<(), Failure> {
    let metadata = root.join("metadata");
    let (usual, file) = (metadata.join("changes"), metadata.join("accepted.toml"));
    let reports = reports(history.unwrap_or(&usual))?;
    diff::history::apply(&reports, diff);
    let file = accepted.unwrap_or(&file);
    if accepted.is_some() || file.exists() {
        accept(root, file, &history::past(&reports, old), diff)?;
    }
    Ok(())
}

/// Marks accepted changes and prints a warning for each entry without effect.
fn accept(
    root: &Path,
    file: &Path,
    past: &BTreeSet<String>,
    diff: &mut Diff,
) -> Result<(), Failure> {
    let name = workspace::shown(root, file);
    let text = std::fs::read_to_string(file)
        .map_err(|error| Failure::Error(format!("cannot read {name}: {error}")))?;
    let warnings = diff::accepted::apply(&text, past, diff)
        .map_err(|error| Failure::Error(format!("{name}: {error}")))?;
    for warning in warnings {
        eprint(&format!("warning: {name}: {warning}"));
    }
    Ok(())
}

/// The newest reports in a folder, by name.
pub fn reports(folder: &Path) -> Result<Vec<(String, String)>, Failure> {
    let mut out = Vec::new();
    if !folder.is_dir() {
        return Ok(out);
    }
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "jsonl")
        {
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            out.push((name.into_owned(), std::fs::read_to_string(&path)?));
        }
    }
    out.sort();
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use csdl_codegen::diff::Change;

    fn addition(source: Source, accepted: Option<&str>) -> Diff {
        let change = Change {
            source,
            accepted: accepted.map(str::to_owned),
            ..Change::new("type-added", Class::Addition, "sample.hall")
        };
        Diff {
            changes: vec![change],
            ..Diff::default()
        }
    }

    #[test]
    fn an_addition_that_breaks_rust_code_fails_as_a_break() {
        let breaking = addition(Source::Breaking, None);
        let fail: Vec<&str> = LEVELS
            .into_iter()
            .filter(|level| fails(&breaking, level))
            .collect();
        assert_eq!(fail, ["source", "hint", "addition"]);
        assert!(!fails(&addition(Source::Compatible, None), "source"));
        assert!(!fails(&addition(Source::Breaking, Some("known")), "source"));
        assert!(fails(&addition(Source::Silent, None), "silent"));
    }
}
