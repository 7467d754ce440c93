//! The service's side of requests: OpenID metadata, recordings, and Microsoft Graph.

mod actions;
mod batch;
mod create;
mod people;
mod reply;
mod routes;

use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response, StatusCode, header};
use serde_json::json;
use tokio::time::sleep;

use self::reply::Reply;
use super::faults::GraphFault;
use super::guid::Guid;
use super::log::{Log, SimulatedRequest, without_token};
use super::shared::Shared;

/// The path of the API version.
pub(super) const VERSION: &str = "/beta";
pub(super) const OPEN_ID: &str = "/v1/.well-known/OpenIdConfiguration";
const KEYS: &str = "/v1/keys";

/// The start of all tokens of clients; the tenant may follow.
pub(super) const TOKEN: &str = "simulated-token";

/// Answers a request, whatever it is for.
pub(super) async fn handle(shared: Arc<Shared>, request: Request<Bytes>) -> Response<Bytes> {
    let path = request.uri().path().to_owned();
    if path.eq_ignore_ascii_case(OPEN_ID) || path == KEYS {
        return open_id(&shared, &path).into();
    }
    if let Some(file) = path.strip_prefix("/recordings/") {
        return recording(&shared, file, &request).into();
    }
    match path.strip_prefix(VERSION) {
        Some(path) => graph(&shared, path, request).await.into(),
        None => Reply::not_found("No such address.").into(),
    }
}

fn open_id(shared: &Shared, path: &str) -> Reply {
    shared.log().open_id_requests += 1;
    if shared.world().settings.open_id_fails {
        return Reply::error(StatusCode::SERVICE_UNAVAILABLE, "Unavailable", "Not now.");
    }
    if path == KEYS {
        return Reply::json(StatusCode::OK, &shared.keys().jwks());
    }
    let metadata = json!({
        "issuer": "https://api.botframework.com",
        "jwks_uri": format!("{}{KEYS}", shared.base()),
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
    });
    Reply::json(StatusCode::OK, &metadata)
}

fn recording(shared: &Shared, file: &str, request: &Request<Bytes>) -> Reply {
    let ids = file.split_once('/');
    let ids = ids.and_then(|(call, id)| Some((Guid::parse(call)?, Guid::parse(id)?)));
    let Some((call, id)) = ids else {
        return Reply::not_found("No such recording.");
    };
    let found = shared.look_at_call(call, |call| {
        let file = call.operation(id)?.file.as_ref()?;
        Some((file.token.clone(), file.bytes.clone()))
    });
    let Some(Some((token, bytes))) = found else {
        return Reply::not_found("No such recording: it is discarded with the call.");
    };
    let reply = match bearer(request) == Some(token.as_str()) {
        true => Reply::file(bytes),
        false => Reply::error(StatusCode::UNAUTHORIZED, "Unauthorized", "Another token."),
    };
    let number = shared.look_at_call(call, |call| call.number);
    let status = reply.status;
    shared.line(
        number,
        format_args!("from the bot: GET recording: {status}"),
    );
    reply
}

fn bearer(request: &Request<Bytes>) -> Option<&str> {
    let value = request.headers().get(header::AUTHORIZATION)?;
    value.to_str().ok()?.strip_prefix("Bearer ")
}

async fn graph(shared: &Arc<Shared>, path: &str, request: Request<Bytes>) -> Reply {
    let (latency, delay) = {
        let settings = &shared.world().settings;
        (settings.latency, settings.response_delay)
    };
    if !latency.is_zero() {
        sleep(latency).await;
    }
    let reply = {
        // Held, so that the request comes before its effects in the transcript.
        let mut log = shared.log();
        match path {
            "/$batch" => batch::answer(shared, &mut log, &request),
            _ => answer_and_log(shared, &mut log, path, &request),
        }
    };
    if !delay.is_zero() {
        sleep(delay).await;
    }
    reply
}

/// Answers a request, and writes it down.
fn answer_and_log(
    shared: &Arc<Shared>,
    log: &mut Log,
    path: &str,
    request: &Request<Bytes>,
) -> Reply {
    let mut reply = answer(shared, path, request);
    write_down(shared, log, path, request, &mut reply);
    reply
}

fn write_down(
    shared: &Shared,
    log: &mut Log,
    path: &str,
    request: &Request<Bytes>,
    reply: &mut Reply,
) {
    log.requests.push(SimulatedRequest {
        method: request.method().clone(),
        path: path.to_owned(),
        query: request.uri().query().map(str::to_owned),
        headers: without_token(request.headers()),
        body: request.body().clone(),
        status: reply.status,
    });
    let number = log.requests.len() as u64;
    reply.request_id = Some(Guid::nth(shared.seed ^ 0xAA, number).to_string());
    log_request(shared, log, path, request, reply);
}

fn answer(shared: &Arc<Shared>, path: &str, request: &Request<Bytes>) -> Reply {
    let Some(tenant) = authorized(request) else {
        return unauthorized();
    };
    match next_fault(shared, path) {
        Some(fault) if !fault.acts => Reply::fault(&fault),
        fault => {
            let reply = routes::answer(shared, tenant, path, request);
            fault.map_or(reply, |fault| Reply::fault(&fault))
        }
    }
}

fn log_request(
    shared: &Shared,
    log: &mut Log,
    path: &str,
    request: &Request<Bytes>,
    reply: &Reply,
) {
    let segments = Vec::from_iter(path.split('/').skip(3));
    let call = segments.first().and_then(|id| Guid::parse(id));
    let call = call.or(reply.call);
    let number = call.and_then(|id| shared.look_at_call(id, |call| call.number));
    let what = match (number, reply.call) {
        (Some(_), None) => segments.get(1..).unwrap_or_default().join("/"),
        _ => path.trim_start_matches('/').to_owned(),
    };
    let (method, status) = (request.method(), reply.status.as_u16());
    let why = reply.why.as_deref().map(|why| format!(" ({why})"));
    let why = why.unwrap_or_default();
    let space = if what.is_empty() { "" } else { " " };
    log.line(
        number,
        format_args!("from the bot: {method}{space}{what}: {status}{why}"),
    );
}

fn unauthorized() -> Reply {
    let (status, code) = (StatusCode::UNAUTHORIZED, "InvalidAuthenticationToken");
    Reply::error(status, code, "Access token is missing or malformed.")
}

/// The tenant of the token, or an empty text for a token of all tenants.
fn authorized(request: &Request<Bytes>) -> Option<&str> {
    let rest = bearer(request)?.strip_prefix(TOKEN)?;
    Some(rest.strip_prefix('-').unwrap_or_default())
}

fn next_fault(shared: &Shared, path: &str) -> Option<GraphFault> {
    let mut world = shared.world();
    let last = path.rsplit('/').next().unwrap_or_default();
    let fault = world.settings.graph_faults.iter_mut().find(|fault| {
        let action = fault.action.as_deref();
        fault.left > 0 && action.is_none_or(|action| action.eq_ignore_ascii_case(last))
    })?;
    fault.left -= 1;
    Some(fault.clone())
}
