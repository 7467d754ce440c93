//! The calls of a bot.

use std::time::Duration;

use msgraph_beta_communications::models;

use crate::{Call, CallError, CallId};

/// The calls of a bot.
#[derive(Clone, Debug)]
pub struct Calls {}

impl Calls {
    /// The call with this id, if the bot has it: until ten minutes after its end.
    pub fn get(&self, id: &CallId) -> Option<Call> {
        let _ = id;
        None
    }

    /// Places a call.
    ///
    /// # Errors
    ///
    /// If the service refuses, or the bot is being shut down.
    pub async fn create(
        &self,
        tenant: Option<&str>,
        call: models::Call,
    ) -> Result<Call, CallError> {
        let _ = (tenant, call);
        Err(CallError::Shutdown)
    }

    /// Goes on with a call of an earlier instance.
    ///
    /// # Errors
    ///
    /// [`CallError::Ended`] if the service does not know the call any more.
    pub async fn adopt(&self, id: CallId, tenant: Option<&str>) -> Result<Call, CallError> {
        let _ = (id, tenant);
        Err(CallError::Shutdown)
    }
}

/// How many calls there are.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct CallCounts {}

/// How a bot is shut down.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Shutdown {
    /// Hangs up all calls and waits for their ends.
    HangUp {
        /// The longest time to wait.
        within: Duration,
    },
    /// Leaves the calls to other instances, which adopt them.
    Leave {
        /// The longest time to wait for the tasks of the calls.
        within: Duration,
    },
}
