//! What happened: requests of the bot, deliveries to it, and one line for each event.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode, header};
use serde_json::Value;

use crate::CallId;

/// A request of the bot, as the simulator received and answered it.
///
/// It has no token: the `Authorization` header is taken out.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SimulatedRequest {
    /// The method.
    pub method: Method,
    /// The path without the version, such as `/communications/calls/7/answer`.
    pub path: String,
    /// The query, as it was sent, without its `?`.
    pub query: Option<String>,
    /// The headers but `Authorization`.
    pub headers: HeaderMap,
    /// The body, as it was sent.
    pub body: Bytes,
    /// The status of the response.
    pub status: StatusCode,
}

impl SimulatedRequest {
    /// The body, if it is JSON.
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// The last segment of the path, such as `answer`.
    pub fn action(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }
}

/// A delivery that the simulator posted to the bot.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SimulatedDelivery {
    /// The id of the message, which its copies share.
    pub message_id: String,
    /// The call.
    pub call: CallId,
    /// What it says in short, such as `updated established`.
    pub label: String,
    /// The body, as it was posted.
    pub body: Bytes,
    /// The status of the bot's response; `None` if there was none.
    pub status: Option<StatusCode>,
    /// The time until the response.
    pub took: Duration,
}

/// Requests, deliveries and events so far.
#[derive(Default)]
pub(super) struct Log {
    pub requests: Vec<SimulatedRequest>,
    pub deliveries: Vec<SimulatedDelivery>,
    pub lines: Vec<String>,
    pub open_id_requests: usize,
}

impl Log {
    /// Adds a line about a call, which is named by its number.
    pub fn line(&mut self, call: Option<u64>, what: fmt::Arguments<'_>) {
        let line = match call {
            Some(number) => format!("call {number}: {what}"),
            None => what.to_string(),
        };
        tracing::trace!(%line, "simulator");
        self.lines.push(line);
    }
}

/// The headers without the token.
pub(super) fn without_token(headers: &HeaderMap) -> HeaderMap {
    let mut headers = headers.clone();
    headers.remove(header::AUTHORIZATION);
    headers
}
