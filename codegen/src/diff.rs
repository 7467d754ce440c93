//! Compares two resolved models: what a change of the metadata breaks on the wire and in the
//! generated Rust code.
//!
//! [`compare`] finds the facts in the models, each once, at the highest type that shows it.
//! [`rust::apply`] adds what the two generated crates say, and [`story::tell`] groups the changes
//! by the change that explains the others. Text is never compared.

pub mod accepted;
mod annotations;
mod class;
mod container;
mod enums;
pub mod history;
mod operations;
mod overdue;
mod overloads;
mod pairs;
mod parameters;
mod properties;
mod references;
pub mod render;
mod rules;
pub mod rust;
mod schemas;
pub mod story;
mod structured;

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

pub use self::class::Class;
use self::pairs::Pairs;
pub use self::rules::{RULES, Rule, find_rule};
use crate::diagnostic::Span;
use crate::model::{Deprecation, Model, OperationId, TypeId};
use crate::select::Selection;

/// One side of a comparison.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The metadata.
    pub model: &'a Model,
    /// The part to compare; everything without it.
    pub selection: Option<&'a Selection>,
    /// All that the service declares, if `model` is only a part of it. What is declared there
    /// left the selection, not the service.
    pub declared: Option<&'a Model>,
    /// The date of the document, such as `2026-05-01`, if it is known. The newest announcement in
    /// the document stands for it.
    pub date: Option<&'a str>,
}

impl<'a> Side<'a> {
    /// A whole document.
    pub fn whole(model: &'a Model) -> Self {
        Self {
            model,
            selection: None,
            declared: None,
            date: None,
        }
    }

    fn has_type(&self, id: TypeId) -> bool {
        self.selection
            .is_none_or(|found| found.has_type(id) || found.is_passage(id))
    }

    fn has_operation(&self, id: OperationId) -> bool {
        self.selection.is_none_or(|found| found.has_operation(id))
    }

    fn has_root(&self, at: usize) -> bool {
        self.selection
            .is_none_or(|found| found.roots.contains(&at) || found.passage_roots.contains(&at))
    }
}

/// The effect of a change on code that uses the generated crate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// The generated items are the same.
    #[default]
    None,
    /// Items or documentation are added; existing code compiles.
    Compatible,
    /// Existing code may no longer compile.
    Breaking,
    /// Existing code compiles and does something else.
    Silent,
}

impl Source {
    /// The word in reports: `none`, `compatible`, `breaking` or `silent`.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Compatible => "compatible",
            Self::Breaking => "breaking",
            Self::Silent => "silent",
        }
    }
}

/// An item of the generated crate before and after; `None` where there is none.
pub type Items = (Option<String>, Option<String>);

/// One difference between two models.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The stable name of the kind of change, such as `property-removed`.
    pub rule: &'static str,
    /// How much it breaks. Usually that of the rule.
    pub class: Class,
    /// The element by its old name, such as `microsoft.graph.call/state`.
    pub item: String,
    /// What was declared before.
    pub from: Option<String>,
    /// What is declared now.
    pub to: Option<String>,
    /// The position in the old document.
    pub old: Option<Span>,
    /// The position in the new document.
    pub new: Option<Span>,
    /// The effect on code that uses the generated crate.
    pub source: Source,
    /// The items of the generated crate that differ because of it.
    pub rust: Vec<Items>,
    /// The root that leads to the element, or its namespace.
    pub area: String,
    /// The item of the change that explains this one.
    pub story: Option<String>,
    /// The earlier announcement of a removal.
    pub announced: Option<String>,
    /// The report whose change this one takes back.
    pub reverts: Option<String>,
    /// The reason why it is accepted.
    pub accepted: Option<String>,
}

impl Change {
    /// A change of which only rule, class and item are known.
    pub fn new(rule: &'static str, class: Class, item: impl Into<String>) -> Self {
        Self {
            rule,
            class,
            item: item.into(),
            from: None,
            to: None,
            old: None,
            new: None,
            source: Source::None,
            rust: Vec::new(),
            area: String::new(),
            story: None,
            announced: None,
            reverts: None,
            accepted: None,
        }
    }

    /// Twelve hexadecimal digits that depend on rule, item and values alone.
    pub fn id(&self) -> String {
        fingerprint(self.rule, &self.item, &self.from, &self.to)
    }

    /// Whether its rule says that it breaks nothing, and the generated crate breaks all the same: a
    /// new type below a base can turn a field into an enum.
    pub(crate) fn breaks_besides(&self) -> bool {
        self.class > Class::SourceBreaking && self.source >= Source::Breaking
    }
}

/// The [`Change::id`] of a change with these parts.
pub fn fingerprint(rule: &str, item: &str, from: &Option<String>, to: &Option<String>) -> String {
    let mut hash = Sha256::new();
    for part in [Some(rule), Some(item), from.as_deref(), to.as_deref()] {
        // A missing value is not the same as an empty one.
        hash.update([u8::from(part.is_some())]);
        hash.update(part.unwrap_or_default().as_bytes());
        hash.update([0]);
    }
    let digest = hash.finalize();
    digest.iter().take(6).fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// All differences between two models.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff {
    /// The changes, by class, area, story and item.
    pub changes: Vec<Change>,
    /// The effect of all changes on code that uses the generated crate.
    pub source: Source,
    /// The same without documentation: what differs in the list of public items.
    pub items: Source,
}

impl Diff {
    /// The worst class; `None` without changes.
    pub fn worst(&self) -> Option<Class> {
        self.changes.iter().map(|change| change.class).min()
    }

    /// The part of the version number that has to grow before 1.0: `minor`, `patch` or `none`.
    pub fn release(&self) -> &'static str {
        let worst = self.worst().unwrap_or(Class::Noise);
        match self.items {
            Source::Breaking | Source::Silent => "minor",
            _ if worst == Class::WireBreaking => "minor",
            Source::Compatible => "patch",
            Source::None if worst == Class::SourceBreaking => "patch",
            Source::None => "none",
        }
    }

    /// Sorts the changes as reports show them.
    pub fn sort(&mut self) {
        let key = |c: &Change| {
            let lead = c.story.clone().unwrap_or_else(|| c.item.clone());
            (
                c.class,
                c.area.clone(),
                lead,
                c.story.is_some(),
                c.item.clone(),
                c.rule,
            )
        };
        self.changes.sort_by_cached_key(key);
    }
}

/// Finds the differences of two models. The effect on Rust code is not known yet, except that of
/// documentation.
pub fn compare(old: Side<'_>, new: Side<'_>) -> Diff {
    let pairs = Pairs::new(old.model, new.model);
    let mut differ = Differ {
        old,
        new,
        pairs: &pairs,
        changes: Vec::new(),
        descriptions: 0,
    };
    differ.schemas();
    differ.types();
    differ.operations();
    differ.roots();
    differ.overdue();
    if differ.descriptions > 0 {
        let count = differ.descriptions.to_string();
        differ.tell("descriptions-changed", "document", None, Some(count));
    }
    let mut diff = Diff {
        changes: differ.changes,
        ..Diff::default()
    };
    story::tell(old.model, new.model, &mut diff.changes);
    diff.source = diff
        .changes
        .iter()
        .map(|c| c.source)
        .max()
        .unwrap_or_default();
    diff.sort();
    diff
}

/// The state of a comparison.
struct Differ<'a> {
    old: Side<'a>,
    new: Side<'a>,
    pairs: &'a Pairs,
    changes: Vec<Change>,
    descriptions: usize,
}

impl Differ<'_> {
    /// Adds a change. The last one can be completed with [`at`](Self::at).
    fn tell(
        &mut self,
        rule: &'static str,
        item: impl Into<String>,
        from: Option<String>,
        to: Option<String>,
    ) {
        let found = find_rule(rule);
        debug_assert!(found.is_some(), "{rule} is in the table");
        let class = found.map_or(Class::BehaviourHint, |found| found.class);
        self.changes.push(Change {
            from,
            to,
            source: found.map_or(Source::None, |found| found.source),
            ..Change::new(rule, class, item)
        });
    }

    /// Sets the positions of the changes since there were `from` of them.
    fn at(&mut self, from: usize, old: Option<Span>, new: Option<Span>) {
        for change in self.changes.iter_mut().skip(from) {
            change.old = change.old.or(old);
            change.new = change.new.or(new);
        }
    }

    /// Notes that the last change was announced.
    fn announced(&mut self, deprecated: Option<&Deprecation>) {
        if let (Some(change), Some(found)) = (self.changes.last_mut(), deprecated) {
            change.announced = Some(annotations::deprecation(found));
        }
    }

    /// Tells that a flag differs, unless the base types tell the same.
    fn flag(&mut self, rule: &'static str, item: &str, before: bool, after: bool) {
        if before != after {
            let text = |value: bool| Some(value.to_string());
            self.tell(rule, item, text(before), text(after));
        }
    }
}

#[cfg(test)]
mod tests;
