//! What the simulator knows of one call.

use std::time::Duration;

use bytes::Bytes;
use msgraph_beta_communications::models::CallState;
use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::Instant;

use super::Caller;
use super::guid::Guid;
use super::notices::{self, of_call, of_named_call};
use super::operations::OperationRecord;
use super::recording::Transcription;
use super::roster::Roster;
use super::settings::{IdSpelling, Settings};
use super::transfer::TransferRecord;

/// How the bot took an incoming call.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum BotAnswer {
    /// It answered.
    Answered,
    /// It rejected the call, with this reason, such as `busy`.
    Rejected(Option<String>),
    /// It redirected the call to these targets, as it sent them.
    Redirected(Vec<Value>),
    /// It did nothing in time.
    Missed,
}

/// What kind of delivery a message is: faults treat them differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MessageKind {
    Incoming,
    Update,
    End,
    /// The response is an answer that somebody waits for.
    Question,
}

/// A message to the bot.
pub(super) struct Message {
    pub id: Guid,
    pub kind: MessageKind,
    pub label: String,
    pub notices: Vec<Value>,
    pub reply: Option<oneshot::Sender<http::Response<Bytes>>>,
}

pub(super) struct CallRecord {
    /// Position among all calls, from 1: the transcript names calls by it.
    pub number: u64,
    pub id: Guid,
    pub tenant: String,
    pub is_incoming: bool,
    pub is_recorded: bool,
    pub is_group: bool,
    /// Who calls, or who is called by the bot.
    pub peer: Caller,
    pub source: Value,
    pub targets: Value,
    pub state: CallState,
    /// The callback URI that the bot set for this call.
    pub callback: Option<String>,
    pub my_participant: Guid,
    pub hears_tones: bool,
    pub tone_sequence: i64,
    pub roster: Roster,
    pub operations: Vec<OperationRecord>,
    pub transfers: Vec<TransferRecord>,
    pub answer: Option<BotAnswer>,
    pub answer_by: Option<Instant>,
    pub keep_alive_by: Option<Instant>,
    pub keep_alives: usize,
    /// The service does not know the call any more.
    pub is_gone: bool,
    pub result: Option<Value>,
    pub spelling: IdSpelling,
    pub media: Option<&'static str>,
    /// What the bot says of its own recording, by `updateRecordingStatus`.
    pub recording_status: Option<String>,
    /// Whether the service records the call, by `startRecording`.
    pub is_recording: bool,
    /// The transcription of the call, once there was one.
    pub transcription: Option<Transcription>,
    keep_alive: Duration,
    /// The root of all addresses.
    pub base: String,
    seed: u64,
    ids: u64,
    messages: u64,
    queue: mpsc::UnboundedSender<Message>,
    pub changed: watch::Sender<u64>,
}

/// What a new [`CallRecord`] is made of.
pub(super) struct NewCall {
    pub number: u64,
    pub id: Guid,
    pub seed: u64,
    pub tenant: String,
    pub peer: Caller,
    pub source: Value,
    pub targets: Value,
    pub is_incoming: bool,
    pub is_group: bool,
    pub queue: mpsc::UnboundedSender<Message>,
    pub base: String,
}

impl CallRecord {
    pub fn new(new: NewCall, settings: &Settings) -> Self {
        let seed = new.seed ^ new.number.rotate_left(40);
        Self {
            number: new.number,
            id: new.id,
            tenant: new.tenant,
            is_incoming: new.is_incoming,
            is_recorded: new.peer.is_recorded(),
            is_group: new.is_group,
            peer: new.peer,
            source: new.source,
            targets: new.targets,
            state: match new.is_incoming {
                true => CallState::Incoming,
                false => CallState::Establishing,
            },
            callback: None,
            my_participant: Guid::nth(seed, 0),
            hears_tones: false,
            tone_sequence: 0,
            roster: Roster::new(settings.roster_numbers),
            operations: Vec::new(),
            transfers: Vec::new(),
            answer: None,
            answer_by: None,
            keep_alive_by: None,
            keep_alives: 0,
            is_gone: false,
            result: None,
            spelling: settings.spelling,
            media: None,
            recording_status: None,
            is_recording: false,
            transcription: None,
            keep_alive: settings.keep_alive,
            base: new.base,
            seed,
            ids: 0,
            messages: 0,
            queue: new.queue,
            changed: watch::Sender::new(0),
        }
    }

    /// A new id of something that belongs to the call.
    pub fn new_id(&mut self) -> Guid {
        self.ids += 1;
        Guid::nth(self.seed, self.ids)
    }

    pub fn is_ended(&self) -> bool {
        self.state == CallState::Terminated
    }

    /// Whether the service answers 404 for the call.
    pub fn is_unknown(&self) -> bool {
        self.is_gone || self.is_ended()
    }

    /// The address of the call in notifications.
    pub fn url(&self) -> String {
        let compact = match self.spelling {
            IdSpelling::Hyphens => false,
            IdSpelling::Compact => true,
            IdSpelling::Mixed => self.messages.is_multiple_of(2),
        };
        match compact {
            true => format!("/communications/calls/{}", self.id.compact()),
            false => format!("/communications/calls/{}", self.id),
        }
    }

    /// Queues a message to the bot.
    pub fn post(&mut self, kind: MessageKind, label: String, notices: Vec<Value>) {
        self.post_question(kind, label, notices, None);
    }

    pub fn post_question(
        &mut self,
        kind: MessageKind,
        label: String,
        notices: Vec<Value>,
        reply: Option<oneshot::Sender<http::Response<Bytes>>>,
    ) {
        self.messages += 1;
        let id = Guid::nth(!self.seed, self.messages);
        let message = Message {
            id,
            kind,
            label,
            notices,
            reply,
        };
        // Nobody reads any more once the simulator is gone.
        let _ = self.queue.send(message);
    }

    /// Tells the bot about these members of the call.
    pub fn update(&mut self, label: &str, members: Value) {
        let notice = of_call("updated", &self.url(), members);
        self.post(
            MessageKind::Update,
            format!("updated {label}"),
            vec![notice],
        );
    }

    fn enter(&mut self, state: CallState) {
        let text = state.as_str().to_owned();
        self.state = state;
        let notice = of_named_call("updated", &self.url(), json!({ "state": text }));
        self.post(MessageKind::Update, format!("updated {text}"), vec![notice]);
    }

    pub fn establishing(&mut self) {
        self.enter(CallState::Establishing);
    }

    pub fn ringing(&mut self) {
        self.enter(CallState::Ringing);
    }

    pub fn established(&mut self) {
        let limit = Instant::now() + self.keep_alive;
        self.keep_alive_by.get_or_insert(limit);
        self.enter(CallState::Established);
    }

    pub fn set_media(&mut self, audio: &'static str) {
        self.media = Some(audio);
        let members = json!({
            "state": self.state.as_str(),
            "mediaState": {
                "@odata.type": "#microsoft.graph.callMediaState",
                "audio": audio,
            },
        });
        self.update(&format!("media {audio}"), members);
    }

    /// Establishes the call step by step, as the service does unless a script does.
    pub fn establish(&mut self, settings: &Settings) {
        if !settings.by_hand {
            self.establishing();
            self.established();
            self.set_media("active");
            if self.is_group {
                self.post_roster(&[]);
            }
        }
    }

    /// Ends the call; nothing is known of it afterwards.
    pub fn end(&mut self, label: &str, members: Value) {
        self.state = CallState::Terminated;
        self.answer_by = None;
        self.keep_alive_by = None;
        self.operations.clear();
        self.result = members.get("resultInfo").cloned();
        let members = notices::with(members, [("state", "terminated".into())]);
        let notice = of_call("deleted", &self.url(), members);
        self.post(
            MessageKind::End,
            format!("deleted terminated {label}"),
            vec![notice],
        );
    }

    pub fn end_with(&mut self, code: i32, subcode: i32, message: &str) {
        let result = notices::result(code, subcode, message, "subcode");
        self.end(
            &format!("{code}/{subcode}"),
            json!({ "resultInfo": result }),
        );
    }

    /// The call as a GET answers it.
    pub fn resource(&self) -> Value {
        let direction = if self.is_incoming {
            "incoming"
        } else {
            "outgoing"
        };
        let mut call = json!({
            "@odata.type": "#microsoft.graph.call",
            "id": self.id.to_string(),
            "state": self.state.as_str(),
            "direction": direction,
            "callbackUri": self.callback,
            "source": self.source,
            "targets": self.targets,
            "tenantId": self.tenant,
            "myParticipantId": self.my_participant.to_string(),
            "callChainId": Guid::nth(!self.seed, 0).to_string(),
            "requestedModalities": ["audio"],
            "resultInfo": self.result,
        });
        if let Some(audio) = self.media {
            let media = json!({ "@odata.type": "#microsoft.graph.callMediaState", "audio": audio });
            call = notices::with(call, [("mediaState", media)]);
        }
        if let Some(transcription) = &self.transcription {
            call = notices::with(call, [("transcription", transcription.resource())]);
        }
        if self.tone_sequence > 0 {
            call = notices::with(call, [("toneInfo", Value::Null)]);
        }
        call
    }

    /// The notification that the call came in.
    pub fn announce(&mut self, within: Duration) {
        self.answer_by = Some(Instant::now() + within);
        let mut members = self.resource();
        if let Some(members) = members.as_object_mut() {
            members.remove("resultInfo");
        }
        if self.is_recorded {
            let source = self.new_id().to_string();
            let context = json!({
                "@odata.type": "#microsoft.graph.incomingContext",
                "sourceParticipantId": source,
                "observedParticipantId": source,
            });
            let reasons = json!({ "botData": { "inviteReasons": ["PolicyBasedRecording"] } });
            let more = [
                ("incomingContext", context),
                ("applicationMetadata", reasons),
            ];
            members = notices::with(members, more);
        }
        if self.is_group {
            let chat = json!({
                "@odata.type": "#microsoft.graph.chatInfo",
                "threadId": format!("19:meeting_{}@thread.v2", self.id.compact()),
                "messageId": "0",
            });
            members = notices::with(members, [("chatInfo", chat)]);
        }
        let notice = of_named_call("created", &self.url(), members);
        let label = "created incoming".to_owned();
        self.post(MessageKind::Incoming, label, vec![notice]);
    }

    /// The next time at which something happens by itself.
    pub fn next_timer(&self) -> Option<Instant> {
        let operations = self.operations.iter().filter_map(|operation| operation.due);
        let times = [self.answer_by, self.keep_alive_by];
        times.into_iter().flatten().chain(operations).min()
    }

    /// Does what is due.
    pub fn run_timers(&mut self, now: Instant) -> Option<&'static str> {
        if self.answer_by.is_some_and(|by| by <= now) {
            self.answer = Some(BotAnswer::Missed);
            self.end_with(408, 10057, "The application did not answer in time.");
            return Some("not answered in time");
        }
        if self.keep_alive_by.is_some_and(|by| by <= now) {
            self.end_with(408, 8537, "The application sent no keepAlive request.");
            return Some("no keepAlive in time");
        }
        self.end_due_operations(now);
        None
    }
}
