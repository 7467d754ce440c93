//! The claim of this instance to an incoming call that nobody has answered yet.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::Duration;

use msgraph_beta_communications::models::{CallState, RejectReason};
use msgraph_beta_communications::request::{Request, ResponseKind};
use tokio::time::Instant;

use super::CallCore;
use crate::{CallError, CallView, Deadline};

/// What is known of the claim to an incoming call.
pub(crate) struct IncomingClaim {
    /// The lease of the claim.
    pub lease: Duration,
    state: Mutex<ClaimState>,
}

struct ClaimState {
    /// When the call must be answered, rejected or redirected.
    answer_by: Instant,
    /// Whether the call is this instance's.
    is_claimed: bool,
    /// Whether it was answered, rejected or redirected, or may have been.
    is_answered: bool,
    /// The end of the lease, as far as this instance knows: the store's end is never earlier.
    held_until: Instant,
}

impl IncomingClaim {
    /// A call that has to be answered by this time, and that is not claimed yet.
    pub(crate) fn new(answer_by: Instant, lease: Duration) -> Self {
        Self {
            lease,
            state: Mutex::new(ClaimState {
                answer_by,
                is_claimed: false,
                is_answered: false,
                held_until: Instant::now(),
            }),
        }
    }

    /// When the call must be answered, rejected or redirected.
    pub(crate) fn answer_by(&self) -> Instant {
        self.state().answer_by
    }

    /// The call is this instance's from now on. The store may know of an earlier deadline.
    pub(crate) fn claimed(&self, answer_by: Instant, held_until: Instant) {
        let mut state = self.state();
        state.is_claimed = true;
        state.answer_by = state.answer_by.min(answer_by);
        state.held_until = held_until;
    }

    /// The lease goes on until this time.
    pub(crate) fn held_until(&self, until: Instant) {
        let mut state = self.state();
        state.held_until = state.held_until.max(until);
    }

    fn is_held(&self) -> bool {
        Instant::now() < self.state().held_until
    }

    fn state(&self) -> MutexGuard<'_, ClaimState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl CallCore {
    /// Whether the call is this instance's: it placed or took over the call, or claimed it when it
    /// came in.
    pub(crate) fn is_claimed(&self) -> bool {
        let claim = self.claim();
        claim.is_none_or(|claim| claim.state().is_claimed)
    }

    /// Whether the service reports that the call came in and waits, or nothing else so far.
    pub(crate) fn is_waiting(&self) -> bool {
        let is_incoming = |state: &CallState| *state == CallState::Incoming;
        self.claim().is_some() && self.peek(|view| view.state().is_none_or(is_incoming))
    }

    /// Whether the call came in and was not answered yet.
    pub(crate) fn is_unanswered(&self) -> bool {
        let is_answered = |claim: &IncomingClaim| claim.state().is_answered;
        !self.claim().is_none_or(is_answered) && self.is_waiting()
    }

    /// Sends what answers, rejects or redirects the call, before its deadline. If the response is
    /// lost, `is_done` tells from notifications whether the service has executed it.
    pub(super) async fn decide<K: ResponseKind>(
        &self,
        request: Request<K>,
        is_done: impl Fn(&CallView) -> bool,
    ) -> Result<(), CallError> {
        let sent = self.before_answer_deadline(self.send_decision(request));
        match sent.await {
            Err(CallError::Graph(error)) if error.may_have_acted() => {
                match self.until(is_done, self.timings().silence).await {
                    Err(CallError::TooLate(_)) => Err(error.into()),
                    result => result.map(drop),
                }
            }
            result => result,
        }
    }

    /// Rejects the call, also after its deadline.
    pub(super) async fn reject(&self, reason: RejectReason) -> Result<(), CallError> {
        let reject = self.requests().reject().with_reason(reason);
        let result = self.send_decision(reject.request()).await;
        self.note_decision(&result);
        result
    }

    /// Runs what answers, rejects or redirects the incoming call, before its deadline.
    ///
    /// # Errors
    ///
    /// [`CallError::TooLate`] with [`Deadline::Answer`], and those of `action`.
    async fn before_answer_deadline(
        &self,
        action: impl Future<Output = Result<(), CallError>>,
    ) -> Result<(), CallError> {
        let Some(at) = self.claim().map(IncomingClaim::answer_by) else {
            return action.await;
        };
        if Instant::now() >= at {
            return Err(CallError::TooLate(Deadline::Answer));
        }
        let result = tokio::time::timeout_at(at, action).await;
        let result = result.unwrap_or(Err(CallError::TooLate(Deadline::Answer)));
        self.note_decision(&result);
        result
    }

    fn note_decision(&self, result: &Result<(), CallError>) {
        let may_be_answered = match result {
            Ok(()) | Err(CallError::TooLate(_)) => true,
            Err(CallError::Graph(error)) => error.may_have_acted(),
            Err(_) => false,
        };
        if let Some(claim) = self.claim() {
            claim.state().is_answered |= may_be_answered;
        }
    }

    /// Sends a request after the store has confirmed that the call is this instance's.
    async fn send_decision<K: ResponseKind>(&self, request: Request<K>) -> Result<(), CallError> {
        self.check_open()?;
        self.calls().confirm(self).await?;
        let sent = async { self.send_action(request).await.map(drop) };
        self.while_held(sent).await
    }

    /// Runs what must not go on without the lease. If the lease may have ended, because this process
    /// was paused, nothing happens before the store has confirmed it again: a request that waits to
    /// be repeated is not sent then.
    async fn while_held(
        &self,
        action: impl Future<Output = Result<(), CallError>>,
    ) -> Result<(), CallError> {
        let Some(claim) = self.claim() else {
            return action.await;
        };
        let mut action = pin!(action);
        loop {
            let mut left = pin!(self.left());
            let step = poll_fn(|context| {
                if left.as_mut().poll(context).is_ready() {
                    return Poll::Ready(Some(Err(CallError::Shutdown)));
                }
                match claim.is_held() {
                    true => action.as_mut().poll(context).map(Some),
                    false => Poll::Ready(None),
                }
            });
            match step.await {
                Some(result) => return result,
                None => self.calls().confirm(self).await?,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_lease_is_never_shortened_and_the_earlier_deadline_counts() {
        let now = Instant::now();
        let seconds = |count| now + Duration::from_secs(count);
        let claim = IncomingClaim::new(seconds(15), Duration::from_secs(3));
        assert!(!claim.is_held());
        claim.claimed(seconds(9), seconds(3));
        assert_eq!(claim.answer_by(), seconds(9));
        claim.held_until(seconds(5));
        claim.held_until(seconds(4));
        tokio::time::sleep(Duration::from_millis(4_999)).await;
        assert!(claim.is_held());
        tokio::time::sleep(Duration::from_millis(1)).await;
        assert!(!claim.is_held());
    }
}
