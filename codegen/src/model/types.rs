//! Entity, complex and enumeration types, type definitions, and references to them.

use super::{Deprecation, PropertyId, QName, TypeId};
use crate::csdl::Annotation;
use crate::diagnostic::Span;

/// A type that a schema declares.
#[derive(Clone, Debug)]
pub struct Type {
    /// Its name.
    pub name: QName,
    /// The position of the name.
    pub span: Span,
    /// The kind of type and its contents.
    pub kind: TypeKind,
    /// `Core.Description`, then a blank line and `Core.LongDescription` if both are there.
    pub description: Option<String>,
    /// `Core.Revisions`.
    pub deprecated: Option<Deprecation>,
    /// All annotations, terms with their full namespace.
    pub annotations: Vec<Annotation>,
}

/// The kind of a [`Type`] and its contents.
#[derive(Clone, Debug)]
pub enum TypeKind {
    /// An entity or complex type.
    Structured(Structured),
    /// An enumeration type.
    Enum(EnumType),
    /// A type definition.
    Definition(Definition),
}

impl Type {
    /// The entity or complex type, if it is one.
    pub fn structured(&self) -> Option<&Structured> {
        match &self.kind {
            TypeKind::Structured(structured) => Some(structured),
            _ => None,
        }
    }

    /// The enumeration type, if it is one.
    pub fn enumeration(&self) -> Option<&EnumType> {
        match &self.kind {
            TypeKind::Enum(enumeration) => Some(enumeration),
            _ => None,
        }
    }

    /// Whether this is an entity type.
    pub fn is_entity(&self) -> bool {
        self.structured().is_some_and(|s| s.entity)
    }

    /// `entity type`, `complex type`, `enum type` or `type definition`.
    pub fn kind_name(&self) -> &'static str {
        match &self.kind {
            TypeKind::Structured(s) if s.entity => "entity type",
            TypeKind::Structured(_) => "complex type",
            TypeKind::Enum(_) => "enum type",
            TypeKind::Definition(_) => "type definition",
        }
    }
}

/// An entity or complex type.
#[derive(Clone, Debug, Default)]
pub struct Structured {
    /// Whether it is an entity type rather than a complex type.
    pub entity: bool,
    /// The base type.
    pub base: Option<TypeId>,
    /// The types that derive directly from this one, in input order.
    pub derived: Vec<TypeId>,
    /// Whether the type is abstract: every value is of a derived type.
    pub is_abstract: bool,
    /// Whether this type or one of its base types has `OpenType`.
    pub open: bool,
    /// Whether this type or one of its base types has `HasStream`.
    pub has_stream: bool,
    /// The key that this type itself declares; see [`Model::key`](super::Model::key).
    pub key: Vec<KeyRef>,
    /// The properties that this type itself declares, in input order.
    pub properties: Vec<Property>,
    /// `Core.AlternateKeys`: other ways to address an entity.
    pub alternate_keys: Vec<Vec<KeyRef>>,
}

/// One property of a key.
#[derive(Clone, Debug, Default)]
pub struct KeyRef {
    /// The path of the key property.
    pub path: String,
    /// The name of the key property in URLs, if it has an alias.
    pub alias: Option<String>,
    /// The position of the `PropertyRef` element.
    pub span: Span,
    /// The property, if the path is the name of an existing property.
    pub property: Option<PropertyId>,
}

/// A structural or navigation property.
#[derive(Clone, Debug)]
pub struct Property {
    /// Its name.
    pub name: String,
    /// The position of the name.
    pub span: Span,
    /// Its type.
    pub type_: TypeRef,
    /// `Nullable`, if written; see [`is_nullable`](Self::is_nullable).
    pub nullable: Option<bool>,
    /// The facets.
    pub facets: Facets,
    /// `DefaultValue`, as written.
    pub default: Option<String>,
    /// Set for a navigation property.
    pub navigation: Option<Navigation>,
    /// `Core.Computed`: only the service sets the value.
    pub computed: bool,
    /// `Core.Immutable`: the value can be set only at creation.
    pub immutable: bool,
    /// `Core.Permissions`.
    pub permissions: Option<Permissions>,
    /// Set by the overlay before selection: the property holds one or more values of these
    /// types or of types derived from them, whatever [`type_`](Self::type_) says.
    pub union: Option<Vec<TypeId>>,
    /// `Core.Description`, then a blank line and `Core.LongDescription` if both are there.
    pub description: Option<String>,
    /// `Core.Revisions`.
    pub deprecated: Option<Deprecation>,
    /// All annotations, terms with their full namespace.
    pub annotations: Vec<Annotation>,
}

impl Property {
    /// Creates a structural property with this name and type and no other attributes.
    pub fn new(name: impl Into<String>, type_: TypeRef) -> Self {
        Self {
            name: name.into(),
            span: Span::default(),
            type_,
            nullable: None,
            facets: Facets::default(),
            default: None,
            navigation: None,
            computed: false,
            immutable: false,
            permissions: None,
            union: None,
            description: None,
            deprecated: None,
            annotations: Vec::new(),
        }
    }

    /// Whether the value, or an item of a collection, may be null.
    pub fn is_nullable(&self) -> bool {
        self.nullable.unwrap_or(true)
    }

    /// Whether a client cannot set it: `Core.Computed`, or `Core.Permissions` without write
    /// permission.
    pub fn is_read_only(&self) -> bool {
        self.computed
            || matches!(
                self.permissions,
                Some(Permissions::None | Permissions::Read)
            )
    }

    /// Whether it is a containment navigation property.
    pub fn contains_target(&self) -> bool {
        self.navigation.as_ref().is_some_and(|n| n.contains_target)
    }
}

/// `Core.Permissions`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Permissions {
    /// Neither read nor written.
    None,
    /// Read only.
    Read,
    /// Written only.
    Write,
    /// Read and written.
    ReadWrite,
}

/// The attributes that only a navigation property has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Navigation {
    /// `ContainsTarget`: the target entity belongs to this entity and is addressed through
    /// it.
    pub contains_target: bool,
    /// `Partner`: the path of the inverse navigation property.
    pub partner: Option<String>,
    /// `OnDelete`: `Cascade`, `None`, `SetNull` or `SetDefault`.
    pub on_delete: Option<String>,
    /// Referential constraints: pairs of dependent and principal property.
    pub constraints: Vec<(String, String)>,
}

/// A reference to a type, single-valued or a collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TypeRef {
    /// The type of the value, or of the items.
    pub item: Item,
    /// Whether it is a collection of that type.
    pub collection: bool,
}

impl TypeRef {
    /// A single value of this type.
    pub fn one(item: Item) -> Self {
        Self {
            item,
            collection: false,
        }
    }

    /// A collection of this type.
    pub fn many(item: Item) -> Self {
        Self {
            item,
            collection: true,
        }
    }

    /// The declared type that it refers to, if it is not a built-in type.
    pub fn named(self) -> Option<TypeId> {
        match self.item {
            Item::Named(id) => Some(id),
            _ => None,
        }
    }
}

/// The item type of a [`TypeRef`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    /// A primitive type.
    Primitive(Primitive),
    /// A type that a schema declares.
    Named(TypeId),
    /// A built-in abstract type.
    Abstract(AbstractType),
}

/// A primitive type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each is called what the standard calls it")]
pub enum Primitive {
    Binary,
    Boolean,
    Byte,
    Date,
    DateTimeOffset,
    Decimal,
    Double,
    Duration,
    Geography,
    GeographyCollection,
    GeographyLineString,
    GeographyMultiLineString,
    GeographyMultiPoint,
    GeographyMultiPolygon,
    GeographyPoint,
    GeographyPolygon,
    Geometry,
    GeometryCollection,
    GeometryLineString,
    GeometryMultiLineString,
    GeometryMultiPoint,
    GeometryMultiPolygon,
    GeometryPoint,
    GeometryPolygon,
    Guid,
    Int16,
    Int32,
    Int64,
    SByte,
    Single,
    Stream,
    String,
    TimeOfDay,
}

/// A built-in abstract type, `Edm.Untyped`, or one of the path types that only vocabularies
/// use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is called what the standard calls it")]
pub enum AbstractType {
    AnnotationPath,
    AnyPropertyPath,
    ComplexType,
    EntityType,
    ModelElementPath,
    NavigationPropertyPath,
    PrimitiveType,
    PropertyPath,
    Untyped,
}

/// The facets of a type; a facet that is not written is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// `MaxLength`.
    pub max_length: Option<MaxLength>,
    /// `Precision`.
    pub precision: Option<u32>,
    /// `Scale`.
    pub scale: Option<Scale>,
    /// `Unicode`.
    pub unicode: Option<bool>,
    /// `SRID`.
    pub srid: Option<Srid>,
}

/// `MaxLength`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MaxLength {
    /// This number of bytes or characters.
    Length(u64),
    /// `max`: the maximum that the service supports.
    Max,
}

/// `Scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// This number of decimals.
    Digits(u32),
    /// `variable`.
    Variable,
    /// `floating`.
    Floating,
}

/// `SRID`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Srid {
    /// The number of a spatial reference system.
    Number(u32),
    /// `variable`.
    Variable,
}

/// An enumeration type.
#[derive(Clone, Debug)]
pub struct EnumType {
    /// `Byte`, `SByte`, `Int16`, `Int32` or `Int64`.
    pub underlying: Primitive,
    /// Whether the type is a set of flags.
    pub is_flags: bool,
    /// The members in order.
    pub members: Vec<Member>,
}

/// A member of an enumeration type.
#[derive(Clone, Debug, Default)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// The explicit or implicit value.
    pub value: i64,
    /// The position of the name.
    pub span: Span,
    /// `Core.Description`, then a blank line and `Core.LongDescription` if both are there.
    pub description: Option<String>,
    /// `Core.Revisions`.
    pub deprecated: Option<Deprecation>,
    /// All annotations, terms with their full namespace.
    pub annotations: Vec<Annotation>,
}

/// A type definition.
#[derive(Clone, Debug)]
pub struct Definition {
    /// `Primitive`, or `Abstract(PrimitiveType)` in version 4.01.
    pub underlying: Item,
    /// The facets.
    pub facets: Facets,
}
