//! Lowers the keys of entity types to arguments of builders' methods.

use super::plan::{alternate_keys, url_name};
use super::{Context, markdown};
use crate::model::{Item, KeyRef, QueryOption, TypeId, TypeKind};
use crate::names::{escape, snake};
use crate::sdk::{Doc, EntityKey, KeyForm, KeyPart, Type};
use crate::service::KeyStyle;

impl Context<'_> {
    /// The key of an entity type.
    pub(super) fn entity_key(&self, id: TypeId) -> EntityKey {
        let parts = self.key_parts(id, self.input.model.key(id));
        let one = match parts.as_slice() {
            [one] => Some(&one.type_),
            _ => None,
        };
        let form = match (one, self.input.dialect.keys) {
            (None, _) => KeyForm::Named,
            (Some(_), KeyStyle::Parentheses) => KeyForm::Literal,
            (Some(Type::String | Type::Runtime("KeyValue")), KeyStyle::Segment) => KeyForm::Id,
            (Some(_), KeyStyle::Segment) => KeyForm::Segment,
        };
        let model = self.input.model;
        let mut lineage = model.iter_lineage(id).map(|id| &model[id]);
        let declares = lineage.find(|found| found.structured().is_some_and(|s| !s.key.is_empty()));
        EntityKey {
            form,
            parts,
            declared_by: declares.map(|found| found.name.to_string()),
        }
    }

    /// An alternate key of an entity type, by its position.
    pub(super) fn alternate_key(&self, id: TypeId, at: usize) -> Option<EntityKey> {
        let keys = alternate_keys(self.input.model, id);
        Some(EntityKey {
            form: KeyForm::Named,
            parts: self.key_parts(id, keys.get(at)?),
            declared_by: None,
        })
    }

    /// Query options as arguments; `taken` are the names of the arguments before them.
    pub(super) fn options<'n>(
        &self,
        options: &[QueryOption<'_>],
        taken: impl IntoIterator<Item = &'n str>,
    ) -> Vec<KeyPart> {
        let taken: Vec<&str> = taken.into_iter().collect();
        let mut parts: Vec<KeyPart> = Vec::new();
        for option in options {
            let mut name = escape(&snake(option.name));
            while taken.contains(&name.as_str()) || parts.iter().any(|known| known.name == name) {
                name.push('_');
            }
            parts.push(KeyPart {
                wire: option.name.to_owned(),
                name,
                type_: self.literal_type(Item::Primitive(option.type_)),
            });
        }
        parts
    }

    fn key_parts(&self, id: TypeId, key: &[KeyRef]) -> Vec<KeyPart> {
        let mut parts: Vec<KeyPart> = Vec::new();
        for part in key {
            let wire = url_name(part);
            let mut name = escape(&snake(wire));
            while parts.iter().any(|known| known.name == name) {
                name.push('_');
            }
            parts.push(KeyPart {
                wire: wire.to_owned(),
                name,
                type_: self.key_type(id, &part.path),
            });
        }
        parts
    }

    /// The Rust type of a key property. What has no literal of its own, or is not generated, is
    /// whatever converts into a literal.
    fn key_type(&self, id: TypeId, path: &str) -> Type {
        let model = self.input.model;
        let property = model.property_at(id, path);
        let item = property.map(|property| property.type_.item);
        let structured = match item {
            Some(Item::Named(id)) => matches!(model[id].kind, TypeKind::Structured(_)),
            _ => false,
        };
        match item.filter(|_| !structured) {
            None => Type::Runtime("KeyValue"),
            Some(item) => self.literal_type(item),
        }
    }

    /// The Rust type of a value that is written as a literal.
    fn literal_type(&self, item: Item) -> Type {
        match self.item(item) {
            Type::Runtime("RawJson") => Type::Runtime("KeyValue"),
            type_ => type_,
        }
    }
}

/// A key in the documentation of a path: `/{id}`, `('{UserName}')` or `(row='{row}',number={number})`.
pub(super) fn shown(key: &EntityKey) -> String {
    key.shown(|part| part.wire.clone())
}

/// Says in a doc comment which query options are arguments.
pub(super) fn document_options(doc: &mut Doc, options: &[KeyPart]) {
    let names: Vec<String> = options
        .iter()
        .map(|part| markdown::code(&part.wire))
        .collect();
    if let [rest @ .., last] = names.as_slice() {
        let names = match rest {
            [] => last.clone(),
            rest => format!("{} and {last}", rest.join(", ")),
        };
        let plural = if rest.is_empty() { "" } else { "s" };
        let text = format!("The service requires the query option{plural} {names}.");
        doc.0.extend([String::new(), text]);
    }
}

/// The doc comment of the method that takes the key of an entity in a collection.
pub(super) fn by_key_doc(key: &EntityKey) -> Doc {
    let names: Vec<String> = key
        .parts
        .iter()
        .map(|part| markdown::code(&part.wire))
        .collect();
    let text = match names.as_slice() {
        [one] if one == "`id`" => "The entity with this key.".to_owned(),
        [_] => format!("The entity with this key: {}.", names.join(", ")),
        _ => format!(
            "The entity with the key of these values: {}.",
            names.join(", ")
        ),
    };
    Doc(vec![text])
}
