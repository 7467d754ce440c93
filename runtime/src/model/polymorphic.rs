//! Values whose type is named by `@odata.type`.
//!
//! An object of a base type or of one derived from it is read into an enum with a variant
//! for each type. The type name may stand anywhere in the object, with or without `#`, in
//! any ASCII case.

use std::any::Any;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::context::ReadContext;
use super::debug::debug_object;
use super::eq::objects_equal;
use super::extra::Extra;
use super::field::Field;
use super::kind::{Generated, StructKind};
use super::names::Names;
use super::object::{Model, Object, Table};
use super::read::{find_type, type_name_of};
use super::serde_bridge::{deserialize_item, serialize_item};
use super::value_ref::TypeAnnotation;
use crate::json::Failed;

/// A generated enum over a base type and its derived types.
pub trait AnyModel: Sized + 'static {
    /// The qualified names of the types, by position.
    const TYPES: &'static Names;
    /// The base type, at position 0, is the declared one: such a value need
    /// not name its type. An abstract base has no variant of its own.
    const BASE_FIRST: bool;
    /// An empty value of the type at `position`; of the base, or of no known
    /// type, for any other.
    fn make(position: usize) -> Self;
    /// The position of the value's type.
    fn position(&self) -> usize;
    /// The value inside.
    fn object(&self) -> &dyn Object;
    /// Mutable access to the value inside.
    fn object_mut(&mut self) -> &mut dyn Object;
}

/// An empty value of the type that the object here names.
#[inline]
pub(super) fn start_any<T: AnyModel>(from: &mut ReadContext<'_>) -> Result<T, Failed> {
    Ok(T::make(find_position(from, T::TYPES)?))
}

fn find_position(from: &mut ReadContext<'_>, types: &Names) -> Result<usize, Failed> {
    let Some(text) = find_type(&mut from.json)? else {
        return Ok(usize::MAX);
    };
    let known = types.find(type_name_of(&text)).position();
    Ok(known.unwrap_or(usize::MAX))
}

/// A value of the declared type need not be written with its type name, any other must.
pub(super) fn type_annotation<T: AnyModel>(value: &T) -> TypeAnnotation {
    if value.position() == 0 && T::BASE_FIRST {
        TypeAnnotation::AsReceived
    } else {
        TypeAnnotation::Required
    }
}

/// An object whose type is not generated, with all its members.
///
/// `UnknownObject` alone is of a type that the metadata does not name. With a number it
/// stands for a generated type whose cargo feature is off: each such type has one number,
/// the same wherever it is referred to.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct UnknownObject<const TYPE: u64 = 0> {
    /// All its members, `@odata.type` included.
    pub extra: Extra,
}

impl UnknownObject {
    /// The text of `@odata.type` (or `@type`), as it was received.
    pub fn type_name(&self) -> Option<String> {
        serde_json::from_str(self.extra.control("type")?).ok()
    }
}

impl<const TYPE: u64> Model for UnknownObject<TYPE> {
    const TABLE: &'static Table = &Table {
        type_name: "",
        names: Names::NONE,
        read_only: &[],
        secret: &[],
    };

    fn field(&self, _: usize) -> Option<&dyn Field> {
        None
    }

    fn field_mut(&mut self, _: usize) -> Option<&mut dyn Field> {
        None
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl<const TYPE: u64> Generated for UnknownObject<TYPE> {
    type Kind = StructKind;
}

impl<const TYPE: u64> fmt::Debug for UnknownObject<TYPE> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug_object(self, f)
    }
}

impl<const TYPE: u64> PartialEq for UnknownObject<TYPE> {
    fn eq(&self, other: &Self) -> bool {
        objects_equal(self, other)
    }
}

impl<const TYPE: u64> Serialize for UnknownObject<TYPE> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        serialize_item(self, to)
    }
}

impl<'de, const TYPE: u64> Deserialize<'de> for UnknownObject<TYPE> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize_item(from)
    }
}

/// The value inside an enum over derived types, if it is a `T`.
#[inline]
pub fn downcast<T: Model>(object: &dyn Object) -> Option<&T> {
    let value: &dyn Any = object;
    value.downcast_ref()
}

/// The field at a position, if it holds a `T`: base members are read so whatever the type.
#[inline]
pub fn member<T: 'static>(object: &dyn Object, position: usize) -> Option<&T> {
    object
        .field(position)?
        .as_any()
        .downcast_ref::<Option<T>>()?
        .as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a generated enum over derived types looks like where features are off.
    #[derive(Clone)]
    enum Anything {
        Known(UnknownObject<1>),
        Off(Box<UnknownObject<2>>),
    }

    impl AnyModel for Anything {
        const TYPES: &'static Names = &Names {
            keys: &["\"n.known\":", "\"n.off\":"],
            index: &[255, 0, 1, 255],
        };
        const BASE_FIRST: bool = true;

        fn make(position: usize) -> Self {
            match position {
                1 => Self::Off(Box::default()),
                _ => Self::Known(UnknownObject::default()),
            }
        }

        fn position(&self) -> usize {
            match self {
                Self::Known(_) => 0,
                Self::Off(_) => 1,
            }
        }

        fn object(&self) -> &dyn Object {
            match self {
                Self::Known(value) => value,
                Self::Off(value) => &**value,
            }
        }

        fn object_mut(&mut self) -> &mut dyn Object {
            match self {
                Self::Known(value) => value,
                Self::Off(value) => &mut **value,
            }
        }
    }

    crate::any_model!(Anything);

    #[test]
    fn an_object_whose_type_is_off_comes_back_as_it_was() {
        for text in [
            r##"{"@odata.type":"#n.off","a":null,"b":[1,{"c":1.50}]}"##,
            r##"{"a":"x","@odata.type":"#n.off"}"##,
            r##"{"@odata.type":"#n.other","a":1}"##,
            r#"{"a":{"@odata.type":"n.off"}}"#,
        ] {
            let value: Anything = crate::model::from_str(text).unwrap();
            assert_eq!(crate::model::to_string(&value), text);
            assert!(!value.extra().is_empty());
            assert_eq!((value.member("none"), value.etag()), (None, None));
            let member = value.member("a").map(|a| a.to_string());
            assert_eq!(member.as_deref(), value.extra().raw("a"));
            assert!(member.is_some());
            assert_eq!(
                value.downcast::<UnknownObject<2>>().is_some(),
                text.contains("#n.off")
            );
            let by_serde: Anything = serde_json::from_str(text).unwrap();
            assert_eq!(by_serde, value);
        }
    }
}
