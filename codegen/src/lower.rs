//! What goes in: model, selection, overlay, docs and the names decided by hand.
//! What comes out: [`Sdk`]: names settled, Rust types chosen, docs written.
//!
//! `plan` says what there will be, `naming` settles all names at once, the rest
//! turns one thing at a time into plain data.

mod any;
mod asks;
mod conditions;
mod docs;
mod enums;
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
mod types;

pub use self::overloads::Overloads;
pub use self::plan::Plan;

use self::conditions::Conditions;
use self::naming::Names;
use crate::diagnostic::Diagnostics;
use crate::docs::Docs;
use crate::model::{Deprecation, Model};
use crate::names::decisions::Decisions;
use crate::overlay::Overlay;
use crate::sdk::{Areas, Sdk};
use crate::select::Selection;

/// Everything that decides what is generated, and how.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The resolved metadata.
    pub model: &'a Model,
    /// What of it is generated.
    pub selection: &'a Selection,
    /// What the metadata does not say.
    pub overlay: &'a Overlay,
    /// Our own words.
    pub docs: &'a Docs,
    /// Names decided by hand.
    pub decisions: &'a Decisions,
}

/// Where the generated code will live.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// The comment that every file starts with.
    pub header: &'a str,
    /// The crate that generated code stands on.
    pub runtime: &'a str,
    /// The path in front of `models` and `requests`.
    pub root: &'a str,
}

/// Decides everything.
pub fn lower(input: Input<'_>, place: Place<'_>, diagnostics: &mut Diagnostics) -> Sdk {
    let plan = Plan::new(input.model, input.selection);
    let overloads = Overloads::new(input.model);
    let mut names = naming::settle(input, &plan, &overloads, diagnostics);
    let conditions = conditions::settle(input, &mut names);
    let context = Context {
        input,
        plan: &plan,
        overloads: &overloads,
        names: &names,
        conditions: &conditions,
    };
    let mut sdk = Sdk {
        header: place.header.to_owned(),
        runtime: place.runtime.to_owned(),
        root: place.root.split("::").map(str::to_owned).collect(),
        models: context.models(),
        requests: context.requests(),
        roots: context.roots(),
        registry: context.registry(),
        areas: Areas::default(),
    };
    sdk.areas = conditions.finish();
    modules::sort(&mut sdk.models);
    modules::sort(&mut sdk.requests);
    input.decisions.report_unused(diagnostics);
    input.docs.report_unused(diagnostics);
    sdk
}

/// What every part of lowering may look at.
#[derive(Clone, Copy)]
struct Context<'a> {
    input: Input<'a>,
    plan: &'a Plan,
    overloads: &'a Overloads<'a>,
    names: &'a Names,
    conditions: &'a Conditions,
}

/// The note of `#[deprecated]`.
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
