//! The participants of a call, from whole rosters and from changes, ordered by their numbers.

use std::collections::{BTreeMap, BTreeSet};

use msgraph_beta_communications::models::Participant;

use super::CallEvent;
use crate::notification::{Key, RosterChange};

/// Participants who left and whose number is kept, so that an older roster does not bring them
/// back.
const KEPT_AFTER_LEAVING: usize = 4096;

/// Separate runs of sequence numbers that are kept; with more than one, changes are missing.
const KEPT_RUNS: usize = 64;

#[derive(Clone)]
struct Entry {
    /// `None` for one who left.
    participant: Option<Box<Participant>>,
    /// Number of the change that the entry comes from.
    sequence: Option<i64>,
}

impl Entry {
    /// Whether what is known is newer than a change with this number. Without numbers, the
    /// order of arrival decides.
    fn is_newer_than(&self, sequence: Option<i64>) -> bool {
        match (self.sequence, sequence) {
            // One who left does not come back with the number they left with.
            (Some(known), Some(new)) if self.participant.is_none() => known >= new,
            (Some(known), Some(new)) => known > new,
            _ => false,
        }
    }
}

#[derive(Clone, Default)]
pub(super) struct Roster {
    entries: BTreeMap<Key, Entry>,
    deltas: SequenceRuns,
}

impl Roster {
    pub(super) fn iter(&self) -> impl Iterator<Item = &Participant> {
        self.entries
            .values()
            .filter_map(|entry| entry.participant.as_deref())
    }

    pub(super) fn get(&self, id: &str) -> Option<&Participant> {
        self.entries.get(&Key::of(id))?.participant.as_deref()
    }

    /// Whether no change is missing between those that were seen.
    pub(super) fn is_complete(&self) -> bool {
        self.deltas.runs.len() <= 1
    }

    pub(super) fn apply(
        &mut self,
        change: RosterChange,
        participants: &[Participant],
        events: &mut Vec<CallEvent>,
    ) {
        match change {
            RosterChange::Full => self.apply_full(participants, events),
            RosterChange::Delta { sequence } => {
                if let Some(sequence) = sequence {
                    self.deltas.insert(sequence);
                }
                for participant in participants {
                    let sequence = sequence.or(participant.roster_sequence_number);
                    self.put(participant, sequence, events);
                }
            }
            RosterChange::Removed => {
                for participant in participants {
                    let Some(id) = &participant.id else { continue };
                    self.remove(&Key::of(id), participant.roster_sequence_number, events);
                }
            }
        }
        self.forget_some_who_left();
    }

    /// Takes the roster that the service answered to a GET, whatever was known before.
    pub(super) fn replace(&mut self, participants: &[Participant], events: &mut Vec<CallEvent>) {
        self.remove_all_but(participants, events);
        for participant in participants {
            let Some(id) = &participant.id else { continue };
            let key = Key::of(id);
            let known = self
                .entries
                .get_mut(&key)
                .and_then(|entry| entry.sequence.take());
            self.put(participant, participant.roster_sequence_number, events);
            if let Some(entry) = self.entries.get_mut(&key) {
                entry.sequence = entry.sequence.max(known);
            }
        }
        self.deltas.close();
    }

    fn apply_full(&mut self, participants: &[Participant], events: &mut Vec<CallEvent>) {
        let is_old = participants.iter().any(|participant| {
            let known = participant.id.as_deref();
            let known = known.and_then(|id| self.entries.get(&Key::of(id)));
            known.is_some_and(|known| known.is_newer_than(participant.roster_sequence_number))
        });
        for participant in participants {
            self.put(participant, participant.roster_sequence_number, events);
        }
        if !is_old {
            self.remove_all_but(participants, events);
            self.deltas.close();
        }
    }

    fn put(
        &mut self,
        participant: &Participant,
        sequence: Option<i64>,
        events: &mut Vec<CallEvent>,
    ) {
        let Some(id) = &participant.id else { return };
        let key = Key::of(id);
        if participant.removed_state.is_some() {
            return self.remove(&key, sequence, events);
        }
        let known = self.entries.get(&key);
        if known.is_some_and(|known| known.is_newer_than(sequence)) {
            return;
        }
        match known.and_then(|known| known.participant.as_deref()) {
            None => events.push(CallEvent::ParticipantAdded(Box::new(participant.clone()))),
            Some(known) if known != participant => {
                events.push(CallEvent::ParticipantUpdated(Box::new(participant.clone())));
            }
            Some(_) => {}
        }
        let entry = Entry {
            participant: Some(Box::new(participant.clone())),
            sequence: sequence.or(known.and_then(|known| known.sequence)),
        };
        self.entries.insert(key, entry);
    }

    fn remove(&mut self, key: &Key, sequence: Option<i64>, events: &mut Vec<CallEvent>) {
        let known = self.entries.remove(key);
        if let Some(known) = &known
            && known.is_newer_than(sequence)
        {
            self.entries.insert(key.clone(), known.clone());
            return;
        }
        let last = known.as_ref().and_then(|known| known.sequence);
        if sequence.max(last).is_some() {
            let entry = Entry {
                participant: None,
                sequence: sequence.max(last),
            };
            self.entries.insert(key.clone(), entry);
        }
        if let Some(participant) = known.and_then(|known| known.participant) {
            events.push(CallEvent::ParticipantRemoved(participant));
        }
    }

    fn remove_all_but(&mut self, participants: &[Participant], events: &mut Vec<CallEvent>) {
        let ids = participants.iter().filter_map(|one| one.id.as_deref());
        let present: BTreeSet<Key> = ids.map(Key::of).collect();
        let entries = self.entries.iter();
        let gone: Vec<Key> = entries
            .filter(|(key, entry)| entry.participant.is_some() && !present.contains(key))
            .map(|(key, _)| key.clone())
            .collect();
        for key in gone {
            self.remove(&key, None, events);
        }
    }

    fn forget_some_who_left(&mut self) {
        if self.entries.len() <= KEPT_AFTER_LEAVING {
            return;
        }
        let entries = self.entries.iter();
        let mut left: Vec<_> = entries
            .filter(|(_, entry)| entry.participant.is_none())
            .map(|(key, entry)| (entry.sequence, key.clone()))
            .collect();
        if left.len() <= KEPT_AFTER_LEAVING {
            return;
        }
        // A quarter at once, so that this is not done at each change.
        left.sort_unstable();
        for (_, key) in left.iter().take(KEPT_AFTER_LEAVING / 4) {
            self.entries.remove(key);
        }
    }
}

/// The sequence numbers that were seen, as runs without gaps, first to last.
#[derive(Clone, Default)]
struct SequenceRuns {
    runs: BTreeMap<i64, i64>,
    /// A whole roster made up for all numbers up to this one.
    closed: Option<i64>,
}

impl SequenceRuns {
    fn insert(&mut self, number: i64) {
        if self.closed.is_some_and(|closed| number <= closed) {
            return;
        }
        let before = self.runs.range(..=number).next_back();
        let (first, mut last) = match before {
            Some((_, last)) if *last >= number => return,
            Some((first, last)) if last.checked_add(1) == Some(number) => (*first, number),
            _ => (number, number),
        };
        let next = number.checked_add(1);
        if let Some(after) = next.and_then(|next| self.runs.remove(&next)) {
            last = after;
        }
        self.runs.insert(first, last);
        if self.runs.len() > KEPT_RUNS {
            self.runs.pop_first();
        }
    }

    /// Takes all numbers up to the last that was seen as known.
    fn close(&mut self) {
        if let Some((_, last)) = self.runs.pop_last() {
            self.runs = BTreeMap::from([(last, last)]);
            self.closed = Some(last);
        }
    }
}
