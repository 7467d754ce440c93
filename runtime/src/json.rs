//! JSON text: a pull reader, an appending writer and the errors of reading.
//!
//! Nothing here knows models or OData types. [`Reader`] hands out the value that its
//! user asks for and never builds a tree; [`RawJson`] keeps a value as text.

mod error;
mod number;
mod number_text;
mod raw;
mod reader;
mod scan;
mod serde_text;
mod skip;
mod string;
mod writer;

pub use self::error::{ReadError, ReadErrorKind};
pub use self::raw::RawJson;
pub use self::reader::{Failed, Reader};
pub use self::writer::Writer;

pub(crate) use self::error::{PathStep, ReadFault};
pub(crate) use self::number::{f32_text, f64_text};
pub(crate) use self::number_text::number_in;
pub(crate) use self::reader::{Spelling, without_mark};
pub(crate) use self::scan::same;
pub(crate) use self::serde_text::{RAW_TEXT, json_text, serialize_raw};
