//! Decimal numbers by their significant digits, with order and hash.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use super::digits::digit;

/// A number as its significant digits and the position of the point.
///
/// The value is 0.d₁d₂d₃… × 10^`point`, with `d₁` and the last digit not 0;
/// zero has no digits.
#[derive(Clone, Copy, Default)]
pub(crate) struct Number<'a> {
    negative: bool,
    /// The digits before the point and those behind it; together they have no
    /// zeros at either end.
    whole: &'a [u8],
    part: &'a [u8],
    point: i128,
}

impl<'a> Number<'a> {
    /// Reads a JSON number whose exponent has at most 18 digits.
    #[inline]
    pub(crate) fn read(text: &'a [u8]) -> Option<Self> {
        let (negative, rest) = match text {
            [b'-', rest @ ..] => (true, rest),
            _ => (false, text),
        };
        let (whole, rest) = digits(rest)?;
        if let [b'0', _, ..] = whole {
            return None;
        }
        let (part, rest) = match rest {
            [b'.', rest @ ..] => digits(rest)?,
            _ => (&[][..], rest),
        };
        let (exponent, rest) = match rest {
            [b'e' | b'E', b'-', rest @ ..] => digits(rest).map(|(e, rest)| (true, e, rest)),
            [b'e' | b'E', b'+', rest @ ..] | [b'e' | b'E', rest @ ..] => {
                digits(rest).map(|(e, rest)| (false, e, rest))
            }
            _ => Some((false, &[][..], rest)),
        }
        .and_then(|(below, digits, rest)| Some((exponent(below, digits)?, rest)))?;
        if !rest.is_empty() {
            return None;
        }
        Some(Self::normal(negative, whole, part, exponent))
    }

    #[inline]
    fn normal(negative: bool, whole: &'a [u8], part: &'a [u8], exponent: i64) -> Self {
        let (mut whole, mut part) = (trim_start(whole), trim_end(part));
        // A text is shorter than 2^63 bytes, an exponent than 18 digits.
        let mut point = i128::from(exponent) + whole.len() as i128;
        if whole.is_empty() {
            let zeros = part.len();
            part = trim_start(part);
            point -= (zeros - part.len()) as i128;
        }
        if part.is_empty() {
            whole = trim_end(whole);
        }
        if whole.is_empty() && part.is_empty() {
            return Self::default();
        }
        Self {
            negative,
            whole,
            part,
            point,
        }
    }

    fn significant(&self) -> impl Iterator<Item = u8> + use<'a> {
        self.whole.iter().chain(self.part).copied()
    }

    fn is_zero(&self) -> bool {
        self.whole.is_empty() && self.part.is_empty()
    }

    /// The number as an integer, if it is one and fits.
    pub(crate) fn to_i64(self) -> Option<i64> {
        if self.is_zero() {
            return Some(0);
        }
        let count = self.whole.len() + self.part.len();
        // More places than i64 has, or digits behind the point.
        if self.point > 19 || self.point < count as i128 {
            return None;
        }
        let mut value = 0_i128;
        for byte in self.significant() {
            value = value * 10 + i128::from(digit(byte)?);
        }
        value *= 10_i128.pow(u32::try_from(self.point - count as i128).ok()?);
        i64::try_from(if self.negative { -value } else { value }).ok()
    }
}

#[inline]
fn digits(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let count = text
        .iter()
        .position(|byte| !byte.is_ascii_digit())
        .unwrap_or(text.len());
    if count == 0 {
        None
    } else {
        text.split_at_checked(count)
    }
}

fn exponent(below: bool, digits: &[u8]) -> Option<i64> {
    let digits = trim_start(digits);
    if digits.len() > 18 {
        return None;
    }
    let value = digits
        .iter()
        .fold(0, |value, byte| value * 10 + i64::from(byte & 15));
    Some(if below { -value } else { value })
}

#[inline]
fn trim_start(mut digits: &[u8]) -> &[u8] {
    while let [b'0', rest @ ..] = digits {
        digits = rest;
    }
    digits
}

#[inline]
fn trim_end(mut digits: &[u8]) -> &[u8] {
    while let [rest @ .., b'0'] = digits {
        digits = rest;
    }
    digits
}

impl PartialEq for Number<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Number<'_> {}

impl PartialOrd for Number<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let sign = |number: &Self| match (number.is_zero(), number.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        };
        let size = || {
            // Digits without zeros at the end order like text.
            self.point
                .cmp(&other.point)
                .then_with(|| self.significant().cmp(other.significant()))
        };
        sign(self).cmp(&sign(other)).then_with(|| match sign(self) {
            0 => Ordering::Equal,
            1 => size(),
            _ => size().reverse(),
        })
    }
}

impl Hash for Number<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.negative, self.point).hash(state);
        for byte in self.significant() {
            state.write_u8(byte);
        }
    }
}
