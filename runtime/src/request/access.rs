//! Type parameters of builders that say whether a path contains an entity or refers to it.

/// The path contains the entity, which can be read, changed and deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owned {}

/// The path is a reference or a collection of references: the entities can be read, and
/// references to them set, added and removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reference {}

/// The path is one item of a collection of references: the entity can be read, and the
/// reference removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceItem {}
