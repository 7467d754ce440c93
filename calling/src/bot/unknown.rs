//! Notifications of calls that are not known yet.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use tokio::time::Instant;

use super::message::Batch;
use crate::CallId;

/// Notifications that came before the response that names their call, bounded by age and number.
pub(super) struct Unknown {
    capacity: usize,
    expiry: Duration,
    /// By order of arrival.
    batches: BTreeMap<u64, (Instant, CallId, Batch)>,
    by_call: HashMap<CallId, Vec<u64>>,
    next: u64,
    len: usize,
    dropped: u64,
}

impl Unknown {
    /// Keeps at most `capacity` notifications, each for `expiry`.
    pub fn new(capacity: usize, expiry: Duration) -> Self {
        Self {
            capacity,
            expiry,
            batches: BTreeMap::new(),
            by_call: HashMap::new(),
            next: 0,
            len: 0,
            dropped: 0,
        }
    }

    /// The number of notifications that are kept.
    pub fn len(&self) -> usize {
        self.len
    }

    /// The number of notifications whose call never became known in time.
    pub fn dropped(&self) -> u64 {
        self.dropped
    }

    pub fn push(&mut self, id: CallId, batch: Batch) {
        let now = Instant::now();
        self.forget_expired(now);
        self.len += batch.notifications.len();
        self.by_call.entry(id.clone()).or_default().push(self.next);
        self.batches.insert(self.next, (now, id, batch));
        self.next += 1;
        while self.len > self.capacity {
            self.forget_oldest();
        }
    }

    /// Takes out what is kept of a call, oldest first.
    pub fn take(&mut self, id: &CallId) -> Vec<Batch> {
        self.forget_expired(Instant::now());
        let positions = self.by_call.remove(id).unwrap_or_default();
        let kept = positions.iter().filter_map(|at| self.batches.remove(at));
        let batches: Vec<Batch> = kept.map(|(_, _, batch)| batch).collect();
        self.len -= batches
            .iter()
            .map(|batch| batch.notifications.len())
            .sum::<usize>();
        batches
    }

    pub fn forget_expired(&mut self, now: Instant) {
        while let Some((_, (at, _, _))) = self.batches.first_key_value() {
            if now.saturating_duration_since(*at) < self.expiry {
                break;
            }
            self.forget_oldest();
        }
    }

    fn forget_oldest(&mut self) {
        let Some((at, (_, id, batch))) = self.batches.pop_first() else {
            self.len = 0;
            return;
        };
        self.len -= batch.notifications.len();
        self.dropped += batch.notifications.len() as u64;
        if let Some(positions) = self.by_call.get_mut(&id) {
            positions.retain(|position| *position != at);
            if positions.is_empty() {
                self.by_call.remove(&id);
            }
        }
    }
}
