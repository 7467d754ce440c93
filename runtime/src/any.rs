//! A value whose type is told by `@odata.type`.
//!
//! In goes an object that may be of a base type or of any derived one; out
//! comes an enum with a variant each. The type name may stand anywhere in the
//! object, with or without `#`, in any case.

use crate::engine::{read_object, type_name_of, write_object};
use crate::extra::Extra;
use crate::field::Field;
use crate::json::reader::{Failed, Reader};
use crate::json::writer::Writer;
use crate::names::Names;
use crate::object::{Model, Object, Table};

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

/// Reads an object of any of the types.
pub fn read_any<T: AnyModel>(slot: &mut Option<T>, from: &mut Reader<'_>) -> Result<(), Failed> {
    let value = slot.insert(start_any(from)?);
    let read = read_object(from, value.object_mut());
    if read.is_err() {
        *slot = None;
    }
    read
}

/// Reads an object of any of the types onto the end of a list.
pub fn read_any_onto<T: AnyModel>(list: &mut Vec<T>, from: &mut Reader<'_>) -> Result<(), Failed> {
    list.push(start_any(from)?);
    match list.last_mut() {
        Some(value) => read_object(from, value.object_mut()),
        None => Ok(()),
    }
}

#[inline]
fn start_any<T: AnyModel>(from: &mut Reader<'_>) -> Result<T, Failed> {
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

/// Writes the value; a derived type names itself.
pub fn write_any<T: AnyModel>(value: &T, to: &mut Writer) {
    write_object(to, value.object(), names_itself(value));
}

/// Whether a value must name its type: the declared type need not.
pub(crate) fn names_itself<T: AnyModel>(value: &T) -> bool {
    value.position() != 0 || !T::BASE_FIRST
}

/// An object of a type that the metadata does not name.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct UnknownObject {
    /// All its members, `@odata.type` included.
    pub extra: Extra,
}

impl UnknownObject {
    /// The type that the object says it is of, as it came.
    pub fn type_name(&self) -> Option<String> {
        self.extra.get("@odata.type")
    }
}

impl Object for UnknownObject {
    fn table(&self) -> &'static Table {
        Self::TABLE
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }

    fn get(&self, _: usize) -> Option<&dyn Field> {
        None
    }

    fn slot(&mut self, _: usize) -> Option<&mut dyn Field> {
        None
    }
}

impl Model for UnknownObject {
    const TABLE: &'static Table = &Table {
        type_name: "",
        names: Names::NONE,
        read_only: &[],
        secret: &[],
    };
}
crate::model!(UnknownObject);

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

/// Implements `Debug`, `PartialEq`, serde and [`Item`](crate::Item) for a
/// generated enum over derived types.
#[doc(hidden)]
#[macro_export]
macro_rules! any_model {
    ($type:ty) => {
        impl $crate::Item for $type {
            #[inline]
            fn read_into(
                slot: &mut ::core::option::Option<Self>,
                from: &mut $crate::Reader<'_>,
            ) -> ::core::result::Result<(), $crate::Failed> {
                $crate::private::read_any(slot, from)
            }
            #[inline]
            fn read_onto(
                list: &mut ::std::vec::Vec<Self>,
                from: &mut $crate::Reader<'_>,
            ) -> ::core::result::Result<(), $crate::Failed> {
                $crate::private::read_any_onto(list, from)
            }
            #[inline]
            fn write(&self, to: &mut $crate::Writer) {
                $crate::private::write_any(self, to);
            }
            #[inline]
            fn view(&self) -> $crate::View<'_> {
                $crate::private::view_any(self)
            }
        }
        impl ::core::fmt::Debug for $type {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::private::debug_object($crate::AnyModel::object(self), f)
            }
        }
        impl ::core::cmp::PartialEq for $type {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::AnyModel::position(self) == $crate::AnyModel::position(other)
                    && $crate::private::objects_equal(
                        $crate::AnyModel::object(self),
                        $crate::AnyModel::object(other),
                    )
            }
        }
        $crate::serde_item!($type);
    };
}

/// Implements `Debug`, `PartialEq`, serde and [`Item`](crate::Item) for a
/// generated struct.
#[doc(hidden)]
#[macro_export]
macro_rules! model {
    ($type:ty) => {
        impl $crate::Item for $type {
            #[inline]
            fn read_into(
                slot: &mut ::core::option::Option<Self>,
                from: &mut $crate::Reader<'_>,
            ) -> ::core::result::Result<(), $crate::Failed> {
                $crate::private::read_model(slot, from)
            }
            #[inline]
            fn read_onto(
                list: &mut ::std::vec::Vec<Self>,
                from: &mut $crate::Reader<'_>,
            ) -> ::core::result::Result<(), $crate::Failed> {
                $crate::private::read_model_onto(list, from)
            }
            #[inline]
            fn write(&self, to: &mut $crate::Writer) {
                $crate::private::write_model(self, to);
            }
            #[inline]
            fn view(&self) -> $crate::View<'_> {
                $crate::View::Object(self, false)
            }
        }
        impl ::core::fmt::Debug for $type {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::private::debug_object(self, f)
            }
        }
        impl ::core::cmp::PartialEq for $type {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::private::objects_equal(self, other)
            }
        }
        $crate::serde_item!($type);
    };
}

/// Implements serde for an item, by way of the engine.
#[doc(hidden)]
#[macro_export]
macro_rules! serde_item {
    ($type:ty) => {
        impl $crate::private::serde::Serialize for $type {
            #[inline]
            fn serialize<S: $crate::private::serde::Serializer>(
                &self,
                to: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::private::serialize_view($crate::Item::view(self), to)
            }
        }
        impl<'de> $crate::private::serde::Deserialize<'de> for $type {
            #[inline]
            fn deserialize<D: $crate::private::serde::Deserializer<'de>>(
                from: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::private::deserialize_item(from)
            }
        }
    };
}

/// The value for everything that is not JSON text.
#[inline]
pub fn view_any<T: AnyModel>(value: &T) -> crate::view::View<'_> {
    crate::view::View::Object(value.object(), names_itself(value))
}
