//! What participants do, and what the bot is told beside the state of the call.

use bytes::Bytes;
use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::Caller;
use super::call::SimulatedCall;
use super::guid::Guid;
use super::notices::notice;
use super::record::{CallRecord, MessageKind};

impl SimulatedCall {
    /// Somebody joins; the result is the id of the participant.
    pub fn join(&self, who: Caller) -> String {
        self.with(|call| {
            let id = call.new_id();
            call.roster.add(id, who);
            call.post_roster(&[id]);
            id.to_string()
        })
    }

    /// Somebody comes and has to wait in the lobby, until the bot or a participant
    /// [admits](Self::admit) them; the result is the id of the participant.
    pub fn wait_in_lobby(&self, who: Caller) -> String {
        self.with(|call| {
            let id = call.new_id();
            call.roster.add(id, who);
            call.roster.change(id, |member| member.is_in_lobby = true);
            call.post_roster(&[id]);
            id.to_string()
        })
    }

    /// A participant lets somebody in who waits in the lobby. Nothing happens to others.
    pub fn admit(&self, participant: &str) {
        let id = participant_id(participant);
        self.with(|call| {
            let mut waiting = call.roster.present().filter(|member| member.is_in_lobby);
            if waiting.any(|member| member.id == id) {
                drop(waiting);
                call.admit(&[id]);
            }
        });
    }

    /// The ids of those who wait in the lobby.
    pub fn lobby(&self) -> Vec<String> {
        self.with(|call| {
            let waiting = call.roster.present().filter(|member| member.is_in_lobby);
            waiting.map(|member| member.id.to_string()).collect()
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
}

#[track_caller]
fn participant_id(text: &str) -> Guid {
    match Guid::parse(text) {
        Some(id) => id,
        None => super::fail(&format!("{text:?} is no id of a participant")),
    }
}
