//! `Edm.Decimal`: an exact decimal number that keeps its text.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use super::decimal_number::Number;
use super::{ParseError, Parsed};

/// An exact decimal number that keeps its original text.
///
/// Any number that JSON allows, up to exponents of 18 digits. Equality, order
/// and hash are those of the number: `1.0`, `1.00` and `1e0` are equal;
/// [`as_str`](Self::as_str) tells them apart.
#[derive(Clone)]
pub struct Decimal(Repr);

#[derive(Clone)]
enum Repr {
    Inline { len: u8, bytes: [u8; INLINE] },
    Heap(Box<str>),
}

/// The number of bytes that fit beside the length without making the enum larger.
const INLINE: usize = 22;

impl Decimal {
    /// Reads a number in the notation of JSON.
    ///
    /// # Errors
    ///
    /// The text is no such number, or its exponent has more than 18 digits.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        match Self::parse_wire(text.as_bytes()) {
            Some(parsed) => Ok(parsed.value),
            None => Err(ParseError::new("Edm.Decimal")),
        }
    }

    /// Reads a number in the notation of JSON; what is read is exact.
    #[inline]
    pub fn parse_wire(text: &[u8]) -> Option<Parsed<Self>> {
        Number::read(text)?;
        // A number is ASCII.
        let text = std::str::from_utf8(text).ok()?;
        Some(Parsed::new(Self::from_checked(text), true))
    }

    #[inline]
    pub(super) fn from_checked(text: &str) -> Self {
        let mut bytes = [0; INLINE];
        match bytes.get_mut(..text.len()) {
            Some(room) => {
                room.copy_from_slice(text.as_bytes());
                // INLINE is below 256.
                Self(Repr::Inline {
                    len: text.len() as u8,
                    bytes,
                })
            }
            None => Self(Repr::Heap(text.into())),
        }
    }

    /// The wire text, which is the text that was read.
    #[inline]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Repr::Inline { len, bytes } => {
                let text = bytes.get(..usize::from(*len)).unwrap_or(&[]);
                std::str::from_utf8(text).unwrap_or("0")
            }
            Repr::Heap(text) => text,
        }
    }

    /// Appends the wire text to `out`.
    #[inline]
    pub fn write_wire(&self, out: &mut String) {
        out.push_str(self.as_str());
    }

    /// The nearest floating-point number; infinite if the number is too large.
    pub fn to_f64(&self) -> f64 {
        self.as_str().parse().unwrap_or(f64::NAN)
    }

    /// The number as an integer, if it is one and fits.
    pub fn to_i64(&self) -> Option<i64> {
        self.number().to_i64()
    }

    /// The number, as its shortest decimal text has it.
    ///
    /// `None` if it is infinite or not a number.
    pub fn from_f64(number: f64) -> Option<Self> {
        if !number.is_finite() {
            return None;
        }
        Some(Self::from_checked(
            zmij::Buffer::new().format_finite(number),
        ))
    }

    #[inline]
    fn number(&self) -> Number<'_> {
        // The text was read before; zero is never reached.
        Number::read(self.as_str().as_bytes()).unwrap_or_default()
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        self.number().cmp(&other.number())
    }
}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.number().hash(state);
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Decimal({})", self.as_str())
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl AsRef<str> for Decimal {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl std::str::FromStr for Decimal {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::parse(text)
    }
}

impl TryFrom<&str> for Decimal {
    type Error = ParseError;

    fn try_from(text: &str) -> Result<Self, ParseError> {
        Self::parse(text)
    }
}

macro_rules! from_integer {
    ($($integer:ty),*) => {$(
        impl From<$integer> for Decimal {
            fn from(number: $integer) -> Self {
                Self::from_checked(itoa::Buffer::new().format(number))
            }
        }
    )*};
}

from_integer!(i32, i64, u32, u64, i128, u128);

#[cfg(test)]
mod tests {
    use std::hash::BuildHasher;

    use proptest::prelude::*;

    use super::*;

    fn value(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn keeps_any_json_number() {
        for text in [
            "0",
            "-0",
            "0.0",
            "1.50",
            "-12345678901234567890.12345678901234567890",
            "1e5",
            "1E+5",
            "1.20e-007",
            "79228162514264337593543950335",
            "1e999999999999999999",
        ] {
            assert_eq!(value(text).as_str(), text);
        }
    }

    #[test]
    fn refuses_what_is_no_number() {
        for text in [
            "",
            "-",
            "+1",
            "01",
            "-00",
            "1.",
            ".5",
            "1e",
            "1e+",
            "1.e5",
            "0x1",
            "1 ",
            " 1",
            "1,5",
            "INF",
            "-INF",
            "NaN",
            "1e5.0",
            "--1",
            "1e1000000000000000000",
            "\u{664}",
        ] {
            assert!(Decimal::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn compares_numbers() {
        let groups = [
            &["-1e999999999999999999"][..],
            &["-100", "-1e2", "-100.00"],
            &["-1.1"],
            &["-0.000000001", "-1e-9"],
            &["0", "-0", "0.00", "0e5", "-0.0e-999999999999999999"],
            &["1e-999999999999999999"],
            &["0.1", "1e-1", "0.10", "100e-3"],
            &["1", "1.0", "1e0", "0.1e1", "10e-1"],
            &["1.5", "15e-1"],
            &["9.99"],
            &["10", "1e1", "0.001e4"],
            &["12345678901234567890", "1234567890123456789e1"],
            &["0.1e999999999999999999"],
            &["1e999999999999999999", "1.0e999999999999999999"],
        ];
        let hasher = std::hash::RandomState::new();
        for (i, left) in groups.iter().enumerate() {
            for (j, right) in groups.iter().enumerate() {
                for (a, b) in left.iter().flat_map(|a| right.iter().map(move |b| (a, b))) {
                    assert_eq!(value(a).cmp(&value(b)), i.cmp(&j), "{a} {b}");
                    if i == j {
                        assert_eq!(hasher.hash_one(value(a)), hasher.hash_one(value(b)));
                    }
                }
            }
        }
    }

    #[test]
    fn converts() {
        assert_eq!(value("1.50").to_f64(), 1.5);
        assert_eq!(value("1e400").to_f64(), f64::INFINITY);
        assert_eq!(value("1.50").to_i64(), None);
        assert_eq!(value("150e-1").to_i64(), Some(15));
        assert_eq!(value("15e3").to_i64(), Some(15_000));
        assert_eq!(value("-0.0").to_i64(), Some(0));
        assert_eq!(value("9223372036854775807.0").to_i64(), Some(i64::MAX));
        assert_eq!(value("-9223372036854775808").to_i64(), Some(i64::MIN));
        assert_eq!(value("9223372036854775808").to_i64(), None);
        assert_eq!(value("1e999999999999999999").to_i64(), None);
        assert_eq!(Decimal::from(i64::MIN).as_str(), "-9223372036854775808");
        assert_eq!(Decimal::from_f64(0.694).unwrap().as_str(), "0.694");
        assert_eq!(Decimal::from_f64(f64::NAN), None);
        assert_eq!(size_of::<Option<Decimal>>(), 24);
    }

    proptest! {
        #[test]
        fn orders_like_integers(a: i64, b: i64) {
            prop_assert_eq!(Decimal::from(a).cmp(&Decimal::from(b)), a.cmp(&b));
            prop_assert_eq!(Decimal::from(a).to_i64(), Some(a));
        }

        #[test]
        fn orders_like_floats(a in -1e6..1e6_f64, b in -1e6..1e6_f64, shift in 0..20_u32) {
            let b = if shift == 0 { a } else { b / f64::from(1_u32 << shift) };
            let (x, y) = (Decimal::from_f64(a).unwrap(), Decimal::from_f64(b).unwrap());
            prop_assert_eq!(Some(x.cmp(&y)), a.partial_cmp(&b));
            prop_assert_eq!(x.to_f64(), a);
        }

        #[test]
        fn scaling_keeps_the_number(number in -1_000_000..1_000_000_i64, zeros in 0..30_usize) {
            let text = format!("{number}{}e-{zeros}", "0".repeat(zeros));
            let scaled = value(if number == 0 { "0" } else { &text });
            prop_assert_eq!(&scaled, &Decimal::from(number));
            prop_assert_eq!(scaled.to_i64(), Some(number));
        }

        #[test]
        fn agrees_with_serde_json(
            text in "-?[01]?[0-9]{0,2}(\\.[0-9]{0,3})?([eE][-+]?[0-9]{0,2})?",
        ) {
            let number = serde_json::from_str::<&serde_json::value::RawValue>(&text).is_ok();
            prop_assert_eq!(Decimal::parse(&text).is_ok(), number);
        }
    }
}
