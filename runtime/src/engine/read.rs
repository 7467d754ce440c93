//! Reading an object: in goes JSON text, out comes a value with its fields set.
//!
//! A member is taken for the one that followed the last time, then looked up;
//! what no field is for is kept as text.

use std::borrow::Cow;

use crate::error::Step;
use crate::json::reader::{Failed, Reader};
use crate::json::writer::Writer;
use crate::names::Found;
use crate::note::Note;
use crate::object::{Object, Table};

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
    let secret = table.is_secret(field);
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

/// The qualified name in an `@odata.type`: what stands behind the last `#`.
pub(crate) fn type_name_of(text: Cow<'_, str>) -> String {
    match text.rsplit_once('#') {
        Some((_, name)) => name.to_owned(),
        None => text.into_owned(),
    }
}
