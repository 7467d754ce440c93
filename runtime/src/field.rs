//! A field of a generated struct, as the engine sees it.
//!
//! Every field is an `Option` of one value or of a list; absent is `None`. An
//! explicit `null` is remembered by the object, not by the field.

use std::any::Any;

use crate::item::Item;
use crate::json::reader::{Failed, Reader};
use crate::json::writer::Writer;
use crate::view::{Items, View};

/// A field: what the engine reads into and writes from.
///
/// Implemented here for `Option<T>` and `Option<Vec<T>>` of every [`Item`].
pub trait Field {
    /// Whether there is a value.
    fn is_set(&self) -> bool;
    /// Takes the value away.
    fn clear(&mut self);
    /// Reads a value that is not `null`, in place of the one before.
    fn read(&mut self, from: &mut Reader<'_>) -> Result<(), Failed>;
    /// Writes `key`, the value and a comma; nothing if there is no value.
    fn write_member(&self, key: &str, to: &mut Writer) -> bool;
    /// The value, for everything that is not JSON text.
    fn view(&self) -> View<'_>;
    /// The `Option` behind the field.
    fn as_any(&self) -> &dyn Any;
}

impl<T: Item> Field for Option<T> {
    #[inline]
    fn is_set(&self) -> bool {
        self.is_some()
    }

    #[inline]
    fn clear(&mut self) {
        *self = None;
    }

    #[inline]
    fn read(&mut self, from: &mut Reader<'_>) -> Result<(), Failed> {
        T::read_into(self, from)
    }

    #[inline]
    fn write_member(&self, key: &str, to: &mut Writer) -> bool {
        match self {
            Some(value) => {
                to.key(key);
                value.write(to);
                to.comma();
                true
            }
            None => false,
        }
    }

    #[inline]
    fn view(&self) -> View<'_> {
        match self {
            Some(value) => value.view(),
            None => View::Absent,
        }
    }

    #[inline]
    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl<T: Item> Field for Option<Vec<T>> {
    #[inline]
    fn is_set(&self) -> bool {
        self.is_some()
    }

    #[inline]
    fn clear(&mut self) {
        *self = None;
    }

    #[inline]
    fn read(&mut self, from: &mut Reader<'_>) -> Result<(), Failed> {
        let list = self.insert(Vec::new());
        let done = from.list(&mut |from| T::read_onto(list, from));
        if done.is_err() {
            *self = None;
        }
        done
    }

    #[inline]
    fn write_member(&self, key: &str, to: &mut Writer) -> bool {
        match self {
            Some(list) => {
                to.key(key);
                to.open_list();
                for item in list {
                    item.write(to);
                    to.comma();
                }
                to.close_list();
                to.comma();
                true
            }
            None => false,
        }
    }

    #[inline]
    fn view(&self) -> View<'_> {
        match self {
            Some(list) => View::List(list),
            None => View::Absent,
        }
    }

    #[inline]
    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl<T: Item> Items for Vec<T> {
    #[inline]
    fn len(&self) -> usize {
        self.len()
    }

    #[inline]
    fn view(&self, index: usize) -> View<'_> {
        match self.get(index) {
            Some(item) => item.view(),
            None => View::Absent,
        }
    }
}
