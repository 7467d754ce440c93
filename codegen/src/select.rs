//! What goes in: the model and the rules of `select.txt`.
//! What comes out: [`Selection`]: what is generated, in which direction its
//! values travel, and because of what.

pub mod areas;
mod closure;
mod reason;
mod rules;

use self::areas::Areas;
pub use self::closure::select;
pub use self::rules::{Rule, Rules};
use crate::diagnostic::Span;
use crate::model::{OperationId, PropertyId, TypeId};
use std::collections::{BTreeMap, BTreeSet};

/// What is generated.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// The types.
    pub types: BTreeMap<TypeId, Use>,
    /// The operations.
    pub operations: BTreeMap<OperationId, Reason>,
    /// The roots: positions in [`Model::roots`](crate::model::Model::roots).
    pub roots: BTreeSet<usize>,
    /// The parts that can be had alone, if the rules ask for such.
    pub areas: Option<Areas>,
}

impl Selection {
    /// Whether a type is in.
    pub fn has_type(&self, id: TypeId) -> bool {
        self.types.contains_key(&id)
    }

    /// Whether an operation is in.
    pub fn has_operation(&self, id: OperationId) -> bool {
        self.operations.contains_key(&id)
    }
}

/// How a selected type is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Use {
    /// The service sends it.
    pub read: bool,
    /// The client sends it.
    pub write: bool,
    /// What brought it in first.
    pub because: Reason,
}

/// What brought a type or an operation in. [`Reason::display`] makes it readable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A line of the rules names it.
    Rule(Span),
    /// It is the type of a root, or what an import calls: position in `Model::roots`.
    Root(usize),
    /// It is the type of a property.
    Property(PropertyId),
    /// This type derives from it.
    BaseOf(TypeId),
    /// It derives from this type.
    DerivedFrom(TypeId),
    /// It is the type of a parameter: the operation and the parameter's position.
    Parameter(OperationId, usize),
    /// It is what this operation returns.
    Return(OperationId),
    /// The operation is bound to this type.
    BoundTo(TypeId),
}

#[cfg(test)]
mod tests;
