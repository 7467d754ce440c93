//! Decides which entity types have builders, and which requests these offer.

use std::collections::{BTreeMap, BTreeSet};

use super::{Builders, Plan, is_stream, selected_roots};
use crate::model::{Model, RootKind, TypeId, Writing};
use crate::select::Selection;
use crate::service::Dialect;

/// How a path leads to entities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum ReachedBy {
    /// An operation is bound to the type, or a composable function returns it. The path of the
    /// entities is unknown.
    Binding,
    /// By a cast of a collection.
    CastAll,
    /// By a navigation property without containment, or by a cast of one entity.
    Reference,
    /// To a place where they live.
    Place,
}

/// Where entities live: at an entity set, a singleton or a containment navigation property.
#[derive(Clone, Copy, Debug)]
struct Place {
    type_: TypeId,
    many: bool,
    is_singleton: bool,
    writing: Writing,
}

/// Finds the builders for the targets of paths, for binding types of operations, and for
/// derived types that add members to a path.
pub fn find(plan: &mut Plan, model: &Model, selection: &Selection, dialect: &Dialect) {
    let mut todo = starts(plan, model, selection);
    let out = &mut plan.builders;
    let mut done: BTreeSet<(TypeId, bool, ReachedBy)> = BTreeSet::new();
    while let Some((id, many, by)) = todo.pop() {
        let passage = selection.is_passage(id);
        let entity = model.type_(id).is_some_and(|found| found.is_entity());
        let known = entity && (passage || selection.has_type(id));
        if !known || !done.insert((id, many, by)) {
            continue;
        }
        let builders = out.entry(id).or_default();
        builders.one = true;
        builders.passage = passage;
        builders.direct |= by != ReachedBy::CastAll;
        if !passage {
            builders.many |= many;
            for derived in model.descendants(id) {
                if extends_paths(model, derived) {
                    todo.push((derived, false, by.min(ReachedBy::Reference)));
                }
                // No path may lead to the collections that operations are bound to.
                if many && by != ReachedBy::Binding {
                    todo.push((derived, true, ReachedBy::CastAll));
                }
            }
        }
        for (at, property) in model.all_properties(id) {
            let target = property.type_.named();
            let Some(target) = target.filter(|to| selection.leads_on(id, at, *to)) else {
                continue;
            };
            let many = property.type_.collection;
            if property.contains_target() {
                todo.push((target, many, ReachedBy::Place));
            } else if property.navigation.is_some() && by != ReachedBy::Binding {
                // No path may lead to a type that is only a binding type, so its references
                // are no reason for further builders.
                todo.push((target, many, ReachedBy::Reference));
            }
        }
    }
    let places = places(model, selection, out);
    allow(&places, out);
    references(model, selection, dialect, out);
    inherit(model, out);
    if dialect.writes_through_navigation {
        distinguish(model, &places, out);
        inherit(model, out);
    }
    update_methods(model, dialect, out);
}

/// The entity types at which paths start: singletons, entity sets, binding types, and what
/// composable functions return.
fn starts(plan: &Plan, model: &Model, selection: &Selection) -> Vec<(TypeId, bool, ReachedBy)> {
    let roots = selected_roots(model, selection).into_iter();
    let roots = roots.filter_map(|(at, root)| match root.kind {
        RootKind::Singleton { type_, .. } => Some((type_, false, ReachedBy::Place)),
        RootKind::EntitySet { type_ } => {
            // Only one entity at a time is reached, by its key.
            let many = !selection.passage_roots.contains(&at);
            Some((type_, many, ReachedBy::Place))
        }
        _ => None,
    });
    let bound = plan.operations(model).filter_map(|(_, operation)| {
        let binding = operation.binding()?.type_;
        Some((binding.named()?, binding.collection, ReachedBy::Binding))
    });
    let composed = plan.operations(model).filter_map(|(_, operation)| {
        let returned = operation.return_type.as_ref()?.type_;
        let target = returned.named().filter(|_| operation.composable)?;
        Some((target, returned.collection, ReachedBy::Binding))
    });
    roots.chain(bound).chain(composed).collect()
}

/// Where the entities live that have builders.
fn places(model: &Model, selection: &Selection, out: &BTreeMap<TypeId, Builders>) -> Vec<Place> {
    let roots = selected_roots(model, selection).into_iter();
    let roots = roots.filter_map(|(at, root)| {
        let (type_, is_singleton) = match root.kind {
            RootKind::Singleton { type_, .. } => (type_, true),
            RootKind::EntitySet { type_ } => (type_, false),
            _ => return None,
        };
        Some(Place {
            type_,
            many: !is_singleton && !selection.passage_roots.contains(&at),
            is_singleton,
            writing: root.writing(),
        })
    });
    let mut places: Vec<Place> = roots.collect();
    for id in out.keys() {
        let mut properties = model.all_properties(*id);
        properties.retain(|(_, property)| property.contains_target());
        for (at, property) in properties {
            let target = property.type_.named();
            let target = target.filter(|to| selection.leads_on(*id, at, *to));
            places.extend(target.map(|type_| Place {
                type_,
                many: property.type_.collection,
                is_singleton: false,
                writing: model.writing_through(at),
            }));
        }
    }
    places
}

/// Marks what places let clients do with the entities that live there.
fn allow(places: &[Place], out: &mut BTreeMap<TypeId, Builders>) {
    for place in places {
        let builders = out.get_mut(&place.type_);
        if let Some(builders) = builders.filter(|builders| !builders.passage) {
            builders.update |= place.writing.update;
            builders.delete |= place.writing.delete && !place.is_singleton;
            builders.create |= place.writing.create && place.many;
        }
    }
}

/// Gives access parameters to the builders at places that forbid what others of the type, or
/// navigation properties that lead to it, allow.
fn distinguish(model: &Model, places: &[Place], out: &mut BTreeMap<TypeId, Builders>) {
    for place in places.iter().filter(|place| place.writing != Writing::ALL) {
        let denied = |id: TypeId| {
            let found = out.get(&id).copied().unwrap_or_default();
            Writing {
                create: place.many && found.create && !place.writing.create,
                update: found.update && !place.writing.update,
                delete: found.delete && !place.writing.delete,
            }
        };
        // The access goes on to casts.
        let derived = model.descendants(place.type_).into_iter();
        let types = std::iter::once(place.type_).chain(derived);
        let denied = types.map(denied).fold(Writing::NONE, Writing::or);
        let builders = out.get_mut(&place.type_);
        if let Some(builders) = builders.filter(|builders| !builders.passage) {
            builders.has_access_param |= denied.update || denied.delete;
            builders.many_has_access_param |= place.many && denied.any();
        }
    }
}

/// Marks the entity types that references lead to, and what is written through these.
fn references(
    model: &Model,
    selection: &Selection,
    dialect: &Dialect,
    out: &mut BTreeMap<TypeId, Builders>,
) {
    let from: Vec<TypeId> = out.keys().copied().collect();
    for id in from {
        for (at, property) in model.all_properties(id) {
            if property.navigation.is_none() || property.contains_target() {
                continue;
            }
            let target = property.type_.named();
            let target = target.filter(|to| selection.leads_on(id, at, *to));
            let target = target.and_then(|to| out.get_mut(&to));
            if let Some(builders) = target.filter(|builders| !builders.passage) {
                let many = property.type_.collection;
                builders.many |= many;
                builders.references |= many;
                builders.many_has_access_param |= many;
                builders.reference |= !many;
                builders.has_access_param = true;
                if dialect.writes_through_navigation {
                    let writing = model.writing_through(at);
                    builders.create |= many && writing.create;
                    builders.update |= writing.update;
                    builders.delete |= writing.delete;
                }
            }
        }
    }
}

/// Requests that apply to entities of a base type apply to derived types, too.
fn inherit(model: &Model, out: &mut BTreeMap<TypeId, Builders>) {
    let bases: Vec<(TypeId, Builders)> = out.iter().map(|(id, b)| (*id, *b)).collect();
    for (id, base) in bases {
        for derived in model.descendants(id) {
            if let Some(derived) = out.get_mut(&derived).filter(|derived| !derived.passage) {
                derived.update |= base.update;
                derived.delete |= base.delete;
                derived.has_access_param |= base.has_access_param;
                derived.references |= base.references && derived.many;
                derived.many_has_access_param |= base.many_has_access_param && derived.many;
            }
        }
    }
}

/// Marks the entity types that `PUT` replaces, and those that `PATCH` updates.
fn update_methods(model: &Model, dialect: &Dialect, out: &mut BTreeMap<TypeId, Builders>) {
    let places = model.update_places();
    for (id, builders) in out {
        let methods = model.update_methods(*id, &places);
        builders.replace = methods.put || (dialect.replaces && !methods.no_put);
        builders.patch = !methods.no_patch;
    }
}

/// Whether a type itself declares a navigation or stream property.
fn extends_paths(model: &Model, id: TypeId) -> bool {
    let structured = model.type_(id).and_then(|found| found.structured());
    structured.is_some_and(|own| {
        let mut properties = own.properties.iter();
        properties.any(|property| property.navigation.is_some() || is_stream(property))
    })
}
