//! The types of values that are no objects.

use std::borrow::Cow;

use runtime::{DateTimeOffset, Decimal, Duration, Guid, Names};

use crate::object::{AnyModel, Item, Object, TextEnum};
use crate::place::{Container, Place};

/// A value of any kind, as text.
#[derive(Clone)]
pub struct RawJson(pub(crate) String);

impl From<String> for RawJson {
    fn from(text: String) -> Self {
        Self(text)
    }
}

/// A text that is no member of its enumeration.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnknownText(pub(crate) Box<str>);

/// Members of an enumeration, in the order they came.
#[derive(Clone)]
pub struct Flags<T>(Vec<T>);

/// An object or a list of objects.
#[derive(Clone)]
pub enum OneOrMany<T> {
    /// An object.
    One(Option<T>),
    /// A list.
    Many(Vec<T>),
}

/// Made from a text.
pub trait FromText: Sized {
    /// The value, if the text means one.
    fn from_text(text: Cow<'_, str>) -> Option<Self>;
}

impl FromText for String {
    #[inline]
    fn from_text(text: Cow<'_, str>) -> Option<Self> {
        Some(text.into_owned())
    }
}

impl<T: TextEnum> FromText for Flags<T> {
    fn from_text(text: Cow<'_, str>) -> Option<Self> {
        Some(Self(
            text.split(',').map(|part| read_text(part.trim())).collect(),
        ))
    }
}

/// The member that a text names, or the text.
#[inline]
pub(crate) fn read_text<T: TextEnum>(text: &str) -> T {
    let found = T::NAMES.find(text).position();
    found
        .and_then(T::from_position)
        .unwrap_or_else(|| T::unknown(UnknownText(text.into())))
}

/// Made from a floating point number.
pub trait FromFloat {
    /// The number, rounded if need be.
    fn from_float(value: f64) -> Self;
}
impl FromFloat for f64 {
    #[inline]
    fn from_float(value: f64) -> Self {
        value
    }
}
impl FromFloat for f32 {
    #[inline]
    fn from_float(value: f64) -> Self {
        value as f32
    }
}

/// An [`Item`] by the kind of its place and its weight.
macro_rules! leaf {
    ($($type:ty: $place:ident, $weight:expr;)*) => {$(
        impl Item for $type {
            #[inline]
            fn place<C: Container<Value = Self>>(container: &mut C) -> Place<'_> {
                Place::$place(container)
            }
            fn weight(&self) -> u64 {
                let weight: fn(&Self) -> u64 = $weight;
                weight(self)
            }
        }
    )*};
}
leaf! {
    bool: Bool, |value| u64::from(*value);
    u8: Integer, |value| u64::from(*value);
    i8: Integer, |value| *value as u64;
    i16: Integer, |value| *value as u64;
    i32: Integer, |value| *value as u64;
    i64: Integer, |value| *value as u64;
    f32: Float, |value| u64::from(value.to_bits());
    f64: Float, |value| value.to_bits();
    String: Text, |value| text_weight(value);
    RawJson: Raw, |value| text_weight(&value.0);
}

impl<T: TextEnum> Item for Flags<T> {
    fn place<C: Container<Value = Self>>(container: &mut C) -> Place<'_> {
        Place::Text(container)
    }
    fn weight(&self) -> u64 {
        self.0
            .iter()
            .map(TextEnum::weight)
            .fold(0, u64::wrapping_add)
    }
}

impl<T: Item> Item for OneOrMany<T> {
    fn place<C: Container<Value = Self>>(container: &mut C) -> Place<'_> {
        Place::OneOrMany(container)
    }
    fn weight(&self) -> u64 {
        let list = match self {
            Self::One(one) => one.as_slice(),
            Self::Many(list) => list,
        };
        list.iter().map(Item::weight).fold(1, u64::wrapping_add)
    }
}

/// A text of the runtime's own types.
macro_rules! by_text {
    ($($type:ty),*) => {$(
        impl FromText for $type {
            #[inline]
            fn from_text(text: Cow<'_, str>) -> Option<Self> {
                text.parse().ok()
            }
        }
        impl Item for $type {
            fn place<C: Container<Value = Self>>(container: &mut C) -> Place<'_> {
                Place::Text(container)
            }
            fn weight(&self) -> u64 {
                text_weight(&self.to_string())
            }
        }
    )*};
}
by_text!(DateTimeOffset, Decimal, Duration, Guid);

pub(crate) fn text_weight(text: &str) -> u64 {
    text.bytes().fold(text.len() as u64, |weight, byte| {
        weight.wrapping_mul(31).wrapping_add(byte.into())
    })
}

/// On the heap, where types form a cycle.
impl<T: AnyModel> AnyModel for Box<T> {
    const TYPES: &'static Names = T::TYPES;
    const BASE_FIRST: bool = T::BASE_FIRST;
    fn make(position: usize) -> Self {
        Box::new(T::make(position))
    }
    fn position(&self) -> usize {
        (**self).position()
    }
    fn object(&self) -> &dyn Object {
        (**self).object()
    }
    fn object_mut(&mut self) -> &mut dyn Object {
        (**self).object_mut()
    }
}

impl<T: AnyModel + Item> Item for Box<T> {
    fn place<C: Container<Value = Self>>(container: &mut C) -> Place<'_> {
        Place::Any(container)
    }
    fn weight(&self) -> u64 {
        (**self).weight()
    }
}
