//! The task of one call: it delivers notifications in order, keeps the call alive, and reads it
//! from the service when that is silent.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use msgraph_beta_communications::Error;
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;
use tracing::Instrument;

use super::claims::Begin;
use super::leases::Standing;
use super::message::{Batch, Message};
use super::read::Reading;
use super::run::summary;
use super::schedule::{KeepAlive, Silence, later};
use super::shared::{Phase, Shared};
use crate::call::{CallCore, REASON};
use crate::{CallView, EndReason};

/// Where a call comes from.
pub(super) enum Origin {
    /// The service reported it in this message.
    Incoming(Arc<Message>),
    /// The bot placed it.
    Placed,
    /// The bot took it over: nobody knows when it was kept alive last.
    Adopted,
}

/// The task of one call.
pub(super) struct Worker {
    pub(super) shared: Arc<Shared>,
    pub(super) core: Arc<CallCore>,
    queue: mpsc::Receiver<Batch>,
    origin: Origin,
    views: watch::Receiver<CallView>,
    expecting: watch::Receiver<usize>,
    pub(super) phase: watch::Receiver<Phase>,
    /// When the claim to a call that nobody has answered is renewed.
    pub(super) claim_at: Option<Instant>,
    /// Whether nobody answered the call in time.
    pub(super) is_missed: bool,
    /// The renewal of the claim on its way.
    pub(super) renewing: Option<BoxFuture<'static, Standing>>,
    keep_alive: KeepAlive,
    silence: Silence,
    /// A keep-alive request on its way, and when it was sent.
    sending: Option<BoxFuture<'static, (Instant, Result<(), Error>)>>,
    /// A reading of the call on its way.
    reading: Option<BoxFuture<'static, Result<Reading, Error>>>,
    /// When a call ends of which the service answered 404, unless a notification says why before.
    gone_at: Option<Instant>,
    /// When an ended call is forgotten.
    forget_at: Option<Instant>,
}

/// What the worker does next.
enum Next {
    Deliver(Option<Batch>),
    Changed,
    Expect,
    KeptAlive(Instant, Result<(), Error>),
    Read(Box<Result<Reading, Error>>),
    Claimed(Standing),
    Timer,
    Close,
}

impl Worker {
    pub fn new(
        shared: Arc<Shared>,
        core: Arc<CallCore>,
        queue: mpsc::Receiver<Batch>,
        origin: Origin,
    ) -> Self {
        let timings = shared.timings();
        let first = match origin {
            Origin::Adopted => Duration::ZERO,
            _ => shared.jittered(timings.keep_alive),
        };
        let now = Instant::now();
        Self {
            views: core.watch(),
            expecting: core.expecting(),
            phase: shared.phase.subscribe(),
            claim_at: None,
            is_missed: false,
            renewing: None,
            keep_alive: KeepAlive::new(now, first, timings.keep_alive_limit),
            silence: Silence::new(timings.silence),
            sending: None,
            reading: None,
            gone_at: None,
            forget_at: None,
            shared,
            core,
            queue,
            origin,
        }
    }

    /// Runs until the call has been over for a while, or the bot is closed.
    pub async fn run(mut self) {
        let span = self.core.span().clone();
        async {
            if self.begin().await {
                self.go_on().await;
            }
            self.forget();
        }
        .instrument(span)
        .await;
    }

    /// Prepares the call. Returns whether it is one for this instance.
    async fn begin(&mut self) -> bool {
        let shared = Arc::clone(&self.shared);
        let leases = &shared.settings.leases;
        let Origin::Incoming(message) = &self.origin else {
            leases.hold(&self.core).await;
            return true;
        };
        let message = Arc::clone(message);
        let begin = self.claim(&message).await;
        if let Begin::Not = begin {
            return false;
        }
        // The handler is to find in the call what the service told about it.
        while let Some(batch) = self.queue.recv().await {
            if Arc::ptr_eq(&batch.message, &message) {
                // Whether the call is new is what the claim says: a message that is delivered again
                // may be the first that an instance lives to take. It is only noted.
                message.is_new(leases).await;
                self.observe(&batch);
                break;
            }
            self.deliver(batch).await;
        }
        match begin {
            Begin::Answered => {
                // Nobody knows whether it was kept alive since.
                let limit = shared.timings().keep_alive_limit;
                self.keep_alive = KeepAlive::new(Instant::now(), Duration::ZERO, limit);
                leases.hold(&self.core).await;
                shared.start_adopted(&self.core);
            }
            _ => {
                self.begin_to_keep_claim();
                shared.start_incoming(&self.core);
            }
        }
        true
    }

    async fn go_on(&mut self) {
        self.expect();
        loop {
            self.check_end().await;
            self.keep_claim().await;
            match self.next().await {
                Next::Deliver(Some(batch)) => self.deliver(batch).await,
                Next::KeptAlive(sent, result) => self.kept_alive(sent, result),
                Next::Read(result) => self.read(*result),
                Next::Claimed(standing) => self.renewed_claim(&standing),
                Next::Expect => self.expect(),
                Next::Changed => {}
                Next::Timer if self.is_forgotten() => return,
                Next::Timer => self.timer(),
                Next::Deliver(None) | Next::Close => return,
            }
        }
    }

    async fn next(&mut self) -> Next {
        let timer = self.next_timer();
        let is_over = self.forget_at.is_some();
        tokio::select! {
            biased;
            _ = self.phase.wait_for(|phase| *phase == Phase::Closed) => Next::Close,
            () = self.core.left() => Next::Close,
            (sent, result) = pending_or(&mut self.sending) => {
                self.sending = None;
                Next::KeptAlive(sent, result)
            }
            result = pending_or(&mut self.reading) => {
                self.reading = None;
                Next::Read(Box::new(result))
            }
            standing = pending_or(&mut self.renewing) => {
                self.renewing = None;
                Next::Claimed(standing)
            }
            () = tokio::time::sleep_until(timer) => Next::Timer,
            batch = self.queue.recv() => Next::Deliver(batch),
            // The senders are in `core`: they are not dropped before this task.
            _ = self.expecting.changed(), if !is_over => Next::Expect,
            _ = self.views.changed(), if !is_over => Next::Changed,
        }
    }

    /// When something is due without anything having happened.
    fn next_timer(&self) -> Instant {
        if let Some(at) = self.forget_at {
            return at;
        }
        if let Some(at) = self.gone_at {
            return at;
        }
        let mut at = self.keep_alive.lost_at();
        if let Some(due) = self.claim_at {
            at = at.min(due);
        }
        if self.sending.is_none() {
            at = at.min(self.keep_alive.next());
        }
        if self.reading.is_none()
            && let Some(due) = self.silence.due()
        {
            at = at.min(due);
        }
        at
    }

    fn timer(&mut self) {
        let now = Instant::now();
        if let Some(at) = self.gone_at {
            if now >= at {
                self.core.gone();
            }
            return;
        }
        if now >= self.keep_alive.lost_at() {
            tracing::warn!("the call could not be kept alive");
            self.core.end(EndReason::KeepAliveMissed);
            return;
        }
        if self.sending.is_none() && now >= self.keep_alive.next() {
            let request = self.core.requests().keep_alive().request();
            let request = self.core.with_scenario(request);
            let sent = async move { (now, request.send().await.map(drop)) };
            self.sending = Some(sent.boxed());
        }
        if self.reading.is_none() && self.silence.due().is_some_and(|due| now >= due) {
            tracing::debug!("the service is silent: the call is read");
            self.reading = Some(Reading::whole(Arc::clone(&self.core)).boxed());
        }
    }

    fn kept_alive(&mut self, sent: Instant, result: Result<(), Error>) {
        let timings = self.shared.timings();
        match result {
            Ok(()) => {
                let wait = self.shared.jittered(timings.keep_alive);
                self.keep_alive.succeeded(sent, wait);
            }
            Err(error) if error.is_not_found() => self.gone(),
            Err(error) => {
                tracing::warn!(error = summary(&error), "a keep-alive request failed");
                let wait = self.shared.jittered(timings.keep_alive_retry);
                self.keep_alive.failed(Instant::now(), wait);
            }
        }
    }

    fn read(&mut self, result: Result<Reading, Error>) {
        self.silence.read(Instant::now());
        match result {
            Ok(reading) => self.core.change(|view| reading.apply(view)),
            Err(error) if error.is_not_found() => self.gone(),
            Err(error) => tracing::warn!(error = summary(&error), "the call could not be read"),
        }
    }

    /// The service does not know the call any more.
    fn gone(&mut self) {
        let at = later(Instant::now(), REASON);
        self.gone_at.get_or_insert(at);
    }

    fn expect(&mut self) {
        let expected = *self.expecting.borrow_and_update() > 0;
        self.silence.expect(expected, Instant::now());
    }

    async fn deliver(&mut self, batch: Batch) {
        if !batch.message.is_new(&self.shared.settings.leases).await {
            self.shared
                .counters
                .repeated
                .fetch_add(1, Ordering::Relaxed);
            tracing::debug!("a delivery came again");
            return;
        }
        self.observe(&batch);
    }

    /// Adds what was delivered to the call.
    fn observe(&mut self, batch: &Batch) {
        self.silence.heard(Instant::now());
        for notification in &batch.notifications {
            self.core.deliver(notification);
        }
        let is_roster_known = self.core.peek(CallView::is_roster_complete);
        if !is_roster_known && self.reading.is_none() && self.forget_at.is_none() {
            tracing::debug!("a change of the roster is missing: it is read");
            self.reading = Some(Reading::roster(Arc::clone(&self.core)).boxed());
        }
    }

    /// Stops everything that is sent for the call once it has ended.
    async fn check_end(&mut self) {
        if self.forget_at.is_some() || !self.views.borrow_and_update().is_ended() {
            return;
        }
        self.sending = None;
        self.reading = None;
        self.forget_at = Some(later(Instant::now(), self.shared.timings().ended));
        self.shared.counters.active.fetch_sub(1, Ordering::Relaxed);
        tracing::debug!("the call has ended");
        self.shared.settings.leases.release(self.core.id()).await;
    }

    fn is_forgotten(&self) -> bool {
        self.forget_at.is_some_and(|at| Instant::now() >= at)
    }

    fn forget(&self) {
        if self.forget_at.is_none() {
            self.shared.counters.active.fetch_sub(1, Ordering::Relaxed);
        }
        self.shared.registry().remove(&self.core);
    }
}

/// The result of a future, if there is one; otherwise never.
async fn pending_or<T>(future: &mut Option<BoxFuture<'static, T>>) -> T {
    match future {
        Some(future) => future.await,
        None => std::future::pending().await,
    }
}
