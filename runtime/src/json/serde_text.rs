//! Conversion of a serde value to its JSON text, and back.
//!
//! `serde_json` hands over the text itself, digits and all, the way its own `RawValue`
//! is read. A deserializer that has buffered the value (`flatten`, `untagged`) has it
//! converted to text from serde's data model.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{self, Serialize, Serializer};

use super::Writer;

/// The newtype name by which `serde_json` is asked for the text of a value.
///
/// The name is private to `serde_json`. Should it ever change, values are read through
/// serde's data model instead, which loses the spelling of numbers.
pub(crate) const RAW_TEXT: &str = "$serde_json::private::RawValue";

/// The JSON text of the next value of a deserializer.
pub(crate) fn json_text<'de, D: Deserializer<'de>>(from: D) -> Result<Cow<'de, str>, D::Error> {
    from.deserialize_newtype_struct(RAW_TEXT, TextVisitor)
}

struct TextVisitor;

fn to_text<E: de::Error>(value: &impl Serialize) -> Result<Cow<'static, str>, E> {
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

/// Writes JSON text through any serializer; `serde_json` takes it verbatim.
pub(crate) fn serialize_raw<S: Serializer>(text: &str, to: S) -> Result<S::Ok, S::Error> {
    match serde_json::from_str::<&serde_json::value::RawValue>(text) {
        Ok(raw) => raw.serialize(to),
        Err(error) => Err(ser::Error::custom(error)),
    }
}
