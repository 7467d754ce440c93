//! Reading of a call from the service, after silence or when the bot takes it over.

use std::sync::Arc;

use futures::TryStreamExt;
use msgraph_beta_communications::Error;
use msgraph_beta_communications::models::{self, Participant};

use crate::call::CallCore;
use crate::{CallEvent, CallView};

/// What was read of a call.
pub(super) struct Reading {
    call: Option<models::Call>,
    participants: Option<Vec<Participant>>,
}

impl Reading {
    /// Reads the call, and its roster if a change of it is known to be missing.
    pub async fn whole(core: Arc<CallCore>) -> Result<Self, Error> {
        let request = core.with_scenario(core.requests().get());
        let call = request.send().await?.body;
        let is_roster_known = core.peek(CallView::is_roster_complete);
        let participants = match is_roster_known {
            true => None,
            false => Some(roster(&core).await?),
        };
        Ok(Self { call, participants })
    }

    /// Reads the call and its roster.
    pub async fn all(core: Arc<CallCore>) -> Result<Self, Error> {
        let request = core.with_scenario(core.requests().get());
        Ok(Self {
            call: request.send().await?.body,
            participants: Some(roster(&core).await?),
        })
    }

    /// Reads the roster.
    pub async fn roster(core: Arc<CallCore>) -> Result<Self, Error> {
        Ok(Self {
            call: None,
            participants: Some(roster(&core).await?),
        })
    }

    /// Adds what was read to the view of the call.
    pub fn apply(self, view: &mut CallView) -> Vec<CallEvent> {
        let mut events = Vec::new();
        if let Some(call) = &self.call {
            events.extend(view.observe_call(call));
        }
        if let Some(participants) = &self.participants {
            events.extend(view.replace_roster(participants));
        }
        events
    }
}

async fn roster(core: &CallCore) -> Result<Vec<Participant>, Error> {
    let request = core.with_scenario(core.requests().participants().list());
    request.items().try_collect().await
}
