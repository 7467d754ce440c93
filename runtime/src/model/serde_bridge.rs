//! serde's traits for every generated type.
//!
//! Serialization walks the table and works with any serializer. Deserialization takes the
//! JSON text of the value and hands it to the engine.

use serde::de::{self, Deserializer};
use serde::ser::{self, SerializeMap, SerializeSeq, Serializer};

use super::context::WriteContext;
use super::documents::from_str;
use super::item::Item;
use super::object::Object;
use super::value_ref::{TypeAnnotation, ValueRef};
use super::write::must_name_type;
use crate::json::{Reader, json_text, serialize_raw};

/// Reads a value through serde.
///
/// # Errors
///
/// What the engine says, with the path of the member, as the deserializer's
/// own error.
pub fn deserialize_item<'de, T: Item, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    from_str(&json_text(from)?).map_err(de::Error::custom)
}

/// Writes a value through serde.
///
/// # Errors
///
/// What the serializer says.
#[inline]
pub fn serialize_item<T: Item, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
    serialize_view(value.view(), to)
}

/// Writes a value through any serializer.
///
/// # Errors
///
/// What the serializer says.
fn serialize_view<S: Serializer>(view: ValueRef<'_>, to: S) -> Result<S::Ok, S::Error> {
    match view {
        ValueRef::Absent => to.serialize_none(),
        ValueRef::Bool(value) => to.serialize_bool(value),
        ValueRef::Int(value) => to.serialize_i64(value),
        ValueRef::F32(value) if value.is_finite() => to.serialize_f32(value),
        ValueRef::F64(value) if value.is_finite() => to.serialize_f64(value),
        ValueRef::F32(value) => to.serialize_str(special(f64::from(value))),
        ValueRef::F64(value) => to.serialize_str(special(value)),
        ValueRef::Decimal(value) => serde::Serialize::serialize(value, to),
        ValueRef::Str(text) => to.serialize_str(text),
        ValueRef::Enum(text, _) => to.serialize_str(&text),
        ValueRef::Wire(text) | ValueRef::Duration(text) => to.serialize_str(text.as_str()),
        ValueRef::Binary(bytes) => to.serialize_str(&crate::edm::Binary::from(bytes).to_string()),
        ValueRef::Raw(text) => serialize_raw(text, to),
        ValueRef::Object(object, annotation) => serialize_object(object, annotation, to),
        ValueRef::List(list) => {
            let mut out = to.serialize_seq(Some(list.len()))?;
            for index in 0..list.len() {
                out.serialize_element(&Viewed(list.view(index)))?;
            }
            out.end()
        }
    }
}

fn special(value: f64) -> &'static str {
    if value.is_nan() {
        "NaN"
    } else if value > 0.0 {
        "INF"
    } else {
        "-INF"
    }
}

/// A view as a value of serde.
pub(super) struct Viewed<'a>(pub ValueRef<'a>);

impl serde::Serialize for Viewed<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        serialize_view(self.0.clone(), to)
    }
}

struct Raw<'a>(&'a str);

impl serde::Serialize for Raw<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        serialize_raw(self.0, to)
    }
}

fn serialize_object<S: Serializer>(
    object: &dyn Object,
    annotation: TypeAnnotation,
    to: S,
) -> Result<S::Ok, S::Error> {
    let table = object.table();
    let extra = object.extra();
    let mut out = to.serialize_map(None)?;
    if must_name_type(table, extra, annotation) {
        out.serialize_entry("@odata.type", table.type_name)?;
    }
    for (position, key) in table.names.keys.iter().enumerate() {
        let Some(field) = object.field(position) else {
            continue;
        };
        let spelling = extra.spelling_of(position);
        if spelling.is_some() && field.is_set() {
            let mut text = WriteContext::default();
            field.write_member(key, &mut text);
            if let Some(spelling) = spelling {
                spelling.restore(&mut text, 0, key, field);
            }
            serialize_member(&mut out, &text.json.out)?;
            continue;
        }
        match field.view() {
            ValueRef::Absent if extra.is_null(position) => {
                let name = spelling
                    .and_then(|spelling| spelling.name.as_deref())
                    .and_then(|name| serde_json::from_str::<String>(name).ok());
                let name = name.as_deref().unwrap_or(table.names.name(position));
                out.serialize_entry(name, &())?;
            }
            ValueRef::Absent => {}
            view => out.serialize_entry(table.names.name(position), &Viewed(view))?,
        }
    }
    for (name, value) in extra.iter() {
        if !extra.is_shadowed(&name, &table.names, |at| object.field(at)) {
            out.serialize_entry(&*name, &Raw(value))?;
        }
    }
    out.end()
}

/// Writes a member given as `"name":value,`.
fn serialize_member<M: SerializeMap>(out: &mut M, text: &str) -> Result<(), M::Error> {
    let mut reader = Reader::new(text);
    match reader.member_name() {
        Ok((name, _)) => {
            let value = &text[reader.at..text.len() - 1];
            out.serialize_entry(&*name, &Raw(value))
        }
        Err(_) => Err(ser::Error::custom("a member without a name")),
    }
}
