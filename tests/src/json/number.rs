//! The exact decimal value of a JSON number.

use std::fmt;

/// A number: `±digits × 10^exponent`, the digits without zeros at either end.
///
/// The sign of zero counts, as it does in binary floating point.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number {
    negative: bool,
    digits: String,
    exponent: i64,
}

impl Number {
    /// Reads the text of a JSON number, which must be well formed.
    pub fn new(text: &str) -> Self {
        let (negative, text) = match text.strip_prefix('-') {
            Some(text) => (true, text),
            None => (false, text),
        };
        let (mantissa, power) = match text.split_once(['e', 'E']) {
            Some((mantissa, power)) => (mantissa, power.parse().unwrap_or(i64::from(i32::MAX))),
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{whole}{fraction}");
        let digits = all.trim_start_matches('0').trim_end_matches('0').to_owned();
        if digits.is_empty() {
            return Self {
                negative,
                digits,
                exponent: 0,
            };
        }
        let zeros = all.len() - all.trim_end_matches('0').len();
        let shift = i64::try_from(zeros).unwrap_or(0) - i64::try_from(fraction.len()).unwrap_or(0);
        Self {
            negative,
            digits,
            exponent: power + shift,
        }
    }
}

/// Plain notation where that is short, else with an exponent.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.negative { "-" } else { "" })?;
        let length = i64::try_from(self.digits.len()).unwrap_or(0);
        match self.exponent {
            _ if self.digits.is_empty() => f.write_str("0"),
            0..=6 => {
                f.write_str(&self.digits)?;
                (0..self.exponent).try_for_each(|_| f.write_str("0"))
            }
            -20..=-1 => {
                let point = usize::try_from(length + self.exponent).unwrap_or(0);
                let (whole, fraction) = self.digits.split_at(point);
                let width = usize::try_from(-self.exponent).unwrap_or(0);
                let whole = if whole.is_empty() { "0" } else { whole };
                write!(f, "{whole}.{fraction:0>width$}")
            }
            exponent => write!(f, "{}e{exponent}", self.digits),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notation_does_not_matter_but_value_does() {
        let same = ["1200", "1.2e3", "1200.00", "12E+2", "0.12e4"];
        for text in same {
            assert_eq!(Number::new(text), Number::new("1200"), "{text}");
        }
        for text in ["1201", "-1200", "120", "1200.000000000000000000001"] {
            assert_ne!(Number::new(text), Number::new("1200"), "{text}");
        }
        assert_ne!(
            Number::new("123456789012345678901234567890"),
            Number::new("123456789012345678901234567891")
        );
        assert_eq!(Number::new("0.00"), Number::new("0e9"));
    }

    #[test]
    fn prints_what_it_is() {
        for text in ["0", "-0", "1200", "0.001", "-12.5", "1e300", "5e-324", "7"] {
            assert_eq!(Number::new(text).to_string(), text);
        }
    }
}
