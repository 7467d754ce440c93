//! Reading and writing of whole JSON documents.

use super::context::{Mode, Purpose, ReadContext, WriteContext};
use super::item::Item;
use crate::json::{Failed, ReadError, Reader, Writer};

/// Reads a value from UTF-8 JSON text.
///
/// # Errors
///
/// If the bytes are not UTF-8 or not JSON, or a value does not fit its type.
pub fn from_slice<T: Item>(json: &[u8]) -> Result<T, ReadError> {
    from_slice_with(json, Mode::Strict)
}

/// Reads a value from UTF-8 JSON text, strictly or leniently.
///
/// # Errors
///
/// If the bytes are not UTF-8 or not JSON, or (strictly) a value does not fit its type.
pub fn from_slice_with<T: Item>(json: &[u8], mode: Mode) -> Result<T, ReadError> {
    match std::str::from_utf8(json) {
        Ok(text) => from_str_with(text, mode),
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
    let mut context = ReadContext::new(json, mode);
    let mut value = None;
    let read = match context.json.peek() {
        Some(b'n') => context.json.misfit("a value"),
        _ => T::read_into(&mut value, &mut context).and_then(|()| context.json.end()),
    };
    context.order.keep();
    match (read, value) {
        (Ok(()), Some(value)) => Ok(value),
        _ => Err(context.json.into_error()),
    }
}

/// Writes a value as JSON, with everything that it holds.
pub fn to_vec<T: Item>(value: &T) -> Vec<u8> {
    to_string(value).into_bytes()
}

/// Writes a value as JSON, with everything that it holds.
pub fn to_string<T: Item>(value: &T) -> String {
    let out = String::with_capacity(512);
    written(value, plain(out), Purpose::Document)
}

/// Appends a value as JSON to `out`, whose memory can be reused from value to value.
pub fn write_into<T: Item>(value: &T, out: &mut String) {
    *out = written(value, plain(std::mem::take(out)), Purpose::Document);
}

/// Writes a value as the body of a request, without the properties that only the service
/// sets, and without control information of responses, such as `@odata.etag`.
pub fn to_request_body<T: Item>(value: &T) -> Vec<u8> {
    to_body(value, Purpose::RequestBody, false)
}

/// Writes a value as the body of a request, with values of `Edm.Int64` and `Edm.Decimal` as strings
/// if they are to be quoted.
pub(crate) fn to_body<T: Item>(value: &T, purpose: Purpose, quotes_exact_numbers: bool) -> Vec<u8> {
    let json = Writer {
        out: String::with_capacity(512),
        quotes_exact_numbers,
    };
    written(value, json, purpose).into_bytes()
}

/// A writer of numbers as JSON has them.
fn plain(out: String) -> Writer {
    Writer {
        out,
        quotes_exact_numbers: false,
    }
}

fn written<T: Item>(value: &T, json: Writer, purpose: Purpose) -> String {
    let mut context = WriteContext { json, purpose };
    value.write(&mut context);
    context.json.out
}
