//! A place for one value, as a reader sees it: what kind of JSON belongs there
//! and how to put it in, the type left aside.

use std::borrow::Cow;

use runtime::Names;

use crate::leaves::{FromText, OneOrMany, RawJson};
use crate::object::{AnyModel, Item, Object};

/// What belongs into a field or a list.
pub enum Place<'a> {
    /// `true` or `false`.
    Bool(&'a mut dyn PutBool),
    /// A number without fraction.
    Integer(&'a mut dyn PutInteger),
    /// Any number.
    Float(&'a mut dyn PutFloat),
    /// A text: strings, enumerations, dates.
    Text(&'a mut dyn PutText),
    /// Any value, kept as text.
    Raw(&'a mut dyn PutRaw),
    /// An object of one type, which is there already.
    Object(&'a mut dyn Object),
    /// An object whose type is told by `@odata.type`.
    Any(&'a mut dyn PutAny),
    /// An object or a list of objects.
    OneOrMany(&'a mut dyn PutOneOrMany),
    /// A list, which is there already.
    List(&'a mut dyn PutList),
}

/// An `Option` or a list: where a value is put.
pub trait Container {
    /// Its values.
    type Value;
    /// Puts a value in.
    fn put(&mut self, value: Self::Value) -> &mut Self::Value;
    /// The value put in last, if any.
    fn last(&mut self) -> Option<&mut Self::Value>;
}

impl<T> Container for Option<T> {
    type Value = T;
    #[inline]
    fn put(&mut self, value: T) -> &mut T {
        self.insert(value)
    }
    #[inline]
    fn last(&mut self) -> Option<&mut T> {
        self.as_mut()
    }
}

impl<T> Container for Vec<T> {
    type Value = T;
    #[inline]
    fn put(&mut self, value: T) -> &mut T {
        self.push(value);
        let last = self.len() - 1;
        &mut self[last]
    }
    #[inline]
    fn last(&mut self) -> Option<&mut T> {
        self.last_mut()
    }
}

/// Puts in what a JSON literal says.
pub trait PutBool {
    /// Puts it in.
    fn put_bool(&mut self, value: bool);
}
impl<C: Container<Value = bool>> PutBool for C {
    fn put_bool(&mut self, value: bool) {
        self.put(value);
    }
}

/// Puts in an integer, if it is in range.
pub trait PutInteger {
    /// Puts it in; whether it fits.
    fn put_integer(&mut self, value: i64) -> bool;
}
impl<C: Container> PutInteger for C
where
    C::Value: TryFrom<i64>,
{
    #[inline]
    fn put_integer(&mut self, value: i64) -> bool {
        C::Value::try_from(value)
            .map(|value| self.put(value))
            .is_ok()
    }
}

/// Puts in a floating point number.
pub trait PutFloat {
    /// Puts it in.
    fn put_float(&mut self, value: f64);
}
impl<C: Container> PutFloat for C
where
    C::Value: crate::leaves::FromFloat,
{
    #[inline]
    fn put_float(&mut self, value: f64) {
        self.put(crate::leaves::FromFloat::from_float(value));
    }
}

/// Puts in what a text means.
pub trait PutText {
    /// Puts it in; whether it means anything.
    fn put_text(&mut self, text: Cow<'_, str>) -> bool;
}
impl<C: Container> PutText for C
where
    C::Value: FromText,
{
    #[inline]
    fn put_text(&mut self, text: Cow<'_, str>) -> bool {
        C::Value::from_text(text)
            .map(|value| self.put(value))
            .is_some()
    }
}

/// Puts in the text of a value.
pub trait PutRaw {
    /// Puts it in.
    fn put_raw(&mut self, text: &str);
}
impl<C: Container<Value = RawJson>> PutRaw for C {
    fn put_raw(&mut self, text: &str) {
        self.put(RawJson(text.to_owned()));
    }
}

/// Puts in an empty object of a type that is yet to be told.
pub trait PutAny {
    /// The names of the types.
    fn types(&self) -> &'static Names;
    /// Puts it in.
    fn make(&mut self, position: usize) -> &mut dyn Object;
    /// What was put in last.
    fn made(&mut self) -> Option<&mut dyn Object>;
    /// Makes what was put in last an object of a derived type.
    fn retype(&mut self, position: usize);
}
impl<C: Container> PutAny for C
where
    C::Value: AnyModel,
{
    fn types(&self) -> &'static Names {
        C::Value::TYPES
    }
    fn make(&mut self, position: usize) -> &mut dyn Object {
        self.put(C::Value::make(position)).object_mut()
    }
    fn made(&mut self) -> Option<&mut dyn Object> {
        Some(self.last()?.object_mut())
    }
    fn retype(&mut self, position: usize) {
        if let Some(last) = self.last() {
            let mut derived = C::Value::make(position);
            crate::object::retype(last.object_mut(), derived.object_mut());
            *last = derived;
        }
    }
}

/// Puts in one value or a list.
pub trait PutOneOrMany {
    /// The place of the one.
    fn one(&mut self) -> Place<'_>;
    /// The list.
    fn many(&mut self) -> Place<'_>;
}
impl<T: Item, C: Container<Value = OneOrMany<T>>> PutOneOrMany for C {
    fn one(&mut self) -> Place<'_> {
        match self.put(OneOrMany::One(None)) {
            OneOrMany::One(one) => T::place(one),
            OneOrMany::Many(list) => Place::List(list),
        }
    }
    fn many(&mut self) -> Place<'_> {
        match self.put(OneOrMany::Many(Vec::new())) {
            OneOrMany::Many(list) => Place::List(list),
            OneOrMany::One(one) => T::place(one),
        }
    }
}

/// Grows by a value.
pub trait PutList {
    /// The place of the next value.
    fn next(&mut self) -> Place<'_>;
}
impl<T: Item> PutList for Vec<T> {
    #[inline]
    fn next(&mut self) -> Place<'_> {
        T::place(self)
    }
}
