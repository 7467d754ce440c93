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
    /// The type of the entities.
    pub entity: Type,
    /// Whether it stands for many.
    pub collection: bool,
    /// For many: the builder of one.
    pub one: Option<Path>,
    /// Its methods in order.
    pub methods: Vec<Method>,
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
    /// What it does.
    pub kind: MethodKind,
}

/// What a [`Method`] does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MethodKind {
    /// Appends a segment and gives the builder there.
    Segment(String, Path),
    /// Appends a segment and a key and gives the builder there.
    Keyed(String, Path),
    /// Appends a key of these parts, each with its argument, and gives the builder there.
    Named(Vec<(String, String)>, Path),
    /// Appends the segment of a stream.
    Stream(String),
    /// Makes an operation.
    Call(Call),
}

impl MethodKind {
    /// What the method gives, unless it is of the runtime.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Segment(_, path) | Self::Keyed(_, path) | Self::Named(_, path) => Some(path),
            Self::Call(call) => Some(&call.path),
            Self::Stream(_) => None,
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
