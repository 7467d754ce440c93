//! Divides a selection into areas: one for each entity set and singleton, with everything that it
//! needs, and one for all operation imports.
//!
//! In a large service nearly everything is reachable from nearly everything: a call has
//! participants, a participant is a user, a user has calendars, drives and devices. An area
//! therefore contains everything reachable by containment; plain references are not
//! followed. It needs
//!
//! - the types on containment paths from its root, and the types of their properties;
//! - the parameters and return types of operations bound to those types;
//! - base types, and the derived types of a declared type, except entity types that are a
//!   root or contained elsewhere: these belong to the area with their path.
//!
//! Operation imports have one area: a service of SAP Business One has more than 500 of them, and an
//! area for each would put a condition of 500 features on every type that they share. The area needs
//! the parameters and return types of all unbound operations.
//!
//! A reference to a type of another area is typed if both areas are enabled; otherwise its
//! value is raw JSON. A type that is in no area joins the areas that refer to it, and a type
//! that nothing refers to is in an area of its own.

mod search;
mod set;

use std::collections::{BTreeMap, BTreeSet};

pub use self::set::AreaSet;
use super::Selection;
use crate::model::{Model, OperationId, RootKind, TypeId};
use crate::names::snake;

/// The name of the area of everything that no root reaches.
pub const UNREACHED: &str = "unreached";

/// The name of the area of all operation imports.
const OPERATIONS: &str = "operations";

/// The cargo features that a generated crate has besides its areas.
const RESERVED: [&str; 7] = [
    "azure",
    "client",
    "default",
    "full",
    "registry",
    "test-support",
    UNREACHED,
];

/// The areas of a selection, and the areas of each type and operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Areas {
    /// The areas by name. The area of what no root reaches, if there is one, comes last.
    pub list: Vec<Area>,
    /// The areas in which a type is the declared type of a property, parameter, return type
    /// or root.
    pub types: BTreeMap<TypeId, AreaSet>,
    /// The areas with paths to entities of a type or of a type derived from it. Derived
    /// types count because operations bound to a base type can be invoked on them.
    pub requests: BTreeMap<TypeId, AreaSet>,
    /// The areas that need an operation.
    pub operations: BTreeMap<OperationId, AreaSet>,
}

/// A part of the service that can be enabled separately.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// The name of the cargo feature.
    pub feature: String,
    /// Where it starts.
    pub start: Start,
}

/// Where an [`Area`] starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Start {
    /// At the entity set or singleton with this position in [`Model::roots`].
    Root(usize),
    /// At all operation imports.
    Imports,
    /// At what is in no other area.
    Unreached,
}

impl Areas {
    /// Computes the areas of a selection.
    pub fn new(model: &Model, selection: &Selection) -> Self {
        let mut list = roots(model, selection);
        let mut search = search::AreaSearch::new(model, selection);
        for (number, area) in list.iter().enumerate() {
            search.start(area.start, number);
        }
        search.run();
        while search.follow_references() || search.attach_derived() {
            search.run();
        }
        if search.start_unreached(list.len()) {
            search.run();
            list.push(Area {
                feature: UNREACHED.to_owned(),
                start: Start::Unreached,
            });
        }
        search.finish(list)
    }

    /// The set that contains only the area of this root.
    pub fn of_root(&self, model: &Model, root: usize) -> AreaSet {
        let start = start(model, root);
        let number = self.list.iter().position(|area| area.start == start);
        number.map(AreaSet::one).unwrap_or_default()
    }
}

/// Where the area of a root starts.
fn start(model: &Model, root: usize) -> Start {
    match model.roots.get(root).map(|root| &root.kind) {
        Some(RootKind::ActionImport { .. } | RootKind::FunctionImport { .. }) => Start::Imports,
        _ => Start::Root(root),
    }
}

/// Creates the areas. The feature name of an area with one root is the root's name as a valid feature
/// name.
fn roots(model: &Model, selection: &Selection) -> Vec<Area> {
    let mut taken: BTreeSet<String> = RESERVED.iter().map(|&name| name.to_owned()).collect();
    let selected = selection.roots.iter();
    let mut named: Vec<(&str, Start)> = selected
        .filter_map(|&at| match start(model, at) {
            Start::Root(_) => Some((model.roots.get(at)?.name.as_str(), Start::Root(at))),
            start => Some((OPERATIONS, start)),
        })
        .collect();
    named.sort_unstable();
    named.dedup();
    let mut list = Vec::new();
    for (name, start) in named {
        let base = snake(name).trim_matches('_').replace('_', "-");
        let mut feature = base.clone();
        let mut next = 2;
        while feature.is_empty() || taken.contains(&feature) {
            feature = format!("{base}-{next}").trim_matches('-').to_owned();
            next += 1;
        }
        taken.insert(feature.clone());
        list.push(Area { feature, start });
    }
    list.sort_by(|a, b| a.feature.cmp(&b.feature));
    list
}

#[cfg(test)]
mod tests;
