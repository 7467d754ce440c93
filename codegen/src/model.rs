//! The resolved model of the metadata: types and operations in arenas, referred to by
//! index.
//!
//! [`resolve`] produces a [`Model`] from syntax trees
//! ([`Document`](crate::csdl::Document)). Afterwards no name is looked up again: a
//! reference is a [`TypeId`], [`OperationId`] or [`PropertyId`].

mod capabilities;
mod cycles;
mod operation;
mod query;
mod query_options;
mod resolve;
mod terms;
mod types;

pub use self::capabilities::{UpdateMethods, Writing};
pub use self::operation::{
    Binding, Operation, OperationKind, Parameter, ReturnType, Root, RootKind,
};
pub(crate) use self::query_options::add as add_query_option;
pub use self::query_options::{QueryOption, QueryOptions};
pub use self::resolve::{resolve, resolve_with};
pub use self::types::{
    AbstractType, Definition, EnumType, Facets, Item, KeyRef, MaxLength, Member, Navigation,
    Permissions, Primitive, Property, Scale, Srid, Structured, Type, TypeKind, TypeRef,
};
use crate::csdl::Annotation;
use crate::diagnostic::Span;
use std::collections::BTreeSet;
use std::fmt;

/// The index of a type in [`Model::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TypeId(pub u32);

/// The index of an operation in [`Model::operations`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OperationId(pub u32);

/// A property, identified by the type that declares it and its position there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PropertyId {
    /// The declaring type.
    pub owner: TypeId,
    /// The position among the properties that the declaring type declares itself.
    pub index: usize,
}

/// A qualified name: namespace and simple name. The namespace is never an alias.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QName {
    /// The namespace.
    pub namespace: String,
    /// The simple name.
    pub name: String,
}

impl QName {
    /// Creates a qualified name from a namespace and a simple name.
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
    /// `4.0` or `4.01`: the highest version among the documents.
    pub version: String,
    /// The schemas in input order.
    pub schemas: Vec<Schema>,
    /// The types in input order.
    pub types: Vec<Type>,
    /// The operations in input order.
    pub operations: Vec<Operation>,
    /// The entity container, if there is one.
    pub container: Option<Container>,
    /// The children of the entity container in input order.
    pub roots: Vec<Root>,
    /// The properties whose Rust type would contain itself if the value were held inline.
    ///
    /// A single-valued property of a structured type holds its value inline, including
    /// everything that the type inherits. A property of an abstract type does not, because
    /// its values are boxed in an enum, and neither does a collection.
    pub boxed: BTreeSet<PropertyId>,
    /// The query options of the service's own that requests must have.
    pub query_options: QueryOptions,
    /// Sources that were given only because other documents refer to them. The rule `+ all`
    /// does not select what they declare.
    pub known_only: BTreeSet<u32>,
}

/// A schema, without its types, operations and containers.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// Its namespace.
    pub namespace: String,
    /// Its alias.
    pub alias: Option<String>,
    /// The position of its namespace.
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
    /// The position of the name.
    pub span: Span,
    /// Its type, with full namespaces.
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

/// The entity container, without its children, which are in [`Model::roots`].
#[derive(Clone, Debug, Default)]
pub struct Container {
    /// Its name.
    pub name: QName,
    /// The position of the name.
    pub span: Span,
    /// Its annotations.
    pub annotations: Vec<Annotation>,
}

/// The announcement of a removal, from `Core.Revisions`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deprecation {
    /// The date of the announcement.
    pub date: Option<String>,
    /// The version in which the element was deprecated.
    pub version: Option<String>,
    /// The date of removal.
    pub removal_date: Option<String>,
    /// The description, which usually names a replacement.
    pub description: Option<String>,
}

#[cfg(test)]
mod tests;
