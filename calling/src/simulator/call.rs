//! The script's handle of a call: what the other side does.

use std::fmt;
use std::sync::Arc;

use msgraph_beta_communications::models::CallState;
use serde_json::{Value, json};

use super::guid::Guid;
use super::operations::{Ending, OperationRecord, PROMPT, RECORDING};
use super::record::{BotAnswer, CallRecord};
use super::shared::Shared;
use super::{Caller, SimulatedPrompt, SimulatedRecording, SimulatedTransfer};
use crate::CallId;

/// A call, as the other side has it. Clones are handles of the same call.
///
/// Methods that are not `async` take effect at once; what they tell the bot is posted in order.
#[derive(Clone)]
pub struct SimulatedCall {
    pub(super) shared: Arc<Shared>,
    pub(super) id: Guid,
}

impl SimulatedCall {
    /// The id of the call.
    ///
    /// # Panics
    ///
    /// Never: it is a GUID.
    pub fn id(&self) -> CallId {
        super::or_fail(CallId::new(&self.id.to_string()), "no id")
    }

    /// The state of the call at the service.
    pub fn state(&self) -> CallState {
        self.with(|call| call.state.clone())
    }

    /// Who calls or, if the bot placed the call, is called.
    pub fn peer(&self) -> Caller {
        self.with(|call| call.peer.clone())
    }

    /// The tenant of the call.
    pub fn tenant(&self) -> String {
        self.with(|call| call.tenant.clone())
    }

    /// The number of keepAlive requests so far.
    pub fn keep_alives(&self) -> usize {
        self.with(|call| call.keep_alives)
    }

    /// Whether the bot has asked for tones.
    pub fn hears_tones(&self) -> bool {
        self.with(|call| call.hears_tones)
    }

    /// Waits until the bot has taken the incoming call, or the time to do so is over.
    pub async fn answer(&self) -> BotAnswer {
        self.wait_for("an answer to the incoming call", |call| call.answer.clone())
            .await
    }

    /// Waits until the call has this state at the service.
    ///
    /// # Panics
    ///
    /// If it has not in 10 seconds ([`TeamsSimulator::set_patience`]); so do the other methods
    /// that expect something.
    ///
    /// [`TeamsSimulator::set_patience`]: super::TeamsSimulator::set_patience
    pub async fn expect_state(&self, state: CallState) {
        let what = format!("the state {}", state.as_str());
        self.wait_for(&what, |call| (call.state == state).then_some(()))
            .await;
    }

    /// Waits until the call has ended.
    pub async fn expect_end(&self) {
        self.expect_state(CallState::Terminated).await;
    }

    /// Waits until the bot has asked for tones.
    pub async fn expect_tones(&self) {
        self.wait_for("subscribeToTone", |call| call.hears_tones.then_some(()))
            .await;
    }

    /// Waits for the next transfer that the bot asks for.
    pub async fn expect_transfer(&self) -> SimulatedTransfer {
        let next = |call: &mut CallRecord| {
            let mut all = call.transfers.iter_mut();
            let transfer = all.find(|transfer| !transfer.is_claimed)?;
            transfer.is_claimed = true;
            Some(SimulatedTransfer {
                call: self.clone(),
                id: transfer.id,
                target: transfer.target.clone(),
                request: transfer.request.clone(),
                replaces: transfer.replaces,
            })
        };
        self.wait_for("a transfer", next).await
    }

    /// Waits for the next prompt that the bot plays.
    pub async fn expect_prompt(&self) -> SimulatedPrompt {
        let (id, request) = self.expect_operation(PROMPT).await;
        let call = self.clone();
        SimulatedPrompt { call, id, request }
    }

    /// Waits for the next recording that the bot makes.
    pub async fn expect_recording(&self) -> SimulatedRecording {
        let (id, request) = self.expect_operation(RECORDING).await;
        let call = self.clone();
        SimulatedRecording { call, id, request }
    }

    async fn expect_operation(&self, kind: &str) -> (Guid, Value) {
        let next = |call: &mut CallRecord| {
            let mut all = call.operations.iter_mut();
            let is_next = |found: &&mut OperationRecord| found.kind == kind && !found.is_claimed;
            let operation = all.find(is_next)?;
            operation.is_claimed = true;
            Some((operation.id, operation.request.clone()))
        };
        self.wait_for(kind, next).await
    }

    /// Presses a key: `0` to `9`, `*`, `#`, `A` to `D`. The bot hears it if it has subscribed to
    /// tones; recordings that this key stops, end.
    ///
    /// # Panics
    ///
    /// If there is no such key.
    #[track_caller]
    pub fn press(&self, key: char) {
        let Some(tone) = tone(key) else {
            super::fail(&format!("no telephone has the key {key:?}"));
        };
        self.with(|call| {
            if call.hears_tones && !call.is_ended() {
                call.tone_sequence += 1;
                let members = json!({
                    "state": call.state.as_str(),
                    "toneInfo": {
                        "@odata.type": "#microsoft.graph.toneInfo",
                        "sequenceId": call.tone_sequence,
                        "tone": tone,
                    },
                });
                call.update(tone, members);
            }
            call.stop_recordings(key);
        });
    }

    /// Hangs up: 200/4097 for users, 200/540000 for telephones.
    pub fn hang_up(&self) {
        let subcode = if self.peer().is_phone() {
            540_000
        } else {
            4097
        };
        self.end(200, subcode);
    }

    /// A participant removes the bot: 200/5300.
    pub fn remove_bot(&self) {
        self.end(200, 5300);
    }

    /// Ends the call with these codes.
    pub fn end(&self, code: i32, subcode: i32) {
        self.with(|call| {
            if !call.is_ended() {
                call.end_with(code, subcode, "The call has ended.");
            }
        });
    }

    /// The service forgets the call: it answers 404 for it, and tells nobody.
    pub fn vanish(&self) {
        self.with(|call| call.is_gone = true);
    }

    /// Puts the call on hold.
    pub fn hold(&self) {
        self.enter(CallState::Hold);
    }

    /// Takes the call back from hold.
    pub fn resume(&self) {
        self.enter(CallState::Established);
    }

    fn enter(&self, state: CallState) {
        self.with(|call| {
            if !call.is_ended() {
                call.state = state.clone();
                call.update(state.as_str(), json!({ "state": state.as_str() }));
            }
        });
    }

    /// The call is being established: for scripts that do it by hand.
    pub fn establishing(&self) {
        self.with(CallRecord::establishing);
    }

    /// The callee's side rings.
    pub fn ring(&self) {
        self.with(CallRecord::ringing);
    }

    /// The call is established: for scripts that do it by hand.
    pub fn establish(&self) {
        self.with(CallRecord::established);
    }

    /// Audio flows.
    pub fn media_active(&self) {
        self.with(|call| call.set_media("active"));
    }

    /// Audio does not flow.
    pub fn media_inactive(&self) {
        self.with(|call| call.set_media("inactive"));
    }

    pub(super) fn end_operation(&self, id: Guid, ending: Ending) {
        let base = self.shared.base().to_owned();
        self.with(|call| call.end_operation(id, ending, &base));
    }

    /// Does something with the call, and tells those who wait.
    pub(super) fn with<R>(&self, act: impl FnOnce(&mut CallRecord) -> R) -> R {
        match self.shared.with_call(self.id, act) {
            Some(result) => result,
            None => self.shared.fail("no such call"),
        }
    }

    async fn wait_for<R>(
        &self,
        what: &str,
        mut found: impl FnMut(&mut CallRecord) -> Option<R>,
    ) -> R {
        let mut changes = self.with(|call| call.changed.subscribe());
        let found = async {
            loop {
                if let Some(found) = self.with_quietly(&mut found) {
                    return found;
                }
                if changes.changed().await.is_err() {
                    std::future::pending::<()>().await;
                }
            }
        };
        match tokio::time::timeout(self.shared.patience(), found).await {
            Ok(found) => found,
            Err(_) => {
                let number = self.with_quietly(|call| call.number);
                self.shared.fail(&format!("call {number}: expected {what}"))
            }
        }
    }

    /// Looks at the call; nobody is told.
    fn with_quietly<R>(&self, look: impl FnOnce(&mut CallRecord) -> R) -> R {
        match self.shared.look_at_call(self.id, look) {
            Some(result) => result,
            None => self.shared.fail("no such call"),
        }
    }
}

impl fmt::Debug for SimulatedCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SimulatedCall")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// The name of a key's tone.
fn tone(key: char) -> Option<&'static str> {
    const TONES: [(char, &str); 16] = [
        ('0', "tone0"),
        ('1', "tone1"),
        ('2', "tone2"),
        ('3', "tone3"),
        ('4', "tone4"),
        ('5', "tone5"),
        ('6', "tone6"),
        ('7', "tone7"),
        ('8', "tone8"),
        ('9', "tone9"),
        ('*', "star"),
        ('#', "pound"),
        ('A', "a"),
        ('B', "b"),
        ('C', "c"),
        ('D', "d"),
    ];
    let found = TONES.iter().find(|(known, _)| *known == key);
    found.map(|(_, tone)| *tone)
}
