//! Finds cycles of types, and the properties that have to be boxed because of them.

use super::{Model, Property, PropertyId, Structured, TypeId};
use std::collections::BTreeSet;

/// Finds the properties whose Rust type would contain itself if the value were held inline.
pub(super) fn boxed(model: &Model) -> BTreeSet<PropertyId> {
    closing(model, |_, property| {
        let target = property
            .type_
            .named()
            .filter(|_| !property.type_.collection)?;
        // Values of an abstract type are always boxed in its enum.
        model
            .type_(target)?
            .structured()
            .filter(|s| !s.is_abstract)?;
        Some(target)
    })
}

/// Finds the properties by which a complex type requires another value of the same type.
pub(super) fn required(model: &Model) -> BTreeSet<PropertyId> {
    closing(model, |owner, property| {
        let needed = !owner.entity
            && !property.type_.collection
            && !property.is_nullable()
            && property.navigation.is_none();
        let target = property.type_.named().filter(|_| needed)?;
        model.type_(target)?.structured().filter(|s| !s.entity)?;
        Some(target)
    })
}

/// Finds the properties whose target type leads back to the declaring type. A type also
/// leads to its base type, because it has all properties of the base type.
fn closing(
    model: &Model,
    target: impl Fn(&Structured, &Property) -> Option<TypeId>,
) -> BTreeSet<PropertyId> {
    let edges = |owner: TypeId, structured: &Structured| -> Vec<Edge> {
        let properties = structured.properties.iter().enumerate();
        let own = properties.filter_map(|(index, property)| {
            let property_id = PropertyId { owner, index };
            Some((Some(property_id), target(structured, property)?))
        });
        structured
            .base
            .map(|base| (None, base))
            .into_iter()
            .chain(own)
            .collect()
    };
    let graph: Vec<Vec<Edge>> = model
        .type_ids()
        .map(|(id, type_)| type_.structured().map(|s| edges(id, s)).unwrap_or_default())
        .collect();
    let component = components(&graph);
    let of = |id: TypeId| {
        component
            .get(usize::try_from(id.0).unwrap_or(usize::MAX))
            .copied()
    };
    let mut found = BTreeSet::new();
    for (from, edges) in (0..).map(TypeId).zip(&graph) {
        for &(property, to) in edges {
            if of(from) == of(to) {
                found.extend(property);
            }
        }
    }
    found
}

/// An edge of the graph: the property that leads to a type, or `None` for the base type.
type Edge = (Option<PropertyId>, TypeId);

/// Computes the strongly connected component of each node with Tarjan's algorithm. The
/// algorithm uses an explicit stack, so that deeply nested input cannot overflow the call
/// stack.
fn components(graph: &[Vec<Edge>]) -> Vec<usize> {
    const NEW: usize = usize::MAX;
    let mut component = vec![NEW; graph.len()];
    let mut order = vec![NEW; graph.len()];
    let mut low = vec![NEW; graph.len()];
    let mut open: Vec<usize> = Vec::new();
    let mut next = 0;
    let mut found = 0;
    let get = |list: &[usize], at: usize| list.get(at).copied().unwrap_or(NEW);
    let set = |list: &mut [usize], at: usize, value: usize| {
        if let Some(cell) = list.get_mut(at) {
            *cell = value;
        }
    };
    for start in 0..graph.len() {
        if get(&order, start) != NEW {
            continue;
        }
        let mut calls = vec![(start, 0)];
        while let Some((node, edge)) = calls.pop() {
            if edge == 0 {
                set(&mut order, node, next);
                set(&mut low, node, next);
                next += 1;
                open.push(node);
            }
            let target = graph.get(node).and_then(|edges| edges.get(edge));
            if let Some(&(_, target)) = target {
                let target = usize::try_from(target.0).unwrap_or(NEW);
                calls.push((node, edge + 1));
                if get(&order, target) == NEW && target < graph.len() {
                    calls.push((target, 0));
                } else if get(&component, target) == NEW {
                    let least = get(&low, node).min(get(&order, target));
                    set(&mut low, node, least);
                }
                continue;
            }
            if get(&low, node) == get(&order, node) {
                while let Some(member) = open.pop() {
                    set(&mut component, member, found);
                    if member == node {
                        break;
                    }
                }
                found += 1;
            }
            if let Some(&(parent, _)) = calls.last() {
                let least = get(&low, parent).min(get(&low, node));
                set(&mut low, parent, least);
            }
        }
    }
    component
}
