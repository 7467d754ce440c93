//! A delivery on its way through the queues of calls.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::OnceCell;
use tokio::time::Instant;

use super::leases::Leases;
use crate::{CallId, Notification};

/// The notifications of incoming calls as JSON, by call.
pub(super) type Incoming = HashMap<CallId, String>;

/// What the notifications of one delivery have in common.
pub(super) struct Message {
    pub id: Option<String>,
    pub scenario: Option<String>,
    /// The tenant in the token of the delivery.
    pub tenant: String,
    pub received: Instant,
    /// The calls that came in, each with the notification for the store.
    pub incoming: Incoming,
    /// The time to answer them, if it began before the message was received.
    pub answer_within: Option<Duration>,
    is_new: OnceCell<bool>,
}

impl Message {
    pub fn new(
        id: Option<String>,
        scenario: Option<String>,
        tenant: String,
        received: Instant,
    ) -> Self {
        Self {
            id,
            scenario,
            tenant,
            received,
            incoming: Incoming::default(),
            answer_within: None,
            is_new: OnceCell::new(),
        }
    }

    /// Whether the message was not delivered before. The store is asked once for a delivery: by
    /// the first call whose turn it is, so that the response to the service does not wait for it.
    pub async fn is_new(&self, leases: &Leases) -> bool {
        let Some(id) = &self.id else {
            // Without an id nothing tells a second delivery from a second event.
            return true;
        };
        *self.is_new.get_or_init(|| leases.is_new_message(id)).await
    }
}

/// The notifications of a delivery that are of one call.
pub(super) struct Batch {
    pub message: Arc<Message>,
    pub notifications: Vec<Notification>,
}
