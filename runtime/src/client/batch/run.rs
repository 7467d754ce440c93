//! Sending of batches, with retries of throttled requests.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::time::sleep;

use super::answer::{Outcome, read};
use super::plan::{Part, json, plan_retry};
use crate::client::retry::AttemptFailure;
use crate::client::{Client, Error, ErrorKind, PreparedRequest, RawResponse, Repetition};

/// A batch that is to be sent, and its time on a clock that only waits advance.
struct Due {
    at: Duration,
    chunk: Vec<usize>,
}

/// The attempts of a request and the sum of its waits.
#[derive(Clone, Copy, Default)]
struct Attempts {
    number: u32,
    waited: Duration,
}

/// Sends the batches, each as `settings` say, and returns the outcome of every request.
pub async fn run(
    client: &Client,
    settings: &PreparedRequest,
    parts: &[Part],
    chunks: Vec<Vec<usize>>,
) -> Result<BTreeMap<usize, Outcome>, Error> {
    let mut outcomes = BTreeMap::new();
    let mut attempts = vec![Attempts::default(); parts.len()];
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
        let (mut responses, missing) = match send(client, settings, parts, &chunk).await {
            Ok(sent) => sent,
            Err(error) if outcomes.is_empty() => return Err(error),
            Err(error) => {
                give_up(&mut outcomes, error, &chunk, &queue);
                break;
            }
        };
        let waits = waits(client, parts, &chunk, &mut responses, &mut attempts);
        let missing = Arc::new(missing);
        outcomes.extend(chunk.iter().map(|at| match responses.remove(at) {
            Some(response) => (*at, Outcome::Response(response)),
            None => (*at, Outcome::Failed(missing.clone())),
        }));
        for (wait, chunk) in plan_retry(parts, &waits) {
            queue.push(Due {
                at: clock + wait,
                chunk,
            });
        }
    }
    Ok(outcomes)
}

/// Sends one batch. Returns the responses by position, and the error of a request that has
/// none.
async fn send(
    client: &Client,
    settings: &PreparedRequest,
    parts: &[Part],
    chunk: &[usize],
) -> Result<(BTreeMap<usize, RawResponse>, Error), Error> {
    let mut members = chunk.iter().filter_map(|position| parts.get(*position));
    let repetition = match members.all(|part| part.prepared.is_idempotent()) {
        true => Repetition::Safe,
        false => Repetition::ByMethod,
    };
    let prepared = PreparedRequest {
        body: Some(Bytes::from(json(parts, chunk))),
        repetition,
        ..settings.clone()
    };
    let response = client.fetch(&prepared).await?;
    let date = response.headers.get("date").map(str::to_owned);
    let (id, history) = (response.client_request_id.clone(), response.history.clone());
    let response = response.decode_by(|body| Ok(read(body, &id).ok_or_else(|| body.to_vec())))?;
    let unreadable = |message: &str, body: Vec<u8>| {
        let error = Error::new(ErrorKind::Decode).with_message(message);
        let error = error.with_answer(response.status, response.headers.clone(), body);
        error.after(&history, &id)
    };
    let mut all = match response.body {
        Ok(all) => all,
        Err(body) => return Err(unreadable("the body is not a batch response", body)),
    };
    all.retain(|position, _| chunk.contains(position));
    for (position, response) in &mut all {
        response.history.maybe_executed = history.maybe_executed;
        // A date in `Retry-After` is by the clock that the date of the whole response shows.
        if let Some(date) = &date {
            response.headers.or_insert("Date", date);
        }
        if let Some(part) = parts.get(*position) {
            response.history.operation = part.prepared.operation();
        }
    }
    Ok((
        all,
        unreadable(
            "the batch response has no response to this request",
            Vec::new(),
        ),
    ))
}

/// The waits of the requests that are retried: the throttled ones, and those that were not
/// executed because they depend on such.
fn waits(
    client: &Client,
    parts: &[Part],
    chunk: &[usize],
    responses: &mut BTreeMap<usize, RawResponse>,
    attempts: &mut [Attempts],
) -> BTreeMap<usize, Duration> {
    let mut waits: BTreeMap<usize, Duration> = BTreeMap::new();
    // A request comes after those that it depends on.
    for position in chunk {
        let (Some(part), Some(response)) = (parts.get(*position), responses.get_mut(position))
        else {
            continue;
        };
        let Some(attempts) = attempts.get_mut(*position) else {
            continue;
        };
        attempts.number += 1;
        response.history.tries = attempts.number;
        let wait = match response.status {
            429 | 503 => {
                let failure =
                    AttemptFailure::Status(response.status, response.headers.retry_after());
                let idempotent = part.prepared.is_idempotent();
                let options = part.prepared.retry.as_ref();
                let options = options.unwrap_or(client.retry_options());
                options.wait(failure, idempotent, attempts.number, attempts.waited)
            }
            424 => part
                .after
                .iter()
                .filter_map(|other| waits.get(other))
                .max()
                .copied(),
            _ => None,
        };
        if let Some(wait) = wait {
            attempts.waited += wait;
            waits.insert(*position, wait);
        }
    }
    waits
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
