//! Seeds for texts: names of members, names of types, values that are text.

use std::borrow::Cow;
use std::fmt;

use runtime::{Names, Table};
use serde::de::{DeserializeSeed, Deserializer, Error, Visitor};

use super::fits;
use crate::by_pull::{Known, TYPE, look_up, type_position};
use crate::object::Object;
use crate::place::{PutAny, PutText};

pub(super) struct Text<'a>(pub(super) &'a mut dyn PutText);

impl<'de> Visitor<'de> for Text<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    #[inline]
    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        fits(self.0.put_text(Cow::Borrowed(text)))
    }

    #[inline]
    fn visit_string<E: Error>(self, text: String) -> Result<(), E> {
        fits(self.0.put_text(Cow::Owned(text)))
    }
}

/// What the name of a member means, and whether it was guessed.
pub(super) struct Name<'a> {
    pub(super) value: &'a mut dyn Object,
    pub(super) table: &'static Table,
    pub(super) expected: usize,
}

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = (Known, bool);

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name<'_> {
    type Value = (Known, bool);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    #[inline]
    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        let keys = self.table.names.keys;
        if let Some(key) = keys.get(self.expected)
            && key.len() == name.len() + 3
            && key.as_bytes().get(1..=name.len()) == Some(name.as_bytes())
        {
            return Ok((Known::Field(self.expected), true));
        }
        Ok((look_up(name, self.value, self.table), false))
    }
}

/// The type that an object says it is of, if it is not the one it is read as.
pub(super) struct Named {
    pub(super) types: Option<&'static Names>,
    pub(super) table: &'static Table,
    pub(super) other: Option<Option<usize>>,
}

impl<'de> DeserializeSeed<'de> for &mut Named {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_str(Text(self))
    }
}

impl PutText for Named {
    fn put_text(&mut self, text: Cow<'_, str>) -> bool {
        let own = text == self.table.type_name || self.table.type_name.is_empty();
        self.other = (!own).then(|| self.types.map(|types| type_position(types, &text)));
        true
    }
}

/// The position of the type that is named.
pub(super) struct TypePosition<'a> {
    pub(super) types: &'a Names,
    pub(super) position: usize,
}

impl<'de> DeserializeSeed<'de> for &mut TypePosition<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_str(Text(self))
    }
}

impl PutText for TypePosition<'_> {
    fn put_text(&mut self, text: Cow<'_, str>) -> bool {
        self.position = type_position(self.types, &text);
        true
    }
}

/// The first name of such an object: nothing if it is the type.
pub(super) struct FirstName<'a>(pub(super) &'a mut dyn PutAny);

impl<'de> DeserializeSeed<'de> for FirstName<'_> {
    type Value = Option<Known>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for FirstName<'_> {
    type Value = Option<Known>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        if name == TYPE {
            return Ok(None);
        }
        let value = self.0.make(usize::MAX);
        let table = value.table();
        Ok(Some(look_up(name, value, table)))
    }
}
