//! Tells what is still there although its announced date of removal has passed.
//!
//! A document has no date, so the newest announcement in it stands for one, unless the caller
//! knows better. Each element is told once: when its date passes from one document to the next.

use super::operations::item;
use super::{Differ, Side};
use crate::diagnostic::Span;
use crate::model::{Deprecation, Model, TypeKind};

/// An element that is to be removed: its name, its position, and the announcement.
type Announced<'m> = (String, Span, &'m Deprecation);

impl Differ<'_> {
    pub(super) fn overdue(&mut self) {
        let (Some(before), Some(after)) = (date(self.old), date(self.new)) else {
            return;
        };
        for (name, span, deprecated) in announced(self.new) {
            let Some(removal) = &deprecated.removal_date else {
                continue;
            };
            if before < removal.as_str() && removal.as_str() <= after {
                let start = self.changes.len();
                let (from, to) = (format!("removal {removal}"), "still there".to_owned());
                self.tell("removal-overdue", name, Some(from), Some(to));
                self.at(start, None, Some(span));
            }
        }
    }
}

/// The date of a side, as far as it is known.
fn date(side: Side<'_>) -> Option<&str> {
    let newest = || {
        let dates = deprecations(side.model).filter_map(|found| found.date.as_deref());
        dates.max()
    };
    side.date.or_else(newest)
}

fn deprecations(model: &Model) -> impl Iterator<Item = &Deprecation> {
    let types = model.types.iter().flat_map(|found| {
        let members = match &found.kind {
            TypeKind::Enum(of) => of.members.iter().map(|m| &m.deprecated).collect(),
            TypeKind::Structured(of) => of.properties.iter().map(|p| &p.deprecated).collect(),
            TypeKind::Definition(_) => Vec::new(),
        };
        members.into_iter().chain([&found.deprecated])
    });
    let operations = model.operations.iter().map(|found| &found.deprecated);
    let roots = model.roots.iter().map(|found| &found.deprecated);
    types.chain(operations).chain(roots).flatten()
}

/// The announced removals of a side whose elements are selected.
fn announced(side: Side<'_>) -> Vec<Announced<'_>> {
    let model = side.model;
    let mut out = Vec::new();
    let mut add = |name: &dyn Fn() -> String, span: Span, found| {
        if let Some(found) = found {
            out.push((name(), span, found));
        }
    };
    for (_, found) in model.type_ids().filter(|(id, _)| side.has_type(*id)) {
        add(
            &|| found.name.to_string(),
            found.span,
            found.deprecated.as_ref(),
        );
        let member = |name: &str| format!("{}/{name}", found.name);
        match &found.kind {
            TypeKind::Enum(of) => {
                for m in &of.members {
                    add(&|| member(&m.name), m.span, m.deprecated.as_ref());
                }
            }
            TypeKind::Structured(of) => {
                for p in &of.properties {
                    add(&|| member(&p.name), p.span, p.deprecated.as_ref());
                }
            }
            TypeKind::Definition(_) => {}
        }
    }
    for (_, found) in model
        .operation_ids()
        .filter(|(id, _)| side.has_operation(*id))
    {
        add(
            &|| item(model, found),
            found.span,
            found.deprecated.as_ref(),
        );
    }
    for (at, found) in model.roots.iter().enumerate() {
        if side.has_root(at) {
            add(
                &|| found.name.clone(),
                found.span,
                found.deprecated.as_ref(),
            );
        }
    }
    out
}
