//! What the service posts to the callback address, sorted into typed notifications.
//!
//! [`Delivery::read`] takes the headers and the body of one request. It does no I/O, reads no
//! clock, and never fails because of one odd element: what cannot be read is listed beside what
//! can.

mod delivery;
mod id;
mod read;
mod seen;

pub use self::delivery::{Delivery, NotANotification, Unread};
pub(crate) use self::id::Key;
pub use self::id::{CallId, InvalidId, OperationId};
pub use self::seen::SeenMessages;

use msgraph_beta_communications::models::{
    AnyCommsOperation, Call, ChangeType, CommsNotification, ContentSharingSession, Participant,
    ParticipantJoiningNotification, ParticipantLeftNotification, Tone,
};

use crate::reason::EndReason;

/// One change that the service reports.
///
/// The type of the data (`@odata.type`) decides which variant it becomes; where the service
/// sends none, the address of the resource does.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Notification {
    /// A call came in and waits to be answered, rejected or redirected.
    ///
    /// The service may deliver it more than once.
    Incoming {
        /// The call.
        call: CallId,
        /// What the service tells about the call: caller, targets, tenant, meeting.
        update: Box<Call>,
    },

    /// The call changed: its state, its media, the failure of a transfer.
    CallUpdated {
        /// The call.
        call: CallId,
        /// The members that changed; the others are absent.
        update: Box<Call>,
    },

    /// A participant pressed a key.
    Tone {
        /// The call.
        call: CallId,
        /// Position of the tone among those of the call; `None` if the service sent no number.
        sequence: Option<i64>,
        /// The key.
        tone: Tone,
        /// The update that carried the tone; it may hold a state, too.
        update: Box<Call>,
    },

    /// The roster of the call, whole or in part.
    Roster {
        /// The call.
        call: CallId,
        /// How the list relates to the roster.
        change: RosterChange,
        /// The participants that the change is about.
        participants: Vec<Participant>,
    },

    /// An operation is completed or has failed: a prompt ended, a recording is ready.
    OperationDone {
        /// The call that the operation belongs to.
        call: CallId,
        /// Id of the operation, from its data or else from the address of the resource.
        id: Option<OperationId>,
        /// The operation.
        operation: AnyCommsOperation,
    },

    /// An operation has started or goes on; its outcome follows.
    OperationUpdated {
        /// The call that the operation belongs to.
        call: CallId,
        /// Id of the operation, from its data or else from the address of the resource.
        id: Option<OperationId>,
        /// The operation.
        operation: AnyCommsOperation,
    },

    /// A participant began, changed or ended to share content.
    ContentSharing {
        /// The call.
        call: CallId,
        /// Whether sharing began (`created`), changed or ended (`deleted`).
        change: ChangeType,
        /// Id of the session, from its data or else from the address of the resource.
        session: Option<String>,
        /// The session, if the service sent it.
        data: Option<Box<ContentSharingSession>>,
    },

    /// A participant is about to join; the service waits for a `ParticipantJoiningResponse` in
    /// the response to the delivery.
    ParticipantJoining {
        /// The call, unless neither the address nor the data names it.
        call: Option<CallId>,
        /// Who joins.
        joining: Box<ParticipantJoiningNotification>,
    },

    /// A participant whom the application follows has left.
    ParticipantLeft {
        /// The call, unless neither the address nor the data names it.
        call: Option<CallId>,
        /// Who left.
        left: Box<ParticipantLeftNotification>,
    },

    /// The call is over. Nothing follows but late notifications.
    CallEnded {
        /// The call.
        call: CallId,
        /// The members that came with the end.
        update: Box<Call>,
        /// Why it ended, as far as this notification tells.
        reason: EndReason,
    },

    /// A notification of a kind that this version does not know.
    Other {
        /// The call, if the address names one.
        call: Option<CallId>,
        /// The notification, whole as it was received.
        notification: Box<CommsNotification>,
    },
}

impl Notification {
    /// The call that the notification is about.
    pub fn call(&self) -> Option<&CallId> {
        match self {
            Self::Incoming { call, .. }
            | Self::CallUpdated { call, .. }
            | Self::Tone { call, .. }
            | Self::Roster { call, .. }
            | Self::OperationDone { call, .. }
            | Self::OperationUpdated { call, .. }
            | Self::ContentSharing { call, .. }
            | Self::CallEnded { call, .. } => Some(call),
            Self::ParticipantJoining { call, .. }
            | Self::ParticipantLeft { call, .. }
            | Self::Other { call, .. } => call.as_ref(),
        }
    }

    /// The tenant of the call (`tenantId`), if the notification names one.
    pub fn tenant(&self) -> Option<&str> {
        let tenant = match self {
            Self::Incoming { update, .. }
            | Self::CallUpdated { update, .. }
            | Self::Tone { update, .. }
            | Self::CallEnded { update, .. } => update.tenant_id.as_deref(),
            _ => None,
        };
        tenant.filter(|tenant| !tenant.is_empty())
    }

    /// Whether the call has ended with this notification.
    pub fn is_terminal(&self) -> bool {
        matches!(self, Self::CallEnded { .. })
    }
}

/// How the participants of a [`Notification::Roster`] relate to the roster of the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RosterChange {
    /// The list is the whole roster: who is not in it has left.
    Full,
    /// The list has the participants who changed; one with a `removedState` has left.
    Delta {
        /// Number that grows with each change of the roster.
        sequence: Option<i64>,
    },
    /// The participants of the list have left.
    Removed,
}
