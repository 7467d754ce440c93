//! Request builders and operations as plain data.

use super::access::{Access, BuilderRef, Only};
use super::{Doc, FieldType, Path, Struct, Type, When};

/// A function at which paths begin, such as `communications()`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root {
    /// The name of the function, escaped.
    pub name: String,
    /// The first path segment.
    pub segment: String,
    /// Whether it is an operation import: the segment stands for an operation of any name.
    pub import: bool,
    /// The key of an entity, if it is part of the path.
    pub key: Option<EntityKey>,
    /// The query options that the service requires; they are the last arguments.
    pub options: Vec<KeyPart>,
    /// The documentation.
    pub doc: Doc,
    /// The note of `#[deprecated]`.
    pub deprecated: Option<String>,
    /// How the value that the function returns is made.
    pub constructor: Constructor,
    /// The argument for the access parameter of that builder, if it has one.
    pub access: Option<Access>,
    /// The condition under which it is compiled.
    pub when: When,
}

/// A request builder: the requests that one entity, or a collection of entities, accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Builder {
    /// Its path and name.
    pub path: Path,
    /// The documentation.
    pub doc: Doc,
    /// The note of `#[deprecated]`.
    pub deprecated: Option<String>,
    /// The OData name of the entity type.
    pub entity: String,
    /// Whether it has a type parameter that says how the entities were reached: an
    /// [`Access`](super::Access).
    pub has_access_param: bool,
    /// Its methods in their order.
    pub methods: Vec<Method>,
    /// Methods under their former names.
    pub former: Vec<Method>,
}

/// A method of a [`Builder`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Method {
    /// Its name, escaped.
    pub name: String,
    /// The documentation.
    pub doc: Doc,
    /// The note of `#[deprecated]`.
    pub deprecated: Option<String>,
    /// When the builder has the method; `None` if it always has it.
    pub only: Option<Only>,
    /// The query options that the service requires below; they are the last arguments.
    pub options: Vec<KeyPart>,
    /// What the method does.
    pub kind: MethodKind,
}

/// What a [`Method`] does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MethodKind {
    /// Appends a segment and returns the builder there.
    Segment(String, BuilderRef),
    /// Appends a segment and a key and returns the builder there.
    Keyed(String, EntityKey, BuilderRef),
    /// Appends a key and returns the builder there.
    ByKey(EntityKey, BuilderRef),
    /// Appends a path of names and returns the builder there.
    ByPath(BuilderRef),
    /// Creates a request.
    Crud(CrudRequest),
    /// Creates an operation.
    Operation(Constructor),
}

/// The key of an entity as arguments of a method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntityKey {
    /// How it is written.
    pub form: KeyForm,
    /// The values that it consists of: one, unless it is written by name.
    pub parts: Vec<KeyPart>,
    /// The OData name of the entity type that declares it; `None` for an alternate key.
    pub declared_by: Option<String>,
}

/// How an [`EntityKey`] is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyForm {
    /// `/x`, or as the caller wants it.
    Id,
    /// `/1`.
    Segment,
    /// `(1)`.
    Literal,
    /// `(a=1,b=2)`.
    Named,
}

/// A value in a URL: one of an [`EntityKey`], or a query option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyPart {
    /// Its name in URLs.
    pub wire: String,
    /// The name of the argument, escaped.
    pub name: String,
    /// The type of the value.
    pub type_: Type,
}

impl EntityKey {
    /// The key in a path, with a placeholder for each part: `/{id}`, `('{id}')`, `(a={a},b='{b}')`.
    pub fn shown(&self, mut placeholder: impl FnMut(&KeyPart) -> String) -> String {
        let mut value = |part: &KeyPart| {
            let placeholder = placeholder(part);
            match part.type_ {
                Type::String => format!("'{{{placeholder}}}'"),
                _ => format!("{{{placeholder}}}"),
            }
        };
        let by_name = self.form == KeyForm::Named;
        let mut parts = Vec::new();
        for part in &self.parts {
            let value = value(part);
            parts.push(match by_name {
                true => format!("{}={value}", part.wire),
                false => value,
            });
        }
        match self.form {
            KeyForm::Id | KeyForm::Segment => {
                format!("/{}", parts.concat().trim_matches('\''))
            }
            KeyForm::Literal | KeyForm::Named => format!("({})", parts.join(",")),
        }
    }
}

/// A request for an entity, a collection, a reference or a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CrudRequest {
    /// Reads the entity.
    Get(Type),
    /// Reads the collection.
    List(Type),
    /// Looks up the entity of the collection whose property has a certain value.
    Lookup(Lookup),
    /// Creates an entity in the collection.
    Create(Type),
    /// Updates the entity.
    Update(Type),
    /// Replaces the entity.
    Replace(Type),
    /// Deletes the entity.
    Delete,
    /// Counts the entities of the collection.
    Count,
    /// Adds a reference to the collection.
    AddReference,
    /// Replaces the reference.
    SetReference,
    /// Removes the reference.
    RemoveReference,
    /// Removes the reference to an address from the collection.
    RemoveReferenceTo,
    /// Reads the bytes of a stream.
    Download(Stream),
    /// Replaces the bytes of a stream.
    Upload(Stream),
    /// Deletes the bytes of a stream.
    Clear(Stream),
}

/// A property by which the entities of a collection can be told apart in a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lookup {
    /// The type of the entities.
    pub item: Type,
    /// The path of the property in the filter.
    pub filter: String,
    /// The name of the argument, escaped.
    pub argument: String,
}

/// Where a stream is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stream {
    /// At the property with this OData name.
    Property(String),
    /// At `$value`: the entity is itself a stream.
    Value,
}

impl MethodKind {
    /// The generated type that the method returns; `None` for requests, whose types are the
    /// runtime's.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Operation(constructor) => Some(&constructor.path),
            _ => self.builder().map(|builder| &builder.path),
        }
    }

    /// The builder that the method returns.
    pub fn builder(&self) -> Option<&BuilderRef> {
        match self {
            Self::Segment(_, builder)
            | Self::Keyed(_, _, builder)
            | Self::ByKey(_, builder)
            | Self::ByPath(builder) => Some(builder),
            Self::Crud(_) | Self::Operation(_) => None,
        }
    }
}

/// The use of the `new` of a builder or an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constructor {
    /// The type that is made.
    pub path: Path,
    /// The arguments after the target.
    pub arguments: Vec<Argument>,
}

/// An argument of a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// The name, escaped.
    pub name: String,
    /// The type of the field that it is stored in.
    pub field_type: FieldType,
}

/// An action or a function as a value that can be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// The parameters; the required ones are arguments of `new`.
    pub parameters: Struct,
    /// The HTTP method.
    pub verb: Verb,
    /// The path segment.
    pub segment: String,
    /// The qualified OData name.
    pub qualified_name: String,
    /// The type that it is bound to, `Collection(…)` included; empty if it is unbound.
    pub binding: String,
    /// Whether it has a body although it takes no parameters: an object without members.
    pub sends_empty_object: bool,
    /// What the service returns.
    pub response: Response,
    /// The builder of the paths that go on from what the service returns, if they may.
    pub compose: Option<BuilderRef>,
}

/// The HTTP method of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verb {
    /// `GET`, for functions.
    Get,
    /// `POST`, for actions.
    Post,
}

/// What an operation returns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Response {
    /// No declared value.
    Nothing,
    /// One structured value.
    One(Type),
    /// One primitive value or enumeration member, wrapped in a JSON object.
    Scalar(Type),
    /// A page of values.
    Page(Type),
    /// Bytes.
    Stream,
}
