//! The response to a batch, split into the responses to its requests.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::outcome::Outcome;
use super::part::{Node, Parts};
use super::{Member, Ticket};
use crate::client::attempts::RetryHistory;
use crate::client::{Error, ErrorKind, RawResponse, Response};
use crate::request::ResponseKind;

/// The responses to a [`Batch`](super::Batch), by ticket.
pub struct BatchResponse {
    batch: u64,
    parts: Parts,
    outcomes: BTreeMap<usize, Outcome>,
}

impl BatchResponse {
    pub(super) fn new(batch: u64, parts: Parts, outcomes: BTreeMap<usize, Outcome>) -> Self {
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
    /// sent or not executed, was taken already, or is of another batch.
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
            Some(Outcome::Explained(response, reason)) => Err(explained(response, reason)),
            Some(Outcome::Failed(error)) => Err(shared(error, operation)),
            None => {
                let error = Error::new(ErrorKind::Batch).with_message("it was taken already");
                Err(error.during(&operation))
            }
        }
    }

    /// The undecoded response to a request, whatever its status; `None` if there is none or it
    /// was taken, and of an atomic group.
    pub fn raw(&self, member: impl Into<Member>) -> Option<&RawResponse> {
        let position = self.position(member.into())?;
        match self.outcomes.get(&position)? {
            Outcome::Response(response) | Outcome::Explained(response, _) => Some(response),
            Outcome::Failed(_) => None,
        }
    }

    fn position(&self, member: Member) -> Option<usize> {
        match member.node {
            Node::Request(position) if member.batch == self.batch => Some(position),
            _ => None,
        }
    }
}

impl fmt::Debug for BatchResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let statuses = self.outcomes.iter().map(|(position, outcome)| {
            let status = match outcome {
                Outcome::Response(response) | Outcome::Explained(response, _) => {
                    Some(response.status)
                }
                Outcome::Failed(_) => None,
            };
            (position, status)
        });
        f.debug_map().entries(statuses).finish()
    }
}

/// The error of a request whose response does not say what happened to it.
fn explained(mut response: RawResponse, reason: String) -> Error {
    if !response.is_success() {
        return response.into_error().with_message(reason);
    }
    // Nothing confirms that it was undone.
    response.history.maybe_executed = true;
    Error::new(ErrorKind::Batch)
        .with_message(reason)
        .with_answer(response.status, response.headers, response.body)
        .after(&response.history, &response.client_request_id)
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
