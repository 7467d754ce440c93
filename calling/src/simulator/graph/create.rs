//! Calls that the bot places.

use std::sync::Arc;

use http::StatusCode;
use serde_json::Value;

use super::actions::check_callback;
use super::reply::Reply;
use crate::simulator::Caller;
use crate::simulator::check;
use crate::simulator::notices::with;
use crate::simulator::record::CallRecord;
use crate::simulator::settings::{Outbound, Settings};
use crate::simulator::shared::Shared;

/// `POST /communications/calls`.
pub(super) fn call(shared: &Arc<Shared>, tenant: &str, body: &[u8]) -> Reply {
    let request = match check::entity("microsoft.graph.call", body) {
        Ok(request) => request,
        Err(why) => return Reply::bad_request(&why),
    };
    let text = |name: &str| request.get(name).and_then(Value::as_str);
    let callback = match check_callback(&request) {
        Ok(callback) => callback,
        Err(why) => return Reply::bad_request(why),
    };
    let of_call = text("tenantId").unwrap_or(tenant);
    if of_call.is_empty() {
        return Reply::bad_request("$.tenantId is required.");
    }
    if !tenant.is_empty() && !tenant.eq_ignore_ascii_case(of_call) {
        let message = "The token is of another tenant.";
        return Reply::error(StatusCode::FORBIDDEN, "Forbidden", message);
    }
    if request.get("mediaConfig").is_none_or(Value::is_null) {
        return Reply::bad_request("$.mediaConfig is required.");
    }
    let targets = request.get("targets").and_then(Value::as_array);
    let targets = targets.map(Vec::as_slice).unwrap_or_default();
    let callees = Vec::from_iter(
        targets
            .iter()
            .filter_map(|target| Caller::of_identity_set(target.get("identity")?)),
    );
    let joins = request.get("meetingInfo").is_some_and(Value::is_object);
    let peer = match callees.first() {
        Some(first) => first.clone(),
        None if joins => Caller::encrypted("meeting"),
        None => return Reply::bad_request("$.targets needs somebody with an identity."),
    };
    let is_group = joins || callees.len() > 1;
    let source = match request.get("source") {
        Some(source) if source.is_object() => source.clone(),
        _ => shared.bot().info(),
    };
    let targets = Value::Array(targets.to_vec());
    let delta = request.pointer("/callOptions/isDeltaRosterEnabled");
    let is_delta = delta.and_then(Value::as_bool).unwrap_or_default();
    let start = |call: &mut CallRecord, settings: &Settings| {
        call.callback = Some(callback);
        call.roster.is_delta = is_delta;
        let callees = callees.into_iter().filter(|_| is_group);
        for callee in callees {
            let id = call.new_id();
            call.roster.add(id, callee);
        }
        proceed(call, settings);
    };
    let made = shared.make(of_call, peer, source, targets, false, is_group, start);
    shared.world().placed.push(made);
    shared.changed.send_modify(|changes| *changes += 1);
    let resource = shared.look_at_call(made, |call| {
        let state = ("state", Value::from("establishing"));
        with(call.resource(), [state])
    });
    let mut reply = Reply::json(StatusCode::CREATED, &resource.unwrap_or_default());
    reply.call = Some(made);
    let root = shared.base();
    reply.at(format!(
        "{root}{}/communications/calls/{made}",
        super::VERSION
    ))
}

/// What becomes of a call that was placed.
fn proceed(call: &mut CallRecord, settings: &Settings) {
    let outbound = settings.outbound_to.get(call.peer.id());
    match outbound.copied().unwrap_or(settings.outbound) {
        Outbound::Answered => call.establish(settings),
        Outbound::Rings => {
            call.establishing();
            call.ringing();
        }
        Outbound::Refused(code, subcode) => {
            call.establishing();
            call.end_with(code, subcode, "The callee did not take the call.");
        }
    }
}
