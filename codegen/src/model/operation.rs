//! Actions, functions, and the children of the entity container.

use super::{Deprecation, Facets, OperationId, QName, TypeId, TypeRef};
use crate::csdl::Annotation;
use crate::diagnostic::Span;

/// One overload of an action or function.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its name; all overloads have the same.
    pub name: QName,
    /// The position of the name.
    pub span: Span,
    /// Whether it is an action or a function.
    pub kind: OperationKind,
    /// Whether it is bound. The first parameter is then the binding parameter, whatever its
    /// name.
    pub bound: bool,
    /// The parameters in order, the binding parameter included.
    pub parameters: Vec<Parameter>,
    /// The return type, if there is one.
    pub return_type: Option<ReturnType>,
    /// Whether further path segments may follow an invocation.
    pub composable: bool,
    /// `EntitySetPath`.
    pub entity_set_path: Option<String>,
    /// `Core.Description`, then a blank line and `Core.LongDescription` if both are there.
    pub description: Option<String>,
    /// `Core.Revisions`.
    pub deprecated: Option<Deprecation>,
    /// All annotations, terms with their full namespace.
    pub annotations: Vec<Annotation>,
}

impl Operation {
    /// The binding parameter of a bound operation.
    pub fn binding(&self) -> Option<&Parameter> {
        self.parameters.first().filter(|_| self.bound)
    }

    /// The parameters without the binding parameter.
    pub fn own_parameters(&self) -> &[Parameter] {
        self.parameters
            .get(usize::from(self.bound)..)
            .unwrap_or_default()
    }
}

/// The two kinds of operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OperationKind {
    /// May have side effects; invoked by POST.
    Action,
    /// Has no side effects; invoked by GET.
    Function,
}

/// A parameter of an operation.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// The position of the name.
    pub span: Span,
    /// Its type.
    pub type_: TypeRef,
    /// `Nullable`, if written.
    pub nullable: Option<bool>,
    /// `Core.OptionalParameter`: the parameter may be omitted.
    pub optional: bool,
    /// The facets.
    pub facets: Facets,
    /// `Core.Description`, then a blank line and `Core.LongDescription` if both are there.
    pub description: Option<String>,
    /// All annotations, terms with their full namespace.
    pub annotations: Vec<Annotation>,
}

impl Parameter {
    /// Whether the value, or an item of a collection, may be null.
    pub fn is_nullable(&self) -> bool {
        self.nullable.unwrap_or(true)
    }
}

/// The return type of an operation.
#[derive(Clone, Debug)]
pub struct ReturnType {
    /// Its type.
    pub type_: TypeRef,
    /// The position of the type.
    pub span: Span,
    /// `Nullable`, if written.
    pub nullable: Option<bool>,
    /// The facets.
    pub facets: Facets,
    /// All annotations, terms with their full namespace.
    pub annotations: Vec<Annotation>,
}

impl ReturnType {
    /// Whether the value, or an item of a collection, may be null.
    pub fn is_nullable(&self) -> bool {
        self.nullable.unwrap_or(true)
    }
}

/// A child of the entity container, at which request paths start.
#[derive(Clone, Debug)]
pub struct Root {
    /// Its name: the first path segment.
    pub name: String,
    /// The position of the name.
    pub span: Span,
    /// The kind of child and what it refers to.
    pub kind: RootKind,
    /// `IncludeInServiceDocument`, if written.
    pub include_in_service_document: Option<bool>,
    /// The navigation property bindings.
    pub bindings: Vec<Binding>,
    /// `Core.Description`, then a blank line and `Core.LongDescription` if both are there.
    pub description: Option<String>,
    /// `Core.Revisions`.
    pub deprecated: Option<Deprecation>,
    /// All annotations, terms with their full namespace.
    pub annotations: Vec<Annotation>,
}

/// The kind of a [`Root`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RootKind {
    /// A single entity.
    Singleton {
        /// Its type.
        type_: TypeId,
        /// `Nullable`, if written.
        nullable: Option<bool>,
    },
    /// A collection of entities.
    EntitySet {
        /// Their type.
        type_: TypeId,
    },
    /// The import of an unbound action.
    ActionImport {
        /// The action; empty if it could not be resolved.
        operations: Vec<OperationId>,
        /// `EntitySet`.
        entity_set: Option<String>,
    },
    /// The import of an unbound function.
    FunctionImport {
        /// All unbound overloads of the function.
        operations: Vec<OperationId>,
        /// `EntitySet`.
        entity_set: Option<String>,
    },
}

impl RootKind {
    /// The keyword for this kind in `select.txt` and in messages, such as `singleton`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Singleton { .. } => "singleton",
            Self::EntitySet { .. } => "set",
            Self::ActionImport { .. } => "action",
            Self::FunctionImport { .. } => "function",
        }
    }
}

/// `NavigationPropertyBinding`, with full namespaces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Binding {
    /// The path of the navigation property.
    pub path: String,
    /// The entity set or singleton that it is bound to.
    pub target: String,
}
