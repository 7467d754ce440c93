//! The decision which requests of a batch are sent again, and when.

use std::collections::BTreeMap;
use std::time::Duration;

use super::part::{Node, Part};
use super::run::{Received, Run};
use crate::client::RawResponse;
use crate::client::retry::AttemptFailure;

/// The waits of requests by their positions.
type Waits = BTreeMap<usize, Duration>;

impl Run<'_> {
    /// The waits of the requests that are sent again: the throttled ones, and those that were not
    /// executed because they depend on such, or because the service stopped there.
    pub(super) fn waits(&mut self, chunk: &[usize], received: &mut Received) -> Waits {
        for position in chunk {
            if let Some(attempts) = self.attempts.get_mut(*position) {
                attempts.number += 1;
                if let Some(response) = received.responses.get_mut(position) {
                    response.history.tries = attempts.number;
                }
            }
        }
        let mut waits = Waits::new();
        // A request comes after those that it depends on.
        for unit in self.parts.units(chunk) {
            let wait = match unit {
                Node::Request(position) => self.wait(position, received, &waits),
                Node::Group(group) => self.group_wait(group, received, &waits),
            };
            if let Some(wait) = wait {
                self.add(unit, wait, &mut waits);
            }
        }
        // The service stopped at requests that are all sent again.
        let mut failed = chunk.iter().filter(|other| received.has_failed(**other));
        if failed.all(|position| waits.contains_key(position)) {
            let longest = waits.values().max().copied();
            for unit in self.parts.units(chunk) {
                let mut members = self.parts.members(unit);
                let is_unexecuted = members.all(|at| self.is_unexecuted(at, chunk, received));
                if let (true, Some(wait)) = (is_unexecuted, longest) {
                    self.add(unit, wait, &mut waits);
                }
            }
        }
        for (position, wait) in &waits {
            if let Some(attempts) = self.attempts.get_mut(*position) {
                attempts.waited += *wait;
            }
        }
        waits
    }

    /// Lets a unit wait, unless it refers to requests that are not sent again with it.
    fn add(&self, unit: Node, wait: Duration, waits: &mut Waits) {
        let members = self.parts.members(unit);
        let stays = |other| !members.contains(&other) && !waits.contains_key(&other);
        let parts = self.parts;
        let mut all = members.clone().filter_map(|position| parts.get(position));
        if all.all(|part| self.stands_alone(part, stays)) {
            waits.extend(members.map(|position| (position, wait)));
        }
    }

    fn wait(&self, position: usize, received: &Received, waits: &Waits) -> Option<Duration> {
        let part = self.parts.get(position)?;
        let response = received.responses.get(&position)?;
        match response.status {
            429 | 503 => self.wait_after(position, part, response),
            424 => self.longest_before(part, waits),
            _ => None,
        }
    }

    /// The wait of a group, which is sent again as a whole: if each request that failed lets each
    /// request of the group be sent again. A response of success is no proof that the request was
    /// undone, so such a request has to be idempotent.
    fn group_wait(&self, group: usize, received: &Received, waits: &Waits) -> Option<Duration> {
        let members = self.parts.members(Node::Group(group));
        if self.failed_member(group, received).is_none() {
            // None was executed: they depend on requests before the group.
            let responses = members.clone().map(|at| received.responses.get(&at));
            let mut statuses = responses.map(|response| response.map(|found| found.status));
            let all = statuses.all(|status| status == Some(424));
            let parts = members.filter_map(|position| self.parts.get(position));
            let longest = parts.filter_map(|part| self.longest_before(part, waits));
            return longest.max().filter(|_| all);
        }
        let failures: Vec<&RawResponse> = members
            .clone()
            .filter_map(|position| received.responses.get(&position))
            .filter(|response| !response.is_success() && response.status != 424)
            .collect();
        let mut longest = Duration::ZERO;
        for position in members {
            let part = self.parts.get(position)?;
            let own = received.responses.get(&position);
            if own.is_some_and(RawResponse::is_success) && !part.prepared.is_idempotent() {
                return None;
            }
            for failure in &failures {
                let is_refusal = matches!(failure.status, 429 | 503);
                let wait = is_refusal.then(|| self.wait_after(position, part, failure))??;
                longest = longest.max(wait);
            }
        }
        Some(longest)
    }

    /// The wait of a request after a response that refused to execute it or its group.
    fn wait_after(&self, position: usize, part: &Part, refusal: &RawResponse) -> Option<Duration> {
        let failure = AttemptFailure::Status(refusal.status, refusal.headers.retry_after());
        let options = part.prepared.retry.as_ref();
        let options = options.unwrap_or(self.client.retry_options());
        let attempts = self.attempts.get(position)?;
        options.wait(
            failure,
            part.prepared.is_idempotent(),
            attempts.number,
            attempts.waited,
        )
    }

    /// The longest wait of what a request depends on.
    fn longest_before(&self, part: &Part, waits: &Waits) -> Option<Duration> {
        let before = part.after.iter().flat_map(|node| self.parts.members(*node));
        before.filter_map(|other| waits.get(&other)).max().copied()
    }
}
