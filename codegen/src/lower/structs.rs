//! Lowers an entity or complex type to a [`Struct`].

use super::plan::streams;
use super::{Context, deprecation};
use crate::model::{Item, Primitive, Property, PropertyId, Type, TypeId};
use crate::names::{escape, screaming};
use crate::sdk::{Field, FieldType, Struct};

impl Context<'_> {
    /// The struct of a concrete type.
    pub(super) fn structure(&self, id: TypeId, found: &Type) -> Struct {
        let model = self.input.model;
        let written = self
            .input
            .selection
            .types
            .get(&id)
            .is_some_and(|used| used.write);
        let mut out = Struct {
            path: self.names.types[&id].clone(),
            doc: self.type_doc(id, found),
            deprecated: deprecation(found.deprecated.as_ref()),
            type_name: format!("#{}", found.name),
            written,
            ..Struct::default()
        };
        // A stream property is not a field but a method of the builder. Its description in
        // `docs.toml` is looked up nevertheless, so that it is not reported as unused.
        for (stream, property) in streams(model, id) {
            self.property_doc(id, stream, property);
        }
        for (at, (property_id, ident)) in self.names.fields[&id].iter().enumerate() {
            let (property_id, property) = (*property_id, &model[*property_id]);
            let read_only = self.is_read_only(id, property_id, property);
            if read_only {
                out.read_only.push(at);
            }
            if self.is_secret(Some(id), &property.name, property.type_.item) {
                out.secret.push(at);
            }
            if self.is_create_only(id, property_id, property) {
                out.create_only.push(at);
            }
            // Many services make keys themselves, although these are never null.
            let wanted = property.nullable == Some(false)
                && !model.is_key(id, property_id)
                && property.default.is_none()
                && property.navigation.is_none();
            let was_key = || self.input.order.was_key(model, id, &property.name);
            if written && wanted && !read_only && !was_key() {
                out.required.push(at);
            }
            let field_type = self.property_type(property_id, property);
            let doc = self.property_doc(id, property_id, property);
            let deprecated = deprecation(property.deprecated.as_ref());
            out.fields
                .push(field(ident, &property.name, field_type, doc, deprecated));
        }
        out
    }

    /// The field type of a property.
    pub(super) fn property_type(&self, id: PropertyId, property: &Property) -> FieldType {
        if let Some((path, _)) = self.names.unions.get(&id) {
            let item = crate::sdk::Type::OneOrMany(path.clone());
            return FieldType {
                item,
                list: false,
                boxed: false,
            };
        }
        let field_type = self.field_type(property.type_);
        let inline = matches!(field_type.item, crate::sdk::Type::Model(_)) && !field_type.list;
        FieldType {
            boxed: inline && self.input.model.boxed.contains(&id),
            ..field_type
        }
    }

    /// Whether request bodies omit a property.
    pub(super) fn is_read_only(&self, owner: TypeId, at: PropertyId, property: &Property) -> bool {
        let (model, overlay) = (self.input.model, self.input.overlay);
        let says = overlay.is_read_only(model, owner, &property.name);
        says.unwrap_or_else(|| property.is_read_only() && !model.is_chosen_key(owner, at))
    }

    /// Whether only request bodies that create have a property.
    pub(super) fn is_create_only(
        &self,
        owner: TypeId,
        at: PropertyId,
        property: &Property,
    ) -> bool {
        let (model, overlay) = (self.input.model, self.input.overlay);
        let says = overlay.is_read_only(model, owner, &property.name);
        let chosen = says.is_none() && model.is_chosen_key(owner, at);
        chosen || property.immutable && !self.is_read_only(owner, at, property)
    }

    /// Whether `Debug` must not print a value.
    pub(super) fn is_secret(&self, owner: Option<TypeId>, name: &str, item: Item) -> bool {
        let binary = match item {
            Item::Named(id) => match self.input.model.type_(id).map(|found| &found.kind) {
                Some(crate::model::TypeKind::Definition(definition)) => {
                    definition.underlying == Item::Primitive(Primitive::Binary)
                }
                _ => false,
            },
            item => item == Item::Primitive(Primitive::Binary),
        };
        binary || self.input.overlay.is_secret(self.input.model, owner, name)
    }
}

/// A field with this identifier.
pub(super) fn field(
    ident: &str,
    wire: &str,
    field_type: FieldType,
    doc: crate::sdk::Doc,
    deprecated: Option<String>,
) -> Field {
    let trail: String = ident.chars().rev().take_while(|c| *c == '_').collect();
    let constant = screaming(ident) + &trail;
    Field {
        name: escape(ident),
        constant,
        // An identifier starts with `_` only if its name has no letter at the start.
        setter: format!("with_{}", ident.trim_start_matches('_')),
        wire: wire.to_owned(),
        field_type,
        doc,
        deprecated,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_a_field_follow_from_its_identifier() {
        let names = |ident: &str| {
            let field_type = FieldType {
                item: crate::sdk::Type::String,
                list: false,
                boxed: false,
            };
            let field = field(ident, "w", field_type, Default::default(), None);
            (field.name, field.constant, field.setter)
        };
        let text = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
        assert_eq!(names("type"), text("r#type", "TYPE", "with_type"));
        assert_eq!(names("extra_"), text("extra_", "EXTRA_", "with_extra_"));
        assert_eq!(names("_1"), text("_1", "_1", "with_1"));
        assert_eq!(names("self"), text("self_", "SELF", "with_self"));
        assert_eq!(
            names("frequency24_g_hz"),
            text(
                "frequency24_g_hz",
                "FREQUENCY24_G_HZ",
                "with_frequency24_g_hz"
            )
        );
    }
}
