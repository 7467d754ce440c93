//! Compares schemas and their terms.

use std::collections::BTreeSet;

use super::Differ;
use super::references::facets;
use crate::model::{Model, Schema, Term};

impl Differ<'_> {
    pub(super) fn schemas(&mut self) {
        let (old, new) = (self.old.model, self.new.model);
        let find = |model: &'_ Model, namespace: &str| {
            let mut all = model.schemas.iter();
            all.position(|schema| schema.namespace == namespace)
        };
        for before in distinct(old) {
            let start = self.changes.len();
            match find(new, &before.namespace).map(|at| &new.schemas[at]) {
                Some(after) => {
                    if before.alias != after.alias {
                        let (from, to) = (before.alias.clone(), after.alias.clone());
                        self.tell("schema-alias-changed", &*before.namespace, from, to);
                    }
                    self.at(start, Some(before.span), Some(after.span));
                    self.terms(before, after);
                }
                None if self.is_told(true, &before.namespace) => {
                    let from = Some(before.namespace.clone());
                    self.tell("schema-removed", &*before.namespace, from, None);
                    self.at(start, Some(before.span), None);
                }
                None => {}
            }
        }
        for after in distinct(new) {
            let is_new = find(old, &after.namespace).is_none();
            if is_new && self.is_told(false, &after.namespace) {
                let start = self.changes.len();
                let to = Some(after.namespace.clone());
                self.tell("schema-added", &*after.namespace, None, to);
                self.at(start, None, Some(after.span));
            }
        }
    }

    /// Whether a schema that only one side has is gone or new: it is not where types moved from or
    /// to, nor without anything selected.
    fn is_told(&self, old: bool, namespace: &str) -> bool {
        let side = if old { self.old } else { self.new };
        let mut selected = side.selection.is_none();
        for (id, _) in side
            .model
            .type_ids()
            .filter(|(_, found)| found.name.namespace == namespace)
        {
            let twin = match old {
                true => self.pairs.new_of(id),
                false => self.pairs.old_of(id),
            };
            if twin.is_some() {
                return false;
            }
            selected |= side.has_type(id);
        }
        let mut operations = side.model.operation_ids();
        selected
            || operations.any(|(id, o)| o.name.namespace == namespace && side.has_operation(id))
    }

    fn terms(&mut self, old: &Schema, new: &Schema) {
        for before in &old.terms {
            let start = self.changes.len();
            let item = before.name.to_string();
            match new.terms.iter().find(|after| after.name == before.name) {
                Some(after) => {
                    self.term(before, after, &item);
                    self.at(start, Some(before.span), Some(after.span));
                }
                None => {
                    self.tell("term-removed", item, Some(before.type_.clone()), None);
                    self.at(start, Some(before.span), None);
                }
            }
        }
        for after in &new.terms {
            if !old.terms.iter().any(|before| before.name == after.name) {
                let start = self.changes.len();
                let to = Some(after.type_.clone());
                self.tell("term-added", after.name.to_string(), None, to);
                self.at(start, None, Some(after.span));
            }
        }
    }

    fn term(&mut self, old: &Term, new: &Term, item: &str) {
        if old.type_ != new.type_ {
            let (from, to) = (Some(old.type_.clone()), Some(new.type_.clone()));
            self.tell("term-type-changed", item, from, to);
        }
        let nullable = |term: &Term| term.nullable.map(|nullable| nullable.to_string());
        for (rule, from, to) in [
            ("term-base-changed", old.base.clone(), new.base.clone()),
            (
                "term-applies-to-changed",
                old.applies_to.clone(),
                new.applies_to.clone(),
            ),
            (
                "term-default-changed",
                old.default.clone(),
                new.default.clone(),
            ),
            ("term-nullable-changed", nullable(old), nullable(new)),
        ] {
            if from != to {
                self.tell(rule, item, from, to);
            }
        }
        if let Some((from, to)) = facets(&old.facets, &new.facets) {
            self.tell("term-facets-changed", item, Some(from), Some(to));
        }
        let annotations = (old.annotations.as_slice(), new.annotations.as_slice());
        self.annotations(item, annotations, (None, None));
    }
}

/// The schemas of a model; of several with one namespace, the first.
fn distinct(model: &Model) -> impl Iterator<Item = &Schema> {
    let mut seen = BTreeSet::new();
    let all = model.schemas.iter();
    all.filter(move |schema| seen.insert(schema.namespace.as_str()))
}
