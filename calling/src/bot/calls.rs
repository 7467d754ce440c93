//! The calls of a bot.

use std::fmt;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Weak};

use msgraph_beta_communications::models::{self, ResultInfo};

use super::leases::Standing;
use super::read::Reading;
use super::run::hang_up;
use super::shared::{CoreOrigin, Phase, Shared};
use super::worker::Origin;
use crate::call::{CallCore, SCENARIO_ID};
use crate::{Call, CallError, CallId, CallView};

/// The calls of a bot.
///
/// It is cheap to clone, and does not keep the bot alive.
#[derive(Clone)]
pub struct Calls {
    shared: Weak<Shared>,
}

/// How many calls a bot has, and what it did with deliveries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallCounts {
    /// Calls that go on.
    pub active: usize,
    /// Calls that the bot remembers: those that go on, and those that ended in the last minutes.
    pub known: usize,
    /// Notifications of calls that are not known yet.
    pub waiting: usize,
    /// Notifications that were dropped because their call never became known.
    pub dropped: u64,
    /// Deliveries that were refused because a queue was full or there were too many calls.
    pub refused: u64,
    /// Deliveries that had been delivered before, each counted once for every call in it.
    pub repeated: u64,
    /// Incoming calls that another instance has and has not answered yet. This one was told of them,
    /// too, and takes them over if the other one is killed. They are not among the active ones.
    pub contended: usize,
    /// Incoming calls that this instance had when the time to answer them was over, or found after
    /// it: its handler was too slow, or the instance that had them was killed.
    pub missed: u64,
}

impl Calls {
    pub(super) fn new(shared: Weak<Shared>) -> Self {
        Self { shared }
    }

    fn shared(&self) -> Result<Arc<Shared>, CallError> {
        self.shared.upgrade().ok_or(CallError::Shutdown)
    }

    /// The call with this id, if the bot has it. It forgets a call ten minutes after its end.
    pub fn get(&self, id: &CallId) -> Option<Call> {
        let shared = self.shared.upgrade()?;
        let registry = shared.registry();
        let core = Arc::clone(&registry.get(id)?.core);
        core.is_claimed().then_some(Call { core })
    }

    /// The calls that go on, in no particular order.
    pub fn active(&self) -> Vec<Call> {
        let Some(shared) = self.shared.upgrade() else {
            return Vec::new();
        };
        let active = shared.active();
        active.into_iter().map(|core| Call { core }).collect()
    }

    /// How many calls there are.
    pub fn counts(&self) -> CallCounts {
        let Some(shared) = self.shared.upgrade() else {
            return CallCounts::default();
        };
        let counters = &shared.counters;
        let registry = shared.registry();
        let contended = counters.contended.load(Ordering::Relaxed);
        let opened = counters.active.load(Ordering::Relaxed);
        CallCounts {
            active: opened.saturating_sub(contended),
            known: registry.len(),
            waiting: registry.unknown.len(),
            dropped: registry.unknown.dropped(),
            refused: counters.refused.load(Ordering::Relaxed),
            repeated: counters.repeated.load(Ordering::Relaxed),
            contended,
            missed: counters.missed.load(Ordering::Relaxed),
        }
    }

    /// Places a call or joins a meeting, in the tenant that `call` names.
    ///
    /// It returns as soon as the service has accepted the call, before anyone picks up. The
    /// callback address is that of the bot, unless `call` has one. Notifications that came before
    /// the response of the service are delivered to the call as if they came after it.
    ///
    /// # Errors
    ///
    /// [`CallError::Graph`] if the service refuses, [`CallError::Operation`] if it does not name the
    /// call, and [`CallError::Shutdown`].
    pub async fn create(&self, call: models::Call) -> Result<Call, CallError> {
        self.create_in(call, None).await
    }

    /// As [`create`](Self::create), in the scenario of another call.
    pub(crate) async fn create_in(
        &self,
        mut call: models::Call,
        scenario: Option<&str>,
    ) -> Result<Call, CallError> {
        let shared = self.shared()?;
        if shared.phase() != Phase::Running {
            return Err(CallError::Shutdown);
        }
        if call.callback_uri.is_none() {
            call.callback_uri = Some(shared.settings.callback_uri.to_string());
        }
        let tenant = call.tenant_id.clone();
        let client = shared.settings.clients.get(tenant.as_deref());
        let mut request = client.communications().calls().create(call);
        if let Some(scenario) = scenario {
            request = request.header(SCENARIO_ID, scenario);
        }
        let response = request.send().await?;
        let named = response.body.as_ref().and_then(|call| call.id.as_deref());
        let id = match named.map(CallId::new) {
            Some(Ok(id)) => Some(id),
            _ => response.location().and_then(CallId::from_resource_url),
        };
        let Some(id) = id else {
            let mut info = ResultInfo::default();
            info.message = Some("the response does not name the call".to_owned());
            return Err(CallError::Operation(info));
        };
        let mut view = CallView::new(id.clone());
        if let Some(call) = &response.body {
            view.observe_call(call);
        }
        let view = Box::new(view);
        let origin = CoreOrigin::Known { view, scenario };
        let core = shared.core(id, tenant.as_deref(), origin);
        match shared.open_known(core, Origin::Placed) {
            Ok(core) => Ok(Call { core }),
            Err(core) => {
                // The shutdown began while the request was on its way.
                hang_up(&core).await;
                Err(CallError::Shutdown)
            }
        }
    }

    /// Goes on with a call that this instance does not know: one of an earlier run, or one that
    /// another instance left. The call and its roster are read, and it is kept alive from now on.
    ///
    /// # Errors
    ///
    /// [`CallError::Ended`] if the call has ended or the service does not know it,
    /// [`CallError::Graph`] if it cannot be read, and [`CallError::Shutdown`].
    pub async fn adopt(&self, id: CallId, tenant: Option<&str>) -> Result<Call, CallError> {
        if let Some(call) = self.get(&id) {
            return Ok(call);
        }
        let shared = self.shared()?;
        if shared.phase() != Phase::Running {
            return Err(CallError::Shutdown);
        }
        let view = Box::new(CallView::new(id.clone()));
        let origin = CoreOrigin::Known {
            view,
            scenario: None,
        };
        let core = shared.core(id, tenant, origin);
        match Reading::all(Arc::clone(&core)).await {
            Ok(reading) => core.change(|view| reading.apply(view)),
            Err(error) if error.is_not_found() => core.gone(),
            Err(error) => return Err(error.into()),
        }
        core.check_open()?;
        match shared.open_known(core, Origin::Adopted) {
            Ok(core) => Ok(Call { core }),
            Err(_) => Err(CallError::Shutdown),
        }
    }
}

impl Calls {
    /// Fails if another instance has the incoming call by now. If the store does not answer, the
    /// call is this instance's.
    pub(crate) async fn confirm(&self, core: &CallCore) -> Result<(), CallError> {
        if core.claim().is_none() {
            return Ok(());
        }
        let leases = &self.shared()?.settings.leases;
        match leases.answering(core).await {
            Standing::Lost => {
                leases.leave(core);
                Err(CallError::Shutdown)
            }
            Standing::Held | Standing::NotYet => Ok(()),
        }
    }
}

impl Shared {
    /// The calls that go on.
    pub(super) fn active(&self) -> Vec<Arc<CallCore>> {
        let registry = self.registry();
        let cores = registry.iter().map(|slot| &slot.core);
        let active = cores.filter(|core| core.is_claimed() && !core.peek(CallView::is_ended));
        active.cloned().collect()
    }

    /// Starts a call that the service named in a response, unless it is known by now. Fails with
    /// the call if no calls are started any more.
    fn open_known(
        self: &Arc<Self>,
        core: Arc<CallCore>,
        origin: Origin,
    ) -> Result<Arc<CallCore>, Arc<CallCore>> {
        let mut registry = self.registry();
        if let Some(slot) = registry.get(core.id()) {
            return Ok(Arc::clone(&slot.core));
        }
        if self.phase() != Phase::Running {
            return Err(core);
        }
        self.open(&mut registry, &core, origin);
        Ok(core)
    }
}

impl fmt::Debug for Calls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Calls").field(&self.counts()).finish()
    }
}
