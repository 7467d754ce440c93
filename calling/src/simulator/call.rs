//! The script's handle of a call: what the other side does.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use msgraph_beta_communications::models::CallState;
use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::guid::Guid;
use super::notices::notice;
use super::operations::{Ending, OperationRecord, PROMPT, RECORDING};
use super::record::{BotAnswer, CallRecord, MessageKind};
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

    // ---------------------------------------------------------------------------------------
    // What the script waits for

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

    // ---------------------------------------------------------------------------------------
    // What the other side does

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

    // ---------------------------------------------------------------------------------------
    // Participants

    /// Somebody joins; the result is the id of the participant.
    pub fn join(&self, who: Caller) -> String {
        self.with(|call| {
            let id = call.new_id();
            call.roster.add(id, who);
            call.post_roster(&[id]);
            id.to_string()
        })
    }

    /// A participant leaves.
    ///
    /// # Panics
    ///
    /// If there is no such participant.
    #[track_caller]
    pub fn leave(&self, participant: &str) {
        let id = participant_id(participant);
        let known = self.with(|call| {
            let known = call.roster.remove(id);
            call.post_roster(&[id]);
            known
        });
        if !known {
            super::fail(&format!("no participant {participant}"));
        }
    }

    /// A participant mutes or unmutes themselves.
    pub fn set_muted(&self, participant: &str, is_muted: bool) {
        let id = participant_id(participant);
        self.with(|call| {
            call.roster.change(id, |member| member.is_muted = is_muted);
            call.post_roster(&[id]);
        });
    }

    /// The ids of those who are there.
    pub fn participants(&self) -> Vec<String> {
        self.with(|call| {
            let present = call.roster.present();
            present.map(|member| member.id.to_string()).collect()
        })
    }

    /// Sends the whole roster, as it is.
    pub fn send_roster(&self) {
        self.with(CallRecord::post_full_roster);
    }

    /// Sends a change of the roster that names these participants, whatever the bot asked for.
    pub fn send_delta_roster(&self, participants: &[&str]) {
        let ids = Vec::from_iter(participants.iter().map(|id| participant_id(id)));
        self.with(|call| call.post_delta_roster(&ids));
    }

    /// Asks the bot whether somebody may join; the result is its response, which holds a
    /// `participantJoiningResponse`.
    ///
    /// # Panics
    ///
    /// If there is no response.
    pub async fn ask_to_join(&self, who: &Caller) -> http::Response<Bytes> {
        let (reply, answer) = oneshot::channel();
        self.with(|call| {
            let id = call.new_id();
            let url = format!("{}/participants/{id}", call.url());
            let data = json!({
                "@odata.type": "#microsoft.graph.participantJoiningNotification",
                "call": {
                    "@odata.type": "#microsoft.graph.call",
                    "id": call.id.to_string(),
                    "source": who.info(),
                },
            });
            let notice = notice("created", &url, data);
            let label = "created participantJoining".to_owned();
            call.post_question(MessageKind::Question, label, vec![notice], Some(reply));
        });
        match answer.await {
            Ok(response) => response,
            Err(_) => self.shared.fail("no response to participantJoining"),
        }
    }

    /// Tells the bot that a participant whom it followed has left.
    pub fn send_participant_left(&self, participant: &str) {
        self.with(|call| {
            let url = format!("{}/participants/{participant}", call.url());
            let data = json!({
                "@odata.type": "#microsoft.graph.participantLeftNotification",
                "participantId": participant,
            });
            let notice = notice("deleted", &url, data);
            let label = "deleted participantLeft".to_owned();
            call.post(MessageKind::Update, label, vec![notice]);
        });
    }

    /// Somebody starts to share content; the result is the id of the session.
    pub fn share_content(&self) -> String {
        let id = self.with(CallRecord::new_id).to_string();
        self.send_sharing("created", &id);
        id
    }

    /// The sharing of content ends.
    pub fn end_sharing(&self, session: &str) {
        self.send_sharing("deleted", session);
    }

    fn send_sharing(&self, change: &str, session: &str) {
        self.with(|call| {
            let url = format!("{}/contentsharingsessions/{session}", call.url());
            let notice = json!({
                "@odata.type": "#microsoft.graph.commsNotification",
                "changeType": change,
                "resourceUrl": url,
            });
            let label = format!("{change} content sharing");
            call.post(MessageKind::Update, label, vec![notice]);
        });
    }

    /// Tells the bot about these members of the call, whatever they are.
    pub fn send_update(&self, members: Value) {
        self.with(|call| call.update("by the script", members));
    }

    /// Posts these notifications, whatever they are.
    pub fn send_raw(&self, notifications: Vec<Value>) {
        let label = "raw".to_owned();
        self.with(|call| call.post(MessageKind::Update, label, notifications));
    }

    // ---------------------------------------------------------------------------------------

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

#[track_caller]
fn participant_id(text: &str) -> Guid {
    match Guid::parse(text) {
        Some(id) => id,
        None => super::fail(&format!("{text:?} is no id of a participant")),
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
