//! What goes in: syntax trees ([`Document`](crate::csdl::Document)).
//! What comes out: [`Model`], where nothing is a name any more: types and
//! operations lie in arenas, and whatever refers to one holds its number.

mod cycles;
mod operation;
mod query;
mod resolve;
mod terms;
mod types;

pub use self::operation::{
    Binding, Operation, OperationKind, Parameter, ReturnType, Root, RootKind,
};
pub use self::resolve::{resolve, resolve_with};
pub use self::types::{
    AbstractType, Definition, EnumType, Facets, Item, KeyRef, MaxLength, Member, Navigation,
    Permissions, Primitive, Property, Scale, Srid, Structured, Type, TypeKind, TypeRef,
};
use crate::csdl::Annotation;
use crate::diagnostic::Span;
use std::collections::BTreeSet;
use std::fmt;

/// The number of a type in [`Model::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TypeId(pub u32);

/// The number of an operation in [`Model::operations`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OperationId(pub u32);

/// A property: the type that declares it, and its position there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PropertyId {
    /// The declaring type.
    pub owner: TypeId,
    /// The position among the properties that the type itself declares.
    pub index: usize,
}

/// A name with its namespace; never an alias.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct QName {
    /// The namespace.
    pub namespace: String,
    /// The simple name.
    pub name: String,
}

impl QName {
    /// Puts a namespace and a simple name together.
    pub fn new(namespace: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            namespace: namespace.into(),
            name: name.into(),
        }
    }
}

impl fmt::Display for QName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.namespace, self.name)
    }
}

/// Everything that the documents declare, resolved.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// `4.0` or `4.01`: the highest of the documents.
    pub version: String,
    /// The schemas in input order.
    pub schemas: Vec<Schema>,
    /// The types in input order.
    pub types: Vec<Type>,
    /// The operations in input order.
    pub operations: Vec<Operation>,
    /// The container, if there is one.
    pub container: Option<Container>,
    /// Singletons, entity sets and imports in input order.
    pub roots: Vec<Root>,
    /// Properties whose Rust type would contain itself if they held their value inline.
    ///
    /// A single-valued property of a structured type counts as holding it inline,
    /// together with all that the type inherits; an abstract type does not, for its
    /// values are boxed anyway, and lists do not.
    pub boxed: BTreeSet<PropertyId>,
    /// Sources that were given only for others to refer to; `all` does not select what
    /// they declare.
    pub known_only: BTreeSet<u32>,
}

/// A schema, without what it declares.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// Its name.
    pub namespace: String,
    /// Its short name.
    pub alias: Option<String>,
    /// Where its name stands.
    pub span: Span,
    /// Its terms in input order.
    pub terms: Vec<Term>,
    /// Its annotations.
    pub annotations: Vec<Annotation>,
}

/// A term that a schema declares.
#[derive(Clone, Debug, Default)]
pub struct Term {
    /// Its name.
    pub name: QName,
    /// Where the name stands.
    pub span: Span,
    /// Its type, with namespaces spelled out.
    pub type_: String,
    /// `BaseTerm`.
    pub base: Option<String>,
    /// `AppliesTo`.
    pub applies_to: Option<String>,
    /// `DefaultValue`.
    pub default: Option<String>,
    /// `Nullable`, if written.
    pub nullable: Option<bool>,
    /// The facets.
    pub facets: Facets,
    /// Its annotations.
    pub annotations: Vec<Annotation>,
}

/// The entity container, without its children, which are the [`roots`](Model::roots).
#[derive(Clone, Debug, Default)]
pub struct Container {
    /// Its name.
    pub name: QName,
    /// Where the name stands.
    pub span: Span,
    /// Its annotations.
    pub annotations: Vec<Annotation>,
}

/// What `Core.Revisions` says about the removal of something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deprecation {
    /// When it was declared.
    pub date: Option<String>,
    /// In which version.
    pub version: Option<String>,
    /// When it goes.
    pub removal_date: Option<String>,
    /// What to do instead.
    pub description: Option<String>,
}

#[cfg(test)]
mod tests;
