//! Keys of entities in paths.

use super::url::{encode_into, quoted, with_offset};
use crate::edm::{Date, DateTimeOffset, Guid};

/// The key of an entity in a path.
///
/// One value is a segment of its own (`/calls/{id}`), or [quoted](Self::quoted); several values, or an alternate key,
/// are in parentheses (`(a='x',b=1)`).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key(pub(super) KeyForm);

/// How a key is written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum KeyForm {
    /// As a segment of its own.
    Segment(String),
    /// As a literal in parentheses, encoded.
    Quoted(String),
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
        Self(KeyForm::Quoted(KeyValue::from(text).0))
    }

    /// A key of named values: a composite or an alternate key.
    pub fn named<'a, V: Into<KeyValue>>(values: impl IntoIterator<Item = (&'a str, V)>) -> Self {
        Self(KeyForm::Named(
            values
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value.into().0))
                .collect(),
        ))
    }
}

/// One value of a named key, as an OData literal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct KeyValue(String);

impl From<&str> for KeyValue {
    fn from(text: &str) -> Self {
        let mut out = String::new();
        quoted(&mut out, text, encode_into);
        Self(out)
    }
}

impl From<String> for KeyValue {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<i64> for KeyValue {
    fn from(value: i64) -> Self {
        Self(value.to_string())
    }
}

impl From<Guid> for KeyValue {
    fn from(value: Guid) -> Self {
        Self(value.to_string())
    }
}

impl From<DateTimeOffset> for KeyValue {
    fn from(value: DateTimeOffset) -> Self {
        let mut out = String::new();
        encode_into(&mut out, &with_offset(&value.to_string()));
        Self(out)
    }
}

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
