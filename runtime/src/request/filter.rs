//! Filter expressions, with values as literals and parentheses where precedence needs them.

use std::ops;

use super::expr::{Expr, Operand, type_term};
use super::literal::Literal;
use super::path::PropertyPath;
use super::target::TargetError;
use super::term::{Precedence, Term};

/// A condition on the items of a collection (`$filter`).
///
/// The first operand of a comparison or function is a property, or an [`Expr`]; the second is a
/// value, or an [`Expr`].
///
/// ```
/// # use msgraph_runtime::request::{Expr, Filter};
/// let filter = Filter::eq("state", "established")
///     .and(Filter::any("participants", "p", |p| Filter::eq(p.at("isMuted"), true)));
/// assert_eq!(
///     filter.as_str().unwrap(),
///     "state eq 'established' and participants/any(p:p/isMuted eq true)"
/// );
///
/// let filter = Filter::contains(Expr::to_lower("subject"), "review");
/// assert_eq!(filter.as_str().unwrap(), "contains(tolower(subject),'review')");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a filter is a value; a request's `filter` sets it"]
pub struct Filter(Term);

macro_rules! comparisons {
    ($($(#[$doc:meta])* $name:ident),*) => {$(
        $(#[$doc])*
        pub fn $name(path: impl Into<Expr>, value: impl Into<Operand>) -> Self {
            Self::compare(path.into(), stringify!($name), value.into(), Precedence::Additive)
        }
    )*};
}

macro_rules! functions {
    ($($(#[$doc:meta])* $name:ident = $wire:literal),*) => {$(
        $(#[$doc])*
        pub fn $name(path: impl Into<Expr>, value: impl Into<Operand>) -> Self {
            let arguments = [path.into().into_term(), value.into().into_term()];
            Self(Term::function($wire, arguments))
        }
    )*};
}

impl Filter {
    comparisons! {
        /// The property has this value.
        eq,
        /// The property has another value.
        ne,
        /// The property is greater, or later.
        gt,
        /// The property is as great, or greater.
        ge,
        /// The property is less, or earlier.
        lt,
        /// The property is as great, or less.
        le
    }

    functions! {
        /// The text has this part.
        contains = "contains",
        /// The text starts so.
        starts_with = "startswith",
        /// The text ends so.
        ends_with = "endswith",
        /// The text matches this regular expression of ECMAScript (`matchesPattern`, OData 4.01).
        matches_pattern = "matchesPattern",
        /// The collection has each of these items, as often as they are listed
        /// (`hassubset`, OData 4.01). [`Expr::list`] makes a list of values.
        has_subset = "hassubset",
        /// The collection has these items in this order, others between them allowed
        /// (`hassubsequence`, OData 4.01). [`Expr::list`] makes a list of values.
        has_subsequence = "hassubsequence",
        /// The point lies in the polygon (`geo.intersects`).
        geo_intersects = "geo.intersects"
    }

    /// The property, which is a set of flags, has this member.
    pub fn has(path: impl Into<Expr>, value: impl Into<Operand>) -> Self {
        Self::compare(path.into(), "has", value.into(), Precedence::Literal)
    }

    /// The property has one of these values; without values nothing matches.
    pub fn in_<V: Into<Literal>>(
        path: impl Into<Expr>,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        let values: Vec<Literal> = values.into_iter().map(Into::into).collect();
        let texts: Vec<&str> = values.iter().map(Literal::as_str).collect();
        let path = path.into().into_term().operand(Precedence::Literal);
        match texts.is_empty() {
            true => Self::primary(path.map(|_| "false".to_owned())),
            false => {
                let text = path.map(|path| format!("{path} in ({})", texts.join(",")));
                Self(Term::new(text, Precedence::Comparison))
            }
        }
    }

    /// The property has no value.
    pub fn is_null(path: impl Into<Expr>) -> Self {
        Self::eq(path, Literal::NULL)
    }

    /// The value is of this type, or of one derived from it (`isof`). The item itself is `$it`.
    pub fn is_of(path: impl Into<Expr>, type_name: &str) -> Self {
        let arguments = [path.into().into_term(), type_term(type_name)];
        Self(Term::function("isof", arguments))
    }

    /// The condition holds for some item of the collection; `variable` is the item's name
    /// in the condition.
    pub fn any(
        path: impl Into<PropertyPath>,
        variable: &str,
        condition: impl FnOnce(PropertyPath) -> Filter,
    ) -> Self {
        Self::lambda(&path.into(), "any", variable, condition)
    }

    /// The condition holds for each item of the collection; `variable` is the item's name
    /// in the condition.
    pub fn all(
        path: impl Into<PropertyPath>,
        variable: &str,
        condition: impl FnOnce(PropertyPath) -> Filter,
    ) -> Self {
        Self::lambda(&path.into(), "all", variable, condition)
    }

    /// The collection has items.
    pub fn not_empty(path: impl Into<PropertyPath>) -> Self {
        Self::primary(path.into().text().map(|path| format!("{path}/any()")))
    }

    /// An expression as text, which is sent unchecked: it must not contain text from outside.
    pub fn raw(expression: impl Into<String>) -> Self {
        Self(Term::new(Ok(expression.into()), Precedence::Unchecked))
    }

    /// Both conditions hold.
    pub fn and(self, other: Filter) -> Self {
        self.join("and", other, Precedence::And)
    }

    /// At least one of the conditions holds.
    pub fn or(self, other: Filter) -> Self {
        self.join("or", other, Precedence::Or)
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

    fn compare(left: Expr, operator: &str, right: Operand, operands: Precedence) -> Self {
        let (left, right) = (left.into_term(), right.into_term());
        let operands = (operands, operands);
        Self(left.binary(operator, right, Precedence::Comparison, operands))
    }

    fn lambda(
        path: &PropertyPath,
        operator: &str,
        variable: &str,
        condition: impl FnOnce(PropertyPath) -> Filter,
    ) -> Self {
        let name = PropertyPath::variable(variable);
        let condition = condition(name.clone());
        let text = path.text().and_then(|path| {
            let (name, condition) = (name.text()?, condition.as_str()?);
            Ok(format!("{path}/{operator}({name}:{condition})"))
        });
        Self::primary(text)
    }

    fn primary(text: Result<String, TargetError>) -> Self {
        Self(Term::new(text, Precedence::Primary))
    }

    fn join(self, operator: &str, other: Filter, precedence: Precedence) -> Self {
        let operands = (precedence, precedence);
        Self(self.0.binary(operator, other.0, precedence, operands))
    }
}

impl ops::Not for Filter {
    type Output = Filter;

    /// The filter does not hold.
    fn not(self) -> Filter {
        // `not` binds more tightly than `eq`.
        let text = self.0.text().map(|text| format!("not ({text})"));
        Self(Term::new(text, Precedence::Unary))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(filter: &Filter) -> &str {
        filter.as_str().unwrap()
    }

    #[test]
    fn what_binds_looser_stands_in_parentheses() {
        let (a, b, c) = (
            Filter::eq("a", 1),
            Filter::starts_with("b", "x"),
            Filter::in_("c", ["y", "z"]),
        );
        let or = a.clone().or(b.clone());
        assert_eq!(text(&or), "a eq 1 or startswith(b,'x')");
        assert_eq!(
            text(&c.clone().and(or.clone())),
            "c in ('y','z') and (a eq 1 or startswith(b,'x'))"
        );
        assert_eq!(
            text(&a.clone().and(b.clone()).or(c)),
            "a eq 1 and startswith(b,'x') or c in ('y','z')"
        );
        assert_eq!(
            text(&!or.clone().and(!a.clone())),
            "not ((a eq 1 or startswith(b,'x')) and not (a eq 1))"
        );
        assert_eq!(text(&Filter::raw("x or y").and(a)), "(x or y) and a eq 1");
    }

    #[test]
    fn lambdas_nulls_and_counts() {
        let filter = Filter::all("rows", "r", |r| {
            Filter::any(r.clone().at("cells"), "c", |c| {
                Filter::ne(c.at("text"), Literal::NULL).or(Filter::is_null(r.at("id")))
            })
        });
        assert_eq!(
            text(&filter),
            "rows/all(r:r/cells/any(c:c/text ne null or r/id eq null))"
        );
        let count = Filter::ge(PropertyPath::from("rows").count(), 2);
        assert_eq!(text(&count), "rows/$count ge 2");
        assert_eq!(text(&Filter::not_empty("rows")), "rows/any()");
        assert_eq!(text(&Filter::in_("a", Vec::<&str>::new())), "false");
    }

    #[test]
    fn a_name_that_is_none_makes_the_filter_unsound() {
        let bad = Filter::eq("a eq 1 or b", 2);
        assert!(bad.as_str().is_err());
        assert!((!Filter::eq("a", 1).and(bad)).as_str().is_err());
        assert!(
            Filter::any("a", "x:1", |x| Filter::eq(x, 1))
                .as_str()
                .is_err()
        );
        assert!(
            Filter::any("a", "x", |x| Filter::eq(x.at("(y"), 1))
                .as_str()
                .is_err()
        );
    }

    /// Splits an expression where no literal is: quotes come in pairs inside of one.
    fn outside_literals(text: &str) -> String {
        let parts = text.split('\'').enumerate();
        parts
            .filter(|(at, _)| at % 2 == 0)
            .map(|(_, part)| part)
            .collect()
    }

    proptest! {
        #[test]
        fn values_change_nothing_outside_their_literals(
            a in "['()a ,;&]{0,8}", b in any::<String>()
        ) {
            let filter = |a: &str, b: &str| {
                Filter::eq("x", a).and(Filter::contains("y", b).or(Filter::in_("z", [a, b])))
            };
            let (plain, odd) = (filter("a", "b"), filter(&a, &b));
            prop_assert_eq!(
                outside_literals(text(&plain)),
                outside_literals(text(&odd))
            );
        }
    }
}
