//! The division of requests into batches of a size that the service accepts.

use std::collections::BTreeMap;
use std::time::Duration;

use super::part::Parts;
use crate::client::{Error, ErrorKind};

/// The positions of the requests, batch by batch. Requests that depend on each other, and those of
/// an atomic group, are in one batch.
pub fn plan(parts: &Parts, limit: Option<usize>) -> Result<Vec<Vec<usize>>, Error> {
    let limit = limit.unwrap_or(usize::MAX);
    let mut chunks: Vec<Vec<usize>> = Vec::new();
    // Chunks before this one are full.
    let mut open = 0;
    for cluster in clusters(parts) {
        if cluster.len() > limit {
            let message = format!(
                "{} requests depend on each other, and the service accepts {limit} at once",
                cluster.len()
            );
            return Err(Error::new(ErrorKind::Batch).with_message(message));
        }
        while chunks.get(open).is_some_and(|chunk| chunk.len() >= limit) {
            open += 1;
        }
        let mut rest = chunks.iter_mut().skip(open);
        match rest.find(|chunk| chunk.len() + cluster.len() <= limit) {
            Some(chunk) => chunk.extend(cluster),
            None => chunks.push(cluster),
        }
    }
    for chunk in &mut chunks {
        chunk.sort_unstable();
    }
    Ok(chunks)
}

/// The positions of requests that depend on each other, directly or not, or are in one atomic
/// group, in order of the first one of each cluster.
fn clusters(parts: &Parts) -> Vec<Vec<usize>> {
    // For each request, another one of its cluster, and finally the first one.
    let mut leads: Vec<usize> = (0..parts.len()).collect();
    for (position, part) in parts.iter().enumerate() {
        // All of a group are together by its first one.
        let first = |node| parts.members(node).start;
        let after = part.after.iter().copied();
        for other in after.chain([parts.unit(position)]).map(first) {
            let (a, b) = (lead(&leads, position), lead(&leads, other));
            if let Some(slot) = leads.get_mut(a.max(b)) {
                *slot = a.min(b);
            }
        }
    }
    let mut clusters: Vec<Vec<usize>> = vec![Vec::new(); parts.len()];
    for position in 0..parts.len() {
        if let Some(cluster) = clusters.get_mut(lead(&leads, position)) {
            cluster.push(position);
        }
    }
    clusters.retain(|cluster| !cluster.is_empty());
    clusters
}

fn lead(leads: &[usize], mut position: usize) -> usize {
    while let Some(next) = leads.get(position).filter(|next| **next != position) {
        position = *next;
    }
    position
}

/// The batches of a retry and their waits. Each request waits for its own time; requests that
/// depend on each other wait for the longest of theirs.
pub fn plan_retry(parts: &Parts, waits: &BTreeMap<usize, Duration>) -> Vec<(Duration, Vec<usize>)> {
    let mut by_wait: BTreeMap<Duration, Vec<usize>> = BTreeMap::new();
    for mut cluster in clusters(parts) {
        cluster.retain(|position| waits.contains_key(position));
        let longest = cluster
            .iter()
            .filter_map(|position| waits.get(position))
            .max();
        if let Some(longest) = longest {
            by_wait.entry(*longest).or_default().extend(cluster);
        }
    }
    for chunk in by_wait.values_mut() {
        chunk.sort_unstable();
    }
    // All come from one batch, so each of these is within the limit.
    by_wait.into_iter().collect()
}
