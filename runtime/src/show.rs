//! `Debug` and equality of every generated type, by its table.

use std::fmt;

use crate::object::Object;
use crate::view::View;

/// Prints an object: its fields that are set, by wire name, and its undeclared
/// members. Secret fields and binary content are not printed.
pub fn debug_object(object: &dyn Object, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let table = object.table();
    let name = table
        .type_name
        .rsplit(['.', '#'])
        .next()
        .unwrap_or_default();
    let mut out = f.debug_struct(if name.is_empty() { "object" } else { name });
    for position in 0..table.names.len() {
        let Some(field) = object.get(position) else {
            continue;
        };
        let wire = table.names.name(position);
        let secret = table.is_secret(position);
        match field.view() {
            View::Absent if object.extra().is_null(position) => {
                out.field(wire, &format_args!("null"));
            }
            View::Absent => {}
            _ if secret => {
                out.field(wire, &format_args!("…"));
            }
            view => {
                out.field(wire, &Shown(&view));
            }
        }
    }
    if !object.extra().is_empty() {
        out.field("extra", object.extra());
    }
    out.finish()
}

/// Whether the name of an undeclared member says that its value is a secret.
pub(crate) fn sounds_secret(name: &str) -> bool {
    const WORDS: [&str; 6] = [
        "token",
        "passcode",
        "password",
        "secret",
        "blob",
        "credential",
    ];
    let name = name.to_ascii_lowercase();
    WORDS.iter().any(|word| name.contains(word))
}

struct Shown<'a>(&'a View<'a>);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            View::Absent => f.write_str("null"),
            View::Bool(value) => fmt::Debug::fmt(value, f),
            View::Int(value) => fmt::Debug::fmt(value, f),
            View::F32(value) => fmt::Debug::fmt(value, f),
            View::F64(value) => fmt::Debug::fmt(value, f),
            View::Decimal(value) => f.write_str(value.as_str()),
            View::Str(text) => fmt::Debug::fmt(text, f),
            View::Enum(text, _) => f.write_str(text),
            View::Wire(text) | View::Duration(text) => f.write_str(text.as_str()),
            View::Binary(bytes) => write!(f, "{} bytes", bytes.len()),
            View::Raw(text) => f.write_str(text),
            View::Object(object, _) => debug_object(*object, f),
            View::List(list) => {
                let mut out = f.debug_list();
                for index in 0..list.len() {
                    out.entry(&Shown(&list.view(index)));
                }
                out.finish()
            }
        }
    }
}

/// Whether two objects of one type hold the same: fields, explicit nulls and
/// undeclared members. How things were spelled does not count, nor whether a
/// type named itself without need.
pub fn objects_equal(one: &dyn Object, other: &dyn Object) -> bool {
    let table = one.table();
    let same_type = table.type_name == other.table().type_name
        && table.names.len() == other.table().names.len();
    same_type
        && (0..table.names.len()).all(|at| match (one.get(at), other.get(at)) {
            (Some(mine), Some(theirs)) => match (mine.view(), theirs.view()) {
                (View::Absent, View::Absent) => {
                    one.extra().is_null(at) == other.extra().is_null(at)
                }
                (mine, theirs) => views_equal(&mine, &theirs),
            },
            (mine, theirs) => mine.is_none() && theirs.is_none(),
        })
        && one.extra() == other.extra()
}

fn views_equal(one: &View<'_>, other: &View<'_>) -> bool {
    match (one, other) {
        (View::Absent, View::Absent) => true,
        (View::Bool(one), View::Bool(other)) => one == other,
        (View::Int(one), View::Int(other)) => one == other,
        (View::F32(one), View::F32(other)) => one == other,
        (View::F64(one), View::F64(other)) => one == other,
        (View::Decimal(one), View::Decimal(other)) => one == other,
        (View::Str(one), View::Str(other)) | (View::Raw(one), View::Raw(other)) => one == other,
        (View::Enum(one, _), View::Enum(other, _)) => one == other,
        (View::Wire(one), View::Wire(other)) | (View::Duration(one), View::Duration(other)) => {
            one.as_str() == other.as_str()
        }
        (View::Binary(one), View::Binary(other)) => one == other,
        (View::Object(one, _), View::Object(other, _)) => objects_equal(*one, *other),
        (View::List(one), View::List(other)) => {
            one.len() == other.len()
                && (0..one.len()).all(|at| views_equal(&one.view(at), &other.view(at)))
        }
        _ => false,
    }
}
