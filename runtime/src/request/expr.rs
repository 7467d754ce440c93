//! Expressions that yield a value: properties, literals, operators and functions.

mod functions;
mod operand;

use super::filter::Filter;
use super::literal::Literal;
use super::path::PropertyPath;
use super::target::TargetError;
use super::term::{Precedence, Term};
use crate::model::{Item, to_string};

pub(super) use self::functions::type_term;
pub use self::operand::Operand;

/// A value that the service computes for each entity: a property, a function of it, a sum.
///
/// Expressions stand in conditions, in orders and in computed properties. A text in the first
/// place of a function is the path of a property; a text further on is a value, unless it is
/// marked by [`Expr::path`]. A value in the first place is marked by [`Expr::value`].
///
/// ```
/// # use msgraph_runtime::request::{Expr, Filter};
/// let short = Filter::lt(Expr::length(Expr::trim("title")), 10);
/// assert_eq!(short.as_str().unwrap(), "length(trim(title)) lt 10");
///
/// let dear = Filter::gt(Expr::mul("price", 2), Expr::add(Expr::path("cost"), 5));
/// assert_eq!(dear.as_str().unwrap(), "price mul 2 gt cost add 5");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "an expression is a value; a filter, an order or `compute` takes it"]
pub struct Expr(Term);

macro_rules! operators {
    ($($(#[$doc:meta])* $name:ident = $wire:literal, $precedence:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name(left: impl Into<Expr>, right: impl Into<Operand>) -> Self {
            Self::operator(left.into(), $wire, right.into(), Precedence::$precedence)
        }
    )*};
}

impl Expr {
    /// The value of a property. `$it` is the item of the collection, and `$this` the value that a
    /// filter within a path is about.
    pub fn path(path: impl Into<PropertyPath>) -> Self {
        let text = path.into().text().map(str::to_owned);
        Self(Term::new(text, Precedence::Primary))
    }

    /// A value as a literal.
    pub fn value(value: impl Into<Literal>) -> Self {
        let text = value.into().as_str().to_owned();
        Self(Term::new(Ok(text), Precedence::Literal))
    }

    /// A list of values, such as the second operand of [`Filter::has_subset`], as JSON.
    pub fn list<T: Item>(values: impl IntoIterator<Item = T>) -> Self {
        let texts: Vec<String> = values.into_iter().map(|value| to_string(&value)).collect();
        // A quote outside of a literal would confuse those who look for the end of the option.
        let text = format!("[{}]", texts.join(",")).replace('\'', "\\u0027");
        Self(Term::new(Ok(text), Precedence::Primary))
    }

    /// An expression as text, which is sent unchecked: it must not contain text from outside.
    pub fn raw(expression: impl Into<String>) -> Self {
        Self(Term::new(Ok(expression.into()), Precedence::Unchecked))
    }

    operators! {
        /// The sum, or a point in time that is later by a duration (`add`).
        add = "add", Additive;
        /// The difference (`sub`).
        sub = "sub", Additive;
        /// The product (`mul`).
        mul = "mul", Multiplicative;
        /// The quotient, which is an integer if both operands are (`div`).
        div = "div", Multiplicative;
        /// The quotient with its fraction (`divby`, OData 4.01).
        div_by = "divby", Multiplicative;
        /// The remainder of the division (`mod`).
        modulo = "mod", Multiplicative;
    }

    /// The number with the other sign (`-`).
    pub fn negate(of: impl Into<Expr>) -> Self {
        // `-5` is a literal, and `-(5)` the negation of one.
        let text = of.into().0.operand(Precedence::Primary);
        Self(Term::new(
            text.map(|text| format!("-{text}")),
            Precedence::Unary,
        ))
    }

    /// The value of the first case whose condition holds, or else `otherwise` (`case`, OData 4.01).
    ///
    /// ```
    /// # use msgraph_runtime::request::{Expr, Filter};
    /// let size = Expr::case([(Filter::gt("pages", 500), "long")], "short");
    /// assert_eq!(size.as_str().unwrap(), "case(pages gt 500:'long',true:'short')");
    /// ```
    pub fn case<V: Into<Operand>>(
        cases: impl IntoIterator<Item = (Filter, V)>,
        otherwise: impl Into<Operand>,
    ) -> Self {
        let cases = cases.into_iter().map(|(condition, value)| {
            let text = condition.into_term().text().and_then(|condition| {
                let value = value.into().into_term().text()?;
                Ok(format!("{condition}:{value}"))
            });
            Term::new(text, Precedence::Primary)
        });
        let otherwise = otherwise.into().into_term().text();
        let otherwise = otherwise.map(|value| format!("true:{value}"));
        let otherwise = Term::new(otherwise, Precedence::Primary);
        Self(Term::function("case", cases.chain([otherwise])))
    }

    /// The number of items of a collection for which a condition holds
    /// (`$count($filter=…)`, OData 4.01); [`PropertyPath::count`] counts all.
    pub fn count_where(path: impl Into<PropertyPath>, condition: Filter) -> Self {
        let path = path.into().count();
        let text = condition.into_term().text().and_then(|condition| {
            let path = path.text()?;
            Ok(format!("{path}($filter={condition})"))
        });
        Self(Term::new(text, Precedence::Primary))
    }

    /// The expression, not percent-encoded.
    ///
    /// # Errors
    ///
    /// If a name in it is not valid.
    pub fn as_str(&self) -> Result<&str, TargetError> {
        self.0.as_str()
    }

    pub(super) fn into_term(self) -> Term {
        self.0
    }

    fn operator(left: Expr, operator: &str, right: Operand, precedence: Precedence) -> Self {
        let tighter = match precedence {
            Precedence::Additive => Precedence::Multiplicative,
            _ => Precedence::Unary,
        };
        let operands = (precedence, tighter);
        Self(
            left.0
                .binary(operator, right.into_term(), precedence, operands),
        )
    }
}

impl<P: Into<PropertyPath>> From<P> for Expr {
    /// The value of a property.
    fn from(path: P) -> Self {
        Self::path(path)
    }
}

impl From<Filter> for Expr {
    /// Whether the condition holds.
    fn from(filter: Filter) -> Self {
        Self(filter.into_term())
    }
}

#[cfg(test)]
mod tests;
