//! A borrowed view of a value of any Edm type, for serde, equality, `Debug` and URLs.

use super::object::Object;
use crate::edm::{Decimal, WireText};

/// One value of any Edm type.
#[derive(Clone)]
pub enum ValueRef<'a> {
    /// No value.
    Absent,
    /// `Edm.Boolean`.
    Bool(bool),
    /// `Edm.Byte`, `Edm.SByte`, `Edm.Int16`, `Edm.Int32`, `Edm.Int64`.
    Int(i64),
    /// `Edm.Single`.
    F32(f32),
    /// `Edm.Double`.
    F64(f64),
    /// `Edm.Decimal`.
    Decimal(&'a Decimal),
    /// `Edm.String`.
    Str(&'a str),
    /// The text of an enumeration member or of flags, and the type name before it in URLs, if the
    /// service wants one.
    Enum(std::borrow::Cow<'a, str>, &'static str),
    /// `Edm.Guid`, `Edm.Date`, `Edm.TimeOfDay`, `Edm.DateTimeOffset`: bare in URLs.
    Wire(WireText),
    /// `Edm.Duration`.
    Duration(WireText),
    /// `Edm.Binary`.
    Binary(&'a [u8]),
    /// JSON text of `Edm.Untyped` or of a type that the metadata does not name.
    Raw(&'a str),
    /// An entity or a complex value.
    Object(&'a dyn Object, TypeAnnotation),
    /// A collection.
    List(&'a dyn ListRef),
}

/// Whether an object is written with its `@odata.type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeAnnotation {
    /// Only if it was received with one: the declared type implies it.
    AsReceived,
    /// Always: the declared type is a base type.
    Required,
}

/// A collection of values.
pub trait ListRef {
    /// The number of items.
    fn len(&self) -> usize;
    /// The item at `index`.
    fn view(&self, index: usize) -> ValueRef<'_>;
    /// Whether there is no item.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
