//! Why calls end and transfers fail, told from result codes.

use msgraph_beta_communications::models::{Call, CallState, ResultInfo};

/// Why a call ended.
///
/// The service says it by a pair of numbers, [`ResultInfo::code`] and
/// [`ResultInfo::subcode`]; neither means anything alone: 200/7000 is a call that the
/// application ended, 500/7000 a transfer that failed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EndReason {
    /// The call was handed on to another callee: 0/7015, 200/7015, or the termination reason
    /// `AppTransferred`.
    Transferred,
    /// The call ended with a failed transfer: 500/7000, 500/7700, 404/10202, or subcode 7505.
    TransferFailed,
    /// The application hung up: 200/7000, 200/10550.
    HungUpByBot,
    /// The other side hung up: 200/4097, 200/4521, 200/18503, and from a telephone 200/540000,
    /// 200/560000.
    HungUpByPeer,
    /// A participant removed the application: 200/5000, 200/5300.
    Removed,
    /// The conversation is over, for it was ended or everyone else left: 200/5001 to 5003, 5007,
    /// 5010, 5012 to 5014, 5020, 5030.
    ConversationOver,
    /// Nobody admitted the application from the lobby in time: 200/5855.
    LobbyTimeout,
    /// The service missed the keepAlive requests of the application: 408/8537.
    KeepAliveMissed,
    /// The other side did not answer the signalling: 408/1106, 408/10057.
    NoAnswer,
    /// The media could not be set up or broke: 410/301005, 500/1005.
    MediaFailed,
    /// The callee could not be reached: 480/10037, 480/10076, 480/10134, 480/10199.
    Unreachable,
    /// The service answers 404 for the call: it ended, and the notification was lost.
    NotFound,
    /// The service gave no reason.
    Unspecified,
    /// A pair of codes without a class here.
    Other {
        /// [`ResultInfo::code`]; 0 if the service sent none.
        code: i32,
        /// [`ResultInfo::subcode`]; 0 if the service sent none.
        subcode: i32,
    },
}

impl EndReason {
    /// The class of a pair of codes.
    pub fn from_codes(code: i32, subcode: i32) -> Self {
        match (code, subcode) {
            (0 | 200, 7015) => Self::Transferred,
            (500, 7000 | 7700) | (404, 10202) | (_, 7505) => Self::TransferFailed,
            (200, 7000 | 10550) => Self::HungUpByBot,
            (200, 4097 | 4521 | 18503 | 540_000 | 560_000) => Self::HungUpByPeer,
            (200, 5000 | 5300) => Self::Removed,
            (200, 5001..=5003 | 5007 | 5010 | 5012..=5014 | 5020 | 5030) => Self::ConversationOver,
            (200, 5855) => Self::LobbyTimeout,
            (408, 8537) => Self::KeepAliveMissed,
            (408, 1106 | 10057) => Self::NoAnswer,
            (410, 301_005) | (500, 1005) => Self::MediaFailed,
            (480, 10037 | 10076 | 10134 | 10199) => Self::Unreachable,
            _ => Self::Other { code, subcode },
        }
    }

    /// The reason that an update of a call gives for the end of the call.
    ///
    /// Ask only the update that came with the end: an earlier one may hold the codes of a
    /// transfer that failed.
    pub fn of(update: &Call) -> Self {
        if is_app_transferred(update) {
            return Self::Transferred;
        }
        match update.result_info.as_ref().and_then(codes) {
            Some((code, subcode)) => Self::from_codes(code, subcode),
            None => Self::Unspecified,
        }
    }
}

/// How a transfer came out.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransferOutcome {
    /// The other side talks to the target now, and the call of the application is over.
    Completed,
    /// The transfer failed; unless the call has ended, it goes on as before.
    Failed(TransferFailure),
    /// The call ended before the outcome was known.
    CallEnded(EndReason),
}

impl TransferOutcome {
    /// The outcome that an update of a call tells, if it tells one: an end of the call by
    /// transfer, or a code of 300 and above while the call is `established`.
    pub fn of(update: &Call) -> Option<Self> {
        let reason = EndReason::of(update);
        if reason == EndReason::Transferred {
            return Some(Self::Completed);
        }
        let result = update.result_info.as_ref()?;
        let failure = || Self::Failed(TransferFailure::new(result));
        let (code, _) = codes(result)?;
        let back = update.state == Some(CallState::Established) && code >= 300;
        (back || reason == EndReason::TransferFailed).then(failure)
    }
}

/// Why a transfer failed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TransferFailure {
    /// [`ResultInfo::code`]; 0 if the service sent none.
    pub code: i32,
    /// [`ResultInfo::subcode`]; 0 if the service sent none.
    pub subcode: i32,
    /// The text that the service sent with the codes.
    pub message: Option<String>,
}

impl TransferFailure {
    /// Takes the codes and the text of a result.
    pub fn new(result: &ResultInfo) -> Self {
        Self {
            code: result.code.unwrap_or_default(),
            subcode: result.subcode.unwrap_or_default(),
            message: result.message.clone(),
        }
    }

    /// The class of the failure.
    pub fn kind(&self) -> TransferFailureKind {
        match (self.code, self.subcode) {
            (500, 7000 | 7700) => TransferFailureKind::NotAccepted,
            (_, 7505) => TransferFailureKind::TenantMismatch,
            (_, 8523) => TransferFailureKind::MeetingMode,
            (404, 10202) => TransferFailureKind::ReplacedCallNotFound,
            _ => TransferFailureKind::Other,
        }
    }
}

/// The class of a [`TransferFailure`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransferFailureKind {
    /// The target did not take the call: 500/7000, or 500/7700 for a consultative transfer.
    NotAccepted,
    /// The identity of the target lacks its tenant, or is of the wrong kind: subcode 7505.
    TenantMismatch,
    /// The call is a meeting, which cannot be transferred: subcode 8523. A peer-to-peer call
    /// becomes a meeting as soon as someone is invited.
    MeetingMode,
    /// The call that a consultative transfer should replace does not exist: 404/10202.
    ReplacedCallNotFound,
    /// Any other pair of codes.
    Other,
}

/// The pair of codes, if the service sent at least one of them.
fn codes(result: &ResultInfo) -> Option<(i32, i32)> {
    match (result.code, result.subcode) {
        (None, None) => None,
        (code, subcode) => Some((code.unwrap_or_default(), subcode.unwrap_or_default())),
    }
}

fn is_app_transferred(update: &Call) -> bool {
    let reason = update.termination_reason.as_deref();
    reason.is_some_and(|reason| reason.eq_ignore_ascii_case("AppTransferred"))
}
