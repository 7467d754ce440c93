//! Fields of generated structs as trait objects.
//!
//! Every field is an `Option` of one value or of a list, and `None` where the member is
//! absent. That a member is an explicit `null` is kept by the object, not by the field.

use std::any::Any;

use super::context::{ReadContext, WriteContext};
use super::item::{Item, push_read};
use super::value_ref::{ListRef, ValueRef};
use crate::json::Failed;

/// A field of a generated struct.
///
/// Implemented here for `Option<T>` and `Option<Vec<T>>` of every [`Item`].
pub trait Field {
    /// Whether there is a value.
    fn is_set(&self) -> bool;
    /// Removes the value.
    fn clear(&mut self);
    /// Reads a value that is not `null` and replaces the previous one.
    fn read(&mut self, from: &mut ReadContext<'_>) -> Result<(), Failed>;
    /// Writes `key`, the value and a comma, and returns `true`; writes nothing if there is no
    /// value.
    fn write_member(&self, key: &str, to: &mut WriteContext) -> bool;
    /// A view of the value.
    fn view(&self) -> ValueRef<'_>;
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
    fn read(&mut self, from: &mut ReadContext<'_>) -> Result<(), Failed> {
        T::read_into(self, from)
    }

    #[inline]
    fn write_member(&self, key: &str, to: &mut WriteContext) -> bool {
        match self {
            Some(value) => {
                to.json.key(key);
                value.write(to);
                to.json.comma();
                true
            }
            None => false,
        }
    }

    #[inline]
    fn view(&self) -> ValueRef<'_> {
        match self {
            Some(value) => value.view(),
            None => ValueRef::Absent,
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
    fn read(&mut self, from: &mut ReadContext<'_>) -> Result<(), Failed> {
        let list = self.insert(Vec::new());
        let done = from.list(&mut |from| push_read(list, from));
        if done.is_err() {
            *self = None;
        }
        done
    }

    #[inline]
    fn write_member(&self, key: &str, to: &mut WriteContext) -> bool {
        match self {
            Some(list) => {
                to.json.key(key);
                to.json.open_list();
                for item in list {
                    item.write(to);
                    to.json.comma();
                }
                to.json.close_list();
                to.json.comma();
                true
            }
            None => false,
        }
    }

    #[inline]
    fn view(&self) -> ValueRef<'_> {
        match self {
            Some(list) => ValueRef::List(list),
            None => ValueRef::Absent,
        }
    }

    #[inline]
    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl<T: Item> ListRef for Vec<T> {
    #[inline]
    fn len(&self) -> usize {
        self.len()
    }

    #[inline]
    fn view(&self, index: usize) -> ValueRef<'_> {
        match self.get(index) {
            Some(item) => item.view(),
            None => ValueRef::Absent,
        }
    }
}
