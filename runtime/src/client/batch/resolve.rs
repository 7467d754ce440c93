//! References to the results of other requests, while these are in the same batch and after.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::part::{Node, Part, Parts, behind_reference, below, group_id, id};
use super::run::{Received, Run};
use crate::client::RawResponse;
use crate::request::Method;

/// Requests that are to be written as one batch.
pub struct Outgoing<'a> {
    pub parts: &'a Parts,
    /// Their positions, in order.
    pub chunk: &'a [usize],
    /// The paths of results by the position of their request.
    pub resolved: &'a BTreeMap<usize, String>,
}

impl Outgoing<'_> {
    pub fn contains(&self, position: usize) -> bool {
        self.chunk.binary_search(&position).is_ok()
    }

    /// The requests with their positions.
    pub fn members(&self) -> impl Iterator<Item = (usize, &Part)> {
        let all = self.chunk.iter();
        all.filter_map(|position| Some((*position, self.parts.get(*position)?)))
    }

    /// The path and query of a request: below the root, with a slash in front, or with a reference
    /// in front, such as `$1/books`. Of a request that is not in this batch, because it has a
    /// response, the address of the result stands there.
    pub fn url<'p>(&self, part: &'p Part) -> Cow<'p, str> {
        let resolved = part.reference.filter(|position| !self.contains(*position));
        let resolved = resolved.and_then(|position| self.resolved.get(&position));
        match (resolved, part.reference) {
            (Some(path), _) => Cow::Owned(format!("{path}{}", behind_reference(&part.url))),
            (None, Some(_)) => Cow::Borrowed(part.url.trim_start_matches('/')),
            (None, None) => Cow::Borrowed(&part.url),
        }
    }

    /// The ids of what a request depends on in this batch. Of a request in another atomic group
    /// that is the group, and the request as well if the path begins with its result.
    pub fn depends_on(&self, part: &Part) -> Vec<String> {
        let mut ids: Vec<String> = Vec::new();
        let mut add = |id: String| {
            if !ids.contains(&id) {
                ids.push(id);
            }
        };
        for node in &part.after {
            let first = self.parts.members(*node).start;
            if !self.contains(first) {
                continue;
            }
            let is_own = |unit| part.group.map(Node::Group) == Some(unit);
            match (*node, self.parts.unit(first)) {
                (Node::Request(position), unit @ Node::Group(group)) if !is_own(unit) => {
                    add(group_id(group));
                    if part.reference == Some(position) {
                        add(id(position));
                    }
                }
                (Node::Request(position), _) => add(id(position)),
                (Node::Group(group), _) => add(group_id(group)),
            }
        }
        ids
    }
}

/// A path relative to the address of the batch: no slash in front, and no colon, which could be
/// that of a scheme. `None` if nothing would be left of it.
pub fn relative(url: &str) -> Option<Cow<'_, str>> {
    let rest = url.trim_start_matches('/');
    if rest.is_empty() || rest.starts_with('?') {
        return None;
    }
    let (path, query) = rest.split_at(rest.find('?').unwrap_or(rest.len()));
    Some(match path.contains(':') {
        true => Cow::Owned(path.replace(':', "%3A") + query),
        false => Cow::Borrowed(rest),
    })
}

/// The positions of the requests whose results others begin their paths with.
pub fn referred(parts: &Parts) -> BTreeSet<usize> {
    parts.iter().filter_map(|part| part.reference).collect()
}

impl Run<'_> {
    /// Remembers the addresses of the results that paths of other requests begin with, in case
    /// those are sent again alone.
    pub(super) fn resolve(&mut self, chunk: &[usize], received: &Received) {
        for position in chunk {
            let response = received.responses.get(position);
            let response = response.filter(|response| response.is_success());
            if let (true, Some(response)) = (self.referred.contains(position), response) {
                let address = self.address(*position, response);
                self.resolved.extend(address.map(|path| (*position, path)));
            }
        }
    }

    /// The path of the entity that a request created or returned (`Location`, `OData-EntityId`), if
    /// it is below the root.
    fn address(&self, position: usize, response: &RawResponse) -> Option<String> {
        let part = self.parts.get(position)?;
        let own = match part.reference {
            // It stands before this one, and so is resolved already.
            Some(other) => {
                let path = self.resolved.get(&other)?;
                let path = format!("{path}{}", behind_reference(&part.url));
                self.client.url(&path).ok()?
            }
            None => part.prepared.url.clone(),
        };
        let headers = &response.headers;
        let location = headers
            .get("location")
            .or_else(|| headers.get("odata-entityid"));
        let mut url = match location {
            Some(location) => own.join(location).ok()?,
            None if part.prepared.method == Method::Get => own,
            None => return None,
        };
        url.set_query(None);
        url.set_fragment(None);
        let root = self.client.endpoint().as_str().trim_end_matches('/');
        below(url.as_str(), root).map(str::to_owned)
    }

    /// Whether a request can be sent again without the others that it refers to, those that
    /// `stay` behind: their ids would mean nothing.
    pub(super) fn stands_alone(&self, part: &Part, stays: impl Fn(usize) -> bool) -> bool {
        let mut others = part.after.iter().flat_map(|node| self.parts.members(*node));
        others.all(|other| {
            if !stays(other) {
                return true;
            }
            let reference = format!("${}", id(other));
            let headers = part.prepared.headers.iter();
            let mut headers = headers.map(|(_, value)| value.as_bytes());
            let body = part.prepared.body.as_deref().unwrap_or_default();
            let url = match part.reference == Some(other) {
                true if !self.resolved.contains_key(&other) => return false,
                true => behind_reference(&part.url),
                false => &part.url,
            };
            !mentions(body, &reference)
                && !mentions(url.as_bytes(), &reference)
                && !headers.any(|value| mentions(value, &reference))
        })
    }
}

/// Whether a text has this reference and not the beginning of a longer one.
fn mentions(text: &[u8], reference: &str) -> bool {
    let length = reference.len();
    text.windows(length).enumerate().any(|(at, found)| {
        found == reference.as_bytes() && !text.get(at + length).is_some_and(u8::is_ascii_digit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relative_path_has_no_slash_in_front_and_no_colon() {
        for (url, expected) in [
            ("/Books(1)", Some("Books(1)")),
            (
                "/Books('a:b')?$filter=a eq 'c:d'",
                Some("Books('a%3Ab')?$filter=a eq 'c:d'"),
            ),
            ("$1/books", Some("$1/books")),
            ("/", None),
            ("/?x=1", None),
        ] {
            assert_eq!(relative(url).as_deref(), expected, "{url}");
        }
    }

    #[test]
    fn a_reference_is_found_as_a_whole() {
        for (text, expected) in [
            ("{\"author@odata.bind\":\"$1\"}", true),
            ("$1", true),
            ("$1/name", true),
            ("$12", false),
            ("$2 and 1", false),
            ("", false),
        ] {
            assert_eq!(mentions(text.as_bytes(), "$1"), expected, "{text}");
        }
    }
}
