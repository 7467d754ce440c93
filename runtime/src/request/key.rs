//! Keys of entities in paths.

use super::url::{encode_into, quoted};
use crate::edm::{Date, DateTimeOffset, Guid};

/// The key of an entity in a path.
///
/// One value is a segment of its own (`/calls/{id}`); several values, or an alternate key,
/// are in parentheses (`(a='x',b=1)`).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key(pub(super) KeyForm);

/// How a key is written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum KeyForm {
    /// As a segment of its own.
    Segment(String),
    /// As literals by name, in parentheses.
    Named(Vec<(String, String)>),
}

impl Key {
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

macro_rules! key_from {
    ($($type:ty),*) => {$(
        impl From<$type> for Key {
            fn from(value: $type) -> Self {
                Self(KeyForm::Segment(value.to_string()))
            }
        }
    )*};
}
key_from!(
    &str,
    String,
    &String,
    Guid,
    Date,
    DateTimeOffset,
    i16,
    i32,
    i64,
    u8,
    bool
);
