//! Finding the first byte of a string that needs a closer look.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;
const QUOTES: u64 = ONES * b'"' as u64;
const SLASHES: u64 = ONES * b'\\' as u64;
const SPACES: u64 = ONES * b' ' as u64;

/// High bits set where a byte is a quote, a backslash or a control character;
/// the lowest set one is exact.
#[inline(always)]
fn special(word: u64) -> u64 {
    let quote = word ^ QUOTES;
    let slash = word ^ SLASHES;
    (quote.wrapping_sub(ONES) & !quote
        | slash.wrapping_sub(ONES) & !slash
        | word.wrapping_sub(SPACES) & !word)
        & HIGHS
}

/// The position of the first quote, backslash or control character at or
/// after `at`, or the length.
#[inline]
pub(crate) fn special_from(bytes: &[u8], mut at: usize) -> usize {
    let Some(mut rest) = bytes.get(at..) else {
        return bytes.len();
    };
    while let Some((chunk, more)) = rest.split_first_chunk::<8>() {
        let found = special(u64::from_le_bytes(*chunk));
        if found != 0 {
            return at + (found.trailing_zeros() / 8) as usize;
        }
        at += 8;
        rest = more;
    }
    for byte in rest {
        if *byte < b' ' || *byte == b'"' || *byte == b'\\' {
            return at;
        }
        at += 1;
    }
    at
}

/// Whether two slices are equal, eight bytes at a time and without a call:
/// names are short, and there is one for every member.
#[inline(always)]
pub(crate) fn same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let (Some(last), Some(other_last)) = (one.last_chunk::<8>(), other.last_chunk::<8>()) else {
        return match (one.last_chunk::<4>(), other.last_chunk::<4>()) {
            (Some(last), Some(other_last)) => {
                last == other_last && one.first_chunk::<4>() == other.first_chunk::<4>()
            }
            _ => one == other,
        };
    };
    let (chunks, _) = one.as_chunks::<8>();
    let (other_chunks, _) = other.as_chunks::<8>();
    for (chunk, other_chunk) in chunks.iter().zip(other_chunks) {
        if chunk != other_chunk {
            return false;
        }
    }
    last == other_last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_first_special_byte_at_every_offset() {
        for special in [b'"', b'\\', 0, 0x1f] {
            for length in 0..40 {
                for place in 0..length {
                    let mut bytes = vec![b'a'; length];
                    bytes[place] = special;
                    bytes[place + 1..].fill(b'"');
                    assert_eq!(special_from(&bytes, 0), place);
                }
            }
        }
    }

    #[test]
    fn same_is_equality() {
        let text = b"abcdefghijklmnopqrstuvwxyz";
        for length in 0..text.len() {
            let one = &text[..length];
            let copy = one.to_vec();
            assert!(same(one, &copy));
            assert!(!same(one, &text[..length + 1]));
            for place in 0..length {
                let mut other = one.to_vec();
                other[place] ^= 1;
                assert!(!same(one, &other), "{length} {place}");
            }
        }
    }

    #[test]
    fn passes_over_everything_else() {
        let bytes: Vec<u8> = (0x20..=0xff)
            .filter(|byte| *byte != b'"' && *byte != b'\\')
            .collect();
        assert_eq!(special_from(&bytes, 0), bytes.len());
        assert_eq!(special_from(&bytes, bytes.len()), bytes.len());
        assert_eq!(special_from(&bytes, bytes.len() + 1), bytes.len());
    }
}
