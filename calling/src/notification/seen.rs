//! Message ids that have been delivered already.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The message ids of recent deliveries, so that one that is delivered again is recognised.
///
/// Only the id of a message tells a repeated delivery from a second event: two failures of a
/// transfer may be the same byte for byte. Bounded by number and by age; reads no clock.
#[derive(Clone, Debug)]
pub struct SeenMessages {
    capacity: usize,
    expiry: Duration,
    ids: HashSet<Arc<str>>,
    by_age: VecDeque<(Instant, Arc<str>)>,
}

impl SeenMessages {
    /// Remembers at most `capacity` ids (at least one), each for `expiry`.
    pub fn new(capacity: usize, expiry: Duration) -> Self {
        Self {
            capacity: capacity.max(1),
            expiry,
            ids: HashSet::new(),
            by_age: VecDeque::new(),
        }
    }

    /// Remembers `id`, and says whether it is new.
    ///
    /// Message ids are compared without regard to ASCII case.
    pub fn insert(&mut self, id: &str, now: Instant) -> bool {
        self.forget_expired(now);
        let id: Arc<str> = id.to_ascii_lowercase().into();
        if !self.ids.insert(Arc::clone(&id)) {
            return false;
        }
        self.by_age.push_back((now, id));
        if self.by_age.len() > self.capacity {
            self.forget_oldest();
        }
        true
    }

    /// Takes an id back, so that the message is accepted when it is delivered again.
    pub fn remove(&mut self, id: &str) {
        let id = id.to_ascii_lowercase();
        if self.ids.remove(id.as_str()) {
            self.by_age.retain(|(_, kept)| **kept != *id);
        }
    }

    /// The number of ids that are remembered.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether no id is remembered.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    fn forget_expired(&mut self, now: Instant) {
        while let Some((at, _)) = self.by_age.front() {
            if now.saturating_duration_since(*at) < self.expiry {
                break;
            }
            self.forget_oldest();
        }
    }

    fn forget_oldest(&mut self) {
        if let Some((_, id)) = self.by_age.pop_front() {
            self.ids.remove(&id);
        }
    }
}
