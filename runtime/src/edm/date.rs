//! `Edm.Date`: a day without a time, `2024-02-29`.

use std::num::NonZeroU8;

use super::calendar::{date_from_days, days_from_date, days_in_month};
use super::digits::{digit, pair, two};
use super::text_type::text_type;
use super::{Parsed, WireText};

/// A day of the proleptic Gregorian calendar, without a time.
///
/// Years may be negative or have more than four digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i32,
    month: NonZeroU8,
    day: NonZeroU8,
}

text_type!(Date, "Edm.Date", "a date such as 2024-02-29");

impl Date {
    /// Makes a date, if the calendar has it.
    #[inline]
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        // A month that does not exist has no days.
        if day > days_in_month(year, month) {
            return None;
        }
        Some(Self {
            year,
            month: NonZeroU8::new(month)?,
            day: NonZeroU8::new(day)?,
        })
    }

    /// The year; 0 is the year before 1.
    #[inline]
    pub const fn year(&self) -> i32 {
        self.year
    }

    /// The month, 1 to 12.
    #[inline]
    pub const fn month(&self) -> u8 {
        self.month.get()
    }

    /// The day of the month, 1 to 31.
    #[inline]
    pub const fn day(&self) -> u8 {
        self.day.get()
    }

    /// The count of days since 1970-01-01.
    pub fn unix_days(&self) -> i64 {
        days_from_date(self.year, self.month.get(), self.day.get())
    }

    /// The date that lies `days` after 1970-01-01, if its year fits.
    pub fn from_unix_days(days: i64) -> Option<Self> {
        let (year, month, day) = date_from_days(days)?;
        Self::new(year, month, day)
    }

    /// Reads the wire text.
    #[inline]
    pub fn parse_wire(text: &[u8]) -> Option<Parsed<Self>> {
        match Self::read(text)? {
            (date, []) => Some(date),
            _ => None,
        }
    }

    /// Reads the date that `text` begins with.
    #[inline]
    pub(super) fn read(text: &[u8]) -> Option<(Parsed<Self>, &[u8])> {
        if let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, rest @ ..] = text
            && let Some(century) = two(*y1, *y2)
        {
            let year = i32::from(century) * 100 + i32::from(two(*y3, *y4)?);
            let date = Self::new(year, two(*m1, *m2)?, two(*d1, *d2)?)?;
            return Some((Parsed::new(date, true), rest));
        }
        Self::read_long(text)
    }

    /// Reads a date whose year has a sign or more than four digits.
    fn read_long(text: &[u8]) -> Option<(Parsed<Self>, &[u8])> {
        let (sign, mut rest) = match text {
            [b'-', rest @ ..] => (-1, rest),
            [b'+', rest @ ..] => (1, rest),
            _ => (1, text),
        };
        let (mut year, mut digits) = (0_i64, 0_u8);
        while let [byte, tail @ ..] = rest
            && let Some(next) = digit(*byte)
        {
            // Ten digits are enough for any year, and for the loop to end.
            if digits == 10 {
                return None;
            }
            year = year * 10 + i64::from(next);
            digits += 1;
            rest = tail;
        }
        let [b'-', m1, m2, b'-', d1, d2, rest @ ..] = rest else {
            return None;
        };
        if digits < 4 {
            return None;
        }
        let written = digits == 4 || year >= 10_i64.pow(u32::from(digits) - 1);
        // The year zero has another spelling here, such as `-0000`.
        let exact = written && !text.starts_with(b"+") && year != 0;
        let year = i32::try_from(sign * year).ok()?;
        let date = Self::new(year, two(*m1, *m2)?, two(*d1, *d2)?)?;
        Some((Parsed::new(date, exact), rest))
    }

    /// The wire text.
    #[inline]
    pub fn to_wire(&self) -> WireText {
        let mut text = WireText::new();
        self.append(&mut text);
        text
    }

    #[inline]
    pub(super) fn append(&self, text: &mut WireText) {
        let [m1, m2] = pair(self.month.get());
        let [d1, d2] = pair(self.day.get());
        if (0..10_000).contains(&self.year) {
            let [y1, y2] = pair((self.year / 100) as u8);
            let [y3, y4] = pair((self.year % 100) as u8);
            text.extend(&[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2]);
        } else {
            if self.year.is_negative() {
                text.push(b'-');
            }
            text.number(u64::from(self.year.unsigned_abs()), 4);
            text.extend(&[b'-', m1, m2, b'-', d1, d2]);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parsed(text: &str) -> Option<(String, bool)> {
        Date::parse_wire(text.as_bytes()).map(|p| (p.value.to_string(), p.exact))
    }

    #[test]
    fn keeps_canonical_texts() {
        let texts = [
            "2024-02-29",
            "0001-01-01",
            "0000-12-31",
            "9999-12-31",
            "-0044-03-15",
            "12024-01-01",
            "-2147483648-01-01",
            "2147483647-12-31",
        ];
        for text in texts {
            assert_eq!(parsed(text), Some((text.to_owned(), true)), "{text}");
        }
    }

    #[test]
    fn reads_other_spellings() {
        for (text, written) in [
            ("+2024-01-02", "2024-01-02"),
            ("02024-01-02", "2024-01-02"),
            ("-0000-01-02", "0000-01-02"),
        ] {
            assert_eq!(parsed(text), Some((written.to_owned(), false)), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_date() {
        for text in [
            "",
            "-",
            "2024",
            "2024-01",
            "2023-02-29",
            "2024-13-01",
            "2024-00-01",
            "2024-01-00",
            "2024-04-31",
            "24-01-01",
            "2024-1-1",
            "2024-01-01T",
            "2024-01-01 ",
            "2147483648-01-01",
            "99999999999-01-01",
            "20x4-01-01",
            "2024/01/01",
            "2024-01-0\u{ff11}",
        ] {
            assert_eq!(parsed(text), None, "{text}");
        }
    }

    #[test]
    fn is_small() {
        assert_eq!(size_of::<Option<Date>>(), 8);
    }

    #[test]
    fn speaks_serde() {
        let date: Date = serde_json::from_str("\"2024-02-29\"").unwrap();
        assert_eq!((date.year(), date.month(), date.day()), (2024, 2, 29));
        assert_eq!(serde_json::to_string(&date).unwrap(), "\"2024-02-29\"");
        let error = serde_json::from_str::<Date>("\"2024\"")
            .unwrap_err()
            .to_string();
        assert!(error.contains("a date such as"), "{error}");
        assert_eq!(
            Date::parse("x").unwrap_err().to_string(),
            "not a value of Edm.Date"
        );
        assert_eq!(
            format!("{date:?} {date:>12}"),
            "Date(2024-02-29)   2024-02-29"
        );
    }

    proptest! {
        #[test]
        fn text_round_trips(year in any::<i32>(), month in 1..=12u8, day in 1..=28u8) {
            let date = Date::new(year, month, day).unwrap();
            let read = Date::parse_wire(date.to_string().as_bytes()).unwrap();
            prop_assert_eq!(read, Parsed::new(date, true));
            prop_assert_eq!(Date::from_unix_days(date.unix_days()), Some(date));
        }

        #[test]
        fn exact_means_the_same_text(text in "[-+]?0{0,2}[0-9]{3,11}-[01][0-9]-[0-3][0-9]") {
            if let Some(read) = Date::parse_wire(text.as_bytes()) {
                prop_assert_eq!(read.exact, read.value.to_string() == text);
            }
        }

        #[test]
        fn never_panics(text in any::<Vec<u8>>()) {
            let _ = Date::parse_wire(&text);
        }
    }
}
