//! A value whose type is told by `@odata.type`.
//!
//! In goes an object that may be of a base type or of any derived one; out
//! comes an enum with a variant each. The type name may stand anywhere in the
//! object, with or without `#`, in any case.

use std::any::Any;

use crate::engine::type_name_of;
use crate::extra::Extra;
use crate::field::Field;
use crate::json::reader::{Failed, Reader};
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

impl Model for UnknownObject {
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
crate::model!(UnknownObject);

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
