//! What a snapshot keeps of the entity types that paths only lead through: their keys, and the
//! navigation properties by which the paths lead on.

use std::collections::{BTreeMap, BTreeSet};

use crate::csdl::Annotation;
use crate::model::{Binding, Model, PropertyId, Type, TypeId};
use crate::select::Selection;

/// The properties that are kept of each type that is not kept as a whole.
#[derive(Debug, Default)]
pub(super) struct Reduced(BTreeMap<TypeId, BTreeSet<PropertyId>>);

impl Reduced {
    /// The types that paths only lead through, and their base types.
    pub fn new(model: &Model, selection: &Selection) -> Self {
        let mut kept: BTreeMap<TypeId, BTreeSet<PropertyId>> = BTreeMap::new();
        for (id, passage) in &selection.passages {
            if !selection.is_passage(*id) {
                continue;
            }
            for base in model.lineage(*id) {
                if !selection.has_type(base) {
                    kept.entry(base).or_default();
                }
            }
            let key = model.key(*id).iter().filter_map(|part| part.property);
            for property in key.chain(passage.properties.iter().copied()) {
                if !selection.has_type(property.owner) {
                    kept.entry(property.owner).or_default().insert(property);
                }
            }
        }
        Self(kept)
    }

    /// The types.
    pub fn types(&self) -> impl Iterator<Item = TypeId> {
        self.0.keys().copied()
    }

    /// Whether a property is kept. All are where the type is kept as a whole.
    pub fn keeps(&self, owner: TypeId, index: usize) -> bool {
        let kept = self.0.get(&owner);
        kept.is_none_or(|kept| kept.contains(&PropertyId { owner, index }))
    }

    /// The annotations that are kept of a type itself.
    ///
    /// Others speak of properties that are gone, as `Core.AlternateKeys` does.
    pub fn annotations(&self, id: TypeId, found: &Type) -> Vec<Annotation> {
        let all = found.annotations.iter();
        let kept = all.filter(|annotation| {
            !self.0.contains_key(&id) || annotation.term.as_str() == "Org.OData.Core.V1.Revisions"
        });
        kept.cloned().collect()
    }

    /// Whether the properties are kept that a navigation property binding of a root goes by.
    pub fn keeps_binding(&self, model: &Model, root: TypeId, binding: &Binding) -> bool {
        let mut names = binding.path.split('/').filter(|step| !step.contains('.'));
        let Some(first) = names.next().filter(|_| self.0.contains_key(&root)) else {
            return true;
        };
        let properties = model.all_properties(root);
        let found = properties
            .iter()
            .find(|(_, property)| property.name == first);
        found.is_some_and(|(at, _)| self.keeps(at.owner, at.index))
    }
}
