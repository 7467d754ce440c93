//! `Debug` of every generated type.

use std::fmt;

use super::object::Object;
use super::value_ref::ValueRef;

/// Prints an object: its fields that are set, by wire name, and its extra members. Values
/// of secret fields and binary content are not printed.
pub fn debug_object(object: &dyn Object, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let table = object.table();
    let name = match table.type_name.rsplit_once(['.', '#']) {
        Some((_, name)) => name,
        None if table.type_name.is_empty() => "object",
        None => table.type_name,
    };
    let mut out = f.debug_struct(name);
    for position in 0..table.names.len() {
        let Some(field) = object.field(position) else {
            continue;
        };
        let wire = table.names.name(position);
        let secret = table.is_secret(position);
        match field.view() {
            ValueRef::Absent if object.extra().is_null(position) => {
                out.field(wire, &format_args!("null"));
            }
            ValueRef::Absent => {}
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

/// Whether the name of an extra member suggests that its value is a secret.
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

/// A value as a field of `Debug` output.
struct Shown<'a>(&'a ValueRef<'a>);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            ValueRef::Absent => f.write_str("null"),
            ValueRef::Bool(value) => fmt::Debug::fmt(value, f),
            ValueRef::Int(value) => fmt::Debug::fmt(value, f),
            ValueRef::F32(value) => fmt::Debug::fmt(value, f),
            ValueRef::F64(value) => fmt::Debug::fmt(value, f),
            ValueRef::Decimal(value) => f.write_str(value.as_str()),
            ValueRef::Str(text) => fmt::Debug::fmt(text, f),
            ValueRef::Enum(text, _) => f.write_str(text),
            ValueRef::Wire(text) | ValueRef::Duration(text) => f.write_str(text.as_str()),
            ValueRef::Binary(bytes) => write!(f, "{} bytes", bytes.len()),
            ValueRef::Raw(text) => f.write_str(text),
            ValueRef::Object(object, _) => debug_object(*object, f),
            ValueRef::List(list) => {
                let mut out = f.debug_list();
                for index in 0..list.len() {
                    out.entry(&Shown(&list.view(index)));
                }
                out.finish()
            }
        }
    }
}
