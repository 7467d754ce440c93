//! The shared state of one call: its view, its events, and the requests that are sent for it.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use futures::Stream;
use msgraph_beta_communications::request::{Request, ResponseKind};
use msgraph_beta_communications::requests::CallRequests;
use msgraph_beta_communications::{GraphClient, Response};
use tokio::sync::{OnceCell, broadcast, watch};
use tracing::Span;

use super::claim::IncomingClaim;
use super::events::{self, MissedEvents};
use crate::bot::{Calls, Timings};
use crate::{CallError, CallEvent, CallId, CallView, Deadline, EndReason, Notification};

/// The header that names the scenario of a call, in callbacks and in requests.
pub(crate) const SCENARIO_ID: &str = "Scenario-Id";

/// The number of events that a reader may be behind before it misses the oldest of them.
const EVENTS: usize = 128;

/// What all handles of a call share.
pub(crate) struct CallCore {
    id: CallId,
    tenant: Option<String>,
    client: GraphClient,
    callback_uri: Arc<str>,
    scenario: Option<String>,
    timings: Arc<Timings>,
    /// The claim to an incoming call.
    claim: Option<IncomingClaim>,
    view: watch::Sender<CallView>,
    events: broadcast::Sender<CallEvent>,
    /// The number of those that wait for something from the service.
    expecting: watch::Sender<usize>,
    /// Whether the call was left to another instance.
    left: watch::Sender<bool>,
    calls: Calls,
    span: Span,
    /// Tells the client contexts of this handle from those of earlier instances.
    seed: u64,
    /// The number of client contexts so far.
    contexts: AtomicU64,
    /// Set once the service sends the tones of the call.
    tones: OnceCell<()>,
}

/// What a [`CallCore`] is made of.
pub(crate) struct CallParts {
    pub id: CallId,
    pub tenant: Option<String>,
    /// The client with the token of the tenant.
    pub client: GraphClient,
    pub callback_uri: Arc<str>,
    pub scenario: Option<String>,
    pub timings: Arc<Timings>,
    /// Where it came in, and was not answered yet.
    pub claim: Option<IncomingClaim>,
    pub view: CallView,
    pub calls: Calls,
}

impl CallCore {
    pub(crate) fn new(parts: CallParts) -> Arc<Self> {
        let span = tracing::info_span!("call", id = %parts.id);
        Arc::new(Self {
            id: parts.id,
            tenant: parts.tenant,
            client: parts.client,
            callback_uri: parts.callback_uri,
            scenario: parts.scenario,
            timings: parts.timings,
            claim: parts.claim,
            view: watch::Sender::new(parts.view),
            events: broadcast::Sender::new(EVENTS),
            expecting: watch::Sender::new(0),
            left: watch::Sender::new(false),
            calls: parts.calls,
            span,
            seed: fastrand::u64(..),
            contexts: AtomicU64::new(0),
            tones: OnceCell::new(),
        })
    }

    pub(crate) fn id(&self) -> &CallId {
        &self.id
    }

    /// The tenant of the call, if the service named it.
    pub(crate) fn tenant(&self) -> Option<&str> {
        self.tenant.as_deref()
    }

    /// The address to which the service posts the notifications of the bot's calls.
    pub(crate) fn callback_uri(&self) -> &str {
        &self.callback_uri
    }

    /// The id that the service gave to the scenario of the call.
    pub(crate) fn scenario(&self) -> Option<&str> {
        self.scenario.as_deref()
    }

    /// The times that the bot keeps to.
    pub(crate) fn timings(&self) -> &Timings {
        &self.timings
    }

    /// The calls of the bot, for another call beside this one.
    pub(crate) fn calls(&self) -> &Calls {
        &self.calls
    }

    /// The span of everything that concerns the call. It names the call and nothing else.
    pub(crate) fn span(&self) -> &Span {
        &self.span
    }

    /// A client context that no other operation of the call has.
    pub(crate) fn next_context(&self) -> String {
        let number = self.contexts.fetch_add(1, Ordering::Relaxed);
        format!("{:016x}-{number}", self.seed)
    }

    /// Set once the service sends the tones of the call.
    pub(crate) fn tones(&self) -> &OnceCell<()> {
        &self.tones
    }

    /// Ends when the call is left to another instance.
    pub(crate) async fn left(&self) {
        // The sender is in `self`: it is not dropped in the meantime.
        let _ = self.left.subscribe().wait_for(|left| *left).await;
    }

    /// The builder of requests to this call. Send them by [`send`](Self::send).
    pub(crate) fn requests(&self) -> CallRequests {
        self.client.communications().call(self.id.as_str())
    }

    /// The call as it is known now.
    pub(crate) fn view(&self) -> CallView {
        self.view.borrow().clone()
    }

    /// What `look` finds in the view. It must not use the call.
    pub(crate) fn peek<T>(&self, look: impl FnOnce(&CallView) -> T) -> T {
        look(&self.view.borrow())
    }

    /// The claim to the call, if it came in.
    pub(crate) fn claim(&self) -> Option<&IncomingClaim> {
        self.claim.as_ref()
    }

    /// The changes of the view.
    pub(crate) fn watch(&self) -> watch::Receiver<CallView> {
        self.view.subscribe()
    }

    /// The events from now on; the last is [`CallEvent::Ended`]. A slow reader misses events and
    /// is told so; it never holds up others.
    pub(crate) fn events(
        &self,
    ) -> impl Stream<Item = Result<CallEvent, MissedEvents>> + Send + Unpin + use<> {
        // Nothing is broadcast while the view is borrowed.
        let view = self.view.borrow();
        events::read(view.end(), || self.events.subscribe())
    }

    /// Fails if nothing may be sent for the call any more.
    pub(crate) fn check_open(&self) -> Result<(), CallError> {
        if let Some(reason) = self.view.borrow().end() {
            return Err(CallError::Ended(reason.clone()));
        }
        match *self.left.borrow() || !self.is_claimed() {
            true => Err(CallError::Shutdown),
            false => Ok(()),
        }
    }

    /// Waits for the view to be as `matches` wants it, and has the service asked if it is silent
    /// in the meantime.
    ///
    /// # Errors
    ///
    /// [`CallError::Ended`] if the call ends before, [`CallError::TooLate`] with [`Deadline::Wait`]
    /// after `within`, and [`CallError::Shutdown`].
    pub(crate) async fn until(
        &self,
        matches: impl Fn(&CallView) -> bool,
        within: Duration,
    ) -> Result<CallView, CallError> {
        self.until_or(matches, within, Deadline::Wait).await
    }

    /// As [`until`](Self::until), with the deadline that the error is to name.
    pub(crate) async fn until_or(
        &self,
        matches: impl Fn(&CallView) -> bool,
        within: Duration,
        deadline: Deadline,
    ) -> Result<CallView, CallError> {
        let _expecting = self.expect();
        let mut views = self.view.subscribe();
        let seen = views.wait_for(|view| matches(view) || view.is_ended());
        let view = tokio::select! {
            biased;
            view = seen => view.map_err(|_| CallError::Shutdown)?.clone(),
            () = self.left() => return Err(CallError::Shutdown),
            () = tokio::time::sleep(within) => return Err(CallError::TooLate(deadline)),
        };
        match view.end() {
            Some(reason) if !matches(&view) => Err(CallError::Ended(reason.clone())),
            _ => Ok(view),
        }
    }

    /// Waits for the end of the call.
    pub(crate) async fn closed(&self) -> EndReason {
        let mut views = self.view.subscribe();
        // The sender is in `self`: it is not dropped in the meantime.
        match views.wait_for(|view| view.is_ended()).await {
            Ok(view) => view.end().cloned().unwrap_or(EndReason::Unspecified),
            Err(_) => EndReason::Unspecified,
        }
    }

    /// Sends a request for this call: with its scenario id, and only while the call goes on. An
    /// answer 404 to a request to the call itself does not end it here: see
    /// [`gone`](Self::gone).
    ///
    /// # Errors
    ///
    /// [`CallError::Ended`], [`CallError::Shutdown`] and [`CallError::Graph`].
    pub(crate) async fn send<K: ResponseKind>(
        &self,
        request: Request<K>,
    ) -> Result<Response<K::Output>, CallError> {
        self.check_open()?;
        Ok(self.with_scenario(request).send().await?)
    }

    /// Adds the id of the scenario to a request.
    pub(crate) fn with_scenario<K>(&self, request: Request<K>) -> Request<K> {
        match &self.scenario {
            Some(scenario) => request.header(SCENARIO_ID, scenario),
            None => request,
        }
    }

    /// States that something is expected from the service, until the guard is dropped: if it is
    /// silent for `Timings::silence`, it is asked for the call.
    pub(crate) fn expect(&self) -> Expecting {
        self.expecting.send_modify(|waiting| *waiting += 1);
        Expecting(self.expecting.clone())
    }

    /// The number of those that wait for something from the service.
    pub(crate) fn expecting(&self) -> watch::Receiver<usize> {
        self.expecting.subscribe()
    }

    /// Adds what the service reported to the view and tells the readers.
    pub(crate) fn deliver(&self, notification: &Notification) {
        self.change(|view| view.observe(notification));
    }

    /// Changes the view and tells the readers what changed.
    pub(crate) fn change(&self, update: impl FnOnce(&mut CallView) -> Vec<CallEvent>) {
        self.view.send_modify(|view| {
            // Within the lock, so that a reader who subscribes sees each change once: in the
            // view or as an event.
            for event in update(view) {
                // Without readers nobody is told.
                let _ = self.events.send(event);
            }
        });
    }

    /// Changes what the view keeps of requests, such as
    /// [`request_transfer`](CallView::request_transfer). There is no event.
    pub(crate) fn with_view<T: Default>(&self, update: impl FnOnce(&mut CallView) -> T) -> T {
        let mut result = T::default();
        self.view.send_modify(|view| result = update(view));
        result
    }

    /// Ends the call for a reason that no notification gave. The first reason stays.
    pub(crate) fn end(&self, reason: EndReason) {
        self.change(|view| view.end_with(reason));
    }

    /// Leaves the call to another instance: nothing is sent for it here any more, and who waits
    /// is told so.
    pub(crate) fn leave(&self) {
        self.left.send_replace(true);
    }

    /// The service does not know the call any more (404).
    pub(crate) fn gone(&self) {
        self.end(EndReason::NotFound);
    }
}

impl fmt::Debug for CallCore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// Something is expected from the service as long as this lives.
#[must_use = "nothing is expected once it is dropped"]
pub(crate) struct Expecting(watch::Sender<usize>);

impl Drop for Expecting {
    fn drop(&mut self) {
        self.0.send_modify(|waiting| *waiting -= 1);
    }
}
