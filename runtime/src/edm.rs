//! The primitive types of the Entity Data Model.
//!
//! In: the text of a value as it stands in JSON. Out: a small value that
//! writes the same text again. The values remember how they were written (the
//! count of fraction digits, the form of the offset, the case of a GUID), so
//! reading and writing is the identity for every canonical spelling.
//!
//! Every type has `parse_wire`, which also reads spellings that the standard
//! does not know and says by [`Parsed::exact`] whether the text survives, and
//! `write_wire`. `FromStr`, `Display` and serde stand on these two.

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

/// What came of reading a text: the value, and whether its `Display` gives
/// back exactly that text.
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
