//! `Edm.DateTimeOffset`: a point in time, `2024-02-29T12:30:00.1230000Z`.

use std::cmp::Ordering;

use super::calendar::DAY;
use super::text_type::text_type;
use super::{Date, Offset, Parsed, TimeOfDay, WireText};

/// A point in time with the offset and the precision it was written in.
///
/// Two values are equal if they are written alike: `…T12:00Z` differs from
/// `…T12:00:00Z` and from `…T14:00+02:00`. [`same_instant`](Self::same_instant)
/// and [`instant_cmp`](Self::instant_cmp) compare what is meant; an absent
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

    /// The nanoseconds since 1970-01-01T00:00:00Z; what is smaller is cut off.
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
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parsed(text: &str) -> Option<(String, bool)> {
        DateTimeOffset::parse_wire(text.as_bytes()).map(|p| (p.value.to_string(), p.exact))
    }

    fn value(text: &str) -> DateTimeOffset {
        DateTimeOffset::parse(text).unwrap()
    }

    #[test]
    fn keeps_canonical_texts() {
        for text in [
            "2024-02-29T12:30:00Z",
            "2024-02-29T12:30:00.1230000Z",
            "2024-02-29T12:30:00.000000000000Z",
            "2024-02-29T12:30Z",
            "2024-02-29T12:30:00",
            "2024-02-29T12:30:00.5",
            "2024-02-29T12:30:00+00:00",
            "2024-02-29T12:30:00-00:00",
            "2024-02-29T12:30:00.25-08:00",
            "2024-02-29T12:30:00+14:00",
            "2024-02-29T24:00:00Z",
            "2016-12-31T23:59:60Z",
            "0001-01-01T00:00:00Z",
            "-0001-01-01T00:00:00Z",
            "-2147483648-12-31T23:59:59.999999999999+23:59",
        ] {
            assert_eq!(parsed(text), Some((text.to_owned(), true)), "{text}");
        }
    }

    #[test]
    fn reads_other_spellings() {
        for (text, written) in [
            ("2024-02-29t12:30:00Z", "2024-02-29T12:30:00Z"),
            ("2024-02-29T12:30:00z", "2024-02-29T12:30:00Z"),
            ("2024-02-29 12:30:00Z", "2024-02-29T12:30:00Z"),
            ("2024-02-29T12:30:00+0530", "2024-02-29T12:30:00+05:30"),
            ("2024-02-29T12:30:00-08", "2024-02-29T12:30:00-08:00"),
            ("2024-02-29T12:30:00.Z", "2024-02-29T12:30:00Z"),
            (
                "2024-02-29T12:30:00.0123456789012Z",
                "2024-02-29T12:30:00.012345678901Z",
            ),
        ] {
            assert_eq!(parsed(text), Some((written.to_owned(), false)), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_point_in_time() {
        for text in [
            "",
            "2024-02-29",
            "2024-02-29T",
            "2024-02-29T12",
            "2023-02-29T12:30:00Z",
            "2024-02-29T24:00:01Z",
            "2024-02-29T12:30:00ZZ",
            "2024-02-29T12:30:00+24:00",
            "2024-02-29T12:30:00+05:60",
            "2024-02-29T12:30:00 05:00",
            "2024-02-29T12:30:00+5:00",
            "2024-02-29_12:30:00Z",
            "2024-02-29T12:30:00Z ",
            "/Date(1700000000000)/",
        ] {
            assert_eq!(parsed(text), None, "{text}");
        }
    }

    #[test]
    fn counts_from_1970() {
        assert_eq!(value("1970-01-01T00:00:00Z").unix_timestamp(), 0);
        assert_eq!(value("1970-01-01T02:00:00+02:00").unix_timestamp(), 0);
        assert_eq!(
            value("2024-02-29T12:30:00.5").unix_timestamp(),
            1_709_209_800
        );
        assert_eq!(
            value("2024-02-29T12:30:00.5").unix_nanos(),
            1_709_209_800_500_000_000
        );
        assert_eq!(value("1969-12-31T23:59:59.75Z").unix_nanos(), -250_000_000);
        assert_eq!(
            DateTimeOffset::from_unix(-1, 750_000_000),
            Some(value("1969-12-31T23:59:59.75Z"))
        );
        assert_eq!(DateTimeOffset::from_unix(i64::MAX, 0), None);
        assert_eq!(DateTimeOffset::from_unix(0, 1_000_000_000), None);
    }

    #[test]
    fn compares_the_writing_or_the_instant() {
        let noon = value("2024-02-29T12:00:00Z");
        for text in [
            "2024-02-29T14:00:00+02:00",
            "2024-02-29T12:00Z",
            "2024-02-29T12:00:00",
        ] {
            assert!(noon.same_instant(&value(text)), "{text}");
            assert_ne!(noon, value(text));
            assert_ne!(noon.cmp(&value(text)), Ordering::Equal);
        }
        assert!(value("2024-02-29T24:00:00Z").same_instant(&value("2024-03-01T00:00:00Z")));
        assert!(noon < value("2024-02-29T11:00:00.000000000001-01:00"));
        assert!(value("2024-02-29T14:00:01+03:00") < noon);
    }

    #[test]
    fn moves_to_another_offset() {
        let east = Offset::from_minutes(330).unwrap();
        let moved = value("2024-02-29T20:00:00.120Z").at_offset(east).unwrap();
        assert_eq!(moved.to_string(), "2024-03-01T01:30:00.120+05:30");
        assert_eq!(moved.offset_minutes(), Some(330));
        assert_eq!(
            value("2024-02-29T20:00Z")
                .at_offset(east)
                .unwrap()
                .to_string(),
            "2024-03-01T01:30+05:30"
        );
        assert_eq!(
            moved.at_offset(Offset::UTC).unwrap().to_string(),
            "2024-02-29T20:00:00.120Z"
        );
    }

    #[test]
    fn is_small() {
        assert_eq!(size_of::<DateTimeOffset>(), 24);
        assert_eq!(size_of::<Option<DateTimeOffset>>(), 24);
    }

    proptest! {
        #[test]
        fn text_round_trips(
            text in "(-?[1-9][0-9]{3,7}|0[0-9]{3})-(0[1-9]|1[0-2])-[012][0-9]T[01][0-9]:[0-5][0-9]\
                     (:[0-5][0-9](\\.[0-9]{1,12})?)?(Z|[+-][01][0-9]:[0-5][0-9])?"
        ) {
            if let Some(read) = DateTimeOffset::parse_wire(text.as_bytes()) {
                prop_assert_eq!(read.value.to_string(), &text[..]);
                prop_assert!(read.exact);
            } else {
                prop_assert!(text.contains("-00T") || text.contains("02-29T"));
            }
        }

        #[test]
        fn exact_means_the_same_text(
            text in "[-+]?[0-9]{4,5}-[01][0-9]-[0-3][0-9][Tt ][0-2][0-9]:[0-5][0-9]\
                     (:[0-6][0-9](\\.[0-9]{0,14})?)?([Zz]|[+-][0-2][0-9]:?([0-5][0-9])?)?"
        ) {
            if let Some(read) = DateTimeOffset::parse_wire(text.as_bytes()) {
                prop_assert_eq!(read.exact, read.value.to_string() == text);
            }
        }

        #[test]
        fn unix_time_round_trips(seconds in -67_768_040_609_740_800..67_768_036_191_676_799_i64, nanos in 0..1_000_000_000_u32) {
            let value = DateTimeOffset::from_unix(seconds, nanos).unwrap();
            prop_assert_eq!(value.unix_timestamp(), seconds);
            prop_assert_eq!(DateTimeOffset::from_unix_nanos(value.unix_nanos()), Some(value));
            prop_assert_eq!(value.unix_nanos(), i128::from(seconds) * 1_000_000_000 + i128::from(nanos));
        }

        #[test]
        fn never_panics(text in any::<Vec<u8>>()) {
            let _ = DateTimeOffset::parse_wire(&text);
        }
    }
}
