//! What can be seen of a call, and waited for.

use std::time::Duration;

use futures::Stream;

use super::{Call, IncomingCall, MissedEvents};
use crate::{CallError, CallEvent, CallId, CallView, EndReason};

impl Call {
    /// The id of the call.
    pub fn id(&self) -> &CallId {
        self.core.id()
    }

    /// The tenant of the call, if it is known.
    pub fn tenant(&self) -> Option<&str> {
        self.core.tenant()
    }

    /// The call as it is known now.
    pub fn view(&self) -> CallView {
        self.core.view()
    }

    /// What happens in the call from now on; the last event is [`CallEvent::Ended`]. A slow reader
    /// misses events and is told so, for no reader holds up the call.
    pub fn events(
        &self,
    ) -> impl Stream<Item = Result<CallEvent, MissedEvents>> + Send + Unpin + use<> {
        self.core.events()
    }

    /// Waits until `matches` holds of the view. If the service is silent in the meantime, the bot
    /// reads the call.
    ///
    /// `matches` must not use the call itself.
    ///
    /// # Errors
    ///
    /// [`CallError::Ended`] if the call ends before, [`CallError::TooLate`] after `within`, and
    /// [`CallError::Shutdown`].
    pub async fn until(
        &self,
        matches: impl Fn(&CallView) -> bool,
        within: Duration,
    ) -> Result<CallView, CallError> {
        self.core.until(matches, within).await
    }

    /// Waits for the end of the call.
    pub async fn ended(&self) -> EndReason {
        self.core.closed().await
    }
}

impl IncomingCall {
    /// The id of the call.
    pub fn id(&self) -> &CallId {
        self.core.id()
    }

    /// The tenant of the call, if it is known.
    pub fn tenant(&self) -> Option<&str> {
        self.core.tenant()
    }

    /// The call as it is known now: who calls whom, and whether the caller has given up.
    pub fn view(&self) -> CallView {
        self.core.view()
    }
}
