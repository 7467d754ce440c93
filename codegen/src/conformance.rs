//! Conformance runs: a manifest lists CSDL documents with expected outcomes, and each
//! document is run through the generator and judged.
//!
//! `cargo xtask conformance` runs any manifest; a test runs that of
//! `tests/csdl_set/`.

mod accepted;
mod counts;
mod judge;
mod report;

pub use self::accepted::Accepted;
pub use self::counts::count;
pub use self::report::Report;

use crate::diagnostic::{Code, Diagnostics, Severity, Sources};
use crate::{Config, Inputs, Output, generate};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::io;

/// A list of documents with their expected outcomes.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Manifest {
    /// The documents, in the order they are run.
    pub files: Vec<Entry>,
}

impl Manifest {
    /// Reads the JSON text of a manifest; unknown members are ignored.
    ///
    /// # Errors
    ///
    /// What is wrong with the text.
    pub fn read(text: &str) -> Result<Self, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }
}

/// A document and its expected outcome.
#[derive(Clone, Debug, Deserialize)]
pub struct Entry {
    /// The path below the folder of the set; the first part is its kind.
    pub path: String,
    /// Further documents that it refers to.
    #[serde(default, deserialize_with = "absent_or_null")]
    pub with: Vec<String>,
    /// Whether code can be made from it.
    pub expected: Expected,
    /// Whether a fault has to be an error, or at least a warning.
    #[serde(default, deserialize_with = "absent_or_null")]
    pub tier: Tier,
    /// What is wrong with a document that is to be refused.
    #[serde(default)]
    pub error: Option<Fault>,
    /// What is wrong with a document that is to be accepted nevertheless.
    #[serde(default, deserialize_with = "absent_or_null")]
    pub known_violations: BTreeMap<String, Violation>,
    /// How many elements of each kind it has.
    #[serde(default)]
    pub counts: Option<BTreeMap<String, u64>>,
}

impl Entry {
    /// The folder that the document lies in: `valid`, `invalid` and so on.
    pub fn kind(&self) -> &str {
        self.path.split_once('/').map_or("", |(kind, _)| kind)
    }
}

/// The expected outcome of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Expected {
    /// Code is made from it.
    Accept,
    /// It is refused, or at least causes a warning: see [`Tier`].
    Reject,
}

/// The least severity that a fault has to be reported with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum Tier {
    /// An error.
    #[default]
    A,
    /// An error or a warning.
    B,
}

/// A fault and its place.
#[derive(Clone, Debug, Deserialize)]
pub struct Fault {
    /// Its name in the manifest, such as `duplicate-name`.
    #[serde(default, deserialize_with = "absent_or_null")]
    pub class: String,
    /// The line that has to be named; any if the manifest names none.
    #[serde(default)]
    pub line: Option<usize>,
    /// The code that has to be named; any if there is none.
    #[serde(default)]
    pub code: Option<String>,
}

/// How often a rule is broken, and the first places.
#[derive(Clone, Debug, Deserialize)]
pub struct Violation {
    /// How often.
    #[serde(default, deserialize_with = "absent_or_null")]
    pub count: u64,
    /// The lines of the first ones.
    #[serde(default, deserialize_with = "absent_or_null")]
    pub first_lines: Vec<usize>,
}

/// Reads `null` like an absent member: as the default.
fn absent_or_null<'de, D, T>(from: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::deserialize(from)?.unwrap_or_default())
}

/// A finding, reduced to what is compared with the expectation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// What kind.
    pub code: Code,
    /// The severity.
    pub severity: Severity,
    /// The line in the document itself; none if it is about no line of it.
    pub line: Option<usize>,
}

/// The outcome of a document.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The document.
    pub path: String,
    /// The differences from the expected outcome; empty if there are none.
    pub differences: Vec<String>,
}

/// Runs one document through the whole generator, in memory, and compares the outcome with the expected one.
pub fn run(entry: &Entry, load: &dyn Fn(&str) -> io::Result<Vec<u8>>) -> Outcome {
    let differences = match make(entry, &Config::default(), load) {
        Ok(made) => judge::differences(entry, &made),
        Err(error) => vec![error],
    };
    Outcome {
        path: entry.path.clone(),
        differences,
    }
}

/// What the generator makes of a document.
#[derive(Clone, Debug)]
pub struct Made {
    /// The texts that were read.
    pub inputs: Inputs,
    /// Everything that was found.
    pub found: Diagnostics,
    /// The code, unless there were errors.
    pub output: Option<Output>,
}

/// Runs one document and those it refers to through the whole generator.
///
/// # Errors
///
/// A file that cannot be loaded.
pub fn make(
    entry: &Entry,
    config: &Config,
    load: &dyn Fn(&str) -> io::Result<Vec<u8>>,
) -> Result<Made, String> {
    let mut inputs = Inputs::default();
    let mut found = Diagnostics::default();
    for path in std::iter::once(&entry.path).chain(&entry.with) {
        let bytes = load(path).map_err(|error| format!("cannot read {path}: {error}"))?;
        match inputs.sources.add_bytes(path.clone(), bytes) {
            Ok(number) if *path == entry.path => inputs.metadata.push(number),
            Ok(number) => inputs.with.push(number),
            Err(diagnostics) => found.extend(diagnostics),
        }
    }
    let output = if found.has_errors() {
        None
    } else {
        match generate(&inputs, config) {
            Ok(output) => {
                found.extend(output.diagnostics.clone());
                Some(output)
            }
            Err(diagnostics) => {
                found.extend(diagnostics);
                None
            }
        }
    };
    Ok(Made {
        inputs,
        found,
        output,
    })
}

/// The findings with their lines, found in one pass.
fn lines(found: &Diagnostics, sources: &Sources) -> Vec<Found> {
    let spans = found.iter().map(|finding| finding.span.unwrap_or_default());
    let places = sources.line_columns(spans);
    let both = found.iter().zip(places);
    both.map(|(finding, place)| Found {
        code: finding.code,
        severity: finding.severity,
        line: finding
            .span
            .filter(|span| span.source == 0)
            .and(place)
            .map(|(line, _)| line),
    })
    .collect()
}

#[cfg(test)]
mod tests;
