//! What goes in: nothing. What comes out: the generated types as plain data.

use super::{Doc, Path};

/// The Rust type of one value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Type {
    /// `bool` or a number: a type that is copied.
    Scalar(&'static str),
    /// `String`.
    String,
    /// A type of the runtime, such as `DateTimeOffset`.
    Runtime(&'static str),
    /// A generated type.
    Model(Path),
    /// An ordered set of members of a generated enum.
    Flags(Path),
    /// One value or a list of a generated enum.
    OneOrMany(Path),
}

/// The Rust type of a field, without the `Option` around it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldType {
    /// The type of the value, or of an item.
    pub item: Type,
    /// A `Vec` of items.
    pub list: bool,
    /// Behind a `Box`, for the type would contain itself.
    pub boxed: bool,
}

/// A struct: an entity type, a complex type or the parameters of an operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Struct {
    /// Its place and name.
    pub path: Path,
    /// The doc.
    pub doc: Doc,
    /// Why not to use it any more.
    pub deprecated: Option<String>,
    /// The value of `@odata.type`, `#` included; empty for parameters.
    pub type_name: String,
    /// The fields, those of base types first.
    pub fields: Vec<Field>,
    /// Positions that request bodies leave out, ascending.
    pub read_only: Vec<usize>,
    /// Positions that bodies of updates leave out, ascending.
    pub create_only: Vec<usize>,
    /// Positions that `Debug` does not print, ascending.
    pub secret: Vec<usize>,
    /// Positions that are arguments of `new`, ascending.
    pub required: Vec<usize>,
    /// Whether a client makes such values: there are setters.
    pub written: bool,
}

/// A field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The Rust name, escaped.
    pub name: String,
    /// The name of the constant.
    pub constant: String,
    /// The name of the setter.
    pub setter: String,
    /// The name on the wire.
    pub wire: String,
    /// Its type.
    pub field_type: FieldType,
    /// The doc.
    pub doc: Doc,
    /// Why not to use it any more.
    pub deprecated: Option<String>,
}

/// An enumeration type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextEnum {
    /// Its place and name.
    pub path: Path,
    /// The doc.
    pub doc: Doc,
    /// Why not to use it any more.
    pub deprecated: Option<String>,
    /// The qualified OData name.
    pub type_name: String,
    /// Whether values combine.
    pub flags: bool,
    /// The members in order.
    pub members: Vec<TextMember>,
    /// The variant for any other text.
    pub fallback: String,
}

/// A member of a [`TextEnum`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextMember {
    /// The name of the variant.
    pub name: String,
    /// The text on the wire.
    pub wire: String,
    /// The number, for URLs of services that want it.
    pub value: i64,
    /// The doc.
    pub doc: Doc,
    /// Why not to use it any more.
    pub deprecated: Option<String>,
}

/// An enum over a type and those that derive from it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnyEnum {
    /// Its place and name.
    pub path: Path,
    /// The doc.
    pub doc: Doc,
    /// Why not to use it any more.
    pub deprecated: Option<String>,
    /// The base type itself, held inline, first; `None` if it is abstract.
    pub base: Option<Variant>,
    /// The types that derive from it, boxed, sorted by Rust name.
    pub derived: Vec<Variant>,
    /// The variant for objects of no known type; set if there is no base.
    pub fallback: Option<String>,
    /// The members of the base, readable whatever the type.
    pub members: Vec<Member>,
}

/// A variant of an [`AnyEnum`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// Its name.
    pub name: String,
    /// The struct inside.
    pub path: Path,
    /// The qualified OData name, without `#`.
    pub wire: String,
}

/// A member of the base of an [`AnyEnum`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The method, escaped.
    pub method: String,
    /// Its position in all variants.
    pub position: usize,
    /// Its type.
    pub field_type: FieldType,
    /// The doc.
    pub doc: Doc,
    /// Why not to use it any more.
    pub deprecated: Option<String>,
}
