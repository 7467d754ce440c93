//! The intermediate representation that `lower` produces and `emit` prints.
//!
//! An [`Sdk`] is plain data in which every decision has been made: names are final, Rust types are
//! chosen, documentation is written and escaped. Printing it needs no knowledge of OData.

use std::collections::BTreeMap;

use crate::service::BatchFormat;

mod access;
mod areas;
mod requests;
mod types;

pub use self::access::{Access, AccessParam, Action, BuilderRef, Only};
pub use self::areas::{AreaFeature, Areas, When};
pub use self::requests::{
    Argument, Builder, Constructor, CrudRequest, EntityKey, KeyForm, KeyPart, Lookup, Method,
    MethodKind, Operation, Response, Root, Stream, Verb,
};
pub use self::types::{
    Alias, AnyEnum, Family, Field, FieldType, FormerMember, Member, Struct, TextEnum, TextMember,
    Type, Variant,
};

/// A generated crate, or the part of one that the generator owns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sdk {
    /// The comment that every file starts with, without slashes.
    pub header: String,
    /// The crate that generated code depends on, such as `msgraph_runtime`.
    pub runtime: String,
    /// The path of the module that contains all generated modules, such as `crate`.
    pub root: Vec<String>,
    /// The cargo features of the areas.
    pub areas: Areas,
    /// Entity, complex and enumeration types.
    pub models: Module,
    /// Request builders and operations.
    pub requests: Module,
    /// The functions at which paths begin.
    pub roots: Vec<Root>,
    /// What the client has to know of its service.
    pub service: Service,
    /// Every type and operation by its OData name.
    pub registry: Registry,
    /// If it is only a part of a crate, the OData names of other items that it refers to.
    pub elsewhere: BTreeMap<Path, String>,
}

/// The facts about a service that its client is made with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Service {
    /// The name of the client type.
    pub client: String,
    /// The root of the service without the version and without a slash at the end; `None` if only
    /// the user knows it: the constructor asks for both.
    pub root: Option<String>,
    /// The path segments after the root that name the version of the API; empty if there are none.
    pub version: String,
    /// The scope of tokens; `None` for the one of the endpoint's host.
    pub scope: Option<String>,
    /// The greatest version of OData that responses may have.
    pub odata_version: Option<String>,
    /// The preferences of every request.
    pub preferences: Vec<String>,
    /// The header that names the SDK.
    pub sdk_header: Option<String>,
    /// Whether values of `Edm.Int64` and `Edm.Decimal` are strings in JSON (`IEEE754Compatible`).
    pub ieee754_compatible: bool,
    /// The format of batches.
    pub batch: BatchFormat,
    /// The greatest number of requests in a batch; `None` if there is none.
    pub batch_limit: Option<u16>,
    /// Whether the service runs in several clouds.
    pub in_clouds: bool,
}

/// A module, which stands for one CSDL namespace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Module {
    /// Its name, escaped.
    pub name: String,
    /// The documentation.
    pub doc: Doc,
    /// The modules of namespaces below it, sorted by name.
    pub modules: Vec<Module>,
    /// Its files, sorted by name.
    pub files: Vec<File>,
}

/// A file with one type, or with the requests of one type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct File {
    /// The name of its module, escaped.
    pub name: String,
    /// The documentation of its module if that is public; `None` if it is private.
    pub public: Option<Doc>,
    /// Its items in their order.
    pub items: Vec<Item>,
    /// The items that the parent module re-exports, sorted.
    pub exports: Vec<String>,
    /// The condition under which it is compiled.
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
    /// A type and the types that derive from it.
    AnyEnum(AnyEnum),
    /// A request builder.
    Builder(Builder),
    /// An action or function.
    Operation(Operation),
    /// A former name of another item.
    Alias(Alias),
}

impl Item {
    /// The path by which other files refer to it.
    pub fn path(&self) -> &Path {
        match self {
            Self::Struct(item) => &item.path,
            Self::TextEnum(item) => &item.path,
            Self::AnyEnum(item) => &item.path,
            Self::Builder(item) => &item.path,
            Self::Operation(item) => &item.parameters.path,
            Self::Alias(item) => &item.path,
        }
    }
}

/// Documentation: lines of Markdown, escaped and wrapped. An empty line separates paragraphs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Doc(pub Vec<String>);

/// The path of an item below [`Sdk::root`].
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path {
    /// The modules, escaped.
    pub modules: Vec<String>,
    /// The name of the item.
    pub name: String,
    /// The condition under which it is compiled.
    pub when: When,
}

/// The tables in which programs look up types and operations by OData name at run time.
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
    /// The kind of type.
    pub kind: RegistryKind,
    /// Whether the type is abstract: every value has a derived type.
    pub is_abstract: bool,
    /// The Rust type of a property that is declared with this type.
    pub value: Type,
    /// The fields of a structured type.
    pub fields: Vec<RegistryField>,
    /// The OData names of the members of an enumeration type.
    pub members: Vec<String>,
    /// The OData names of the types that derive from it.
    pub derived: Vec<String>,
}

/// The kind of a [`RegistryType`].
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
    /// A union of types that the overlay declares.
    Union,
}

/// A field of a [`RegistryType`] or a parameter of a [`RegistryOperation`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistryField {
    /// The OData name.
    pub name: String,
    /// Its type.
    pub value: RegistryValue,
}

/// The type of a value by its OData name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistryValue {
    /// The type of the value, or of an item.
    pub name: String,
    /// Whether it is a collection.
    pub collection: bool,
    /// Whether it is one value or a collection.
    pub one_or_many: bool,
}

/// An operation of the [`Registry`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistryOperation {
    /// The qualified name.
    pub name: String,
    /// The type that it is bound to, `Collection(…)` included; empty if it is unbound.
    pub binding: String,
    /// The Rust type.
    pub path: Path,
    /// Whether it is an action.
    pub action: bool,
    /// The parameters without the binding parameter.
    pub parameters: Vec<RegistryField>,
    /// The type of what it returns.
    pub response: Option<RegistryValue>,
}
