//! What the generated code implements: the runtime's traits, with a
//! [`Place`] where the runtime's fields take its own reader.

use std::any::Any;

use runtime::{Names, Property, Table};

use crate::place::{Container, Place};
use crate::{Extra, UnknownText};

/// A value that can stand in a field or a list.
pub trait Item: Sized + 'static {
    /// Where to put it.
    fn place<C: Container<Value = Self>>(container: &mut C) -> Place<'_>;
    /// A sum over all that it holds, equal for equal values.
    fn weight(&self) -> u64;
}

/// A field of an object.
pub trait Field {
    /// Where to put its value.
    fn place(&mut self) -> Place<'_>;
    /// Takes the value away.
    fn clear(&mut self);
    /// See [`Item::weight`].
    fn weight(&self) -> u64;
    /// The `Option` behind the field.
    fn as_any(&self) -> &dyn Any;
    /// The `Option` behind the field.
    fn as_any_mut(&mut self) -> &mut dyn Any;
    /// Takes the value of a field of the same type.
    fn take_from(&mut self, other: &mut dyn Field);
}

impl<T: Item> Field for Option<T> {
    #[inline]
    fn place(&mut self) -> Place<'_> {
        T::place(self)
    }
    #[inline]
    fn clear(&mut self) {
        *self = None;
    }
    fn weight(&self) -> u64 {
        self.as_ref()
            .map_or(0, |value| value.weight().wrapping_add(1))
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
    fn take_from(&mut self, other: &mut dyn Field) {
        if let Some(other) = other.as_any_mut().downcast_mut::<Self>() {
            std::mem::swap(self, other);
        }
    }
}

impl<T: Item> Field for Option<Vec<T>> {
    #[inline]
    fn place(&mut self) -> Place<'_> {
        Place::List(self.insert(Vec::new()))
    }
    #[inline]
    fn clear(&mut self) {
        *self = None;
    }
    fn weight(&self) -> u64 {
        self.as_ref().map_or(0, |list| {
            list.iter().fold(1, |weight: u64, item| {
                weight.wrapping_mul(31).wrapping_add(item.weight())
            })
        })
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
    fn take_from(&mut self, other: &mut dyn Field) {
        if let Some(other) = other.as_any_mut().downcast_mut::<Self>() {
            std::mem::swap(self, other);
        }
    }
}

/// A generated struct, its type left aside.
pub trait Object: Any {
    /// The facts of the type.
    fn table(&self) -> &'static Table;
    /// What it holds beyond its fields.
    fn extra(&self) -> &Extra;
    /// What it holds beyond its fields.
    fn extra_mut(&mut self) -> &mut Extra;
    /// A field.
    fn get(&self, field: usize) -> Option<&dyn Field>;
    /// A field, to be filled.
    fn slot(&mut self, field: usize) -> Option<&mut dyn Field>;
}

/// A generated struct.
pub trait Model: Clone + Default + 'static {
    /// The facts of the type.
    const TABLE: &'static Table;
    /// A field.
    fn field(&self, position: usize) -> Option<&dyn Field>;
    /// A field, to be filled.
    fn field_mut(&mut self, position: usize) -> Option<&mut dyn Field>;
    /// What it holds beyond its fields.
    fn undeclared(&self) -> &Extra;
    /// What it holds beyond its fields.
    fn undeclared_mut(&mut self) -> &mut Extra;
}

impl<T: Model> Object for T {
    #[inline]
    fn table(&self) -> &'static Table {
        T::TABLE
    }
    #[inline]
    fn extra(&self) -> &Extra {
        self.undeclared()
    }
    #[inline]
    fn extra_mut(&mut self) -> &mut Extra {
        self.undeclared_mut()
    }
    #[inline]
    fn get(&self, field: usize) -> Option<&dyn Field> {
        self.field(field)
    }
    #[inline]
    fn slot(&mut self, field: usize) -> Option<&mut dyn Field> {
        self.field_mut(field)
    }
}

/// Moves what an object of a base type holds into one of a derived type, whose
/// first fields are the base's. Members that the base does not declare are read
/// again, as the derived type may declare them; by our reader, whoever read them
/// first: there are two such in the payloads.
pub(crate) fn retype(base: &mut dyn Object, derived: &mut dyn Object) {
    for position in 0..base.table().names.len() {
        if let (Some(from), Some(to)) = (base.slot(position), derived.slot(position)) {
            to.take_from(from);
        }
    }
    let mut extra = std::mem::take(base.extra_mut());
    let members = extra.take_members();
    *derived.extra_mut() = extra;
    if let Some(members) = members {
        crate::pull_own::read_again(&members, derived);
    }
}

/// The sum over an object.
pub fn weight(object: &dyn Object) -> u64 {
    let fields = (0..object.table().names.len()).filter_map(|position| object.get(position));
    fields.fold(object.extra().weight(), |weight, field| {
        weight.wrapping_mul(31).wrapping_add(field.weight())
    })
}

/// A generated enum over derived types.
pub trait AnyModel: Sized + 'static {
    /// The names of the types.
    const TYPES: &'static Names;
    /// Whether the first is the declared one.
    const BASE_FIRST: bool;
    /// An empty value of a type.
    fn make(position: usize) -> Self;
    /// Of which type it is.
    fn position(&self) -> usize;
    /// The value inside.
    fn object(&self) -> &dyn Object;
    /// The value inside, to be filled.
    fn object_mut(&mut self) -> &mut dyn Object;
}

/// A generated enumeration.
pub trait TextEnum: Sized + Clone + 'static {
    /// The members' texts.
    const NAMES: &'static Names;
    /// The members' numbers.
    const VALUES: &'static [i64];
    /// The qualified name.
    const TYPE_NAME: &'static str;
    /// A member.
    fn from_position(position: usize) -> Option<Self>;
    /// Which member it is.
    ///
    /// # Errors
    ///
    /// The text, if it is none.
    fn position(&self) -> Result<usize, &UnknownText>;
    /// No member.
    fn unknown(text: UnknownText) -> Self;
    /// See [`Item::weight`].
    fn weight(&self) -> u64 {
        match self.position() {
            Ok(position) => position as u64,
            Err(text) => crate::leaves::text_weight(&text.0),
        }
    }
}

/// An object of a type that the metadata does not name.
#[derive(Clone, Default)]
pub struct UnknownObject {
    /// All its members.
    pub extra: Extra,
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

/// A page of a collection; its count and links are undeclared members here.
#[derive(Clone)]
pub struct Page<T> {
    value: Option<Vec<T>>,
    extra: Extra,
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self {
            value: None,
            extra: Extra::default(),
        }
    }
}

impl<T: Item + Clone> Model for Page<T> {
    const TABLE: &'static Table = &Table {
        type_name: "",
        names: Names {
            keys: &["\"value\":"],
            // One name: every probe ends at it, wherever it starts.
            index: &[0, 0, 0, 0],
        },
        read_only: &[],
        secret: &[],
    };
    fn field(&self, position: usize) -> Option<&dyn Field> {
        (position == 0).then_some(&self.value as &dyn Field)
    }
    fn field_mut(&mut self, position: usize) -> Option<&mut dyn Field> {
        (position == 0).then_some(&mut self.value as &mut dyn Field)
    }
    fn undeclared(&self) -> &Extra {
        &self.extra
    }
    fn undeclared_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

/// A base member, for the accessors of the generated enums.
pub fn member<T: 'static>(object: &dyn Object, position: usize) -> Option<&T> {
    let field = object.get(position)?.as_any();
    field.downcast_ref::<Option<T>>()?.as_ref()
}

/// Marks a null, for the setters of the generated structs.
pub fn set_null<T: Model>(_: &mut T, _: Property<T>) {}
