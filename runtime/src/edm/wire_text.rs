//! A short ASCII text on the stack, for the text of a primitive value.

use std::fmt;
use std::ops::Deref;

use super::digits::pair;

/// The longest text is that of a duration with all components at their ends:
/// 70 bytes.
const CAPACITY: usize = 71;

/// The wire text of a primitive value, held inline.
#[derive(Clone, Copy)]
pub struct WireText {
    bytes: [u8; CAPACITY],
    len: u8,
}

impl WireText {
    #[inline]
    pub(crate) const fn new() -> Self {
        Self {
            bytes: [0; CAPACITY],
            len: 0,
        }
    }

    /// The text.
    #[inline]
    pub fn as_str(&self) -> &str {
        // Only ASCII is ever pushed.
        std::str::from_utf8(self.as_bytes()).unwrap_or("")
    }

    /// The text as ASCII bytes.
    #[inline]
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.len)).unwrap_or(&[])
    }

    /// Appends ASCII bytes; what does not fit is left out, which no caller
    /// lets happen.
    #[inline]
    pub(crate) fn extend(&mut self, ascii: &[u8]) {
        let start = usize::from(self.len);
        if let Some(room) = self.bytes.get_mut(start..start + ascii.len()) {
            room.copy_from_slice(ascii);
            // CAPACITY is below 256, and the slice above fitted.
            self.len += ascii.len() as u8;
        }
    }

    /// Appends the first `count` of some ASCII bytes.
    ///
    /// All of them are copied, for a copy of a known length is a store or two;
    /// what lies behind the end does not count.
    #[inline]
    fn extend_some<const N: usize>(&mut self, ascii: &[u8; N], count: u8) {
        let start = usize::from(self.len);
        if let Some(room) = self.bytes.get_mut(start..start + N) {
            room.copy_from_slice(ascii);
            self.len += count.min(N as u8);
        }
    }

    #[inline]
    pub(crate) fn push(&mut self, ascii: u8) {
        if let Some(slot) = self.bytes.get_mut(usize::from(self.len)) {
            *slot = ascii;
            self.len += 1;
        }
    }

    /// Appends `number` in decimal digits, with zeros in front up to `width`.
    #[inline]
    pub(crate) fn number(&mut self, number: u64, width: usize) {
        // Nearly all numbers have one digit or two.
        if number < 10 && width < 2 {
            return self.push(b'0' + number as u8);
        }
        if number < 100 && width < 3 {
            return self.extend(&pair(number as u8));
        }
        let mut digits = [b'0'; 20];
        let mut rest = number;
        let mut used = 0;
        for slot in digits.rchunks_exact_mut(2) {
            if rest == 0 {
                break;
            }
            let text = pair((rest % 100) as u8);
            slot.copy_from_slice(&text);
            rest /= 100;
            used += if rest == 0 && text.starts_with(b"0") {
                1
            } else {
                2
            };
        }
        let start = digits.len() - used.max(width).clamp(1, digits.len());
        self.extend(digits.get(start..).unwrap_or(&[]));
    }

    /// Appends `.` and the first `digits` digits of a count of picoseconds.
    #[inline]
    pub(crate) fn fraction(&mut self, picos: u64, digits: u8) {
        if digits == 0 {
            return;
        }
        let (high, low) = ((picos / 1_000_000) as u32, (picos % 1_000_000) as u32);
        let [a, b] = pair((high / 10_000) as u8);
        let [c, d] = pair((high / 100 % 100) as u8);
        let [e, f] = pair((high % 100) as u8);
        let [g, h] = pair((low / 10_000) as u8);
        let [i, j] = pair((low / 100 % 100) as u8);
        let [k, l] = pair((low % 100) as u8);
        let text = [b'.', a, b, c, d, e, f, g, h, i, j, k, l];
        self.extend_some(&text, 1 + digits);
    }
}

impl Deref for WireText {
    type Target = str;

    #[inline]
    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for WireText {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq for WireText {
    fn eq(&self, other: &Self) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl Eq for WireText {}

impl fmt::Debug for WireText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for WireText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(value: u64, width: usize) -> String {
        let mut text = WireText::new();
        text.number(value, width);
        text.as_str().to_owned()
    }

    #[test]
    fn writes_numbers_with_their_width() {
        for value in [
            0,
            1,
            9,
            10,
            99,
            100,
            101,
            999,
            1000,
            4_294_967_295,
            u64::MAX,
        ] {
            assert_eq!(number(value, 0), value.to_string());
            assert_eq!(number(value, 4), format!("{value:04}"));
            assert_eq!(number(value, 1), value.to_string());
            assert_eq!(number(value, 2), format!("{value:02}"));
        }
    }

    #[test]
    fn writes_the_digits_asked_for() {
        for digits in 0..=12u8 {
            let mut text = WireText::new();
            text.fraction(12_345_678_901, digits);
            let all = ".012345678901";
            let expected = if digits == 0 {
                ""
            } else {
                &all[..=usize::from(digits)]
            };
            assert_eq!(text.as_str(), expected);
        }
    }

    #[test]
    fn leaves_out_what_does_not_fit() {
        let mut text = WireText::new();
        text.extend(&[b'x'; CAPACITY]);
        text.push(b'y');
        assert_eq!(text.as_bytes(), &[b'x'; CAPACITY]);
    }
}
