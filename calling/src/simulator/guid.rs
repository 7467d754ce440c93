//! Ids that are the same for the same seed.

use std::fmt;

use crate::notification::Key;

/// A GUID, equal in both spellings of the service.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Guid(u128);

impl Guid {
    /// The id with this number among those of a seed.
    pub fn nth(seed: u64, number: u64) -> Self {
        let mixed = seed ^ number.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(31);
        let random = fastrand::Rng::with_seed(mixed).u128(..);
        // Version 4, variant 1, as RFC 9562 has them.
        let version = random & !(0xF << 76) | 0x4 << 76;
        Self(version & !(0b11 << 62) | 0b10 << 62)
    }

    /// Reads either spelling.
    pub fn parse(text: &str) -> Option<Self> {
        match Key::of(text) {
            Key::Guid(number) => Some(Self(number)),
            Key::Text(_) => None,
        }
    }

    /// Upper case without hyphens: `57DAB8B1894C409AB240BD8BEAE78896`.
    pub fn compact(self) -> String {
        format!("{:032X}", self.0)
    }
}

/// Lower case with hyphens: `57dab8b1-894c-409a-b240-bd8beae78896`.
impl fmt::Display for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hex = format!("{:032x}", self.0);
        for (index, part) in [
            &hex[..8],
            &hex[8..12],
            &hex[12..16],
            &hex[16..20],
            &hex[20..],
        ]
        .into_iter()
        .enumerate()
        {
            if index > 0 {
                f.write_str("-")?;
            }
            f.write_str(part)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
