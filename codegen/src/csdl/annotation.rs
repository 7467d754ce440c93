//! What goes in: nothing; these are the types of annotations in the syntax tree.
//! What comes out: every constant and dynamic expression of the standard as data.

use super::{Facets, Text};
use crate::diagnostic::Span;

/// `Annotation`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Annotation {
    /// The term. Written with an alias in a document, with its full namespace in a model.
    pub term: Text,
    /// `Qualifier`.
    pub qualifier: Option<Text>,
    /// The value; without one the term's default applies.
    pub value: Option<Expression>,
    /// Annotations of the annotation.
    pub annotations: Vec<Annotation>,
}

/// The value of an annotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression {
    /// Where it stands.
    pub span: Span,
    /// What it says.
    pub kind: ExpressionKind,
    /// Annotations of the expression.
    pub annotations: Vec<Annotation>,
}

/// What an [`Expression`] says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpressionKind {
    /// A constant, as written.
    Constant(Constant, String),
    /// A path, as written.
    Path(PathKind, String),
    /// `Null`.
    Null,
    /// `Collection`.
    Collection(Vec<Expression>),
    /// `Record`.
    Record {
        /// The type as written.
        type_: Option<Text>,
        /// The values of its properties.
        properties: Vec<PropertyValue>,
    },
    /// `And`, `Eq`, `Add` and the like.
    Operator(Operator, Vec<Expression>),
    /// `If`.
    If(Vec<Expression>),
    /// `Apply`.
    Apply {
        /// The function as written.
        function: Text,
        /// Its arguments.
        arguments: Vec<Expression>,
    },
    /// `Cast`.
    Cast {
        /// The type as written.
        type_: Text,
        /// Its facets, as written.
        facets: Box<Facets>,
        /// What is cast.
        operand: Vec<Expression>,
    },
    /// `IsOf`.
    IsOf {
        /// The type as written.
        type_: Text,
        /// Its facets, as written.
        facets: Box<Facets>,
        /// What is asked.
        operand: Vec<Expression>,
    },
    /// `LabeledElement`.
    LabeledElement {
        /// The label.
        name: Text,
        /// What it stands for.
        value: Vec<Expression>,
    },
    /// `LabeledElementReference`.
    LabeledElementReference(String),
    /// `UrlRef`.
    UrlRef(Vec<Expression>),
}

/// `PropertyValue`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PropertyValue {
    /// The property.
    pub property: Text,
    /// Its value; without one the property's default applies.
    pub value: Option<Expression>,
    /// Annotations of the value.
    pub annotations: Vec<Annotation>,
}

/// An enumeration whose variants are called what the standard calls them.
macro_rules! named {
    ($(#[$doc:meta])* $type_:ident: $($name:ident)*) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[allow(missing_docs, reason = "each is called what the standard calls it")]
        pub enum $type_ {
            $($name,)*
        }

        impl $type_ {
            /// The name of the element or attribute.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)*
                }
            }

            /// What the element or attribute of this name is.
            pub fn from_name(name: &str) -> Option<Self> {
                match name {
                    $(stringify!($name) => Some(Self::$name),)*
                    _ => None,
                }
            }
        }
    };
}

named! {
    /// The kind of a constant.
    Constant: Binary Bool Date DateTimeOffset Decimal Duration EnumMember Float Guid Int String
        TimeOfDay
}

named! {
    /// The kind of a path.
    PathKind: AnnotationPath AnyPropertyPath ModelElementPath NavigationPropertyPath Path
        PropertyPath
}

named! {
    /// The operator of an [`ExpressionKind::Operator`].
    Operator: Add And Div DivBy Eq Ge Gt Has In Le Lt Mod Mul Ne Neg Not Or Sub
}
