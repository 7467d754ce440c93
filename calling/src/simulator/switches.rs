//! The switches of the simulator.

use std::time::Duration;

use http::StatusCode;
use serde_json::json;

use super::deliver;
use super::faults::{Faults, GraphFault, WrongToken};
use super::guid::Guid;
use super::notices::{self, of_named_call};
use super::settings::{IdSpelling, Outbound, Settings};
use super::{Caller, TeamsSimulator};

impl TeamsSimulator {
    fn set(&self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.shared.world().settings);
    }

    /// What goes wrong with deliveries from now on.
    pub fn set_faults(&self, faults: Faults) {
        self.set(|settings| settings.faults = faults);
    }

    /// Answers requests otherwise than they want, in addition to earlier faults.
    pub fn fail_requests(&self, fault: GraphFault) {
        self.set(|settings| settings.graph_faults.push(fault));
    }

    /// The time in which incoming calls have to be answered, and the same for those that are to be
    /// recorded by policy: 15 and 5 seconds unless set.
    pub fn set_answer_deadlines(&self, usual: Duration, recording: Duration) {
        self.set(|settings| {
            settings.answer = usual;
            settings.answer_recording = recording;
        });
    }

    /// The time that a request waits before it takes effect.
    pub fn set_latency(&self, latency: Duration) {
        self.set(|settings| settings.latency = latency);
    }

    /// The time between the effect of a request and its response: notifications about it may come
    /// before.
    pub fn set_response_delay(&self, delay: Duration) {
        self.set(|settings| settings.response_delay = delay);
    }

    /// Whether OpenID metadata and keys cannot be had.
    pub fn set_open_id_fails(&self, fails: bool) {
        self.set(|settings| settings.open_id_fails = fails);
    }

    /// Signs by a new key from now on. With `keep`, the old ones stay published.
    pub fn roll_keys(&self, keep: bool) {
        self.shared.keys().roll(keep);
        self.shared
            .line(None, format_args!("the signing key changed"));
    }

    /// How long prompts and recordings last; they end at once by default.
    pub fn set_operation_time(&self, lasts: Duration) {
        self.set(|settings| settings.operations = Some(lasts));
    }

    /// Prompts and recordings end only when a script ends them.
    pub fn hold_operations(&self) {
        self.set(|settings| settings.operations = None);
    }

    /// Calls are established only when a script does it; otherwise they are `establishing`, then
    /// `established`, then have active media as soon as they are answered.
    pub fn establish_by_hand(&self) {
        self.set(|settings| settings.by_hand = true);
    }

    /// How ids are spelled in notifications of new calls.
    pub fn set_id_spelling(&self, spelling: IdSpelling) {
        self.set(|settings| settings.spelling = spelling);
    }

    /// Leaves sequence numbers out of whole rosters of new calls, as documented ones do.
    pub fn without_roster_numbers(&self) {
        self.set(|settings| settings.roster_numbers = false);
    }

    /// What becomes of calls that the bot places.
    pub fn set_outbound(&self, outbound: Outbound) {
        self.set(|settings| settings.outbound = outbound);
    }

    /// What becomes of calls that the bot places to somebody, by id or number.
    pub fn set_outbound_to(&self, callee: impl Into<String>, outbound: Outbound) {
        self.set(|settings| {
            settings.outbound_to.insert(callee.into(), outbound);
        });
    }

    /// The time without a keepAlive request after which a call ends; 45 minutes by default.
    pub fn set_keep_alive_limit(&self, limit: Duration) {
        self.set(|settings| settings.keep_alive = limit);
    }

    /// How long `expect_…` methods wait before they fail the test; 10 seconds by default.
    pub fn set_patience(&self, patience: Duration) {
        self.set(|settings| settings.patience = patience);
    }

    /// How long the bot has to respond to a delivery; 10 seconds by default.
    pub fn set_response_limit(&self, limit: Duration) {
        self.set(|settings| settings.response = limit);
    }

    /// Posts a forged incoming call with this token; the result is the bot's answer.
    ///
    /// # Panics
    ///
    /// If there is no answer.
    pub async fn forge(&self, token: WrongToken) -> StatusCode {
        let shared = &self.shared;
        let (id, destination) = {
            let mut world = shared.world();
            world.made += 1;
            (
                Guid::nth(shared.seed, world.made),
                world.destination.clone(),
            )
        };
        let url = format!("/communications/calls/{id}");
        let members = json!({
            "state": "incoming",
            "direction": "incoming",
            "source": Caller::phone("+10000000000").info(),
            "tenantId": Self::TENANT,
            "id": id.to_string(),
        });
        let body = notices::body(&[of_named_call("created", &url, members)]);
        let token_text = shared.keys().forged(token, Self::TENANT);
        let sent = match deliver::request(id, id, token_text, body) {
            Ok(request) => destination.send(None, request).await,
            Err(error) => Err(error),
        };
        match sent {
            Ok(response) => {
                let status = response.status();
                let what = format_args!("to the bot: forged ({token:?}): {}", status.as_u16());
                shared.line(None, what);
                status
            }
            Err(error) => shared.fail(&format!("no answer to a forged call: {error}")),
        }
    }
}
