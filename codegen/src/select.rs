//! Selects the part of the model to generate, by the rules of `select.txt`.
//!
//! A [`Selection`] states for each type whether the service or the client sends it, and the
//! reason why it is included.

pub mod areas;
mod closure;
mod edges;
mod passages;
mod reason;
mod rules;

use self::areas::Areas;
pub use self::closure::select;
pub use self::rules::{Rule, Rules};
use crate::diagnostic::Span;
use crate::model::{OperationId, PropertyId, TypeId};
use std::collections::{BTreeMap, BTreeSet};

/// The selected part of a model.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// The selected types.
    pub types: BTreeMap<TypeId, Use>,
    /// The selected operations.
    pub operations: BTreeMap<OperationId, Reason>,
    /// The roots: positions in [`Model::roots`](crate::model::Model::roots).
    pub roots: BTreeSet<usize>,
    /// The roots of which only the paths of `+ path` rules are selected.
    pub passage_roots: BTreeSet<usize>,
    /// The entity types that these paths lead through, selected or not; see
    /// [`is_passage`](Self::is_passage).
    pub passages: BTreeMap<TypeId, Passage>,
    /// The areas of the selection, if the rules contain `+ areas`.
    pub areas: Option<Areas>,
}

impl Selection {
    /// Whether a type is selected.
    pub fn has_type(&self, id: TypeId) -> bool {
        self.types.contains_key(&id)
    }

    /// Whether paths only lead through entities of a type: it has no model, and its builder no
    /// requests.
    pub fn is_passage(&self, id: TypeId) -> bool {
        self.passages.contains_key(&id) && !self.has_type(id)
    }

    /// Whether paths lead on from entities of the type `id` by a navigation property, whose
    /// target is `target`. Only the rules lead into or out of a passage.
    pub fn leads_on(&self, id: TypeId, by: PropertyId, target: TypeId) -> bool {
        let passage = self.passages.get(&id);
        let named = passage.is_some_and(|passage| passage.properties.contains(&by));
        named || !self.is_passage(id) && !self.is_passage(target)
    }

    /// Whether an operation is selected.
    pub fn has_operation(&self, id: OperationId) -> bool {
        self.operations.contains_key(&id)
    }
}

/// The part of an entity type that the paths of `+ path` rules need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The navigation properties by which paths lead on.
    pub properties: BTreeSet<PropertyId>,
    /// The first rule whose path leads through the type.
    pub because: Reason,
}

/// How a selected type is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Use {
    /// Whether the service sends values of the type.
    pub read: bool,
    /// Whether clients send values of the type.
    pub write: bool,
    /// Whether clients create and change entities of the type, at the paths of these.
    pub change: bool,
    /// Whether clients delete entities of the type.
    pub delete: bool,
    /// Whether no client writes entities of the type, not even references to them: a rule
    /// says so.
    pub read_only: bool,
    /// The first reason to select the type.
    pub because: Reason,
}

/// The reason to select a type or an operation. [`Reason::display`] formats it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A rule names it.
    Rule(Span),
    /// It is the type of a root or the target of an import: the position in `Model::roots`.
    Root(usize),
    /// It is the type of a property.
    Property(PropertyId),
    /// It is the base type of this type.
    BaseOf(TypeId),
    /// It derives from this type.
    DerivedFrom(TypeId),
    /// It is the type of a parameter: the operation and the position of the parameter.
    Parameter(OperationId, usize),
    /// It is the return type of this operation.
    Return(OperationId),
    /// The operation is bound to this type.
    BoundTo(TypeId),
}

#[cfg(test)]
mod tests;
