//! What goes in: nothing; these are the types between `lower` and `emit`.
//! What comes out: [`Sdk`], plain data in which every decision is made: names
//! are settled, Rust types chosen, docs written and escaped. Printing it needs
//! no knowledge of OData.

mod areas;
mod requests;
mod types;

pub use self::areas::{AreaFeature, Areas, When};
pub use self::requests::{
    Access, AccessParam, Argument, Builder, BuilderRef, Constructor, CrudRequest, Method,
    MethodKind, Operation, Response, Root, Stream, Verb,
};
pub use self::types::{
    AnyEnum, Field, FieldType, Member, Struct, TextEnum, TextMember, Type, Variant,
};

/// A generated crate, or the part of one that the generator owns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sdk {
    /// The comment that every file starts with, without slashes.
    pub header: String,
    /// The crate that generated code stands on, such as `msgraph_runtime`.
    pub runtime: String,
    /// The path in front of every generated module, such as `crate`.
    pub root: Vec<String>,
    /// The features of the areas, and what depends on them.
    pub areas: Areas,
    /// Entity, complex and enumeration types.
    pub models: Module,
    /// Builders and operations.
    pub requests: Module,
    /// Where paths begin.
    pub roots: Vec<Root>,
    /// Every type by its OData name.
    pub registry: Registry,
}

/// A module: one CSDL namespace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Module {
    /// Its name, escaped.
    pub name: String,
    /// What it holds.
    pub doc: Doc,
    /// Namespaces below it, by name.
    pub modules: Vec<Module>,
    /// Its files, by name.
    pub files: Vec<File>,
}

/// A file: one type, or the requests of one type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct File {
    /// The name of its module, escaped.
    pub name: String,
    /// What it holds, if the module is public.
    pub public: Option<Doc>,
    /// Its items in order.
    pub items: Vec<Item>,
    /// The items that the module above shows as its own, sorted.
    pub exports: Vec<String>,
    /// When it is there.
    pub when: When,
}

/// An item of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::large_enum_variant, reason = "few live at once")]
pub enum Item {
    /// An entity or complex type.
    Struct(Struct),
    /// An enumeration type.
    TextEnum(TextEnum),
    /// A type and those that derive from it.
    AnyEnum(AnyEnum),
    /// What can be asked of one entity or of many.
    Builder(Builder),
    /// An action or function.
    Operation(Operation),
}

impl Item {
    /// The place that other files know it by.
    pub fn path(&self) -> &Path {
        match self {
            Self::Struct(item) => &item.path,
            Self::TextEnum(item) => &item.path,
            Self::AnyEnum(item) => &item.path,
            Self::Builder(item) => &item.path,
            Self::Operation(item) => &item.parameters.path,
        }
    }
}

/// Lines of Markdown, escaped and wrapped; an empty line parts paragraphs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Doc(pub Vec<String>);

/// The place of an item below [`Sdk::root`].
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path {
    /// The modules, escaped.
    pub modules: Vec<String>,
    /// The item.
    pub name: String,
    /// When it is there.
    pub when: When,
}

/// What a program can ask about types that it learns of at run time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Registry {
    /// Types, sorted by OData name.
    pub types: Vec<RegistryType>,
    /// Operations, sorted by qualified name and binding.
    pub operations: Vec<RegistryOperation>,
}

/// A type of the [`Registry`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistryType {
    /// The OData name, such as `microsoft.graph.call`.
    pub name: String,
    /// What it is.
    pub kind: RegistryKind,
    /// Whether only derived types have values.
    pub is_abstract: bool,
    /// The Rust type of a value where this type is declared.
    pub value: Type,
    /// The fields of a structured type.
    pub fields: Vec<RegistryField>,
    /// The texts of an enumeration type's members.
    pub members: Vec<String>,
    /// The types whose values may stand where this one is declared.
    pub derived: Vec<String>,
}

/// What a [`RegistryType`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RegistryKind {
    /// An entity type.
    Entity,
    /// A complex type.
    Complex,
    /// An enumeration type.
    Enum,
    /// An enumeration type whose values combine.
    Flags,
    /// A choice that the overlay declares.
    Union,
}

/// A field of a [`RegistryType`] or a parameter of a [`RegistryOperation`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistryField {
    /// The wire name.
    pub name: String,
    /// Its type.
    pub value: RegistryValue,
}

/// The type of a value by its OData name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistryValue {
    /// The type of the value, or of an item.
    pub name: String,
    /// Whether there are many.
    pub collection: bool,
    /// Whether there is one or many.
    pub one_or_many: bool,
}

/// An operation of the [`Registry`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistryOperation {
    /// The qualified name.
    pub name: String,
    /// The type that it is bound to, `Collection(…)` included; empty if to none.
    pub binding: String,
    /// The Rust type.
    pub path: Path,
    /// Whether it is an action.
    pub action: bool,
    /// The parameters without the binding parameter.
    pub parameters: Vec<RegistryField>,
    /// What comes back.
    pub response: Option<RegistryValue>,
}
