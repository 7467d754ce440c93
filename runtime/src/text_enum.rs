//! Enumerations: members by their text, and texts that are no member.

use std::fmt;

use crate::json::reader::{Failed, Reader};
use crate::json::writer::Writer;
use crate::names::{Found, Names};

/// A text that the metadata does not name as a member.
///
/// Opaque, so that naming the member later does not break a `match`: compare
/// through `as_str` of the enumeration.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnknownText(Box<str>);

impl UnknownText {
    pub(crate) fn new(text: &str) -> Self {
        Self(text.into())
    }

    /// The text as it came.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UnknownText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

/// A generated enumeration.
pub trait TextEnum: Sized + Clone + PartialEq + 'static {
    /// The members' texts, by position.
    const NAMES: &'static Names;
    /// The members' numeric values, by position.
    const VALUES: &'static [i64];
    /// The qualified name of the type.
    const TYPE_NAME: &'static str;
    /// The member at `position`.
    fn from_position(position: usize) -> Option<Self>;
    /// The position of the member.
    ///
    /// # Errors
    ///
    /// The text, if it is no member.
    fn position(&self) -> Result<usize, &UnknownText>;
    /// A value of a text that is no member.
    fn unknown(text: UnknownText) -> Self;
}

/// The text of a value on the wire.
#[inline]
pub fn text_of<T: TextEnum>(value: &T) -> &str {
    match value.position() {
        Ok(position) => T::NAMES.name(position),
        Err(unknown) => unknown.as_str(),
    }
}

/// The value of a text; whether the text is spelled as the metadata has it.
#[inline]
pub fn read_text<T: TextEnum>(text: &str) -> (T, bool) {
    let found = T::NAMES.find(text);
    match found.position().and_then(T::from_position) {
        Some(member) => (member, matches!(found, Found::Exact(_))),
        None => (T::unknown(UnknownText::new(text)), true),
    }
}

/// Reads a member, or a text that is none.
#[inline]
pub fn read_member<T: TextEnum>(from: &mut Reader<'_>) -> Result<T, Failed> {
    let text = from.string()?;
    let (value, exact) = read_text(&text);
    from.inexact = !exact;
    Ok(value)
}

/// Writes the text of a value.
#[inline]
pub fn write_text<T: TextEnum>(value: &T, to: &mut Writer) {
    match value.position() {
        // The key is the quoted text and a colon.
        Ok(position) => {
            let key = T::NAMES.keys.get(position).copied().unwrap_or_default();
            to.raw(key.get(..key.len().saturating_sub(1)).unwrap_or_default());
        }
        Err(unknown) => to.string(unknown.as_str()),
    }
}

/// Reads a value through serde.
pub fn deserialize_text<'de, T: TextEnum, D: serde::Deserializer<'de>>(
    from: D,
) -> Result<T, D::Error> {
    struct Visitor<T>(std::marker::PhantomData<T>);
    impl<T: TextEnum> serde::de::Visitor<'_> for Visitor<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "a text of {}", T::TYPE_NAME)
        }

        fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
            Ok(read_text(text).0)
        }
    }
    from.deserialize_str(Visitor(std::marker::PhantomData))
}

/// Implements `as_str`, `Display`, conversions, serde and
/// [`Item`](crate::Item) for a generated enumeration.
#[doc(hidden)]
#[macro_export]
macro_rules! text_enum {
    ($type:ty) => {
        impl $type {
            /// The text on the wire.
            #[inline]
            pub fn as_str(&self) -> &str {
                $crate::private::text_of(self)
            }
        }
        impl ::core::fmt::Display for $type {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }
        impl ::core::convert::From<&str> for $type {
            /// The member of this text, in any ASCII case; any other text is
            /// kept as it is.
            #[inline]
            fn from(text: &str) -> Self {
                $crate::private::read_text(text).0
            }
        }
        impl ::core::convert::From<::std::string::String> for $type {
            #[inline]
            fn from(text: ::std::string::String) -> Self {
                Self::from(text.as_str())
            }
        }
        impl ::core::str::FromStr for $type {
            type Err = ::core::convert::Infallible;
            #[inline]
            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                ::core::result::Result::Ok(Self::from(text))
            }
        }
        impl $crate::Item for $type {
            #[inline]
            fn read_into(
                slot: &mut ::core::option::Option<Self>,
                from: &mut $crate::Reader<'_>,
            ) -> ::core::result::Result<(), $crate::Failed> {
                *slot = ::core::option::Option::Some($crate::private::read_member(from)?);
                ::core::result::Result::Ok(())
            }
            #[inline]
            fn read_onto(
                list: &mut ::std::vec::Vec<Self>,
                from: &mut $crate::Reader<'_>,
            ) -> ::core::result::Result<(), $crate::Failed> {
                list.push($crate::private::read_member(from)?);
                ::core::result::Result::Ok(())
            }
            #[inline]
            fn write(&self, to: &mut $crate::Writer) {
                $crate::private::write_text(self, to);
            }
            #[inline]
            fn view(&self) -> $crate::View<'_> {
                $crate::View::Enum(
                    ::std::borrow::Cow::Borrowed(self.as_str()),
                    <Self as $crate::TextEnum>::TYPE_NAME,
                )
            }
        }
        impl $crate::private::serde::Serialize for $type {
            #[inline]
            fn serialize<S: $crate::private::serde::Serializer>(
                &self,
                to: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }
        impl<'de> $crate::private::serde::Deserialize<'de> for $type {
            #[inline]
            fn deserialize<D: $crate::private::serde::Deserializer<'de>>(
                from: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::private::deserialize_text(from)
            }
        }
    };
}
