//! What an observed notification changed.

use msgraph_beta_communications::models::{AnyCommsOperation, Call, CallState, Participant, Tone};

use super::TransferProgress;
use crate::notification::{Notification, OperationId};
use crate::reason::EndReason;

/// A change of a [`CallView`](super::CallView).
///
/// A notification that is delivered again gives no event where its content shows that it is the
/// same: a state the call is in already, a tone by its number, an operation that is done.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum CallEvent {
    /// The state of the call changed.
    StateChanged {
        /// The state before; `None` if there was none yet.
        from: Option<CallState>,
        /// The state now.
        to: CallState,
    },
    /// Members of the call changed, and its state did not.
    Updated(Box<Call>),
    /// A participant pressed a key; each sequence number comes once.
    Tone {
        /// Position of the tone among those of the call, if the service sent it.
        sequence: Option<i64>,
        /// The key.
        tone: Tone,
    },
    /// Someone is in the roster who was not.
    ParticipantAdded(Box<Participant>),
    /// The entry of a participant changed.
    ParticipantUpdated(Box<Participant>),
    /// Someone is no longer in the roster; this is the last that was known of them.
    ParticipantRemoved(Box<Participant>),
    /// An operation started or goes on.
    OperationUpdated {
        /// Id of the operation.
        id: Option<OperationId>,
        /// The operation.
        operation: Box<AnyCommsOperation>,
    },
    /// An operation is completed or has failed; comes once for each operation.
    OperationDone {
        /// Id of the operation.
        id: Option<OperationId>,
        /// The operation.
        operation: Box<AnyCommsOperation>,
    },
    /// A transfer made progress, failed or is complete.
    Transfer(TransferProgress),
    /// A notification that does not change the view: sharing of content, participants who are
    /// about to join, whatever this version does not know.
    Notified(Box<Notification>),
    /// The call is over; comes once.
    Ended(EndReason),
}
