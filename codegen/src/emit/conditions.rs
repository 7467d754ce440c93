//! The attribute that compiles an item only with some features, and the placeholder of a type
//! without them.

use proc_macro2::TokenStream;
use quote::quote;

use crate::sdk::{Areas, Path, When};

/// Whether an attribute compiles its item with a condition or without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Not {
    /// If the condition is fulfilled.
    Off,
    /// If the condition is not fulfilled.
    On,
}

/// `#[cfg(…)]`, if there is a condition.
pub fn attribute(areas: &Areas, when: When, not: Not) -> Option<TokenStream> {
    let features = areas.features(when).iter();
    let names = features.filter_map(|at| areas.features.get(*at));
    let list: Vec<TokenStream> = names
        .map(|feature| {
            let name = &feature.name;
            quote!(feature = #name)
        })
        .collect();
    let condition = match list.as_slice() {
        [] => return None,
        [one] => quote!(#one),
        _ => quote!(any(#(#list),*)),
    };
    Some(match not {
        Not::Off => quote!(#[cfg(#condition)]),
        Not::On => quote!(#[cfg(not(#condition))]),
    })
}

/// The number that distinguishes the placeholder of a type from others.
///
/// It is a hash (FNV-1a) of the path, so that it does not change when other types are added.
pub fn number(path: &Path) -> u64 {
    let parts = path.modules.iter().chain([&path.name]);
    let bytes = parts.flat_map(|part| part.bytes().chain([b':']));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sdk::AreaFeature;

    #[test]
    fn a_condition_is_an_attribute() {
        let feature = |name: &str| AreaFeature {
            name: name.to_owned(),
            ..AreaFeature::default()
        };
        let areas = Areas {
            features: vec![feature("a"), feature("b")],
            conditions: vec![vec![1], vec![0, 1]],
        };
        let shown = |when, not| attribute(&areas, when, not).map(|tokens| tokens.to_string());
        assert_eq!(shown(When::ALWAYS, Not::Off), None);
        assert_eq!(
            shown(When(1), Not::Off).as_deref(),
            Some("# [cfg (feature = \"b\")]")
        );
        assert_eq!(
            shown(When(2), Not::On).as_deref(),
            Some("# [cfg (not (any (feature = \"a\" , feature = \"b\")))]")
        );
    }

    #[test]
    fn numbers_tell_paths_apart() {
        let path = |modules: &[&str], name: &str| Path {
            modules: modules.iter().map(|&m| m.to_owned()).collect(),
            name: name.to_owned(),
            when: When::ALWAYS,
        };
        let all = [
            path(&["models"], "User"),
            path(&["models", "a"], "User"),
            path(&["models"], "AUser"),
            path(&[], "User"),
        ];
        let mut numbers: Vec<u64> = all.iter().map(number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), all.len());
    }
}
