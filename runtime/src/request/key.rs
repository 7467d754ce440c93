//! Keys of entities in paths.

use std::borrow::Cow;

use super::url::{encode_into, plain_literal, quoted, url_safe, with_offset};
use crate::edm::{Date, DateTimeOffset, Guid};
use crate::model::{Flags, Item, TextEnum, ValueRef};

/// The key of an entity in a path.
///
/// One value is a segment of its own (`/calls/{id}`), or a [literal](Self::literal) in parentheses
/// (`/People('x')`), as the service wants it; several values, or an alternate key, are pairs in
/// parentheses (`(a='x',b=1)`). A text converts to a segment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key(pub(super) KeyForm);

/// How a key is written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum KeyForm {
    /// As a segment of its own, not encoded.
    Segment(String),
    /// As a literal in parentheses, encoded.
    Literal(String),
    /// As literals by name, in parentheses.
    Named(Vec<(String, String)>),
}

impl Key {
    /// A text as a literal in parentheses (`/calls('a%2Fb')`), for ids that would not stay in a
    /// segment of their own: with a slash, a backslash, or a lone `.` or `..`.
    ///
    /// Not every service behind Microsoft Graph accepts an encoded slash in a path.
    ///
    /// ```
    /// use msgraph_runtime::Key;
    /// use msgraph_runtime::request::Target;
    ///
    /// let item = Target::root("items").key(Key::quoted("a/b'c"));
    /// assert_eq!(item.path(), Ok("/items('a%2Fb%27%27c')"));
    /// ```
    pub fn quoted(text: &str) -> Self {
        Self(KeyForm::Literal(KeyValue::from(text).literal))
    }

    /// A value of the type `T` as a literal in parentheses: `/Products(1)`, `/People('x')`.
    ///
    /// ```
    /// use msgraph_runtime::Key;
    /// use msgraph_runtime::request::Target;
    ///
    /// let product = Target::root("Products").key(Key::literal::<i32>(1));
    /// assert_eq!(product.path(), Ok("/Products(1)"));
    /// ```
    pub fn literal<T: Into<KeyValue>>(value: impl Into<T>) -> Self {
        Self(KeyForm::Literal(KeyValue::of::<T>(value).literal))
    }

    /// A value of the type `T` as a segment of its own: `/Products/1`. It has neither quotes nor a
    /// type name.
    pub fn segment<T: Into<KeyValue>>(value: impl Into<T>) -> Self {
        Self(KeyForm::Segment(KeyValue::of::<T>(value).text))
    }

    /// A key of named values: a composite or an alternate key.
    ///
    /// ```
    /// use msgraph_runtime::Key;
    /// use msgraph_runtime::request::{KeyValue, Target};
    ///
    /// let seat = Key::named([("row", KeyValue::from("A")), ("number", KeyValue::from(7))]);
    /// assert_eq!(Target::root("seats").key(seat).path(), Ok("/seats(row='A',number=7)"));
    /// ```
    pub fn named<'a, V: Into<KeyValue>>(values: impl IntoIterator<Item = (&'a str, V)>) -> Self {
        Self(KeyForm::Named(
            values
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value.into().literal))
                .collect(),
        ))
    }
}

/// One value of a key, as an OData literal (URL Conventions, section 5.1.1.14).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct KeyValue {
    /// The literal, encoded.
    literal: String,
    /// The value as a segment of its own, not encoded.
    text: String,
}

impl KeyValue {
    /// The literal of a value of the type `T`.
    pub fn of<T: Into<Self>>(value: impl Into<T>) -> Self {
        let value: T = value.into();
        value.into()
    }

    /// The value without quotes and type name, not encoded.
    pub(super) fn into_text(self) -> String {
        self.text
    }

    fn new(value: &ValueRef<'_>) -> Self {
        let (prefix, text): (Option<&str>, Cow<'_, str>) = match value {
            ValueRef::Str(text) => (Some(""), (*text).into()),
            ValueRef::Enum(text, prefix) => (Some(prefix), text.as_ref().into()),
            ValueRef::Duration(text) => (Some("duration"), text.as_str().to_owned().into()),
            ValueRef::Binary(bytes) => (Some("binary"), url_safe(bytes).into()),
            other => (None, plain_literal(other).unwrap_or_default().into()),
        };
        let mut literal = String::new();
        match prefix {
            Some(prefix) => {
                encode_into(&mut literal, prefix);
                quoted(&mut literal, &text, encode_into);
            }
            None => encode_into(&mut literal, &text),
        }
        Self {
            literal,
            text: text.into_owned(),
        }
    }
}

impl From<&str> for KeyValue {
    fn from(text: &str) -> Self {
        Self::new(&ValueRef::Str(text))
    }
}

impl From<&String> for KeyValue {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl<T: TextEnum + Item> From<T> for KeyValue {
    fn from(member: T) -> Self {
        Self::new(&member.view())
    }
}

impl<T: TextEnum> From<Flags<T>> for KeyValue {
    fn from(members: Flags<T>) -> Self {
        Self::new(&members.view())
    }
}

from_primitives!(KeyValue::new);

impl From<DateTimeOffset> for Key {
    fn from(value: DateTimeOffset) -> Self {
        Self(KeyForm::Segment(with_offset(&value.to_string()).into()))
    }
}

macro_rules! key_from {
    ($($type:ty),*) => {$(
        impl From<$type> for Key {
            fn from(value: $type) -> Self {
                Self(KeyForm::Segment(value.to_string()))
            }
        }
    )*};
}
key_from!(&str, String, &String, Guid, Date, i16, i32, i64, u8, bool);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edm::{Binary, Decimal, Duration, TimeOfDay};
    use crate::request::Target;
    use proptest::prelude::*;

    fn path(key: Key) -> String {
        let target = Target::root("k").key(key);
        target.path().unwrap().to_owned()
    }

    /// The literal of the value with this text.
    fn literal<T>(text: &str) -> String
    where
        T: std::str::FromStr + Into<KeyValue>,
    {
        let value = text.parse::<T>().ok().unwrap();
        KeyValue::of::<T>(value).literal
    }

    /// The values are those for which the test cases of the OData ABNF have literals.
    #[test]
    fn literals_follow_the_grammar() {
        for (found, expected) in [
            (literal::<Decimal>("3.14"), "3.14"),
            (literal::<Decimal>("-1.234567e3"), "-1.234567e3"),
            (literal::<Decimal>("1e-101"), "1e-101"),
            (literal::<f64>("-3.14"), "-3.14"),
            (literal::<f64>("-inf"), "-INF"),
            (literal::<f64>("inf"), "INF"),
            (literal::<f64>("NaN"), "NaN"),
            (literal::<f32>("3.14"), "3.14"),
            (literal::<u8>("255"), "255"),
            (literal::<i8>("-128"), "-128"),
            (literal::<i16>("+32000"), "32000"),
            (literal::<i32>("-2000000000"), "-2000000000"),
            (literal::<i64>("1234567890123456789"), "1234567890123456789"),
            (literal::<bool>("true"), "true"),
            (
                literal::<Guid>("01234567-89ab-cdef-0123-456789abcdef"),
                "01234567-89ab-cdef-0123-456789abcdef",
            ),
            (literal::<Date>("2012-09-03"), "2012-09-03"),
            (
                literal::<DateTimeOffset>("2012-09-03T13:52:00+01:00"),
                "2012-09-03T13%3A52%3A00%2B01%3A00",
            ),
            (
                literal::<TimeOfDay>("11:22:33.4444444"),
                "11%3A22%3A33.4444444",
            ),
            (
                literal::<Duration>("-P6DT23H59M59.9999S"),
                "duration'-P6DT23H59M59.9999S'",
            ),
            (literal::<String>("O'Neil"), "'O%27%27Neil'"),
            (
                literal::<String>("Smartphone/Tablet"),
                "'Smartphone%2FTablet'",
            ),
            (literal::<String>("Hugo's Tavern"), "'Hugo%27%27s%20Tavern'"),
            (literal::<String>(""), "''"),
            (
                KeyValue::from(Binary::from(&b"\xfb\xff"[..])).literal,
                "binary'-_8'",
            ),
        ] {
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn a_key_is_a_literal_or_a_segment() {
        let duration: Duration = "PT1S".parse().unwrap();
        assert_eq!(path(Key::literal::<i32>(7)), "/k(7)");
        assert_eq!(path(Key::segment::<i32>(7)), "/k/7");
        assert_eq!(path(Key::literal::<String>("x")), "/k('x')");
        assert_eq!(path(Key::segment::<String>("x")), "/k/x");
        assert_eq!(
            path(Key::literal::<Duration>(duration)),
            "/k(duration'PT1S')"
        );
        assert_eq!(path(Key::segment::<Duration>(duration)), "/k/PT1S");
        assert_eq!(path(Key::literal::<KeyValue>("x")), "/k('x')");
        let empty = Target::root("k").key(Key::segment::<String>(""));
        assert!(empty.path().is_err(), "it would be the collection");
        assert_eq!(path(Key::literal::<String>("")), "/k('')");
    }

    proptest! {
        #[test]
        fn no_text_leaves_its_segment(text in any::<String>()) {
            let key = Key::named([("a", text.as_str()), ("b", "1")]);
            for path in [path(Key::literal::<String>(text.as_str())), path(key)] {
                prop_assert!(path.starts_with("/k("), "{path}");
                prop_assert!(path.ends_with("')"), "{path}");
                prop_assert!(!path.get(1..).unwrap_or("/").contains(['/', '?', '#', '\\']), "{path}");
            }
        }
    }
}
