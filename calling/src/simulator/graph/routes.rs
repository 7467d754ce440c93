//! The routes of the simulated Graph: each path with the function that answers it.

use std::sync::Arc;

use bytes::Bytes;
use http::{Method, Request, StatusCode};
use serde_json::{Value, json};

use super::reply::Reply;
use super::{actions, create, people};
use crate::simulator::check;
use crate::simulator::guid::Guid;
use crate::simulator::record::CallRecord;
use crate::simulator::shared::Shared;

const CALL: &str = "microsoft.graph.call";
const CALLS: &str = "Collection(microsoft.graph.call)";
const PARTICIPANT: &str = "microsoft.graph.participant";
const PARTICIPANTS: &str = "Collection(microsoft.graph.participant)";

/// Answers a request to Microsoft Graph.
pub(super) fn answer(
    shared: &Arc<Shared>,
    tenant: &str,
    path: &str,
    request: &Request<Bytes>,
) -> Reply {
    let segments = Vec::from_iter(path.split('/').skip(1));
    let is_post = request.method() == Method::POST;
    match segments.as_slice() {
        ["communications", "calls"] if is_post => create::call(shared, tenant, request.body()),
        ["communications", "calls", action]
            if is_post && check::operation(action, CALLS).is_some() =>
        {
            not_simulated(action)
        }
        ["communications", "calls", id, rest @ ..] => {
            of_call(shared, tenant, id, rest, request).unwrap_or_else(no_such_call)
        }
        _ => Reply::not_found("The simulator knows no such path."),
    }
}

fn no_such_call() -> Reply {
    let message = "Call not found.";
    Reply::error(StatusCode::NOT_FOUND, "8522", message)
}

fn not_simulated(action: &str) -> Reply {
    let message = format!("{action} is declared, but not simulated.");
    Reply::error(StatusCode::NOT_IMPLEMENTED, "NotSimulated", &message)
}

fn wrong_method() -> Reply {
    let message = "No such method here.";
    Reply::error(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed", message)
}

/// Answers a request to one call; `None` if there is no such call any more.
fn of_call(
    shared: &Arc<Shared>,
    tenant: &str,
    id: &str,
    rest: &[&str],
    request: &Request<Bytes>,
) -> Option<Reply> {
    let id = Guid::parse(id)?;
    let is_known = |call: &mut CallRecord| {
        let is_allowed = tenant.is_empty() || tenant.eq_ignore_ascii_case(&call.tenant);
        (!call.is_unknown()).then_some(is_allowed)
    };
    if !shared.look_at_call(id, is_known)?? {
        let message = "The token is of another tenant.";
        return Some(Reply::error(StatusCode::FORBIDDEN, "Forbidden", message));
    }
    let with = |act: &mut dyn FnMut(&mut CallRecord) -> Reply| shared.with_call(id, act);
    let look = |look: &mut dyn FnMut(&mut CallRecord) -> Reply| shared.look_at_call(id, look);
    let ok = |body: &Value| Reply::json(StatusCode::OK, body);
    let body = request.body();
    match (request.method(), rest) {
        (&Method::GET, []) => look(&mut |call| ok(&call.resource())),
        (&Method::DELETE, []) => with(&mut actions::hang_up),
        (&Method::GET, ["participants"]) => {
            look(&mut |call| ok(&json!({ "value": call.roster.resources() })))
        }
        (&Method::GET, ["participants", one]) => look(&mut |call| {
            let found = Guid::parse(one).and_then(|one| {
                let mut present = call.roster.present();
                present.find(|member| member.id == one)
            });
            match found {
                Some(member) => ok(&member.resource(true)),
                None => Reply::not_found("Participant not found."),
            }
        }),
        (&Method::DELETE, ["participants", one]) => with(&mut |call| people::remove(call, one)),
        (&Method::GET, ["operations", one]) => look(&mut |call| {
            let found = Guid::parse(one).and_then(|one| call.operation(one));
            match found {
                Some(operation) => ok(&operation.resource()),
                None => Reply::not_found("Operation not found."),
            }
        }),
        (&Method::POST, [action]) => act(shared, id, CALL, None, action, body),
        (&Method::POST, ["participants", action])
            if check::operation(action, PARTICIPANTS).is_some() =>
        {
            act(shared, id, PARTICIPANTS, None, action, body)
        }
        (&Method::POST, ["participants", one, action]) => {
            act(shared, id, PARTICIPANT, Some(one), action, body)
        }
        (_, [] | ["participants"] | ["participants", _] | ["operations", _]) => {
            Some(wrong_method())
        }
        _ => Some(Reply::not_found("The simulator knows no such path.")),
    }
}

fn act(
    shared: &Arc<Shared>,
    id: Guid,
    binding: &str,
    participant: Option<&str>,
    name: &str,
    body: &[u8],
) -> Option<Reply> {
    let Some(operation) = check::operation(name, binding) else {
        return Some(Reply::not_found("The metadata has no such operation."));
    };
    let parameters = match check::parameters(operation, body) {
        Ok(parameters) => parameters,
        Err(why) => return Some(Reply::bad_request(&why)),
    };
    let short = operation.name.rsplit('.').next().unwrap_or_default();
    if let Some(reply) = actions::on_call(shared, id, short, participant, &parameters) {
        return Some(reply);
    }
    Some(not_simulated(short))
}
