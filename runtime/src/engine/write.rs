//! Writing an object: in goes a value, out comes JSON text, with nulls and
//! spellings as they came.

use crate::extra::Extra;
use crate::json::writer::Writer;
use crate::object::{Object, Table};

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
        if to.request && table.is_read_only(position) {
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
