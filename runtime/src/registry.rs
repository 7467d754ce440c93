//! Every generated type by its OData name: for proxies, tools and tests.
//!
//! A generated crate fills tables of these entries behind a feature, because
//! naming every type has the compiler make code for every type.

use std::fmt;

use crate::engine::{Mode, from_str_with, to_request_body, to_string};
use crate::error::ReadError;
use crate::item::Item;
use crate::serde_bridge::Viewed;

/// What kind of type an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// An entity type.
    Entity,
    /// A complex type.
    Complex,
    /// An enumeration; one member at a time.
    Enum,
    /// An enumeration whose members combine.
    Flags,
    /// Several types that the overlay declares in one place.
    Union,
}

/// The type of a property, a parameter or an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ValueType {
    /// The OData name, such as `Edm.String` or `microsoft.graph.call`.
    pub name: &'static str,
    /// Whether it is a collection.
    pub collection: bool,
    /// Whether it is one value or a collection.
    pub one_or_many: bool,
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
    /// What kind of type it is.
    pub kind: Kind,
    /// Whether only derived types have values.
    pub is_abstract: bool,
    /// All fields, inherited ones first.
    pub fields: &'static [RegistryField],
    /// The texts of an enumeration's members.
    pub members: &'static [&'static str],
    /// The types, not abstract, whose values may stand where this one is
    /// declared, besides itself.
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
    /// What the service answers.
    pub response: Option<ValueType>,
    /// Reads the parameters as a JSON object.
    pub read: ReadDocument,
}

/// A value of a type known by name only.
pub trait Document: fmt::Debug {
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
        String::from_utf8(to_request_body(self)).unwrap_or_default()
    }

    fn to_serde_json(&self) -> serde_json::Result<String> {
        serde_json::to_string(&Viewed(self.view()))
    }
}

/// Reads a `T`: what entries of a registry point at.
///
/// # Errors
///
/// What the engine says of the text.
pub fn document<T: Item + fmt::Debug>(
    json: &str,
    mode: Mode,
) -> Result<Box<dyn Document>, ReadError> {
    from_str_with::<T>(json, mode).map(|value| Box::new(value) as Box<dyn Document>)
}
