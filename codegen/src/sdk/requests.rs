//! What goes in: nothing. What comes out: builders and operations as plain data.

use super::{Doc, Path, Shape, Struct, Type, When};

/// A function where paths begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root {
    /// Its name, escaped.
    pub name: String,
    /// The first path segment.
    pub segment: String,
    /// Whether the segment calls an operation, whatever that is named itself.
    pub import: bool,
    /// The doc.
    pub doc: Doc,
    /// Why not to use it any more.
    pub deprecated: Option<String>,
    /// What it gives.
    pub call: Call,
    /// When it is there.
    pub when: When,
}

/// What can be asked of one entity, or of a collection of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Builder {
    /// Its place and name.
    pub path: Path,
    /// The doc.
    pub doc: Doc,
    /// Why not to use it any more.
    pub deprecated: Option<String>,
    /// The OData name of the type of the entities.
    pub entity: String,
    /// Whether it has a parameter that says what led there: an [`Access`].
    pub marked: bool,
    /// Its methods in order.
    pub methods: Vec<Method>,
}

/// What led to entities, and thereby what may be done with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// The path to where they live.
    Owned,
    /// A reference, or the way to a collection of references.
    Reference,
    /// The key of one in a collection of references.
    ReferenceItem,
}

/// A method of a [`Builder`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Method {
    /// Its name, escaped.
    pub name: String,
    /// The doc.
    pub doc: Doc,
    /// Why not to use it any more.
    pub deprecated: Option<String>,
    /// Where a marked builder has it only with this mark.
    pub only: Option<Access>,
    /// What it does.
    pub kind: MethodKind,
}

/// What a [`Method`] does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MethodKind {
    /// Appends a segment and gives the builder there.
    Segment(String, Way),
    /// Appends a segment and a key and gives the builder there.
    Keyed(String, Way),
    /// Appends a key and gives the builder there.
    ById(Way),
    /// Appends a key of these parts, each with its argument, and gives the builder there.
    Named(Vec<(String, String)>, Way),
    /// Makes a request.
    Ask(Ask),
    /// Makes an operation.
    Call(Call),
}

/// The builder that a method gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// The builder.
    pub path: Path,
    /// Its mark, if it has one.
    pub mark: Option<Mark>,
}

/// The mark of a builder that a method gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// That of the builder that the method is of.
    Same,
    /// This one.
    Is(Access),
}

/// What a request asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// For the entity.
    Get(Type),
    /// For the collection.
    List(Type),
    /// For a new entity.
    Create(Type),
    /// To change the entity.
    Update(Type),
    /// To delete the entity.
    Delete,
    /// How many there are.
    Count,
    /// To add a reference to the collection.
    AddReference,
    /// To let the reference lead elsewhere.
    SetReference,
    /// To remove the reference.
    RemoveReference,
    /// For the bytes of a stream.
    Download(Stream),
    /// To replace the bytes of a stream.
    Upload(Stream),
    /// To delete the bytes of a stream.
    Clear(Stream),
}

/// Where a stream is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stream {
    /// At a property.
    Property(String),
    /// At `$value`: the entity is itself a stream.
    Value,
}

impl MethodKind {
    /// What the method gives, unless it is of the runtime.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Call(call) => Some(&call.path),
            _ => self.way().map(|way| &way.path),
        }
    }

    /// The builder that the method gives.
    pub fn way(&self) -> Option<&Way> {
        match self {
            Self::Segment(_, way) | Self::Keyed(_, way) | Self::ById(way) | Self::Named(_, way) => {
                Some(way)
            }
            Self::Ask(_) | Self::Call(_) => None,
        }
    }
}

/// The making of a value from the target and some arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The type made.
    pub path: Path,
    /// The arguments of its `new` behind the target.
    pub arguments: Vec<Argument>,
}

/// An argument: a name and a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// The name, escaped.
    pub name: String,
    /// The type.
    pub shape: Shape,
}

/// An action or function, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// The parameters; required ones are arguments of `new`.
    pub parameters: Struct,
    /// How it is sent.
    pub verb: Verb,
    /// Its path segment.
    pub segment: String,
    /// The qualified name.
    pub qualified_name: String,
    /// The type that it is bound to, `Collection(…)` included; empty if to none.
    pub binding: String,
    /// What comes back.
    pub response: Response,
}

/// How an operation is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verb {
    /// A function.
    Get,
    /// An action.
    Post,
}

/// What comes back from an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Response {
    /// Nothing that is known.
    Nothing,
    /// One structured value.
    One(Type),
    /// One primitive value or enum text, wrapped in an object.
    Scalar(Type),
    /// A page of values.
    Page(Type),
    /// Bytes.
    Stream,
}
