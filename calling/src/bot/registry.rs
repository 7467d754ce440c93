//! The calls that a bot knows, and the notifications of those that it does not know yet.

use std::collections::HashMap;
use std::sync::Arc;

use tokio::sync::mpsc;

use super::message::{Batch, Message};
use super::unknown::Unknown;
use crate::CallId;
use crate::call::CallCore;

/// A call that the bot knows, also for a time after its end.
pub(super) struct Slot {
    pub core: Arc<CallCore>,
    pub queue: mpsc::Sender<Batch>,
}

/// The calls of a bot by id. Whoever holds it decides where a notification goes; nothing in here
/// waits.
pub(super) struct Registry {
    slots: HashMap<CallId, Slot>,
    pub unknown: Unknown,
}

/// A queue is full.
#[derive(Debug)]
pub(super) struct QueueFull;

impl Registry {
    pub fn new(unknown: Unknown) -> Self {
        Self {
            slots: HashMap::new(),
            unknown,
        }
    }

    pub fn get(&self, id: &CallId) -> Option<&Slot> {
        self.slots.get(id)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Slot> {
        self.slots.values()
    }

    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Adds a call and moves what came for it before into its queue, oldest first.
    pub fn insert(&mut self, core: Arc<CallCore>, queue: mpsc::Sender<Batch>) {
        let id = core.id().clone();
        for batch in self.unknown.take(&id) {
            // One place stays free, for the delivery that made the call known. What does not fit
            // is lost, as if the service had not delivered it.
            if queue.capacity() > 1 {
                let _ = queue.try_send(batch);
            }
        }
        self.slots.insert(id, Slot { core, queue });
    }

    /// Forgets this call, unless another one has its id by now.
    pub fn remove(&mut self, core: &Arc<CallCore>) {
        let is_same = |slot: &Slot| Arc::ptr_eq(&slot.core, core);
        if self.slots.get(core.id()).is_some_and(is_same) {
            self.slots.remove(core.id());
        }
    }

    /// Fails if the queue of one of these calls is full.
    ///
    /// Only the holder of the registry puts something into queues, so one that has room now has
    /// room until the registry is given back.
    pub fn check(&self, groups: &Groups) -> Result<(), QueueFull> {
        let queues = groups.iter().filter_map(|(id, _)| self.slots.get(id));
        let mut full = queues.filter(|slot| slot.queue.capacity() == 0);
        full.next().map_or(Ok(()), |_| Err(QueueFull))
    }

    /// Puts a delivery, which was [checked](Self::check), into the queues of its calls.
    pub fn push(&mut self, message: &Arc<Message>, groups: Groups) {
        for (id, notifications) in groups {
            let batch = Batch {
                message: Arc::clone(message),
                notifications,
            };
            match self.slots.get(&id) {
                // It fails only if the worker has stopped, because the bot was shut down.
                Some(slot) => drop(slot.queue.try_send(batch)),
                None => self.unknown.push(id, batch),
            }
        }
    }
}

/// The notifications of a delivery, by call, in the order of their first ones.
pub(super) type Groups = Vec<(CallId, Vec<crate::Notification>)>;

/// Sorts notifications by call, and drops those of no call.
pub(super) fn by_call(notifications: Vec<crate::Notification>) -> Groups {
    let mut groups: Groups = Vec::new();
    let mut positions: HashMap<CallId, usize> = HashMap::new();
    for notification in notifications {
        let Some(id) = notification.call().cloned() else {
            tracing::debug!("a notification names no call");
            continue;
        };
        let position = *positions.entry(id.clone()).or_insert_with(|| {
            groups.push((id, Vec::new()));
            groups.len() - 1
        });
        if let Some((_, group)) = groups.get_mut(position) {
            group.push(notification);
        }
    }
    groups
}
