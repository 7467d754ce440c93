//! `cargo xtask regenerate`: makes `generated/` from `metadata/`, or lists stale files.

mod inputs;

use std::ffi::OsString;
use std::fmt::Write;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use csdl_codegen::api::Api;
use csdl_codegen::diagnostic::Severity;
use csdl_codegen::docs::Undescribed;
use csdl_codegen::emit::manifest::{BEGIN, END, new_crate, package_name, with_features};
use csdl_codegen::files::{self, Changes, Files, OWNED};
use csdl_codegen::report::sizes;
use csdl_codegen::sdk::Sdk;
use csdl_codegen::{Config, Inputs, Output, generate};

use crate::args::{self, CliArgs, Syntax};
use crate::reporter::{FORMAT, Reporter, STRICT};
use crate::{Failure, eprint, workspace};

const SYNTAX: Syntax = Syntax {
    help: "\
Makes the generated crate from metadata/: beta.csdl, service.toml, select.txt, overlay.toml,
names.txt, docs.toml.

  cargo xtask regenerate [--check] [--strict] [--metadata FILE]... [--with FILE]...
                         [--service FILE] [--select FILE] [--overlay FILE] [--names FILE]
                         [--docs FILE] [--lenient] [--out DIR] [--package NAME]
                         [--message-format human|json]

  --check           writes nothing; lists the files that are out of date, and checks that
                    metadata/CHANGES.md ends at the snapshot
  --strict          treats warnings as errors
  --metadata FILE   reads another document; again for further ones of the same service. Nothing of
                    metadata/ applies to it, except what the next options name
  --with FILE       a document that the metadata refers to by edmx:Reference: its types are known,
                    and generated only if something refers to them
  --service FILE    the dialect of the service, like metadata/service.toml: keys, operation names and
                    literals in URLs, root, version, scope, preferences, the name of the client. What
                    it does not say follows from the metadata, and else from the standard; the
                    client then asks for the root. REPORT.md has each decision and its reason
  --select FILE     the rules that say what is generated; `all` is everything, with a cargo feature
                    for each entity set and singleton, and one for all operation imports, if
                    there are 300 types or more; everything, without features, if
                    only --metadata is given
  --overlay FILE    facts that the metadata lacks, like metadata/overlay.toml
  --names FILE      Rust names that are chosen by hand, like metadata/names.txt
  --docs FILE       documentation texts, like metadata/docs.toml
  --lenient         skips entries of overlay, names and docs about names that the metadata lacks,
                    with one note for each file: they were written for other metadata
  --out DIR         writes to another folder; the default is generated/
  --package NAME    the name of a new crate; the default is that of its folder
  --message-format json
                    findings as JSON, one object per line, and nothing else on standard output

Only files that differ are written, and only files that the generator owns are removed: src/models,
src/requests, src/registry.rs, REPORT.md and API.txt, the list of all public items. The order of
arguments and the names of overloads are kept in metadata/order.txt. A DIR without a crate gets a Cargo.toml, a src/lib.rs and a
README.md, once; where the selection asks for areas, their features in Cargo.toml are kept up to date. Edmx
references are never followed: only the given files are read.

Exit codes: 0 everything is up to date; 1 the metadata is faulty, and nothing was written, or, with
--check, files are stale; 2 the command could not run.

Examples:
  cargo xtask regenerate
  cargo xtask regenerate --check
  cargo xtask regenerate --metadata service.csdl --out ../service
  cargo xtask regenerate --metadata service.csdl --service service.toml --out ../service
  cargo xtask regenerate --metadata graph.csdl --select all --out ../graph \\
      --service metadata/service.toml --overlay metadata/overlay.toml --names metadata/names.txt \\
      --docs metadata/docs.toml --lenient
",
    flags: &["--check", STRICT, "--lenient"],
    options: &[
        "--metadata",
        "--with",
        "--service",
        "--select",
        "--overlay",
        "--names",
        "--docs",
        "--out",
        "--package",
        FORMAT,
    ],
    max_files: 0,
};

/// Runs the command.
pub fn run(args: &[OsString]) -> Result<(), Failure> {
    let Some(parsed) = args::parse(args, SYNTAX)? else {
        return Ok(());
    };
    let reporter = Reporter::new(&parsed)?;
    let root = workspace::root()?;
    let out = parsed
        .last("--out")
        .map_or_else(|| root.join("generated"), PathBuf::from);
    let mut clock = Clock::new();

    let inputs = inputs::read(&root, &parsed, reporter)?;
    clock.stage("read");
    let mut output = make(&inputs, &parsed, reporter)?;
    clock.stage("generate");
    let crate_files = crate_files(&root, &out, parsed.last("--package"), &output.sdk)?;
    output.files.extend(crate_files);
    let api = Api::new(&output.sdk).to_text();
    output.files.insert("API.txt".to_owned(), api);
    // Other metadata has no file that pins its order.
    let own = parsed.all("--metadata").is_empty();
    let order = Files::from([("order.txt".to_owned(), output.order.to_text())]);
    let metadata = root.join("metadata");
    let order = if own {
        files::plan(&order, &metadata, &[])?
    } else {
        Changes::default()
    };
    let changes = files::plan(&output.files, &out, OWNED)?;
    let check = parsed.has("--check");
    if !check {
        files::apply(&changes, &out)?;
        files::apply(&order, &metadata)?;
        write_lists(&root, &output)?;
    }
    clock.stage(if check { "compare" } else { "write" });

    reporter.report(&output.diagnostics, &inputs.sources);
    reporter.info(&summary(&output));
    if check && !order.is_empty() {
        return Err(stale(&order, "metadata", args));
    }
    if check && !changes.is_empty() {
        return Err(stale(&changes, &workspace::shown(&root, &out), args));
    }
    if check
        && own
        && let Some(wrong) = crate::snapshot::check_history(&metadata)
    {
        eprint(&wrong);
        return Err(Failure::Check);
    }
    let verb = if check { "would be" } else { "were" };
    reporter.info(&format!(
        "  files       {} unchanged, {} {verb} written, {} removed\n  time        {}\n",
        output.files.len() - changes.write.len(),
        changes.write.len(),
        changes.remove.len(),
        clock.stages.join(", ")
    ));
    Ok(())
}

/// The description of the generated crate, for commands that only look at it.
pub fn sdk(root: &Path, args: &CliArgs, reporter: Reporter) -> Result<Sdk, Failure> {
    let inputs = inputs::read(root, args, reporter)?;
    Ok(make(&inputs, args, reporter)?.sdk)
}

/// The files of a crate that are not models or requests: three where there is no crate yet,
/// else the manifest with the features of areas.
fn crate_files(
    root: &Path,
    out: &Path,
    package: Option<&str>,
    sdk: &Sdk,
) -> Result<Files, Failure> {
    let areas = &sdk.areas;
    let manifest = out.join("Cargo.toml");
    if !manifest.exists() && !out.join("src/lib.rs").exists() {
        let full = std::path::absolute(out)?;
        let folder = full.file_name().unwrap_or_default().to_string_lossy();
        let wanted = package.unwrap_or(&folder);
        let name = package_name(wanted);
        if name != wanted {
            eprint(&format!(
                "the package is named `{name}`: cargo or rustc does not accept `{wanted}`"
            ));
        }
        let runtime = workspace::relative(out, &root.join("runtime"))?;
        // Crates of the workspace have one version. Without it cargo packages nothing.
        let version = env!("CARGO_PKG_VERSION");
        let dependency =
            format!("msgraph-runtime = {{ path = {runtime:?}, version = {version:?} }}");
        return Ok(new_crate(&Config::default(), &name, &dependency, sdk));
    }
    if areas.features.is_empty() {
        return Ok(Files::new());
    }
    let text = std::fs::read_to_string(&manifest)?;
    match with_features(&text, areas) {
        Some(text) => Ok(Files::from([("Cargo.toml".to_owned(), text)])),
        None => Err(Failure::Error(format!(
            "{} has no place for the features of areas: a line `{}` and one `{}` below [features]",
            manifest.display(),
            BEGIN.trim_end(),
            END.trim_end()
        ))),
    }
}

/// Writes the sizes of the modules, and what has no description, below `target/`: they change too
/// often to be committed.
fn write_lists(root: &Path, output: &Output) -> Result<(), Failure> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let target = target.unwrap_or_else(|| root.join("target"));
    std::fs::create_dir_all(&target)?;
    std::fs::write(target.join("generated-sizes.txt"), sizes(&output.files))?;
    let names = output.undescribed.names.iter();
    let names: String = names.map(|name| format!("{name}\n")).collect();
    std::fs::write(target.join(UNDESCRIBED), names)?;
    Ok(())
}

/// The list of all that has no description.
const UNDESCRIBED: &str = "undescribed.txt";
/// How many names of it are printed.
const SHOWN: usize = 12;

/// How much is described in words, and the first names of what is not.
fn described(undescribed: &Undescribed) -> String {
    let (missing, of) = (undescribed.names.len(), undescribed.of);
    let mut text = format!("{} of {of}", of - missing);
    if missing > 0 {
        let shown: Vec<&str> = undescribed.names.iter().map(String::as_str).collect();
        let shown = shown.get(..missing.min(SHOWN)).unwrap_or_default();
        let _ = write!(text, "; no description: {}", shown.join(", "));
    }
    if let Some(more) = missing.checked_sub(SHOWN).filter(|more| *more > 0) {
        let _ = write!(text, " and {more} more (target/{UNDESCRIBED})");
    }
    text
}

/// Generates in memory.
fn make(inputs: &Inputs, args: &CliArgs, reporter: Reporter) -> Result<Output, Failure> {
    if std::io::stderr().is_terminal() {
        eprint("generating …");
    }
    let first = args.all("--metadata").first().copied();
    let config = Config {
        // The output must not depend on the folder of the input.
        metadata_name: first.map(file_name),
        ..Config::default()
    };
    match generate(inputs, &config) {
        Ok(mut output) => {
            reporter.apply_strictness(&mut output.diagnostics);
            if output.diagnostics.has_errors() {
                return Err(reporter.refuse(&output.diagnostics, &inputs.sources));
            }
            Ok(output)
        }
        Err(mut found) => {
            reporter.apply_strictness(&mut found);
            Err(reporter.refuse(&found, &inputs.sources))
        }
    }
}

/// How much was generated, and how many findings there are.
fn summary(output: &Output) -> String {
    let found = &output.diagnostics;
    let counts = &output.counts;
    let of = |(made, all): (usize, usize)| format!("{made} of {all}");
    let types = format!(
        "{}: entity {}, complex {}, enumeration {}",
        of(counts.types()),
        of(counts.entities),
        of(counts.complex),
        of(counts.enums)
    );
    let findings = format!(
        "{} warnings, {} notes (see REPORT.md)",
        found.count(Severity::Warning),
        found.count(Severity::Note)
    );
    let mut text = String::new();
    for (name, value) in [
        ("types", types),
        ("operations", of(counts.operations)),
        ("builders", counts.builders.to_string()),
        ("described", described(&output.undescribed)),
        ("findings", findings),
    ] {
        let _ = writeln!(text, "  {name:<11} {value}");
    }
    text
}

/// Lists the files that are out of date, and the command that renews them.
fn stale(changes: &Changes, out: &str, args: &[OsString]) -> Failure {
    let list = changes.stale();
    for path in &list {
        let why = if changes.remove.contains(*path) {
            "is no longer generated"
        } else {
            "is out of date"
        };
        eprint(&format!("{out}/{path} {why}"));
    }
    let args = args.iter().map(|arg| arg.to_string_lossy());
    let args: Vec<_> = args.filter(|arg| arg != "--check").collect();
    let command = format!("cargo xtask regenerate {}", args.join(" "));
    eprint(&format!(
        "{} files are stale; run `{}`",
        list.len(),
        command.trim_end()
    ));
    Failure::Check
}

fn file_name(path: &str) -> String {
    let name = Path::new(path).file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// The duration of each stage.
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
