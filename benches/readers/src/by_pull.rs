//! The engine over a reader that is pulled.

use std::borrow::Cow;

use crate::object::Object;
use crate::orders::{FIRST, Orders};
use crate::place::{Place, PutAny, PutList};
use runtime::Table;

/// Reading failed. Why is not asked here.
#[derive(Debug)]
pub struct Failed;

pub(crate) const TYPE: &str = "@odata.type";
pub(crate) const TYPE_KEY: &str = "\"@odata.type\":";

/// What follows in an object.
pub enum Member<'a> {
    /// Nothing.
    End,
    /// `@odata.type`, as the first member.
    Type,
    /// The member that was guessed.
    Expected,
    /// Another one.
    Name(Cow<'a, str>),
}

/// What a value starts like.
pub enum Opens {
    /// An object.
    Object,
    /// A list.
    List,
    /// Anything else.
    Other,
}

/// A reader that is pulled.
pub trait Source {
    /// Consumes a `null`, if there is one.
    fn null(&mut self) -> Result<bool, Failed>;
    /// What comes next; nothing is consumed.
    fn opens(&mut self) -> Result<Opens, Failed>;
    /// A literal.
    fn boolean(&mut self) -> Result<bool, Failed>;
    /// A number without fraction.
    fn integer(&mut self) -> Result<i64, Failed>;
    /// A number.
    fn float(&mut self) -> Result<f64, Failed>;
    /// A text.
    fn text<T>(&mut self, take: impl FnOnce(Cow<'_, str>) -> T) -> Result<T, Failed>;
    /// Any value, as text.
    fn raw(&mut self) -> Result<&str, Failed>;
    /// The start of an object or the comma, and the next name; `expected` is a
    /// guess, in quotes and with a colon.
    fn member(&mut self, first: bool, expected: &str) -> Result<Member<'_>, Failed>;
    /// The start of a list, or what follows an item; whether there is one more.
    fn item(&mut self, first: bool) -> Result<bool, Failed>;
}

/// How the members of an object ended.
pub(crate) enum End {
    /// They did.
    Done,
    /// They go on, but the object is of the type at this position.
    Retype(usize),
}

/// What a member is to its object.
#[derive(Clone, Copy)]
pub(crate) enum Known {
    Type,
    Field(usize),
    Undeclared,
}

/// What a name means; an undeclared one is kept at once.
#[inline]
pub(crate) fn look_up(name: &str, value: &mut dyn Object, table: &Table) -> Known {
    match table.names.find(name).position() {
        Some(field) => Known::Field(field),
        None if name == TYPE => Known::Type,
        None => {
            value.extra_mut().name(name);
            Known::Undeclared
        }
    }
}

/// Reads an object.
pub fn object<S: Source>(
    from: &mut S,
    orders: &mut Orders,
    value: &mut dyn Object,
) -> Result<(), Failed> {
    match members(from, orders, value, None, FIRST, true)? {
        End::Done => Ok(()),
        End::Retype(_) => Err(Failed),
    }
}

fn members<S: Source>(
    from: &mut S,
    orders: &mut Orders,
    value: &mut dyn Object,
    types: Option<&'static runtime::Names>,
    mut last: usize,
    mut first: bool,
) -> Result<End, Failed> {
    let table = value.table();
    loop {
        let at = Orders::place(&table.names, last);
        let expected = orders.expected(at, last);
        let key = table.names.keys.get(expected).copied().unwrap_or("\0");
        let (known, guessed) = match from.member(first, key)? {
            Member::End => return Ok(End::Done),
            Member::Type => (Known::Type, true),
            Member::Expected => (Known::Field(expected), true),
            Member::Name(name) => (look_up(&name, value, table), false),
        };
        first = false;
        if let Known::Type = known {
            let position = from.text(|text| {
                let own = text == table.type_name || table.type_name.is_empty();
                (!own).then(|| types.map(|types| type_position(types, &text)))
            })?;
            value.extra_mut().mark_type();
            match position {
                None => last = FIRST,
                Some(position) => return position.map(End::Retype).ok_or(Failed),
            }
        } else {
            last = fill(from, orders, value, known)?;
        }
        if !guessed {
            orders.came(at, last);
        }
    }
}

/// Reads the value of a member; gives its field.
#[inline]
fn fill<S: Source>(
    from: &mut S,
    orders: &mut Orders,
    value: &mut dyn Object,
    known: Known,
) -> Result<usize, Failed> {
    match known {
        Known::Field(field) => {
            let null = from.null()?;
            let slot = value.slot(field).ok_or(Failed)?;
            if null {
                slot.clear();
                value.extra_mut().mark_null(field);
            } else {
                place(from, orders, slot.place())?;
            }
            Ok(field)
        }
        Known::Type => Err(Failed),
        Known::Undeclared => {
            value.extra_mut().value(from.raw()?);
            Ok(FIRST)
        }
    }
}

pub(crate) fn place<S: Source>(
    from: &mut S,
    orders: &mut Orders,
    to: Place<'_>,
) -> Result<(), Failed> {
    match to {
        Place::Bool(to) => to.put_bool(from.boolean()?),
        Place::Integer(to) => return fits(to.put_integer(from.integer()?)),
        Place::Float(to) => to.put_float(from.float()?),
        Place::Text(to) => return fits(from.text(|text| to.put_text(text))?),
        Place::Raw(to) => to.put_raw(from.raw()?),
        Place::Object(to) => return object(from, orders, to),
        Place::Any(to) => return any(from, orders, to),
        Place::List(to) => return list(from, orders, to),
        Place::OneOrMany(to) => {
            let to = match from.opens()? {
                Opens::Object => to.one(),
                Opens::List => to.many(),
                Opens::Other => return Err(Failed),
            };
            return place(from, orders, to);
        }
    }
    Ok(())
}

pub(crate) fn fits(fits: bool) -> Result<(), Failed> {
    if fits { Ok(()) } else { Err(Failed) }
}

fn list<S: Source>(from: &mut S, orders: &mut Orders, to: &mut dyn PutList) -> Result<(), Failed> {
    let mut more = from.item(true)?;
    while more {
        if !from.null()? {
            place(from, orders, to.next())?;
        }
        more = from.item(false)?;
    }
    Ok(())
}

fn any<S: Source>(from: &mut S, orders: &mut Orders, to: &mut dyn PutAny) -> Result<(), Failed> {
    let known = match from.member(true, "\0")? {
        Member::End => {
            to.make(usize::MAX);
            return Ok(());
        }
        Member::Type | Member::Expected => None,
        Member::Name(name) => {
            let value = to.make(usize::MAX);
            let table = value.table();
            Some(look_up(&name, value, table))
        }
    };
    let mut last = FIRST;
    match known {
        None => {
            let types = to.types();
            let position = from.text(|text| type_position(types, &text))?;
            to.make(position).extra_mut().mark_type();
        }
        Some(known) => {
            last = fill(from, orders, to.made().ok_or(Failed)?, known)?;
        }
    }
    loop {
        let types = Some(to.types());
        match members(from, orders, to.made().ok_or(Failed)?, types, last, false)? {
            End::Done => return Ok(()),
            End::Retype(position) => to.retype(position),
        }
        last = FIRST;
    }
}

/// The position of a type, by its name.
pub(crate) fn type_position(types: &runtime::Names, text: &str) -> usize {
    let name = text.strip_prefix('#').unwrap_or(text);
    types.find(name).position().unwrap_or(usize::MAX)
}
