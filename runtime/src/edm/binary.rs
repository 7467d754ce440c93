//! `Edm.Binary`: bytes, written in base64.
//!
//! Writing uses the standard alphabet with padding, as Graph does. Reading also accepts the
//! URL-safe alphabet of the OData standard, with or without padding.
//!
//! The codec is written here because it is one page of safe code, and a build with only the
//! models should not need a crate for it.

use std::fmt;
use std::ops::Deref;

use serde::de::{Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{ParseError, Parsed};

/// Bytes, which are base64 text in JSON.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Binary(pub Vec<u8>);

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Set for bytes that are not a digit of either alphabet.
const INVALID: u8 = 0x80;
/// Set on the two digits that only the URL-safe alphabet has.
const URL_SAFE: u8 = 0x40;

/// The value of a digit in six bits, and the two flags above.
const VALUES: [u8; 256] = {
    let mut values = [INVALID; 256];
    let mut n = 0;
    while n < 64 {
        values[ALPHABET[n] as usize] = n as u8;
        n += 1;
    }
    values[b'-' as usize] = 62 | URL_SAFE;
    values[b'_' as usize] = 63 | URL_SAFE;
    values
};

/// The bytes encoded at a time, so that the text passes through the stack.
const BLOCK: usize = 384;

impl Binary {
    /// Reads base64.
    ///
    /// # Errors
    ///
    /// The text has other characters, or its length is impossible.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        match Self::parse_wire(text.as_bytes()) {
            Some(parsed) => Ok(parsed.value),
            None => Err(ParseError::new("Edm.Binary")),
        }
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes, taken out.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// Reads base64.
    ///
    /// Lenient: the URL-safe alphabet, no padding, ASCII whitespace, and bits
    /// behind the last byte, which are dropped.
    pub fn parse_wire(text: &[u8]) -> Option<Parsed<Self>> {
        if let Some((bytes, exact)) = decode(text) {
            return Some(Parsed::new(Self(bytes), exact));
        }
        if !text.iter().any(u8::is_ascii_whitespace) {
            return None;
        }
        let dense: Vec<u8> = text
            .iter()
            .copied()
            .filter(|b| !b.is_ascii_whitespace())
            .collect();
        let (bytes, _) = decode(&dense)?;
        Some(Parsed::new(Self(bytes), false))
    }

    /// Appends the bytes as standard base64 with padding to `out`.
    pub fn write_wire(&self, out: &mut String) {
        out.reserve(self.0.len().div_ceil(3) * 4);
        for block in self.0.chunks(BLOCK) {
            let mut text = [0; BLOCK / 3 * 4];
            let (slots, _) = text.as_chunks_mut::<4>();
            let (groups, rest) = block.as_chunks::<3>();
            for (slot, [a, b, c]) in slots.iter_mut().zip(groups) {
                *slot = encode(*a, *b, *c);
            }
            if let Some(slot) = slots.get_mut(groups.len()) {
                match rest {
                    [a, b] => {
                        let [w, x, y, _] = encode(*a, *b, 0);
                        *slot = [w, x, y, b'='];
                    }
                    [a] => {
                        let [w, x, _, _] = encode(*a, 0, 0);
                        *slot = [w, x, b'=', b'='];
                    }
                    _ => {}
                }
            }
            let used = block.len().div_ceil(3) * 4;
            let text = text.get(..used).unwrap_or(&text);
            out.push_str(std::str::from_utf8(text).unwrap_or(""));
        }
    }
}

#[inline]
fn encode(a: u8, b: u8, c: u8) -> [u8; 4] {
    let bits = u32::from_be_bytes([0, a, b, c]);
    [18, 12, 6, 0].map(|shift| ALPHABET[((bits >> shift) & 63) as usize])
}

/// Decodes text without white space, and reports whether encoding gives the same text.
fn decode(text: &[u8]) -> Option<(Vec<u8>, bool)> {
    let (digits, padding) = match text {
        [digits @ .., b'=', b'='] => (digits, 2),
        [digits @ .., b'='] => (digits, 1),
        _ => (text, 0),
    };
    let (groups, rest) = digits.as_chunks::<4>();
    let mut bytes = Vec::with_capacity(digits.len() / 4 * 3 + 2);
    let mut flags = 0;
    for group in groups {
        let [a, b, c, d] = group.map(|byte| VALUES[usize::from(byte)]);
        flags |= a | b | c | d;
        let [_, x, y, z] = join(a, b, c, d).to_be_bytes();
        bytes.extend_from_slice(&[x, y, z]);
    }
    let mut values = rest.iter().map(|byte| VALUES[usize::from(*byte)]);
    let (needed, surplus) = match (values.next(), values.next(), values.next()) {
        (None, ..) => (0, 0),
        (Some(a), Some(b), None) => {
            flags |= a | b;
            let [_, x, y, _] = join(a, b, 0, 0).to_be_bytes();
            bytes.push(x);
            (2, y)
        }
        (Some(a), Some(b), Some(c)) => {
            flags |= a | b | c;
            let [_, x, y, z] = join(a, b, c, 0).to_be_bytes();
            bytes.extend_from_slice(&[x, y]);
            (1, z)
        }
        // Six bits are no byte.
        _ => return None,
    };
    let exact = flags & (INVALID | URL_SAFE) == 0 && padding == needed && surplus == 0;
    (flags & INVALID == 0).then_some((bytes, exact))
}

/// Joins four digits to 24 bits, whatever their flags.
#[inline]
fn join(a: u8, b: u8, c: u8, d: u8) -> u32 {
    let bits = |value: u8, shift: u32| u32::from(value & 63) << shift;
    bits(a, 18) | bits(b, 12) | bits(c, 6) | bits(d, 0)
}

impl fmt::Debug for Binary {
    // The content may be a secret, and is never short.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Binary({} bytes)", self.0.len())
    }
}

impl fmt::Display for Binary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        self.write_wire(&mut text);
        f.pad(&text)
    }
}

impl std::str::FromStr for Binary {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::parse(text)
    }
}

impl From<Vec<u8>> for Binary {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&[u8]> for Binary {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

impl<const N: usize> From<[u8; N]> for Binary {
    fn from(bytes: [u8; N]) -> Self {
        Self(bytes.to_vec())
    }
}

impl From<Binary> for Vec<u8> {
    fn from(value: Binary) -> Self {
        value.0
    }
}

impl Deref for Binary {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl AsRef<[u8]> for Binary {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Serialize for Binary {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut text = String::new();
        self.write_wire(&mut text);
        serializer.serialize_str(&text)
    }
}

impl<'de> Deserialize<'de> for Binary {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl Visitor<'_> for Text {
            type Value = Binary;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("base64")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Binary, E> {
                match Binary::parse_wire(text.as_bytes()) {
                    Some(parsed) => Ok(parsed.value),
                    // The text itself may be long, or a secret.
                    None => Err(E::invalid_value(Unexpected::Other("another text"), &self)),
                }
            }
        }

        deserializer.deserialize_str(Text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parsed(text: &str) -> Option<(Vec<u8>, bool)> {
        Binary::parse_wire(text.as_bytes()).map(|p| (p.value.0, p.exact))
    }

    #[test]
    fn knows_the_vectors_of_rfc_4648() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(Binary::from(bytes.as_bytes()).to_string(), text);
            assert_eq!(parsed(text), Some((bytes.into(), true)), "{text}");
            let bare = text.trim_end_matches('=');
            assert_eq!(parsed(bare), Some((bytes.into(), bare == text)), "{bare}");
        }
    }

    #[test]
    fn reads_other_spellings() {
        for (text, bytes) in [
            ("-_-_", &[0xfb, 0xff, 0xbf][..]),
            ("+/-_", &[0xfb, 0xff, 0xbf]),
            ("Zm9v\n  Ym\tFy\r\n", b"foobar"),
            ("Zm 9vYg==", b"foob"),
            ("Zm9=", b"fo"),
            ("Zm9vYg=", b"foob"),
            ("Zm9v=", b"foo"),
            ("Zh==", b"f"),
        ] {
            assert_eq!(parsed(text), Some((bytes.to_vec(), false)), "{text}");
        }
        assert_eq!(parsed("+/+/"), Some((vec![0xfb, 0xff, 0xbf], true)));
    }

    #[test]
    fn refuses_what_is_no_base64() {
        for text in [
            "A",
            "AAAAA",
            "Zg===",
            "Zg==Zg==",
            "Z=g=",
            "Zm9v!",
            "Zm.v",
            "\u{e9}AAA",
            "%%%%",
        ] {
            assert_eq!(parsed(text), None, "{text}");
        }
    }

    #[test]
    fn hides_its_content() {
        assert_eq!(format!("{:?}", Binary::from([1, 2, 3])), "Binary(3 bytes)");
        let error = serde_json::from_str::<Binary>("\"secret!\"")
            .unwrap_err()
            .to_string();
        assert!(!error.contains("secret"), "{error}");
    }

    #[test]
    fn speaks_serde() {
        let value: Binary = serde_json::from_str("\"Zm9vYg\"").unwrap();
        assert_eq!(serde_json::to_string(&value).unwrap(), "\"Zm9vYg==\"");
    }

    proptest! {
        #[test]
        fn bytes_round_trip(bytes in proptest::collection::vec(any::<u8>(), 0..1_200)) {
            let text = Binary::from(&bytes[..]).to_string();
            prop_assert_eq!(parsed(&text), Some((bytes.clone(), true)));
            let url = text.trim_end_matches('=').replace('+', "-").replace('/', "_");
            prop_assert_eq!(parsed(&url), Some((bytes, url == text)));
        }

        #[test]
        fn exact_means_the_same_text(text in "[A-D+/_ -]{0,9}={0,3}") {
            if let Some(read) = Binary::parse_wire(text.as_bytes()) {
                prop_assert_eq!(read.exact, read.value.to_string() == text);
            }
        }
    }
}
