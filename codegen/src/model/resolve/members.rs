//! Finds the members of a type by name, in logarithmic time for large types.

use super::super::{Model, Property, PropertyId, TypeId, TypeKind};
use super::Resolver;
use std::collections::BTreeMap;

/// Up to this number of members, a linear search is the fastest.
const LINEAR_SEARCH_LIMIT: usize = 32;

/// The members of large types, as positions sorted by name.
#[derive(Debug, Default)]
pub(super) struct Members {
    large: BTreeMap<TypeId, Vec<usize>>,
}

impl Resolver<'_> {
    /// Builds the index for large types. Afterwards the positions of their members must not
    /// change.
    pub(super) fn index_members(&mut self) {
        let mut large = BTreeMap::new();
        for (id, type_) in self.model.type_ids() {
            let count = count(&type_.kind);
            if count > LINEAR_SEARCH_LIMIT {
                let mut order: Vec<usize> = (0..count).collect();
                order.sort_by_key(|&at| name(&type_.kind, at));
                large.insert(id, order);
            }
        }
        self.members = Members { large };
    }

    /// The position of a property or member among those that the type itself declares.
    pub(super) fn position(&self, id: TypeId, wanted: &str) -> Option<usize> {
        let kind = &self.model.type_(id)?.kind;
        match self.members.large.get(&id) {
            Some(order) => {
                let found = order.binary_search_by_key(&Some(wanted), |&at| name(kind, at));
                order.get(found.ok()?).copied()
            }
            None => (0..count(kind)).find(|&at| name(kind, at) == Some(wanted)),
        }
    }

    /// Finds a property of a type or of one of its base types.
    pub(super) fn find_property(&self, id: TypeId, name: &str) -> Option<(PropertyId, &Property)> {
        let model: &Model = &self.model;
        model.iter_lineage(id).find_map(|owner| {
            let index = self.position(owner, name)?;
            let found = PropertyId { owner, index };
            Some((found, model.property(found)?))
        })
    }
}

fn count(kind: &TypeKind) -> usize {
    match kind {
        TypeKind::Structured(structured) => structured.properties.len(),
        TypeKind::Enum(enumeration) => enumeration.members.len(),
        TypeKind::Definition(_) => 0,
    }
}

fn name(kind: &TypeKind, at: usize) -> Option<&str> {
    match kind {
        TypeKind::Structured(structured) => structured.properties.get(at).map(|p| p.name.as_str()),
        TypeKind::Enum(enumeration) => enumeration.members.get(at).map(|m| m.name.as_str()),
        TypeKind::Definition(_) => None,
    }
}
