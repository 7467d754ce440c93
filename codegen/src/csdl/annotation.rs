//! Annotations and their expressions in the syntax tree: every constant and dynamic
//! expression of the standard.

use super::{Facets, Text};
use crate::diagnostic::Span;

/// `Annotation`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Annotation {
    /// `Term`: as written in a document (possibly with an alias), with its full namespace
    /// in a model.
    pub term: Text,
    /// `Qualifier`.
    pub qualifier: Option<Text>,
    /// The value. Without one the default value of the term applies.
    pub value: Option<Expression>,
    /// Annotations of the annotation.
    pub annotations: Vec<Annotation>,
}

/// The value of an annotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression {
    /// The position of the expression.
    pub span: Span,
    /// The kind of expression and its operands.
    pub kind: ExpressionKind,
    /// Annotations of the expression.
    pub annotations: Vec<Annotation>,
}

/// The kind of an [`Expression`] and its operands.
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
        /// The operand.
        operand: Vec<Expression>,
    },
    /// `IsOf`.
    IsOf {
        /// The type as written.
        type_: Text,
        /// Its facets, as written.
        facets: Box<Facets>,
        /// The operand.
        operand: Vec<Expression>,
    },
    /// `LabeledElement`.
    LabeledElement {
        /// The label.
        name: Text,
        /// The labelled expression.
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
    /// `Property`: the name of the property.
    pub property: Text,
    /// The value. Without one the default value of the property applies.
    pub value: Option<Expression>,
    /// Annotations of the value.
    pub annotations: Vec<Annotation>,
}

/// Declares an enumeration whose variants have the names of elements or attributes in the
/// standard.
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

            /// The variant for an element or attribute name.
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
