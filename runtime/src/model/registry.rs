//! Entries of the registry of a generated crate: its types by their OData names, for
//! proxies, tools and tests.
//!
//! A generated crate has the registry behind a cargo feature, because a table that names
//! every type makes the compiler generate code for every type.

use std::fmt;

use super::context::Mode;
use super::documents::{from_str_with, to_request_body, to_string};
use super::item::Item;
use super::serde_bridge::Viewed;
use crate::json::ReadError;

/// The kind of a type in the registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TypeKind {
    /// An entity type.
    Entity,
    /// A complex type.
    Complex,
    /// An enumeration; one member at a time.
    Enum,
    /// An enumeration whose members combine.
    Flags,
    /// One of several types, as the overlay declares for a property.
    Union,
}

/// The type of a property, a parameter or a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ValueType {
    /// The OData name, such as `Edm.String` or `microsoft.graph.call`.
    pub name: &'static str,
    /// Whether it is one value or a collection of them.
    pub cardinality: Cardinality,
}

/// How many values there are where a type is declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cardinality {
    /// One value.
    One,
    /// A collection.
    Many,
    /// One value or a collection, as the overlay declares for a property.
    OneOrMany,
}

/// A property or a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegistryField {
    /// The wire name.
    pub name: &'static str,
    /// Its type.
    pub value_type: ValueType,
}

/// Reads JSON text as a value of one type.
pub type ReadDocument = fn(&str, Mode) -> Result<Box<dyn Document>, ReadError>;

/// A type.
#[derive(Clone, Copy)]
pub struct RegistryEntry {
    /// The OData name, such as `microsoft.graph.call`.
    pub name: &'static str,
    /// The kind of the type.
    pub kind: TypeKind,
    /// Whether only derived types have values.
    pub is_abstract: bool,
    /// All fields, inherited ones first.
    pub fields: &'static [RegistryField],
    /// The texts of an enumeration's members.
    pub members: &'static [&'static str],
    /// The concrete types derived from this one, whose values are allowed where it is
    /// declared.
    pub derived: &'static [&'static str],
    /// Reads a value where this type is declared.
    pub read: ReadDocument,
}

/// A bound operation.
#[derive(Clone, Copy)]
pub struct RegistryOperation {
    /// The qualified name, such as `microsoft.graph.transfer`.
    pub name: &'static str,
    /// The binding type.
    pub binding: &'static str,
    /// Whether it is an action.
    pub is_action: bool,
    /// All parameters but the binding one.
    pub parameters: &'static [RegistryField],
    /// The type of the response, if it has a body.
    pub response: Option<ValueType>,
    /// Reads the parameters as a JSON object.
    pub read: ReadDocument,
}

mod sealed {
    /// Keeps [`Document`](super::Document) to the types of this crate and to generated ones.
    pub trait Document {}

    impl<T: super::Item + std::fmt::Debug> Document for T {}
}

/// A value of a type known by name only.
pub trait Document: sealed::Document + fmt::Debug {
    /// The value as JSON.
    fn to_json(&self) -> String;
    /// The value as the body of a request.
    fn to_request_body(&self) -> String;
    /// The value as JSON, by way of serde.
    ///
    /// # Errors
    ///
    /// What `serde_json` says.
    fn to_serde_json(&self) -> serde_json::Result<String>;
}

impl<T: Item + fmt::Debug> Document for T {
    fn to_json(&self) -> String {
        to_string(self)
    }

    fn to_request_body(&self) -> String {
        String::from_utf8_lossy(&to_request_body(self)).into_owned()
    }

    fn to_serde_json(&self) -> serde_json::Result<String> {
        serde_json::to_string(&Viewed(self.view()))
    }
}

/// Reads a value of type `T` as a [`Document`]; entries of a registry point here.
///
/// # Errors
///
/// If the text is not JSON or a value does not fit its type.
pub fn document<T: Item + fmt::Debug>(
    json: &str,
    mode: Mode,
) -> Result<Box<dyn Document>, ReadError> {
    from_str_with::<T>(json, mode).map(|value| Box::new(value) as Box<dyn Document>)
}
