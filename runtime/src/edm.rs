//! The primitive types of the Entity Data Model.
//!
//! A value keeps how it was written: the number of fraction digits, the form of the offset,
//! the case of a GUID. So reading and writing it gives the same text for every canonical
//! spelling.
//!
//! Every type has `parse_wire`, which also reads spellings that the standard does not have
//! and reports by [`Parsed::exact`] whether the text is preserved, and `write_wire`.
//! `FromStr`, `Display` and serde use these two.

mod binary;
mod calendar;
mod convert_std;
mod date;
mod date_time_offset;
mod decimal;
mod decimal_number;
mod decimal_serde;
mod digits;
mod duration;
mod error;
mod guid;
mod offset;
mod text_type;
mod time_of_day;
mod wire_text;

#[cfg(feature = "chrono")]
mod convert_chrono;
#[cfg(feature = "jiff")]
mod convert_jiff;
#[cfg(feature = "rust_decimal")]
mod convert_rust_decimal;
#[cfg(feature = "time")]
mod convert_time;
#[cfg(feature = "uuid")]
mod convert_uuid;

pub use self::binary::Binary;
pub use self::date::Date;
pub use self::date_time_offset::DateTimeOffset;
pub use self::decimal::Decimal;
pub use self::duration::Duration;
pub use self::error::{OutOfRange, ParseError};
pub use self::guid::Guid;
pub use self::offset::Offset;
pub use self::time_of_day::TimeOfDay;
pub use self::wire_text::WireText;

/// The result of reading a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parsed<T> {
    /// The value.
    pub value: T,
    /// Whether writing the value gives the text that was read, byte for byte.
    pub exact: bool,
}

impl<T> Parsed<T> {
    #[inline]
    pub(crate) const fn new(value: T, exact: bool) -> Self {
        Self { value, exact }
    }
}
