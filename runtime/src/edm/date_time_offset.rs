//! `Edm.DateTimeOffset`: a point in time, `2024-02-29T12:30:00.1230000Z`.

use std::cmp::Ordering;

use super::calendar::DAY;
use super::text_type::text_type;
use super::{Date, Offset, Parsed, TimeOfDay, WireText};

/// A point in time with the offset and the precision it was written in.
///
/// Two values are equal if they are written alike: `…T12:00Z` differs from
/// `…T12:00:00Z` and from `…T14:00+02:00`. [`same_instant`](Self::same_instant)
/// and [`instant_cmp`](Self::instant_cmp) compare the instants; an absent
/// offset means UTC. The order of `Ord` is that of time, and of the written
/// form where the instant is the same.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct DateTimeOffset {
    date: Date,
    time: TimeOfDay,
    offset: Offset,
}

text_type!(
    DateTimeOffset,
    "Edm.DateTimeOffset",
    "a point in time such as 2024-02-29T12:30:00Z"
);

impl DateTimeOffset {
    /// Puts a point in time together.
    #[inline]
    pub const fn new(date: Date, time: TimeOfDay, offset: Offset) -> Self {
        Self { date, time, offset }
    }

    /// The point in time `seconds` and `nanos` after 1970-01-01T00:00:00Z, in
    /// UTC, with as many fraction digits as it needs.
    ///
    /// `None` if the year does not fit or `nanos` is a second or more.
    pub fn from_unix(seconds: i64, nanos: u32) -> Option<Self> {
        let date = Date::from_unix_days(seconds.div_euclid(DAY))?;
        let second = u32::try_from(seconds.rem_euclid(DAY)).ok()?;
        let part = |value: u32| u8::try_from(value).ok();
        let (hour, minute) = (part(second / 3_600)?, part(second / 60 % 60)?);
        let time = TimeOfDay::new(hour, minute, part(second % 60)?, nanos)?;
        Some(Self {
            date,
            time,
            offset: Offset::UTC,
        })
    }

    /// The point in time `nanos` nanoseconds after 1970-01-01T00:00:00Z, in UTC.
    ///
    /// `None` if the year does not fit.
    pub fn from_unix_nanos(nanos: i128) -> Option<Self> {
        let seconds = i64::try_from(nanos.div_euclid(1_000_000_000)).ok()?;
        Self::from_unix(
            seconds,
            u32::try_from(nanos.rem_euclid(1_000_000_000)).ok()?,
        )
    }

    /// The same instant as seen at another offset.
    ///
    /// `None` if the year does not fit. The precision stays.
    pub fn at_offset(&self, offset: Offset) -> Option<Self> {
        let shift = i64::from(offset.minutes().unwrap_or(0)) * 60;
        let moved = Self::from_unix(self.unix_timestamp().checked_add(shift)?, 0)?;
        let (hour, minute, second) = (moved.hour(), moved.minute(), moved.second());
        let time = self.time.with_clock(hour, minute, second)?;
        Some(Self {
            date: moved.date,
            time,
            offset,
        })
    }

    /// The date at the offset.
    #[inline]
    pub const fn date(&self) -> Date {
        self.date
    }

    /// The time at the offset.
    #[inline]
    pub const fn time(&self) -> TimeOfDay {
        self.time
    }

    /// The offset as it was written.
    #[inline]
    pub const fn offset(&self) -> Offset {
        self.offset
    }

    /// The year; 0 is the year before 1.
    #[inline]
    pub const fn year(&self) -> i32 {
        self.date.year()
    }

    /// The month, 1 to 12.
    #[inline]
    pub const fn month(&self) -> u8 {
        self.date.month()
    }

    /// The day of the month, 1 to 31.
    #[inline]
    pub const fn day(&self) -> u8 {
        self.date.day()
    }

    /// The hour, 0 to 24.
    #[inline]
    pub const fn hour(&self) -> u8 {
        self.time.hour()
    }

    /// The minute, 0 to 59.
    #[inline]
    pub const fn minute(&self) -> u8 {
        self.time.minute()
    }

    /// The second, 0 to 60.
    #[inline]
    pub const fn second(&self) -> u8 {
        self.time.second()
    }

    /// The fraction of the second in picoseconds.
    #[inline]
    pub const fn fraction_picos(&self) -> u64 {
        self.time.fraction_picos()
    }

    /// The count of fraction digits that are written, 0 to 12.
    #[inline]
    pub const fn fraction_digits(&self) -> u8 {
        self.time.fraction_digits()
    }

    /// The minutes east of UTC; `None` if no offset is written.
    #[inline]
    pub const fn offset_minutes(&self) -> Option<i16> {
        self.offset.minutes()
    }

    /// The whole seconds since 1970-01-01T00:00:00Z, rounded down.
    ///
    /// A leap second counts as the first second of the next minute.
    pub fn unix_timestamp(&self) -> i64 {
        let local = self.date.unix_days() * DAY + i64::from(self.time.seconds_since_midnight());
        local - i64::from(self.offset.minutes().unwrap_or(0)) * 60
    }

    /// The nanoseconds since 1970-01-01T00:00:00Z, truncated.
    pub fn unix_nanos(&self) -> i128 {
        i128::from(self.unix_timestamp()) * 1_000_000_000 + i128::from(self.time.nanos())
    }

    /// Compares the instants, however they are written.
    pub fn instant_cmp(&self, other: &Self) -> Ordering {
        self.unix_timestamp()
            .cmp(&other.unix_timestamp())
            .then_with(|| self.fraction_picos().cmp(&other.fraction_picos()))
    }

    /// Whether both mean the same instant, however they are written.
    pub fn same_instant(&self, other: &Self) -> bool {
        self.instant_cmp(other).is_eq()
    }

    /// Reads the wire text.
    ///
    /// Lenient: `t` and `z` or a space between date and time, an offset
    /// without a colon or without minutes, or none, and digits beyond the
    /// twelfth, which are cut off.
    #[inline]
    pub fn parse_wire(text: &[u8]) -> Option<Parsed<Self>> {
        let (date, rest) = Date::read(text)?;
        let [separator, rest @ ..] = rest else {
            return None;
        };
        if !matches!(separator, b'T' | b't' | b' ') {
            return None;
        }
        let (time, rest) = TimeOfDay::read(rest)?;
        let (offset, exact) = Offset::read(rest)?;
        let exact = exact && date.exact && time.exact && *separator == b'T';
        Some(Parsed::new(
            Self {
                date: date.value,
                time: time.value,
                offset,
            },
            exact,
        ))
    }

    /// The wire text.
    #[inline]
    pub fn to_wire(&self) -> WireText {
        let mut text = WireText::new();
        self.date.append(&mut text);
        text.push(b'T');
        self.time.append(&mut text);
        self.offset.append(&mut text);
        text
    }
}

impl Ord for DateTimeOffset {
    fn cmp(&self, other: &Self) -> Ordering {
        let written = |value: &Self| (value.date, value.time, value.offset);
        self.instant_cmp(other)
            .then_with(|| written(self).cmp(&written(other)))
    }
}

impl PartialOrd for DateTimeOffset {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests;
