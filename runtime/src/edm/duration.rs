//! `Edm.Duration`: a length of time in days and less, `-P1DT2H3M4.5S`.

use std::cmp::Ordering;
use std::ops::Neg;

use super::digits::{digit, digits_of_nanos, fraction};
use super::text_type::text_type;
use super::{Parsed, WireText};

/// A length of time, with the components and the precision it was written in.
///
/// Two values are equal if they are written alike: `PT60S` differs from
/// `PT1M`, `P0D` from `PT0S`. [`same_length`](Self::same_length) and
/// [`length_cmp`](Self::length_cmp) compare what is meant. The order of `Ord`
/// is that of length, and of the written form where the length is the same.
///
/// Weeks, months and years are no part of the type.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Duration {
    days: u64,
    picos: u64,
    hours: u32,
    minutes: u32,
    seconds: u32,
    /// The count of fraction digits.
    digits: u8,
    /// Which components are written: the bits below.
    present: u8,
    negative: bool,
}

text_type!(Duration, "Edm.Duration", "a duration such as P1DT2H3M4.5S");

const DAYS: u8 = 1;
const HOURS: u8 = 2;
const MINUTES: u8 = 4;
const SECONDS: u8 = 8;

impl Duration {
    /// No time, written `PT0S`.
    pub const ZERO: Self = Self {
        days: 0,
        picos: 0,
        hours: 0,
        minutes: 0,
        seconds: 0,
        digits: 0,
        present: SECONDS,
        negative: false,
    };

    /// A length in seconds, written in days, hours, minutes and seconds.
    pub fn from_seconds(seconds: i64) -> Self {
        Self::balanced(seconds < 0, seconds.unsigned_abs(), 0)
    }

    /// A length in nanoseconds, written in days, hours, minutes and seconds.
    ///
    /// `None` beyond `u64::MAX` seconds.
    pub fn from_nanos(nanos: i128) -> Option<Self> {
        let length = nanos.unsigned_abs();
        let seconds = u64::try_from(length / 1_000_000_000).ok()?;
        let part = u32::try_from(length % 1_000_000_000).ok()?;
        Some(Self::balanced(nanos < 0, seconds, part))
    }

    fn balanced(negative: bool, seconds: u64, nanos: u32) -> Self {
        let mut value = Self {
            days: seconds / 86_400,
            picos: u64::from(nanos) * 1_000,
            hours: (seconds / 3_600 % 24) as u32,
            minutes: (seconds / 60 % 60) as u32,
            seconds: (seconds % 60) as u32,
            digits: digits_of_nanos(nanos),
            present: 0,
            negative,
        };
        for (written, bit) in [
            (value.days != 0, DAYS),
            (value.hours != 0, HOURS),
            (value.minutes != 0, MINUTES),
            (value.seconds != 0 || nanos != 0, SECONDS),
        ] {
            value.present |= if written { bit } else { 0 };
        }
        if value.present == 0 {
            return Self::ZERO;
        }
        value
    }

    /// The days as they were written; 0 if they were not.
    pub const fn days(&self) -> u64 {
        self.days
    }

    /// The hours as they were written, which may be 24 and more.
    pub const fn hours(&self) -> u32 {
        self.hours
    }

    /// The minutes as they were written, which may be 60 and more.
    pub const fn minutes(&self) -> u32 {
        self.minutes
    }

    /// The seconds as they were written, which may be 60 and more.
    pub const fn seconds(&self) -> u32 {
        self.seconds
    }

    /// The fraction of the second in picoseconds.
    pub const fn fraction_picos(&self) -> u64 {
        self.picos
    }

    /// The count of fraction digits that are written, 0 to 12.
    pub const fn fraction_digits(&self) -> u8 {
        self.digits
    }

    /// Whether the length is below zero.
    pub fn is_negative(&self) -> bool {
        self.negative && !self.is_zero()
    }

    /// Whether the length is zero.
    pub fn is_zero(&self) -> bool {
        self.whole_seconds() == 0 && self.picos == 0
    }

    /// The seconds without sign and fraction.
    fn whole_seconds(&self) -> i128 {
        let minutes = i128::from(self.hours) * 60 + i128::from(self.minutes);
        i128::from(self.days) * 86_400 + minutes * 60 + i128::from(self.seconds)
    }

    fn total_picos(&self) -> i128 {
        let length = self.whole_seconds() * 1_000_000_000_000 + i128::from(self.picos);
        if self.negative { -length } else { length }
    }

    /// The length in nanoseconds, truncated.
    pub fn total_nanos(&self) -> i128 {
        self.total_picos() / 1_000
    }

    /// The length as a duration of the standard library, which has no sign.
    ///
    /// `None` if it is negative or too long. Fractions of a nanosecond are truncated.
    pub fn as_std(&self) -> Option<std::time::Duration> {
        if self.is_negative() {
            return None;
        }
        let seconds = u64::try_from(self.whole_seconds()).ok()?;
        Some(std::time::Duration::new(
            seconds,
            (self.picos / 1_000) as u32,
        ))
    }

    /// Compares the lengths, however they are written.
    pub fn length_cmp(&self, other: &Self) -> Ordering {
        self.total_picos().cmp(&other.total_picos())
    }

    /// Whether both are equally long, however they are written.
    pub fn same_length(&self, other: &Self) -> bool {
        self.length_cmp(other).is_eq()
    }

    /// Reads the wire text.
    ///
    /// Lenient: a plus sign, zeros in front, a point without digits on one
    /// side, and digits beyond the twelfth, which are cut off.
    pub fn parse_wire(text: &[u8]) -> Option<Parsed<Self>> {
        let (negative, mut exact, rest) = match text {
            [b'-', rest @ ..] => (true, true, rest),
            [b'+', rest @ ..] => (false, false, rest),
            _ => (false, true, text),
        };
        let mut rest = rest.strip_prefix(b"P")?;
        let mut value = Self {
            present: 0,
            negative,
            ..Self::ZERO
        };
        let mut in_time = false;
        while !rest.is_empty() {
            if let [b'T', tail @ ..] = rest
                && !in_time
            {
                in_time = true;
                rest = tail;
                // Something must follow.
                if !rest.is_empty() {
                    continue;
                }
            }
            let number = Number::read(rest)?;
            exact &= number.exact;
            let small = u32::try_from(number.value);
            let [unit, tail @ ..] = number.rest else {
                return None;
            };
            let bit = match (unit, in_time, tail) {
                (b'D', false, _) => {
                    value.days = number.value;
                    rest = tail;
                    DAYS
                }
                (b'H', true, _) => {
                    value.hours = small.ok()?;
                    rest = tail;
                    HOURS
                }
                (b'M', true, _) => {
                    value.minutes = small.ok()?;
                    rest = tail;
                    MINUTES
                }
                (b'S', true, _) => {
                    value.seconds = small.ok()?;
                    rest = tail;
                    SECONDS
                }
                (b'.', true, digits) => {
                    let (part, [b'S', tail @ ..]) = fraction(digits) else {
                        return None;
                    };
                    // A lone point is no number.
                    if number.count == 0 && part.digits == 0 {
                        return None;
                    }
                    value.seconds = small.ok()?;
                    value.picos = part.picos;
                    value.digits = part.digits;
                    exact &= part.exact;
                    rest = tail;
                    SECONDS
                }
                _ => return None,
            };
            // Each component once, and the bits rise in their order.
            if number.count == 0 && *unit != b'.' || value.present >= bit {
                return None;
            }
            value.present |= bit;
        }
        (value.present != 0).then_some(Parsed::new(value, exact))
    }

    /// The wire text.
    pub fn to_wire(&self) -> WireText {
        let mut text = WireText::new();
        if self.negative {
            text.push(b'-');
        }
        text.push(b'P');
        if self.present & DAYS != 0 {
            text.number(self.days, 1);
            text.push(b'D');
        }
        if self.present > DAYS {
            text.push(b'T');
        }
        for (number, bit, unit) in [(self.hours, HOURS, b'H'), (self.minutes, MINUTES, b'M')] {
            if self.present & bit != 0 {
                text.number(u64::from(number), 1);
                text.push(unit);
            }
        }
        if self.present & SECONDS != 0 {
            text.number(u64::from(self.seconds), 1);
            text.fraction(self.picos, self.digits);
            text.push(b'S');
        }
        text
    }
}

/// The digits that a component begins with.
struct Number<'a> {
    value: u64,
    count: usize,
    /// Whether there are digits, without zeros in front.
    exact: bool,
    rest: &'a [u8],
}

impl<'a> Number<'a> {
    #[inline]
    fn read(text: &'a [u8]) -> Option<Self> {
        let (mut value, mut count, mut rest) = (0_u64, 0, text);
        while let [byte, tail @ ..] = rest
            && let Some(next) = digit(*byte)
        {
            value = value.checked_mul(10)?.checked_add(u64::from(next))?;
            count += 1;
            rest = tail;
        }
        let exact = count == 1 || (count > 1 && !text.starts_with(b"0"));
        Some(Self {
            value,
            count,
            exact,
            rest,
        })
    }
}

impl Ord for Duration {
    fn cmp(&self, other: &Self) -> Ordering {
        let written = |value: &Self| {
            let small = (value.hours, value.minutes, value.seconds, value.digits);
            (value.negative, value.present, value.days, small)
        };
        self.length_cmp(other)
            .then_with(|| written(self).cmp(&written(other)))
    }
}

impl PartialOrd for Duration {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Neg for Duration {
    type Output = Self;

    fn neg(self) -> Self {
        Self {
            negative: !self.negative && !self.is_zero(),
            ..self
        }
    }
}

impl From<std::time::Duration> for Duration {
    fn from(value: std::time::Duration) -> Self {
        Self::balanced(false, value.as_secs(), value.subsec_nanos())
    }
}

#[cfg(test)]
mod tests;
