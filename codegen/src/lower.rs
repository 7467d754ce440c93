//! Lowers the selected model to an [`Sdk`]: names assigned, Rust types chosen, docs
//! written.
//!
//! `plan` decides which items are generated, `naming` assigns all names at once, and the
//! other modules turn one item at a time into plain data.

mod any;
mod conditions;
mod crud;
mod docs;
mod elsewhere;
mod enums;
mod extent;
mod keys;
pub(crate) mod markdown;
mod methods;
mod modules;
mod naming;
mod operations;
mod overloads;
mod plan;
mod registry;
mod requests;
mod structs;
mod survey;
mod types;

use self::extent::Extent;
pub(crate) use self::overloads::Overloads;
use self::plan::Plan;
pub(crate) use self::survey::lower_differing;

use self::conditions::Conditions;
use self::naming::GeneratedNames;
use crate::diagnostic::Diagnostics;
use crate::docs::Docs;
use crate::model::{Deprecation, Model};
use crate::names::decisions::Decisions;
use crate::order::Order;
use crate::overlay::Overlay;
use crate::sdk::Sdk;
use crate::select::Selection;
use crate::service::Dialect;

/// Everything that determines the generated code.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The resolved metadata.
    pub model: &'a Model,
    /// The part of it that is generated.
    pub selection: &'a Selection,
    /// Additions and corrections to the metadata.
    pub overlay: &'a Overlay,
    /// The descriptions of `docs.toml`.
    pub docs: &'a Docs,
    /// The names of `names.txt`.
    pub decisions: &'a Decisions,
    /// The names and the order of arguments that the crate has already.
    pub order: &'a Order,
    /// How the URLs and requests of the service are written.
    pub dialect: &'a Dialect,
}

/// The layout of the generated crate.
#[derive(Clone, Copy)]
pub struct CrateLayout<'a> {
    /// The comment at the top of every file.
    pub header: &'a str,
    /// The name of the runtime crate.
    pub runtime: &'a str,
    /// The path that contains the modules `models` and `requests`.
    pub root: &'a str,
}

/// Lowers the selected model to an [`Sdk`].
pub fn lower(input: Input<'_>, layout: CrateLayout<'_>, diagnostics: &mut Diagnostics) -> Sdk {
    let sdk = Groundwork::new(input, layout.runtime, diagnostics).finish(
        &Extent::Whole,
        layout,
        diagnostics,
    );
    input.decisions.report_unused(diagnostics);
    input.docs.report_unused(diagnostics);
    sdk
}

/// What is decided before any item is lowered.
struct Groundwork<'a> {
    input: Input<'a>,
    plan: Plan,
    overloads: Overloads<'a>,
    names: GeneratedNames,
}

impl<'a> Groundwork<'a> {
    fn new(input: Input<'a>, runtime: &str, diagnostics: &mut Diagnostics) -> Self {
        let plan = Plan::new(input.model, input.selection, input.dialect);
        Self {
            overloads: Overloads::new(input.model, input.order),
            names: naming::assign_places(input, &plan, runtime, diagnostics),
            input,
            plan,
        }
    }

    /// Lowers the items of an extent, and all roots.
    fn finish(
        mut self,
        extent: &Extent,
        layout: CrateLayout<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Sdk {
        let (input, names) = (self.input, &mut self.names);
        let (plan, overloads) = (&self.plan, &self.overloads);
        naming::assign_contents(input, plan, overloads, extent, names, diagnostics);
        let conditions = conditions::assign_conditions(input, names);
        let context = Context {
            input,
            plan,
            overloads,
            names,
            conditions: &conditions,
            extent,
        };
        let mut sdk = Sdk {
            header: layout.header.to_owned(),
            runtime: layout.runtime.to_owned(),
            root: layout.root.split("::").map(str::to_owned).collect(),
            models: context.models(),
            requests: context.requests(),
            roots: context.roots(),
            service: input.dialect.service.clone(),
            ..Sdk::default()
        };
        match extent {
            Extent::Whole => sdk.registry = context.registry(),
            Extent::Part(part) => sdk.elsewhere = context.elsewhere(part),
        }
        sdk.areas = conditions.finish();
        modules::sort(&mut sdk.models);
        modules::sort(&mut sdk.requests);
        sdk
    }
}

/// The shared context of all parts of lowering.
#[derive(Clone, Copy)]
struct Context<'a> {
    input: Input<'a>,
    plan: &'a Plan,
    overloads: &'a Overloads<'a>,
    names: &'a GeneratedNames,
    conditions: &'a Conditions,
    extent: &'a Extent,
}

/// The note of a `#[deprecated]` attribute.
fn deprecation(found: Option<&Deprecation>) -> Option<String> {
    let found = found?;
    let mut note = found.description.clone().unwrap_or_default();
    for (word, date) in [("since", &found.date), ("removed on", &found.removal_date)] {
        if let Some(date) = date {
            if !note.is_empty() {
                note.truncate(note.trim_end_matches(['.', ' ']).len());
                note.push_str("; ");
            }
            note.push_str(&format!("{word} {date}"));
        }
    }
    if note.is_empty() {
        note.push_str("the metadata marks it as deprecated");
    }
    Some(markdown::paragraphs(&note).join(" "))
}
