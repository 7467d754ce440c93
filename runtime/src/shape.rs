//! Which code of the engine serves a generated type.
//!
//! A generated type names its shape and brings no code of its own for reading
//! and writing: each function that a type does not repeat is one that the
//! compiler does not check a thousand times.

use crate::any::{AnyModel, names_itself, start_any};
use crate::engine::{read_object, write_object};
use crate::item::Item;
use crate::json::reader::{Failed, Reader};
use crate::json::writer::Writer;
use crate::object::Model;
use crate::text_enum::{TextEnum, read_member, text_of, write_text};
use crate::view::View;

/// A generated type, or a wrapper around one.
pub trait Generated: Sized + 'static {
    /// What kind of type it is to the engine.
    type Shape: Shape<Self>;
}

/// Reading and writing of all types of one kind.
pub trait Shape<T> {
    /// See [`Item::read_into`].
    fn read_into(slot: &mut Option<T>, from: &mut Reader<'_>) -> Result<(), Failed>;
    /// See [`Item::read_onto`].
    fn read_onto(list: &mut Vec<T>, from: &mut Reader<'_>) -> Result<(), Failed>;
    /// See [`Item::write`].
    fn write(value: &T, to: &mut Writer);
    /// See [`Item::view`].
    fn view(value: &T) -> View<'_>;
}

impl<T: Generated> Item for T {
    #[inline]
    fn read_into(slot: &mut Option<Self>, from: &mut Reader<'_>) -> Result<(), Failed> {
        T::Shape::read_into(slot, from)
    }

    #[inline]
    fn read_onto(list: &mut Vec<Self>, from: &mut Reader<'_>) -> Result<(), Failed> {
        T::Shape::read_onto(list, from)
    }

    #[inline]
    fn write(&self, to: &mut Writer) {
        T::Shape::write(self, to);
    }

    #[inline]
    fn view(&self) -> View<'_> {
        T::Shape::view(self)
    }
}

/// A struct: see [`Model`].
#[derive(Debug)]
pub enum Structure {}

impl<T: Model> Shape<T> for Structure {
    #[inline]
    fn read_into(slot: &mut Option<T>, from: &mut Reader<'_>) -> Result<(), Failed> {
        let read = read_object(from, slot.insert(T::default()));
        if read.is_err() {
            *slot = None;
        }
        read
    }

    #[inline]
    fn read_onto(list: &mut Vec<T>, from: &mut Reader<'_>) -> Result<(), Failed> {
        list.push(T::default());
        match list.last_mut() {
            Some(value) => read_object(from, value),
            None => Ok(()),
        }
    }

    #[inline]
    fn write(value: &T, to: &mut Writer) {
        write_object(to, value, false);
    }

    #[inline]
    fn view(value: &T) -> View<'_> {
        View::Object(value, false)
    }
}

/// An enum over derived types: see [`AnyModel`].
#[derive(Debug)]
pub enum Derived {}

impl<T: AnyModel> Shape<T> for Derived {
    #[inline]
    fn read_into(slot: &mut Option<T>, from: &mut Reader<'_>) -> Result<(), Failed> {
        let value = slot.insert(start_any(from)?);
        let read = read_object(from, value.object_mut());
        if read.is_err() {
            *slot = None;
        }
        read
    }

    #[inline]
    fn read_onto(list: &mut Vec<T>, from: &mut Reader<'_>) -> Result<(), Failed> {
        list.push(start_any(from)?);
        match list.last_mut() {
            Some(value) => read_object(from, value.object_mut()),
            None => Ok(()),
        }
    }

    #[inline]
    fn write(value: &T, to: &mut Writer) {
        write_object(to, value.object(), names_itself(value));
    }

    #[inline]
    fn view(value: &T) -> View<'_> {
        View::Object(value.object(), names_itself(value))
    }
}

/// An enumeration: see [`TextEnum`].
#[derive(Debug)]
pub enum Enumeration {}

impl<T: TextEnum> Shape<T> for Enumeration {
    #[inline]
    fn read_into(slot: &mut Option<T>, from: &mut Reader<'_>) -> Result<(), Failed> {
        *slot = Some(read_member(from)?);
        Ok(())
    }

    #[inline]
    fn read_onto(list: &mut Vec<T>, from: &mut Reader<'_>) -> Result<(), Failed> {
        list.push(read_member(from)?);
        Ok(())
    }

    #[inline]
    fn write(value: &T, to: &mut Writer) {
        write_text(value, to);
    }

    #[inline]
    fn view(value: &T) -> View<'_> {
        View::Enum(text_of(value).into(), T::TYPE_NAME)
    }
}

/// A value on the heap, where the types form a cycle.
#[derive(Debug)]
pub enum Boxed {}

impl<T: Item> Generated for Box<T> {
    type Shape = Boxed;
}

impl<T: Item> Shape<Box<T>> for Boxed {
    #[inline]
    fn read_into(slot: &mut Option<Box<T>>, from: &mut Reader<'_>) -> Result<(), Failed> {
        let mut value = None;
        T::read_into(&mut value, from)?;
        *slot = value.map(Box::new);
        Ok(())
    }

    #[inline]
    fn read_onto(list: &mut Vec<Box<T>>, from: &mut Reader<'_>) -> Result<(), Failed> {
        let mut value = None;
        T::read_into(&mut value, from)?;
        list.extend(value.map(Box::new));
        Ok(())
    }

    #[inline]
    fn write(value: &Box<T>, to: &mut Writer) {
        (**value).write(to);
    }

    #[inline]
    fn view(value: &Box<T>) -> View<'_> {
        (**value).view()
    }
}
