//! The program behind `cargo xtask examples`, for the types of any generated crate.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use csdl_codegen::csdl;
use csdl_codegen::diagnostic::{Diagnostics, Sources};
use csdl_codegen::model::{self, Model};
use msgraph_runtime::registry::{RegistryEntry, RegistryOperation};

use super::{Register, Registry, read, report, run};

/// What the program is called with.
#[derive(Debug, Default)]
struct Arguments {
    /// The file of examples.
    examples: PathBuf,
    /// The metadata that the crate was made from, which knows where paths start.
    metadata: Vec<PathBuf>,
    /// The register of documentation errors.
    faults: Option<PathBuf>,
}

/// Runs a file of examples through types and operations, prints what happened to each, and
/// compares it with the register of faults.
///
/// Arguments are `EXAMPLES [--metadata FILE]... [--faults FILE]`.
pub fn command(
    types: &'static [RegistryEntry],
    operations: &'static [RegistryOperation],
) -> ExitCode {
    let (text, code) = match arguments().and_then(|given| examine(types, operations, &given)) {
        Ok((report, true)) => (report, ExitCode::SUCCESS),
        Ok((report, false)) => (report, ExitCode::from(1)),
        Err(message) => {
            let _ = writeln!(std::io::stderr(), "examples: {message}");
            return ExitCode::from(2);
        }
    };
    // A reader that went away, such as `head`, is no failure.
    let _ = std::io::stdout().write_all(text.as_bytes());
    code
}

fn arguments() -> Result<Arguments, String> {
    let mut given = Arguments::default();
    let mut list = std::env::args_os().skip(1);
    while let Some(argument) = list.next() {
        let mut file = || {
            let file = list.next().map(PathBuf::from);
            file.ok_or_else(|| format!("{} needs a file", argument.display()))
        };
        match argument.to_str() {
            Some("--metadata") => given.metadata.push(file()?),
            Some("--faults") => given.faults = Some(file()?),
            _ => given.examples = argument.into(),
        }
    }
    match given.examples.as_os_str().is_empty() {
        true => Err("give a file of examples, one JSON object a line".to_owned()),
        false => Ok(given),
    }
}

fn examine(
    types: &'static [RegistryEntry],
    operations: &'static [RegistryOperation],
    given: &Arguments,
) -> Result<(String, bool), String> {
    let text = |path: &Path| {
        std::fs::read_to_string(path)
            .map_err(|error| format!("cannot read {}: {error}", path.display()))
    };
    let of = |path: &Path, error: String| format!("{}: {error}", path.display());
    let records = read(&text(&given.examples)?).map_err(|error| of(&given.examples, error))?;
    let register = match &given.faults {
        Some(path) => Register::read(&text(path)?).map_err(|error| of(path, error))?,
        None => Register::default(),
    };
    let registry = Registry::new(types, operations).with_roots(&model(&given.metadata)?);
    let records = records.iter();
    let verdicts: Vec<_> = records.map(|record| run(&registry, record)).collect();
    let news = register.disagreements(&verdicts);
    Ok((report(&verdicts, &news), news.is_empty()))
}

/// The model of metadata, for the names of its entity sets and singletons.
///
/// # Errors
///
/// A file that cannot be read, or the errors in it.
pub fn model(metadata: &[PathBuf]) -> Result<Model, String> {
    let mut sources = Sources::default();
    let mut found = Diagnostics::default();
    let mut documents = Vec::new();
    for path in metadata {
        let name = path.display().to_string();
        let bytes = std::fs::read(path).map_err(|error| format!("cannot read {name}: {error}"))?;
        match sources.add_bytes(name, bytes) {
            Ok(number) => {
                let (document, faults) = csdl::read(&sources, number);
                documents.push(document);
                found.extend(faults);
            }
            Err(faults) => found.extend(faults),
        }
    }
    let (model, faults) = model::resolve(&documents);
    found.extend(faults);
    match found.has_errors() {
        true => Err(found.render(&sources)),
        false => Ok(model),
    }
}
