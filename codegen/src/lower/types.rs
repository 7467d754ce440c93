//! Chooses the Rust type for a type reference of the metadata.

use super::Context;
use crate::model::{Item, Primitive, TypeKind, TypeRef};
use crate::sdk::{FieldType, Type};

impl Context<'_> {
    /// The Rust type of a single value.
    pub(super) fn item(&self, item: Item) -> Type {
        let id = match item {
            Item::Primitive(kind) => return primitive(kind),
            Item::Abstract(_) => return Type::Runtime("RawJson"),
            Item::Named(id) => id,
        };
        let kind = self.input.model.type_(id).map(|found| &found.kind);
        if let Some(TypeKind::Definition(definition)) = kind {
            return match definition.underlying {
                Item::Primitive(kind) => primitive(kind),
                _ => Type::Runtime("RawJson"),
            };
        }
        if let Some(path) = self.names.any.get(&id) {
            return Type::Model(path.clone());
        }
        match (self.names.types.get(&id), kind) {
            (Some(path), Some(TypeKind::Enum(found))) if found.is_flags => {
                Type::Flags(path.clone())
            }
            (Some(path), _) => Type::Model(path.clone()),
            // A rule excludes the type, so its values are kept as raw JSON.
            (None, _) => Type::Runtime("RawJson"),
        }
    }

    /// The field type of a field or parameter that needs no box.
    pub(super) fn field_type(&self, type_: TypeRef) -> FieldType {
        FieldType {
            item: self.item(type_.item),
            list: type_.collection,
            boxed: false,
        }
    }
}

/// The Rust type of a primitive value.
fn primitive(kind: Primitive) -> Type {
    match kind {
        Primitive::String => Type::String,
        Primitive::Boolean => Type::Scalar("bool"),
        Primitive::Byte => Type::Scalar("u8"),
        Primitive::SByte => Type::Scalar("i8"),
        Primitive::Int16 => Type::Scalar("i16"),
        Primitive::Int32 => Type::Scalar("i32"),
        Primitive::Int64 => Type::Scalar("i64"),
        Primitive::Single => Type::Scalar("f32"),
        Primitive::Double => Type::Scalar("f64"),
        Primitive::Decimal => Type::Runtime("Decimal"),
        Primitive::Guid => Type::Runtime("Guid"),
        Primitive::Date => Type::Runtime("Date"),
        Primitive::TimeOfDay => Type::Runtime("TimeOfDay"),
        Primitive::DateTimeOffset => Type::Runtime("DateTimeOffset"),
        Primitive::Duration => Type::Runtime("Duration"),
        Primitive::Binary => Type::Runtime("Binary"),
        // Geography and geometry values are GeoJSON.
        _ => Type::Runtime("RawJson"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn primitives_have_the_type_that_loses_nothing() {
        assert_eq!(primitive(Primitive::Int64), Type::Scalar("i64"));
        assert_eq!(primitive(Primitive::Decimal), Type::Runtime("Decimal"));
        assert_eq!(
            primitive(Primitive::GeographyPoint),
            Type::Runtime("RawJson")
        );
        assert_eq!(primitive(Primitive::String), Type::String);
    }
}
