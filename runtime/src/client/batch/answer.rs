//! The response to a batch, split into the responses to its requests.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde_json::Value;
use serde_json::value::RawValue;

use super::plan::Part;
use super::{Member, Ticket};
use crate::client::attempts::RetryHistory;
use crate::client::{Error, ErrorKind, Headers, RawResponse, Response};
use crate::edm::Binary;
use crate::json::without_mark;
use crate::request::ResponseKind;

/// The outcome of a request of a batch.
pub enum Outcome {
    /// A response with any status.
    Response(RawResponse),
    /// The batch with the request failed.
    Failed(Arc<Error>),
}

/// The responses to a [`Batch`](super::Batch), by ticket.
pub struct BatchResponse {
    batch: u64,
    parts: Vec<Part>,
    outcomes: BTreeMap<usize, Outcome>,
}

impl BatchResponse {
    pub(super) fn new(batch: u64, parts: Vec<Part>, outcomes: BTreeMap<usize, Outcome>) -> Self {
        Self {
            batch,
            parts,
            outcomes,
        }
    }

    /// The decoded response to a request. It can be taken once.
    ///
    /// # Errors
    ///
    /// As of [`send`](crate::request::Request::send); [`ErrorKind::Batch`] if the request was not
    /// sent, was taken already, or is of another batch.
    pub fn take<K: ResponseKind>(
        &mut self,
        ticket: Ticket<K>,
    ) -> Result<Response<K::Output>, Error> {
        let position = self.position(ticket.into());
        let part = position.and_then(|position| self.parts.get(position));
        let (Some(position), Some(part)) = (position, part) else {
            let message = "the ticket is of another batch";
            return Err(Error::new(ErrorKind::Batch).with_message(message));
        };
        let operation = part.prepared.operation();
        match self.outcomes.remove(&position) {
            Some(Outcome::Response(response)) => response.decode_by(K::decode),
            Some(Outcome::Failed(error)) => Err(shared(error, operation)),
            None => {
                let error = Error::new(ErrorKind::Batch).with_message("it was taken already");
                Err(error.during(&operation))
            }
        }
    }

    /// The undecoded response to a request, whatever its status; `None` if there is none or it
    /// was taken.
    pub fn raw(&self, member: impl Into<Member>) -> Option<&RawResponse> {
        let position = self.position(member.into())?;
        match self.outcomes.get(&position)? {
            Outcome::Response(response) => Some(response),
            Outcome::Failed(_) => None,
        }
    }

    fn position(&self, member: Member) -> Option<usize> {
        (member.batch == self.batch).then_some(member.position)
    }
}

impl fmt::Debug for BatchResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let statuses = self.outcomes.iter().map(|(position, outcome)| {
            let status = match outcome {
                Outcome::Response(response) => Some(response.status),
                Outcome::Failed(_) => None,
            };
            (position, status)
        });
        f.debug_map().entries(statuses).finish()
    }
}

/// The error of a batch, as the error of one request in it.
fn shared(error: Arc<Error>, operation: String) -> Error {
    let mut out = Error::new(error.kind()).with_service(error.service().cloned());
    if let Some(status) = error.status() {
        out = out.with_answer(status, error.headers().clone(), error.body().to_vec());
    }
    let history = RetryHistory {
        operation,
        tries: error.tries(),
        maybe_executed: error.may_have_acted(),
    };
    out = match error.client_request_id() {
        Some(id) => out.after(&history, id),
        None => out.during(&history.operation),
    };
    out.with_source(error)
}

type Members<'a> = BTreeMap<String, &'a RawValue>;

/// The responses in the JSON of a batch, by position. Whatever is malformed is left out.
pub fn read(body: &[u8], client_request_id: &str) -> Option<BTreeMap<usize, RawResponse>> {
    let body: BTreeMap<String, Box<RawValue>> = serde_json::from_slice(without_mark(body)).ok()?;
    let list: Vec<Members<'_>> = serde_json::from_str(body.get("responses")?.get()).ok()?;
    let mut responses = BTreeMap::new();
    for members in list {
        if let Some((position, response)) = response(&members, client_request_id) {
            responses.insert(position, response);
        }
    }
    Some(responses)
}

fn response(members: &Members<'_>, client_request_id: &str) -> Option<(usize, RawResponse)> {
    let plain = |name: &str| {
        let value: Value = serde_json::from_str(members.get(name)?.get()).ok()?;
        match value {
            Value::String(text) => Some(text),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    };
    let position: usize = plain("id")?.parse().ok()?;
    let headers: BTreeMap<String, Value> = members
        .get("headers")
        .and_then(|headers| serde_json::from_str(headers.get()).ok())
        .unwrap_or_default();
    let headers = headers.into_iter().map(|(name, value)| match value {
        Value::String(text) => (name, text),
        value => (name, value.to_string()),
    });
    let headers: Headers = headers.collect();
    let content_type = headers.get("content-type").unwrap_or_default();
    let body = match members.get("body") {
        Some(body) => bytes(body.get(), &content_type.to_ascii_lowercase()),
        None => Vec::new(),
    };
    let response = RawResponse {
        status: plain("status")?.parse().ok()?,
        headers,
        body,
        client_request_id: client_request_id.to_owned(),
        history: RetryHistory::default(),
    };
    Some((position.checked_sub(1)?, response))
}

/// The bytes of a body: JSON is its own text, text is a string, anything else is base64.
fn bytes(json: &str, content_type: &str) -> Vec<u8> {
    let is = |kind: &str| content_type.contains(kind);
    let is_json = is("json");
    let text: Option<String> = match is_json {
        true => None,
        false => serde_json::from_str(json).ok(),
    };
    match text {
        None if json == "null" => Vec::new(),
        None => json.as_bytes().to_vec(),
        Some(text) if content_type.is_empty() || is("text/") || is("xml") => text.into_bytes(),
        Some(text) => match Binary::parse(&text) {
            Ok(binary) => binary.into_bytes(),
            Err(_) => text.into_bytes(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_is_passed_over() {
        let body = "\u{feff}{\"responses\":[{\"id\":\"1\",\"status\":200,\"body\":{}}]}";
        let responses = read(body.as_bytes(), "id").unwrap();
        assert_eq!(responses[&0].body, b"{}");
    }

    #[test]
    fn what_is_malformed_is_left_out() {
        let body = br#"{"responses":[{"id":2,"status":"204","headers":{"a":"b","c":1}},
            {"id":"0","status":200},{"id":"x","status":200},{"id":"3"},{"id":["4"],"status":200},
            {"status":200},{"id":"5","status":200,"headers":"none"}]}"#;
        let responses = read(body, "request").unwrap();
        assert_eq!(responses.keys().copied().collect::<Vec<_>>(), [1, 4]);
        let first = &responses[&1];
        assert_eq!((first.status, first.body.as_slice()), (204, &b""[..]));
        let headers = (first.headers.get("A"), first.headers.get("c"));
        assert_eq!(headers, (Some("b"), Some("1")));
        assert_eq!(first.client_request_id, "request");
        for body in ["", "{}", "[]", "{\"responses\":{}}", "{\"responses\":[1]}"] {
            assert!(read(body.as_bytes(), "request").is_none(), "{body}");
        }
    }

    #[test]
    fn the_media_type_says_how_a_body_was_written() {
        for (json, content_type, expected) in [
            ("{\"a\":1}", "application/json", &b"{\"a\":1}"[..]),
            ("\"eA==\"", "application/json", b"\"eA==\""),
            ("null", "application/json", b""),
            ("null", "image/png", b""),
            ("\"eA==\"", "", b"eA=="),
            ("\"eA==\"", "text/plain", b"eA=="),
            ("\"eA==\"", "application/xml", b"eA=="),
            ("\"eA==\"", "image/png", b"x"),
            ("\"no base64!\"", "image/png", b"no base64!"),
            ("{}", "image/png", b"{}"),
        ] {
            assert_eq!(bytes(json, content_type), expected, "{json} {content_type}");
        }
    }
}
