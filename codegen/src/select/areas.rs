//! What goes in: the model and what is selected of it.
//! What comes out: [`Areas`]: one for each root, with what it needs.
//!
//! In a large service nearly everything reaches nearly everything: a call has
//! participants, a participant is a user, a user has calendars, drives and devices. An
//! area therefore ends where paths end. It needs
//!
//! - what paths by containment lead to, and the types of all properties there;
//! - parameters and results of the operations bound there, and of all that are bound to
//!   nothing where it is one of those;
//! - base types, and what derives from a declared type, unless that has a place of its
//!   own: an entity that is a root or is contained somewhere comes with that place.
//!
//! A reference into another area is typed where that area is there too; elsewhere its
//! value stays as it came. What no area holds belongs to those that refer to it; what
//! nothing refers to is an area by itself.

mod reach;
mod set;

use std::collections::{BTreeMap, BTreeSet};

pub use self::set::AreaSet;
use super::Selection;
use crate::model::{Model, OperationId, TypeId};
use crate::names::snake;

/// The area of what no root reaches.
pub const UNREACHED: &str = "unreached";

/// The features that a generated crate has besides its areas.
const RESERVED: [&str; 6] = [
    "client",
    "default",
    "full",
    "registry",
    "test-support",
    UNREACHED,
];

/// The areas of a selection, and what is in which.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Areas {
    /// The areas by name; that of what nothing reaches comes last, if there is such.
    pub list: Vec<Area>,
    /// The areas in which a type is the declared type of something.
    pub types: BTreeMap<TypeId, AreaSet>,
    /// The areas in which entities of a type, or of one that derives from it, are on paths:
    /// what is bound to a base type is asked of derived ones.
    pub requests: BTreeMap<TypeId, AreaSet>,
    /// The areas that need an operation.
    pub operations: BTreeMap<OperationId, AreaSet>,
}

/// A part of the service that can be had alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// The name of the cargo feature.
    pub feature: String,
    /// The root: its position in [`Model::roots`]; none for what nothing reaches.
    pub root: Option<usize>,
}

impl Areas {
    /// Finds the areas of what is selected.
    pub fn new(model: &Model, selection: &Selection) -> Self {
        let mut list = roots(model, selection);
        let mut reach = reach::Reach::new(model, selection);
        for (number, area) in list.iter().enumerate() {
            reach.start(area.root.and_then(|at| model.roots.get(at)), number);
        }
        reach.run();
        while reach.claim_references() || reach.claim_derived() {
            reach.run();
        }
        if reach.start_unreached(list.len()) {
            reach.run();
            list.push(Area {
                feature: UNREACHED.to_owned(),
                root: None,
            });
        }
        reach.finish(list)
    }

    /// The area of a root alone.
    pub fn of_root(&self, root: usize) -> AreaSet {
        let number = self.list.iter().position(|area| area.root == Some(root));
        number.map(AreaSet::one).unwrap_or_default()
    }
}

/// An area for each root: the name of the root, made to fit.
fn roots(model: &Model, selection: &Selection) -> Vec<Area> {
    let mut taken: BTreeSet<String> = RESERVED.iter().map(|&name| name.to_owned()).collect();
    let selected = selection.roots.iter();
    let mut named: Vec<(&str, usize)> = selected
        .filter_map(|&at| Some((model.roots.get(at)?.name.as_str(), at)))
        .collect();
    named.sort_unstable();
    let mut list = Vec::new();
    for (name, root) in named {
        let words = snake(name).trim_matches('_').replace('_', "-");
        let mut feature = words.clone();
        let mut next = 2;
        while feature.is_empty() || taken.contains(&feature) {
            feature = format!("{words}-{next}").trim_matches('-').to_owned();
            next += 1;
        }
        taken.insert(feature.clone());
        list.push(Area {
            feature,
            root: Some(root),
        });
    }
    list.sort_by(|a, b| a.feature.cmp(&b.feature));
    list
}

#[cfg(test)]
mod tests;
