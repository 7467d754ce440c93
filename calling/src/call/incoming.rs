//! What a bot does with an incoming call: it answers, rejects or redirects it.

use std::future::IntoFuture;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use msgraph_beta_communications::models::{
    self, CallDisposition, CallState, IncomingCallOptions, InvitationParticipantInfo,
    ParticipantInfo, RejectReason,
};

use super::{Call, CallCore, IncomingCall, Media, Party};
use crate::{CallError, CallId, CallView, EndReason};

/// The time for which the service rings a target of a redirection, unless it is told otherwise.
const RINGING: Duration = Duration::from_secs(55);

impl IncomingCall {
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

    /// The call as it is known now.
    pub fn view(&self) -> CallView {
        self.core.view()
    }

    /// Who calls.
    pub fn caller(&self) -> Party {
        self.core
            .peek(|view| Party::of_participant(view.call().source.as_ref()))
    }

    /// Who calls, with everything that the service told.
    pub fn source(&self) -> Option<ParticipantInfo> {
        self.core.peek(|view| view.call().source.clone())
    }

    /// Who is called: the bot, or the resource account that it serves.
    pub fn targets(&self) -> Vec<InvitationParticipantInfo> {
        self.core
            .peek(|view| view.call().targets.clone().unwrap_or_default())
    }

    /// Answers the call. Await the result, after setting what else the answer has to say.
    ///
    /// It ends when the service has accepted the answer; wait for
    /// [`Call::established`] or [`Call::media_active`] then.
    ///
    /// # Errors
    ///
    /// [`CallError::TooLate`] with [`Deadline::Answer`](crate::Deadline::Answer) after the
    /// deadline, [`CallError::Ended`] if the caller hung up before, [`CallError::Graph`] and
    /// [`CallError::Shutdown`].
    pub fn answer(self, media: impl Into<Media>) -> Answer {
        Answer {
            core: self.core,
            media: media.into(),
            capacity: None,
            options: None,
        }
    }

    /// Rejects the call, and waits for its end.
    ///
    /// # Errors
    ///
    /// As [`answer`](Self::answer).
    pub async fn reject(self, reason: RejectReason) -> Result<(), CallError> {
        let request = self.core.requests().reject().with_reason(reason).request();
        self.core.decide(request, CallView::is_ended).await?;
        let silence = self.core.timings().silence;
        let rejected = EndReason::HungUpByBot;
        self.core.close_within(silence, rejected).await;
        Ok(())
    }

    /// Redirects the call to others, and waits until it has ended for the bot. Await the result,
    /// after setting what else the service has to know.
    ///
    /// # Errors
    ///
    /// As [`answer`](Self::answer).
    pub fn redirect<T: Into<InvitationParticipantInfo>>(
        self,
        targets: impl IntoIterator<Item = T>,
    ) -> Redirect {
        Redirect {
            core: self.core,
            targets: targets.into_iter().map(Into::into).collect(),
            disposition: None,
            timeout: None,
        }
    }
}

/// The answer to an incoming call; await it to send it.
#[derive(Debug)]
#[must_use = "nothing is sent before it is awaited"]
pub struct Answer {
    core: Arc<CallCore>,
    media: Media,
    capacity: Option<i32>,
    options: Option<IncomingCallOptions>,
}

impl Answer {
    /// The number of participants that the application can handle, for calls that are recorded by
    /// policy.
    pub fn participant_capacity(mut self, participants: i32) -> Self {
        self.capacity = Some(participants);
        self
    }

    /// The options of the call, such as notifications of content sharing or changes of the roster
    /// in place of whole rosters.
    pub fn options(mut self, options: IncomingCallOptions) -> Self {
        self.options = Some(options);
        self
    }

    async fn send(self) -> Result<Call, CallError> {
        let (config, modalities) = self.media.into_parts();
        let requests = self.core.requests();
        let mut answer = requests
            .answer(self.core.callback_uri(), config)
            .with_accepted_modalities(modalities);
        answer.participant_capacity = self.capacity;
        answer.call_options = self.options;
        let is_answered = |view: &CallView| {
            let state = view.state();
            !view.is_ended() && state.is_some_and(|state| *state != CallState::Incoming)
        };
        self.core.decide(answer.request(), is_answered).await?;
        // The call is not incoming any more, whether or not the service has said so by now.
        let mut answered = models::Call::default();
        answered.state = Some(CallState::Establishing);
        self.core.change(|view| view.observe_call(&answered));
        Ok(Call { core: self.core })
    }
}

impl IntoFuture for Answer {
    type Output = Result<Call, CallError>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        self.send().boxed()
    }
}

/// The redirection of an incoming call; await it to send it.
#[derive(Debug)]
#[must_use = "nothing is sent before it is awaited"]
pub struct Redirect {
    core: Arc<CallCore>,
    targets: Vec<InvitationParticipantInfo>,
    disposition: Option<CallDisposition>,
    timeout: Option<Duration>,
}

impl Redirect {
    /// Whether the targets ring one after the other, all together, or get the call without
    /// ringing.
    pub fn disposition(mut self, disposition: CallDisposition) -> Self {
        self.disposition = Some(disposition);
        self
    }

    /// For how long the targets ring, in whole seconds; the service takes 15 to 90 seconds, and 55
    /// unless it is told otherwise.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    async fn send(self) -> Result<(), CallError> {
        let mut redirect = self.core.requests().redirect(self.targets);
        redirect.target_disposition = self.disposition;
        let seconds = self.timeout.map(|timeout| timeout.as_secs());
        redirect.timeout = seconds.and_then(|seconds| i32::try_from(seconds).ok());
        let is_redirected =
            |view: &CallView| view.is_ended() || view.state() == Some(&CallState::Redirecting);
        self.core.decide(redirect.request(), is_redirected).await?;
        let ringing = self.timeout.unwrap_or(RINGING);
        let within = ringing.saturating_add(self.core.timings().silence);
        self.core.close_within(within, EndReason::Unspecified).await;
        Ok(())
    }
}

impl IntoFuture for Redirect {
    type Output = Result<(), CallError>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        self.send().boxed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_awaited_can_be_sent_between_threads() {
        fn is_send<T: IntoFuture>()
        where
            T::IntoFuture: Future + Send,
        {
        }
        is_send::<Answer>();
        is_send::<Redirect>();
    }
}
