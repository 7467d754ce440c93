//! Sending of batches, with retries of throttled requests.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::time::sleep;
use uuid::Uuid;

use super::outcome::Outcome;
use super::part::{Node, Parts};
use super::plan::plan_retry;
use super::resolve::{Outgoing, referred};
use super::{json, multipart};
use crate::client::{
    BatchFormat, Client, Error, ErrorKind, PreparedRequest, RawResponse, Repetition,
};

/// How batches are written.
#[derive(Clone, Copy)]
pub struct Form {
    pub format: BatchFormat,
    pub as_graph: bool,
    /// Whether the service is asked to go on after an error.
    pub continues: bool,
}

impl Form {
    /// The headers of the batch that do not change from one attempt to another.
    pub fn headers(self, client: &Client) -> Vec<(String, String)> {
        let (accept, content_type) = match self.format {
            BatchFormat::Multipart => (MULTIPART, None),
            BatchFormat::Json => (client.json(), Some(("Content-Type", client.json()))),
        };
        // OData 4.0 knows the longer name alone.
        let preference = match client.inner.speaks_4_01 {
            true => "continue-on-error",
            false => "odata.continue-on-error",
        };
        let prefer = self.continues.then_some(("Prefer", preference));
        let headers = [("Accept", accept)].into_iter().chain(content_type);
        let headers = headers.chain(prefer);
        headers
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }
}

const MULTIPART: &str = "multipart/mixed";

/// A batch that is to be sent, and its time on a clock that only waits advance.
struct Due {
    at: Duration,
    chunk: Vec<usize>,
}

/// The attempts of a request and the sum of its waits.
#[derive(Clone, Copy, Default)]
pub struct Attempts {
    pub number: u32,
    pub waited: Duration,
}

/// What a response has for requests and groups.
#[derive(Default)]
pub struct Entries {
    pub responses: BTreeMap<Node, RawResponse>,
    /// What it has something for, readable or not.
    pub covered: BTreeSet<Node>,
    /// Whether it has something of which is not known what it is for.
    pub has_strays: bool,
}

impl Entries {
    pub fn add(&mut self, node: Node, response: Option<RawResponse>) {
        self.covered.insert(node);
        self.responses.extend(response.map(|found| (node, found)));
    }
}

/// The responses to the requests of one batch.
pub struct Received {
    pub responses: BTreeMap<usize, RawResponse>,
    /// The requests whose response is that to their whole atomic group.
    pub shared: BTreeSet<usize>,
    /// The error of a request without a response.
    pub missing: Arc<Error>,
    pub has_strays: bool,
    covered: BTreeSet<usize>,
}

impl Received {
    fn new(entries: Entries, parts: &Parts, chunk: &[usize], missing: Error) -> Self {
        let mut received = Self {
            responses: BTreeMap::new(),
            shared: BTreeSet::new(),
            missing: Arc::new(missing),
            has_strays: entries.has_strays,
            covered: BTreeSet::new(),
        };
        let in_chunk = |position: &usize| chunk.binary_search(position).is_ok();
        for node in entries.covered {
            received
                .covered
                .extend(parts.members(node).filter(in_chunk));
        }
        // Requests come before groups.
        for (node, response) in entries.responses {
            for position in parts.members(node).filter(in_chunk) {
                if let Node::Group(_) = node {
                    if received.responses.contains_key(&position) {
                        continue;
                    }
                    received.shared.insert(position);
                }
                received.responses.insert(position, response.clone());
            }
        }
        received
    }

    /// Whether there is something for a request, readable or not.
    pub fn covers(&self, position: usize) -> bool {
        self.covered.contains(&position)
    }

    /// The last request that there is something for.
    pub fn last(&self) -> Option<usize> {
        self.covered.last().copied()
    }

    pub fn has_failed(&self, position: usize) -> bool {
        let response = self.responses.get(&position);
        response.is_some_and(|response| !response.is_success())
    }
}

/// The sending of the requests of a batch.
pub struct Run<'a> {
    pub client: &'a Client,
    settings: PreparedRequest,
    pub form: Form,
    pub parts: &'a Parts,
    pub outcomes: BTreeMap<usize, Outcome>,
    pub attempts: Vec<Attempts>,
    /// The requests whose results paths of others begin with, and the paths of these results.
    pub referred: BTreeSet<usize>,
    pub resolved: BTreeMap<usize, String>,
}

impl<'a> Run<'a> {
    pub fn new(
        client: &'a Client,
        settings: PreparedRequest,
        form: Form,
        parts: &'a Parts,
    ) -> Self {
        Self {
            client,
            settings,
            form,
            parts,
            outcomes: BTreeMap::new(),
            attempts: vec![Attempts::default(); parts.len()],
            referred: referred(parts),
            resolved: BTreeMap::new(),
        }
    }

    /// Sends the batches and returns the outcome of every request.
    pub async fn send(
        mut self,
        chunks: Vec<Vec<usize>>,
    ) -> Result<BTreeMap<usize, Outcome>, Error> {
        let at = Duration::ZERO;
        let mut queue: Vec<Due> = chunks.into_iter().map(|chunk| Due { at, chunk }).collect();
        let mut clock = Duration::ZERO;
        while let Some(at) = queue.iter().map(|due| due.at).min() {
            if at > clock {
                sleep(at - clock).await;
                clock = at;
            }
            let Some(first) = queue.iter().position(|due| due.at == at) else {
                break;
            };
            let chunk = queue.remove(first).chunk;
            let mut received = match self.send_chunk(&chunk).await {
                Ok(received) => received,
                Err(error) if self.outcomes.is_empty() => return Err(error),
                Err(error) => {
                    give_up(&mut self.outcomes, error, &chunk, &queue);
                    break;
                }
            };
            self.resolve(&chunk, &received);
            let waits = self.waits(&chunk, &mut received);
            self.settle(&chunk, received);
            for (wait, chunk) in plan_retry(self.parts, &waits) {
                queue.push(Due {
                    at: clock + wait,
                    chunk,
                });
            }
        }
        Ok(self.outcomes)
    }

    /// One batch as it is sent.
    fn prepare(&self, chunk: &[usize]) -> PreparedRequest {
        let mut members = chunk.iter().filter_map(|at| self.parts.get(*at));
        let repetition = match members.all(|part| part.prepared.is_idempotent()) {
            true => Repetition::Safe,
            false => Repetition::ByMethod,
        };
        let batch = Outgoing {
            parts: self.parts,
            chunk,
            resolved: &self.resolved,
        };
        let mut prepared = PreparedRequest {
            repetition,
            ..self.settings.clone()
        };
        let body = match self.form.format {
            BatchFormat::Json => Bytes::from(json::write(&batch, self.form.as_graph)),
            BatchFormat::Multipart => {
                // No body has it: it is made of randomness for this batch.
                let boundary = Uuid::new_v4().to_string();
                let content_type = format!("{MULTIPART}; boundary=batch_{boundary}");
                let header = ("Content-Type".to_owned(), content_type);
                prepared.headers.push(header);
                Bytes::from(multipart::write(&batch, &boundary))
            }
        };
        prepared.body = Some(body);
        prepared
    }

    async fn send_chunk(&self, chunk: &[usize]) -> Result<Received, Error> {
        let response = self.client.fetch(&self.prepare(chunk)).await?;
        let date = response.headers.get("date").map(str::to_owned);
        let (id, history) = (response.client_request_id.clone(), response.history.clone());
        let content_type = response.headers.get("content-type");
        let content_type = content_type.unwrap_or_default().to_owned();
        let response = response.decode_by(|body| {
            let entries = match multipart::boundary(&content_type) {
                Some(boundary) => multipart::read(body, &boundary, &id)
                    .map(|pieces| multipart::assign(pieces, &self.parts.units(chunk), self.parts)),
                None => json::read(body, &id),
            };
            Ok(entries.ok_or_else(|| body.to_vec()))
        })?;
        let unreadable = |message: &str, body: Vec<u8>| {
            let error = Error::new(ErrorKind::Decode).with_message(message);
            let error = error.with_answer(response.status, response.headers.clone(), body);
            error.after(&history, &id)
        };
        let entries = match response.body {
            Ok(entries) => entries,
            Err(body) => return Err(unreadable("the body is not a batch response", body)),
        };
        let missing = "the batch response has no response to this request";
        let missing = unreadable(missing, Vec::new());
        let mut received = Received::new(entries, self.parts, chunk, missing);
        for (position, response) in &mut received.responses {
            response.history.maybe_executed = history.maybe_executed;
            // A date in `Retry-After` is by the clock that the date of the whole response shows.
            if let Some(date) = &date {
                response.headers.or_insert("Date", date);
            }
            if let Some(part) = self.parts.get(*position) {
                response.history.operation = part.prepared.operation();
            }
        }
        Ok(received)
    }
}

/// Ends after a failed batch: its requests get its error, and requests that were not sent yet
/// an error that says so. Earlier responses stay.
fn give_up(outcomes: &mut BTreeMap<usize, Outcome>, error: Error, chunk: &[usize], queue: &[Due]) {
    let error = Arc::new(error);
    for position in chunk {
        // This replaces an earlier 429: the request may have been executed now.
        outcomes.insert(*position, Outcome::Failed(error.clone()));
    }
    let message = "not sent: a batch before it failed";
    let unsent = Arc::new(Error::new(ErrorKind::Batch).with_message(message));
    for position in queue.iter().flat_map(|due| &due.chunk) {
        let outcome = outcomes.entry(*position);
        outcome.or_insert_with(|| Outcome::Failed(unsent.clone()));
    }
}
