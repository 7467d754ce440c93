//! Several requests in one: `POST /$batch`.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, Request, Response, StatusCode, header};
use serde_json::{Map, Value, json};

use super::reply::Reply;
use super::{answer_and_log, authorized, next_fault, unauthorized, write_down};
use crate::simulator::log::Log;
use crate::simulator::shared::Shared;

/// The most requests that the service takes at once.
const MOST: usize = 20;

/// A request of a batch.
struct Part {
    id: String,
    path: String,
    request: Request<Bytes>,
    depends_on: Vec<String>,
}

/// Answers a batch. Its requests are executed in the order of the list, and each is in the log
/// like one that was sent by itself, before the batch.
pub(super) fn answer(shared: &Arc<Shared>, log: &mut Log, request: &Request<Bytes>) -> Reply {
    let mut reply = match authorized(request) {
        Some(_) => authorized_batch(shared, log, request),
        None => unauthorized(),
    };
    write_down(shared, log, "/$batch", request, &mut reply);
    reply
}

fn authorized_batch(shared: &Arc<Shared>, log: &mut Log, request: &Request<Bytes>) -> Reply {
    match next_fault(shared, "/$batch") {
        Some(fault) if !fault.acts => Reply::fault(&fault),
        fault => {
            let reply = match read(request) {
                Ok(parts) => execute(shared, log, parts),
                Err(why) => Reply::bad_request(&why),
            };
            fault.map_or(reply, |fault| Reply::fault(&fault))
        }
    }
}

fn execute(shared: &Arc<Shared>, log: &mut Log, parts: Vec<Part>) -> Reply {
    let mut statuses = BTreeMap::new();
    let mut responses = Vec::new();
    for part in parts {
        let has_failed = |id: &String| statuses.get(id) != Some(&true);
        let reply = match part.depends_on.iter().any(has_failed) {
            true => {
                let message = "A request that this one depends on has failed.";
                Reply::error(StatusCode::FAILED_DEPENDENCY, "FailedDependency", message)
            }
            false => answer_and_log(shared, log, &part.path, &part.request),
        };
        statuses.insert(part.id.clone(), reply.status.is_success());
        responses.push(response(part.id, reply));
    }
    Reply::json(StatusCode::OK, &json!({ "responses": responses }))
}

/// The response to one request, as a member of that to the batch.
fn response(id: String, reply: Reply) -> Value {
    let reply: Response<Bytes> = reply.into();
    let headers = reply.headers().iter().filter_map(|(name, value)| {
        let value = value.to_str().ok()?;
        Some((name.as_str().to_owned(), Value::from(value)))
    });
    let mut response = json!({
        "id": id,
        "status": reply.status().as_u16(),
        "headers": Map::from_iter(headers),
    });
    if !reply.body().is_empty() {
        let body = serde_json::from_slice::<Value>(reply.body()).unwrap_or_default();
        response["body"] = body;
    }
    response
}

fn read(request: &Request<Bytes>) -> Result<Vec<Part>, String> {
    if request.method() != Method::POST {
        return Err("A batch is posted.".to_owned());
    }
    let body: Value = serde_json::from_slice(request.body()).map_err(|error| error.to_string())?;
    let requests = body.get("requests").and_then(Value::as_array);
    let requests = requests.ok_or("$.requests is required.")?;
    if !(1..=MOST).contains(&requests.len()) {
        return Err(format!("$.requests needs 1 to {MOST} requests."));
    }
    let mut parts: Vec<Part> = Vec::new();
    for (index, one) in requests.iter().enumerate() {
        let path = format!("$.requests[{index}]");
        let part = part(one, request, &path)?;
        let is_known = |id: &str| parts.iter().any(|part| part.id.eq_ignore_ascii_case(id));
        if is_known(&part.id) {
            return Err(format!("{path}.id is not unique."));
        }
        if !part.depends_on.iter().all(|id| is_known(id)) {
            return Err(format!("{path}.dependsOn names no request before it."));
        }
        parts.push(part);
    }
    Ok(parts)
}

fn part(one: &Value, batch: &Request<Bytes>, path: &str) -> Result<Part, String> {
    let text = |name: &str| {
        let text = one.get(name).and_then(Value::as_str);
        text.ok_or_else(|| format!("{path}.{name} is required."))
    };
    let method = text("method")?;
    let method = Method::try_from(method).map_err(|_| format!("{path}.method is none."))?;
    let url = text("url")?.trim_start_matches('/');
    let body = match one.get("body") {
        None | Some(Value::Null) => Bytes::new(),
        Some(body) => Bytes::from(body.to_string()),
    };
    let mut request = Request::new(body);
    *request.method_mut() = method;
    *request.uri_mut() = format!("/{url}")
        .parse()
        .map_err(|_| format!("{path}.url is no relative address."))?;
    let headers = one.get("headers").and_then(Value::as_object);
    for (name, value) in headers.into_iter().flatten() {
        let name = HeaderName::try_from(name);
        let value = value.as_str().map(HeaderValue::try_from);
        let (Ok(name), Some(Ok(value))) = (name, value) else {
            return Err(format!("{path}.headers has one that is none."));
        };
        request.headers_mut().insert(name, value);
    }
    let has_type = request.headers().contains_key(header::CONTENT_TYPE);
    if !request.body().is_empty() && !has_type {
        return Err(format!("{path}.headers needs a Content-Type for the body."));
    }
    if let Some(token) = batch.headers().get(header::AUTHORIZATION) {
        let headers = request.headers_mut();
        headers.insert(header::AUTHORIZATION, token.clone());
    }
    let depends_on = one.get("dependsOn").and_then(Value::as_array);
    let depends_on = depends_on.into_iter().flatten().filter_map(Value::as_str);
    Ok(Part {
        id: text("id")?.to_owned(),
        path: request.uri().path().to_owned(),
        depends_on: depends_on.map(str::to_owned).collect(),
        request,
    })
}
