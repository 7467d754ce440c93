//! A value whose type is told by `@odata.type`.
//!
//! In goes an object that may be of a base type or of any derived one; out
//! comes an enum with a variant each. The type name may stand anywhere in the
//! object, with or without `#`, in any case.

use std::any::Any;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::engine::type_name_of;
use crate::extra::Extra;
use crate::field::Field;
use crate::json::reader::{Failed, Reader};
use crate::names::Names;
use crate::object::{Model, Object, Table};
use crate::serde_bridge::{deserialize_item, serialize_item};
use crate::shape::{Generated, Structure};
use crate::show::{debug_object, objects_equal};

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
    /// The value inside, to be changed.
    fn object_mut(&mut self) -> &mut dyn Object;
}

/// An empty value of the type that the object here names.
#[inline]
pub(crate) fn start_any<T: AnyModel>(from: &mut Reader<'_>) -> Result<T, Failed> {
    Ok(T::make(find_position(from, T::TYPES)?))
}

fn find_position(from: &mut Reader<'_>, types: &Names) -> Result<usize, Failed> {
    let Some(text) = from.find_type()? else {
        return Ok(usize::MAX);
    };
    let known = match text.strip_prefix('#') {
        Some(name) => types.find(name).position(),
        None => types.find(&type_name_of(text)).position(),
    };
    Ok(known.unwrap_or(usize::MAX))
}

/// Whether a value must name its type: the declared type need not.
pub(crate) fn names_itself<T: AnyModel>(value: &T) -> bool {
    value.position() != 0 || !T::BASE_FIRST
}

/// An object of a type that is not known here, kept whole.
///
/// `UnknownObject` alone is of a type that the metadata does not name. With a number it
/// stands for a generated type whose feature is off: such a type has the same number
/// wherever it is referred to, and no two have one.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct UnknownObject<const TYPE: u64 = 0> {
    /// All its members, `@odata.type` included.
    pub extra: Extra,
}

impl UnknownObject {
    /// The type that the object says it is of, as it came.
    pub fn type_name(&self) -> Option<String> {
        self.extra.get("@odata.type")
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

    fn undeclared(&self) -> &Extra {
        &self.extra
    }

    fn undeclared_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl<const TYPE: u64> Generated for UnknownObject<TYPE> {
    type Shape = Structure;
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

/// The field at a position, if it holds a `T`: how base members are read
/// whatever the type.
#[inline]
pub fn member<T: 'static>(object: &dyn Object, position: usize) -> Option<&T> {
    object
        .get(position)?
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
            let value: Anything = crate::engine::from_str(text).unwrap();
            assert_eq!(crate::engine::to_string(&value), text);
            assert!(!value.extra().is_empty());
            assert_eq!(
                value.downcast::<UnknownObject<2>>().is_some(),
                text.contains("#n.off")
            );
            let by_serde: Anything = serde_json::from_str(text).unwrap();
            assert_eq!(by_serde, value);
        }
    }
}
