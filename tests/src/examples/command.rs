//! The program behind `cargo xtask examples`, for the types of any generated crate.

use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use csdl_codegen::csdl;
use csdl_codegen::diagnostic::{Diagnostics, Sources};
use csdl_codegen::model::{self, Model};
use flate2::read::MultiGzDecoder;
use msgraph_runtime::registry::{RegistryEntry, RegistryOperation};

use super::{Register, Registry, read, report, run};

/// The bytes that a file compressed by gzip starts with.
const GZIP: [u8; 2] = [0x1f, 0x8b];

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
        read_text(path).map_err(|error| format!("cannot read {}: {error}", path.display()))
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

fn read_text(path: &Path) -> io::Result<String> {
    text_of(&std::fs::read(path)?)
}

/// The text of a file, which may be compressed by gzip.
fn text_of(bytes: &[u8]) -> io::Result<String> {
    let mut text = String::new();
    match bytes.starts_with(&GZIP) {
        true => MultiGzDecoder::new(bytes).read_to_string(&mut text)?,
        false => io::Cursor::new(bytes).read_to_string(&mut text)?,
    };
    Ok(text)
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

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;

    #[test]
    fn a_file_may_be_compressed() {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all("{\"id\":\"é\"}\n".as_bytes()).unwrap();
        let compressed = encoder.finish().unwrap();
        assert_eq!(text_of(&compressed).unwrap(), "{\"id\":\"é\"}\n");
        assert_eq!(text_of("é".as_bytes()).unwrap(), "é");
        assert!(text_of(&compressed[..compressed.len() - 1]).is_err());
        assert!(text_of(b"\xff").is_err());
    }
}
