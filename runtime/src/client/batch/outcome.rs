//! What becomes of each request of a batch, and why.

use std::sync::Arc;

use super::part::Node;
use super::run::{Received, Run};
use crate::client::{Error, ErrorKind, RawResponse};

/// The outcome of a request of a batch.
pub enum Outcome {
    /// A response with any status.
    Response(RawResponse),
    /// A response and what it does not say itself: why the request was not executed, or was undone.
    Explained(RawResponse, String),
    /// There is no response.
    Failed(Arc<Error>),
}

impl Run<'_> {
    /// Records the outcome of each request of a batch.
    pub(super) fn settle(&mut self, chunk: &[usize], mut received: Received) {
        // The reasons come first: they depend on responses, which are then moved.
        let reasons: Vec<Option<String>> = chunk
            .iter()
            .map(|position| self.reason(*position, chunk, &received))
            .collect();
        for (position, reason) in chunk.iter().zip(reasons) {
            let outcome = match (received.responses.remove(position), reason) {
                (Some(response), None) => Outcome::Response(response),
                (Some(response), Some(reason)) => Outcome::Explained(response, reason),
                (None, Some(reason)) => {
                    let error = Error::new(ErrorKind::Batch).with_message(reason);
                    Outcome::Failed(Arc::new(error))
                }
                (None, None) => Outcome::Failed(received.missing.clone()),
            };
            self.outcomes.insert(*position, outcome);
        }
    }

    /// Why a request was not executed or has the response that it has, where that follows from
    /// another one.
    fn reason(&self, position: usize, chunk: &[usize], received: &Received) -> Option<String> {
        let response = received.responses.get(&position);
        let failed = match self.parts.unit(position) {
            Node::Group(group) => self.failed_member(group, received),
            Node::Request(_) => None,
        };
        if received.shared.contains(&position) {
            return failed.map(|_| "the response to the whole atomic group".to_owned());
        }
        let because = |other: usize| {
            let status = received.responses.get(&other)?.status;
            let operation = self.parts.get(other)?.prepared.operation();
            Some(format!(
                "{operation} in its atomic group failed with {status}"
            ))
        };
        match (response.map(|response| response.status), failed) {
            (Some(424), Some(other)) => {
                let because = because(other)?;
                (other != position).then(|| format!("not executed, because {because}"))
            }
            (Some(200..300), Some(other)) => Some(format!("undone, because {}", because(other)?)),
            (None, Some(other)) if self.is_unexecuted(position, chunk, received) => {
                Some(format!("not executed, because {}", because(other)?))
            }
            (None, _) if self.is_unexecuted(position, chunk, received) => {
                let first = chunk.iter().find(|other| received.has_failed(**other));
                let operation = self.parts.get(*first?)?.prepared.operation();
                Some(format!(
                    "not executed, because the service stopped at the error of {operation}; \
                     `continue_on_error` asks it to go on"
                ))
            }
            _ => None,
        }
    }

    /// The request of a group that failed first, not counting those that failed because of others.
    pub(super) fn failed_member(&self, group: usize, received: &Received) -> Option<usize> {
        let mut members = self.parts.members(Node::Group(group));
        members.find(|position| {
            let response = received.responses.get(position);
            response.is_some_and(|response| !response.is_success() && response.status != 424)
        })
    }

    /// Whether a request without a response was not executed: its atomic group failed, or the
    /// service stopped before it. Where the response has something that cannot be read, that is
    /// unknown, and Microsoft Graph never stops.
    pub(super) fn is_unexecuted(
        &self,
        position: usize,
        chunk: &[usize],
        received: &Received,
    ) -> bool {
        if self.form.as_graph || received.covers(position) || received.has_strays {
            return false;
        }
        let in_failed_group = match self.parts.unit(position) {
            Node::Group(group) => self.failed_member(group, received).is_some(),
            Node::Request(_) => false,
        };
        let has_stopped = !self.form.continues
            && received.last().is_some_and(|last| last < position)
            && chunk.iter().any(|other| received.has_failed(*other));
        in_failed_group || has_stopped
    }
}
