//! Groups changes by area and by the change that explains the others.
//!
//! A type that is gone belongs to the removed root, navigation, operation or property that led to
//! it; a type that is new to the added one.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::Change;
use super::operations::item;
use crate::model::{Model, RootKind, Type, TypeId, TypeRef};

/// Sets the area and the story of each change.
pub fn tell(old: &Model, new: &Model, changes: &mut [Change]) {
    if changes.is_empty() {
        return;
    }
    let (before, after) = (Places::new(old), Places::new(new));
    for change in changes.iter_mut() {
        let found = before
            .area(&change.item)
            .or_else(|| after.area(&change.item));
        change.area = found.unwrap_or_default();
    }
    families(&before, changes, "removed");
    families(&after, changes, "added");
    moves(changes);
}

/// Where the elements of a model are.
struct Places<'m> {
    model: &'m Model,
    types: BTreeMap<String, TypeId>,
    operations: BTreeMap<String, Vec<TypeRef>>,
    roots: Vec<Option<usize>>,
}

impl<'m> Places<'m> {
    fn new(model: &'m Model) -> Self {
        let types = model.type_ids().map(|(id, t)| (t.name.to_string(), id));
        let mut operations: BTreeMap<String, Vec<TypeRef>> = BTreeMap::new();
        for found in &model.operations {
            let list = operations.entry(item(model, found)).or_default();
            list.extend(found.own_parameters().iter().map(|p| p.type_));
            list.extend(found.return_type.as_ref().map(|r| r.type_));
        }
        Self {
            model,
            types: types.collect(),
            operations,
            roots: nearest_roots(model),
        }
    }

    /// The root nearest to an element, or its namespace.
    fn area(&self, item: &str) -> Option<String> {
        let model = self.model;
        let is_root = |name: &str| model.roots.iter().any(|root| root.name == name);
        let head = item.split('@').next().unwrap_or(item);
        let first = head.split('/').next().unwrap_or(head);
        if is_root(first) {
            return Some(first.to_owned());
        }
        if let Some((container, root)) = head.split_once('/') {
            let own = model.container.as_ref().map(|found| found.name.to_string());
            if own.as_deref() == Some(container) && is_root(root) {
                return Some(root.to_owned());
            }
        }
        let bound = head.split_once('(').map(|(_, rest)| rest);
        let bound = bound.map(|rest| rest.trim_start_matches("Collection("));
        let name = match bound {
            Some(rest) => rest.split(')').next().unwrap_or(rest),
            None => first,
        };
        let id = self.types.get(name);
        match id.and_then(|id| self.roots.get(id.0 as usize).copied().flatten()) {
            Some(root) => Some(model.roots[root].name.clone()),
            None => {
                let known = id.is_some() || bound.is_some();
                let full = if name.is_empty() { head } else { name };
                let namespace = full
                    .rsplit_once('.')
                    .map(|(namespace, _)| namespace.to_owned());
                namespace.filter(|_| known)
            }
        }
    }

    /// The types that an element refers to.
    fn targets(&self, change: &Change) -> Vec<TypeId> {
        if let Some(list) = self.operations.get(&change.item) {
            return list.iter().filter_map(|found| found.named()).collect();
        }
        let root = self
            .model
            .roots
            .iter()
            .find(|root| root.name == change.item);
        if let Some(root) = root {
            return match root.kind {
                RootKind::Singleton { type_, .. } | RootKind::EntitySet { type_ } => vec![type_],
                _ => Vec::new(),
            };
        }
        let text = change.from.as_ref().or(change.to.as_ref());
        let name = text.map(|text| text.trim_start_matches("Collection(").trim_end_matches(')'));
        name.and_then(|name| self.types.get(name))
            .copied()
            .into_iter()
            .collect()
    }
}

/// The types that a type leads to.
fn references(found: &Type) -> Vec<TypeId> {
    let structured = found.structured().into_iter();
    structured
        .flat_map(|s| {
            let properties = s.properties.iter().filter_map(|p| p.type_.named());
            properties.chain(s.derived.iter().copied())
        })
        .collect()
}

/// The root that is nearest to each type, on any path.
fn nearest_roots(model: &Model) -> Vec<Option<usize>> {
    let mut found: Vec<Option<usize>> = vec![None; model.types.len()];
    let mut todo = VecDeque::new();
    let mut roots: Vec<usize> = (0..model.roots.len()).collect();
    roots.sort_by_key(|at| &model.roots[*at].name);
    for at in roots {
        if let RootKind::Singleton { type_, .. } | RootKind::EntitySet { type_ } =
            model.roots[at].kind
        {
            todo.push_back((type_, at));
        }
    }
    while let Some((id, root)) = todo.pop_front() {
        let Some(slot) = found.get_mut(id.0 as usize).filter(|slot| slot.is_none()) else {
            continue;
        };
        *slot = Some(root);
        todo.extend(references(&model[id]).into_iter().map(|id| (id, root)));
    }
    found
}

/// Attaches the types that are gone or new to the change that led to them.
fn families(places: &Places<'_>, changes: &mut [Change], what: &str) {
    let rule = format!("type-{what}");
    let mut open: BTreeMap<TypeId, usize> = BTreeMap::new();
    for (at, change) in changes.iter().enumerate().filter(|(_, c)| c.rule == rule) {
        if let Some(id) = places.types.get(&change.item) {
            open.insert(*id, at);
        }
    }
    if open.is_empty() {
        return;
    }
    let leading = ["root", "navigation", "operation", "property"].map(|w| format!("{w}-{what}"));
    let mut leads: Vec<(usize, String, usize)> = Vec::new();
    for (at, change) in changes.iter().enumerate() {
        if let Some(rank) = leading.iter().position(|rule| rule == change.rule) {
            leads.push((rank, change.item.clone(), at));
        }
    }
    leads.sort();
    for (_, lead, at) in leads {
        let area = changes[at].area.clone();
        let reached = reach(places, &mut open, places.targets(&changes[at]));
        attach(changes, &reached, &lead, &area);
    }
    let mut rest: Vec<(String, TypeId)> = Vec::new();
    rest.extend(open.iter().map(|(id, at)| (changes[*at].item.clone(), *id)));
    rest.sort();
    for (lead, id) in rest {
        let Some(at) = open.remove(&id) else { continue };
        let area = changes[at].area.clone();
        let reached = reach(places, &mut open, references(&places.model[id]));
        attach(changes, &reached, &lead, &area);
    }
    // What is bound to such a type goes or comes with it.
    let story = |item: &str| {
        let bound = item.split_once('(')?.1.trim_start_matches("Collection(");
        let name = bound.split(')').next()?;
        let of = changes.iter().find(|c| c.rule == rule && c.item == name)?;
        Some((
            of.story.clone().unwrap_or_else(|| name.to_owned()),
            of.area.clone(),
        ))
    };
    let operation = format!("operation-{what}");
    let bound: Vec<_> = changes
        .iter()
        .map(|c| (c.rule == operation).then(|| story(&c.item)).flatten())
        .collect();
    for (change, story) in changes.iter_mut().zip(bound) {
        if let Some((lead, area)) = story.filter(|(lead, _)| *lead != change.item) {
            change.story = Some(lead);
            change.area = area;
        }
    }
}

/// Takes the open types that can be reached from these.
fn reach(
    places: &Places<'_>,
    open: &mut BTreeMap<TypeId, usize>,
    start: Vec<TypeId>,
) -> BTreeSet<usize> {
    let mut reached = BTreeSet::new();
    let mut todo = start;
    while let Some(id) = todo.pop() {
        if let Some(at) = open.remove(&id) {
            reached.insert(at);
            todo.extend(references(&places.model[id]));
        }
    }
    reached
}

fn attach(changes: &mut [Change], reached: &BTreeSet<usize>, lead: &str, area: &str) {
    for at in reached {
        changes[*at].story = Some(lead.to_owned());
        area.clone_into(&mut changes[*at].area);
    }
}

/// Members that moved to one base type, and what the base type gained by it, are one story.
fn moves(changes: &mut [Change]) {
    let moved = changes.iter().filter(|c| c.rule == "member-moved-to-base");
    let bases: BTreeSet<String> = moved.filter_map(|c| c.to.clone()).collect();
    for change in changes.iter_mut() {
        let base = match change.rule {
            "member-moved-to-base" => change.to.clone(),
            "property-added" | "navigation-added" => change
                .item
                .split_once('/')
                .map(|(owner, _)| owner.to_owned()),
            _ => None,
        };
        if let Some(base) = base.filter(|base| bases.contains(base)) {
            change.story = Some(base);
        }
    }
}
