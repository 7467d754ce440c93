//! Filter expressions, with values as literals and parentheses where precedence needs them.

use std::ops;

use super::literal::Literal;
use super::path::PropertyPath;
use super::target::TargetError;

/// A condition on the items of a collection (`$filter`).
///
/// ```
/// # use msgraph_runtime::request::Filter;
/// let filter = Filter::eq("state", "established")
///     .and(Filter::any("participants", "p", |p| Filter::eq(p.at("isMuted"), true)));
/// assert_eq!(
///     filter.as_str().unwrap(),
///     "state eq 'established' and participants/any(p:p/isMuted eq true)"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a filter is a value; a request's `filter` sets it"]
pub struct Filter {
    text: Result<String, TargetError>,
    precedence: Precedence,
}

/// How tightly an expression binds, which decides about parentheses around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Precedence {
    /// A comparison, a function, an expression in parentheses.
    Whole,
    And,
    Or,
    /// Unchecked text.
    Raw,
}

macro_rules! comparisons {
    ($($(#[$doc:meta])* $name:ident),*) => {$(
        $(#[$doc])*
        pub fn $name(path: impl Into<PropertyPath>, value: impl Into<Literal>) -> Self {
            Self::compare(&path.into(), stringify!($name), &value.into())
        }
    )*};
}

macro_rules! functions {
    ($($(#[$doc:meta])* $name:ident = $wire:literal),*) => {$(
        $(#[$doc])*
        pub fn $name(path: impl Into<PropertyPath>, value: impl Into<Literal>) -> Self {
            let (path, value) = (path.into(), value.into());
            let text = path.text();
            Self::whole(text.map(|path| format!(concat!($wire, "({},{})"), path, value.as_str())))
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
        le,
        /// The property, which is a set of flags, has this member.
        has
    }

    functions! {
        /// The text has this part.
        contains = "contains",
        /// The text starts so.
        starts_with = "startswith",
        /// The text ends so.
        ends_with = "endswith"
    }

    /// The property has one of these values; without values nothing matches.
    pub fn in_<V: Into<Literal>>(
        path: impl Into<PropertyPath>,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        let values: Vec<Literal> = values.into_iter().map(Into::into).collect();
        let texts: Vec<&str> = values.iter().map(Literal::as_str).collect();
        let path = path.into();
        Self::whole(path.text().map(|path| match texts.is_empty() {
            true => "false".to_owned(),
            false => format!("{path} in ({})", texts.join(",")),
        }))
    }

    /// The property has no value.
    pub fn is_null(path: impl Into<PropertyPath>) -> Self {
        Self::eq(path, Literal::NULL)
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
        Self::whole(path.into().text().map(|path| format!("{path}/any()")))
    }

    /// An expression as text, which is sent unchecked: it must not contain text from outside.
    pub fn raw(expression: impl Into<String>) -> Self {
        Self {
            text: Ok(expression.into()),
            precedence: Precedence::Raw,
        }
    }

    /// Both conditions hold.
    pub fn and(self, other: Filter) -> Self {
        self.join(other, " and ", Precedence::And)
    }

    /// At least one of the conditions holds.
    pub fn or(self, other: Filter) -> Self {
        self.join(other, " or ", Precedence::Or)
    }

    /// The expression, not percent-encoded.
    ///
    /// # Errors
    ///
    /// If a name in it is not valid.
    pub fn as_str(&self) -> Result<&str, TargetError> {
        match &self.text {
            Ok(text) => Ok(text),
            Err(error) => Err(error.clone()),
        }
    }

    fn compare(path: &PropertyPath, operator: &str, value: &Literal) -> Self {
        let text = path.text();
        Self::whole(text.map(|path| format!("{path} {operator} {}", value.as_str())))
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
        Self::whole(text)
    }

    fn whole(text: Result<String, TargetError>) -> Self {
        Self {
            text,
            precedence: Precedence::Whole,
        }
    }

    fn join(self, other: Filter, operator: &str, precedence: Precedence) -> Self {
        let text = self.operand(precedence).and_then(|mut text| {
            text.push_str(operator);
            text.push_str(&other.operand(precedence)?);
            Ok(text)
        });
        Self { text, precedence }
    }

    /// The text as an operand of `and` or `or`; `and` binds more tightly.
    fn operand(self, of: Precedence) -> Result<String, TargetError> {
        let bare = match self.precedence {
            Precedence::Whole => true,
            Precedence::And => matches!(of, Precedence::And | Precedence::Or),
            Precedence::Or => of == Precedence::Or,
            Precedence::Raw => false,
        };
        match bare {
            true => self.text,
            false => self.text.map(|text| format!("({text})")),
        }
    }
}

impl ops::Not for Filter {
    type Output = Filter;

    /// The filter does not hold.
    fn not(self) -> Filter {
        // `not` binds more tightly than `eq`.
        Self::whole(self.text.map(|text| format!("not ({text})")))
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
