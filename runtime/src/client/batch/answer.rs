//! The answer to a batch: in goes its JSON; out comes the answer to each request as if it
//! had been sent alone.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde_json::Value;
use serde_json::value::RawValue;

use super::plan::Part;
use super::{Member, Ticket};
use crate::client::call::Past;
use crate::client::{Error, ErrorKind, Headers, RawResponse, Response};
use crate::edm::Binary;
use crate::request::Kind;

/// How a request of a batch ended.
pub enum Outcome {
    Answer(RawResponse),
    /// The batch that it was in failed.
    Failed(Arc<Error>),
}

/// The answers to a [`Batch`](super::Batch), by ticket.
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

    /// The answer to a request, decoded as if it had been sent alone. It can be taken once.
    ///
    /// # Errors
    ///
    /// As of [`send`](crate::Request::send); [`ErrorKind::Batch`] if the request was not
    /// sent, was taken already, or is of another batch.
    pub fn take<K: Kind>(&mut self, ticket: Ticket<K>) -> Result<Response<K::Output>, Error> {
        let position = self.position(ticket.into());
        let part = position.and_then(|position| self.parts.get(position));
        let (Some(position), Some(part)) = (position, part) else {
            let message = "the ticket is of another batch";
            return Err(Error::new(ErrorKind::Batch).with_message(message));
        };
        let operation = part.call.operation();
        match self.outcomes.remove(&position) {
            Some(Outcome::Answer(answer)) => answer.decode_by(K::decode),
            Some(Outcome::Failed(error)) => Err(shared(error, operation)),
            None => {
                let error = Error::new(ErrorKind::Batch).with_message("it was taken already");
                Err(error.during(&operation))
            }
        }
    }

    /// The answer to a request as it came, whatever its status; `None` if there is none or
    /// it was taken.
    pub fn raw(&self, member: impl Into<Member>) -> Option<&RawResponse> {
        let position = self.position(member.into())?;
        match self.outcomes.get(&position)? {
            Outcome::Answer(answer) => Some(answer),
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
                Outcome::Answer(answer) => Some(answer.status),
                Outcome::Failed(_) => None,
            };
            (position, status)
        });
        f.debug_map().entries(statuses).finish()
    }
}

/// An error that several requests tell, as one of this request.
fn shared(error: Arc<Error>, operation: String) -> Error {
    let mut out = Error::new(error.kind()).with_service(error.service().cloned());
    if let Some(status) = error.status() {
        out = out.with_answer(status, error.headers().clone(), error.body().to_vec());
    }
    let past = Past {
        operation,
        tries: error.tries(),
        unsure: error.may_have_acted(),
    };
    out = match error.client_request_id() {
        Some(id) => out.after(&past, id),
        None => out.during(&past.operation),
    };
    out.with_source(error)
}

type Members<'a> = BTreeMap<String, &'a RawValue>;

/// The answers in the JSON of a batch, by position. What is no answer is left out.
pub fn read(body: &[u8], client_request_id: &str) -> Option<BTreeMap<usize, RawResponse>> {
    let body: BTreeMap<String, Box<RawValue>> = serde_json::from_slice(body).ok()?;
    let list: Vec<Members<'_>> = serde_json::from_str(body.get("responses")?.get()).ok()?;
    let mut answers = BTreeMap::new();
    for members in list {
        if let Some((position, answer)) = answer(&members, client_request_id) {
            answers.insert(position, answer);
        }
    }
    Some(answers)
}

fn answer(members: &Members<'_>, client_request_id: &str) -> Option<(usize, RawResponse)> {
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
    let answer = RawResponse {
        status: plain("status")?.parse().ok()?,
        headers,
        body,
        client_request_id: client_request_id.to_owned(),
        past: Past::default(),
    };
    Some((position.checked_sub(1)?, answer))
}

/// The bytes that a body stands for: JSON as it is, text as text, all else in base64.
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
