//! Reading and formatting of JSON numbers.
//!
//! A number that would be written in another way, such as `1.0` for an integer, sets
//! [`Reader::spelling`], so that its text can be kept.

use super::number_text::number_in;
use super::reader::{Failed, Reader, Spelling};

/// Powers of ten that `f64` holds exactly.
const TENS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

impl<'a> Reader<'a> {
    /// The text of the number here.
    pub(crate) fn number_text(&mut self) -> Result<&'a str, Failed> {
        match self.peek() {
            Some(b'-' | b'0'..=b'9') => {
                let start = self.at;
                self.skip_number()?;
                Ok(self.since(start))
            }
            _ => self.misfit("a number"),
        }
    }

    /// Reads an integer between `least` and `most`: a number, or a number in a string.
    #[inline]
    pub(crate) fn integer(&mut self, least: i64, most: i64) -> Result<i64, Failed> {
        self.peek();
        let start = self.at;
        let negative = self.bytes.get(self.at) == Some(&b'-');
        let digits = start + usize::from(negative);
        let mut at = digits;
        let mut value: u64 = 0;
        while let Some(byte @ b'0'..=b'9') = self.bytes.get(at) {
            value = value.wrapping_mul(10).wrapping_add(u64::from(byte - b'0'));
            at += 1;
        }
        let plain = match at - digits {
            0 => false,
            1 => true,
            2..=18 => self.bytes.get(digits) != Some(&b'0'),
            _ => false,
        };
        if plain && !matches!(self.bytes.get(at), Some(b'.' | b'e' | b'E')) {
            let value = value.cast_signed();
            let value = if negative { -value } else { value };
            if (least..=most).contains(&value) && !(negative && value == 0) {
                self.at = at;
                return Ok(value);
            }
        }
        self.integer_slowly(least, most)
    }

    /// Integers of 19 digits, written as text, with a fraction of zeros or
    /// with an exponent.
    #[cold]
    fn integer_slowly(&mut self, least: i64, most: i64) -> Result<i64, Failed> {
        let start = self.at;
        let value = match self.peek() {
            Some(b'"') => {
                let text = self.string()?;
                self.spelling = Spelling::Other;
                number_in(&text).and_then(|number| integer_of(&number))
            }
            Some(b'-' | b'0'..=b'9') => {
                let text = self.number_text()?;
                self.spelling = Spelling::canonical_if(text.parse::<i64>().is_ok() && text != "-0");
                integer_of(text)
            }
            _ => None,
        };
        match value {
            Some(value) if (least..=most).contains(&value) => Ok(value),
            _ => {
                self.at = start;
                self.misfit(&format!("an integer from {least} to {most}"))
            }
        }
    }

    /// Reads `Edm.Double`.
    #[inline]
    pub(crate) fn double(&mut self) -> Result<f64, Failed> {
        if self.peek() == Some(b'"') {
            return self.quoted_float(|value: &f64| value.is_finite());
        }
        let start = self.at;
        let text = self.number_text()?;
        if let Some(short) = Short::of(text)
            && let Some(power) = TENS.get(short.scale)
        {
            self.spelling = Spelling::canonical_if(short.canonical);
            return Ok(short.sign(short.digits as f64 / power));
        }
        match text.parse::<f64>() {
            Ok(value) if value.is_finite() => {
                let written = f64_text(value, &mut zmij::Buffer::new()) == text;
                self.spelling = Spelling::canonical_if(written);
                Ok(value)
            }
            _ => {
                self.at = start;
                self.misfit("a number that a double can hold")
            }
        }
    }

    /// Reads `Edm.Single`.
    #[inline]
    pub(crate) fn single(&mut self) -> Result<f32, Failed> {
        if self.peek() == Some(b'"') {
            return self.quoted_float(|value: &f32| value.is_finite());
        }
        let start = self.at;
        let text = self.number_text()?;
        if let Some(short) = Short::of(text)
            && short.digits < 1_000_000
            && short.scale <= 10
            && let Some(power) = TENS.get(short.scale)
        {
            // Both are exact in f32, so one division rounds once.
            self.spelling = Spelling::canonical_if(short.canonical);
            return Ok(short.sign(f64::from(short.digits as f32 / *power as f32)) as f32);
        }
        match text.parse::<f32>() {
            Ok(value) if value.is_finite() => {
                let written = f32_text(value, &mut zmij::Buffer::new()) == text;
                self.spelling = Spelling::canonical_if(written);
                Ok(value)
            }
            _ => {
                self.at = start;
                self.misfit("a number that a single can hold")
            }
        }
    }
}

/// The exact value of a JSON number, if it is an integer of 64 bits.
fn integer_of(text: &str) -> Option<i64> {
    if let Ok(value) = text.parse::<i64>() {
        return Some(value);
    }
    let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
    if mantissa
        .bytes()
        .all(|byte| matches!(byte, b'-' | b'0' | b'.'))
    {
        return Some(0);
    }
    let (number, exponent) = match text.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let negative = whole.starts_with('-');
    let digits = whole.strip_prefix('-').unwrap_or(whole);
    if digits.len() + fraction.len() > 64 || !(-64..=64).contains(&exponent) {
        return None;
    }
    let all = format!("{digits}{fraction}");
    let point = i32::try_from(digits.len()).ok()? + exponent;
    let mut value: i128 = 0;
    for (place, byte) in (0..).zip(all.bytes()) {
        let digit = i128::from(byte.checked_sub(b'0').filter(|digit| *digit < 10)?);
        if place < point {
            value = value.checked_mul(10)?.checked_add(digit)?;
        } else if digit != 0 {
            return None;
        }
    }
    if value != 0 {
        for _ in i32::try_from(all.len()).ok()?..point {
            value = value.checked_mul(10)?;
        }
    }
    i64::try_from(if negative { -value } else { value }).ok()
}

/// A number of at most 15 digits without exponent: exact in one division.
struct Short {
    digits: u64,
    scale: usize,
    negative: bool,
    /// Whether the number is written back with the same text.
    canonical: bool,
}

impl Short {
    #[inline]
    fn of(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let (negative, bytes) = match bytes.split_first() {
            Some((b'-', rest)) => (true, rest),
            _ => (false, bytes),
        };
        if bytes.len() > 16 {
            return None;
        }
        let mut digits: u64 = 0;
        let mut point = None;
        for (at, byte) in bytes.iter().enumerate() {
            match byte {
                b'0'..=b'9' => digits = digits * 10 + u64::from(byte - b'0'),
                b'.' => point = Some(at),
                _ => return None,
            }
        }
        let scale = match point {
            Some(at) => bytes.len() - at - 1,
            None => 0,
        };
        if bytes.len() - usize::from(point.is_some()) > 15 {
            return None;
        }
        // Shortest form: a fraction that does not end in 0, except `.0`
        // itself; below 1e-4 the shortest form has an exponent.
        let trailing = bytes.last() == Some(&b'0');
        let canonical = match scale {
            0 => false,
            1 => true,
            2..=4 => !trailing,
            _ => !trailing && bytes.first() != Some(&b'0'),
        };
        if scale > 4 && !canonical {
            return None;
        }
        Some(Self {
            digits,
            scale,
            negative,
            canonical,
        })
    }

    #[inline]
    fn sign(&self, value: f64) -> f64 {
        if self.negative { -value } else { value }
    }
}

/// The JSON text of an `Edm.Double`.
pub(crate) fn f64_text(value: f64, buffer: &mut zmij::Buffer) -> &str {
    if value.is_finite() {
        buffer.format_finite(value)
    } else if value.is_nan() {
        "\"NaN\""
    } else if value > 0.0 {
        "\"INF\""
    } else {
        "\"-INF\""
    }
}

/// The JSON text of an `Edm.Single`.
pub(crate) fn f32_text(value: f32, buffer: &mut zmij::Buffer) -> &str {
    if value.is_finite() {
        buffer.format_finite(value)
    } else {
        f64_text(f64::from(value), buffer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_in_every_spelling() {
        for (text, value, inexact) in [
            ("0", 0, false),
            ("-1", -1, false),
            ("9223372036854775807", i64::MAX, false),
            ("-9223372036854775808", i64::MIN, false),
            ("123456789012345678", 123_456_789_012_345_678, false),
            ("1.0", 1, true),
            ("1e2", 100, true),
            ("120e-1", 12, true),
            ("-0", 0, true),
            ("\"42\"", 42, true),
        ] {
            let mut reader = Reader::new(text);
            assert_eq!(reader.integer(i64::MIN, i64::MAX), Ok(value), "{text}");
            assert_eq!(reader.spelling == Spelling::Other, inexact, "{text}");
            assert_eq!(reader.end(), Ok(()), "{text}");
        }
    }

    #[test]
    fn integers_that_are_none() {
        for text in [
            "1.5",
            "1e-1",
            "01",
            "-",
            "9223372036854775808",
            "true",
            "\"x\"",
            "1e999",
            "{}",
        ] {
            let mut reader = Reader::new(text);
            let read = reader
                .integer(i64::MIN, i64::MAX)
                .and_then(|_| reader.end());
            assert!(read.is_err(), "{text}");
        }
        assert!(Reader::new("256").integer(0, 255).is_err());
        assert!(Reader::new("-1").integer(0, 255).is_err());
    }

    #[test]
    fn floats_agree_with_the_standard_library_and_know_their_spelling() {
        for text in [
            "0.0",
            "-0.0",
            "5",
            "5.0",
            "0.1",
            "0.30000000000000004",
            "1e300",
            "0.00001",
            "0.0001",
            "0.5000",
            "123456.789012345",
            "1e-7",
            "100000000000000000000.0",
            "0.000123",
            "12.50",
            "3.4028235e38",
            "9007199254740993.0",
        ] {
            let mut reader = Reader::new(text);
            let value = reader.double().unwrap();
            assert_eq!(
                value.to_bits(),
                text.parse::<f64>().unwrap().to_bits(),
                "{text}"
            );
            let mut buffer = zmij::Buffer::new();
            assert_eq!(
                reader.spelling == Spelling::Other,
                f64_text(value, &mut buffer) != text,
                "{text}"
            );

            let mut reader = Reader::new(text);
            if let Ok(value) = reader.single() {
                assert_eq!(
                    value.to_bits(),
                    text.parse::<f32>().unwrap().to_bits(),
                    "{text}"
                );
                let mut buffer = zmij::Buffer::new();
                assert_eq!(
                    reader.spelling == Spelling::Other,
                    f32_text(value, &mut buffer) != text,
                    "{text}"
                );
            }
        }
        assert!(Reader::new("1e999").double().is_err());
        assert!(Reader::new("1e39").single().is_err());
    }
}
