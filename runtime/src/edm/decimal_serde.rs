//! [`Decimal`] through serde: a JSON number whose digits survive.
//!
//! serde has no exact decimal number. `serde_json` receives the text the way it receives its
//! `RawValue`, from and to text, readers and `Value` (whose own numbers are floats unless its
//! `arbitrary_precision` is on). Other formats, and buffered input (`flatten`, `untagged`),
//! see an integer or a float; a string is accepted everywhere. Numbers that no integer or
//! float represents exactly are passed to other formats as `serde_json`'s raw struct.

use std::fmt;

use serde::de::{Error, MapAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use super::Decimal;
use crate::json::RAW_TEXT;

/// The name under which serde_json hands over numbers of any precision.
const NUMBER: &str = "$serde_json::private::Number";

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.as_str();
        if let Some(number) = self.to_i64()
            && itoa::Buffer::new().format(number) == text
        {
            return serializer.serialize_i64(number);
        }
        let number = self.to_f64();
        if number.is_finite() && zmij::Buffer::new().format_finite(number) == text {
            return serializer.serialize_f64(number);
        }
        let raw = RawValue::from_string(text.to_owned());
        raw.map_err(serde::ser::Error::custom)?
            .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(RAW_TEXT, AnyNumber)
    }
}

struct AnyNumber;

impl<'de> Visitor<'de> for AnyNumber {
    type Value = Decimal;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a decimal number")
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Decimal, E> {
        Ok(number.into())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Decimal, E> {
        Ok(number.into())
    }

    fn visit_i128<E: Error>(self, number: i128) -> Result<Decimal, E> {
        Ok(number.into())
    }

    fn visit_u128<E: Error>(self, number: u128) -> Result<Decimal, E> {
        Ok(number.into())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Decimal, E> {
        Decimal::from_f64(number).ok_or_else(|| E::invalid_value(Unexpected::Float(number), &self))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Decimal, E> {
        Decimal::parse(text).map_err(|_| E::invalid_value(Unexpected::Str(text), &self))
    }

    /// A deserializer that does not know the name.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<Decimal, D::Error> {
        inner.deserialize_any(self)
    }

    /// The raw JSON text under one of serde_json's names.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Decimal, A::Error> {
        let key: Option<String> = map.next_key()?;
        if !matches!(key.as_deref(), Some(RAW_TEXT | NUMBER)) {
            return Err(A::Error::invalid_type(Unexpected::Map, &self));
        }
        let raw: String = map.next_value()?;
        match raw.as_bytes() {
            [b'"', ..] => {
                let text: String = serde_json::from_str(&raw).map_err(A::Error::custom)?;
                self.visit_str(&text)
            }
            [b'-' | b'0'..=b'9', ..] => self.visit_str(&raw),
            [b'{', ..] => Err(A::Error::invalid_type(Unexpected::Map, &self)),
            [b'[', ..] => Err(A::Error::invalid_type(Unexpected::Seq, &self)),
            _ => Err(A::Error::invalid_type(Unexpected::Other(&raw), &self)),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const TEXTS: [&str; 8] = [
        "0",
        "-17",
        "1.5",
        "1.50",
        "-0.0",
        "1E5",
        "0.1234567890123456789012345678901234567890",
        "18446744073709551616",
    ];

    #[test]
    fn digits_survive_text() {
        for text in TEXTS {
            let read: Decimal = serde_json::from_str(text).unwrap();
            assert_eq!(read.as_str(), text);
            assert_eq!(serde_json::to_string(&read).unwrap(), text);
            let read: Decimal = serde_json::from_reader(text.as_bytes()).unwrap();
            assert_eq!(serde_json::to_vec(&read).unwrap(), text.as_bytes());
            let read: Vec<Option<Decimal>> =
                serde_json::from_str(&format!("[ {text} ,null]")).unwrap();
            assert_eq!(
                serde_json::to_string(&read).unwrap(),
                format!("[{text},null]")
            );
        }
    }

    #[test]
    fn reads_text_in_quotes() {
        for (json, text) in [("\"1.50\"", "1.50"), ("\"\\u0031e5\"", "1e5")] {
            assert_eq!(
                serde_json::from_str::<Decimal>(json).unwrap().as_str(),
                text
            );
        }
    }

    #[test]
    fn goes_through_value() {
        assert_eq!(
            serde_json::from_value::<Decimal>(json!(1.25))
                .unwrap()
                .as_str(),
            "1.25"
        );
        assert_eq!(
            serde_json::from_value::<Decimal>(json!("1.250"))
                .unwrap()
                .as_str(),
            "1.250"
        );
        for text in ["1.25", "1.250"] {
            let value = serde_json::to_value(Decimal::parse(text).unwrap()).unwrap();
            assert!(value.is_number());
            assert_eq!(value.as_f64(), Some(1.25));
        }
    }

    #[test]
    fn is_read_from_a_buffer() {
        #[derive(serde::Deserialize, serde::Serialize)]
        struct Outer {
            #[serde(flatten)]
            inner: Inner,
        }
        #[derive(serde::Deserialize, serde::Serialize)]
        struct Inner {
            charge: Decimal,
            text: Decimal,
        }
        let json = r#"{"charge":0.694,"text":"0.70"}"#;
        let outer: Outer = serde_json::from_str(json).unwrap();
        assert_eq!(
            serde_json::to_string(&outer).unwrap(),
            r#"{"charge":0.694,"text":0.70}"#
        );
    }

    #[test]
    fn refuses_what_is_no_number() {
        for json in ["true", "null", "{}", "[1]", "\"x\"", "\"01\"", "{\"a\":1}"] {
            let error = serde_json::from_str::<Decimal>(json)
                .unwrap_err()
                .to_string();
            assert!(error.contains("a decimal number"), "{json}: {error}");
            let value: Value = serde_json::from_str(json).unwrap();
            assert!(serde_json::from_value::<Decimal>(value).is_err(), "{json}");
        }
    }
}
