//! Recordings and transcriptions of whole calls, and what the bot says of its own ones.

use msgraph_beta_communications::models::RecordingStatus;
use serde_json::{Value, json};

use super::call::SimulatedCall;
use super::record::CallRecord;

/// The transcription of a call.
pub(super) struct Transcription {
    is_active: bool,
    language: Option<String>,
}

impl Transcription {
    /// A `callTranscriptionInfo`.
    pub fn resource(&self) -> Value {
        json!({
            "@odata.type": "#microsoft.graph.callTranscriptionInfo",
            "state": if self.is_active { "active" } else { "inactive" },
        })
    }
}

impl CallRecord {
    /// Begins or ends the transcription, and tells the bot.
    pub fn transcribe(&mut self, is_active: bool, language: Option<&str>) {
        let known = self.transcription.take();
        let known = known.and_then(|transcription| transcription.language);
        let transcription = Transcription {
            is_active,
            language: language.map(str::to_owned).or(known),
        };
        let members = json!({
            "state": self.state.as_str(),
            "transcription": transcription.resource(),
        });
        self.transcription = Some(transcription);
        let state = if is_active { "active" } else { "inactive" };
        self.update(&format!("transcription {state}"), members);
    }
}

impl SimulatedCall {
    /// What the bot said last of its own recording (`updateRecordingStatus`).
    pub fn recording_status(&self) -> Option<RecordingStatus> {
        let status = self.with(|call| call.recording_status.clone());
        status.map(|status| RecordingStatus::from(status.as_str()))
    }

    /// Whether the service records the call, because the bot asked for it (`startRecording`).
    pub fn is_recorded(&self) -> bool {
        self.with(|call| call.is_recording)
    }

    /// Whether the service transcribes the call, because the bot asked for it
    /// (`startTranscription`).
    pub fn is_transcribed(&self) -> bool {
        self.with(|call| {
            let transcription = call.transcription.as_ref();
            transcription.is_some_and(|transcription| transcription.is_active)
        })
    }

    /// The language of the transcription, if the bot named one.
    pub fn transcription_language(&self) -> Option<String> {
        self.with(|call| {
            let transcription = call.transcription.as_ref();
            transcription.and_then(|transcription| transcription.language.clone())
        })
    }
}
