//! What goes in: model and selection. What comes out: which entity types have builders,
//! and what these offer.

use std::collections::{BTreeMap, BTreeSet};

use super::{Builders, Plan, is_stream, selected_roots};
use crate::model::{Model, RootKind, TypeId};
use crate::select::Selection;

/// What leads to entities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    /// An operation is bound to them; where they are is not known.
    Binding,
    /// A navigation property that does not contain them, or a cast.
    Reference,
    /// A singleton.
    Singleton,
    /// An entity set, or a navigation property that contains them.
    Home,
}

/// Builders for what paths lead to, for what binds operations, and for derived types with
/// ways of their own.
pub fn find(plan: &mut Plan, model: &Model, selection: &Selection) {
    let mut todo = starts(plan, model, selection);
    let out = &mut plan.builders;
    let mut done: BTreeSet<(TypeId, bool, Way)> = BTreeSet::new();
    while let Some((id, many, way)) = todo.pop() {
        let known = model.type_(id).is_some_and(|t| t.is_entity()) && selection.has_type(id);
        if !known || !done.insert((id, many, way)) {
            continue;
        }
        let builders = out.entry(id).or_default();
        builders.one = true;
        builders.many |= many;
        builders.update |= way >= Way::Singleton;
        builders.delete |= way == Way::Home;
        builders.create |= way == Way::Home && many;
        for derived in model.descendants(id) {
            if has_ways(model, derived) {
                todo.push((derived, false, way.min(Way::Reference)));
            }
        }
        for (_, property) in model.all_properties(id) {
            let Some(target) = property.type_.named() else {
                continue;
            };
            let many = property.type_.collection;
            if property.contains_target() {
                todo.push((target, many, Way::Home));
            } else if property.navigation.is_some() && way != Way::Binding {
                // Where nothing leads to an entity, its references are no reason for more.
                todo.push((target, many, Way::Reference));
            }
        }
    }
    references(model, out);
    inherit(model, out);
}

/// The types of singletons, of entity sets, and of what operations are bound to.
fn starts(plan: &Plan, model: &Model, selection: &Selection) -> Vec<(TypeId, bool, Way)> {
    let roots = selected_roots(model, selection).into_iter();
    let roots = roots.filter_map(|(_, root)| match root.kind {
        RootKind::Singleton { type_, .. } => Some((type_, false, Way::Singleton)),
        RootKind::EntitySet { type_ } => Some((type_, true, Way::Home)),
        _ => None,
    });
    let bound = plan.operations(model).filter_map(|(_, operation)| {
        let binding = operation.binding()?.type_;
        Some((binding.named()?, binding.collection, Way::Binding))
    });
    roots.chain(bound).collect()
}

/// Marks what references lead to.
fn references(model: &Model, out: &mut BTreeMap<TypeId, Builders>) {
    let from: Vec<TypeId> = out.keys().copied().collect();
    for id in from {
        for (_, property) in model.all_properties(id) {
            if property.navigation.is_none() || property.contains_target() {
                continue;
            }
            let target = property.type_.named().and_then(|id| out.get_mut(&id));
            if let Some(builders) = target {
                let many = property.type_.collection;
                builders.many |= many;
                builders.references |= many;
                builders.reference |= !many;
                builders.marked = true;
            }
        }
    }
}

/// What can be done with an entity can be done with it as one of a derived type.
fn inherit(model: &Model, out: &mut BTreeMap<TypeId, Builders>) {
    let bases: Vec<(TypeId, Builders)> = out.iter().map(|(id, b)| (*id, *b)).collect();
    for (id, base) in bases {
        for derived in model.descendants(id) {
            if let Some(derived) = out.get_mut(&derived) {
                derived.update |= base.update;
                derived.delete |= base.delete;
                derived.marked |= base.marked;
            }
        }
    }
}

/// Whether a type itself adds somewhere to go on to.
fn has_ways(model: &Model, id: TypeId) -> bool {
    let structured = model.type_(id).and_then(|found| found.structured());
    structured.is_some_and(|own| {
        let mut properties = own.properties.iter();
        properties.any(|property| property.navigation.is_some() || is_stream(property))
    })
}
