//! What goes in: model and selection. What comes out: what will be generated:
//! which types, which enums over derived types, which builders.

mod builders;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    Item, Model, Operation, OperationId, Primitive, Property, PropertyId, Root, TypeId, TypeKind,
    TypeRef,
};
use crate::select::Selection;

/// What will be generated.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Entity, complex and enumeration types, by OData name.
    pub types: Vec<TypeId>,
    /// For each structured type: the types that derive from it and have values, by
    /// OData name.
    pub derived: BTreeMap<TypeId, Vec<TypeId>>,
    /// Types that have an enum over themselves and what derives from them.
    pub any: BTreeSet<TypeId>,
    /// Choices that the overlay declares, with the types that have values.
    pub unions: BTreeMap<PropertyId, Vec<TypeId>>,
    /// Entity types that have builders.
    pub builders: BTreeMap<TypeId, Builders>,
    /// Operations, by name, binding and parameters.
    operations: Vec<OperationId>,
}

/// Which builders an entity type has, and what they offer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Builders {
    /// Paths lead to one such entity.
    pub one: bool,
    /// Paths lead to a collection of them.
    pub many: bool,
    /// Paths lead to where one lives: it can be changed.
    pub update: bool,
    /// It lives in another entity or in a set, and can be deleted.
    pub delete: bool,
    /// Paths lead to a collection in which they live: one can be made there.
    pub create: bool,
    /// A reference leads to one.
    pub reference: bool,
    /// References lead to many.
    pub references: bool,
    /// The builder of one has a mark that tells whether a reference led there.
    pub marked: bool,
}

impl Plan {
    /// Finds out what will be generated.
    pub fn new(model: &Model, selection: &Selection) -> Self {
        let mut plan = Self::default();
        for id in selection.types.keys() {
            let Some(found) = model.type_(*id) else {
                continue;
            };
            if !matches!(found.kind, TypeKind::Definition(_)) && !is_raw(model, *id) {
                plan.types.push(*id);
            }
            if found.structured().is_some() {
                plan.derived.insert(*id, concrete(model, selection, *id));
            }
        }
        by_name(model, &mut plan.types);
        plan.operations = sorted(model, selection);
        plan.find_unions(model);
        builders::find(&mut plan, model, selection);
        plan.find_any(model);
        plan
    }

    /// The operations by name, binding and parameters.
    pub fn operations<'m>(
        &self,
        model: &'m Model,
    ) -> impl Iterator<Item = (OperationId, &'m Operation)> {
        let ids = self.operations.iter();
        ids.filter_map(move |id| Some((*id, model.operation(*id)?)))
    }

    /// The types that have an enum over what derives from them, by OData name.
    pub fn any(&self) -> impl Iterator<Item = TypeId> {
        self.types
            .iter()
            .copied()
            .filter(|id| self.any.contains(id))
    }

    /// The entity types that have builders, by OData name.
    pub fn with_builders(&self) -> impl Iterator<Item = TypeId> {
        let types = self.types.iter().copied();
        types.filter(|id| self.builders.contains_key(id))
    }

    /// The choices that the overlay declares, by the OData name of their types.
    pub fn unions(&self) -> impl Iterator<Item = (PropertyId, &[TypeId])> {
        let of = |owner: TypeId| {
            let at = |index| PropertyId { owner, index };
            self.unions.range(at(0)..=at(usize::MAX))
        };
        let unions = self.types.iter().flat_map(move |owner| of(*owner));
        unions.map(|(id, types)| (*id, types.as_slice()))
    }

    fn find_unions(&mut self, model: &Model) {
        for owner in &self.types {
            let structured = model.type_(*owner).and_then(|t| t.structured());
            let properties = structured
                .map(|s| s.properties.as_slice())
                .unwrap_or_default();
            for (index, property) in properties.iter().enumerate() {
                let Some(listed) = &property.union else {
                    continue;
                };
                let mut types = Vec::new();
                for id in listed {
                    types.extend(Some(*id).filter(|id| !is_abstract(model, *id)));
                    types.extend(self.derived.get(id).into_iter().flatten());
                }
                by_name(model, &mut types);
                types.dedup();
                types.retain(|id| self.derived.contains_key(id));
                self.unions.insert(
                    PropertyId {
                        owner: *owner,
                        index,
                    },
                    types,
                );
            }
        }
    }

    fn find_any(&mut self, model: &Model) {
        let mut used: Vec<TypeRef> = Vec::new();
        for id in &self.types {
            if let Some(structured) = model.type_(*id).and_then(|t| t.structured()) {
                used.extend(structured.properties.iter().map(|p| p.type_));
                if structured.is_abstract {
                    self.any.insert(*id);
                }
            }
        }
        for (_, operation) in self.operations(model) {
            used.extend(operation.own_parameters().iter().map(|p| p.type_));
            used.extend(operation.return_type.as_ref().map(|r| r.type_));
        }
        for type_ in self.builders.keys() {
            used.push(TypeRef::one(Item::Named(*type_)));
        }
        for id in used.into_iter().filter_map(TypeRef::named) {
            if self
                .derived
                .get(&id)
                .is_some_and(|derived| !derived.is_empty())
            {
                self.any.insert(id);
            }
        }
    }
}

/// The fields of a type: those of its bases first, each name once, no streams.
pub fn fields(model: &Model, id: TypeId) -> Vec<(PropertyId, &Property)> {
    let mut seen = BTreeSet::new();
    let mut list = model.all_properties(id);
    list.retain(|(_, property)| !is_stream(property) && seen.insert(property.name.as_str()));
    list
}

/// The streams of a type: not fields, but addresses of their own.
pub fn streams(model: &Model, id: TypeId) -> Vec<(PropertyId, &Property)> {
    let mut list = model.all_properties(id);
    list.retain(|(_, property)| is_stream(property));
    list
}

/// Whether entities of a type are streams themselves.
pub fn is_media(model: &Model, id: TypeId) -> bool {
    let structured = model.type_(id).and_then(|found| found.structured());
    structured.is_some_and(|structured| structured.has_stream)
}

fn is_stream(property: &Property) -> bool {
    match property.type_.item {
        Item::Primitive(primitive) => primitive == Primitive::Stream,
        _ => false,
    }
}

/// Whether a type stands for JSON of any shape: `Json`, which declares nothing.
pub fn is_raw(model: &Model, id: TypeId) -> bool {
    model.type_(id).is_some_and(|found| {
        found.name.name == "Json"
            && found
                .structured()
                .is_some_and(|s| !s.entity && s.base.is_none() && s.properties.is_empty())
    })
}

/// Whether there are no values of exactly this type.
pub fn is_abstract(model: &Model, id: TypeId) -> bool {
    let structured = model.type_(id).and_then(|t| t.structured());
    structured.is_some_and(|structured| structured.is_abstract)
}

/// The types that derive from an entity type and have a builder, by OData name.
pub fn casts(model: &Model, plan: &Plan, id: TypeId) -> Vec<TypeId> {
    let mut list = model.descendants(id);
    list.retain(|id| plan.builders.contains_key(id));
    by_name(model, &mut list);
    list
}

/// The alternate keys of an entity type, those of its bases included: for each part what
/// URLs call it.
pub fn alternate_keys(model: &Model, id: TypeId) -> Vec<Vec<&str>> {
    let lineage = model.lineage(id).into_iter();
    let keys = lineage
        .filter_map(|id| model.type_(id)?.structured())
        .flat_map(|structured| &structured.alternate_keys);
    let keys = keys.map(|key| {
        let names = key
            .iter()
            .map(|part| part.alias.as_ref().unwrap_or(&part.path));
        names.map(String::as_str).collect()
    });
    keys.collect()
}

/// Whether an entity can be addressed by key.
pub fn has_key(model: &Model, id: TypeId) -> bool {
    !model.key(id).is_empty()
}

/// The selected operations by name, binding and parameters.
fn sorted(model: &Model, selection: &Selection) -> Vec<OperationId> {
    let mut list: Vec<OperationId> = selection.operations.keys().copied().collect();
    list.sort_by_cached_key(|id| {
        let operation = model.operation(*id);
        operation.map(|operation| operation_order(model, operation))
    });
    list
}

/// What operations are sorted by.
pub fn operation_order(model: &Model, operation: &Operation) -> (String, String, Vec<String>) {
    let binding = operation.binding().map(|b| model.type_name(b.type_));
    let parameters = operation.own_parameters().iter();
    (
        operation.name.to_string(),
        binding.unwrap_or_default(),
        parameters
            .map(|p| format!("{} {}", p.name, model.type_name(p.type_)))
            .collect(),
    )
}

/// The selected roots by name, with their positions.
pub fn selected_roots<'a>(model: &'a Model, selection: &'a Selection) -> Vec<(usize, &'a Root)> {
    let roots = selection.roots.iter();
    let mut list: Vec<_> = roots
        .filter_map(|at| Some((*at, model.roots.get(*at)?)))
        .collect();
    list.sort_by(|a, b| a.1.name.cmp(&b.1.name));
    list
}

fn concrete(model: &Model, selection: &Selection, id: TypeId) -> Vec<TypeId> {
    let mut list = model.descendants(id);
    list.retain(|id| selection.has_type(*id) && !is_abstract(model, *id));
    by_name(model, &mut list);
    list
}

/// Sorts types by OData name: the order in which a document declares them means
/// nothing.
fn by_name(model: &Model, list: &mut [TypeId]) {
    list.sort_by_cached_key(|id| model.type_(*id).map(|found| found.name.to_string()));
}
