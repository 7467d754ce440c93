//! Decides which items are generated: types, enums over derived types, and builders.

mod builders;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    Item, KeyRef, Model, Operation, OperationId, OperationKind, Primitive, Property, PropertyId,
    Root, TypeId, TypeKind, TypeRef,
};
use crate::select::Selection;
use crate::service::Dialect;

/// The items to generate.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Entity, complex and enumeration types, ordered by OData name.
    pub types: Vec<TypeId>,
    /// For each structured type, the concrete types derived from it, ordered by OData name.
    pub derived: BTreeMap<TypeId, Vec<TypeId>>,
    /// The types that have an enum over themselves and their derived types.
    pub any: BTreeSet<TypeId>,
    /// The overlay's unions, with their concrete types.
    pub unions: BTreeMap<PropertyId, Vec<TypeId>>,
    /// The entity types that have builders.
    pub builders: BTreeMap<TypeId, Builders>,
    /// The entity types that paths only lead through, ordered by OData name.
    pub passages: Vec<TypeId>,
    /// The operations, ordered by name, binding type and parameters.
    operations: Vec<OperationId>,
}

/// The builders of an entity type, and the requests that they offer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Builders {
    /// Whether a path leads to one such entity.
    pub one: bool,
    /// Whether a path leads to a collection of them.
    pub many: bool,
    /// Whether more leads to them than a cast of a collection.
    pub direct: bool,
    /// Whether a path leads to where such an entity is contained, so that it can be
    /// updated.
    pub update: bool,
    /// Whether it is contained in another entity or in an entity set, so that it can be
    /// deleted.
    pub delete: bool,
    /// Whether a path leads to a collection that contains such entities, so that one can be
    /// created.
    pub create: bool,
    /// Whether a reference leads to one such entity.
    pub reference: bool,
    /// Whether a reference leads to a collection of them.
    pub references: bool,
    /// Whether paths only lead through such entities: the builder makes no requests.
    pub passage: bool,
    /// Whether `PUT` replaces such an entity.
    pub replace: bool,
    /// Whether `PATCH` updates such an entity, as far as its metadata says.
    pub patch: bool,
    /// Whether the builder of one entity has a type parameter that tells how a path led there:
    /// by a reference, or to a place that forbids what another one allows.
    pub has_access_param: bool,
    /// Whether the builder of a collection has one.
    pub many_has_access_param: bool,
}

impl Plan {
    /// Decides which items are generated.
    pub fn new(model: &Model, selection: &Selection, dialect: &Dialect) -> Self {
        let mut plan = Self::default();
        for id in selection.types.keys() {
            let found = &model[*id];
            if !matches!(found.kind, TypeKind::Definition(_)) && !is_raw(model, *id) {
                plan.types.push(*id);
            }
            if found.structured().is_some() {
                plan.derived.insert(*id, concrete(model, selection, *id));
            }
        }
        by_name(model, &mut plan.types);
        let passages = selection.passages.keys().copied();
        plan.passages = passages.filter(|id| selection.is_passage(*id)).collect();
        by_name(model, &mut plan.passages);
        plan.operations = sorted_operations(model, selection);
        plan.find_unions(model);
        builders::find(&mut plan, model, selection, dialect);
        plan.find_any(model);
        plan
    }

    /// The operations, ordered by name, binding type and parameters.
    pub fn operations<'m>(
        &self,
        model: &'m Model,
    ) -> impl Iterator<Item = (OperationId, &'m Operation)> {
        let ids = self.operations.iter();
        ids.filter_map(move |id| Some((*id, model.operation(*id)?)))
    }

    /// The types that have an enum over derived types, ordered by OData name.
    pub fn any(&self) -> impl Iterator<Item = TypeId> {
        self.types
            .iter()
            .copied()
            .filter(|id| self.any.contains(id))
    }

    /// The entity types that have builders, ordered by OData name; those that paths only lead
    /// through come last.
    pub fn with_builders(&self) -> impl Iterator<Item = TypeId> {
        let types = self.types.iter().chain(&self.passages).copied();
        types.filter(|id| self.builders.contains_key(id))
    }

    /// The overlay's unions, ordered by the OData name of their types.
    pub fn unions(&self) -> impl Iterator<Item = (PropertyId, &[TypeId])> {
        let of = |owner: TypeId| {
            let at = |index| PropertyId { owner, index };
            self.unions.range(at(0)..=at(usize::MAX))
        };
        let unions = self.types.iter().flat_map(move |owner| of(*owner));
        unions.map(|(id, types)| (*id, types.as_slice()))
    }

    /// The type of the entities at which paths go on from the result of a function.
    pub fn composes(&self, operation: &Operation) -> Option<TypeRef> {
        let returned = operation.return_type.as_ref()?.type_;
        let is_function = operation.kind == OperationKind::Function;
        let builders = self.builders.get(&returned.named()?)?;
        let there = if returned.collection {
            builders.many
        } else {
            builders.one
        };
        Some(returned).filter(|_| operation.composable && is_function && there)
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

/// The properties that become fields: those of base types first, each name once, without
/// streams.
pub fn fields(model: &Model, id: TypeId) -> Vec<(PropertyId, &Property)> {
    let mut seen = BTreeSet::new();
    let mut list = model.all_properties(id);
    list.retain(|(_, property)| !is_stream(property) && seen.insert(property.name.as_str()));
    list
}

/// The stream properties of a type, which are not fields but have their own address.
pub fn streams(model: &Model, id: TypeId) -> Vec<(PropertyId, &Property)> {
    let mut list = model.all_properties(id);
    list.retain(|(_, property)| is_stream(property));
    list
}

/// Whether entities of a type are media entities (`HasStream`).
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

/// Whether a type stands for arbitrary JSON: `graph.Json`, which has no properties.
pub fn is_raw(model: &Model, id: TypeId) -> bool {
    model.type_(id).is_some_and(|found| {
        found.name.name == "Json"
            && found
                .structured()
                .is_some_and(|s| !s.entity && s.base.is_none() && s.properties.is_empty())
    })
}

/// Whether a type is abstract.
pub fn is_abstract(model: &Model, id: TypeId) -> bool {
    let structured = model.type_(id).and_then(|t| t.structured());
    structured.is_some_and(|structured| structured.is_abstract)
}

/// The types derived from an entity type that have a builder, ordered by OData name.
pub fn casts(model: &Model, plan: &Plan, id: TypeId) -> Vec<TypeId> {
    let mut list = model.descendants(id);
    list.retain(|id| plan.builders.get(id).is_some_and(|found| !found.passage));
    by_name(model, &mut list);
    list
}

/// The alternate keys of an entity type, including inherited ones.
pub fn alternate_keys(model: &Model, id: TypeId) -> Vec<&[KeyRef]> {
    let lineage = model.lineage(id).into_iter();
    let keys = lineage
        .filter_map(|id| model.type_(id)?.structured())
        .flat_map(|structured| &structured.alternate_keys);
    keys.map(Vec::as_slice).collect()
}

/// The name of a key property in URLs.
pub fn url_name(part: &KeyRef) -> &str {
    part.alias.as_ref().unwrap_or(&part.path)
}

/// Whether the key of an entity has several properties.
pub fn has_composite_key(model: &Model, id: TypeId) -> bool {
    model.key(id).len() > 1
}

/// Whether an entity can be addressed by key.
pub fn has_key(model: &Model, id: TypeId) -> bool {
    !model.key(id).is_empty()
}

/// The selected operations, ordered by name, binding type and parameters.
fn sorted_operations(model: &Model, selection: &Selection) -> Vec<OperationId> {
    let mut list: Vec<OperationId> = selection.operations.keys().copied().collect();
    list.sort_by_cached_key(|id| operation_order(model, &model[*id]));
    list
}

/// The sort key of operations.
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

/// The selected roots, ordered by name, with their positions.
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

/// Sorts types by OData name, so that moving a declaration within a document changes
/// nothing.
fn by_name(model: &Model, list: &mut [TypeId]) {
    list.sort_by_cached_key(|id| model[*id].name.to_string());
}
