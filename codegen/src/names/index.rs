//! The hash tables by which the runtime finds fields, enum members and derived types by
//! name.
//!
//! A table is an open-addressing hash table of positions. The runtime computes the same
//! hash; a test of the workspace compares both implementations.

const FOLD: u64 = 0x2020_2020_2020_2020;
const MIX: u64 = 0x9E37_79B9_7F4A_7C15;

/// The hash of a name. Names that differ only in ASCII case have the same hash.
pub fn hash(name: &[u8]) -> u32 {
    let mut hash = name.len() as u64;
    let mut rest = name;
    while rest.len() > 8 {
        hash = mix(hash, word(rest) | FOLD);
        rest = rest.get(8..).unwrap_or_default();
    }
    let last = match name.last_chunk::<8>() {
        Some(chunk) => u64::from_le_bytes(*chunk),
        None => word(rest),
    };
    hash = mix(hash, last | FOLD);
    let [a, b, c, d, e, f, g, h] = hash.to_le_bytes();
    u32::from_le_bytes([a, b, c, d]) ^ u32::from_le_bytes([e, f, g, h])
}

fn mix(hash: u64, word: u64) -> u64 {
    (hash.rotate_left(23) ^ word).wrapping_mul(MIX)
}

/// The first eight bytes, or all bytes of a shorter text, in little-endian order.
fn word(bytes: &[u8]) -> u64 {
    match bytes.first_chunk::<8>() {
        Some(chunk) => u64::from_le_bytes(*chunk),
        None => bytes
            .iter()
            .rev()
            .fold(0, |word, byte| (word << 8) | u64::from(*byte)),
    }
}

/// Builds the table: one byte per entry for fewer than 255 names, otherwise two bytes in
/// little-endian order. An entry with all bits set is empty. The table for no names is
/// empty.
pub fn table<S: AsRef<str>>(names: &[S]) -> Vec<u8> {
    if names.is_empty() {
        return Vec::new();
    }
    let wide = names.len() >= 255;
    let size = (2 * names.len()).max(4).next_power_of_two();
    let mut slots: Vec<Option<usize>> = vec![None; size];
    for (position, name) in names.iter().enumerate() {
        let first = hash(name.as_ref().as_bytes()) as usize & (size - 1);
        let free = (first..size)
            .chain(0..first)
            .find(|at| slots.get(*at) == Some(&None));
        if let Some(slot) = free.and_then(|at| slots.get_mut(at)) {
            *slot = Some(position);
        }
    }
    let mut out = Vec::with_capacity(size * if wide { 2 } else { 1 });
    for slot in slots {
        let entry = slot
            .and_then(|position| u16::try_from(position).ok())
            .unwrap_or(u16::MAX);
        let [low, high] = entry.to_le_bytes();
        out.push(low);
        if wide {
            out.push(high);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(names: &[&str], table: &[u8], wanted: &str) -> Option<usize> {
        let wide = names.len() >= 255;
        let size = table.len() / if wide { 2 } else { 1 };
        let mut at = hash(wanted.as_bytes()) as usize & (size - 1);
        loop {
            let entry = if wide {
                u16::from_le_bytes([table[2 * at], table[2 * at + 1]])
            } else {
                u16::from_le_bytes([table[at], if table[at] == 255 { 255 } else { 0 }])
            };
            if entry == u16::MAX {
                return None;
            }
            if names[usize::from(entry)].eq_ignore_ascii_case(wanted) {
                return Some(usize::from(entry));
            }
            at = (at + 1) & (size - 1);
        }
    }

    #[test]
    fn every_name_is_found_in_any_case() {
        let names = [
            "id",
            "state",
            "mediaConfig",
            "targets",
            "activeModalities",
            "",
        ];
        let table = table(&names);
        assert_eq!(table.len(), 16);
        for (position, name) in names.iter().enumerate() {
            assert_eq!(find(&names, &table, name), Some(position));
            assert_eq!(find(&names, &table, &name.to_uppercase()), Some(position));
        }
        assert_eq!(find(&names, &table, "nothing"), None);
    }

    #[test]
    fn many_names_take_two_bytes_each() {
        for count in [254_usize, 255, 1500] {
            let owned: Vec<String> = (0..count).map(|n| format!("property{n}")).collect();
            let names: Vec<&str> = owned.iter().map(String::as_str).collect();
            let table = table(&names);
            let width = if count < 255 { 1 } else { 2 };
            assert_eq!(table.len(), (2 * count).next_power_of_two() * width);
            for (position, name) in names.iter().enumerate() {
                assert_eq!(find(&names, &table, name), Some(position));
            }
        }
    }

    #[test]
    fn small_tables_have_four_slots_and_empty_ones_none() {
        assert_eq!(table(&["a"]).len(), 4);
        assert!(table::<&str>(&[]).is_empty());
    }

    #[test]
    fn the_hash_is_the_agreed_one() {
        // These values are fixed because the runtime's lookup depends on them.
        assert_eq!(hash(b"state"), hash(b"STATE"));
        assert_ne!(hash(b"state"), hash(b"status"));
        assert_eq!(hash(b""), {
            let hash = FOLD.wrapping_mul(MIX);
            (hash >> 32) as u32 ^ (hash & 0xffff_ffff) as u32
        });
    }
}
