//! Properties that the service has and its metadata does not declare.

use serde::Deserialize;
use toml::Spanned;

use super::{Overlay, UNKNOWN, UNREADABLE, type_mut};
use crate::diagnostic::{Diagnostic, Diagnostics, closest};
use crate::model::{AbstractType, Item, Model, Property, TypeId, TypeKind, TypeRef};
use crate::names::is_escaped_in_json;

/// An entry `[[property]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Added {
    #[serde(rename = "type")]
    owner: Spanned<String>,
    name: Spanned<String>,
    /// The type of its value, as metadata would write it.
    value: Option<Spanned<String>>,
    /// The types of its values, of which there can be one or a list.
    one_or_many_of: Option<Vec<Spanned<String>>>,
    pub(super) reason: Spanned<String>,
    pub(super) link: Spanned<String>,
}

impl Overlay {
    /// Puts a property into the model.
    pub(super) fn add(&mut self, added: &Added, model: &mut Model, diagnostics: &mut Diagnostics) {
        let Some(owner) = self.find(&added.owner, model, diagnostics) else {
            return;
        };
        let Some((type_, union)) = self.value(added, model, diagnostics) else {
            return;
        };
        let name = added.name.get_ref().clone();
        if name.is_empty() || is_escaped_in_json(&name) {
            let message = "this cannot be the name of a property";
            diagnostics.push(Diagnostic::error(
                UNREADABLE,
                message,
                self.span(&added.name),
            ));
            return;
        }
        let known = model.all_properties(owner);
        if known.iter().any(|(_, property)| property.name == name) {
            let message = format!("the metadata declares `{name}` itself; remove this entry");
            diagnostics.push(Diagnostic::error(UNKNOWN, message, self.span(&added.name)));
            return;
        }
        if let Some(derived) = declared_otherwise(model, owner, &name, type_) {
            let message = format!(
                "the metadata declares `{name}` of `{}` with another type",
                model[derived].name
            );
            diagnostics.push(Diagnostic::error(UNKNOWN, message, self.span(&added.name)));
            return;
        }
        let mut property = Property::new(name.clone(), type_);
        property.span = self.span(&added.name);
        property.union = union;
        if let Some(TypeKind::Structured(structured)) =
            type_mut(model, owner).map(|found| &mut found.kind)
        {
            structured.properties.push(property);
            self.reasons
                .insert((owner, name), added.reason.get_ref().clone());
        }
    }

    /// The type of a property, and the types of its values if they are not of that type.
    fn value(
        &self,
        added: &Added,
        model: &Model,
        diagnostics: &mut Diagnostics,
    ) -> Option<(TypeRef, Option<Vec<TypeId>>)> {
        match (&added.value, &added.one_or_many_of) {
            (Some(value), None) => {
                let found = model.find_type_ref(value.get_ref());
                if found.is_none() {
                    let names: Vec<String> =
                        model.types.iter().map(|t| t.name.to_string()).collect();
                    let near = closest(value.get_ref(), names.iter().map(String::as_str));
                    let message = format!("unknown type `{}`", value.get_ref());
                    let finding = Diagnostic::error(UNKNOWN, message, self.span(value));
                    diagnostics.push(finding.suggest(near));
                }
                Some((found?, None))
            }
            (None, Some(listed)) => {
                let union = self.union(listed, model, diagnostics);
                if union.is_empty() && !listed.is_empty() {
                    return None;
                }
                let untyped = Item::Abstract(AbstractType::Untyped);
                Some((TypeRef::one(untyped), Some(union)))
            }
            _ => {
                let message = "a property needs either `value` or `one_or_many_of`";
                diagnostics.push(Diagnostic::error(
                    UNREADABLE,
                    message,
                    self.span(&added.name),
                ));
                None
            }
        }
    }

    /// The listed entity and complex types; reports the others.
    fn union(
        &self,
        listed: &[Spanned<String>],
        model: &Model,
        diagnostics: &mut Diagnostics,
    ) -> Vec<TypeId> {
        let mut union = Vec::new();
        for name in listed {
            match self.find(name, model, diagnostics) {
                Some(id) if model.type_(id).is_some_and(|t| t.structured().is_some()) => {
                    union.push(id);
                }
                Some(_) => diagnostics.push(Diagnostic::error(
                    UNKNOWN,
                    format!("`{}` is not an entity or complex type", name.get_ref()),
                    self.span(name),
                )),
                None => {}
            }
        }
        union
    }
}

/// A derived type that declares a property of this name with another type. With the same type
/// the declaration repeats what the base type has by now.
fn declared_otherwise(model: &Model, owner: TypeId, name: &str, type_: TypeRef) -> Option<TypeId> {
    let differs = |id: &TypeId| {
        let structured = model.type_(*id).and_then(|found| found.structured());
        let mut own = structured.into_iter().flat_map(|found| &found.properties);
        own.any(|property| property.name == name && property.type_ != type_)
    };
    model.descendants(owner).into_iter().find(differs)
}
