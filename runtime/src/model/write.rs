//! Writing of objects of any generated type, with nulls and spellings as they were received.

use super::context::{Purpose, WriteContext};
use super::extra::Extra;
use super::field::Field;
use super::object::{Object, Table};
use super::value_ref::TypeAnnotation;

/// Writes an object.
pub(super) fn write_object(to: &mut WriteContext, value: &dyn Object, annotation: TypeAnnotation) {
    let table = value.table();
    let extra = value.extra();
    to.json.open_object();
    if must_name_type(table, extra, annotation) {
        to.json.raw("\"@odata.type\":\"");
        to.json.raw(table.type_name);
        to.json.raw("\",");
    }
    let plain = extra.is_plain();
    let body = to.purpose != Purpose::Document;
    let create_only = match to.purpose {
        Purpose::UpdateBody => value.create_only(),
        _ => &[],
    };
    if body {
        // An object within may be a new one.
        to.purpose = Purpose::RequestBody;
    }
    let is_left_out = |position| {
        body && (table.is_read_only(position)
            || create_only.iter().any(|at| usize::from(*at) == position))
    };
    for (position, key) in table.names.keys.iter().enumerate() {
        if is_left_out(position) {
            continue;
        }
        let Some(field) = value.field(position) else {
            continue;
        };
        let start = to.json.out.len();
        let written = field.write_member(key, to);
        if !plain {
            if written {
                restore_spelling(to, extra, (position, field), key, start);
            } else {
                write_null(to, extra, position, key);
            }
        }
    }
    // A field that is left out hides no member that was added by its name.
    let field = |at| value.field(at).filter(|_| !is_left_out(at));
    extra.write(&mut to.json, body, &table.names, field);
    to.json.close_object();
}

/// Whether `@odata.type` is written.
pub(super) fn must_name_type(table: &Table, extra: &Extra, annotation: TypeAnnotation) -> bool {
    extra.type_came()
        || annotation == TypeAnnotation::Required
            && !table.type_name.is_empty()
            && extra.control("type").is_none()
}

/// Puts the original spelling in place of the member that was written from `start` on.
fn restore_spelling(
    to: &mut WriteContext,
    extra: &Extra,
    (position, field): (usize, &dyn Field),
    key: &str,
    start: usize,
) {
    if let Some(spelling) = extra.spelling_of(position) {
        spelling.restore(to, start, key, field);
    }
}

/// Writes an explicit `null`, if the field was received or set as one.
fn write_null(to: &mut WriteContext, extra: &Extra, position: usize, key: &str) {
    if !extra.is_null(position) {
        return;
    }
    let spelling = extra.spelling_of(position);
    match spelling.and_then(|spelling| spelling.name.as_deref()) {
        Some(name) => {
            to.json.raw(name);
            to.json.raw(":");
        }
        None => to.json.key(key),
    }
    to.json.raw("null,");
}
