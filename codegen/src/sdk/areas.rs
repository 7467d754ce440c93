//! Areas as plain data: the cargo features of a crate, and the features that an item needs.

/// The parts of a crate that can be compiled alone; empty if the crate is not divided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Areas {
    /// The features, sorted by name.
    pub features: Vec<AreaFeature>,
    /// The conditions of items. Each is a list of features, by position; any one of them is enough.
    /// [`When`] counts from 1.
    pub conditions: Vec<Vec<usize>>,
}

/// The cargo feature of an area.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AreaFeature {
    /// Its name.
    pub name: String,
    /// A short description of what it enables.
    pub what: String,
    /// How many types it enables.
    pub types: usize,
    /// How many operations it enables.
    pub operations: usize,
}

/// A condition of [`Areas::conditions`], or none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct When(pub u16);

impl When {
    /// No condition.
    pub const ALWAYS: Self = Self(0);
}

impl Areas {
    /// The features of a condition, any one of which is enough; empty if there is no condition.
    pub fn features(&self, when: When) -> &[usize] {
        let at = usize::from(when.0).checked_sub(1);
        let found = at.and_then(|at| self.conditions.get(at));
        found.map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether `needed` is always fulfilled if `when` is.
    pub fn implies(&self, when: When, needed: When) -> bool {
        if needed == When::ALWAYS || when == needed {
            return true;
        }
        let needed = self.features(needed);
        let when = self.features(when);
        !when.is_empty() && when.iter().all(|feature| needed.contains(feature))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_implies_what_more_features_turn_on() {
        let areas = Areas {
            conditions: vec![vec![0], vec![0, 2], vec![2]],
            ..Areas::default()
        };
        let [a, both, c] = [When(1), When(2), When(3)];
        assert!(areas.implies(a, both) && areas.implies(c, both));
        assert!(!areas.implies(both, a) && !areas.implies(a, c));
        assert!(areas.implies(a, When::ALWAYS) && areas.implies(a, a));
        assert!(!areas.implies(When::ALWAYS, a));
        assert_eq!(areas.features(both), [0, 2]);
        assert!(areas.features(When::ALWAYS).is_empty());
    }
}
