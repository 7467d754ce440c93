//! The one engine that reads and writes every generated type.
//!
//! In go JSON text and a value made of a table and fields; what must be right
//! is right here, once: nulls, undeclared members, lookup of names, the type
//! name wherever it stands, the path of a fault, notes of spelling.

use std::borrow::Cow;

use crate::error::{ReadError, Step};
use crate::extra::Extra;
use crate::item::Item;
use crate::json::reader::{Failed, Reader};
use crate::json::writer::Writer;
use crate::names::Found;
use crate::note::Note;
use crate::object::{Object, Table};

/// What happens to a value that does not fit its declared type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mode {
    /// Reading fails and says where.
    #[default]
    Strict,
    /// The member is kept whole among the undeclared ones, and written back;
    /// the field stays empty. A value of the wrong kind at the root fails.
    Lenient,
}

/// Reads a value from UTF-8 JSON text.
///
/// # Errors
///
/// If the bytes are not UTF-8 or not JSON, or a value does not fit its type.
pub fn from_slice<T: Item>(json: &[u8]) -> Result<T, ReadError> {
    match std::str::from_utf8(json) {
        Ok(text) => from_str(text),
        Err(error) => {
            let mut reader = Reader::new("");
            let _: Result<(), Failed> = reader.syntax("UTF-8 text");
            let fault = reader.fault_at(error.valid_up_to());
            Err(ReadError::new(fault, json))
        }
    }
}

/// Reads a value from JSON text.
///
/// # Errors
///
/// If the text is not JSON, or a value does not fit its type.
pub fn from_str<T: Item>(json: &str) -> Result<T, ReadError> {
    from_str_with(json, Mode::Strict)
}

/// Reads a value from JSON text, strictly or leniently.
///
/// # Errors
///
/// If the text is not JSON, or (strictly) a value does not fit its type.
pub fn from_str_with<T: Item>(json: &str, mode: Mode) -> Result<T, ReadError> {
    let mut reader = Reader::new(json);
    reader.lenient = mode == Mode::Lenient;
    reader.recall();
    let mut value = None;
    let read = match reader.peek() {
        Some(b'n') => reader.misfit("a value"),
        _ => T::read_into(&mut value, &mut reader).and_then(|()| reader.end()),
    };
    reader.remember();
    match (read, value) {
        (Ok(()), Some(value)) => Ok(value),
        _ => Err(reader.into_error()),
    }
}

/// Writes a value as JSON, everything it holds.
pub fn to_vec<T: Item>(value: &T) -> Vec<u8> {
    to_string(value).into_bytes()
}

/// Writes a value as JSON, everything it holds.
pub fn to_string<T: Item>(value: &T) -> String {
    let mut writer = Writer {
        out: String::with_capacity(512),
        request: false,
    };
    value.write(&mut writer);
    writer.out
}

/// Appends a value as JSON to `out`, which may be used again and again.
pub fn write_into<T: Item>(value: &T, out: &mut String) {
    let mut writer = Writer {
        out: std::mem::take(out),
        request: false,
    };
    value.write(&mut writer);
    *out = writer.out;
}

/// Writes a value as the body of a request: without what only the service
/// sets.
pub fn to_request_body<T: Item>(value: &T) -> Vec<u8> {
    let mut writer = Writer {
        out: String::with_capacity(512),
        request: true,
    };
    value.write(&mut writer);
    writer.out.into_bytes()
}

/// Reads the members of an object into `value`.
pub(crate) fn read_object(from: &mut Reader<'_>, value: &mut dyn Object) -> Result<(), Failed> {
    if from.peek() != Some(b'{') {
        return from.misfit("an object");
    }
    from.enter()?;
    from.at += 1;
    if from.peek() == Some(b'}') {
        from.at += 1;
        from.leave();
        return Ok(());
    }
    let table = value.table();
    let mut last = FIRST;
    if from.at_key(TYPE_KEY) {
        from.at += TYPE_KEY.len();
        read_type(from, value, table, TYPE_KEY)?;
    } else {
        last = read_expected(from, value, table, last)?;
    }
    loop {
        match from.peek() {
            Some(b',') => {
                from.at += 1;
                from.peek();
            }
            Some(b'}') => {
                from.at += 1;
                break;
            }
            _ => return from.syntax("`,` or `}`"),
        }
        last = read_expected(from, value, table, last)?;
    }
    from.inexact = false;
    from.leave();
    Ok(())
}

const TYPE_KEY: &str = "\"@odata.type\":";
/// Before the first member, and behind a member that is no field.
const FIRST: usize = usize::MAX;

/// Reads a member; gives its field. The one that followed the last time comes
/// first to mind.
#[inline(always)]
fn read_expected(
    from: &mut Reader<'_>,
    value: &mut dyn Object,
    table: &'static Table,
    last: usize,
) -> Result<usize, Failed> {
    let place = Reader::place(&table.names, last);
    let expected = from.expected(place, last);
    match table.names.keys.get(expected) {
        Some(key) if from.at_key(key) => {
            from.at += key.len();
            if from.folded {
                displace(value, expected);
            }
            read_field(from, value, table, expected, None)
        }
        _ => {
            let field = read_member(from, value, table)?;
            from.came(place, field);
            Ok(field)
        }
    }
}

/// Reads a member that is not the one expected; gives its field.
fn read_member(
    from: &mut Reader<'_>,
    value: &mut dyn Object,
    table: &'static Table,
) -> Result<usize, Failed> {
    let (name, raw_name) = from.member_name()?;
    match table.names.find(&name) {
        Found::Exact(field) => {
            displace(value, field);
            read_field(from, value, table, field, None)
        }
        Found::Folded(field) if is_free(value, field) => {
            from.folded = true;
            read_field(from, value, table, field, Some(raw_name))
        }
        _ if name == "@odata.type" => read_type(from, value, table, raw_name),
        _ => read_undeclared(from, value, raw_name),
    }
}

/// Keeps a member that the type does not declare.
fn read_undeclared(
    from: &mut Reader<'_>,
    value: &mut dyn Object,
    raw_name: &str,
) -> Result<usize, Failed> {
    from.peek();
    let start = from.at;
    if from.skip_value().is_err() {
        return from.step(|| Step::Member(raw_name.trim_matches('"').to_owned()));
    }
    value.extra_mut().push(raw_name, from.since(start));
    Ok(FIRST)
}

/// Reads the value of `@odata.type`: a mark if it is the type's own name, as
/// the metadata spells it, else an undeclared member.
#[inline]
fn read_type(
    from: &mut Reader<'_>,
    value: &mut dyn Object,
    table: &Table,
    raw_name: &str,
) -> Result<usize, Failed> {
    if at_type(from, table) {
        value.extra_mut().mark_type();
        return Ok(FIRST);
    }
    read_undeclared(from, value, raw_name.trim_end_matches(':'))
}

/// Consumes the type's own name, as the metadata spells it.
fn at_type(from: &mut Reader<'_>, table: &Table) -> bool {
    from.peek();
    let start = from.at;
    if let Some(b'"') = from.peek() {
        from.at += 1;
        if !table.type_name.is_empty() && from.at_key(table.type_name) {
            from.at += table.type_name.len();
            if from.at_key("\"") {
                from.at += 1;
                return true;
            }
        }
    }
    from.at = start;
    false
}

/// Reads the value of a declared field; gives the field.
#[inline]
fn read_field(
    from: &mut Reader<'_>,
    value: &mut dyn Object,
    table: &'static Table,
    field: usize,
    odd_name: Option<&str>,
) -> Result<usize, Failed> {
    let null = from.peek() == Some(b'n');
    let start = from.at;
    let depth = from.depth();
    let Some(slot) = value.slot(field) else {
        return from.syntax("a field of the table");
    };
    if null {
        from.literal("null")?;
        slot.clear();
        value.extra_mut().mark_null(field);
    } else {
        from.inexact = false;
        if slot.read(from).is_err() {
            slot.clear();
            return misfit(from, value, table, field, odd_name, start, depth);
        }
    }
    if from.inexact || odd_name.is_some() {
        let text = from.inexact.then(|| from.since(start));
        from.inexact = false;
        if let Some(slot) = value.get(field) {
            let note = Note::new(field, slot, odd_name, text);
            value.extra_mut().note(note);
        }
    }
    Ok(field)
}

/// A value that does not fit: an undeclared member, or a fault with its path.
#[cold]
fn misfit(
    from: &mut Reader<'_>,
    value: &mut dyn Object,
    table: &'static Table,
    field: usize,
    odd_name: Option<&str>,
    start: usize,
    depth: usize,
) -> Result<usize, Failed> {
    if from.forgive(start, depth).is_ok() {
        let name = format!("\"{}\"", table.names.name(field));
        let raw_name = odd_name.unwrap_or(&name);
        value.extra_mut().push_misfit(raw_name, from.since(start));
        from.inexact = false;
        return Ok(field);
    }
    let secret = table
        .secret
        .iter()
        .any(|secret| usize::from(*secret) == field);
    from.blame(table.type_name, secret);
    from.step(|| Step::Member(table.names.name(field).to_owned()))
}

/// Whether nothing has been read into a field yet.
fn is_free(value: &dyn Object, field: usize) -> bool {
    let set = value.get(field).is_some_and(|field| field.is_set());
    !set && !value.extra().is_null(field)
}

/// A field that was filled under another spelling of its name gives way to the
/// exact one: what came before is an undeclared member.
fn displace(value: &mut dyn Object, field: usize) {
    if is_free(value, field) {
        return;
    }
    let extra = value.extra();
    let Some(name) = extra.note_of(field).and_then(|note| note.name.clone()) else {
        return;
    };
    let mut writer = Writer::default();
    match value.get(field) {
        Some(slot) if slot.write_member("", &mut writer) => {
            if let Some(note) = extra.note_of(field) {
                note.restore(&mut writer, 0, "");
            }
        }
        _ => writer.raw(&format!("{name}:null,")),
    }
    let member = writer.out.get(name.len() + 1..writer.out.len() - 1);
    let member = member.unwrap_or_default().to_owned();
    value.extra_mut().push(&name, &member);
    value.extra_mut().forget_note(field);
}

/// Writes an object; `typed` if it must name its type.
pub(crate) fn write_object(to: &mut Writer, value: &dyn Object, typed: bool) {
    let table = value.table();
    let extra = value.extra();
    to.open_object();
    if must_name_type(table, extra, typed) {
        to.raw("\"@odata.type\":\"");
        to.raw(table.type_name);
        to.raw("\",");
    }
    let plain = extra.is_plain();
    for (position, key) in table.names.keys.iter().enumerate() {
        if to.request && is_read_only(table, position) {
            continue;
        }
        let Some(field) = value.get(position) else {
            continue;
        };
        let start = to.out.len();
        let written = field.write_member(key, to);
        if !plain {
            write_remembered(to, extra, position, key, start, written);
        }
    }
    extra.write(to, &table.names, |at| value.get(at));
    to.close_object();
}

/// Whether `@odata.type` is written.
pub(crate) fn must_name_type(table: &Table, extra: &Extra, typed: bool) -> bool {
    extra.type_came() || typed && !table.type_name.is_empty() && !extra.names_type()
}

/// Whether request bodies leave a field out.
pub(crate) fn is_read_only(table: &Table, position: usize) -> bool {
    table
        .read_only
        .iter()
        .any(|other| usize::from(*other) == position)
}

/// Writes an explicit `null`, and brings back the spelling that came.
fn write_remembered(
    to: &mut Writer,
    extra: &Extra,
    position: usize,
    key: &str,
    start: usize,
    written: bool,
) {
    if written {
        if let Some(note) = extra.note_of(position) {
            note.restore(to, start, key);
        }
    } else if extra.is_null(position) {
        match extra
            .note_of(position)
            .and_then(|note| note.name.as_deref())
        {
            Some(name) => {
                to.raw(name);
                to.raw(":");
            }
            None => to.key(key),
        }
        to.raw("null,");
    }
}

/// The qualified name in an `@odata.type`: what stands behind the last `#`.
pub(crate) fn type_name_of(text: Cow<'_, str>) -> String {
    match text.rsplit_once('#') {
        Some((_, name)) => name.to_owned(),
        None => text.into_owned(),
    }
}
