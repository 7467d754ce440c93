//! What a call is, what happens in it, and its end.

use std::time::Duration;

use futures::Stream;
use msgraph_beta_communications::Response;
use msgraph_beta_communications::models::RejectReason;
use msgraph_beta_communications::request::{Request, ResponseKind};

use super::{Call, CallCore, MissedEvents, Party};
use crate::{CallError, CallEvent, CallId, CallView, Deadline, EndReason};

/// The time in which a notification may still say why a call ended, after a response 404 said that
/// it did.
pub(crate) const REASON: Duration = Duration::from_millis(500);

impl Call {
    /// The id of the call.
    pub fn id(&self) -> &CallId {
        self.core.id()
    }

    /// The tenant of the call, if the service named it.
    pub fn tenant(&self) -> Option<&str> {
        self.core.tenant()
    }

    /// The id of the scenario that the call belongs to, to be quoted to support.
    pub fn scenario(&self) -> Option<&str> {
        self.core.scenario()
    }

    /// Who calls. A call that the bot placed has itself as the caller.
    pub fn caller(&self) -> Party {
        self.core
            .peek(|view| Party::of_participant(view.call().source.as_ref()))
    }

    /// The call as it is known now.
    pub fn view(&self) -> CallView {
        self.core.view()
    }

    /// Whether the call has ended.
    pub fn is_ended(&self) -> bool {
        self.core.peek(CallView::is_ended)
    }

    /// The events from now on; the last is [`CallEvent::Ended`]. A reader that is too slow misses
    /// events and is told so; it never holds up others.
    pub fn events(
        &self,
    ) -> impl Stream<Item = Result<CallEvent, MissedEvents>> + Send + Unpin + use<> {
        self.core.events()
    }

    /// Waits until the call is as `matches` wants it, for at most `within`. `matches` must not use
    /// the call.
    ///
    /// # Errors
    ///
    /// [`CallError::Ended`] if the call ends before, [`CallError::TooLate`] and
    /// [`CallError::Shutdown`].
    pub async fn until(
        &self,
        matches: impl Fn(&CallView) -> bool,
        within: Duration,
    ) -> Result<CallView, CallError> {
        self.core.until(matches, within).await
    }

    /// Waits until the call is established, for at most
    /// [`Timings::establish`](crate::Timings::establish).
    ///
    /// # Errors
    ///
    /// [`CallError::Ended`], [`CallError::TooLate`] and [`CallError::Shutdown`].
    pub async fn established(&self) -> Result<CallView, CallError> {
        let within = self.core.timings().establish;
        let established = self
            .core
            .until_or(CallView::is_established, within, Deadline::Establish);
        established.await
    }

    /// Waits until audio flows, for at most [`Timings::establish`](crate::Timings::establish). What
    /// is played before is not heard.
    ///
    /// # Errors
    ///
    /// [`CallError::Ended`], [`CallError::TooLate`] and [`CallError::Shutdown`].
    pub async fn media_active(&self) -> Result<CallView, CallError> {
        let within = self.core.timings().establish;
        let active = self
            .core
            .until_or(CallView::is_audio_active, within, Deadline::Establish);
        active.await
    }

    /// Waits for the end of the call, however long it takes.
    pub async fn ended(&self) -> EndReason {
        self.core.closed().await
    }

    /// Hangs up, and waits for the end of the call. An incoming call that nobody has answered is
    /// rejected. A call that has ended, or that the service does not know any more, is no error.
    ///
    /// If the service does not report the end within
    /// [`Timings::silence`](crate::Timings::silence), the call counts as ended by the bot.
    ///
    /// # Errors
    ///
    /// [`CallError::Graph`] if the service refuses, and [`CallError::Shutdown`] if the bot leaves
    /// its calls to other instances.
    pub async fn hang_up(&self) -> Result<(), CallError> {
        self.core.hang_up().await
    }
}

impl CallCore {
    /// Hangs up, or rejects the call if nobody has answered it, and waits for its end.
    pub(crate) async fn hang_up(&self) -> Result<(), CallError> {
        let sent = match self.is_unanswered() {
            true => self.reject(RejectReason::Busy).await,
            false => self.send_to_call(self.requests().delete()).await.map(drop),
        };
        let silence = self.timings().silence;
        match sent {
            Ok(()) => {
                self.close_within(silence, EndReason::HungUpByBot).await;
                Ok(())
            }
            Err(CallError::Ended(_)) => Ok(()),
            Err(CallError::Graph(error)) if error.may_have_acted() => {
                let closed = tokio::time::timeout(silence, self.closed());
                match closed.await {
                    Ok(_) => Ok(()),
                    Err(_) => Err(error.into()),
                }
            }
            Err(error) => Err(error),
        }
    }

    /// Waits for the end of the call, and ends it for this reason if the service does not report
    /// it.
    pub(super) async fn close_within(&self, within: Duration, reason: EndReason) -> EndReason {
        match tokio::time::timeout(within, self.closed()).await {
            Ok(reason) => reason,
            Err(_) => {
                self.end(reason);
                self.closed().await
            }
        }
    }

    /// Sends a request to the call itself: 404 means that it is over.
    pub(super) async fn send_to_call<K: ResponseKind>(
        &self,
        request: Request<K>,
    ) -> Result<Response<K::Output>, CallError> {
        match self.send(request).await {
            Err(CallError::Graph(error)) if error.is_not_found() => {
                // The notification that says why may be on its way.
                let reason = self.close_within(REASON, EndReason::NotFound).await;
                Err(CallError::Ended(reason))
            }
            result => result,
        }
    }

    /// Sends a request to an action of the call. 404 may mean something else that the action needs,
    /// such as a participant: whether the call is over is asked then.
    pub(super) async fn send_action<K: ResponseKind>(
        &self,
        request: Request<K>,
    ) -> Result<Response<K::Output>, CallError> {
        match self.send(request).await {
            Err(CallError::Graph(error)) if error.is_not_found() => {
                match self.send_to_call(self.requests().get()).await {
                    Err(CallError::Ended(reason)) => Err(CallError::Ended(reason)),
                    _ => Err(error.into()),
                }
            }
            result => result,
        }
    }
}
