//! Lookup of a received name among the names that a generated type declares.
//!
//! A name matches the declared one exactly, or else the only declared one that differs in
//! ASCII case alone. One probe of one hash table answers both questions, so the exact path
//! does not pay for the tolerance. The generator builds the table with the same hash
//! function, [`Names::hash`].

use crate::json::same;

/// The names of a type's fields, of an enum's members or of derived types.
#[derive(Debug)]
pub struct Names {
    /// Each name as it is written: a JSON string and a colon.
    pub keys: &'static [&'static str],
    /// Open addressing over `keys`: one byte an entry below 255 names, else
    /// two bytes, little endian; all bits set means empty.
    pub index: &'static [u8],
}

/// The result of [`Names::find`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// The name itself, at this position.
    Exact(usize),
    /// The only name that is equal but for ASCII case.
    IgnoringCase(usize),
    /// No such name, or several that differ in case only.
    None,
}

impl Match {
    /// The position, exact or not.
    #[inline]
    pub fn position(self) -> Option<usize> {
        match self {
            Self::Exact(position) | Self::IgnoringCase(position) => Some(position),
            Self::None => None,
        }
    }
}

const FOLD: u64 = 0x2020_2020_2020_2020;
const MIX: u64 = 0x9E37_79B9_7F4A_7C15;

#[inline]
fn word(bytes: &[u8]) -> u64 {
    match bytes.first_chunk::<8>() {
        Some(chunk) => u64::from_le_bytes(*chunk),
        None => bytes
            .iter()
            .rev()
            .fold(0, |word, byte| (word << 8) | u64::from(*byte)),
    }
}

impl Names {
    /// An empty table.
    pub const NONE: Self = Self {
        keys: &[],
        index: &[],
    };

    /// The name at `position`, or an empty text.
    #[inline]
    pub fn name(&self, position: usize) -> &'static str {
        self.keys
            .get(position)
            .and_then(|key| key.get(1..key.len().wrapping_sub(2)))
            .unwrap_or_default()
    }

    /// The number of names.
    #[inline]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is no name.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The hash of a name, equal for names that differ in ASCII case only.
    ///
    /// Eight bytes at a time, each with bit 5 set; the last step takes the last
    /// eight bytes, or all of a shorter name.
    #[inline]
    pub fn hash(name: &[u8]) -> u32 {
        let mut hash = name.len() as u64;
        let mut rest = name;
        while rest.len() > 8 {
            hash = (hash.rotate_left(23) ^ (word(rest) | FOLD)).wrapping_mul(MIX);
            rest = &rest[8..];
        }
        let last = match name.last_chunk::<8>() {
            Some(chunk) => u64::from_le_bytes(*chunk) | FOLD,
            None => word(rest) | FOLD,
        };
        hash = (hash.rotate_left(23) ^ last).wrapping_mul(MIX);
        (hash >> 32) as u32 ^ (hash as u32)
    }

    /// Finds `name`.
    #[inline]
    pub fn find(&self, name: &str) -> Match {
        let wide = self.keys.len() >= 255;
        let entries = if wide {
            self.index.len() / 2
        } else {
            self.index.len()
        };
        if entries == 0 {
            return Match::None;
        }
        let mask = entries - 1;
        let mut at = Self::hash(name.as_bytes()) as usize & mask;
        let mut ignoring_case = Match::None;
        let mut several = false;
        for _ in 0..entries {
            let position = if wide {
                match self.index.get(2 * at..2 * at + 2) {
                    Some([low, high]) => usize::from(u16::from_le_bytes([*low, *high])),
                    _ => usize::from(u16::MAX),
                }
            } else {
                match self.index.get(at) {
                    Some(255) | None => usize::from(u16::MAX),
                    Some(byte) => usize::from(*byte),
                }
            };
            if position == usize::from(u16::MAX) {
                break;
            }
            let key = self.keys[position];
            if key.len() == name.len() + 3 {
                let candidate = &key.as_bytes()[1..name.len() + 1];
                if same(candidate, name.as_bytes()) {
                    return Match::Exact(position);
                }
                if !candidate.eq_ignore_ascii_case(name.as_bytes()) {
                    at = (at + 1) & mask;
                    continue;
                }
                several = ignoring_case != Match::None;
                ignoring_case = Match::IgnoringCase(position);
            }
            at = (at + 1) & mask;
        }
        if several { Match::None } else { ignoring_case }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table as the generator builds it.
    fn index(keys: &[&str]) -> Vec<u8> {
        let size = (2 * keys.len()).max(4).next_power_of_two();
        let mut table = vec![255; size];
        for (position, key) in keys.iter().enumerate() {
            let mut at = Names::hash(&key.as_bytes()[1..key.len() - 2]) as usize & (size - 1);
            while table[at] != 255 {
                at = (at + 1) & (size - 1);
            }
            table[at] = u8::try_from(position).unwrap();
        }
        table
    }

    fn names(keys: &'static [&'static str]) -> Names {
        Names {
            keys,
            index: Vec::leak(index(keys)),
        }
    }

    #[test]
    fn exact_comes_before_folded() {
        let names = names(&["\"subCode\":", "\"subcode\":", "\"code\":"]);
        assert_eq!(names.find("subcode"), Match::Exact(1));
        assert_eq!(names.find("subCode"), Match::Exact(0));
        assert_eq!(names.find("CODE"), Match::IgnoringCase(2));
    }

    #[test]
    fn several_that_differ_in_case_are_none() {
        let names = names(&["\"subCode\":", "\"subcode\":"]);
        assert_eq!(names.find("SUBCODE"), Match::None);
    }

    #[test]
    fn nothing_is_found_in_nothing() {
        assert_eq!(Names::NONE.find("id"), Match::None);
    }

    #[test]
    fn case_folding_is_ascii_only() {
        let names = names(&["\"é\":", "\"a-b\":"]);
        assert_eq!(names.find("É"), Match::None);
        assert_eq!(names.find("é"), Match::Exact(0));
        // 0x0D | 0x20 == 0x2D: the hash folds it, the comparison does not.
        assert_eq!(names.find("a\rb"), Match::None);
    }

    #[test]
    fn hash_of_every_length_folds_case() {
        let text = "abcdefghijklmnopqrstuvwxyz";
        for end in 0..text.len() {
            let lower = &text[..end];
            assert_eq!(
                Names::hash(lower.as_bytes()),
                Names::hash(lower.to_uppercase().as_bytes())
            );
        }
    }
}
