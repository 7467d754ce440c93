//! Calls as a bot holds them: handles, and what can be done with them.

mod claim;
mod consult;
pub(crate) mod core;
mod events;
mod handle;
mod incoming;
mod media;
mod operation;
mod party;
mod play;
mod record;
mod roster;
mod target;
mod tones;
mod transfer;

use std::sync::Arc;

pub(crate) use self::claim::IncomingClaim;
pub use self::consult::{Consult, Consultation};
pub(crate) use self::core::{CallCore, CallParts, SCENARIO_ID};
pub use self::events::MissedEvents;
pub(crate) use self::handle::REASON;
pub use self::incoming::{Answer, Redirect};
pub use self::media::{AudioPrompt, Media, outgoing_call};
pub use self::party::{Party, PartyKind};
pub use self::play::{Play, Playing};
pub use self::record::{DownloadError, Record, RecordedFile};
pub use self::target::{InvalidPhoneNumber, TransferTarget};
pub use self::tones::Tones;

/// A handle of one call.
///
/// It is cheap to clone; all clones are of the same call. Dropping it does not end the call.
///
/// Each method ends when the thing it does has ended, and nothing is sent for a call that has
/// ended: all of them fail with [`CallError::Ended`](crate::CallError::Ended) then, but
/// [`hang_up`](Self::hang_up).
#[derive(Clone, Debug)]
pub struct Call {
    pub(crate) core: Arc<CallCore>,
}

/// An incoming call that has not been answered yet.
///
/// It has to be answered, rejected or redirected within 15 seconds, or 5 seconds where it is to be
/// recorded by policy. One that is dropped before rings until its caller or the service gives up.
#[derive(Debug)]
pub struct IncomingCall {
    pub(crate) core: Arc<CallCore>,
}

impl IncomingCall {
    pub(crate) fn new(core: Arc<CallCore>) -> Self {
        Self { core }
    }
}
