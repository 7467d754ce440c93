#![doc = include_str!("../README.md")]
//!
//! ## The pipeline
//!
//! [`generate`] runs the whole pipeline. Each stage is a function from one type to the next
//! and does not access earlier ones. Diagnostics are collected along the way. Only [`files`]
//! writes to disk.

pub mod api;
pub mod conformance;
pub mod csdl;
pub mod csdl_json;
pub mod diagnostic;
pub mod diff;
pub mod docs;
pub mod emit;
pub mod files;
pub mod inspect;
mod lenient;
pub mod lower;
pub mod model;
pub mod names;
pub mod order;
pub mod overlay;
pub mod paths;
mod prepared;
pub mod renamed;
pub mod report;
pub mod sdk;
pub mod select;
pub mod service;
pub mod snapshot;

use std::num::NonZeroUsize;

use diagnostic::{Code, Diagnostic, Diagnostics, Severity, Sources};
use files::Files;
use order::Order;
use report::Counts;
use sdk::Sdk;

pub use prepared::{Lowered, Prepared, differing, prepare};

/// Error: the configuration is invalid.
pub const CONFIG: Code = Code::new("E0300", "configuration");

/// The input texts of the generator.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// All texts; the other fields are indexes into it.
    pub sources: Sources,
    /// The metadata documents.
    pub metadata: Vec<u32>,
    /// Documents that the metadata refers to. Their types are known, but generated only if
    /// the selection reaches them.
    pub with: Vec<u32>,
    /// `select.txt`. Without it everything is generated.
    pub select: Option<u32>,
    /// `overlay.toml`.
    pub overlay: Option<u32>,
    /// `names.txt`.
    pub names: Option<u32>,
    /// `docs.toml`.
    pub docs: Option<u32>,
    /// `order.txt`.
    pub order: Option<u32>,
    /// `renamed.toml`.
    pub renamed: Option<u32>,
    /// `service.toml`. Without it the dialect follows from the metadata and the standard.
    pub service: Option<u32>,
    /// Skips entries of the overlay, the names and the docs about names that the metadata
    /// lacks, with one note for each file. Otherwise they are errors or warnings.
    pub lenient: bool,
}

/// Settings of the generated crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The name of the runtime crate.
    pub runtime_crate: String,
    /// The path that contains the modules `models` and `requests`, such as `crate`.
    pub crate_path: String,
    /// The command in the header of each generated file.
    pub command: String,
    /// The name of the metadata in the header; by default the name of its source.
    pub metadata_name: Option<String>,
    /// How many threads print files; as many as the system can run at once by default.
    pub threads: Option<NonZeroUsize>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            runtime_crate: "msgraph_runtime".to_owned(),
            crate_path: "crate".to_owned(),
            command: "cargo xtask regenerate".to_owned(),
            metadata_name: None,
            threads: None,
        }
    }
}

impl Config {
    /// Checks that names and paths are valid Rust paths, because they become part of the code.
    fn check(&self) -> Diagnostics {
        let segment =
            |text: &str| matches!(text, "crate" | "self" | "super") || names::is_identifier(text);
        let mut found = Diagnostics::default();
        let paths = [&self.runtime_crate, &self.crate_path];
        for (text, one) in paths.into_iter().zip([true, false]) {
            if !text.split("::").all(segment) || one && text.contains("::") {
                let message = format!("`{text}` is no path of Rust");
                found.push(Diagnostic::new(CONFIG, Severity::Error, message, None));
            }
        }
        found
    }
}

/// The result of a run of the generator.
#[derive(Clone, Debug, Default)]
pub struct Output {
    /// The generated files, by their path below the crate.
    pub files: Files,
    /// Warnings and notes.
    pub diagnostics: Diagnostics,
    /// The numbers of generated items.
    pub counts: Counts,
    /// The description that the files were printed from.
    pub sdk: Sdk,
    /// What `order.txt` pins from now on.
    pub order: Order,
}

/// Generates a crate from metadata.
///
/// # Errors
///
/// All diagnostics, if at least one of them is an error. No file is generated then.
pub fn generate(inputs: &Inputs, config: &Config) -> Result<Output, Diagnostics> {
    let mut lowered = lowered(inputs, config)?;
    let mut found = std::mem::take(&mut lowered.diagnostics);
    let sdk = std::mem::take(&mut lowered.sdk);
    let mut files = emit::files(&sdk, config.threads).map_err(|error| {
        found.push(error.into());
        found.sort();
        std::mem::take(&mut found)
    })?;
    found.sort();
    let prepared = &lowered.prepared;
    let counts = Counts::new(&prepared.model, &prepared.selection, &sdk);
    files.insert(
        "REPORT.md".to_owned(),
        report::report(prepared.input(), &sdk, &counts, &found, &inputs.sources),
    );
    let order = Order::of(&sdk).with_names(prepared.names());
    report::name_metadata(&mut files, inputs, config);
    Ok(Output {
        files,
        diagnostics: found,
        counts,
        sdk,
        order,
    })
}

/// Describes the crate that [`generate`] would print, without printing it.
///
/// # Errors
///
/// All diagnostics, if at least one of them is an error.
pub fn lowered(inputs: &Inputs, config: &Config) -> Result<Lowered, Diagnostics> {
    prepare(inputs, config)?.lower(inputs, config)
}
