//! What goes in: the condition under which something is there. What comes out: the
//! attribute that says so, and what stands for it elsewhere.

use super::text::{Text, line};
use crate::sdk::{Areas, Path, When};

/// Whether an attribute says when something is there, or when it is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Not {
    /// There where the condition holds.
    Off,
    /// There where it does not.
    On,
}

/// `#[cfg(…)]`, if there is a condition.
pub fn attribute(areas: &Areas, when: When, not: Not, text: &mut Text) {
    let features = areas.features(when).iter();
    let names = features.filter_map(|at| areas.features.get(*at));
    let list: Vec<String> = names
        .map(|feature| format!("feature = \"{}\"", feature.name))
        .collect();
    let condition = match list.as_slice() {
        [] => return,
        [one] => one.clone(),
        _ => format!("any({})", list.join(", ")),
    };
    match not {
        Not::Off => line!(text, "#[cfg({condition})]"),
        Not::On => line!(text, "#[cfg(not({condition}))]"),
    }
}

/// The number that stands for a type where it is off: a hash (FNV-1a) of its path, so
/// that it does not change when other types come and go.
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
        let mut text = Text::new();
        attribute(&areas, When::ALWAYS, Not::Off, &mut text);
        attribute(&areas, When(1), Not::Off, &mut text);
        attribute(&areas, When(2), Not::On, &mut text);
        assert_eq!(
            text.finish(),
            "#[cfg(feature = \"b\")]\n#[cfg(not(any(feature = \"a\", feature = \"b\")))]\n"
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
