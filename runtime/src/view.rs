//! A value seen from outside: for serde, equality, `Debug` and URLs.

use crate::edm::{Decimal, WireText};
use crate::object::Object;

/// One value of any Edm type.
#[derive(Clone)]
pub enum View<'a> {
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
    /// The text of an enumeration member or of flags; the qualified type name.
    Enum(std::borrow::Cow<'a, str>, &'static str),
    /// `Edm.Guid`, `Edm.Date`, `Edm.TimeOfDay`, `Edm.DateTimeOffset`: bare in URLs.
    Wire(WireText),
    /// `Edm.Duration`.
    Duration(WireText),
    /// `Edm.Binary`.
    Binary(&'a [u8]),
    /// JSON text of a type nobody knows.
    Raw(&'a str),
    /// A structured value; whether it must name its type.
    Object(&'a dyn Object, bool),
    /// A list.
    List(&'a dyn Items),
}

/// A list of values.
pub trait Items {
    /// The number of items.
    fn len(&self) -> usize;
    /// The item at `index`.
    fn view(&self, index: usize) -> View<'_>;
    /// Whether there is no item.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
