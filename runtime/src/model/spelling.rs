//! The original spelling of a field whose name or value was received in an unusual form.
//!
//! A service may write `"subCode":` where the metadata says `subcode`, `"Completed"` for
//! `completed`, or `"42"` for a number. The object keeps that text beside the field,
//! together with a fingerprint of the text that would be written instead. On write the
//! fingerprint is taken again: if it is the same, the field still has the value that was
//! read, and the original text is written; a field that was set anew is written normally.

use std::hash::{DefaultHasher, Hasher};

use super::context::WriteContext;
use super::field::Field;

/// The original spelling of one field.
#[derive(Clone)]
pub(super) struct OriginalSpelling {
    /// The position of the field.
    pub field: usize,
    /// The name as it was received, quotes included, unless it is the metadata's.
    pub name: Option<Box<str>>,
    /// The value as it was received, if it would be written in another way.
    pub text: Option<Box<str>>,
    fingerprint: u64,
}

impl OriginalSpelling {
    /// The spelling of the name and of the value of `field`, where either is unusual.
    pub(super) fn new(
        position: usize,
        field: &dyn Field,
        name: Option<&str>,
        text: Option<&str>,
    ) -> Self {
        let mut writer = WriteContext::default();
        field.write_member("", &mut writer);
        Self {
            field: position,
            name: name.map(Into::into),
            text: text.map(Into::into),
            fingerprint: fingerprint(&writer.json.out),
        }
    }

    /// Replaces the member that was written from `start` on, to the end of `to`, by its
    /// original spelling, if the field still has the value that was read.
    ///
    /// Where exact numbers are quoted, a number that was received without quotes is written as a
    /// string, however it was spelled; a list that is restored as a whole stays as it was received.
    pub(super) fn restore(
        &self,
        to: &mut WriteContext,
        start: usize,
        key: &str,
        field: &dyn Field,
    ) {
        let value = &to.json.out[start + key.len()..];
        // The fingerprint is that of numbers without quotes.
        let unquoted = to.json.quotes_exact_numbers.then(|| {
            let mut plain = WriteContext {
                purpose: to.purpose,
                ..WriteContext::default()
            };
            field.write_member("", &mut plain);
            plain.json.out
        });
        let unquoted = unquoted.as_deref().unwrap_or(value);
        if fingerprint(unquoted) != self.fingerprint {
            return;
        }
        let is_bare = |text: &str| text.starts_with(|c: char| c == '-' || c.is_ascii_digit());
        let value = match &self.text {
            Some(text) if value == unquoted || !is_bare(text) => format!("{text},"),
            _ => value.to_owned(),
        };
        let to = &mut to.json;
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

fn fingerprint(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(text.as_bytes());
    hasher.finish()
}
