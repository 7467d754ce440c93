//! serde's traits for every generated type.
//!
//! Writing walks the table, for any serializer. Reading takes the JSON text of
//! the value and hands it to the engine: `serde_json` gives the text itself,
//! digits and all; what buffers values first (`flatten`, `untagged`) has the
//! text made again from what it kept.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{self, SerializeMap, SerializeSeq, Serializer};

use crate::engine::{from_str, must_name_type};
use crate::item::Item;
use crate::json::writer::Writer;
use crate::object::Object;
use crate::raw::serialize_raw;
use crate::view::View;

/// The name by which `serde_json` is asked for the text of a value. Should it
/// ever change, values are read through serde's data model, as below.
pub(crate) const RAW_TEXT: &str = "$serde_json::private::RawValue";

/// Reads a value through serde.
///
/// # Errors
///
/// What the engine says, with the path of the member, as the deserializer's
/// own error.
pub fn deserialize_item<'de, T: Item, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    from_str(&json_text(from)?).map_err(de::Error::custom)
}

/// The JSON text of the value that a deserializer stands at.
pub(crate) fn json_text<'de, D: Deserializer<'de>>(from: D) -> Result<Cow<'de, str>, D::Error> {
    from.deserialize_newtype_struct(RAW_TEXT, TextVisitor)
}

struct TextVisitor;

fn to_text<E: de::Error>(value: &impl serde::Serialize) -> Result<Cow<'static, str>, E> {
    serde_json::to_string(value)
        .map(Cow::Owned)
        .map_err(E::custom)
}

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_any(self)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_any(self)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Self::Value, E> {
        to_text(&value)
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Self::Value, E> {
        to_text(&value)
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Self::Value, E> {
        to_text(&value)
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Self::Value, E> {
        to_text(&value)
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Self::Value, E> {
        to_text(&value)
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok("null".into())
    }

    fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok("null".into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut out = Writer::default();
        out.open_list();
        while let Some(text) = items.next_element_seed(TextSeed)? {
            out.raw(&text);
            out.comma();
        }
        out.close_list();
        Ok(out.out.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut out = Writer::default();
        out.open_object();
        while let Some(name) = members.next_key::<String>()? {
            if name == RAW_TEXT {
                return members.next_value_seed(RawSeed);
            }
            out.string(&name);
            out.raw(":");
            let text = members.next_value_seed(TextSeed)?;
            out.raw(&text);
            out.comma();
        }
        out.close_object();
        Ok(out.out.into())
    }
}

/// Takes the JSON text of one value.
struct TextSeed;

impl<'de> DeserializeSeed<'de> for TextSeed {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        json_text(from)
    }
}

/// Takes a text that is itself JSON text.
struct RawSeed;

impl<'de> DeserializeSeed<'de> for RawSeed {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_str(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON text")
    }

    fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(text.into())
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(text.to_owned().into())
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<Self::Value, E> {
        Ok(text.into())
    }
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
pub(crate) fn serialize_view<S: Serializer>(view: View<'_>, to: S) -> Result<S::Ok, S::Error> {
    match view {
        View::Absent => to.serialize_none(),
        View::Bool(value) => to.serialize_bool(value),
        View::Int(value) => to.serialize_i64(value),
        View::F32(value) if value.is_finite() => to.serialize_f32(value),
        View::F64(value) if value.is_finite() => to.serialize_f64(value),
        View::F32(value) => to.serialize_str(special(f64::from(value))),
        View::F64(value) => to.serialize_str(special(value)),
        View::Decimal(value) => serde::Serialize::serialize(value, to),
        View::Str(text) => to.serialize_str(text),
        View::Enum(text, _) => to.serialize_str(&text),
        View::Wire(text) | View::Duration(text) => to.serialize_str(text.as_str()),
        View::Binary(bytes) => to.serialize_str(&crate::edm::Binary::from(bytes).to_string()),
        View::Raw(text) => serialize_raw(text, to),
        View::Object(object, typed) => serialize_object(object, typed, to),
        View::List(list) => {
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
pub(crate) struct Viewed<'a>(pub View<'a>);

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
    typed: bool,
    to: S,
) -> Result<S::Ok, S::Error> {
    let table = object.table();
    let extra = object.extra();
    let mut out = to.serialize_map(None)?;
    if must_name_type(table, extra, typed) {
        out.serialize_entry("@odata.type", table.type_name)?;
    }
    for (position, key) in table.names.keys.iter().enumerate() {
        let Some(field) = object.get(position) else {
            continue;
        };
        let note = extra.note_of(position);
        if note.is_some() && field.is_set() {
            let mut text = Writer::default();
            field.write_member(key, &mut text);
            if let Some(note) = note {
                note.restore(&mut text, 0, key);
            }
            serialize_member(&mut out, &text.out)?;
            continue;
        }
        match field.view() {
            View::Absent if extra.is_null(position) => {
                let name = note
                    .and_then(|note| note.name.as_deref())
                    .and_then(|name| serde_json::from_str::<String>(name).ok());
                let name = name.as_deref().unwrap_or(table.names.name(position));
                out.serialize_entry(name, &())?;
            }
            View::Absent => {}
            view => out.serialize_entry(table.names.name(position), &Viewed(view))?,
        }
    }
    for (name, value) in extra.iter() {
        if !extra.is_shadowed(&name, &table.names, |at| object.get(at)) {
            out.serialize_entry(&*name, &Raw(value))?;
        }
    }
    out.end()
}

/// Writes a member given as `"name":value,`.
fn serialize_member<M: SerializeMap>(out: &mut M, text: &str) -> Result<(), M::Error> {
    let mut reader = crate::json::reader::Reader::new(text);
    match reader.member_name() {
        Ok((name, _)) => {
            let value = text
                .get(reader.at..text.len().saturating_sub(1))
                .unwrap_or_default();
            out.serialize_entry(&*name, &Raw(value))
        }
        Err(_) => Err(ser::Error::custom("a member without a name")),
    }
}
