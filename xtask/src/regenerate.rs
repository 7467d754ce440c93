//! `cargo xtask regenerate`. In goes metadata/; out comes generated/, or which
//! of its files are not what they should be.

mod fit;
mod known;

use std::fmt::Write;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use csdl_codegen::diagnostic::{Diagnostics, Severity};
use csdl_codegen::emit::manifest::{BEGIN, END, new_crate, with_features};
use csdl_codegen::files::{self, Changes, Files, OWNED};
use csdl_codegen::sdk::{Areas, Sdk};
use csdl_codegen::{Config, Inputs, Output, generate};

use crate::arguments::{self, Given, Syntax};
use crate::findings::{FORMAT, Findings, STRICT};
use crate::{Stop, complain, workspace};

const SYNTAX: Syntax = Syntax {
    help: "\
Makes the generated crate from metadata/: beta.csdl, select.txt, overlay.toml, names.txt, docs.toml.

  cargo xtask regenerate [--check] [--strict] [--metadata FILE]... [--with FILE]...
                         [--select FILE] [--out DIR] [--message-format human|json]

  --check           writes nothing; lists the files that are not what they should be
  --strict          makes errors of warnings
  --metadata FILE   reads another document; again for further ones of the same service
  --with FILE       a document that the metadata refers to by edmx:Reference: its types are known,
                    and generated only where they are reached
  --select FILE     what is generated; the default is metadata/select.txt, and everything where
                    --metadata is given; `all` is everything, with a cargo feature for each root
  --out DIR         writes below another folder; the default is generated/
  --message-format json
                    findings as JSON, one object a line, and nothing else on standard output

Only files that differ are written, and only what the generator owns is removed: src/models,
src/requests, src/registry.rs, REPORT.md and SIZES.txt. A DIR without a crate gets a Cargo.toml and
a src/lib.rs, once; where the selection asks for areas, their features in Cargo.toml are kept up to
date. With --metadata, the overlay, the names and the docs of metadata/ are used as far
as they name what is there. References are never followed: what is not given is not read.

Exit codes: 0 all is up to date; 1 the metadata is faulty, and nothing was written, or, with --check,
files are stale;
2 the command could not do its work.

Examples:
  cargo xtask regenerate
  cargo xtask regenerate --check
  cargo xtask regenerate --metadata service.csdl --out ../service
  cargo xtask regenerate --metadata graph.csdl --select all --out ../graph
",
    flags: &["--check", STRICT],
    options: &["--metadata", "--with", "--select", "--out", FORMAT],
    files: 0,
};

/// Runs the command.
pub fn run(words: &[String]) -> Result<(), Stop> {
    let Some(given) = arguments::read(words, SYNTAX)? else {
        return Ok(());
    };
    let findings = Findings::new(&given)?;
    let root = workspace::root()?;
    let out = given
        .last("--out")
        .map_or_else(|| root.join("generated"), PathBuf::from);
    let mut clock = Clock::new();

    let mut inputs = read(&root, &given, findings)?;
    clock.stage("read");
    let foreign = !given.all("--metadata").is_empty();
    let left_out = if foreign {
        fit::fit(&mut inputs)
    } else {
        Vec::new()
    };
    let mut output = make(&inputs, foreign, findings)?;
    clock.stage("generate");
    output
        .files
        .extend(crate_files(&root, &out, &output.sdk.areas)?);
    let changes = files::plan(&output.files, &out, OWNED).map_err(failed)?;
    let check = given.has("--check");
    if !check {
        files::apply(&changes, &out).map_err(failed)?;
    }
    clock.stage(if check { "compare" } else { "write" });

    findings.show(&output.diagnostics, &inputs.sources);
    findings.say(&summary(&output, &left_out));
    if check && !changes.is_empty() {
        return Err(stale(&changes, &workspace::shown(&root, &out), words));
    }
    let words = if check { "would be" } else { "were" };
    findings.say(&format!(
        "  files       {} unchanged, {} {words} written, {} removed\n  time        {}\n",
        output.files.len() - changes.write.len(),
        changes.write.len(),
        changes.remove.len(),
        clock.stages.join(", ")
    ));
    Ok(())
}

/// What would be printed, for commands that look at it.
pub fn sdk(root: &Path, given: &Given, findings: Findings) -> Result<Sdk, Stop> {
    let mut inputs = read(root, given, findings)?;
    let foreign = !given.all("--metadata").is_empty();
    if foreign {
        fit::fit(&mut inputs);
    }
    Ok(make(&inputs, foreign, findings)?.sdk)
}

/// What a crate needs besides: two files where there is no crate yet, and the features of
/// areas in the manifest.
fn crate_files(root: &Path, out: &Path, areas: &Areas) -> Result<Files, Stop> {
    let manifest = out.join("Cargo.toml");
    if !manifest.exists() && !out.join("src/lib.rs").exists() {
        let full = std::path::absolute(out).map_err(failed)?;
        let name = full.file_name().unwrap_or_default().to_string_lossy();
        let runtime = workspace::shown(Path::new(""), &root.join("runtime"));
        let dependency = format!("msgraph-runtime = {{ path = \"{runtime}\" }}");
        return Ok(new_crate(&Config::default(), &name, &dependency, areas));
    }
    if areas.features.is_empty() {
        return Ok(Files::new());
    }
    let text = std::fs::read_to_string(&manifest).map_err(failed)?;
    match with_features(&text, areas) {
        Some(text) => Ok(Files::from([("Cargo.toml".to_owned(), text)])),
        None => Err(Stop::Failed(format!(
            "{} has no place for the features of areas: a line `{}` and one `{}` below [features]",
            manifest.display(),
            BEGIN.trim_end(),
            END.trim_end()
        ))),
    }
}

/// Reads the files that decide what is generated.
fn read(root: &Path, given: &Given, findings: Findings) -> Result<Inputs, Stop> {
    let metadata = root.join("metadata");
    let mut inputs = Inputs::default();
    let mut add = |path: &Path| workspace::add(&mut inputs.sources, root, path, findings);
    let ours = [metadata.join("beta.csdl")];
    let documents: Vec<_> = given.all("--metadata").iter().map(PathBuf::from).collect();
    let foreign = !documents.is_empty();
    for path in if foreign { documents.as_slice() } else { &ours } {
        inputs.metadata.push(add(path)?);
    }
    for path in given.all("--with") {
        inputs.with.push(add(Path::new(path))?);
    }
    inputs.select = match given.last("--select") {
        Some("all") => None,
        Some(path) => Some(add(Path::new(path))?),
        None if foreign => None,
        None => Some(add(&metadata.join("select.txt"))?),
    };
    inputs.overlay = Some(add(&metadata.join("overlay.toml"))?);
    inputs.names = Some(add(&metadata.join("names.txt"))?);
    inputs.docs = Some(add(&metadata.join("docs.toml"))?);
    if given.last("--select") == Some("all") {
        inputs.select = Some(inputs.sources.add("--select all", "+ all\n+ areas\n"));
    }
    Ok(inputs)
}

/// Generates; that a line of ours is not used by other metadata is no finding.
fn make(inputs: &Inputs, foreign: bool, findings: Findings) -> Result<Output, Stop> {
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
    match generate(inputs, &config) {
        Ok(mut output) => {
            let all = output.diagnostics.iter();
            let ours = all.filter(|finding| !foreign || !fit::is_unused(finding));
            let mut found: Diagnostics = ours.cloned().collect();
            findings.judge(&mut found);
            if found.has_errors() {
                return Err(findings.refuse(&found, &inputs.sources));
            }
            output.diagnostics = found;
            Ok(output)
        }
        Err(mut found) => {
            findings.judge(&mut found);
            Err(findings.refuse(&found, &inputs.sources))
        }
    }
}

/// What was made, and how much was found on the way.
fn summary(output: &Output, left_out: &[String]) -> String {
    let found = &output.diagnostics;
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
    text
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
