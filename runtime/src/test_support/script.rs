//! The script of the fake service: expected requests and their answers.

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use super::answer::Reset;
use super::{Answer, FakeService, Received};
use crate::request::Method;

/// Answers requests that no expectation matches.
pub(super) type Fallback = Arc<dyn Fn(&Received) -> Answer + Send + Sync>;

#[derive(Default)]
pub(super) struct Script {
    expected: Vec<Expected>,
    pub(super) fallback: Option<Fallback>,
    pub(super) received: Vec<Received>,
    unexpected: Vec<String>,
}

struct Expected {
    wanted: Wanted,
    times: usize,
    seen: usize,
    answer: Answer,
}

/// The properties that a request must have.
#[derive(Debug)]
struct Wanted {
    method: Method,
    path: String,
    query: Option<String>,
    headers: Vec<(String, String)>,
    json: Option<Value>,
}

impl Wanted {
    fn is_for(&self, request: &Received) -> bool {
        self.method.as_str() == request.method && self.path == request.path
    }

    /// How a request differs from what is expected.
    fn differs(&self, request: &Received) -> Option<String> {
        if self.query.is_some() && self.query != request.query {
            return Some(format!(
                "query {:?}, not {:?}",
                request.query.as_deref().unwrap_or_default(),
                self.query.as_deref().unwrap_or_default()
            ));
        }
        for (name, value) in &self.headers {
            let found = request.header(name);
            if found != Some(value) {
                return Some(format!("header {name} is {found:?}, not {value:?}"));
            }
        }
        let json = self.json.as_ref()?;
        (request.json().as_ref() != Some(json))
            .then(|| format!("body {}, not {json}", request.text()))
    }
}

impl Script {
    /// The answer, if it resets the connection before the body is read.
    pub(super) fn unread(&mut self, head: &Received) -> Option<Answer> {
        let mut all = self.expected.iter_mut();
        let next = all.find(|expected| {
            let Wanted { query, .. } = &expected.wanted;
            let asks = query.is_none() || *query == head.query;
            asks && expected.seen < expected.times && expected.wanted.is_for(head)
        })?;
        if next.answer.reset != Some(Reset::Unread) {
            return None;
        }
        next.seen += 1;
        Some(next.answer.clone())
    }

    /// The answer of an expectation, or else the fallback.
    pub(super) fn answer(&mut self, request: &Received) -> Result<Answer, Option<Fallback>> {
        let mut differs = Vec::new();
        for expected in &mut self.expected {
            if !expected.wanted.is_for(request) {
                continue;
            }
            if expected.seen == expected.times {
                continue;
            }
            match expected.wanted.differs(request) {
                Some(difference) => differs.push(difference),
                None => {
                    expected.seen += 1;
                    return Ok(expected.answer.clone());
                }
            }
        }
        if self.fallback.is_none() {
            let path = request.path_and_query();
            let mut line = format!("unexpected: {} {path}", request.method);
            for difference in differs {
                line.push_str(", ");
                line.push_str(&difference);
            }
            self.unexpected.push(line);
        }
        Err(self.fallback.clone())
    }

    /// The differences between expected and received requests.
    pub(super) fn differences(self) -> Vec<String> {
        let mut differences = self.unexpected;
        for Expected {
            wanted,
            times,
            seen,
            ..
        } in &self.expected
        {
            if seen < times {
                let Wanted { method, path, .. } = wanted;
                differences.push(format!("received {seen} of {times} times: {method} {path}"));
            }
        }
        differences
    }
}

/// A request that is expected; [`answer`](Self::answer) completes it.
#[derive(Debug)]
#[must_use = "nothing is expected before `answer`"]
pub struct Expectation<'s> {
    service: &'s FakeService,
    wanted: Wanted,
    times: usize,
}

impl<'s> Expectation<'s> {
    pub(super) fn new(service: &'s FakeService, method: Method, path: &str) -> Self {
        Self {
            service,
            wanted: Wanted {
                method,
                path: path.to_owned(),
                query: None,
                headers: Vec::new(),
                json: None,
            },
            times: 1,
        }
    }

    /// Requires exactly this query, encoded, without its `?`.
    pub fn query(mut self, query: &str) -> Self {
        self.wanted.query = Some(query.to_owned());
        self
    }

    /// Requires this header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let header = (name.to_owned(), value.to_owned());
        self.wanted.headers.push(header);
        self
    }

    /// Requires a body equal to this JSON.
    ///
    /// # Panics
    ///
    /// If the value has no JSON form.
    #[track_caller]
    pub fn json(mut self, value: &impl Serialize) -> Self {
        self.wanted.json = Some(super::or_fail(serde_json::to_value(value), "no JSON"));
        self
    }

    /// Expects the request this number of times, with the same answer; once by default.
    pub fn times(mut self, times: usize) -> Self {
        self.times = times;
        self
    }

    /// Sets the answer and adds the expectation.
    pub fn answer(self, answer: Answer) {
        self.service.script().expected.push(Expected {
            wanted: self.wanted,
            times: self.times,
            seen: 0,
            answer,
        });
    }
}
