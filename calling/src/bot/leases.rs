//! Which instance of the bot has which call: what the store knows, and what this instance does
//! about it.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use futures::{StreamExt, stream};

use super::run::call_summary;
use super::shared::{Phase, Shared};
use crate::call::CallCore;
use crate::store::{CallStore, HeldCall, MemoryStore, StoreError, UnansweredCall};
use crate::{CallError, CallId, TenantId};

/// How long messages and incoming calls are remembered.
pub(super) const REMEMBERED: Duration = Duration::from_secs(60 * 60);
/// The time for one request to the store. Notifications wait for it.
const PATIENCE: Duration = Duration::from_secs(1);
/// Requests to the store at the same time.
const PARALLEL: usize = 16;

/// The store, and the calls that this instance holds by it.
pub(super) struct Leases {
    pub(super) store: Arc<dyn CallStore>,
    /// Whether other instances may have the store, too.
    is_shared: bool,
    /// The name of this instance, new each time the process starts.
    pub(super) instance: String,
    pub(super) lease: Duration,
    calls: Mutex<HashMap<CallId, Hold>>,
}

/// How this instance has a call.
///
/// The store may not know that it does, if it could not be reached, or if the call was taken over
/// before the lease of an earlier run ended.
#[derive(Clone)]
pub(super) enum Hold {
    /// It came in, and nobody has answered it.
    Claimed {
        incoming: Arc<UnansweredCall>,
        is_known: bool,
    },
    Held {
        is_known: bool,
    },
}

/// What came of a claim.
pub(super) enum Claimed {
    /// The call is this instance's, and this is what the store knows of it.
    Ours(UnansweredCall),
    /// Another instance has it, and has not answered it yet.
    Pending,
    /// It was answered, or has ended.
    Decided,
    /// The store did not answer.
    Unknown,
}

/// What the store says about a call of this instance.
pub(super) enum Standing {
    Held,
    /// The store does not say that this instance has the call, and never did.
    NotYet,
    /// Another instance has the call now.
    Lost,
}

impl Leases {
    /// Without a store the calls are kept in memory, for nobody else.
    pub fn new(store: Option<Arc<dyn CallStore>>, lease: Duration) -> Self {
        // Seeded by the system each time.
        let random = || RandomState::new().build_hasher().finish();
        Self {
            is_shared: store.is_some(),
            store: store.unwrap_or_else(|| Arc::new(MemoryStore::new())),
            instance: format!("{:016x}{:016x}", random(), random()),
            lease,
            calls: Mutex::default(),
        }
    }

    /// Whether a message was not delivered before. If the store does not answer, it is taken for a
    /// new one: most are, and states bear repetition.
    pub async fn is_new_message(&self, id: &str) -> bool {
        ask(self.store.seen(id, REMEMBERED)).await.unwrap_or(true)
    }

    /// Begins to hold a call.
    pub async fn hold(&self, core: &CallCore) {
        let hold = Hold::Held { is_known: false };
        self.calls().insert(core.id().clone(), hold);
        self.try_to_hold(core).await;
    }

    /// Stops to act on a call that another instance has.
    pub fn leave(&self, core: &CallCore) {
        tracing::warn!(call = %core.id(), "another instance has taken the call over");
        self.calls().remove(core.id());
        core.leave();
    }

    /// Ends to hold a call, which has ended.
    pub async fn release(&self, call: &CallId) {
        if self.calls().remove(call).is_some() {
            let _ = ask(self.store.release(call, &self.instance)).await;
        }
    }

    /// Lets other instances adopt a call at once.
    pub async fn offer(&self, call: &CallId) {
        if self.calls().remove(call).is_some() {
            let at_once = Duration::from_millis(1);
            let _ = ask(self.store.renew(call, &self.instance, at_once)).await;
        }
    }

    async fn try_to_hold(&self, core: &CallCore) -> bool {
        let tenant = TenantId::new(core.tenant().unwrap_or_default());
        let hold = self
            .store
            .hold(core.id(), &self.instance, &tenant, self.lease);
        let is_held = match ask(hold).await {
            Some(true) => true,
            // The lease may be one of an earlier run of this bot.
            Some(false) => {
                let adopt = self.store.adopt(core.id(), &self.instance, self.lease);
                ask(adopt).await.flatten().is_some()
            }
            None => false,
        };
        if let Some(Hold::Held { is_known }) = self.calls().get_mut(core.id()) {
            *is_known |= is_held;
        }
        is_held
    }

    async fn renew(&self, core: &CallCore) -> Standing {
        let was_held = self.calls().get(core.id()).cloned();
        match was_held {
            Some(Hold::Held { is_known: true }) => {
                let renew = self.store.renew(core.id(), &self.instance, self.lease);
                match ask(renew).await {
                    Some(false) => Standing::Lost,
                    // Without an answer the call goes on: nobody is known to have it.
                    Some(true) | None => Standing::Held,
                }
            }
            Some(Hold::Held { is_known: false }) if self.try_to_hold(core).await => Standing::Held,
            // The task of the call renews its claim.
            Some(Hold::Claimed { .. }) => Standing::Held,
            Some(Hold::Held { .. }) | None => Standing::NotYet,
        }
    }

    pub(super) fn calls(&self) -> MutexGuard<'_, HashMap<CallId, Hold>> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Waits for the store, for a while.
pub(super) async fn ask<T>(request: impl Future<Output = Result<T, StoreError>>) -> Option<T> {
    match tokio::time::timeout(PATIENCE, request).await {
        Ok(Ok(answer)) => Some(answer),
        Ok(Err(error)) => {
            tracing::warn!(%error, "the store failed");
            None
        }
        Err(_) => {
            tracing::warn!("the store did not answer in time");
            None
        }
    }
}

/// Starts the task that renews the leases of all calls and adopts those of instances that have
/// stopped. It ends with the bot.
pub(super) fn start(shared: &Arc<Shared>) {
    let timings = shared.timings();
    let lease = timings.lease / 3;
    // Nobody leaves calls in a store that is not shared.
    let is_shared = shared.settings.leases.is_shared;
    let every = match is_shared {
        true => lease.min(timings.claim / 3),
        false => lease,
    };
    let bot = Arc::downgrade(shared);
    let mut phase = shared.phase.subscribe();
    shared.workers.spawn(async move {
        let mut renewed = tokio::time::Instant::now();
        loop {
            let closed = phase.wait_for(|phase| *phase == Phase::Closed);
            if tokio::time::timeout(every, closed).await.is_ok() {
                return;
            }
            let Some(shared) = Weak::upgrade(&bot) else {
                return;
            };
            let now = tokio::time::Instant::now();
            if now.saturating_duration_since(renewed) >= lease {
                renewed = now;
                shared.renew_all().await;
            }
            if is_shared {
                shared.take_over_expired().await;
            }
            shared.registry().unknown.forget_expired(now);
        }
    });
}

impl Shared {
    async fn renew_all(self: &Arc<Self>) {
        let renewed =
            stream::iter(self.active()).for_each_concurrent(PARALLEL, |core| async move {
                if let Standing::Lost = self.settings.leases.renew(&core).await {
                    self.settings.leases.leave(&core);
                }
            });
        renewed.await;
    }

    /// Goes on with calls of instances that have stopped.
    async fn take_over_expired(self: &Arc<Self>) {
        if self.phase() != Phase::Running {
            return;
        }
        let leases = &self.settings.leases;
        let expired = ask(leases.store.expired()).await.unwrap_or_default();
        let adopted = stream::iter(expired).for_each_concurrent(PARALLEL, |held| async move {
            if self.registry().get(&held.call).is_some() {
                return;
            }
            match &held.unanswered {
                Some(unanswered) => self.receive_again(&held, unanswered),
                None => self.adopt(held).await,
            }
        });
        adopted.await;
    }

    /// Takes over a call of an instance that has stopped, unless another one is first.
    async fn adopt(self: &Arc<Self>, held: HeldCall) {
        let leases = &self.settings.leases;
        let adopt = leases
            .store
            .adopt(&held.call, &leases.instance, leases.lease);
        let Some(Some(held)) = ask(adopt).await else {
            return;
        };
        let tenant = Some(held.tenant.as_str()).filter(|tenant| !tenant.is_empty());
        match self.calls().adopt(held.call.clone(), tenant).await {
            Ok(call) => self.start_adopted(&call.core),
            Err(CallError::Ended(_)) => {
                let _ = ask(leases.store.release(&held.call, &leases.instance)).await;
            }
            // It can be adopted again after the lease.
            Err(error) => {
                let error = call_summary(&error);
                tracing::warn!(call = %held.call, error, "a call was not adopted");
            }
        }
    }
}
