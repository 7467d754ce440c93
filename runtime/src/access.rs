//! What may be done with what a path leads to: marks on builders of types that are not
//! only contained somewhere, but also referred to from elsewhere.

/// The path leads to where the entity lives: it can be changed, and deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owned {}

/// The path leads through a reference, or to a collection of references: entities can be
/// read, and references to them set, added and removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reference {}

/// The path leads to one of a collection of references: the entity can be read, and the
/// reference removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceItem {}
