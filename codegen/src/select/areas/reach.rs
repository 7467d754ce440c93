//! Computes which areas reach which types and operations.
//!
//! One work list propagates sets of areas, so that all areas are computed in one pass.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{Area, AreaSet, Areas};
use crate::model::{
    Model, Operation, OperationId, Property, Root, RootKind, Structured, Type, TypeId,
};
use crate::select::Selection;

/// The areas found so far for one type.
#[derive(Clone, Debug, Default)]
struct Reached {
    /// The areas that need the type.
    any: AreaSet,
    /// The areas in which it is the declared type of something.
    declared: AreaSet,
}

/// The state of the computation.
pub struct Reach<'m> {
    model: &'m Model,
    selection: &'m Selection,
    reached: BTreeMap<TypeId, Reached>,
    todo: VecDeque<TypeId>,
    /// The operations bound to each type or to collections of it.
    bound: BTreeMap<TypeId, Vec<&'m Operation>>,
    /// The areas of operations that are not bound to a selected type.
    unbound: BTreeMap<OperationId, AreaSet>,
    /// Entity types that a root or a containment navigation property addresses.
    placed: BTreeSet<TypeId>,
    /// Targets of references that are followed, because no area would contain them
    /// otherwise.
    followed: BTreeSet<TypeId>,
    /// Derived types that are included wherever a certain base type is declared.
    claimed: BTreeMap<TypeId, Vec<TypeId>>,
}

impl<'m> Reach<'m> {
    pub fn new(model: &'m Model, selection: &'m Selection) -> Self {
        let mut bound: BTreeMap<TypeId, Vec<&Operation>> = BTreeMap::new();
        let mut unbound = BTreeMap::new();
        for &id in selection.operations.keys() {
            let Some(operation) = model.operation(id) else {
                continue;
            };
            match binding(operation).filter(|id| selection.has_type(*id)) {
                Some(to) => bound.entry(to).or_default().push(operation),
                None => drop(unbound.insert(id, AreaSet::default())),
            }
        }
        let mut placed = BTreeSet::new();
        for root in selection.roots.iter().filter_map(|&at| model.roots.get(at)) {
            placed.extend(entity(root));
        }
        for structured in selected(model, selection).map(|(_, structured)| structured) {
            let contained = structured.properties.iter().filter(|p| p.contains_target());
            placed.extend(contained.filter_map(|p| p.type_.named()));
        }
        Self {
            model,
            selection,
            reached: BTreeMap::new(),
            todo: VecDeque::new(),
            bound,
            unbound,
            placed,
            followed: BTreeSet::new(),
            claimed: BTreeMap::new(),
        }
    }

    /// Starts an area at its root.
    pub fn start(&mut self, root: Option<&Root>, number: usize) {
        let area = AreaSet::one(number);
        match root.map(|root| &root.kind) {
            Some(RootKind::Singleton { type_, .. } | RootKind::EntitySet { type_ }) => {
                self.declare(*type_, &area);
            }
            Some(
                RootKind::ActionImport { operations, .. }
                | RootKind::FunctionImport { operations, .. },
            ) => {
                for id in operations {
                    self.call(*id, &area);
                }
            }
            None => {}
        }
    }

    /// Starts an area at everything that is in no area yet; returns whether there is
    /// anything.
    pub fn start_unreached(&mut self, number: usize) -> bool {
        let area = AreaSet::one(number);
        let types = self.selection.types.keys().copied();
        let types: Vec<TypeId> = types.filter(|id| !self.is_declared(*id)).collect();
        let operations = self.unbound.iter().filter(|(_, areas)| areas.is_empty());
        let operations: Vec<OperationId> = operations.map(|(id, _)| *id).collect();
        for &id in &types {
            self.declare(id, &area);
        }
        for &id in &operations {
            self.call(id, &area);
        }
        !types.is_empty() || !operations.is_empty()
    }

    /// Follows references to types that are in no area yet; returns whether there are any.
    pub fn claim_references(&mut self) -> bool {
        let mut new = BTreeSet::new();
        let mut owners = BTreeSet::new();
        for (id, structured) in self.reached_types() {
            for property in &structured.properties {
                let target = property.type_.named().filter(|id| self.is_homeless(*id));
                if let Some(target) = target.filter(|_| property.navigation.is_some()) {
                    new.insert(target);
                    owners.insert(id);
                }
            }
        }
        self.todo.extend(owners);
        self.followed.extend(&new);
        !new.is_empty()
    }

    /// Assigns derived types without a path of their own to the nearest base type that is
    /// declared somewhere; returns whether there are any.
    pub fn claim_derived(&mut self) -> bool {
        let known: BTreeSet<TypeId> = self.claimed.values().flatten().copied().collect();
        let mut new = Vec::new();
        for (id, structured) in selected(self.model, self.selection) {
            if structured.base.is_none() || self.placed.contains(&id) || known.contains(&id) {
                continue;
            }
            let mut above = self.model.ancestors(id).into_iter();
            if let Some(base) = above.find(|id| self.is_declared(*id)) {
                new.push((base, id));
            }
        }
        for &(base, id) in &new {
            self.claimed.entry(base).or_default().push(id);
            self.todo.push_back(base);
        }
        !new.is_empty()
    }

    /// Processes the work list until it is empty.
    pub fn run(&mut self) {
        while let Some(id) = self.todo.pop_front() {
            self.expand(id);
        }
    }

    /// Returns the areas of all types and operations.
    pub fn finish(self, list: Vec<Area>) -> Areas {
        let mut areas = Areas {
            list,
            operations: self.unbound,
            ..Areas::default()
        };
        for (id, found) in self.reached {
            areas.types.insert(id, found.declared);
            areas.requests.insert(id, found.any);
        }
        for &id in self.selection.operations.keys() {
            let to = self.model.operation(id).and_then(binding);
            if let Some(found) = to.and_then(|to| areas.requests.get(&to)) {
                areas.operations.insert(id, found.clone());
            }
        }
        areas
    }

    fn expand(&mut self, id: TypeId) {
        let Reached { any, declared } = self.reached.get(&id).cloned().unwrap_or_default();
        let Some(structured) = self.model.type_(id).and_then(Type::structured) else {
            return;
        };
        if let Some(base) = structured.base {
            self.reach(base, &any, &AreaSet::default());
        }
        for property in &structured.properties {
            for target in targets(property) {
                let reference = property.navigation.is_some() && !property.contains_target();
                if !reference || self.followed.contains(&target) {
                    self.declare(target, &any);
                }
            }
        }
        for operation in self.bound.get(&id).cloned().unwrap_or_default() {
            self.signature(operation, &any);
        }
        let mut along = self.claimed.get(&id).cloned().unwrap_or_default();
        if !structured.entity {
            along.extend(&structured.derived);
        }
        for derived in along {
            self.declare(derived, &declared);
        }
    }

    /// Unbound operations share a file, so an area that needs one of them needs all.
    fn call(&mut self, id: OperationId, area: &AreaSet) {
        if !self.unbound.contains_key(&id) {
            return;
        }
        let all: Vec<OperationId> = self.unbound.keys().copied().collect();
        for id in all {
            if let Some(areas) = self.unbound.get_mut(&id)
                && areas.join(area)
                && let Some(operation) = self.model.operation(id)
            {
                self.signature(operation, area);
            }
        }
    }

    fn signature(&mut self, operation: &Operation, areas: &AreaSet) {
        let parameters = operation.own_parameters().iter().map(|p| p.type_);
        let returns = operation.return_type.as_ref().map(|r| r.type_);
        for type_ in parameters.chain(returns) {
            if let Some(id) = type_.named() {
                self.declare(id, areas);
            }
        }
    }

    fn declare(&mut self, id: TypeId, areas: &AreaSet) {
        self.reach(id, areas, areas);
    }

    fn reach(&mut self, id: TypeId, areas: &AreaSet, declared: &AreaSet) {
        if areas.is_empty() || !self.selection.has_type(id) {
            return;
        }
        let known = self.reached.entry(id).or_default();
        // Not `||`: both sets must be joined.
        if known.any.join(areas) | known.declared.join(declared) {
            self.todo.push_back(id);
        }
    }

    fn is_declared(&self, id: TypeId) -> bool {
        let found = self.reached.get(&id);
        found.is_some_and(|found| !found.declared.is_empty())
    }

    fn is_homeless(&self, id: TypeId) -> bool {
        self.selection.has_type(id) && !self.reached.contains_key(&id)
    }

    fn reached_types(&self) -> impl Iterator<Item = (TypeId, &Structured)> {
        let ids = self.reached.keys();
        ids.filter_map(|&id| Some((id, self.model.type_(id)?.structured()?)))
    }
}

/// The types of a property's values.
fn targets(property: &Property) -> impl Iterator<Item = TypeId> {
    let union = property.union.iter().flatten().copied();
    union.chain(property.type_.named())
}

/// The type that an operation, or the collections that it is bound to, has as binding type.
fn binding(operation: &Operation) -> Option<TypeId> {
    operation
        .binding()
        .and_then(|binding| binding.type_.named())
}

/// The type of the entities at a root.
fn entity(root: &Root) -> Option<TypeId> {
    match root.kind {
        RootKind::Singleton { type_, .. } | RootKind::EntitySet { type_ } => Some(type_),
        _ => None,
    }
}

/// The selected entity and complex types.
fn selected<'m>(
    model: &'m Model,
    selection: &'m Selection,
) -> impl Iterator<Item = (TypeId, &'m Structured)> {
    let ids = selection.types.keys();
    ids.filter_map(|&id| Some((id, model.type_(id)?.structured()?)))
}
