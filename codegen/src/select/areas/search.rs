//! Computes which areas reach which types and operations.
//!
//! One work list propagates sets of areas, so that all areas are computed in one pass.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{Area, AreaSet, Areas, Start};
use crate::model::{Model, Operation, OperationId, Root, RootKind, Structured, TypeId};
use crate::select::Selection;
use crate::select::edges::{self, EdgeKind, binding_type};

/// The areas found so far for one type.
#[derive(Clone, Debug, Default)]
struct TypeAreas {
    /// The areas that need the type.
    needed: AreaSet,
    /// The areas in which it is the declared type of something.
    declared: AreaSet,
}

/// The state of the computation.
pub struct AreaSearch<'m> {
    model: &'m Model,
    selection: &'m Selection,
    reached: BTreeMap<TypeId, TypeAreas>,
    /// The areas of the types that paths only lead through.
    passages: BTreeMap<TypeId, AreaSet>,
    todo: VecDeque<TypeId>,
    /// The operations bound to each type or to collections of it.
    bound: BTreeMap<TypeId, Vec<(OperationId, &'m Operation)>>,
    /// The areas of operations that are not bound to a selected type.
    unbound: BTreeMap<OperationId, AreaSet>,
    /// Entity types that a root or a containment navigation property addresses.
    addressed: BTreeSet<TypeId>,
    /// Targets of references that are followed, because no area would contain them
    /// otherwise.
    followed: BTreeSet<TypeId>,
    /// Derived types that are included wherever a certain base type is declared.
    attached: BTreeMap<TypeId, Vec<TypeId>>,
}

impl<'m> AreaSearch<'m> {
    pub fn new(model: &'m Model, selection: &'m Selection) -> Self {
        let mut bound: BTreeMap<TypeId, Vec<(OperationId, &Operation)>> = BTreeMap::new();
        let mut unbound = BTreeMap::new();
        for &id in selection.operations.keys() {
            let operation = &model[id];
            match binding_type(operation).filter(|id| selection.has_type(*id)) {
                Some(to) => bound.entry(to).or_default().push((id, operation)),
                None => drop(unbound.insert(id, AreaSet::default())),
            }
        }
        let mut addressed = BTreeSet::new();
        for root in selection.roots.iter().filter_map(|&at| model.roots.get(at)) {
            addressed.extend(entity(root));
        }
        for structured in selected(model, selection).map(|(_, structured)| structured) {
            let contained = structured.properties.iter().filter(|p| p.contains_target());
            addressed.extend(contained.filter_map(|p| p.type_.named()));
        }
        let passages = selection.passages.values();
        let steps = passages.flat_map(|passage| &passage.properties);
        let contained = steps.filter(|by| model[**by].contains_target());
        addressed.extend(contained.filter_map(|by| model[*by].type_.named()));
        Self {
            model,
            selection,
            reached: BTreeMap::new(),
            passages: BTreeMap::new(),
            todo: VecDeque::new(),
            bound,
            unbound,
            addressed,
            followed: BTreeSet::new(),
            attached: BTreeMap::new(),
        }
    }

    /// Starts an area.
    pub fn start(&mut self, start: Start, number: usize) {
        let area = AreaSet::one(number);
        match start {
            Start::Root(at) => match self.model.roots.get(at).map(|root| &root.kind) {
                Some(RootKind::Singleton { type_, .. } | RootKind::EntitySet { type_ }) => {
                    self.declare(*type_, &area);
                }
                _ => {}
            },
            Start::Imports => self.unbound_operations(&area),
            Start::Unreached => {}
        }
    }

    /// Starts an area at everything that is in no area yet; returns whether there is
    /// anything.
    pub fn start_unreached(&mut self, number: usize) -> bool {
        let area = AreaSet::one(number);
        let types = self.selection.types.keys().copied();
        let types: Vec<TypeId> = types.filter(|id| !self.is_declared(*id)).collect();
        let left_out = self.unbound.values().any(AreaSet::is_empty);
        for &id in &types {
            self.declare(id, &area);
        }
        if left_out {
            self.unbound_operations(&area);
        }
        !types.is_empty() || left_out
    }

    /// Follows references to types that are in no area yet; returns whether there are any.
    pub fn follow_references(&mut self) -> bool {
        let mut new = BTreeSet::new();
        let mut owners = BTreeSet::new();
        for &id in self.reached.keys() {
            for edge in edges::of_type(self.model, id) {
                let navigation = matches!(edge.kind, EdgeKind::Reference(_) | EdgeKind::Contained);
                if navigation && self.is_unreached(edge.target) {
                    new.insert(edge.target);
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
    pub fn attach_derived(&mut self) -> bool {
        let known: BTreeSet<TypeId> = self.attached.values().flatten().copied().collect();
        let mut new = Vec::new();
        for (id, structured) in selected(self.model, self.selection) {
            if structured.base.is_none() || self.addressed.contains(&id) || known.contains(&id) {
                continue;
            }
            let mut above = self.model.ancestors(id).into_iter();
            if let Some(base) = above.find(|id| self.is_declared(*id)) {
                new.push((base, id));
            }
        }
        for &(base, id) in &new {
            self.attached.entry(base).or_default().push(id);
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
            areas.requests.insert(id, found.needed);
        }
        areas.requests.extend(self.passages);
        for &id in self.selection.operations.keys() {
            let to = binding_type(&self.model[id]);
            if let Some(found) = to.and_then(|to| areas.requests.get(&to)) {
                areas.operations.insert(id, found.clone());
            }
        }
        areas
    }

    fn expand(&mut self, id: TypeId) {
        let TypeAreas { needed, declared } = self.reached[&id].clone();
        let complex = !self.model[id].is_entity();
        for edge in edges::of_type(self.model, id) {
            let target = edge.target;
            match edge.kind {
                EdgeKind::Base => self.reach(target, &needed, &AreaSet::default()),
                EdgeKind::Derived if complex => self.declare(target, &declared),
                EdgeKind::Derived => {}
                EdgeKind::Reference(_) if !self.followed.contains(&target) => {}
                _ => self.declare(target, &needed),
            }
        }
        for (id, operation) in self.bound.get(&id).cloned().unwrap_or_default() {
            self.signature(id, operation, &needed);
        }
        for derived in self.attached.get(&id).cloned().unwrap_or_default() {
            self.declare(derived, &declared);
        }
    }

    /// Unbound operations share a file, so they are in an area together.
    fn unbound_operations(&mut self, area: &AreaSet) {
        let mut new = Vec::new();
        for (&id, areas) in &mut self.unbound {
            if areas.join(area) {
                new.push(id);
            }
        }
        for id in new {
            self.signature(id, &self.model[id], area);
        }
    }

    fn signature(&mut self, id: OperationId, operation: &Operation, areas: &AreaSet) {
        for edge in edges::of_operation(id, operation) {
            self.declare(edge.target, areas);
        }
    }

    fn declare(&mut self, id: TypeId, areas: &AreaSet) {
        if self.selection.is_passage(id) {
            return self.lead_through(id, areas);
        }
        self.reach(id, areas, areas);
    }

    /// Declares what paths lead to from a type of which nothing else is selected.
    fn lead_through(&mut self, id: TypeId, areas: &AreaSet) {
        let selection = self.selection;
        let mut todo = vec![id];
        while let Some(id) = todo.pop() {
            // Each path has an end, but paths together can be a circle.
            if !self.passages.entry(id).or_default().join(areas) {
                continue;
            }
            let passage = selection.passages.get(&id).into_iter();
            for &by in passage.flat_map(|passage| &passage.properties) {
                match self.model[by].type_.named() {
                    Some(target) if selection.is_passage(target) => todo.push(target),
                    Some(target) => self.reach(target, areas, areas),
                    None => {}
                }
            }
        }
    }

    fn reach(&mut self, id: TypeId, areas: &AreaSet, declared: &AreaSet) {
        if areas.is_empty() || !self.selection.has_type(id) {
            return;
        }
        let known = self.reached.entry(id).or_default();
        // Not `||`: both sets must be joined.
        if known.needed.join(areas) | known.declared.join(declared) {
            self.todo.push_back(id);
        }
    }

    fn is_declared(&self, id: TypeId) -> bool {
        let found = self.reached.get(&id);
        found.is_some_and(|found| !found.declared.is_empty())
    }

    fn is_unreached(&self, id: TypeId) -> bool {
        self.selection.has_type(id) && !self.reached.contains_key(&id)
    }
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
