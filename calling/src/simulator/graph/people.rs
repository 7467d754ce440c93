//! What the bot does with participants.

use http::StatusCode;
use serde_json::Value;
use tokio::time::Instant;

use super::actions::{completed, start};
use super::reply::Reply;
use crate::simulator::Caller;
use crate::simulator::guid::Guid;
use crate::simulator::notices::{self, typed};
use crate::simulator::record::CallRecord;

/// Mutes or unmutes somebody, and tells the bot; says whether there is such a participant.
pub(super) fn mute(call: &mut CallRecord, id: Guid, is_muted: bool) -> bool {
    let known = call.roster.change(id, |member| member.is_muted = is_muted);
    if known {
        call.post_roster(&[id]);
    }
    known
}

pub(super) fn mute_all(call: &mut CallRecord, parameters: &Value, root: &str) -> Reply {
    let named = parameters.get("participants").and_then(Value::as_array);
    let named = named.into_iter().flatten().filter_map(Value::as_str);
    let named = Vec::from_iter(named.filter_map(Guid::parse));
    let present = call.roster.present().map(|member| member.id);
    let muted = present.filter(|id| named.is_empty() || named.contains(id));
    for id in Vec::from_iter(muted) {
        mute(call, id, true);
    }
    completed(call, "commsOperation", parameters, root)
}

/// `DELETE` of a participant.
pub(super) fn remove(call: &mut CallRecord, participant: &str) -> Reply {
    match Guid::parse(participant) {
        Some(id) if call.roster.remove(id) => {
            call.post_roster(&[id]);
            Reply::status(StatusCode::NO_CONTENT)
        }
        _ => Reply::not_found("Participant not found."),
    }
}

/// Brings more people into the call, which is a group call from then on.
pub(super) fn invite(call: &mut CallRecord, parameters: &Value, root: &str) -> Reply {
    let invited = parameters.get("participants").and_then(Value::as_array);
    let invited = invited.into_iter().flatten();
    let invited = invited.map(|one| one.get("identity").and_then(Caller::of_identity_set));
    let Some(invited) = invited
        .collect::<Option<Vec<_>>>()
        .filter(|all| !all.is_empty())
    else {
        return Reply::bad_request("$.participants needs people with identities.");
    };
    if !call.is_group {
        call.is_group = true;
        let id = call.new_id();
        let peer = call.peer.clone();
        call.roster.add(id, peer);
    }
    let now = Some(Instant::now());
    let kind = "inviteParticipantsOperation";
    let mut reply = start(call, kind, "running", now, parameters, root);
    let mut added = Vec::new();
    for one in invited {
        let id = call.new_id();
        call.roster.add(id, one);
        added.push(id);
    }
    call.post_roster(&added);
    let body = serde_json::from_slice::<Value>(&reply.body).unwrap_or_default();
    let participants = parameters.get("participants").cloned().unwrap_or_default();
    let body = notices::with(body, [("participants", participants)]);
    reply.body = typed(kind, body).to_string().into();
    reply
}

/// Lets somebody in who waits in the lobby.
pub(super) fn admit(
    call: &mut CallRecord,
    participant: &str,
    parameters: &Value,
    root: &str,
) -> Reply {
    match waiting(call, participant) {
        Some(id) => {
            call.admit(&[id]);
            completed(call, "admitFromLobbyOperation", parameters, root)
        }
        None => not_in_lobby(),
    }
}

/// Lets everybody in who waits in the lobby.
pub(super) fn admit_all(call: &mut CallRecord, parameters: &Value, root: &str) -> Reply {
    let waiting = call.roster.present().filter(|member| member.is_in_lobby);
    let waiting = Vec::from_iter(waiting.map(|member| member.id));
    call.admit(&waiting);
    completed(call, "admitAllFromLobbyOperation", parameters, root)
}

/// Sends somebody away who waits in the lobby.
pub(super) fn turn_away(
    call: &mut CallRecord,
    participant: &str,
    parameters: &Value,
    root: &str,
) -> Reply {
    match waiting(call, participant) {
        Some(id) => {
            call.roster.remove(id);
            call.post_roster(&[id]);
            completed(call, "removeFromLobbyOperation", parameters, root)
        }
        None => not_in_lobby(),
    }
}

/// The participant, if they wait in the lobby.
fn waiting(call: &CallRecord, participant: &str) -> Option<Guid> {
    let id = Guid::parse(participant)?;
    let mut waiting = call.roster.present().filter(|member| member.is_in_lobby);
    waiting.find(|member| member.id == id)?;
    Some(id)
}

fn not_in_lobby() -> Reply {
    Reply::not_found("The participant is not in the lobby.")
}
