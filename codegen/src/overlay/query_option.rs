//! Query options of the service's own that requests must have.

use serde::Deserialize;
use toml::Spanned;

use super::{Overlay, UNKNOWN, UNREADABLE};
use crate::diagnostic::{Diagnostic, Diagnostics, closest};
use crate::model::{Item, Model, OperationId, Primitive, PropertyId, TypeRef, add_query_option};

/// An entry `[[query_option]]`: of what a navigation property or a root leads to, or of an
/// operation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Required {
    root: Option<Spanned<String>>,
    #[serde(rename = "type")]
    owner: Option<Spanned<String>>,
    member: Option<Spanned<String>>,
    operation: Option<Spanned<String>>,
    name: Spanned<String>,
    /// The type of its value, as metadata would write it; without it a text.
    value: Option<Spanned<String>>,
    pub(super) reason: Spanned<String>,
    pub(super) link: Spanned<String>,
    /// Whether metadata without what has the option is no fault.
    #[serde(default)]
    optional: bool,
}

impl Overlay {
    /// Puts a required option into the model.
    pub(super) fn require(
        &self,
        entry: &Required,
        model: &mut Model,
        diagnostics: &mut Diagnostics,
    ) {
        let name = entry.name.get_ref();
        if name.is_empty() || name.starts_with('$') {
            let message = "this cannot be the name of a query option of the service";
            let span = self.span(&entry.name);
            return diagnostics.push(Diagnostic::error(UNREADABLE, message, span));
        }
        let Some(type_) = self.primitive(entry, model, diagnostics) else {
            return;
        };
        let add = |list: &mut Vec<(String, Primitive)>| add_query_option(list, name, type_);
        match (&entry.root, &entry.owner, &entry.member, &entry.operation) {
            (Some(root), None, None, None) => {
                let at = model
                    .roots
                    .iter()
                    .position(|found| found.name == *root.get_ref());
                let names = model.roots.iter().map(|root| root.name.as_str());
                match at {
                    Some(at) => add(model.query_options.of_root.entry(at).or_default()),
                    None => self.unknown(entry, "root", root, names, diagnostics),
                }
            }
            (None, Some(owner), Some(member), None) => {
                if entry.optional && model.find_type(owner.get_ref()).is_none() {
                    return;
                }
                let Some(owner) = self.find(owner, model, diagnostics) else {
                    return;
                };
                let all = model.all_properties(owner).into_iter();
                let mut all = all.filter(|(_, property)| property.navigation.is_some());
                let found = all.find(|(_, property)| property.name == *member.get_ref());
                match found.map(|(id, _)| id) {
                    Some(id) => add(of_property(model, id)),
                    None => {
                        let all = model.all_properties(owner);
                        let all = all.iter().filter(|(_, known)| known.navigation.is_some());
                        let names = all.map(|(_, known)| known.name.as_str());
                        self.unknown(entry, "navigation property", member, names, diagnostics);
                    }
                }
            }
            (None, None, None, Some(operation)) => {
                let named = |id: &OperationId| model[*id].name.to_string() == *operation.get_ref();
                let ids = model.operation_ids().map(|(id, _)| id);
                let ids: Vec<OperationId> = ids.filter(named).collect();
                if ids.is_empty() {
                    self.unknown(entry, "operation", operation, [].into_iter(), diagnostics);
                }
                for id in ids {
                    add(model.query_options.of_operation.entry(id).or_default());
                }
            }
            _ => {
                let message = "expected `root`, `operation`, or `type` and `member`";
                let span = self.span(&entry.name);
                diagnostics.push(Diagnostic::error(UNREADABLE, message, span));
            }
        }
    }

    /// The type of the option's value.
    fn primitive(
        &self,
        entry: &Required,
        model: &Model,
        diagnostics: &mut Diagnostics,
    ) -> Option<Primitive> {
        let Some(value) = &entry.value else {
            return Some(Primitive::String);
        };
        match model.find_type_ref(value.get_ref()) {
            Some(TypeRef {
                item: Item::Primitive(type_),
                collection: false,
                ..
            }) => Some(type_),
            _ => {
                let message = "the value of a query option is of a primitive type";
                let span = self.span(value);
                diagnostics.push(Diagnostic::error(UNKNOWN, message, span));
                None
            }
        }
    }

    fn unknown<'n>(
        &self,
        entry: &Required,
        what: &str,
        name: &Spanned<String>,
        known: impl Iterator<Item = &'n str>,
        diagnostics: &mut Diagnostics,
    ) {
        if !entry.optional {
            let message = format!("unknown {what} `{}`", name.get_ref());
            let near = closest(name.get_ref(), known);
            let found = Diagnostic::error(UNKNOWN, message, self.span(name));
            diagnostics.push(found.suggest(near));
        }
    }
}

fn of_property(model: &mut Model, id: PropertyId) -> &mut Vec<(String, Primitive)> {
    model.query_options.of_property.entry(id).or_default()
}
