//! Structs and enums of generated code as plain data.

use super::{Doc, Path};

/// The Rust type of one value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Type {
    /// `bool` or a number, which implement `Copy`.
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
    /// The type of the value, or of each item of a list.
    pub item: Type,
    /// Whether it is a `Vec`.
    pub list: bool,
    /// Whether each value is in a `Box`, because the type would contain itself otherwise.
    pub boxed: bool,
}

/// The struct of an entity type, of a complex type or of the parameters of an operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Struct {
    /// Its path and name.
    pub path: Path,
    /// The documentation.
    pub doc: Doc,
    /// The note of `#[deprecated]`.
    pub deprecated: Option<String>,
    /// The value of `@odata.type`, `#` included; empty for parameters.
    pub type_name: String,
    /// The fields; inherited ones come first.
    pub fields: Vec<Field>,
    /// The positions of fields that are left out of request bodies, ascending.
    pub read_only: Vec<usize>,
    /// The positions of fields that are left out of the bodies of updates, ascending.
    pub create_only: Vec<usize>,
    /// The positions of fields whose values `Debug` hides, ascending.
    pub secret: Vec<usize>,
    /// The positions of fields that are arguments of `new`, ascending.
    pub required: Vec<usize>,
    /// Whether requests contain such values, so that it needs setters.
    pub written: bool,
    /// The positions of fields whose constants had other names, with these.
    pub former_constants: Vec<(usize, Field)>,
    /// Fields whose setters had other names, with these.
    pub former_setters: Vec<Field>,
}

/// A field of a [`Struct`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The Rust name, escaped.
    pub name: String,
    /// The name of its `Property` constant.
    pub constant: String,
    /// The name of the setter.
    pub setter: String,
    /// The name in JSON.
    pub wire: String,
    /// The type.
    pub field_type: FieldType,
    /// The documentation.
    pub doc: Doc,
    /// The note of `#[deprecated]`.
    pub deprecated: Option<String>,
}

/// An enumeration type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextEnum {
    /// Its path and name.
    pub path: Path,
    /// The documentation.
    pub doc: Doc,
    /// The note of `#[deprecated]`.
    pub deprecated: Option<String>,
    /// The qualified OData name.
    pub type_name: String,
    /// Whether values combine several members (`IsFlags`).
    pub flags: bool,
    /// Whether literals in URLs begin with the name of the type.
    pub qualified_literals: bool,
    /// The members in their order.
    pub members: Vec<TextMember>,
    /// The variant that keeps the text of an unknown member.
    pub fallback: String,
    /// Members that had other names.
    pub former: Vec<FormerMember>,
}

/// The former name of a [`TextMember`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormerMember {
    /// The former name of the variant.
    pub name: String,
    /// The name of the variant.
    pub now: String,
}

/// A deprecated alias of an item that had another path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// The former path and name.
    pub path: Path,
    /// The documentation.
    pub doc: Doc,
    /// The note of `#[deprecated]`.
    pub note: String,
    /// The item.
    pub target: Path,
    /// Whether the item has a type parameter for the access, as a [`Builder`](super::Builder) may.
    pub has_access_param: bool,
}

/// A member of a [`TextEnum`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextMember {
    /// The name of the variant.
    pub name: String,
    /// The name in JSON.
    pub wire: String,
    /// The number that the metadata gives it.
    pub value: i64,
    /// The documentation.
    pub doc: Doc,
    /// The note of `#[deprecated]`.
    pub deprecated: Option<String>,
}

/// An enum over a type and the types that derive from it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnyEnum {
    /// Its path and name.
    pub path: Path,
    /// The documentation.
    pub doc: Doc,
    /// The note of `#[deprecated]`.
    pub deprecated: Option<String>,
    /// The variant of the base type itself, stored inline; `None` if that is abstract.
    pub base: Option<Variant>,
    /// The variants of the derived types, boxed, sorted by Rust name.
    pub derived: Vec<Variant>,
    /// The variant for objects of unknown types; set if there is no base.
    pub fallback: Option<String>,
    /// The members of the base, which every variant has.
    pub members: Vec<Member>,
    /// Of a union, the members that some variants share.
    pub families: Vec<Family>,
}

/// Variants of a union whose types inherit from one type, with its members.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Family {
    /// The names of the variants.
    pub variants: Vec<String>,
    /// The members that all of them have.
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
    /// The name of the accessor method, escaped.
    pub method: String,
    /// Its position among the fields of every variant.
    pub position: usize,
    /// The type.
    pub field_type: FieldType,
    /// The documentation.
    pub doc: Doc,
    /// The note of `#[deprecated]`.
    pub deprecated: Option<String>,
}
