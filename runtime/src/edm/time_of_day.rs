//! `Edm.TimeOfDay`: a time without a day, `07:59:59.999`.

use std::num::NonZeroU64;

use super::digits::{digits_of_nanos, fraction, pair, two};
use super::text_type::text_type;
use super::{Parsed, WireText};

/// A time of day, to the picosecond, with the precision it was written in.
///
/// `24:00:00` and a leap second `:60` are allowed. Order is that of time; of
/// two equal times the one written with fewer digits comes first.
///
/// All parts share one integer, most significant first, so that it orders
/// like time and `Option` costs nothing: five bits of hours, six of minutes,
/// six of seconds, forty of picoseconds, four of precision (0 without
/// seconds, 1 without a fraction, else 1 + the count of digits), a one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay(NonZeroU64);

text_type!(
    TimeOfDay,
    "Edm.TimeOfDay",
    "a time of day such as 07:59:59.999"
);

const SECOND: u64 = 1_000_000_000_000;

impl TimeOfDay {
    /// Makes a time; the fraction is written with as many digits as it needs.
    ///
    /// `None` if a part is out of range. Hour 24 allows no other part but 0.
    pub fn new(hour: u8, minute: u8, second: u8, nanos: u32) -> Option<Self> {
        let picos = u64::from(nanos) * 1_000;
        Self::from_parts(hour, minute, second, picos, 1 + digits_of_nanos(nanos))
    }

    /// Makes a time of picoseconds that is written with `digits` fraction
    /// digits (0 to 12).
    ///
    /// `None` if a part is out of range or the digits do not hold the
    /// fraction.
    pub fn with_fraction(hour: u8, minute: u8, second: u8, picos: u64, digits: u8) -> Option<Self> {
        let step = 10_u64.checked_pow(12_u32.checked_sub(u32::from(digits))?)?;
        if !picos.is_multiple_of(step) {
            return None;
        }
        Self::from_parts(hour, minute, second, picos, 1 + digits)
    }

    #[inline]
    fn from_parts(hour: u8, minute: u8, second: u8, picos: u64, precision: u8) -> Option<Self> {
        let in_day = hour < 24 || (hour == 24 && minute == 0 && second == 0 && picos == 0);
        if !in_day || minute > 59 || second > 60 || picos >= SECOND {
            return None;
        }
        let time = (u64::from(hour) << 12) | (u64::from(minute) << 6) | u64::from(second);
        let bits = (time << 40) | picos;
        Some(Self(
            NonZeroU64::MIN | (((bits << 4) | u64::from(precision)) << 1),
        ))
    }

    /// Another time of the same fraction and precision.
    pub(super) fn with_clock(&self, hour: u8, minute: u8, second: u8) -> Option<Self> {
        Self::from_parts(
            hour,
            minute,
            second,
            self.fraction_picos(),
            self.bits(1, 4) as u8,
        )
    }

    #[inline]
    const fn bits(&self, shift: u32, width: u32) -> u64 {
        (self.0.get() >> shift) & ((1 << width) - 1)
    }

    /// The hour, 0 to 24.
    #[inline]
    pub const fn hour(&self) -> u8 {
        self.bits(57, 5) as u8
    }

    /// The minute, 0 to 59.
    #[inline]
    pub const fn minute(&self) -> u8 {
        self.bits(51, 6) as u8
    }

    /// The second, 0 to 60.
    #[inline]
    pub const fn second(&self) -> u8 {
        self.bits(45, 6) as u8
    }

    /// The fraction of the second in picoseconds.
    #[inline]
    pub const fn fraction_picos(&self) -> u64 {
        self.bits(5, 40)
    }

    /// The fraction of the second in nanoseconds, truncated.
    #[inline]
    pub const fn nanos(&self) -> u32 {
        (self.fraction_picos() / 1_000) as u32
    }

    /// The count of fraction digits that are written, 0 to 12.
    #[inline]
    pub const fn fraction_digits(&self) -> u8 {
        (self.bits(1, 4) as u8).saturating_sub(1)
    }

    /// Whether the seconds are written.
    #[inline]
    pub const fn has_seconds(&self) -> bool {
        self.bits(1, 4) != 0
    }

    /// The whole seconds since midnight.
    pub fn seconds_since_midnight(&self) -> u32 {
        (u32::from(self.hour()) * 60 + u32::from(self.minute())) * 60 + u32::from(self.second())
    }

    /// Reads the wire text.
    #[inline]
    pub fn parse_wire(text: &[u8]) -> Option<Parsed<Self>> {
        match Self::read(text)? {
            (time, []) => Some(time),
            _ => None,
        }
    }

    /// Reads the time that `text` begins with.
    #[inline]
    pub(super) fn read(text: &[u8]) -> Option<(Parsed<Self>, &[u8])> {
        let [h1, h2, b':', m1, m2, rest @ ..] = text else {
            return None;
        };
        let (hour, minute) = (two(*h1, *h2)?, two(*m1, *m2)?);
        let [b':', s1, s2, rest @ ..] = rest else {
            let time = Self::from_parts(hour, minute, 0, 0, 0)?;
            return Some((Parsed::new(time, true), rest));
        };
        let second = two(*s1, *s2)?;
        let [b'.', rest @ ..] = rest else {
            let time = Self::from_parts(hour, minute, second, 0, 1)?;
            return Some((Parsed::new(time, true), rest));
        };
        let (part, rest) = fraction(rest);
        let time = Self::from_parts(hour, minute, second, part.picos, 1 + part.digits)?;
        Some((Parsed::new(time, part.exact), rest))
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
        let [h1, h2] = pair(self.hour());
        let [m1, m2] = pair(self.minute());
        let [s1, s2] = pair(self.second());
        if self.has_seconds() {
            text.extend(&[h1, h2, b':', m1, m2, b':', s1, s2]);
            text.fraction(self.fraction_picos(), self.fraction_digits());
        } else {
            text.extend(&[h1, h2, b':', m1, m2]);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parsed(text: &str) -> Option<(String, bool)> {
        TimeOfDay::parse_wire(text.as_bytes()).map(|p| (p.value.to_string(), p.exact))
    }

    #[test]
    fn keeps_canonical_texts() {
        for text in [
            "00:00",
            "07:59",
            "07:59:00",
            "07:59:59.9",
            "23:59:60",
            "24:00:00",
            "24:00",
            "24:00:00.000",
            "12:00:00.0000000",
            "23:59:59.999999999999",
        ] {
            assert_eq!(parsed(text), Some((text.to_owned(), true)), "{text}");
        }
    }

    #[test]
    fn cuts_what_is_too_fine() {
        let expected = Some(("01:02:03.123456789012".to_owned(), false));
        assert_eq!(parsed("01:02:03.1234567890129"), expected);
        assert_eq!(parsed("01:02:03."), Some(("01:02:03".to_owned(), false)));
    }

    #[test]
    fn refuses_what_is_no_time() {
        for text in [
            "",
            "7:00",
            "24:00:01",
            "24:01",
            "25:00",
            "12:60",
            "12:00:61",
            "12:00:",
            "12:00:0",
            "120000",
            "12:00Z",
            "12:00:00,5",
            "12:00:00.5x",
            "24:00:00.1",
            " 12:00",
        ] {
            assert_eq!(parsed(text), None, "{text}");
        }
    }

    #[test]
    fn has_parts() {
        let time = TimeOfDay::parse("23:59:58.000123").unwrap();
        assert_eq!((time.hour(), time.minute(), time.second()), (23, 59, 58));
        assert_eq!(time.fraction_picos(), 123_000_000);
        assert_eq!(
            (time.nanos(), time.fraction_digits(), time.has_seconds()),
            (123_000, 6, true)
        );
        assert_eq!(time.seconds_since_midnight(), 86_398);
        assert_eq!(TimeOfDay::new(23, 59, 58, 123_000), Some(time));
        assert_eq!(
            TimeOfDay::with_fraction(23, 59, 58, 123_000_000, 6),
            Some(time)
        );
        assert_eq!(TimeOfDay::with_fraction(23, 59, 58, 123_000_000, 5), None);
        assert_eq!(TimeOfDay::with_fraction(1, 1, 1, 0, 13), None);
        assert_eq!(TimeOfDay::new(1, 1, 1, 1_000_000_000), None);
        assert_eq!(size_of::<Option<TimeOfDay>>(), 8);
    }

    #[test]
    fn orders_like_time() {
        let texts = [
            "00:00",
            "00:00:00",
            "00:00:00.000",
            "00:00:00.1",
            "00:00:00.10",
            "00:01",
        ];
        let mut times = texts.map(|text| TimeOfDay::parse(text).unwrap());
        times.reverse();
        times.sort();
        assert_eq!(times.map(|time| time.to_string()), texts);
    }

    proptest! {
        #[test]
        fn text_round_trips(text in "[01][0-9]:[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,14})?)?") {
            let read = TimeOfDay::parse_wire(text.as_bytes()).unwrap();
            prop_assert_eq!(read.exact, read.value.to_string() == text);
            prop_assert_eq!(read.exact, text.len() <= 21);
        }

        #[test]
        fn never_panics(text in any::<Vec<u8>>()) {
            let _ = TimeOfDay::parse_wire(&text);
        }
    }
}
