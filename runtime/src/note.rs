//! How a known thing was spelled, when the wire spelled it in another way.
//!
//! In goes what came (`"subCode":`, `"Completed"`, `"42"` for a number) and a
//! print of the text that would be written instead. On write the print is
//! taken again: while it is the same, the field still means what was read, and
//! the spelling that came is written; a field that was set anew is not.

use std::hash::{DefaultHasher, Hasher};

use crate::field::Field;
use crate::json::writer::Writer;

/// The spelling of one field.
#[derive(Clone)]
pub(crate) struct Note {
    pub field: usize,
    /// The name as it came, quotes included, if it was not the metadata's.
    pub name: Option<Box<str>>,
    /// The value as it came, if it would be written in another way.
    pub text: Option<Box<str>>,
    print: u64,
}

impl Note {
    /// Notes how `field` came: its name and its value, where either differs.
    pub(crate) fn new(
        position: usize,
        field: &dyn Field,
        name: Option<&str>,
        text: Option<&str>,
    ) -> Self {
        let mut writer = Writer::default();
        field.write_member("", &mut writer);
        Self {
            field: position,
            name: name.map(Into::into),
            text: text.map(Into::into),
            print: print(&writer.out),
        }
    }

    /// Puts the spelling that came in place of the member that was written at
    /// the end of `to`, if that still means the same.
    pub(crate) fn restore(&self, to: &mut Writer, start: usize, key: &str) {
        let value = to.out.get(start + key.len()..).unwrap_or_default();
        if print(value) != self.print {
            return;
        }
        let value = match &self.text {
            Some(text) => format!("{text},"),
            None => value.to_owned(),
        };
        to.out.truncate(start);
        match &self.name {
            Some(name) => {
                to.raw(name);
                to.raw(":");
            }
            None => to.key(key),
        }
        to.raw(&value);
    }
}

fn print(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(text.as_bytes());
    hasher.finish()
}
