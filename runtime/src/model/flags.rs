//! Sets of members of a flags enumeration, in the order in which they were received.

use std::borrow::Cow;
use std::fmt;

use super::context::{ReadContext, WriteContext};
use super::item::Item;
use super::text_enum::{TextEnum, read_text, text_of};
use super::value_ref::ValueRef;
use crate::json::{Failed, Spelling};

/// A combination of members of a flags enumeration, such as `"a,b"`.
///
/// Keeps the order in which members were added, and texts that the metadata does not name.
/// A number on the wire is split into the members whose values it combines.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Flags<T>(Vec<T>);

impl<T> Default for Flags<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: TextEnum> Flags<T> {
    /// No member at all.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether `member` is set.
    pub fn contains(&self, member: &T) -> bool {
        self.0.contains(member)
    }

    /// Sets `member`, if it is not set.
    pub fn insert(&mut self, member: T) {
        if !self.contains(&member) {
            self.0.push(member);
        }
    }

    /// Removes `member` and returns whether it was set.
    pub fn remove(&mut self, member: &T) -> bool {
        let before = self.0.len();
        self.0.retain(|other| other != member);
        self.0.len() < before
    }

    /// The members, in the order in which they were added.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }

    /// Whether no member is set.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The number of members that are set.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The text on the wire: the members, joined by commas.
    pub fn text(&self) -> Cow<'_, str> {
        match self.0.as_slice() {
            [one] => text_of(one).into(),
            all => all.iter().map(text_of).collect::<Vec<_>>().join(",").into(),
        }
    }

    /// Reads the text, canonical if [`text`](Self::text) returns the same.
    fn parse(text: &str) -> (Self, Spelling) {
        let mut flags = Self::default();
        for part in text
            .split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty())
        {
            flags.insert(read_text(part));
        }
        let spelling = Spelling::canonical_if(flags.text() == text);
        (flags, spelling)
    }

    /// The members whose values make up `number`; `None` if some bits are no
    /// member's.
    fn of_number(number: i64) -> Option<Self> {
        let member = |wanted: i64| {
            let position = T::VALUES.iter().position(|value| *value == wanted)?;
            T::from_position(position)
        };
        if let Some(whole) = member(number) {
            return Some(Self(vec![whole]));
        }
        let mut flags = Self::default();
        let mut left = number;
        for value in T::VALUES {
            if *value != 0 && left & value == *value && value.count_ones() == 1 {
                left &= !value;
                flags.0.extend(member(*value));
            }
        }
        (left == 0 && number != 0).then_some(flags)
    }
}

impl<T: TextEnum> fmt::Debug for Flags<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl<T: TextEnum> fmt::Display for Flags<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text())
    }
}

impl<T: TextEnum> From<T> for Flags<T> {
    fn from(member: T) -> Self {
        Self(vec![member])
    }
}

impl<T: TextEnum> FromIterator<T> for Flags<T> {
    fn from_iter<I: IntoIterator<Item = T>>(members: I) -> Self {
        let mut flags = Self::default();
        for member in members {
            flags.insert(member);
        }
        flags
    }
}

impl<T: TextEnum, const N: usize> From<[T; N]> for Flags<T> {
    fn from(members: [T; N]) -> Self {
        members.into_iter().collect()
    }
}

impl<T: TextEnum> From<&str> for Flags<T> {
    fn from(text: &str) -> Self {
        Self::parse(text).0
    }
}

impl<T: TextEnum> std::ops::BitOr<T> for Flags<T> {
    type Output = Self;

    fn bitor(mut self, member: T) -> Self {
        self.insert(member);
        self
    }
}

impl<'a, T> IntoIterator for &'a Flags<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<T: TextEnum> super::item::sealed::Item for Flags<T> {}

impl<T: TextEnum> Item for Flags<T> {
    fn read_into(slot: &mut Option<Self>, from: &mut ReadContext<'_>) -> Result<(), Failed> {
        let start = from.json.at;
        if from.json.peek() != Some(b'"') {
            let number = from.json.integer(i64::MIN, i64::MAX)?;
            let Some(flags) = Self::of_number(number) else {
                from.json.at = start;
                return from.json.misfit("members joined by commas");
            };
            from.json.spelling = Spelling::Other;
            *slot = Some(flags);
            return Ok(());
        }
        let (flags, spelling) = Self::parse(&from.json.string()?);
        if spelling == Spelling::Other {
            from.json.spelling = spelling;
        }
        *slot = Some(flags);
        Ok(())
    }

    fn read_onto(list: &mut Vec<Self>, from: &mut ReadContext<'_>) -> Result<(), Failed> {
        let mut flags = None;
        Self::read_into(&mut flags, from)?;
        list.extend(flags);
        Ok(())
    }

    fn write(&self, to: &mut WriteContext) {
        to.json.string(&self.text());
    }

    fn view(&self) -> ValueRef<'_> {
        ValueRef::Enum(self.text(), T::LITERAL_PREFIX)
    }
}

impl<T: TextEnum> serde::Serialize for Flags<T> {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.text())
    }
}

impl<'de, T: TextEnum> serde::Deserialize<'de> for Flags<T> {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        super::serde_bridge::deserialize_item(from)
    }
}
