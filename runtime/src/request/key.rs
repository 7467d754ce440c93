//! Keys of entities in paths.

use std::borrow::Cow;

use super::url::{encode_into, plain_literal, quoted, url_safe, with_offset};
use crate::edm::{Binary, Date, DateTimeOffset, Decimal, Duration, Guid, TimeOfDay};
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

macro_rules! value_from {
    ($($type:ty),*) => {$(
        impl From<$type> for KeyValue {
            fn from(value: $type) -> Self {
                Self::new(&value.view())
            }
        }
    )*};
}
value_from!(
    String,
    bool,
    u8,
    i8,
    i16,
    i32,
    i64,
    f32,
    f64,
    Guid,
    Date,
    DateTimeOffset,
    TimeOfDay,
    Duration,
    Decimal,
    Binary
);

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
