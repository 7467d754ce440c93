//! A set of areas as a bit set, so that sets can be joined quickly.

/// A set of areas, by their positions in [`Areas::list`](super::Areas::list).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct AreaSet(Vec<u64>);

impl AreaSet {
    /// The set with one area.
    pub fn one(number: usize) -> Self {
        let mut bits = vec![0; number / 64];
        bits.push(1 << (number % 64));
        Self(bits)
    }

    /// Whether the set is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the set contains an area.
    pub fn has(&self, number: usize) -> bool {
        let word = self.0.get(number / 64);
        word.is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    /// Adds all areas of `other`; returns whether any of them is new.
    pub fn join(&mut self, other: &Self) -> bool {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        let mut new = false;
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            new |= theirs & !*mine != 0;
            *mine |= theirs;
        }
        new
    }

    /// Whether `other` contains all areas of this set.
    pub fn is_within(&self, other: &Self) -> bool {
        let others = other.0.iter().copied().chain(std::iter::repeat(0));
        self.0
            .iter()
            .zip(others)
            .all(|(mine, theirs)| mine & !theirs == 0)
    }

    /// The areas in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = usize> {
        let bits = self.0.iter().enumerate();
        bits.flat_map(|(at, word)| {
            (0..64)
                .filter(move |bit| word >> bit & 1 == 1)
                .map(move |bit| at * 64 + bit)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_join_and_compare_whatever_their_lengths() {
        let mut set = AreaSet::one(3);
        assert!(set.join(&AreaSet::one(130)));
        assert!(!set.join(&AreaSet::one(3)));
        assert_eq!(set.iter().collect::<Vec<_>>(), [3, 130]);
        let had: Vec<_> = (0..300).filter(|number| set.has(*number)).collect();
        assert_eq!(had, [3, 130]);
        assert!(AreaSet::one(3).is_within(&set));
        assert!(!set.is_within(&AreaSet::one(3)));
        assert!(AreaSet::default().is_within(&AreaSet::one(0)));
        assert!(AreaSet::default().is_empty() && !set.is_empty());
    }
}
