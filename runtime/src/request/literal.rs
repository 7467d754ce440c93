//! OData literals of values in filters.

use std::borrow::Cow;

use super::url::plain_literal;
use crate::model::{Flags, TextEnum, ValueRef, text_of};

/// A value in a filter, as an OData literal (URL Conventions, section 5.1.1.14).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literal(Cow<'static, str>);

impl Literal {
    /// No value.
    pub const NULL: Self = Self(Cow::Borrowed("null"));

    /// A place on the Earth in the notation of the standard, such as
    /// `SRID=4326;Point(-122.1 47.6)`: longitude comes first.
    pub fn geography(well_known_text: &str) -> Self {
        Self::prefixed("geography", well_known_text)
    }

    /// A place in a plane in the notation of the standard, such as `SRID=0;Point(142.1 64.1)`.
    pub fn geometry(well_known_text: &str) -> Self {
        Self::prefixed("geometry", well_known_text)
    }

    fn prefixed(prefix: &'static str, text: &str) -> Self {
        Self::of(&ValueRef::Enum(text.into(), prefix))
    }

    fn of(view: &ValueRef<'_>) -> Self {
        plain_literal(view).map_or(Self::NULL, |text| Self(text.into()))
    }

    /// The literal, not percent-encoded.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Literal {
    fn from(text: &str) -> Self {
        Self::of(&ValueRef::Str(text))
    }
}

impl From<&String> for Literal {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl<T: TextEnum> From<T> for Literal {
    fn from(member: T) -> Self {
        let text = text_of(&member);
        Self::of(&ValueRef::Enum(text.into(), T::LITERAL_PREFIX))
    }
}

impl<T: TextEnum> From<Flags<T>> for Literal {
    fn from(members: Flags<T>) -> Self {
        let texts: Vec<&str> = members.iter().map(text_of).collect();
        Self::of(&ValueRef::Enum(texts.join(",").into(), T::LITERAL_PREFIX))
    }
}

impl<T: Into<Literal>> From<Option<T>> for Literal {
    /// `null` for `None`.
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::NULL, Into::into)
    }
}

from_primitives!(Literal::of);

impl From<u32> for Literal {
    fn from(value: u32) -> Self {
        Self::from(i64::from(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edm::{DateTimeOffset, Duration, Guid};
    use proptest::prelude::*;

    /// Reads a string literal at the start of a text by the grammar of OData: what is
    /// behind a lone quote is not part of it.
    pub fn read_string(text: &str) -> Option<(String, &str)> {
        let mut rest = text.strip_prefix('\'')?;
        let mut out = String::new();
        loop {
            let at = rest.find('\'')?;
            out.push_str(rest.get(..at)?);
            rest = rest.get(at + 1..)?;
            match rest.strip_prefix('\'') {
                Some(more) => {
                    out.push('\'');
                    rest = more;
                }
                None => return Some((out, rest)),
            }
        }
    }

    proptest! {
        #[test]
        fn a_text_comes_back_and_nothing_is_left(text in any::<String>()) {
            let literal = Literal::from(&text);
            prop_assert_eq!(read_string(literal.as_str()), Some((text, "")));
        }

        #[test]
        fn quotes_of_any_number_come_back(text in "['&;,()$a ]{0,12}") {
            let literal = Literal::from(text.as_str());
            prop_assert_eq!(read_string(literal.as_str()), Some((text, "")));
        }
    }

    #[test]
    fn literals_are_not_encoded() {
        let date: DateTimeOffset = "2024-01-15T00:00:00+02:00".parse().unwrap();
        let duration: Duration = "PT5M".parse().unwrap();
        let guid: Guid = "00000000-0000-0000-0000-00000000000a".parse().unwrap();
        for (literal, expected) in [
            (Literal::from("O'Neil & Søn"), "'O''Neil & Søn'"),
            (true.into(), "true"),
            ((-5).into(), "-5"),
            (1.5.into(), "1.5"),
            (f64::INFINITY.into(), "INF"),
            (date.into(), "2024-01-15T00:00:00+02:00"),
            (duration.into(), "duration'PT5M'"),
            (guid.into(), "00000000-0000-0000-0000-00000000000a"),
            (None::<bool>.into(), "null"),
            (Some("a").into(), "'a'"),
        ] {
            assert_eq!(literal.as_str(), expected);
        }
    }
}
