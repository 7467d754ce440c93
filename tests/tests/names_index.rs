//! The name tables that the generator builds are those that the runtime looks names up in.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use csdl_codegen::names::index::{hash, table};
use msgraph_beta_communications::registry::{OPERATIONS, TYPES};
use msgraph_runtime::codegen::{Match, Names};
use proptest::prelude::*;

/// What the generator writes, as the runtime has it.
fn names(list: &[String]) -> Names {
    let keys: Vec<&'static str> = list
        .iter()
        .map(|name| &*format!("{:?}:", name).leak())
        .collect();
    Names {
        keys: keys.leak(),
        index: table(list).leak(),
    }
}

/// Finds every name itself, and without case where that is clear.
fn agree(list: &[String]) {
    let names = names(list);
    for (position, name) in list.iter().enumerate() {
        assert_eq!(
            hash(name.as_bytes()),
            Names::hash(name.as_bytes()),
            "{name}"
        );
        assert_eq!(names.find(name), Match::Exact(position), "{name}");
        let other = name.to_ascii_uppercase();
        let alike = list.iter().filter(|n| n.eq_ignore_ascii_case(name)).count();
        if !list.contains(&other) {
            let expected = match alike {
                1 => Match::IgnoringCase(position),
                _ => Match::None,
            };
            assert_eq!(names.find(&other), expected, "{other}");
        }
    }
    for absent in ["", "no such name", "\u{7f}"] {
        assert_eq!(names.find(absent), Match::None, "{absent:?}");
    }
}

/// Every name on the wire that the metadata knows.
fn wire_names() -> Vec<String> {
    let fields = TYPES.iter().flat_map(|found| found.fields);
    let parameters = OPERATIONS.iter().flat_map(|found| found.parameters);
    let fields = fields.chain(parameters).map(|field| field.name);
    let members = TYPES.iter().flat_map(|found| found.members).copied();
    let types = TYPES.iter().map(|found| found.name);
    let mut all: Vec<_> = fields.chain(members).chain(types).collect();
    all.sort_unstable();
    all.dedup();
    all.into_iter().map(str::to_owned).collect()
}

#[test]
fn on_the_names_of_each_type() {
    for found in TYPES {
        let fields = found.fields.iter().map(|field| field.name.to_owned());
        agree(&fields.collect::<Vec<_>>());
        let members = found.members.iter().map(|name| (*name).to_owned());
        agree(&members.collect::<Vec<_>>());
    }
}

#[test]
fn on_all_names_in_one_table() {
    let all = wire_names();
    assert!(all.len() > 1000, "{} names", all.len());
    agree(&all);
    // Around the size from which an entry takes two bytes.
    for count in [1, 2, 127, 128, 253, 254, 255, 256, 257] {
        agree(&all[..count]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn on_names_of_any_kind(set in prop::collection::btree_set("[a-zA-Z_.äß0-9 -]{1,40}", 0..300)) {
        agree(&set.into_iter().collect::<Vec<_>>());
    }

    #[test]
    fn on_the_hash_of_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        prop_assert_eq!(hash(&bytes), Names::hash(&bytes));
        prop_assert_eq!(hash(&bytes.to_ascii_uppercase()), Names::hash(&bytes));
    }
}
