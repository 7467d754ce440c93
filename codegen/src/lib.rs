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
pub mod report;
pub mod sdk;
pub mod select;
pub mod snapshot;

use std::num::NonZeroUsize;

use diagnostic::{Code, Diagnostic, Diagnostics, Severity, Source, Sources, Span, Spanned};
use docs::{Docs, Undescribed};
use files::Files;
use lower::{CrateLayout, Input};
use model::Model;
use names::decisions::Decisions;
use order::Order;
use overlay::Overlay;
use report::Counts;
use sdk::Sdk;
use select::{Rule, Rules, Selection};

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
    /// What neither the metadata nor `docs.toml` describes.
    pub undescribed: Undescribed,
}

/// Metadata, the selected part of it, and the description of the crate that is made of it.
#[derive(Debug)]
pub struct Lowered {
    /// The metadata, with what the overlay adds.
    pub model: Model,
    /// The selected part.
    pub selection: Selection,
    /// The description of the crate.
    pub sdk: Sdk,
    /// Findings.
    pub diagnostics: Diagnostics,
    overlay: Overlay,
    docs: Docs,
    decisions: Decisions,
}

/// Generates a crate from metadata.
///
/// # Errors
///
/// All diagnostics, if at least one of them is an error. No file is generated then.
pub fn generate(inputs: &Inputs, config: &Config) -> Result<Output, Diagnostics> {
    let lowered = lowered(inputs, config)?;
    let mut found = lowered.diagnostics;
    let sdk = lowered.sdk;
    let mut files = emit::files(&sdk, config.threads).map_err(|error| {
        found.push(error.into());
        found.sort();
        std::mem::take(&mut found)
    })?;
    found.sort();
    let input = Input {
        model: &lowered.model,
        selection: &lowered.selection,
        overlay: &lowered.overlay,
        docs: &lowered.docs,
        decisions: &lowered.decisions,
    };
    let counts = Counts::new(&lowered.model, &lowered.selection, &sdk);
    files.insert(
        "REPORT.md".to_owned(),
        report::report(input, &sdk, &counts, &found, &inputs.sources),
    );
    report::name_metadata(&mut files, inputs, config);
    let undescribed = docs::undescribed(&lowered.model, &lowered.selection, &lowered.docs);
    Ok(Output {
        undescribed,
        files,
        diagnostics: found,
        counts,
        sdk,
    })
}

/// Describes the crate that [`generate`] would print, without printing it.
///
/// # Errors
///
/// All diagnostics, if at least one of them is an error.
pub fn lowered(inputs: &Inputs, config: &Config) -> Result<Lowered, Diagnostics> {
    let mut found = config.check();
    let mut documents = Vec::new();
    for number in inputs.metadata.iter().chain(&inputs.with) {
        let (document, diagnostics) = csdl::read(&inputs.sources, *number);
        documents.push(document);
        found.extend(diagnostics);
    }
    stop_on_errors(&mut found)?;

    let known_only = inputs.with.iter().copied().collect();
    let (mut model, diagnostics) = model::resolve_with(&documents, known_only);
    found.extend(diagnostics);
    stop_on_errors(&mut found)?;

    let mut overlay = match source(inputs, inputs.overlay) {
        Some((number, source)) => Overlay::read(number, source, &mut found),
        None => Overlay::default(),
    };
    overlay.apply(&mut model, &mut found);
    lenient::skip_unknown(inputs, &mut found);
    let (rules, diagnostics) = match inputs.select {
        Some(number) => Rules::parse(&inputs.sources, number),
        None => (everything(), Diagnostics::default()),
    };
    found.extend(diagnostics);
    stop_on_errors(&mut found)?;

    let (selection, diagnostics) = select::select(&model, &rules);
    // Without `select.txt`, metadata that declares nothing is not an error.
    let relevant = |d: &&Diagnostic| inputs.select.is_some() || d.code.slug != "empty-selection";
    found.extend(diagnostics.iter().filter(relevant).cloned().collect());
    let docs = match source(inputs, inputs.docs) {
        Some((number, source)) => Docs::read(number, source, &mut found),
        None => Docs::default(),
    };
    let decisions = match source(inputs, inputs.names) {
        Some((number, source)) => Decisions::read(number, source, &mut found),
        None => Decisions::default(),
    };
    stop_on_errors(&mut found)?;

    let input = Input {
        model: &model,
        selection: &selection,
        overlay: &overlay,
        docs: &docs,
        decisions: &decisions,
    };
    let header = report::header(config);
    let layout = CrateLayout {
        header: &header,
        runtime: &config.runtime_crate,
        root: &config.crate_path,
    };
    let mut sdk = lower::lower(input, layout, &mut found);
    if let Some((_, pinned)) = source(inputs, inputs.order) {
        Order::read(&pinned.text).apply(&mut sdk);
    }
    lenient::skip_unknown(inputs, &mut found);
    stop_on_errors(&mut found)?;

    Ok(Lowered {
        sdk,
        overlay,
        docs,
        decisions,
        diagnostics: found,
        selection,
        model,
    })
}

/// The rules without `select.txt`.
fn everything() -> Rules {
    let all = Spanned::new(Rule::All, Span::default());
    Rules { list: vec![all] }
}

/// The text of an optional input.
fn source(inputs: &Inputs, number: Option<u32>) -> Option<(u32, &Source)> {
    let number = number?;
    Some((number, inputs.sources.get(number)?))
}

fn stop_on_errors(found: &mut Diagnostics) -> Result<(), Diagnostics> {
    if !found.has_errors() {
        return Ok(());
    }
    found.sort();
    Err(std::mem::take(found))
}
