//! Calls as a bot holds them: handles, and what goes on in them.

pub(crate) mod core;
mod handle;

use std::sync::Arc;

pub use self::core::MissedEvents;
pub(crate) use self::core::{CallCore, CallParts, SCENARIO_ID};

/// A handle of one call.
///
/// It is cheap to clone; all clones are of the same call.
#[derive(Clone, Debug)]
pub struct Call {
    pub(crate) core: Arc<CallCore>,
}

/// An incoming call that has not been answered yet.
///
/// A call that is dropped without an answer rings until its caller or the service gives up.
#[derive(Debug)]
pub struct IncomingCall {
    pub(crate) core: Arc<CallCore>,
}

impl IncomingCall {
    pub(crate) fn new(core: Arc<CallCore>) -> Self {
        Self { core }
    }
}
