//! What the bot does with a call.

use std::sync::Arc;

use http::StatusCode;
use msgraph_beta_communications::models::CallState;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::people;
use super::reply::Reply;
use crate::simulator::Caller;
use crate::simulator::guid::Guid;
use crate::simulator::notices::of_named_call;
use crate::simulator::operations::{OperationRecord, PROMPT, RECORDING};
use crate::simulator::record::{BotAnswer, CallRecord, MessageKind};
use crate::simulator::settings::Settings;
use crate::simulator::shared::Shared;

/// The longest `clientContext`, in characters.
const CLIENT_CONTEXT: usize = 256;
const PROMPTS: usize = 20;
const RECORDING_PROMPTS: usize = 1;
const RECORDING_SECONDS: i64 = 120;

/// Does an operation; `None` if it is not simulated.
pub(super) fn on_call(
    shared: &Arc<Shared>,
    id: Guid,
    name: &str,
    participant: Option<&str>,
    parameters: &Value,
) -> Option<Reply> {
    if let Err(why) = check_client_context(parameters) {
        return Some(Reply::bad_request(why));
    }
    let settings = shared.world().settings.clone();
    if name == "transfer" && participant.is_none() {
        return shared_transfer(shared, id, parameters);
    }
    let act = |call: &mut CallRecord| {
        let is_incoming = call.state == CallState::Incoming;
        let root = format!("{}{}", call.base, super::VERSION);
        let done = |call: &mut CallRecord, kind| completed(call, kind, parameters, &root);
        Some(match (name, participant) {
            ("answer" | "reject" | "redirect", None) if !is_incoming => {
                refused("The call does not wait for an answer.")
            }
            ("answer", None) => answer(call, parameters, &settings),
            ("reject", None) => reject(call, parameters),
            ("redirect", None) => redirect(call, parameters),
            _ if is_incoming => refused("The call was not answered yet."),
            ("keepAlive", None) => keep_alive(call, &settings),
            ("playPrompt", None) => play(call, parameters, &settings, &root),
            ("recordResponse" | "record", None) => record(call, parameters, &settings, &root),
            ("cancelMediaProcessing", None) => cancel(call, parameters, &root),
            ("subscribeToTone", None) => {
                call.hears_tones = true;
                done(call, "subscribeToToneOperation")
            }
            ("mute" | "unmute", None) => {
                let own = call.my_participant;
                people::mute(call, own, name == "mute");
                done(call, mute_kind(name))
            }
            ("mute", Some(one)) => {
                let known = Guid::parse(one).is_some_and(|one| people::mute(call, one, true));
                match known {
                    true => done(call, mute_kind(name)),
                    false => Reply::not_found("Participant not found."),
                }
            }
            ("muteAll", None) => people::mute_all(call, parameters, &root),
            ("invite", None) => people::invite(call, parameters, &root),
            ("admitFromLobby", Some(one)) => people::admit(call, one, parameters, &root),
            ("removeFromLobby", Some(one)) => people::turn_away(call, one, parameters, &root),
            ("admitAllFromLobby", None) => people::admit_all(call, parameters, &root),
            ("updateRecordingStatus", None) => {
                let status = parameters.get("status").and_then(Value::as_str);
                call.recording_status = status.map(str::to_owned);
                done(call, "updateRecordingStatusOperation")
            }
            ("startRecording" | "stopRecording", None) => {
                call.is_recording = name == "startRecording";
                done(call, recording_kind(name))
            }
            ("startTranscription" | "stopTranscription", None) => {
                let language = parameters.get("language").and_then(Value::as_str);
                call.transcribe(name == "startTranscription", language);
                done(call, transcription_kind(name))
            }
            ("sendDtmfTones", None) => done(call, "sendDtmfTonesOperation"),
            ("startHoldMusic", Some(_)) => done(call, "startHoldMusicOperation"),
            ("stopHoldMusic", Some(_)) => done(call, "stopHoldMusicOperation"),
            ("changeScreenSharingRole", None) => Reply::accepted(),
            _ => return None,
        })
    };
    shared.with_call(id, act).flatten()
}

fn refused(message: &str) -> Reply {
    Reply::error(StatusCode::BAD_REQUEST, "InvalidState", message)
}

fn mute_kind(name: &str) -> &'static str {
    match name {
        "mute" => "muteParticipantOperation",
        _ => "unmuteParticipantOperation",
    }
}

fn recording_kind(name: &str) -> &'static str {
    match name {
        "startRecording" => "startRecordingOperation",
        _ => "stopRecordingOperation",
    }
}

fn transcription_kind(name: &str) -> &'static str {
    match name {
        "startTranscription" => "startTranscriptionOperation",
        _ => "stopTranscriptionOperation",
    }
}

fn check_client_context(parameters: &Value) -> Result<(), &'static str> {
    let context = parameters.get("clientContext").and_then(Value::as_str);
    match context.is_some_and(|context| context.chars().count() > CLIENT_CONTEXT) {
        true => Err("$.clientContext is longer than 256 characters."),
        false => Ok(()),
    }
}

/// The callback address: https, or http on loopback for tests.
pub(super) fn check_callback(parameters: &Value) -> Result<String, &'static str> {
    let uri = parameters.get("callbackUri").and_then(Value::as_str);
    let Some(uri) = uri.filter(|uri| !uri.is_empty()) else {
        return Err("$.callbackUri is required.");
    };
    let is_safe = uri.starts_with("https://") || uri.starts_with("http://127.0.0.1");
    match is_safe && uri.parse::<http::Uri>().is_ok() {
        true => Ok(uri.to_owned()),
        false => Err("$.callbackUri must be an https address."),
    }
}

fn answer(call: &mut CallRecord, parameters: &Value, settings: &Settings) -> Reply {
    let callback = match check_callback(parameters) {
        Ok(callback) => callback,
        Err(why) => return Reply::bad_request(why),
    };
    if parameters.get("mediaConfig").is_none_or(Value::is_null) {
        return Reply::bad_request("$.mediaConfig is required.");
    }
    let delta = parameters.pointer("/callOptions/isDeltaRosterEnabled");
    call.roster.is_delta = delta.and_then(Value::as_bool).unwrap_or_default();
    call.callback = Some(callback);
    call.answer = Some(BotAnswer::Answered);
    call.answer_by = None;
    call.state = CallState::Establishing;
    call.establish(settings);
    Reply::accepted()
}

fn reject(call: &mut CallRecord, parameters: &Value) -> Reply {
    let reason = parameters.get("reason").and_then(Value::as_str);
    call.answer = Some(BotAnswer::Rejected(reason.map(str::to_owned)));
    call.end("rejected", json!({}));
    Reply::accepted()
}

fn redirect(call: &mut CallRecord, parameters: &Value) -> Reply {
    let targets = parameters.get("targets").and_then(Value::as_array);
    let targets = targets.cloned().unwrap_or_default();
    let has_identity = |target: &Value| {
        let identity = target.get("identity");
        identity.is_some_and(|identity| Caller::of_identity_set(identity).is_some())
    };
    if targets.is_empty() || !targets.iter().all(has_identity) {
        return Reply::bad_request("$.targets needs targets with identities.");
    }
    if parameters.get("callbackUri").is_some_and(Value::is_string) {
        match check_callback(parameters) {
            Ok(callback) => call.callback = Some(callback),
            Err(why) => return Reply::bad_request(why),
        }
    }
    call.answer = Some(BotAnswer::Redirected(targets));
    let members = json!({
        "direction": "incoming",
        "callbackUri": call.callback,
        "source": call.source,
        "targets": call.targets,
        "tenantId": call.tenant,
        "myParticipantId": call.my_participant.to_string(),
        "id": call.id.to_string(),
    });
    call.end("redirected", members);
    Reply::accepted()
}

fn keep_alive(call: &mut CallRecord, settings: &Settings) -> Reply {
    call.keep_alives += 1;
    call.keep_alive_by = Some(Instant::now() + settings.keep_alive);
    Reply::status(StatusCode::OK)
}

/// `DELETE` of a call.
pub(super) fn hang_up(call: &mut CallRecord) -> Reply {
    if call.state == CallState::Incoming {
        call.answer = Some(BotAnswer::Rejected(None));
    }
    call.state = CallState::Terminating;
    let members = json!({ "state": "terminating" });
    let notice = of_named_call("updated", &call.url(), members);
    let label = "updated terminating".to_owned();
    call.post(MessageKind::Update, label, vec![notice]);
    call.end_with(200, 7000, "The application ended the call.");
    Reply::status(StatusCode::NO_CONTENT)
}

/// Adds an operation, and answers with it.
pub(super) fn start(
    call: &mut CallRecord,
    kind: &'static str,
    status: &'static str,
    due: Option<Instant>,
    parameters: &Value,
    root: &str,
) -> Reply {
    let operation = OperationRecord {
        id: call.new_id(),
        kind,
        client_context: parameters
            .get("clientContext")
            .filter(|is| !is.is_null())
            .cloned(),
        status,
        request: parameters.clone(),
        due,
        is_claimed: false,
        file: None,
    };
    let (id, resource) = (operation.id, operation.resource());
    call.operations.push(operation);
    let at = format!("{root}/communications/calls/{}/operations/{id}", call.id);
    Reply::json(StatusCode::OK, &resource).at(at)
}

pub(super) fn completed(
    call: &mut CallRecord,
    kind: &'static str,
    parameters: &Value,
    root: &str,
) -> Reply {
    start(call, kind, "completed", None, parameters, root)
}

fn check_prompts(parameters: &Value, least: usize, most: usize) -> Result<(), String> {
    let prompts = parameters.get("prompts").and_then(Value::as_array);
    let prompts = prompts.map(Vec::as_slice).unwrap_or_default();
    if !(least..=most).contains(&prompts.len()) {
        return Err(format!("$.prompts needs {least} to {most} prompts."));
    }
    let has_uri = |prompt: &Value| {
        prompt
            .pointer("/mediaInfo/uri")
            .is_some_and(Value::is_string)
    };
    match prompts.iter().all(has_uri) {
        true => Ok(()),
        false => Err("$.prompts: a prompt has no mediaInfo.uri.".to_owned()),
    }
}

fn due(settings: &Settings) -> Option<Instant> {
    settings.operations.map(|lasts| Instant::now() + lasts)
}

fn play(call: &mut CallRecord, parameters: &Value, settings: &Settings, root: &str) -> Reply {
    if let Err(why) = check_prompts(parameters, 1, PROMPTS) {
        return Reply::bad_request(&why);
    }
    // A prompt that is played over and over ends by nothing but `cancelMediaProcessing`.
    let loops = parameters.get("loop").and_then(Value::as_bool);
    let due = due(settings).filter(|_| loops != Some(true));
    start(call, PROMPT, "running", due, parameters, root)
}

fn record(call: &mut CallRecord, parameters: &Value, settings: &Settings, root: &str) -> Reply {
    if let Err(why) = check_prompts(parameters, 0, RECORDING_PROMPTS) {
        return Reply::bad_request(&why);
    }
    let longest = parameters.get("maxRecordDurationInSeconds");
    let longest = longest.and_then(Value::as_i64).unwrap_or_default();
    if longest > RECORDING_SECONDS {
        let message = "$.maxRecordDurationInSeconds is more than 120.";
        return Reply::bad_request(message);
    }
    start(call, RECORDING, "running", due(settings), parameters, root)
}

fn cancel(call: &mut CallRecord, parameters: &Value, root: &str) -> Reply {
    let running = call
        .operations
        .iter()
        .filter(|operation| operation.is_running());
    let running = Vec::from_iter(running.map(|operation| operation.id));
    call.cancel_operations(&running);
    completed(call, "cancelMediaProcessingOperation", parameters, root)
}

fn shared_transfer(shared: &Arc<Shared>, id: Guid, parameters: &Value) -> Option<Reply> {
    let target = parameters.get("transferTarget");
    let identity = target.and_then(|target| target.get("identity"));
    let Some(callee) = identity.and_then(Caller::of_identity_set) else {
        let message = "$.transferTarget needs an identity.";
        return Some(Reply::bad_request(message));
    };
    let replaces = target.and_then(|target| target.get("replacesCallId"));
    let replaces = replaces.and_then(Value::as_str);
    let replaced = replaces.and_then(Guid::parse);
    // The replaced call must be one of the bot's, and go on.
    let replaced_goes_on = replaced.is_some_and(|replaced| {
        let is_open = shared.look_at_call(replaced, |call| !call.is_unknown());
        replaced != id && is_open == Some(true)
    });
    shared.with_call(id, |call| {
        let has_transferee = parameters.get("transferee").is_some_and(Value::is_object);
        if call.is_group && !has_transferee {
            let message = "Cannot do transfer for meeting mode.";
            return Reply::error(StatusCode::BAD_REQUEST, "8523", message);
        }
        if call.is_transferring() {
            return refused("A transfer is under way.");
        }
        if call.state != CallState::Established {
            return refused("The call is not established.");
        }
        let is_foreign = callee.is_user()
            && !callee
                .tenant()
                .is_some_and(|of| of.eq_ignore_ascii_case(&call.tenant));
        let failure = match replaces {
            Some(_) if !replaced_goes_on => Some((404, 10202, "Replaced call not found.")),
            _ if is_foreign => Some((500, 7505, "Tenant mismatch.")),
            _ => None,
        };
        call.start_transfer(callee, replaced, parameters.clone());
        if let (Some((code, subcode, message)), Some(last)) = (failure, call.last_transfer()) {
            call.fail_transfer(last, code, subcode, message);
        }
        Reply::accepted()
    })
}
