//! The requests of a batch, and what each of them depends on.

use std::ops::Range;

use super::{Batch, Member, body};
use crate::client::{Error, ErrorKind, PreparedRequest};
use crate::json::RawJson;
use crate::request::{Request, ResponseKind};

/// A request by its position, or an atomic group by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    Request(usize),
    Group(usize),
}

/// A request of a batch.
pub struct Part {
    pub prepared: PreparedRequest,
    /// The path and query below the root of the API version. They begin with a slash.
    pub url: String,
    /// The position of the request whose result the path begins with: 0 for `/$1/books`.
    pub reference: Option<usize>,
    /// What this one depends on. It comes before it.
    pub after: Vec<Node>,
    /// The number of its atomic group.
    pub group: Option<usize>,
    /// The body as JSON, if the batch is JSON.
    pub json: Option<RawJson>,
}

/// The id of a request, the same in each attempt.
pub fn id(position: usize) -> String {
    (position + 1).to_string()
}

/// The position of the request with this id.
pub fn position(id: &str) -> Option<usize> {
    let is_number = id.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| id.parse::<usize>().ok()?.checked_sub(1))?
}

/// The id of an atomic group. No request has it, because those of requests are numbers.
pub fn group_id(number: usize) -> String {
    format!("g{}", number + 1)
}

/// The number of the atomic group with this id.
pub fn group_number(id: &str) -> Option<usize> {
    position(id.strip_prefix('g')?)
}

impl Batch {
    /// Prepares a request as the next one.
    pub(super) fn part<K: ResponseKind>(
        &self,
        request: &Request<K>,
        others: Vec<Member>,
        group: Option<usize>,
    ) -> Result<Part, Error> {
        let prepared = request.prepare_for(&self.client)?;
        let refused = |message: &str| {
            let error = Error::new(ErrorKind::Batch).with_message(message);
            error.during(&prepared.operation())
        };
        if others.iter().any(|other| other.batch != self.number) {
            return Err(refused("it depends on a request of another batch"));
        }
        let mut after: Vec<Node> = others.iter().map(|other| other.node).collect();
        if group.is_some_and(|group| after.contains(&Node::Group(group))) {
            return Err(refused("it depends on the atomic group that it is in"));
        }
        let root = self.client.endpoint().as_str().trim_end_matches('/');
        let url = below(prepared.url.as_str(), root);
        let url = url.ok_or_else(|| refused("the address is of another API version"))?;
        let reference = match reference(url) {
            None => None,
            Some(id) => {
                let known = position(id).filter(|position| *position < self.parts.len());
                let message = "its path begins with the result of no earlier request of the batch";
                Some(known.ok_or_else(|| refused(message))?)
            }
        };
        let referred = reference.map(Node::Request);
        after.extend(referred.filter(|node| !after.contains(node)));
        Ok(Part {
            url: url.to_owned(),
            reference,
            after,
            group,
            json: None,
            prepared,
        })
    }
}

/// The part of an address below a root.
pub fn below<'a>(address: &'a str, root: &str) -> Option<&'a str> {
    let rest = address.strip_prefix(root)?;
    rest.starts_with('/').then_some(rest)
}

/// The id of the request whose result a path begins with: `1` of `/$1/books`.
fn reference(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("/$")?;
    let end = rest.find(|c: char| !c.is_ascii_digit());
    let (id, rest) = rest.split_at(end.unwrap_or(rest.len()));
    (!id.is_empty() && (rest.is_empty() || rest.starts_with(['/', '?']))).then_some(id)
}

/// The path and query of a request behind the reference that it begins with.
pub fn behind_reference(url: &str) -> &str {
    let start = url.find(|c: char| !matches!(c, '/' | '$'));
    let rest = url.get(start.unwrap_or(url.len())..).unwrap_or_default();
    rest.trim_start_matches(|c: char| c.is_ascii_digit())
}

/// All requests of a batch.
pub struct Parts {
    list: Vec<Part>,
    /// The positions of the requests of each atomic group.
    groups: Vec<Range<usize>>,
}

impl Parts {
    /// Takes the requests, unless one depends on a group that has none.
    pub fn new(list: Vec<Part>, groups: Vec<Range<usize>>) -> Result<Self, Error> {
        let parts = Self { list, groups };
        for part in &parts.list {
            let mut after = part.after.iter();
            if after.any(|node| parts.members(*node).is_empty()) {
                let message = "it depends on an atomic group without requests";
                let error = Error::new(ErrorKind::Batch).with_message(message);
                return Err(error.during(&part.prepared.operation()));
            }
        }
        Ok(parts)
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Part> {
        self.list.iter()
    }

    pub fn get(&self, position: usize) -> Option<&Part> {
        self.list.get(position)
    }

    /// The positions of a request or of the requests of a group.
    pub fn members(&self, node: Node) -> Range<usize> {
        match node {
            Node::Request(position) => position..position + 1,
            Node::Group(number) => self.groups.get(number).cloned().unwrap_or_default(),
        }
    }

    /// What is executed or fails as one: a request, or the atomic group that it is in.
    pub fn unit(&self, position: usize) -> Node {
        let group = self.get(position).and_then(|part| part.group);
        group.map_or(Node::Request(position), Node::Group)
    }

    /// The units of a batch in their order. Requests of a group are adjacent.
    pub fn units(&self, chunk: &[usize]) -> Vec<Node> {
        let mut units: Vec<Node> = chunk.iter().map(|position| self.unit(*position)).collect();
        units.dedup();
        units
    }

    /// Makes JSON of the bodies.
    pub fn write_json_bodies(&mut self) -> Result<(), Error> {
        for part in &mut self.list {
            if let Some(bytes) = &part.prepared.body {
                let json = body::as_json(&part.prepared, bytes);
                part.json = Some(json.map_err(|message| {
                    let error = Error::new(ErrorKind::Request).with_message(message);
                    error.during(&part.prepared.operation())
                })?);
            }
        }
        Ok(())
    }
}
