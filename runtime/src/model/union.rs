//! Values that may be one object or a list, where the metadata declares neither.

use super::context::{ReadContext, WriteContext};
use super::item::{Item, push_read};
use super::value_ref::ValueRef;
use crate::json::{Failed, RawJson, Reader, Spelling};

/// One value, a list of values, or JSON that is neither.
///
/// A notification's `resourceData` is an object or, for rosters, a list.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum OneOrMany<T> {
    /// One object.
    One(T),
    /// A list.
    Many(Vec<T>),
    /// Any other JSON.
    Other(RawJson),
}

impl<T> OneOrMany<T> {
    /// The values, one or many.
    pub fn as_slice(&self) -> &[T] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Many(list) => list,
            Self::Other(_) => &[],
        }
    }

    /// The values, one or many.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.as_slice().iter()
    }

    /// The value, if it is one object.
    pub fn one(&self) -> Option<&T> {
        match self {
            Self::One(value) => Some(value),
            _ => None,
        }
    }
}

impl<'a, T> IntoIterator for &'a OneOrMany<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T> From<T> for OneOrMany<T> {
    fn from(value: T) -> Self {
        Self::One(value)
    }
}

impl<T> From<Vec<T>> for OneOrMany<T> {
    fn from(list: Vec<T>) -> Self {
        Self::Many(list)
    }
}

impl<T: Item> super::item::sealed::Item for OneOrMany<T> {}

impl<T: Item> Item for OneOrMany<T> {
    fn read_into(slot: &mut Option<Self>, from: &mut ReadContext<'_>) -> Result<(), Failed> {
        *slot = Some(match from.json.peek() {
            Some(b'{') => {
                let mut value = None;
                T::read_into(&mut value, from)?;
                match value {
                    Some(value) => Self::One(value),
                    None => return from.json.misfit("an object"),
                }
            }
            Some(b'[') => {
                let start = from.json.at;
                let mut list = Vec::new();
                let starts_with_one = is_list_of_objects(&mut from.json);
                if starts_with_one || from.is_lenient() {
                    from.list(&mut |from| push_read(&mut list, from))?;
                } else {
                    from.json.skip_value()?;
                }
                if starts_with_one || !list.is_empty() {
                    Self::Many(list)
                } else {
                    from.json.spelling = Spelling::Canonical;
                    Self::Other(RawJson::trusted(from.json.since(start)))
                }
            }
            _ => {
                let start = from.json.at;
                from.json.skip_value()?;
                Self::Other(RawJson::trusted(from.json.since(start)))
            }
        });
        Ok(())
    }

    fn read_onto(list: &mut Vec<Self>, from: &mut ReadContext<'_>) -> Result<(), Failed> {
        let mut value = None;
        Self::read_into(&mut value, from)?;
        list.extend(value);
        Ok(())
    }

    fn write(&self, to: &mut WriteContext) {
        match self {
            Self::One(value) => value.write(to),
            Self::Many(list) => {
                to.json.open_list();
                for value in list {
                    value.write(to);
                    to.json.comma();
                }
                to.json.close_list();
            }
            Self::Other(raw) => raw.write(to),
        }
    }

    fn view(&self) -> ValueRef<'_> {
        match self {
            Self::One(value) => value.view(),
            Self::Many(list) => ValueRef::List(list),
            Self::Other(raw) => ValueRef::Raw(raw.as_str()),
        }
    }
}

/// Whether the list that starts here is empty or begins with an object.
fn is_list_of_objects(from: &mut Reader<'_>) -> bool {
    let start = from.at;
    from.at += 1;
    let first = from.peek();
    from.at = start;
    matches!(first, Some(b'{' | b']' | b'n'))
}

impl<T: Item> serde::Serialize for OneOrMany<T> {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        super::serde_bridge::serialize_item(self, to)
    }
}

impl<'de, T: Item> serde::Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        super::serde_bridge::deserialize_item(from)
    }
}
