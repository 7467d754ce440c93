//! Type parameters of builders that say how a path reaches entities, and so what may be done there.
//!
//! The traits name what may be done. In services of the standard a navigation property without
//! containment makes [`Related`] builders, through which entities are written; where its metadata
//! forbids a request, the builder does not have its method. Microsoft Graph changes such relations
//! by their references alone: [`Reference`].

mod sealed {
    /// Keeps the traits to the types of this module.
    pub trait Access {}
}

/// The path contains the entity, which can be read, changed and deleted.
///
/// The parameters say whether the metadata lets entities be created, updated and deleted there: an
/// entity set may forbid what another set of the same type allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owned<const CREATE: bool = true, const UPDATE: bool = true, const DELETE: bool = true> {}

/// The path is a reference or a collection of references: the entities can be read, and
/// references to them set, added and removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reference {}

/// The path is one item of a collection of references: the entity can be read, and the
/// reference removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceItem {}

/// The path is a navigation property without containment through which entities are written
/// (OData Protocol, section 11.4.2.2): an entity that is created there is related to the one before
/// it, and one that is changed or deleted there is changed or deleted everywhere.
///
/// The parameters say whether the metadata lets entities be created, updated and deleted there. The
/// service may have references as well; [`Refers`] says which methods change these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Related<const CREATE: bool = true, const UPDATE: bool = true, const DELETE: bool = true> {}

/// The path is one entity of a [`Related`] collection, by its key.
///
/// The parameters say whether the metadata lets it be updated and deleted there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RelatedItem<const UPDATE: bool = true, const DELETE: bool = true> {}

/// Where entities are created: `create`.
pub trait Creates: sealed::Access {}

/// Where entities are changed: `update` and `replace`, and the content of streams.
pub trait Updates: sealed::Access {}

/// Where entities are deleted: `delete`.
pub trait Deletes: sealed::Access {}

/// Where references are added, set and removed.
pub trait Refers: sealed::Access {}

/// Where the reference that led to the entity is removed; the entity stays.
pub trait RemovesReference: sealed::Access {}

/// Where there may be a collection, whose entities are reached by their keys.
pub trait ToMany: sealed::Access {
    /// How one of them is reached.
    type Item;
}

impl<const C: bool, const U: bool, const D: bool> sealed::Access for Owned<C, U, D> {}
impl<const U: bool, const D: bool> Creates for Owned<true, U, D> {}
impl<const C: bool, const D: bool> Updates for Owned<C, true, D> {}
impl<const C: bool, const U: bool> Deletes for Owned<C, U, true> {}

impl sealed::Access for Reference {}
impl Refers for Reference {}
impl RemovesReference for Reference {}

impl sealed::Access for ReferenceItem {}
impl RemovesReference for ReferenceItem {}

impl<const C: bool, const U: bool, const D: bool> sealed::Access for Related<C, U, D> {}
impl<const U: bool, const D: bool> Creates for Related<true, U, D> {}
impl<const C: bool, const D: bool> Updates for Related<C, true, D> {}
impl<const C: bool, const U: bool> Deletes for Related<C, U, true> {}
impl<const C: bool, const U: bool, const D: bool> Refers for Related<C, U, D> {}
impl<const C: bool, const U: bool, const D: bool> RemovesReference for Related<C, U, D> {}

impl<const U: bool, const D: bool> sealed::Access for RelatedItem<U, D> {}
impl<const D: bool> Updates for RelatedItem<true, D> {}
impl<const U: bool> Deletes for RelatedItem<U, true> {}
impl<const U: bool, const D: bool> RemovesReference for RelatedItem<U, D> {}

impl<const C: bool, const U: bool, const D: bool> ToMany for Owned<C, U, D> {
    type Item = Owned<C, U, D>;
}

impl ToMany for Reference {
    type Item = ReferenceItem;
}

impl<const C: bool, const U: bool, const D: bool> ToMany for Related<C, U, D> {
    type Item = RelatedItem<U, D>;
}
