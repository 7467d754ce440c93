//! What goes in: nothing; these are the types of operations and roots in the model.
//! What comes out: actions, functions, and the children of the entity container.

use super::{Deprecation, Facets, OperationId, QName, TypeId, TypeRef};
use crate::csdl::Annotation;
use crate::diagnostic::Span;

/// An action or a function: one overload.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its name; overloads share it.
    pub name: QName,
    /// Where the name stands.
    pub span: Span,
    /// Action or function.
    pub kind: OperationKind,
    /// Whether the first parameter is the binding parameter, whatever its name.
    pub bound: bool,
    /// The parameters in order, the binding parameter included.
    pub parameters: Vec<Parameter>,
    /// What it returns.
    pub return_type: Option<ReturnType>,
    /// Whether its path may go on.
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

/// Action or function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OperationKind {
    /// May have side effects; called by POST.
    Action,
    /// Has none; called by GET.
    Function,
}

/// A parameter of an operation.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// Its type.
    pub type_: TypeRef,
    /// `Nullable`, if written.
    pub nullable: Option<bool>,
    /// `Core.OptionalParameter`: may be left out.
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

/// What an operation returns.
#[derive(Clone, Debug)]
pub struct ReturnType {
    /// Its type.
    pub type_: TypeRef,
    /// Where the type stands.
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

/// A child of the entity container: where paths begin.
#[derive(Clone, Debug)]
pub struct Root {
    /// Its name: the first path segment.
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// What it is.
    pub kind: RootKind,
    /// `IncludeInServiceDocument`, if written.
    pub include_in_service_document: Option<bool>,
    /// Where navigation properties lead.
    pub bindings: Vec<Binding>,
    /// `Core.Description`, then a blank line and `Core.LongDescription` if both are there.
    pub description: Option<String>,
    /// `Core.Revisions`.
    pub deprecated: Option<Deprecation>,
    /// All annotations, terms with their full namespace.
    pub annotations: Vec<Annotation>,
}

/// What a [`Root`] is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RootKind {
    /// One entity.
    Singleton {
        /// Its type.
        type_: TypeId,
        /// `Nullable`, if written.
        nullable: Option<bool>,
    },
    /// Many entities.
    EntitySet {
        /// Their type.
        type_: TypeId,
    },
    /// An unbound action.
    ActionImport {
        /// The action; empty if it could not be resolved.
        operations: Vec<OperationId>,
        /// `EntitySet`.
        entity_set: Option<String>,
    },
    /// An unbound function.
    FunctionImport {
        /// All unbound overloads.
        operations: Vec<OperationId>,
        /// `EntitySet`.
        entity_set: Option<String>,
    },
}

impl RootKind {
    /// The word for it in `select.txt` and in messages, such as `singleton`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Singleton { .. } => "singleton",
            Self::EntitySet { .. } => "set",
            Self::ActionImport { .. } => "action",
            Self::FunctionImport { .. } => "function",
        }
    }
}

/// `NavigationPropertyBinding`, namespaces spelled out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Binding {
    /// The navigation property.
    pub path: String,
    /// Where it leads.
    pub target: String,
}
