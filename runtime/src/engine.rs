//! The one engine that reads and writes every generated type.
//!
//! In go JSON text and a value made of a table and fields; what must be right
//! is right here, once: nulls, undeclared members, lookup of names, the type
//! name wherever it stands, the path of a fault, notes of spelling.

mod read;
mod write;

use crate::error::ReadError;
use crate::item::Item;
use crate::json::reader::{Failed, Reader};
use crate::json::writer::Writer;

pub(crate) use read::{read_object, type_name_of};
pub(crate) use write::{must_name_type, write_object};

/// What happens to a value that does not fit its declared type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mode {
    /// Reading fails and says where.
    #[default]
    Strict,
    /// The member is kept whole among the undeclared ones, and written back;
    /// the field stays empty. A value of the wrong kind at the root fails.
    Lenient,
}

/// Reads a value from UTF-8 JSON text.
///
/// # Errors
///
/// If the bytes are not UTF-8 or not JSON, or a value does not fit its type.
pub fn from_slice<T: Item>(json: &[u8]) -> Result<T, ReadError> {
    match std::str::from_utf8(json) {
        Ok(text) => from_str(text),
        Err(error) => {
            let mut reader = Reader::new("");
            let _: Result<(), Failed> = reader.syntax("UTF-8 text");
            let fault = reader.fault_at(error.valid_up_to());
            Err(ReadError::new(fault, json))
        }
    }
}

/// Reads a value from JSON text.
///
/// # Errors
///
/// If the text is not JSON, or a value does not fit its type.
pub fn from_str<T: Item>(json: &str) -> Result<T, ReadError> {
    from_str_with(json, Mode::Strict)
}

/// Reads a value from JSON text, strictly or leniently.
///
/// # Errors
///
/// If the text is not JSON, or (strictly) a value does not fit its type.
pub fn from_str_with<T: Item>(json: &str, mode: Mode) -> Result<T, ReadError> {
    let mut reader = Reader::new(json);
    reader.lenient = mode == Mode::Lenient;
    reader.recall();
    let mut value = None;
    let read = match reader.peek() {
        Some(b'n') => reader.misfit("a value"),
        _ => T::read_into(&mut value, &mut reader).and_then(|()| reader.end()),
    };
    reader.remember();
    match (read, value) {
        (Ok(()), Some(value)) => Ok(value),
        _ => Err(reader.into_error()),
    }
}

/// Writes a value as JSON, everything it holds.
pub fn to_vec<T: Item>(value: &T) -> Vec<u8> {
    to_string(value).into_bytes()
}

/// Writes a value as JSON, everything it holds.
pub fn to_string<T: Item>(value: &T) -> String {
    written(value, String::with_capacity(512), false)
}

/// Appends a value as JSON to `out`, which may be used again and again.
pub fn write_into<T: Item>(value: &T, out: &mut String) {
    *out = written(value, std::mem::take(out), false);
}

/// Writes a value as the body of a request: without what only the service
/// sets.
pub fn to_request_body<T: Item>(value: &T) -> Vec<u8> {
    written(value, String::with_capacity(512), true).into_bytes()
}

fn written<T: Item>(value: &T, out: String, request: bool) -> String {
    let mut writer = Writer { out, request };
    value.write(&mut writer);
    writer.out
}
