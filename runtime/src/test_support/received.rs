//! Requests as the fake service received them.

use std::fmt;

use serde_json::Value;

/// A received request.
///
/// `Debug` shows everything but the token.
#[derive(Clone)]
#[non_exhaustive]
pub struct Received {
    /// The method, such as `POST`.
    pub method: String,
    /// The path, as it was sent.
    pub path: String,
    /// The query, as it was sent, without its `?`.
    pub query: Option<String>,
    /// The headers, with names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body; empty if the connection was reset before it was read.
    pub body: Vec<u8>,
}

impl Received {
    /// The first value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut all = self.headers.iter();
        all.find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The body as text; bytes that are not UTF-8 are replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body, if it is JSON.
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// Path and query.
    pub fn path_and_query(&self) -> String {
        match &self.query {
            Some(query) => format!("{}?{query}", self.path),
            None => self.path.clone(),
        }
    }
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |(name, value): &(String, String)| match name.as_str() {
            "authorization" => format!("{name}: ..."),
            _ => format!("{name}: {value}"),
        };
        f.debug_struct("Received")
            .field("method", &self.method)
            .field("path", &self.path_and_query())
            .field("headers", &Vec::from_iter(self.headers.iter().map(shown)))
            .field("body", &self.text())
            .finish()
    }
}
