//! What the tasks of a bot share.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::calls::Calls;
use super::handler::{CallHandler, JoiningHandler};
use super::leases::Leases;
use super::message::Message;
use super::registry::Registry;
use super::tenants::TenantClients;
use super::timings::{Limits, Timings};
use super::worker::{Origin, Worker};
use crate::call::{CallCore, CallParts, IncomingClaim};
use crate::{Call, CallId, CallView, IncomingCall};

/// How far the life of a bot has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Phase {
    /// Calls come and go.
    Running,
    /// No new calls; those that there are go on to their ends.
    Draining,
    /// Nothing goes on.
    Closed,
}

/// What a bot is set to.
pub(super) struct Settings {
    pub clients: TenantClients,
    pub callback_uri: Arc<str>,
    pub timings: Arc<Timings>,
    pub limits: Limits,
    pub on_incoming: Option<CallHandler<IncomingCall>>,
    pub on_adopted: Option<CallHandler<Call>>,
    pub on_joining: Option<JoiningHandler>,
    pub leases: Leases,
}

/// What the tasks of a bot share.
pub(crate) struct Shared {
    pub(super) settings: Settings,
    pub(super) phase: watch::Sender<Phase>,
    pub(super) counters: Counters,
    /// The functions of the application that run.
    pub(super) handlers: Tasks,
    /// The tasks that deliver notifications and keep calls alive.
    pub(super) workers: Tasks,
    registry: Mutex<Registry>,
    random: Mutex<fastrand::Rng>,
    leases_started: std::sync::Once,
}

/// What is counted.
#[derive(Default)]
pub(super) struct Counters {
    /// Calls that go on.
    pub active: AtomicUsize,
    /// Deliveries that were refused because a queue was full or there were too many calls.
    pub refused: AtomicU64,
    /// Deliveries that had been delivered before.
    pub repeated: AtomicU64,
    /// Incoming calls that another instance has, and that this one takes over if that fails.
    pub contended: AtomicUsize,
    /// Incoming calls that were not answered, rejected or redirected in time.
    pub missed: AtomicU64,
}

impl Shared {
    pub fn new(settings: Settings, registry: Registry, random: fastrand::Rng) -> Arc<Self> {
        Arc::new(Self {
            settings,
            phase: watch::Sender::new(Phase::Running),
            counters: Counters::default(),
            handlers: Tasks::default(),
            workers: Tasks::default(),
            registry: Mutex::new(registry),
            random: Mutex::new(random),
            leases_started: std::sync::Once::new(),
        })
    }

    pub(super) fn registry(&self) -> MutexGuard<'_, Registry> {
        self.registry.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn timings(&self) -> &Timings {
        &self.settings.timings
    }

    pub(super) fn phase(&self) -> Phase {
        *self.phase.borrow()
    }

    /// A time that differs from `wait` by up to 10 %, so that calls do not keep step.
    pub(super) fn jittered(&self, wait: Duration) -> Duration {
        let mut random = self.random.lock().unwrap_or_else(PoisonError::into_inner);
        wait.mul_f64(0.9 + 0.2 * random.f64())
    }

    pub(super) fn calls(self: &Arc<Self>) -> Calls {
        Calls::new(Arc::downgrade(self))
    }

    /// What a new call of a tenant shares with its handles.
    pub(super) fn core(
        self: &Arc<Self>,
        id: CallId,
        tenant: Option<&str>,
        origin: CoreOrigin<'_>,
    ) -> Arc<CallCore> {
        let (scenario, claim, view) = match origin {
            CoreOrigin::Incoming { message, answer } => {
                let answer_by = super::schedule::later(message.received, answer);
                let lease = self.claim_lease(answer);
                let claim = IncomingClaim::new(answer_by, lease);
                let view = Box::new(CallView::new(id.clone()));
                (message.scenario.clone(), Some(claim), view)
            }
            CoreOrigin::Known { view, scenario } => (scenario.map(str::to_owned), None, view),
        };
        CallCore::new(CallParts {
            id,
            tenant: tenant.map(str::to_owned),
            client: self.settings.clients.get(tenant),
            callback_uri: Arc::clone(&self.settings.callback_uri),
            scenario,
            timings: Arc::clone(&self.settings.timings),
            claim,
            view: *view,
            calls: self.calls(),
        })
    }

    /// The lease of the claim to a call that has to be answered in this time.
    fn claim_lease(&self, answer: Duration) -> Duration {
        self.timings()
            .claim
            .min(answer / 4)
            .max(Duration::from_millis(3))
    }

    /// Adds a call to the registry and starts its worker.
    pub(super) fn open(
        self: &Arc<Self>,
        registry: &mut Registry,
        core: &Arc<CallCore>,
        origin: Origin,
    ) {
        let (sender, queue) = mpsc::channel(self.settings.limits.queue.max(2));
        registry.insert(Arc::clone(core), sender);
        self.counters.active.fetch_add(1, Ordering::Relaxed);
        let worker = Worker::new(Arc::clone(self), Arc::clone(core), queue, origin);
        self.workers.spawn(worker.run());
        self.start_leases();
    }

    /// Starts the task that renews leases and takes over calls of other instances, once. It needs
    /// a runtime.
    pub(super) fn start_leases(self: &Arc<Self>) {
        self.leases_started.call_once(|| super::leases::start(self));
    }
}

/// Where a call comes from, for what its handles share.
pub(super) enum CoreOrigin<'a> {
    /// The service reported it in this message; it has to be answered in this time.
    Incoming {
        message: &'a Message,
        answer: Duration,
    },
    /// The service named it in a response.
    Known {
        view: Box<CallView>,
        scenario: Option<&'a str>,
    },
}

/// Tasks that are joined or aborted together; `None` after that.
pub(super) struct Tasks(Mutex<Option<JoinSet<()>>>);

impl Default for Tasks {
    fn default() -> Self {
        Self(Mutex::new(Some(JoinSet::new())))
    }
}

impl Tasks {
    /// Starts a task, unless the tasks were joined: then it is dropped.
    pub fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let mut tasks = self.lock();
        let Some(tasks) = tasks.as_mut() else {
            return;
        };
        // Those that are done take no memory any more.
        while tasks.try_join_next().is_some() {}
        tasks.spawn(task);
    }

    /// Waits until all tasks are done, and aborts those that are not at `deadline`. Returns how
    /// many were aborted.
    pub async fn join(&self, deadline: Instant) -> usize {
        let Some(mut tasks) = self.lock().take() else {
            return 0;
        };
        let all = async { while tasks.join_next().await.is_some() {} };
        if tokio::time::timeout_at(deadline, all).await.is_ok() {
            return 0;
        }
        let aborted = tasks.len();
        tasks.shutdown().await;
        aborted
    }

    fn lock(&self) -> MutexGuard<'_, Option<JoinSet<()>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
