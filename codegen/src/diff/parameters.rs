//! Compares the parameters of an operation, which are sent by name.

use super::Differ;
use super::references::Reference;
use crate::model::{Operation, OperationKind, Parameter};

/// Whether requests have to contain a parameter. Those of functions are part of the URL and
/// therefore always there, unless an annotation says that they are optional.
fn is_required(operation: &Operation, parameter: &Parameter) -> bool {
    let needed = operation.kind == OperationKind::Function || parameter.nullable == Some(false);
    needed && !parameter.optional
}

impl Differ<'_> {
    pub(super) fn parameters(&mut self, old: &Operation, new: &Operation, item: &str) {
        let (before, after) = (old.own_parameters(), new.own_parameters());
        let find = |name: &str| after.iter().find(|p| p.name == name);
        let cased = |name: &str| {
            let is_free = |p: &&Parameter| !before.iter().any(|other| other.name == p.name);
            let mut free = after.iter().filter(is_free);
            free.find(|p| p.name.eq_ignore_ascii_case(name))
        };
        let mut order = (Vec::new(), Vec::new());
        for parameter in before {
            let start = self.changes.len();
            let name = format!("{item}/{}", parameter.name);
            match find(&parameter.name).or_else(|| cased(&parameter.name)) {
                Some(found) => {
                    order.0.push(found.name.as_str());
                    self.parameter((old, parameter), (new, found), &name);
                }
                None => {
                    let from = self.old_name(parameter.type_);
                    self.tell("parameter-removed", name, from, None);
                }
            }
            self.at(start, Some(parameter.span), None);
        }
        for parameter in after {
            if order.0.contains(&parameter.name.as_str()) {
                order.1.push(parameter.name.as_str());
                continue;
            }
            let start = self.changes.len();
            let rule = match is_required(new, parameter) {
                true => "parameter-added-required",
                false => "parameter-added-optional",
            };
            let to = self.new_name(parameter.type_);
            self.tell(rule, format!("{item}/{}", parameter.name), None, to);
            self.at(start, None, Some(parameter.span));
        }
        if order.0 != order.1 {
            let all = |list: &[Parameter]| {
                let names: Vec<&str> = list.iter().map(|p| p.name.as_str()).collect();
                Some(names.join(","))
            };
            self.tell("parameter-order", item, all(before), all(after));
        }
    }

    fn parameter(
        &mut self,
        (old, before): (&Operation, &Parameter),
        (new, after): (&Operation, &Parameter),
        item: &str,
    ) {
        if before.name != after.name {
            let (from, to) = (Some(before.name.clone()), Some(after.name.clone()));
            self.tell("parameter-case-changed", item, from, to);
        }
        let rule = match self.reference(before.type_, after.type_) {
            Reference::Same => None,
            Reference::Collection => Some("parameter-collection-changed"),
            Reference::Named => Some("parameter-type-named"),
            Reference::Widened | Reference::Other => Some("parameter-type-changed"),
        };
        if let Some(rule) = rule {
            let (from, to) = (self.old_name(before.type_), self.new_name(after.type_));
            self.tell(rule, item, from, to);
        }
        match (is_required(old, before), is_required(new, after)) {
            (true, false) => self.flag("parameter-became-optional", item, false, true),
            (false, true) => self.flag("parameter-became-required", item, true, false),
            _ => {
                let nullable = (before.is_nullable(), after.is_nullable());
                self.flag("parameter-nullable-changed", item, nullable.0, nullable.1);
            }
        }
        self.descriptions += usize::from(before.description != after.description);
        self.annotations(
            item,
            (&before.annotations, &after.annotations),
            (None, None),
        );
    }
}
