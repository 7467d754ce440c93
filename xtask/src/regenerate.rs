//! `cargo xtask regenerate`. In goes metadata/; out comes generated/, or which
//! of its files are not what they should be.

mod fit;
mod known;

use std::fmt::Write;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use csdl_codegen::diagnostic::{Diagnostics, Severity, Sources};
use csdl_codegen::emit::manifest::new_crate;
use csdl_codegen::files::{self, Changes, OWNED};
use csdl_codegen::{Config, Inputs, Output, generate};

use self::fit::Fit;
use crate::arguments::{self, Given, Syntax};
use crate::{Stop, complain, print, workspace};

const SYNTAX: Syntax = Syntax {
    help: "\
Makes the generated crate from metadata/: beta.csdl, select.txt, overlay.toml, names.txt, docs.toml.

  cargo xtask regenerate [--check] [--metadata FILE]... [--select FILE] [--out DIR]

  --check           writes nothing; lists the files that are not what they should be
  --metadata FILE   reads another document; again for further ones that it refers to
  --select FILE     what is generated; the default is metadata/select.txt, and everything where
                    --metadata is given
  --out DIR         writes below another folder; the default is generated/

Only files that differ are written, and only what the generator owns is removed: src/models,
src/requests, src/registry.rs, REPORT.md and SIZES.txt. A DIR without a crate gets a Cargo.toml and
a src/lib.rs, once. With --metadata, the overlay, the names
and the docs of metadata/ are used as far as they name what is there.

Exit codes: 0 all is up to date; 1 the metadata is faulty or, with --check, files are stale;
2 the command could not do its work.

Examples:
  cargo xtask regenerate
  cargo xtask regenerate --check
  cargo xtask regenerate --metadata service.csdl --out ../service
",
    flags: &["--check"],
    options: &["--metadata", "--select", "--out"],
    files: 0,
};

/// Runs the command.
pub fn run(words: &[String]) -> Result<(), Stop> {
    let Some(given) = arguments::read(words, SYNTAX)? else {
        return Ok(());
    };
    let root = workspace::root()?;
    let out = given
        .last("--out")
        .map_or_else(|| root.join("generated"), PathBuf::from);
    let mut clock = Clock::new();

    let mut inputs = read(&root, &given)?;
    clock.stage("read");
    let foreign = !given.all("--metadata").is_empty();
    if foreign {
        known::keep_known(&mut inputs);
    }
    let (output, left_out) = make(&mut inputs, foreign)?;
    clock.stage("generate");
    let changes = files::plan(&output.files, &out, OWNED).map_err(failed)?;
    let check = given.has("--check");
    if !check {
        files::apply(&changes, &out).map_err(failed)?;
        found_crate(&root, &out)?;
    }
    clock.stage(if check { "compare" } else { "write" });

    report(&output, &inputs.sources, foreign, &left_out);
    if check && !changes.is_empty() {
        return Err(stale(&changes, &workspace::shown(&root, &out), words));
    }
    let words = if check { "would be" } else { "were" };
    print(&format!(
        "  files       {} unchanged, {} {words} written, {} removed\n  time        {}\n",
        output.files.len() - changes.write.len(),
        changes.write.len(),
        changes.remove.len(),
        clock.stages.join(", ")
    ));
    Ok(())
}

/// Writes the two files that a crate needs besides, where there is none yet.
fn found_crate(root: &Path, out: &Path) -> Result<(), Stop> {
    if out.join("Cargo.toml").exists() || out.join("src/lib.rs").exists() {
        return Ok(());
    }
    let full = std::path::absolute(out).map_err(failed)?;
    let name = full.file_name().unwrap_or_default().to_string_lossy();
    let runtime = workspace::shown(Path::new(""), &root.join("runtime"));
    let dependency = format!("msgraph-runtime = {{ path = \"{runtime}\" }}");
    let files = new_crate(&Config::default(), &name, &dependency);
    let changes = files::plan(&files, out, &[]).map_err(failed)?;
    files::apply(&changes, out).map_err(failed)
}

/// Reads the files that decide what is generated.
fn read(root: &Path, given: &Given) -> Result<Inputs, Stop> {
    let metadata = root.join("metadata");
    let mut inputs = Inputs::default();
    let sources = &mut inputs.sources;
    let documents = given.all("--metadata");
    for path in &documents {
        inputs
            .metadata
            .push(workspace::add(sources, root, Path::new(path))?);
    }
    if documents.is_empty() {
        let path = metadata.join("beta.csdl");
        inputs.metadata.push(workspace::add(sources, root, &path)?);
    }
    inputs.select = match given.last("--select") {
        Some(path) => Some(workspace::add(sources, root, Path::new(path))?),
        None if documents.is_empty() => {
            Some(workspace::add(sources, root, &metadata.join("select.txt"))?)
        }
        None => None,
    };
    inputs.overlay = Some(workspace::add(
        sources,
        root,
        &metadata.join("overlay.toml"),
    )?);
    inputs.names = Some(workspace::add(sources, root, &metadata.join("names.txt"))?);
    inputs.docs = Some(workspace::add(sources, root, &metadata.join("docs.toml"))?);
    Ok(inputs)
}

/// Generates; entries of the overlay that do not fit other metadata are left out.
fn make(inputs: &mut Inputs, foreign: bool) -> Result<(Output, Vec<String>), Stop> {
    if std::io::stderr().is_terminal() {
        complain("generating …");
    }
    let first = inputs
        .metadata
        .first()
        .and_then(|&number| inputs.sources.get(number));
    let config = Config {
        // What is generated does not depend on where the input lies.
        metadata_name: first
            .filter(|_| foreign)
            .map(|source| file_name(&source.name)),
        ..Config::default()
    };
    let mut fit = Fit::default();
    loop {
        let found = match generate(inputs, &config) {
            Ok(output) => return Ok((output, fit.left_out)),
            Err(found) => found,
        };
        if !(foreign && fit.leave_out(inputs, &found)) {
            return Err(workspace::refuse(&found, &inputs.sources));
        }
    }
}

/// Prints what was made, and what was found on the way.
fn report(output: &Output, sources: &Sources, foreign: bool, left_out: &[String]) {
    let found: Diagnostics = output
        .diagnostics
        .iter()
        .filter(|finding| !foreign || !fit::is_unused(finding))
        .cloned()
        .collect();
    workspace::show(&found, sources);
    let counts = &output.counts;
    let of = |(made, all): (usize, usize)| format!("{made} of {all}");
    let mut text = String::new();
    for (name, value) in [
        (
            "types",
            format!(
                "{}: entity {}, complex {}, enumeration {}",
                of(counts.types()),
                of(counts.entities),
                of(counts.complex),
                of(counts.enums)
            ),
        ),
        ("operations", of(counts.operations)),
        ("builders", counts.builders.to_string()),
        (
            "found",
            format!(
                "{} warnings, {} notes (REPORT.md has them all)",
                found.count(Severity::Warning),
                found.count(Severity::Note)
            ),
        ),
    ] {
        let _ = writeln!(text, "  {name:<11} {value}");
    }
    if !left_out.is_empty() {
        let shown = left_out.get(..4).unwrap_or(left_out).join(", ");
        let more = if left_out.len() > 4 { ", …" } else { "" };
        let _ = writeln!(
            text,
            "  left out    {} names of metadata/overlay.toml that are not here: {shown}{more}",
            left_out.len()
        );
    }
    print(&text);
}

/// Lists the files that are not what they should be.
fn stale(changes: &Changes, out: &str, words: &[String]) -> Stop {
    let list = changes.stale();
    for path in &list {
        let why = if changes.remove.contains(*path) {
            "is made no more"
        } else {
            "is not up to date"
        };
        complain(&format!("{out}/{path} {why}"));
    }
    let words: Vec<_> = words
        .iter()
        .filter(|word| *word != "--check")
        .cloned()
        .collect();
    let command = format!("cargo xtask regenerate {}", words.join(" "));
    complain(&format!(
        "{} files are stale; run `{}`",
        list.len(),
        command.trim_end()
    ));
    Stop::No
}

fn file_name(path: &str) -> String {
    let name = Path::new(path).file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn failed(error: std::io::Error) -> Stop {
    Stop::Failed(error.to_string())
}

/// How long each stage took.
struct Clock {
    last: Instant,
    stages: Vec<String>,
}

impl Clock {
    fn new() -> Self {
        Self {
            last: Instant::now(),
            stages: Vec::new(),
        }
    }

    fn stage(&mut self, name: &str) {
        let took: Duration = self.last.elapsed();
        self.last = Instant::now();
        self.stages
            .push(format!("{name} {:.2} s", took.as_secs_f64()));
    }
}
