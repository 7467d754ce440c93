//! The keys that were pressed, each once.

use std::collections::BTreeMap;

use msgraph_beta_communications::models::Tone;

/// Tones that are kept. Older ones are forgotten, and not taken again.
const CAPACITY: usize = 1024;

#[derive(Clone, Default)]
pub(super) struct Tones {
    by_sequence: BTreeMap<i64, Tone>,
    /// Sequence numbers up to this one are forgotten.
    forgotten: Option<i64>,
}

impl Tones {
    /// Whether the tone is new. One without a number always is.
    pub(super) fn insert(&mut self, sequence: Option<i64>, tone: &Tone) -> bool {
        let Some(sequence) = sequence else {
            return true;
        };
        let is_old = self.forgotten.is_some_and(|last| sequence <= last);
        if is_old || self.by_sequence.contains_key(&sequence) {
            return false;
        }
        self.by_sequence.insert(sequence, tone.clone());
        if self.by_sequence.len() > CAPACITY
            && let Some((first, _)) = self.by_sequence.pop_first()
        {
            self.forgotten = Some(first);
        }
        true
    }

    /// Whether no tone with a higher number is known.
    pub(super) fn is_last(&self, sequence: Option<i64>) -> bool {
        let last = self.by_sequence.last_key_value();
        match (last, sequence) {
            (Some((last, _)), Some(sequence)) => sequence >= *last,
            _ => true,
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (i64, &Tone)> {
        self.by_sequence
            .iter()
            .map(|(number, tone)| (*number, tone))
    }
}
