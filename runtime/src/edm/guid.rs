//! `Edm.Guid`: 32 hexadecimal digits in five groups.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use super::text_type::text_type;
use super::{Parsed, WireText};

/// A GUID that keeps the case of its text.
///
/// Equality, order and hash ignore the case.
#[derive(Clone, Copy)]
pub struct Guid([u8; LENGTH]);

text_type!(
    Guid,
    "Edm.Guid",
    "a GUID such as 01234567-89ab-cdef-0123-456789abcdef"
);

const LENGTH: usize = 36;

impl Guid {
    /// The GUID of zeros.
    pub const NIL: Self = Self(*b"00000000-0000-0000-0000-000000000000");

    /// The GUID of a number, in lower case; its first digit is the highest.
    pub fn from_u128(number: u128) -> Self {
        let mut digits = [0; 32];
        for (slot, shift) in digits.iter_mut().rev().zip((0..128).step_by(4)) {
            let value = ((number >> shift) & 15) as u8;
            *slot = if value < 10 {
                b'0' + value
            } else {
                b'a' - 10 + value
            };
        }
        Self::from_digits(&digits)
    }

    /// The number of the GUID; its highest digit is the first.
    pub fn as_u128(&self) -> u128 {
        let digits = self.0.iter().filter(|byte| **byte != b'-');
        digits.fold(0, |number, byte| (number << 4) | u128::from(hex(*byte)))
    }

    /// The wire text.
    #[inline]
    pub fn as_str(&self) -> &str {
        // Only ASCII is ever let in.
        std::str::from_utf8(&self.0).unwrap_or("")
    }

    fn from_digits(digits: &[u8; 32]) -> Self {
        let Self(mut text) = Self::NIL;
        let slots = text.iter_mut().filter(|slot| **slot != b'-');
        for (slot, byte) in slots.zip(digits) {
            *slot = *byte;
        }
        Self(text)
    }

    /// Reads the wire text.
    ///
    /// Lenient: braces around it, and the digits alone.
    #[inline]
    pub fn parse_wire(text: &[u8]) -> Option<Parsed<Self>> {
        match <&[u8; LENGTH]>::try_from(text) {
            Ok(text) => Self::read(text).map(|guid| Parsed::new(guid, true)),
            Err(_) => Self::read_other(text).map(|guid| Parsed::new(guid, false)),
        }
    }

    #[inline]
    fn read(text: &[u8; LENGTH]) -> Option<Self> {
        let digits = text
            .iter()
            .map(|byte| u32::from(byte.is_ascii_hexdigit()))
            .sum::<u32>();
        let hyphens = [text[8], text[13], text[18], text[23]];
        (digits == 32 && hyphens == *b"----").then_some(Self(*text))
    }

    fn read_other(text: &[u8]) -> Option<Self> {
        let bare = text
            .strip_prefix(b"{")
            .and_then(|text| text.strip_suffix(b"}"));
        let bare = bare.unwrap_or(text);
        if let Ok(digits) = <&[u8; 32]>::try_from(bare) {
            return digits
                .iter()
                .all(u8::is_ascii_hexdigit)
                .then(|| Self::from_digits(digits));
        }
        Self::read(bare.try_into().ok()?)
    }

    /// The wire text as a [`WireText`].
    #[inline]
    pub fn to_wire(&self) -> WireText {
        let mut text = WireText::new();
        text.extend(&self.0);
        text
    }

    /// The text in lower case, by which values are compared.
    #[inline]
    fn folded(&self) -> [u8; LENGTH] {
        // The bit that makes a letter small is set in digits and hyphens.
        self.0.map(|byte| byte | 0x20)
    }
}

#[inline]
fn hex(byte: u8) -> u8 {
    match byte | 0x20 {
        letter @ b'a'..=b'f' => letter - b'a' + 10,
        digit => digit & 15,
    }
}

impl PartialEq for Guid {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.folded() == other.folded()
    }
}

impl Eq for Guid {}

impl PartialOrd for Guid {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Guid {
    fn cmp(&self, other: &Self) -> Ordering {
        self.folded().cmp(&other.folded())
    }
}

impl Hash for Guid {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.folded().hash(state);
    }
}

impl AsRef<str> for Guid {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

#[cfg(test)]
mod tests {
    use std::hash::BuildHasher;

    use proptest::prelude::*;

    use super::*;

    const TEXT: &str = "01234567-89ab-cdef-0123-456789abcdef";
    const NUMBER: u128 = 0x0123_4567_89ab_cdef_0123_4567_89ab_cdef;

    fn parsed(text: &str) -> Option<(String, bool)> {
        Guid::parse_wire(text.as_bytes()).map(|p| (p.value.to_string(), p.exact))
    }

    #[test]
    fn keeps_the_case() {
        for text in [
            TEXT,
            &TEXT.to_uppercase(),
            "aAaAaAaA-BbBb-cCcC-DdDd-eEeEeEeEeEeE",
        ] {
            assert_eq!(parsed(text), Some((text.to_owned(), true)));
        }
    }

    #[test]
    fn reads_other_spellings() {
        let bare = TEXT.replace('-', "");
        for text in [&bare, &format!("{{{TEXT}}}"), &format!("{{{bare}}}")] {
            assert_eq!(parsed(text), Some((TEXT.to_owned(), false)), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_guid() {
        for text in [
            "",
            "{}",
            "01234567-89ab-cdef-0123-456789abcde",
            "01234567-89ab-cdef-0123-456789abcdeg",
            "012345678-9ab-cdef-0123-456789abcdef",
            "01234567-89ab-cdef-0123-456789abc-ef",
            "01234567_89ab_cdef_0123_456789abcdef",
            "{01234567-89ab-cdef-0123-456789abcdef",
            "0123456789abcdef0123456789abcdeg",
        ] {
            assert_eq!(parsed(text), None, "{text}");
        }
    }

    #[test]
    fn ignores_the_case_in_comparisons() {
        let (small, large) = (
            Guid::parse(TEXT).unwrap(),
            Guid::parse(&TEXT.to_uppercase()).unwrap(),
        );
        let hasher = std::hash::RandomState::new();
        assert_eq!(small, large);
        assert_eq!(small.cmp(&large), Ordering::Equal);
        assert_eq!(hasher.hash_one(small), hasher.hash_one(large));
        assert_ne!(small.as_str(), large.as_str());
        assert!(Guid::NIL < small);
        assert_ne!(Guid::NIL, small);
    }

    #[test]
    fn is_a_number() {
        assert_eq!(Guid::from_u128(NUMBER).as_str(), TEXT);
        assert_eq!(Guid::parse(&TEXT.to_uppercase()).unwrap().as_u128(), NUMBER);
        assert_eq!(Guid::from_u128(0).as_str(), Guid::NIL.as_str());
    }

    proptest! {
        #[test]
        fn numbers_round_trip(number: u128, other: u128) {
            let guid = Guid::from_u128(number);
            prop_assert_eq!(guid.as_u128(), number);
            let read = Guid::parse_wire(guid.as_str().as_bytes());
            prop_assert_eq!(read, Some(Parsed::new(guid, true)));
            prop_assert_eq!(guid.cmp(&Guid::from_u128(other)), number.cmp(&other));
        }

        #[test]
        fn never_panics(text in "[-{}0-9a-gA-G\u{e9}]{28,40}") {
            let _ = Guid::parse_wire(text.as_bytes());
        }
    }
}
