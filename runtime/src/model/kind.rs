//! The kinds of generated types, each with one implementation of [`Item`].
//!
//! A generated type names its kind and has no code of its own for reading and writing. A
//! function that no type repeats is one that the compiler does not check for each of a
//! thousand types.

use super::context::{ReadContext, WriteContext};
use super::item::Item;
use super::object::Model;
use super::polymorphic::{AnyModel, start_any, type_annotation};
use super::read::read_object;
use super::text_enum::{TextEnum, read_member, text_of, write_text};
use super::value_ref::{TypeAnnotation, ValueRef};
use super::write::write_object;
use crate::json::Failed;

/// A generated type, or a wrapper around one.
pub trait Generated: Sized + 'static {
    /// The kind of the type.
    type Kind: ModelKind<Self>;
}

/// Reading and writing of all types of one kind; see [`Item`].
pub trait ModelKind<T> {
    /// See [`Item::read_into`].
    fn read_into(slot: &mut Option<T>, from: &mut ReadContext<'_>) -> Result<(), Failed>;
    /// See [`Item::read_onto`].
    fn read_onto(list: &mut Vec<T>, from: &mut ReadContext<'_>) -> Result<(), Failed>;
    /// See [`Item::write`].
    fn write(value: &T, to: &mut WriteContext);
    /// See [`Item::view`].
    fn view(value: &T) -> ValueRef<'_>;
}

impl<T: Generated> Item for T {
    #[inline]
    fn read_into(slot: &mut Option<Self>, from: &mut ReadContext<'_>) -> Result<(), Failed> {
        T::Kind::read_into(slot, from)
    }

    #[inline]
    fn read_onto(list: &mut Vec<Self>, from: &mut ReadContext<'_>) -> Result<(), Failed> {
        T::Kind::read_onto(list, from)
    }

    #[inline]
    fn write(&self, to: &mut WriteContext) {
        T::Kind::write(self, to);
    }

    #[inline]
    fn view(&self) -> ValueRef<'_> {
        T::Kind::view(self)
    }
}

/// A struct: see [`Model`].
#[derive(Debug)]
pub enum StructKind {}

impl<T: Model> ModelKind<T> for StructKind {
    #[inline]
    fn read_into(slot: &mut Option<T>, from: &mut ReadContext<'_>) -> Result<(), Failed> {
        let read = read_object(from, slot.insert(T::default()));
        if read.is_err() {
            *slot = None;
        }
        read
    }

    #[inline]
    fn read_onto(list: &mut Vec<T>, from: &mut ReadContext<'_>) -> Result<(), Failed> {
        list.push(T::default());
        match list.last_mut() {
            Some(value) => read_object(from, value),
            None => Ok(()),
        }
    }

    #[inline]
    fn write(value: &T, to: &mut WriteContext) {
        write_object(to, value, TypeAnnotation::AsReceived);
    }

    #[inline]
    fn view(value: &T) -> ValueRef<'_> {
        ValueRef::Object(value, TypeAnnotation::AsReceived)
    }
}

/// An enum over a base type and its derived types: see [`AnyModel`].
#[derive(Debug)]
pub enum PolymorphicKind {}

impl<T: AnyModel> ModelKind<T> for PolymorphicKind {
    #[inline]
    fn read_into(slot: &mut Option<T>, from: &mut ReadContext<'_>) -> Result<(), Failed> {
        let value = slot.insert(start_any(from)?);
        let read = read_object(from, value.object_mut());
        if read.is_err() {
            *slot = None;
        }
        read
    }

    #[inline]
    fn read_onto(list: &mut Vec<T>, from: &mut ReadContext<'_>) -> Result<(), Failed> {
        list.push(start_any(from)?);
        match list.last_mut() {
            Some(value) => read_object(from, value.object_mut()),
            None => Ok(()),
        }
    }

    #[inline]
    fn write(value: &T, to: &mut WriteContext) {
        write_object(to, value.object(), type_annotation(value));
    }

    #[inline]
    fn view(value: &T) -> ValueRef<'_> {
        ValueRef::Object(value.object(), type_annotation(value))
    }
}

/// An enumeration: see [`TextEnum`].
#[derive(Debug)]
pub enum EnumKind {}

impl<T: TextEnum> ModelKind<T> for EnumKind {
    #[inline]
    fn read_into(slot: &mut Option<T>, from: &mut ReadContext<'_>) -> Result<(), Failed> {
        *slot = Some(read_member(from)?);
        Ok(())
    }

    #[inline]
    fn read_onto(list: &mut Vec<T>, from: &mut ReadContext<'_>) -> Result<(), Failed> {
        list.push(read_member(from)?);
        Ok(())
    }

    #[inline]
    fn write(value: &T, to: &mut WriteContext) {
        write_text(value, to);
    }

    #[inline]
    fn view(value: &T) -> ValueRef<'_> {
        ValueRef::Enum(text_of(value).into(), T::LITERAL_PREFIX)
    }
}

/// A boxed value, where types contain each other in a cycle.
#[derive(Debug)]
pub enum BoxKind {}

impl<T: Item> Generated for Box<T> {
    type Kind = BoxKind;
}

impl<T: Item> ModelKind<Box<T>> for BoxKind {
    #[inline]
    fn read_into(slot: &mut Option<Box<T>>, from: &mut ReadContext<'_>) -> Result<(), Failed> {
        let mut value = None;
        T::read_into(&mut value, from)?;
        *slot = value.map(Box::new);
        Ok(())
    }

    #[inline]
    fn read_onto(list: &mut Vec<Box<T>>, from: &mut ReadContext<'_>) -> Result<(), Failed> {
        let mut value = None;
        T::read_into(&mut value, from)?;
        list.extend(value.map(Box::new));
        Ok(())
    }

    #[inline]
    fn write(value: &Box<T>, to: &mut WriteContext) {
        (**value).write(to);
    }

    #[inline]
    fn view(value: &Box<T>) -> ValueRef<'_> {
        (**value).view()
    }
}
