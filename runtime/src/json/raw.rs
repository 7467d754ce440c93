//! JSON values that are kept as text.

use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{ReadError, Reader, Writer, f64_text, json_text, serialize_raw};

/// One JSON value as text: `Edm.Untyped`, and members that the metadata does not declare.
///
/// The text is valid JSON and is written back unchanged: digits of big numbers, order of
/// members and spacing included.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct RawJson(Box<str>);

impl RawJson {
    /// Takes text that the reader has checked.
    pub(crate) fn trusted(text: &str) -> Self {
        Self(text.into())
    }

    /// Checks that `text` is one JSON value.
    ///
    /// # Errors
    ///
    /// Says where the text stops being JSON.
    pub fn parse(text: &str) -> Result<Self, ReadError> {
        let mut reader = Reader::new(text);
        reader.skip_mark();
        reader.peek();
        let start = reader.at;
        let read = reader.skip_value();
        let value = reader.since(start);
        match read.and_then(|()| reader.end()) {
            Ok(()) => Ok(Self(value.into())),
            Err(_) => Err(reader.into_error()),
        }
    }

    /// Makes the JSON text of a value.
    ///
    /// # Errors
    ///
    /// What the value's own `Serialize` says.
    pub fn from_value<T: Serialize + ?Sized>(value: &T) -> serde_json::Result<Self> {
        serde_json::to_string(value).map(|text| Self(text.into()))
    }

    /// The JSON text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Reads the text as a value.
    ///
    /// # Errors
    ///
    /// What `serde_json` says of the text.
    pub fn to<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        serde_json::from_str(&self.0)
    }
}

impl fmt::Debug for RawJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for RawJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for RawJson {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        serialize_raw(&self.0, to)
    }
}

impl<'de> Deserialize<'de> for RawJson {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        json_text(from).map(|text| Self(text.as_ref().into()))
    }
}

impl From<&str> for RawJson {
    /// A JSON string of this text.
    fn from(text: &str) -> Self {
        let mut writer = Writer::default();
        writer.string(text);
        Self(writer.out.into())
    }
}

impl From<String> for RawJson {
    /// A JSON string of this text.
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<&String> for RawJson {
    /// A JSON string of this text.
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<bool> for RawJson {
    fn from(value: bool) -> Self {
        Self::trusted(if value { "true" } else { "false" })
    }
}

macro_rules! from_integer {
    ($($type:ty),*) => {$(
        impl From<$type> for RawJson {
            fn from(value: $type) -> Self {
                Self::trusted(itoa::Buffer::new().format(value))
            }
        }
    )*};
}
from_integer!(u8, i8, u16, i16, u32, i32, u64, i64, u128, i128);

impl From<f64> for RawJson {
    /// A number; `"INF"`, `"-INF"` or `"NaN"` where it is not finite.
    fn from(value: f64) -> Self {
        Self::trusted(f64_text(value, &mut zmij::Buffer::new()))
    }
}

impl From<serde_json::Value> for RawJson {
    fn from(value: serde_json::Value) -> Self {
        Self(value.to_string().into())
    }
}

impl<T: Into<Self>> From<Vec<T>> for RawJson {
    /// A JSON list.
    fn from(list: Vec<T>) -> Self {
        let items: Vec<Self> = list.into_iter().map(Into::into).collect();
        let texts: Vec<&str> = items.iter().map(Self::as_str).collect();
        Self(format!("[{}]", texts.join(",")).into())
    }
}

impl<T: Into<Self>> From<Option<T>> for RawJson {
    /// The value, or `null`.
    fn from(value: Option<T>) -> Self {
        value.map_or_else(|| Self::trusted("null"), Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_checked_and_kept() {
        let raw = RawJson::parse(" {\"a\": 123456789012345678901234567890 } ").unwrap();
        assert_eq!(raw.as_str(), "{\"a\": 123456789012345678901234567890 }");
        assert_eq!(
            RawJson::parse("{\"a\":}").unwrap_err().to_string(),
            "expected a JSON value, found `}` (line 1, column 6)"
        );
        assert!(RawJson::parse("1 2").is_err());
        assert!(RawJson::parse("").is_err());
    }

    #[test]
    fn values_become_json() {
        assert_eq!(RawJson::from("a\"b").as_str(), "\"a\\\"b\"");
        assert_eq!(RawJson::from(vec![1, 2]).as_str(), "[1,2]");
        assert_eq!(RawJson::from(None::<bool>).as_str(), "null");
        assert_eq!(RawJson::from(f64::INFINITY).as_str(), "\"INF\"");
        assert!(RawJson::from(true).to::<bool>().unwrap());
    }

    #[test]
    fn serde_keeps_every_digit() {
        let text = "[1.10,123456789012345678901234567890]";
        let raw: RawJson = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&raw).unwrap(), text);
    }
}
