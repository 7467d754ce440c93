//! The division of requests into batches of a size that the service accepts, and their JSON.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::client::{Error, ErrorKind, PreparedRequest};
use crate::json::{RawJson, Writer};

/// The number of requests that the service accepts in a batch.
pub const LIMIT: usize = 20;

/// A request of a batch.
pub struct Part {
    pub prepared: PreparedRequest,
    /// The path and query below the root of the API version.
    pub url: String,
    pub body: Option<RawJson>,
    /// The positions of the requests that this one depends on, all less than its own.
    pub after: Vec<usize>,
}

/// The positions of the requests, batch by batch. Requests that depend on each other are in
/// one batch.
pub fn plan(parts: &[Part]) -> Result<Vec<Vec<usize>>, Error> {
    let mut chunks: Vec<Vec<usize>> = Vec::new();
    // Chunks before this one are full.
    let mut open = 0;
    for group in groups(parts) {
        if group.len() > LIMIT {
            let message = format!(
                "{} requests depend on each other, and the service accepts {LIMIT} at once",
                group.len()
            );
            return Err(Error::new(ErrorKind::Batch).with_message(message));
        }
        while chunks.get(open).is_some_and(|chunk| chunk.len() >= LIMIT) {
            open += 1;
        }
        let mut rest = chunks.iter_mut().skip(open);
        match rest.find(|chunk| chunk.len() + group.len() <= LIMIT) {
            Some(chunk) => chunk.extend(group),
            None => chunks.push(group),
        }
    }
    for chunk in &mut chunks {
        chunk.sort_unstable();
    }
    Ok(chunks)
}

/// The positions of requests that depend on each other, directly or not, in order of the
/// first one of each group.
fn groups(parts: &[Part]) -> Vec<Vec<usize>> {
    // For each request, another one of its group, and finally the first one.
    let mut leads: Vec<usize> = (0..parts.len()).collect();
    for (position, part) in parts.iter().enumerate() {
        for other in &part.after {
            let (a, b) = (lead(&leads, position), lead(&leads, *other));
            if let Some(slot) = leads.get_mut(a.max(b)) {
                *slot = a.min(b);
            }
        }
    }
    let mut groups: Vec<Vec<usize>> = vec![Vec::new(); parts.len()];
    for position in 0..parts.len() {
        if let Some(group) = groups.get_mut(lead(&leads, position)) {
            group.push(position);
        }
    }
    groups.retain(|group| !group.is_empty());
    groups
}

fn lead(leads: &[usize], mut position: usize) -> usize {
    while let Some(next) = leads.get(position).filter(|next| **next != position) {
        position = *next;
    }
    position
}

/// The id of a request, the same in each attempt.
pub fn id(position: usize) -> String {
    (position + 1).to_string()
}

/// The JSON of a batch of these requests.
pub fn json(parts: &[Part], chunk: &[usize]) -> String {
    let mut out = Writer::default();
    out.raw("{\"requests\":[");
    for (at, position) in chunk.iter().enumerate() {
        let Some(part) = parts.get(*position) else {
            continue;
        };
        out.raw(if at == 0 { "{\"id\":" } else { ",{\"id\":" });
        out.string(&id(*position));
        out.raw(",\"method\":");
        out.string(part.prepared.method.as_str());
        out.raw(",\"url\":");
        out.string(&part.url);
        let after: Vec<&usize> = part.after.iter().filter(|p| chunk.contains(p)).collect();
        for (at, other) in after.iter().enumerate() {
            out.raw(if at == 0 { ",\"dependsOn\":[" } else { "," });
            out.string(&id(**other));
        }
        out.raw(if after.is_empty() { "" } else { "]" });
        headers(&mut out, part);
        if let Some(body) = &part.body {
            out.raw(",\"body\":");
            out.raw(body.as_str());
        }
        out.raw("}");
    }
    out.raw("]}");
    out.out
}

fn headers(out: &mut Writer, part: &Part) {
    let content_type = ("Content-Type", "application/json");
    let given = part.prepared.headers.iter();
    let given = given.map(|(name, value)| (name.as_str(), value.as_str()));
    let named = |name: &str, known: &str| name.eq_ignore_ascii_case(known);
    let has_type = given.clone().any(|(name, _)| named(name, content_type.0));
    let first = (part.body.is_some() && !has_type).then_some(content_type);
    // The batch itself accepts JSON.
    let given = given.filter(|(name, value)| !(named(name, "accept") && *value == content_type.1));
    let mut before = ",\"headers\":{";
    for (name, value) in first.into_iter().chain(given) {
        out.raw(before);
        out.string(name);
        out.raw(":");
        out.string(value);
        before = ",";
    }
    out.raw(if before == "," { "}" } else { "" });
}

/// The batches of a retry and their waits. Each request waits for its own time; requests that
/// depend on each other wait for the longest of theirs.
pub fn plan_retry(
    parts: &[Part],
    waits: &BTreeMap<usize, Duration>,
) -> Vec<(Duration, Vec<usize>)> {
    let mut by_wait: BTreeMap<Duration, Vec<usize>> = BTreeMap::new();
    for mut group in groups(parts) {
        group.retain(|position| waits.contains_key(position));
        let longest = group
            .iter()
            .filter_map(|position| waits.get(position))
            .max();
        if let Some(longest) = longest {
            by_wait.entry(*longest).or_default().extend(group);
        }
    }
    // All come from one batch, so each of these is within the limit.
    by_wait.into_iter().collect()
}
