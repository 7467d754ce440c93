//! Which instance of the bot has which call.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::shared::Shared;
use crate::{CallId, SeenMessages};

/// What this instance knows and tells of its calls.
pub(super) struct Leases {
    seen: Mutex<SeenMessages>,
}

impl Leases {
    pub fn new() -> Self {
        Self {
            seen: Mutex::new(SeenMessages::new(100_000, Duration::from_secs(3600))),
        }
    }
    pub async fn is_new_message(&self, id: &str) -> bool {
        self.seen
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(id, std::time::Instant::now())
    }
    pub async fn claim(&self, _call: &CallId, _tenant: Option<&str>) -> bool {
        true
    }
    pub async fn keep(&self, _call: &CallId, _tenant: Option<&str>) {}
    pub async fn release(&self, _call: &CallId) {}
    pub async fn leave(&self, _call: &CallId) {}
}

pub(super) fn start(_shared: &Arc<Shared>) {}
