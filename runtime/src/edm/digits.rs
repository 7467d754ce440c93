//! Decimal digits, two at a time.

/// The texts of 0 to 99.
const PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[b'0'; 2]; 100];
    let mut n = 0;
    while n < 100 {
        pairs[n] = [b'0' + (n / 10) as u8, b'0' + (n % 10) as u8];
        n += 1;
    }
    pairs
};

/// The two digits of a number below 100.
#[inline]
pub(crate) fn pair(number: u8) -> [u8; 2] {
    PAIRS.get(usize::from(number)).copied().unwrap_or(*b"00")
}

/// The value of a digit.
#[inline]
pub(crate) fn digit(byte: u8) -> Option<u8> {
    let value = byte ^ b'0';
    (value < 10).then_some(value)
}

/// The value of two digits.
#[inline]
pub(crate) fn two(high: u8, low: u8) -> Option<u8> {
    let (high, low) = (high ^ b'0', low ^ b'0');
    if high < 10 && low < 10 {
        Some(high * 10 + low)
    } else {
        None
    }
}

/// A fraction of a second as it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fraction {
    /// The value, cut after twelve digits.
    pub picos: u64,
    /// The count of digits, at most twelve.
    pub digits: u8,
    /// Whether there was at least one digit and none was truncated.
    pub exact: bool,
}

/// Ten to the power of twelve less the index: what a count of digits must be
/// multiplied with to count picoseconds.
const SCALE: [u64; 13] = {
    let mut scale = [1; 13];
    let mut n = 12;
    while n > 0 {
        scale[n - 1] = scale[n] * 10;
        n -= 1;
    }
    scale
};

/// Reads the digits after the point of a second.
#[inline]
pub(crate) fn fraction(text: &[u8]) -> (Fraction, &[u8]) {
    let (mut value, mut digits, mut exact) = (0_u64, 0_u8, true);
    let mut rest = text;
    while let [byte, tail @ ..] = rest {
        let Some(next) = digit(*byte) else { break };
        if digits < 12 {
            value = value * 10 + u64::from(next);
            digits += 1;
        } else {
            exact = false;
        }
        rest = tail;
    }
    let picos = value * SCALE.get(usize::from(digits)).copied().unwrap_or(0);
    (
        Fraction {
            picos,
            digits,
            exact: exact && digits > 0,
        },
        rest,
    )
}

/// The count of digits that a count of nanoseconds needs after the point.
pub(crate) fn digits_of_nanos(nanos: u32) -> u8 {
    if nanos == 0 {
        return 0;
    }
    let (mut rest, mut digits) = (nanos, 9);
    while rest.is_multiple_of(10) {
        rest /= 10;
        digits -= 1;
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_only_digits() {
        assert_eq!(two(b'4', b'2'), Some(42));
        for bad in [b'/', b':', b' ', b'a', 0, 0xff] {
            assert_eq!(two(bad, b'0'), None);
            assert_eq!(two(b'0', bad), None);
            assert_eq!(digit(bad), None);
        }
    }

    #[test]
    fn cuts_a_fraction_after_twelve_digits() {
        let (read, rest) = fraction(b"1234567890129Z");
        assert_eq!(
            read,
            Fraction {
                picos: 123_456_789_012,
                digits: 12,
                exact: false
            }
        );
        assert_eq!(rest, b"Z");
        let (read, _) = fraction(b"50");
        assert_eq!(
            read,
            Fraction {
                picos: 500_000_000_000,
                digits: 2,
                exact: true
            }
        );
        assert_eq!(
            fraction(b"Z").0,
            Fraction {
                picos: 0,
                digits: 0,
                exact: false
            }
        );
    }

    #[test]
    fn counts_the_digits_of_nanoseconds() {
        assert_eq!(digits_of_nanos(0), 0);
        assert_eq!(digits_of_nanos(500_000_000), 1);
        assert_eq!(digits_of_nanos(1), 9);
    }
}
