//! Models as raw JSON.

use super::documents::to_string;
use super::item::Item;
use super::object::Model;
use crate::json::RawJson;

impl RawJson {
    /// The JSON text of a model or an Edm value.
    pub fn of<T: Item>(value: &T) -> Self {
        Self::trusted(&to_string(value))
    }
}

impl<T: Model> From<T> for RawJson {
    /// The value as JSON.
    fn from(value: T) -> Self {
        Self::of(&value)
    }
}
