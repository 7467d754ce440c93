//! The end of a bot: no new calls, the calls that there are to their ends or to other instances.

use std::sync::Arc;
use std::time::Duration;

use futures::future;
use tokio::time::Instant;

use super::run::hang_up;
use super::schedule::later;
use super::shared::{Phase, Shared};
use crate::call::CallCore;
use crate::{CallId, CallView};

/// How a bot is shut down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Shutdown {
    /// Hangs up all calls and waits for their ends. Calls that do not end in time are not adopted by
    /// other instances: the service ends them when it misses their keep-alive requests.
    HangUp {
        /// The longest time to wait.
        within: Duration,
    },
    /// Leaves the calls to other instances, which adopt them through the store: what waits in a handler fails with
    /// [`CallError::Shutdown`](crate::CallError::Shutdown), and nothing more is sent for a call.
    Leave {
        /// The longest time to wait for the handlers.
        within: Duration,
    },
}

/// What is left of a bot that was shut down.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Leftovers {
    /// The calls that go on, as far as the bot knows.
    pub calls: Vec<CallId>,
    /// The number of handlers that were aborted because they did not come to their ends in time.
    pub aborted_handlers: usize,
}

impl Shared {
    pub(super) async fn shut_down(self: &Arc<Self>, how: Shutdown) -> Leftovers {
        let (Shutdown::HangUp { within } | Shutdown::Leave { within }) = how;
        let deadline = later(Instant::now(), within);
        {
            // Under the lock, so that every call is either there by now or refused.
            let _registry = self.registry();
            self.phase.send_if_modified(|phase| {
                let is_running = *phase == Phase::Running;
                if is_running {
                    *phase = Phase::Draining;
                }
                is_running
            });
        }
        let mut left = self.active();
        match how {
            Shutdown::HangUp { .. } => end_all(&left, deadline).await,
            Shutdown::Leave { .. } => left.iter().for_each(|core| core.leave()),
        }
        let aborted_handlers = self.handlers.join(deadline).await;
        left.retain(|core| !core.peek(CallView::is_ended));
        self.phase.send_replace(Phase::Closed);
        // They stop by themselves now.
        self.workers.join(later(Instant::now(), STOP)).await;
        let leases = &self.settings.leases;
        let give_up = left.iter().map(|core| async move {
            match how {
                Shutdown::HangUp { .. } => leases.release(core.id()).await,
                Shutdown::Leave { .. } => leases.offer(core.id()).await,
            }
        });
        future::join_all(give_up).await;
        Leftovers {
            calls: left.iter().map(|core| core.id().clone()).collect(),
            aborted_handlers,
        }
    }
}

/// Hangs up calls at once, and waits until all have ended.
async fn end_all(calls: &[Arc<CallCore>], deadline: Instant) {
    let ends = calls.iter().map(|core| async move {
        let _expecting = core.expect();
        if !core.peek(CallView::is_ended) {
            hang_up(core).await;
        }
        core.closed().await;
    });
    let _ = tokio::time::timeout_at(deadline, future::join_all(ends)).await;
}

/// The time for tasks that have nothing more to do.
const STOP: Duration = Duration::from_secs(5);
