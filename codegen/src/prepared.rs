//! Reads, resolves and selects the metadata, and has it lowered: what [`generate`](crate::generate)
//! does before it prints.

use crate::diagnostic::{Diagnostic, Diagnostics, Source, Span, Spanned};
use crate::docs::Docs;
use crate::lower::{CrateLayout, Input, lower, lower_differing};
use crate::model::{Model, resolve_with};
use crate::names::decisions::Decisions;
use crate::order::Order;
use crate::overlay::Overlay;
use crate::renamed::Renamed;
use crate::sdk::Sdk;
use crate::select::{Rule, Rules, Selection, select};
use crate::service::{self, Dialect};
use crate::{CONFIG, Config, Inputs, csdl, lenient, report};

/// Metadata and the selected part of it, with all that decides what is made of it.
#[derive(Debug)]
pub struct Prepared {
    /// The metadata, with what the overlay adds.
    pub model: Model,
    /// The selected part.
    pub selection: Selection,
    /// Findings so far.
    pub diagnostics: Diagnostics,
    /// The names and the order of arguments that the crate has already.
    pub order: Order,
    /// How the URLs and requests of the service are written.
    pub dialect: Dialect,
    overlay: Overlay,
    docs: Docs,
    decisions: Decisions,
}

/// Metadata, the selected part of it, and the description of the crate that is made of it.
#[derive(Debug)]
pub struct Lowered {
    /// The metadata and the selected part.
    pub prepared: Prepared,
    /// The description of the crate.
    pub sdk: Sdk,
    /// Findings.
    pub diagnostics: Diagnostics,
}

/// Describes the items of two crates that can differ, and all roots. The later crate keeps the names
/// that the earlier one has.
pub fn differing(old: &mut Prepared, new: &mut Prepared, config: &Config) -> (Sdk, Sdk) {
    let names = old.names();
    old.keep_names(&names);
    new.keep_names(&names);
    let layout = CrateLayout {
        header: "",
        runtime: &config.runtime_crate,
        root: &config.crate_path,
    };
    let (mut before, mut after) = lower_differing(old.input(), new.input(), layout);
    old.order.apply(&mut before);
    new.order.apply(&mut after);
    (before, after)
}

/// Reads and resolves the metadata, applies the overlay, and selects.
///
/// # Errors
///
/// All diagnostics, if at least one of them is an error.
pub fn prepare(inputs: &Inputs, config: &Config) -> Result<Prepared, Diagnostics> {
    let mut found = config.check();
    let mut documents = Vec::new();
    for number in inputs.metadata.iter().chain(&inputs.with) {
        let (document, diagnostics) = csdl::read(&inputs.sources, *number);
        documents.push(document);
        found.extend(diagnostics);
    }
    stop_on_errors(&mut found)?;

    let known_only = inputs.with.iter().copied().collect();
    let (mut model, diagnostics) = resolve_with(&documents, known_only);
    drop(documents);
    found.extend(diagnostics);
    stop_on_errors(&mut found)?;

    let mut overlay = match source(inputs, inputs.overlay) {
        Some((number, source)) => Overlay::read(number, source, &mut found),
        None => Overlay::default(),
    };
    overlay.lenient = inputs.lenient;
    overlay.apply(&mut model, &mut found);
    lenient::skip_unknown(inputs, &mut found);
    let (rules, diagnostics) = match inputs.select {
        Some(number) => Rules::parse(&inputs.sources, number),
        None => (everything(), Diagnostics::default()),
    };
    found.extend(diagnostics);
    stop_on_errors(&mut found)?;

    let service = match source(inputs, inputs.service) {
        Some((number, source)) => service::File::read(number, source, &mut found),
        None => service::File::default(),
    };
    let dialect = Dialect::new(&service, &model);
    let (selection, diagnostics) = select(&model, &rules, dialect.writes_through_navigation);
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

    let order = source(inputs, inputs.order).map(|(_, pinned)| Order::read(&pinned.text));
    Ok(Prepared {
        model,
        selection,
        diagnostics: found,
        order: order.unwrap_or_default(),
        dialect,
        overlay,
        docs,
        decisions,
    })
}

impl Prepared {
    /// Describes the crate.
    ///
    /// # Errors
    ///
    /// All diagnostics, if at least one of them is an error.
    pub fn lower(mut self, inputs: &Inputs, config: &Config) -> Result<Lowered, Diagnostics> {
        let mut found = std::mem::take(&mut self.diagnostics);
        let header = report::header(config);
        let layout = CrateLayout {
            header: &header,
            runtime: &config.runtime_crate,
            root: &config.crate_path,
        };
        let mut sdk = lower(self.input(), layout, &mut found);
        self.order.apply(&mut sdk);
        if let Some((number, source)) = source(inputs, inputs.renamed) {
            match Renamed::read(&source.text) {
                Ok(renamed) => renamed.apply(&mut sdk),
                Err(error) => {
                    let span = Span::new(number, 0, 0);
                    found.push(Diagnostic::error(CONFIG, error, span));
                }
            }
        }
        lenient::skip_unknown(inputs, &mut found);
        stop_on_errors(&mut found)?;
        Ok(Lowered {
            prepared: self,
            sdk,
            diagnostics: found,
        })
    }

    /// The names that a later crate keeps: those of overloads, and that what was a key is no
    /// argument.
    pub fn names(&self) -> Order {
        Order::names(&self.model, &self.selection, &self.order)
    }

    /// Keeps the names that an earlier crate has.
    pub fn keep_names(&mut self, names: &Order) {
        self.order = std::mem::take(&mut self.order).with_names(names.clone());
    }

    pub(crate) fn input(&self) -> Input<'_> {
        Input {
            model: &self.model,
            selection: &self.selection,
            overlay: &self.overlay,
            docs: &self.docs,
            decisions: &self.decisions,
            order: &self.order,
            dialect: &self.dialect,
        }
    }
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
