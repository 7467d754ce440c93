//! Prompts, recordings and other operations on a call.

use bytes::Bytes;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::call::SimulatedCall;
use super::guid::Guid;
use super::notices::{self, of_operation, typed, with};
use super::record::{CallRecord, MessageKind};

/// A sound that recordings hold unless a script says otherwise: a WAV file without samples.
const SILENCE: &[u8] =
    b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x80\x3e\0\0\0\x7d\0\0\x02\0\x10\0data\0\0\0\0";

pub(super) const PROMPT: &str = "playPromptOperation";
pub(super) const RECORDING: &str = "recordOperation";

/// An operation that the bot started.
pub(super) struct OperationRecord {
    pub id: Guid,
    /// The type, without its namespace.
    pub kind: &'static str,
    pub client_context: Option<Value>,
    pub status: &'static str,
    /// The parameters of the request.
    pub request: Value,
    /// When it ends by itself.
    pub due: Option<Instant>,
    pub is_claimed: bool,
    pub file: Option<RecordedFile>,
}

/// A recording that can be downloaded until the call ends.
pub(super) struct RecordedFile {
    pub token: String,
    pub bytes: Bytes,
    location: String,
}

impl OperationRecord {
    pub fn is_running(&self) -> bool {
        self.status == "running"
    }

    /// The operation as the response to its start has it.
    pub fn resource(&self) -> Value {
        let mut resource = typed(
            self.kind,
            json!({
                "id": self.id.to_string(),
                "status": self.status,
                "clientContext": self.client_context,
                "resultInfo": null,
            }),
        );
        if self.kind == RECORDING {
            let file = self.file.as_ref();
            let location = file.map(|file| file.location.clone());
            let token = file.map(|file| file.token.clone());
            let more = [
                ("completionReason", Value::Null),
                ("recordingLocation", location.into()),
                ("recordingAccessToken", token.into()),
            ];
            resource = with(resource, more);
        }
        resource
    }
}

/// How an operation ends.
pub(super) enum Ending {
    Completed,
    Failed(i32, i32, String),
    /// A recording ends, with its file and the reason.
    Recorded(Bytes, &'static str),
}

impl CallRecord {
    pub fn operation(&mut self, id: Guid) -> Option<&mut OperationRecord> {
        let mut all = self.operations.iter_mut();
        all.find(|operation| operation.id == id)
    }

    /// Ends an operation that runs, and tells the bot.
    pub fn end_operation(&mut self, id: Guid, ending: Ending, base: &str) {
        let url = format!("{}/operations/{id}", self.url());
        let call = self.id;
        let token = self.new_id().compact();
        let Some(operation) = self.operation(id).filter(|found| found.is_running()) else {
            return;
        };
        operation.due = None;
        operation.status = "completed";
        let mut members = json!({});
        match ending {
            Ending::Completed => {}
            Ending::Failed(code, subcode, message) => {
                operation.status = "failed";
                let result = notices::result(code, subcode, &message, "subcode");
                members = with(members, [("resultInfo", result)]);
            }
            Ending::Recorded(bytes, reason) => {
                let location = format!("{base}/recordings/{call}/{id}");
                let more = [
                    ("id", id.to_string().into()),
                    ("recordingLocation", location.clone().into()),
                    ("recordingAccessToken", token.clone().into()),
                    ("completionReason", reason.into()),
                ];
                members = with(members, more);
                operation.file = Some(RecordedFile {
                    token,
                    bytes,
                    location,
                });
            }
        }
        members = with(members, [("status", operation.status.into())]);
        if let Some(context) = &operation.client_context {
            members = with(members, [("clientContext", context.clone())]);
        }
        let kind = operation.kind;
        let label = format!("deleted {kind} {}", operation.status);
        let notice = of_operation(&url, kind, members);
        self.post(MessageKind::Update, label, vec![notice]);
    }

    /// Ends the operations that end by themselves at `now`.
    pub fn end_due_operations(&mut self, now: Instant) {
        let due = self.operations.iter().filter(|operation| {
            operation.is_running() && operation.due.is_some_and(|due| due <= now)
        });
        let due = Vec::from_iter(due.map(|operation| operation.id));
        self.end_operations(&due, "maxSilenceTimeout");
    }

    /// Ends operations that the bot cancelled.
    pub fn cancel_operations(&mut self, ids: &[Guid]) {
        self.end_operations(ids, "operationCanceled");
    }

    fn end_operations(&mut self, ids: &[Guid], reason: &'static str) {
        for &id in ids {
            let ending = match self.operation(id) {
                Some(operation) if operation.kind == RECORDING => {
                    Ending::Recorded(Bytes::from_static(SILENCE), reason)
                }
                _ => Ending::Completed,
            };
            let base = self.base.clone();
            self.end_operation(id, ending, &base);
        }
    }

    /// Ends the recordings that a tone stops.
    pub fn stop_recordings(&mut self, key: char) {
        let stops = |operation: &&OperationRecord| {
            let tones = operation.request.get("stopTones").and_then(Value::as_array);
            operation.kind == RECORDING
                && tones.is_some_and(|tones| {
                    let mut tones = tones.iter().filter_map(Value::as_str);
                    tones.any(|tone| tone.chars().eq([key]))
                })
        };
        let stopped = self.operations.iter().filter(stops);
        for id in Vec::from_iter(stopped.map(|operation| operation.id)) {
            let file = Bytes::from_static(SILENCE);
            let base = self.base.clone();
            self.end_operation(id, Ending::Recorded(file, "stopToneDetected"), &base);
        }
    }
}

/// A prompt that the bot plays. Unless [`TeamsSimulator::hold_operations`] is set, it ends by
/// itself.
///
/// [`TeamsSimulator::hold_operations`]: super::TeamsSimulator::hold_operations
#[derive(Clone, Debug)]
pub struct SimulatedPrompt {
    pub(super) call: SimulatedCall,
    pub(super) id: Guid,
    pub(super) request: Value,
}

impl SimulatedPrompt {
    /// The parameters of `playPrompt`, as the bot sent them.
    pub fn request(&self) -> &Value {
        &self.request
    }

    /// The addresses of the sounds.
    pub fn uris(&self) -> Vec<String> {
        let prompts = self.request.get("prompts").and_then(Value::as_array);
        let uris = prompts.into_iter().flatten();
        let uris = uris.filter_map(|prompt| prompt.pointer("/mediaInfo/uri")?.as_str());
        uris.map(str::to_owned).collect()
    }

    /// The prompt has been played.
    pub fn complete(&self) {
        self.call.end_operation(self.id, Ending::Completed);
    }

    /// The prompt could not be played.
    pub fn fail(&self, code: i32, subcode: i32) {
        let message = "The prompt could not be played.".to_owned();
        let ending = Ending::Failed(code, subcode, message);
        self.call.end_operation(self.id, ending);
    }
}

/// A recording that the bot makes of what the other side says. Unless
/// [`TeamsSimulator::hold_operations`] is set, it ends by itself and is silent.
///
/// [`TeamsSimulator::hold_operations`]: super::TeamsSimulator::hold_operations
#[derive(Clone, Debug)]
pub struct SimulatedRecording {
    pub(super) call: SimulatedCall,
    pub(super) id: Guid,
    pub(super) request: Value,
}

impl SimulatedRecording {
    /// The parameters of `recordResponse`, as the bot sent them.
    pub fn request(&self) -> &Value {
        &self.request
    }

    /// The recording is complete, because the other side fell silent; the bot can download this
    /// file.
    pub fn complete(&self, file: impl Into<Bytes>) {
        let ending = Ending::Recorded(file.into(), "maxSilenceTimeout");
        self.call.end_operation(self.id, ending);
    }

    /// The recording failed.
    pub fn fail(&self, code: i32, subcode: i32) {
        let message = "Nothing could be recorded.".to_owned();
        let ending = Ending::Failed(code, subcode, message);
        self.call.end_operation(self.id, ending);
    }
}
