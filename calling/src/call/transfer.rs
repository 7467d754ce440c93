//! Transfers, followed to their end.

use std::sync::Arc;

use msgraph_beta_communications::Error;
use msgraph_beta_communications::models::{CallState, IdentitySet, Participant, ParticipantInfo};
use msgraph_beta_communications::requests::call::Transfer;

use super::{Call, CallCore, TransferTarget};
use crate::{CallError, CallView, Deadline, TransferOutcome};

impl Call {
    /// Transfers the call, and waits for the outcome. The bot does not talk to the target before:
    /// for that there is [`consult`](Self::consult).
    ///
    /// After [`TransferOutcome::Completed`] the call has ended for the bot. After
    /// [`TransferOutcome::Failed`] it goes on as before.
    ///
    /// ```
    /// # use msgraph_calling::{Call, CallError, TransferOutcome, TransferTarget};
    /// # async fn hand_over(call: &Call, target: TransferTarget) -> Result<(), CallError> {
    /// match call.transfer(target).await? {
    ///     TransferOutcome::Failed(failure) => println!("not accepted: {:?}", failure.kind()),
    ///     outcome => println!("{outcome:?}"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`CallError::TransferUnderWay`] if another transfer of the call has not ended,
    /// [`CallError::Graph`] if the service refuses, as it does in a meeting (8523),
    /// [`CallError::Ended`] if the call ends for another reason, [`CallError::TooLate`] with
    /// [`Deadline::Transfer`] after [`Timings::transfer`](crate::Timings::transfer), and
    /// [`CallError::Shutdown`].
    pub async fn transfer(&self, target: TransferTarget) -> Result<TransferOutcome, CallError> {
        let info = target.localized(target.plain());
        let transfer = self.core.requests().transfer(info);
        self.core.transfer(transfer).await
    }

    /// Transfers a participant of a group call out of it, and waits for the outcome.
    ///
    /// # Errors
    ///
    /// As [`transfer`](Self::transfer).
    pub async fn transfer_from_group(
        &self,
        target: TransferTarget,
        participant: &Participant,
    ) -> Result<TransferOutcome, CallError> {
        let transfer = self.core.requests().transfer(target.plain());
        let transfer = transfer.with_transferee(transferee(participant));
        // Here the documentation has language and region beside the target.
        let transfer = target.locale().fold(transfer, |transfer, (name, value)| {
            transfer.with_extra(name, value)
        });
        self.core.transfer(transfer).await
    }
}

/// A participant of the roster as the one to be transferred.
fn transferee(participant: &Participant) -> ParticipantInfo {
    let info = participant.info.as_ref();
    let identity = info.and_then(|info| info.identity.clone());
    let mut transferee = match identity {
        Some(identity) => ParticipantInfo::new(identity),
        None => ParticipantInfo::new(IdentitySet::default()),
    };
    transferee.participant_id.clone_from(&participant.id);
    transferee
}

impl CallCore {
    /// Sends a transfer, and follows it to its end.
    pub(super) async fn transfer(
        self: &Arc<Self>,
        transfer: Transfer,
    ) -> Result<TransferOutcome, CallError> {
        self.check_open()?;
        // Notifications may come before the response.
        if !self.with_view(CallView::request_transfer) {
            self.check_open()?;
            return Err(CallError::TransferUnderWay);
        }
        let lost = match self.send_action(transfer.request()).await {
            Ok(_) => None,
            Err(CallError::Graph(error)) if error.may_have_acted() => Some(error),
            Err(error) => {
                self.with_view(CallView::withdraw_transfer);
                return Err(self.outcome_despite(error));
            }
        };
        let within = self.timings().transfer;
        let is_settled = |view: &CallView| outcome(view).is_some();
        match self.until_or(is_settled, within, Deadline::Transfer).await {
            Ok(view) => settled(&view),
            Err(CallError::TooLate(_)) => self.ask_for_transfer(lost).await,
            Err(error) => Err(error),
        }
    }

    /// Reads the call after a transfer took too long.
    async fn ask_for_transfer(&self, lost: Option<Error>) -> Result<TransferOutcome, CallError> {
        let read = self.send_to_call(self.requests().get()).await;
        if let Ok(response) = &read
            && let Some(call) = &response.body
        {
            self.change(|view| view.observe_call(call));
        }
        let view = self.view();
        if outcome(&view).is_some() {
            return settled(&view);
        }
        if view.state() == Some(&CallState::Established) {
            // Nothing was ever heard of it, and the call is as it was: another may be tried.
            self.with_view(CallView::withdraw_transfer);
        }
        match (read, lost) {
            (Err(CallError::Ended(reason)), _) => Err(CallError::Ended(reason)),
            (_, Some(error)) => Err(error.into()),
            _ => Err(CallError::TooLate(Deadline::Transfer)),
        }
    }

    /// The error of a request, unless the call has ended since.
    fn outcome_despite(&self, error: CallError) -> CallError {
        match self.peek(|view| view.end().cloned()) {
            Some(reason) => CallError::Ended(reason),
            None => error,
        }
    }
}

/// How the last transfer of a call came out.
fn outcome(view: &CallView) -> Option<&TransferOutcome> {
    view.transfer()?.outcome()
}

fn settled(view: &CallView) -> Result<TransferOutcome, CallError> {
    match outcome(view).cloned() {
        Some(TransferOutcome::CallEnded(reason)) => Err(CallError::Ended(reason)),
        Some(outcome) => Ok(outcome),
        None => Err(CallError::TooLate(Deadline::Transfer)),
    }
}
