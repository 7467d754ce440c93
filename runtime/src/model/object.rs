//! What the engine sees of a generated type: a table and its fields by position.

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;

use super::context::WriteContext;
use super::extra::Extra;
use super::field::Field;
use super::kind::Generated;
use super::names::Names;
use crate::json::RawJson;

/// The constant facts of a generated type.
#[derive(Debug)]
pub struct Table {
    /// The value of `@odata.type`, `#` included; empty for parameter objects.
    pub type_name: &'static str,
    /// The wire names of the fields, in the order of [`Object::field`].
    pub names: Names,
    /// Positions of the fields that only the service sets; request bodies leave them out.
    pub read_only: &'static [u16],
    /// Positions of the fields whose values `Debug` and errors do not show.
    pub secret: &'static [u16],
}

impl Table {
    /// Whether request bodies leave the field out.
    pub(crate) fn is_read_only(&self, position: usize) -> bool {
        self.read_only.iter().any(|at| usize::from(*at) == position)
    }

    /// Whether the value of the field is kept out of `Debug` and of errors.
    pub(crate) fn is_secret(&self, position: usize) -> bool {
        self.secret.iter().any(|at| usize::from(*at) == position)
    }
}

/// Any [`Model`], as a trait object: an entity, a complex value or the parameters of an
/// operation.
pub trait Object: Any {
    /// The facts of the type.
    fn table(&self) -> &'static Table;
    /// The members that the type does not declare.
    fn extra(&self) -> &Extra;
    /// Mutable access to the members that the type does not declare.
    fn extra_mut(&mut self) -> &mut Extra;
    /// Positions of the fields that the body of an update leaves out.
    fn create_only(&self) -> &'static [u16];
    /// The field at a position of the table.
    fn field(&self, position: usize) -> Option<&dyn Field>;
    /// Mutable access to the field at a position of the table.
    fn field_mut(&mut self, position: usize) -> Option<&mut dyn Field>;
}

/// A generated struct: an entity, a complex value, or the parameters of an operation.
///
/// It is a bound for generic code. Only the generator implements it.
pub trait Model: Generated + Clone + Default {
    /// The facts of the type.
    #[doc(hidden)]
    const TABLE: &'static Table;
    /// Positions of the fields that clients set when they create the entity, and never again.
    #[doc(hidden)]
    const CREATE_ONLY: &'static [u16] = &[];
    /// The field at a position of the table.
    #[doc(hidden)]
    fn field(&self, position: usize) -> Option<&dyn Field>;
    /// Mutable access to the field at a position of the table.
    #[doc(hidden)]
    fn field_mut(&mut self, position: usize) -> Option<&mut dyn Field>;
    /// The members that the type does not declare.
    fn extra(&self) -> &Extra;
    /// Mutable access to the members that the type does not declare.
    fn extra_mut(&mut self) -> &mut Extra;
}

impl<T: Model> Object for T {
    #[inline]
    fn table(&self) -> &'static Table {
        T::TABLE
    }

    #[inline]
    fn create_only(&self) -> &'static [u16] {
        T::CREATE_ONLY
    }

    #[inline]
    fn extra(&self) -> &Extra {
        Model::extra(self)
    }

    #[inline]
    fn extra_mut(&mut self) -> &mut Extra {
        Model::extra_mut(self)
    }

    #[inline]
    fn field(&self, position: usize) -> Option<&dyn Field> {
        Model::field(self, position)
    }

    #[inline]
    fn field_mut(&mut self, position: usize) -> Option<&mut dyn Field> {
        Model::field_mut(self, position)
    }
}

/// A declared property of a type, by its wire name.
///
/// Generated types have one constant a property: `Call::SUBJECT`.
pub struct Property<T> {
    position: u16,
    owner: PhantomData<fn() -> T>,
}

impl<T> Property<T> {
    /// The property at a position of the type's table.
    #[doc(hidden)]
    pub const fn new(position: u16) -> Self {
        Self {
            position,
            owner: PhantomData,
        }
    }
}

impl<T: Model> Property<T> {
    /// The name on the wire, as the metadata spells it.
    pub fn name(self) -> &'static str {
        T::TABLE.names.name(usize::from(self.position))
    }
}

impl<T> Clone for Property<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Property<T> {}

impl<T> PartialEq for Property<T> {
    fn eq(&self, other: &Self) -> bool {
        self.position == other.position
    }
}

impl<T> Eq for Property<T> {}

impl<T: Model> fmt::Debug for Property<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl<T: Model> fmt::Display for Property<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Clears a property and lets it be written as an explicit `null`.
pub fn set_null<T: Model>(value: &mut T, property: Property<T>) {
    let position = usize::from(property.position);
    if let Some(field) = Model::field_mut(value, position) {
        field.clear();
    }
    Model::extra_mut(value).mark_null(position);
}

/// Lets a value be written with its `@odata.type`, whether its place needs one or not.
pub fn name_type<T: Model>(mut value: T) -> T {
    Model::extra_mut(&mut value).mark_type();
    value
}

/// The member with this wire name, whether the type declares it or not: a declared property
/// by its exact name or in another ASCII case, an undeclared member by its exact name.
///
/// `None` if the object has no such member; an explicit `null` is the JSON value `null`.
pub fn find_member(object: &dyn Object, name: &str) -> Option<RawJson> {
    let declared = object.table().names.find(name).position();
    if let Some(position) = declared {
        let mut to = WriteContext::default();
        let field = object.field(position);
        if field.is_some_and(|field| field.write_member("", &mut to)) {
            let text = to.json.out;
            return Some(RawJson::trusted(text.strip_suffix(',').unwrap_or(&text)));
        }
        if object.extra().is_null(position) {
            return Some(RawJson::trusted("null"));
        }
    }
    object.extra().raw(name).map(RawJson::trusted)
}
