//! The second operand of an operator or a function.

use super::Expr;
use crate::model::{Model, Property};
use crate::request::filter::Filter;
use crate::request::literal::Literal;
use crate::request::path::PropertyPath;
use crate::request::term::Term;

/// The second operand of an operator or a function: a value, or an expression.
///
/// A text is a value. A property constant, a [`PropertyPath`] and an [`Expr`] are what they say.
///
/// ```
/// # use msgraph_runtime::request::{Expr, Filter};
/// assert_eq!(Filter::eq("city", "home").as_str().unwrap(), "city eq 'home'");
/// assert_eq!(Filter::eq("city", Expr::path("home")).as_str().unwrap(), "city eq home");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operand(Expr);

impl Operand {
    pub(in crate::request) fn into_term(self) -> Term {
        self.0.into_term()
    }
}

impl<V: Into<Literal>> From<V> for Operand {
    /// A value as a literal.
    fn from(value: V) -> Self {
        Self(Expr::value(value))
    }
}

impl From<Expr> for Operand {
    fn from(expression: Expr) -> Self {
        Self(expression)
    }
}

impl From<Filter> for Operand {
    /// Whether the condition holds.
    fn from(filter: Filter) -> Self {
        Self(filter.into())
    }
}

impl From<PropertyPath> for Operand {
    /// The value of a property.
    fn from(path: PropertyPath) -> Self {
        Self(path.into())
    }
}

impl<T: Model> From<Property<T>> for Operand {
    /// The value of the property.
    fn from(property: Property<T>) -> Self {
        Self(property.into())
    }
}
