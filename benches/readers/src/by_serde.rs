//! The engine over a reader that pushes: any `Deserializer` of serde, with a
//! seed for every place.

mod names;
mod raw;

use std::fmt;
use std::marker::PhantomData;

use runtime::Names;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use self::names::{FirstName, Name, Named, Text, TypePosition};
use self::raw::{RawText, SerdeJson, SonicRs};
use crate::by_pull::{End, Known};
use crate::object::{Model, Object};
use crate::orders::{FIRST, Orders};
use crate::place::{Place, PutAny, PutList, PutOneOrMany};

/// Reads a value with `serde_json`.
///
/// # Errors
///
/// What the reader says.
pub fn read_serde_json<T: Model>(json: &[u8], orders: &mut Orders) -> serde_json::Result<T> {
    let text = std::str::from_utf8(json).map_err(serde_json::Error::custom)?;
    let mut from = serde_json::Deserializer::from_str(text);
    let value = read::<T, SerdeJson, _>(&mut from, orders)?;
    from.end()?;
    Ok(value)
}

/// Reads a value with sonic-rs.
///
/// # Errors
///
/// What the reader says.
pub fn read_sonic_rs<T: Model>(json: &[u8], orders: &mut Orders) -> sonic_rs::Result<T> {
    let text = std::str::from_utf8(json).map_err(sonic_rs::Error::custom)?;
    let mut from = sonic_rs::Deserializer::from_str(text);
    let value = read::<T, SonicRs, _>(&mut from, orders)?;
    from.end()?;
    Ok(value)
}

fn read<'de, T: Model, R: RawText, D: Deserializer<'de>>(
    from: D,
    orders: &mut Orders,
) -> Result<T, D::Error> {
    let mut value = T::default();
    let to = Place::Object(&mut value);
    Fill::<R>::new(to, orders).deserialize(from)?;
    Ok(value)
}

/// Fills a place.
struct Fill<'a, R> {
    to: Place<'a>,
    orders: &'a mut Orders,
    reader: PhantomData<R>,
}

impl<'a, R> Fill<'a, R> {
    fn new(to: Place<'a>, orders: &'a mut Orders) -> Self {
        Self {
            to,
            orders,
            reader: PhantomData,
        }
    }
}

impl<'de, R: RawText> DeserializeSeed<'de> for Fill<'_, R> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        let orders = self.orders;
        let reader = PhantomData::<R>;
        match self.to {
            Place::Bool(to) => to.put_bool(bool::deserialize(from)?),
            Place::Integer(to) => return fits(to.put_integer(i64::deserialize(from)?)),
            Place::Float(to) => to.put_float(f64::deserialize(from)?),
            Place::Text(to) => return from.deserialize_str(Text(to)),
            Place::Raw(to) => return R::raw(from, |text| to.put_raw(text)),
            Place::Object(value) => {
                return from.deserialize_map(OneType {
                    value,
                    orders,
                    reader,
                });
            }
            Place::Any(to) => return from.deserialize_map(AnyType { to, orders, reader }),
            Place::List(to) => return from.deserialize_seq(List { to, orders, reader }),
            Place::OneOrMany(to) => {
                return from.deserialize_any(OneOrMany { to, orders, reader });
            }
        }
        Ok(())
    }
}

fn fits<E: Error>(fits: bool) -> Result<(), E> {
    if fits {
        Ok(())
    } else {
        Err(E::custom("a value that does not fit"))
    }
}

/// An object of a type that is known.
struct OneType<'a, R> {
    value: &'a mut dyn Object,
    orders: &'a mut Orders,
    reader: PhantomData<R>,
}

impl<'de, R: RawText> Visitor<'de> for OneType<'_, R> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, from: A) -> Result<(), A::Error> {
        let mut from = from;
        match members::<R, A>(&mut from, self.value, None, self.orders, FIRST)? {
            End::Done => Ok(()),
            End::Retype(_) => Err(A::Error::custom("another type")),
        }
    }
}

fn members<'de, R: RawText, A: MapAccess<'de>>(
    from: &mut A,
    value: &mut dyn Object,
    types: Option<&'static Names>,
    orders: &mut Orders,
    mut last: usize,
) -> Result<End, A::Error> {
    let table = value.table();
    loop {
        let at = Orders::place(&table.names, last);
        let expected = orders.expected(at, last);
        let key = Name {
            value,
            table,
            expected,
        };
        let Some((known, guessed)) = from.next_key_seed(key)? else {
            return Ok(End::Done);
        };
        if let Known::Type = known {
            let mut named = Named {
                types,
                table,
                other: None,
            };
            from.next_value_seed(&mut named)?;
            let other = named.other;
            value.extra_mut().mark_type();
            match other {
                None => last = FIRST,
                Some(Some(position)) => return Ok(End::Retype(position)),
                Some(None) => return Err(A::Error::custom("another type")),
            }
        } else {
            last = fill::<R, A>(from, value, orders, known)?;
        }
        if !guessed {
            orders.came(at, last);
        }
    }
}

/// Reads the value of a member; gives its field.
#[inline]
fn fill<'de, R: RawText, A: MapAccess<'de>>(
    from: &mut A,
    value: &mut dyn Object,
    orders: &mut Orders,
    known: Known,
) -> Result<usize, A::Error> {
    match known {
        Known::Field(field) => {
            let slot = value
                .slot(field)
                .ok_or_else(|| A::Error::custom("no field"))?;
            let slot = Nullable::<R> {
                to: To::Field(slot),
                orders,
                reader: PhantomData,
            };
            if from.next_value_seed(slot)? {
                value.extra_mut().mark_null(field);
            }
            Ok(field)
        }
        Known::Type => Err(A::Error::custom("a type")),
        Known::Undeclared => {
            from.next_value_seed(Undeclared::<R> {
                value,
                reader: PhantomData,
            })?;
            Ok(FIRST)
        }
    }
}

struct Undeclared<'a, R> {
    value: &'a mut dyn Object,
    reader: PhantomData<R>,
}

impl<'de, R: RawText> DeserializeSeed<'de> for Undeclared<'_, R> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        R::raw(from, |text| self.value.extra_mut().value(text))
    }
}

/// A field, or a list that grows.
enum To<'a> {
    Field(&'a mut dyn crate::Field),
    List(&'a mut dyn PutList),
}

/// Fills it, unless `null` comes; whether it came.
struct Nullable<'a, R> {
    to: To<'a>,
    orders: &'a mut Orders,
    reader: PhantomData<R>,
}

impl<'de, R: RawText> DeserializeSeed<'de> for Nullable<'_, R> {
    type Value = bool;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<bool, D::Error> {
        from.deserialize_option(self)
    }
}

impl<'de, R: RawText> Visitor<'de> for Nullable<'_, R> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<bool, E> {
        if let To::Field(field) = self.to {
            field.clear();
        }
        Ok(true)
    }

    fn visit_none<E: Error>(self) -> Result<bool, E> {
        self.visit_unit()
    }

    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<bool, D::Error> {
        let to = match self.to {
            To::Field(field) => field.place(),
            To::List(list) => list.next(),
        };
        Fill::<R>::new(to, self.orders).deserialize(from)?;
        Ok(false)
    }
}

struct List<'a, R> {
    to: &'a mut dyn PutList,
    orders: &'a mut Orders,
    reader: PhantomData<R>,
}

impl<'de, R: RawText> Visitor<'de> for List<'_, R> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<(), A::Error> {
        loop {
            let next = Nullable::<R> {
                to: To::List(&mut *self.to),
                orders: &mut *self.orders,
                reader: PhantomData,
            };
            if from.next_element_seed(next)?.is_none() {
                return Ok(());
            }
        }
    }
}

/// An object whose type is told by its first member.
struct AnyType<'a, R> {
    to: &'a mut dyn PutAny,
    orders: &'a mut Orders,
    reader: PhantomData<R>,
}

impl<'de, R: RawText> Visitor<'de> for AnyType<'_, R> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<(), A::Error> {
        let Some(first) = from.next_key_seed(FirstName(self.to))? else {
            self.to.make(usize::MAX);
            return Ok(());
        };
        let mut last = FIRST;
        match first {
            None => {
                let mut named = TypePosition {
                    types: self.to.types(),
                    position: usize::MAX,
                };
                from.next_value_seed(&mut named)?;
                self.to.make(named.position).extra_mut().mark_type();
            }
            Some(known) => {
                last = fill::<R, A>(&mut from, made::<A::Error>(self.to)?, self.orders, known)?;
            }
        }
        loop {
            let types = Some(self.to.types());
            let value = made::<A::Error>(self.to)?;
            match members::<R, A>(&mut from, value, types, self.orders, last)? {
                End::Done => return Ok(()),
                End::Retype(position) => self.to.retype(position),
            }
            last = FIRST;
        }
    }
}

fn made<E: Error>(to: &mut dyn PutAny) -> Result<&mut dyn Object, E> {
    to.made().ok_or_else(|| E::custom("no value"))
}

struct OneOrMany<'a, R> {
    to: &'a mut dyn PutOneOrMany,
    orders: &'a mut Orders,
    reader: PhantomData<R>,
}

impl<'de, R: RawText> Visitor<'de> for OneOrMany<'_, R> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a list of objects")
    }

    fn visit_map<A: MapAccess<'de>>(self, from: A) -> Result<(), A::Error> {
        let to = self.to.one();
        let from = serde::de::value::MapAccessDeserializer::new(from);
        Fill::<R>::new(to, self.orders).deserialize(from)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, from: A) -> Result<(), A::Error> {
        let to = self.to.many();
        let from = serde::de::value::SeqAccessDeserializer::new(from);
        Fill::<R>::new(to, self.orders).deserialize(from)
    }
}
