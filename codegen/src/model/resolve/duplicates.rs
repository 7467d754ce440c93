//! Detects duplicate names within one element.

use crate::diagnostic::Span;
use std::collections::BTreeMap;

/// Up to this number of names, a linear search is the fastest way to find a duplicate.
const LINEAR_SEARCH_LIMIT: usize = 16;

/// The names met so far, with their positions.
#[derive(Debug, Default)]
pub(super) struct SeenNames<'a> {
    few: Vec<(&'a str, Span)>,
    more: BTreeMap<&'a str, Span>,
}

impl<'a> SeenNames<'a> {
    /// Adds a name; returns the position of the first one if the name is a duplicate.
    pub fn insert(&mut self, name: &'a str, span: Span) -> Option<Span> {
        if let Some((_, first)) = self.few.iter().find(|(known, _)| *known == name) {
            return Some(*first);
        }
        if self.few.len() < LINEAR_SEARCH_LIMIT {
            self.few.push((name, span));
            return None;
        }
        if let Some(first) = self.more.get(name) {
            return Some(*first);
        }
        self.more.insert(name, span)
    }
}

#[cfg(test)]
mod tests {
    use super::{LINEAR_SEARCH_LIMIT, SeenNames};
    use crate::diagnostic::Span;

    #[test]
    fn the_first_of_a_name_is_found_among_few_and_many() {
        let names: Vec<String> = (0..3 * LINEAR_SEARCH_LIMIT)
            .map(|n| n.to_string())
            .collect();
        let mut seen = SeenNames::default();
        for (at, name) in names.iter().enumerate() {
            assert_eq!(seen.insert(name, Span::new(0, at, 1)), None);
        }
        for (at, name) in names.iter().enumerate() {
            let first = Some(Span::new(0, at, 1));
            assert_eq!(seen.insert(name, Span::new(0, 99, 1)), first);
        }
    }
}
