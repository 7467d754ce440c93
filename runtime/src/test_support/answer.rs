//! Answers of the fake service, valid and faulty.

use std::time::Duration;

use serde::Serialize;
use serde_json::json;

/// An answer of the fake service, valid or faulty.
#[derive(Clone, Debug)]
#[must_use = "an answer is given by an expectation"]
pub struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
    pub(super) wait: Duration,
    pub(super) body_wait: Duration,
    pub(super) content_length: Option<usize>,
    pub(super) sent: Option<usize>,
    pub(super) reset: Option<Reset>,
}

/// When a connection is reset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reset {
    Unread,
    Read,
}

impl Answer {
    /// A status with no body.
    pub fn status(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Vec::new(),
            wait: Duration::ZERO,
            body_wait: Duration::ZERO,
            content_length: None,
            sent: None,
            reset: None,
        }
    }

    /// A JSON body: a `json!` value, a generated type, anything that serde writes.
    ///
    /// # Panics
    ///
    /// If the value has no JSON form.
    #[track_caller]
    pub fn json(status: u16, value: &impl Serialize) -> Self {
        let body = super::or_fail(serde_json::to_vec(value), "no JSON");
        Self::bytes(status, "application/json", body)
    }

    /// A body of any content type.
    pub fn bytes(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let mut answer = Self::status(status).header("content-type", content_type);
        answer.body = body.into();
        answer
    }

    /// An error as the service writes it.
    pub fn error(status: u16, code: &str, message: &str) -> Self {
        let inner = json!({ "date": "2024-01-15T10:00:00", "request-id": REQUEST_ID });
        let error = json!({ "code": code, "message": message, "innerError": inner });
        Self::json(status, &json!({ "error": error })).header("request-id", REQUEST_ID)
    }

    /// Too many requests (429), with `Retry-After` or without.
    pub fn throttled(retry_after: Option<&str>) -> Self {
        let answer = Self::error(429, "TooManyRequests", "Wait a little.");
        answer.retry_after(retry_after)
    }

    /// The service cannot act now (503), with `Retry-After` or without.
    pub fn unavailable(retry_after: Option<&str>) -> Self {
        let answer = Self::error(503, "ServiceUnavailable", "Not now.");
        answer.retry_after(retry_after)
    }

    /// An HTML page, as a gateway sends on errors.
    pub fn html(status: u16) -> Self {
        let page = "<html><body><h1>Bad gateway</h1></body></html>";
        Self::bytes(status, "text/html", page)
    }

    /// A redirect (301, 302, 303, 307, 308).
    pub fn redirect(status: u16, to: &str) -> Self {
        Self::status(status).header("location", to)
    }

    /// No answer: the connection is reset after the request has been read, so a service may
    /// have executed it.
    pub fn reset() -> Self {
        let mut answer = Self::status(200);
        answer.reset = Some(Reset::Read);
        answer
    }

    /// No answer: the connection is reset after the headers of the request; its body is not
    /// read.
    ///
    /// Only for expectations: [`FakeService::answer_with`](super::FakeService::answer_with)
    /// has read the body before it is asked, and does what [`reset`](Self::reset) says.
    pub fn reset_unread() -> Self {
        let mut answer = Self::status(200);
        answer.reset = Some(Reset::Unread);
        answer
    }

    /// Adds a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Adds `Retry-After`, if there is a value.
    pub fn retry_after(self, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.header("retry-after", value),
            None => self,
        }
    }

    /// Delays the answer.
    pub fn after(mut self, wait: Duration) -> Self {
        self.wait = wait;
        self
    }

    /// Delays the body after the headers.
    pub fn body_after(mut self, wait: Duration) -> Self {
        self.body_wait = wait;
        self
    }

    /// Ends the connection after this number of bytes of the body.
    pub fn truncated(mut self, bytes: usize) -> Self {
        self.sent = Some(bytes);
        self
    }

    /// Sets a wrong `Content-Length`: if it is too small the rest of the body is lost, if it is
    /// too large the connection ends early.
    pub fn content_length(mut self, bytes: usize) -> Self {
        self.content_length = Some(bytes);
        self
    }
}

const REQUEST_ID: &str = "0e6e9b3a-0000-4000-8000-00000000f00d";
