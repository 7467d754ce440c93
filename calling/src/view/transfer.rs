//! How far a transfer has come, told from the updates of the call.

use msgraph_beta_communications::models::{Call, CallState};

use super::call_layers::Placement;
use crate::reason::{EndReason, TransferOutcome};

/// How far a transfer has come.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransferProgress {
    /// The application asked for it.
    Requested,
    /// The service transfers the call.
    Transferring,
    /// The target accepted.
    Accepted,
    /// It is over.
    Done(TransferOutcome),
}

impl TransferProgress {
    /// Whether the outcome is still open.
    pub fn is_under_way(&self) -> bool {
        !matches!(self, Self::Done(_))
    }

    /// The outcome, once there is one.
    pub fn outcome(&self) -> Option<&TransferOutcome> {
        match self {
            Self::Done(outcome) => Some(outcome),
            _ => None,
        }
    }
}

#[derive(Clone, Debug, Default)]
pub(super) struct Transfer {
    progress: Option<TransferProgress>,
    /// Whether the application announces its transfers.
    is_announced: bool,
}

impl Transfer {
    pub(super) fn progress(&self) -> Option<&TransferProgress> {
        self.progress.as_ref()
    }

    fn is_under_way(&self) -> bool {
        let progress = self.progress.as_ref();
        progress.is_some_and(TransferProgress::is_under_way)
    }

    pub(super) fn request(&mut self) -> bool {
        if self.is_under_way() {
            return false;
        }
        self.is_announced = true;
        self.progress = Some(TransferProgress::Requested);
        true
    }

    pub(super) fn withdraw(&mut self) {
        if self.progress == Some(TransferProgress::Requested) {
            self.progress = None;
        }
    }

    /// Follows an update, and says where it belongs in the course of the call.
    pub(super) fn place(
        &mut self,
        update: &Call,
        ends: bool,
        end: Option<&EndReason>,
    ) -> (Placement, Option<TransferProgress>) {
        if ends {
            return (Placement::Ended, None);
        }
        match &update.state {
            Some(CallState::Transferring) => self.advance(TransferProgress::Transferring, end),
            Some(CallState::TransferAccepted) => self.advance(TransferProgress::Accepted, end),
            Some(CallState::Established) => match TransferOutcome::of(update) {
                Some(failed @ TransferOutcome::Failed(_)) => self.fail(failed, end),
                _ => (Placement::ByState, None),
            },
            _ => (Placement::ByState, None),
        }
    }

    fn advance(
        &mut self,
        to: TransferProgress,
        end: Option<&EndReason>,
    ) -> (Placement, Option<TransferProgress>) {
        if let Some(reason) = end {
            if self.progress.is_none() {
                let outcome = TransferOutcome::CallEnded(reason.clone());
                self.progress = Some(TransferProgress::Done(outcome));
            }
            return (Placement::ByState, None);
        }
        if self.is_announced && !self.is_under_way() {
            return (Placement::Late, None);
        }
        if self.progress == Some(TransferProgress::Accepted) || self.progress.as_ref() == Some(&to)
        {
            return (Placement::ByState, None);
        }
        self.progress = Some(to.clone());
        (Placement::ByState, Some(to))
    }

    /// Each failure counts, for the second one says the same as the first.
    fn fail(
        &mut self,
        failed: TransferOutcome,
        end: Option<&EndReason>,
    ) -> (Placement, Option<TransferProgress>) {
        let done = TransferProgress::Done(failed);
        if end.is_some() {
            let is_open = match &self.progress {
                None => true,
                Some(progress) => matches!(progress.outcome(), Some(TransferOutcome::CallEnded(_))),
            };
            if is_open {
                self.progress = Some(done);
            }
            return (Placement::ByState, None);
        }
        if self.is_announced && !self.is_under_way() {
            return (Placement::ByState, None);
        }
        self.progress = Some(done.clone());
        (Placement::BackToEstablished, Some(done))
    }

    /// Settles the transfer at the end of the call, by the updates that told of the end.
    pub(super) fn end<'a>(
        &mut self,
        reason: &EndReason,
        mut endings: impl Iterator<Item = &'a Call>,
    ) -> Option<TransferProgress> {
        let is_open = match &self.progress {
            None => false,
            Some(TransferProgress::Done(outcome)) => {
                matches!(outcome, TransferOutcome::CallEnded(_))
            }
            Some(_) => true,
        };
        let outcome = match reason {
            EndReason::Transferred => TransferOutcome::Completed,
            EndReason::TransferFailed => endings.find_map(TransferOutcome::of)?,
            _ if is_open => TransferOutcome::CallEnded(reason.clone()),
            _ => return None,
        };
        let done = Some(TransferProgress::Done(outcome));
        self.progress.clone_from(&done);
        done
    }
}
