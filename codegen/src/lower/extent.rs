//! How much of a crate is lowered: all of it, or the items that a comparison needs.

use std::collections::BTreeSet;

use crate::model::TypeId;

/// How much is lowered.
#[derive(Clone, Debug, Default)]
pub enum Extent {
    /// Everything.
    #[default]
    Whole,
    /// Some items.
    Part(Part),
}

/// The items of a part.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// The types whose structs and enums are lowered.
    pub types: BTreeSet<TypeId>,
    /// Further types whose fields have names.
    pub fields: BTreeSet<TypeId>,
    /// The types whose builders are lowered.
    pub builders: BTreeSet<TypeId>,
    /// The files of operations that are lowered, by the type that the operations are bound to.
    pub operations: BTreeSet<Option<TypeId>>,
    /// Further files whose operations have names.
    pub named: BTreeSet<Option<TypeId>>,
}

impl Extent {
    /// Whether the struct or the enums of a type are lowered.
    pub fn has_type(&self, id: TypeId) -> bool {
        self.is(|part| part.types.contains(&id))
    }

    /// Whether the fields or members of a type have names.
    pub fn names_members(&self, id: TypeId) -> bool {
        self.is(|part| part.types.contains(&id) || part.fields.contains(&id))
    }

    /// Whether the builders of a type are lowered.
    pub fn has_builders(&self, id: TypeId) -> bool {
        self.is(|part| part.builders.contains(&id))
    }

    /// Whether the operations in the file of a type are lowered.
    pub fn has_operations(&self, home: Option<TypeId>) -> bool {
        self.is(|part| part.operations.contains(&home))
    }

    /// Whether the operations in the file of a type have names.
    pub fn names_operations(&self, home: Option<TypeId>) -> bool {
        self.is(|part| part.operations.contains(&home) || part.named.contains(&home))
    }

    fn is(&self, holds: impl Fn(&Part) -> bool) -> bool {
        match self {
            Self::Whole => true,
            Self::Part(part) => holds(part),
        }
    }
}
