//! The text of a value, as each reader hands it out: serde has no word for it.

use serde::de::{Deserialize, Deserializer};

/// How a reader hands out the text of a value.
pub trait RawText {
    /// Reads a value and passes its text on.
    ///
    /// # Errors
    ///
    /// If there is none.
    fn raw<'de, D: Deserializer<'de>>(from: D, take: impl FnOnce(&str)) -> Result<(), D::Error>;
}

/// `serde_json`.
pub enum SerdeJson {}

impl RawText for SerdeJson {
    #[inline]
    fn raw<'de, D: Deserializer<'de>>(from: D, take: impl FnOnce(&str)) -> Result<(), D::Error> {
        take(<&serde_json::value::RawValue>::deserialize(from)?.get());
        Ok(())
    }
}

/// sonic-rs.
pub enum SonicRs {}

impl RawText for SonicRs {
    #[inline]
    fn raw<'de, D: Deserializer<'de>>(from: D, take: impl FnOnce(&str)) -> Result<(), D::Error> {
        take(sonic_rs::LazyValue::deserialize(from)?.as_raw_str());
        Ok(())
    }
}
