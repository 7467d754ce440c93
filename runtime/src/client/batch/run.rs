//! Sending batches: in go requests and which of them go together; out comes how each ended,
//! after as many tries as are allowed.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use azure_core::sleep;

use super::answer::{Outcome, read};
use super::envelope;
use super::plan::{Part, json, plan_again};
use crate::client::retry::{Fault, retry_after};
use crate::client::{Error, ErrorKind, GraphClient, RawResponse};

/// A batch that is to be sent, and when: by a clock that only waits move.
struct Due {
    at: Duration,
    chunk: Vec<usize>,
}

/// How often a request was sent, and how long it has waited.
#[derive(Clone, Copy, Default)]
struct Tries {
    number: u32,
    waited: Duration,
}

pub async fn run(
    client: &GraphClient,
    parts: &[Part],
    chunks: Vec<Vec<usize>>,
) -> Result<BTreeMap<usize, Outcome>, Error> {
    let mut outcomes = BTreeMap::new();
    let mut tries = vec![Tries::default(); parts.len()];
    let at = Duration::ZERO;
    let mut queue: Vec<Due> = chunks.into_iter().map(|chunk| Due { at, chunk }).collect();
    let mut clock = Duration::ZERO;
    while let Some(at) = queue.iter().map(|due| due.at).min() {
        if at > clock {
            sleep(
                (at - clock)
                    .try_into()
                    .unwrap_or(azure_core::time::Duration::MAX),
            )
            .await;
            clock = at;
        }
        let Some(first) = queue.iter().position(|due| due.at == at) else {
            break;
        };
        let chunk = queue.remove(first).chunk;
        let (mut answers, missing) = match send(client, parts, &chunk).await {
            Ok(answers) => answers,
            Err(error) if outcomes.is_empty() => return Err(error),
            Err(error) => {
                give_up(&mut outcomes, error, &chunk, &queue);
                break;
            }
        };
        let waits = waits(client, parts, &chunk, &mut answers, &mut tries);
        let missing = Arc::new(missing);
        outcomes.extend(chunk.iter().map(|at| match answers.remove(at) {
            Some(answer) => (*at, Outcome::Answer(answer)),
            None => (*at, Outcome::Failed(missing.clone())),
        }));
        for (wait, chunk) in plan_again(parts, &waits) {
            queue.push(Due {
                at: clock + wait,
                chunk,
            });
        }
    }
    Ok(outcomes)
}

/// Sends one batch; the answers that came, by position, and what is wrong if one did not.
async fn send(
    client: &GraphClient,
    parts: &[Part],
    chunk: &[usize],
) -> Result<(BTreeMap<usize, RawResponse>, Error), Error> {
    let mut sent = chunk.iter().filter_map(|position| parts.get(*position));
    let repeatable = sent.all(|part| part.call.is_repeatable());
    let call = envelope(client, json(parts, chunk), repeatable)?;
    let answer = client.fetch(&call).await?;
    let (id, past) = (answer.client_request_id.clone(), answer.past.clone());
    let answer = answer.decode_by(|body| Ok(read(body, &id).ok_or_else(|| body.to_vec())))?;
    let unreadable = |message: &str, body: Vec<u8>| {
        let error = Error::new(ErrorKind::Decode).with_message(message);
        let error = error.with_answer(answer.status, answer.headers.clone(), body);
        error.after(&past, &id)
    };
    let mut all = match answer.body {
        Ok(all) => all,
        Err(body) => return Err(unreadable("the body is no answer to a batch", body)),
    };
    all.retain(|position, _| chunk.contains(position));
    for (position, answer) in &mut all {
        answer.past.unsure = past.unsure;
        if let Some(part) = parts.get(*position) {
            answer.past.operation = part.call.operation();
        }
    }
    Ok((
        all,
        unreadable("the batch was answered, this request was not", Vec::new()),
    ))
}

/// How long each request waits that is sent again: the throttled ones, and those that were
/// not done because they come after such.
fn waits(
    client: &GraphClient,
    parts: &[Part],
    chunk: &[usize],
    answers: &mut BTreeMap<usize, RawResponse>,
    tries: &mut [Tries],
) -> BTreeMap<usize, Duration> {
    let mut waits: BTreeMap<usize, Duration> = BTreeMap::new();
    // In this order: what a request comes after is before it.
    for position in chunk {
        let (Some(part), Some(answer)) = (parts.get(*position), answers.get_mut(position)) else {
            continue;
        };
        let Some(tries) = tries.get_mut(*position) else {
            continue;
        };
        tries.number += 1;
        answer.past.tries = tries.number;
        let wait = match answer.status {
            429 | 503 => {
                let fault = Fault::Status(answer.status, retry_after(&answer.headers));
                let repeatable = part.call.is_repeatable();
                let options = client.retry_options();
                options.wait(fault, repeatable, tries.number, tries.waited)
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
            tries.waited += wait;
            waits.insert(*position, wait);
        }
    }
    waits
}

/// A batch failed after others were answered: it is told by each request in it, and that
/// nothing was sent by each that waits. What was answered before stays as it was.
fn give_up(outcomes: &mut BTreeMap<usize, Outcome>, error: Error, chunk: &[usize], queue: &[Due]) {
    let error = Arc::new(error);
    for position in chunk {
        // Of one that was throttled before, this is news: it may have been done now.
        outcomes.insert(*position, Outcome::Failed(error.clone()));
    }
    let message = "not sent: a batch before it failed";
    let unsent = Arc::new(Error::new(ErrorKind::Batch).with_message(message));
    for position in queue.iter().flat_map(|due| &due.chunk) {
        let outcome = outcomes.entry(*position);
        outcome.or_insert_with(|| Outcome::Failed(unsent.clone()));
    }
}
