//! What goes in: nothing; these are the types of types in the model.
//! What comes out: entity, complex and enumeration types, type definitions,
//! and the references to them.

use super::{Deprecation, PropertyId, QName, TypeId};
use crate::csdl::Annotation;
use crate::diagnostic::Span;

/// A type that a schema declares.
#[derive(Clone, Debug)]
pub struct Type {
    /// Its name.
    pub name: QName,
    /// Where the name stands.
    pub span: Span,
    /// What it is.
    pub kind: TypeKind,
    /// `Core.Description`, then a blank line and `Core.LongDescription` if both are there.
    pub description: Option<String>,
    /// `Core.Revisions`.
    pub deprecated: Option<Deprecation>,
    /// All annotations, terms with their full namespace.
    pub annotations: Vec<Annotation>,
}

/// What a [`Type`] is.
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
    /// The entity or complex type that this is.
    pub fn structured(&self) -> Option<&Structured> {
        match &self.kind {
            TypeKind::Structured(structured) => Some(structured),
            _ => None,
        }
    }

    /// The enumeration type that this is.
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
    /// Entity (true) or complex (false).
    pub entity: bool,
    /// The type that this one derives from.
    pub base: Option<TypeId>,
    /// The types that derive directly from this one, in input order.
    pub derived: Vec<TypeId>,
    /// Whether there are no values of exactly this type.
    pub is_abstract: bool,
    /// Whether this type or one that it derives from says `OpenType`.
    pub open: bool,
    /// Whether this type or one that it derives from says `HasStream`.
    pub has_stream: bool,
    /// The key that this type itself declares; see [`Model::key`](super::Model::key).
    pub key: Vec<KeyRef>,
    /// The properties that this type itself declares, in input order.
    pub properties: Vec<Property>,
    /// `Core.AlternateKeys`: other ways to address an entity.
    pub alternate_keys: Vec<Vec<KeyRef>>,
}

/// One part of a key.
#[derive(Clone, Debug, Default)]
pub struct KeyRef {
    /// The path of the property.
    pub path: String,
    /// What URLs call it, if not by its name.
    pub alias: Option<String>,
    /// Where it stands.
    pub span: Span,
    /// The property, if the path is a plain name that exists.
    pub property: Option<PropertyId>,
}

/// A structural or navigation property.
#[derive(Clone, Debug)]
pub struct Property {
    /// Its name.
    pub name: String,
    /// Where the name stands.
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
    /// `Core.Computed`: only the service sets it.
    pub computed: bool,
    /// `Core.Immutable`: set at creation or never.
    pub immutable: bool,
    /// `Core.Permissions`.
    pub permissions: Option<Permissions>,
    /// Not from the metadata: one or many values of these types (and what derives from
    /// them), whatever [`type_`](Self::type_) says. The overlay sets it before selection.
    pub union: Option<Vec<TypeId>>,
    /// `Core.Description`, then a blank line and `Core.LongDescription` if both are there.
    pub description: Option<String>,
    /// `Core.Revisions`.
    pub deprecated: Option<Deprecation>,
    /// All annotations, terms with their full namespace.
    pub annotations: Vec<Annotation>,
}

impl Property {
    /// A structural property of this name and type that says nothing else.
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

    /// Whether a client may not set it: `Computed`, or `Permissions` that do not let it.
    pub fn is_read_only(&self) -> bool {
        self.computed
            || matches!(
                self.permissions,
                Some(Permissions::None | Permissions::Read)
            )
    }

    /// Whether it is a navigation property that contains its target.
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

/// What only a navigation property has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Navigation {
    /// Whether the target lives in the entity and is addressed through it.
    pub contains_target: bool,
    /// The path of the property that leads back.
    pub partner: Option<String>,
    /// `Cascade`, `None`, `SetNull` or `SetDefault`.
    pub on_delete: Option<String>,
    /// Pairs of dependent and principal property.
    pub constraints: Vec<(String, String)>,
}

/// A reference to a type: of one value or of many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TypeRef {
    /// The type of the value, or of the items.
    pub item: Item,
    /// Whether there are many.
    pub collection: bool,
}

impl TypeRef {
    /// One value.
    pub fn one(item: Item) -> Self {
        Self {
            item,
            collection: false,
        }
    }

    /// Many values.
    pub fn many(item: Item) -> Self {
        Self {
            item,
            collection: true,
        }
    }

    /// The declared type that it names, if any.
    pub fn named(self) -> Option<TypeId> {
        match self.item {
            Item::Named(id) => Some(id),
            _ => None,
        }
    }
}

/// What a [`TypeRef`] refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    /// A primitive type.
    Primitive(Primitive),
    /// A type of the model.
    Named(TypeId),
    /// A built-in type of types.
    Abstract(AbstractType),
}

/// A primitive type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

/// A built-in type of types, `Edm.Untyped`, or a type of paths that only vocabularies use.
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

/// The facets of a type; those not written are `None`.
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
    /// So many bytes or characters.
    Length(u64),
    /// `max`: as many as the service can.
    Max,
}

/// `Scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// So many digits.
    Digits(u32),
    /// `variable`.
    Variable,
    /// `floating`.
    Floating,
}

/// `SRID`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Srid {
    /// A reference system.
    Number(u32),
    /// `variable`.
    Variable,
}

/// An enumeration type.
#[derive(Clone, Debug)]
pub struct EnumType {
    /// `Byte`, `SByte`, `Int16`, `Int32` or `Int64`.
    pub underlying: Primitive,
    /// Whether values combine.
    pub is_flags: bool,
    /// The members in order.
    pub members: Vec<Member>,
}

/// A member of an enumeration type.
#[derive(Clone, Debug, Default)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// Its value, written or counted.
    pub value: i64,
    /// Where the name stands.
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
