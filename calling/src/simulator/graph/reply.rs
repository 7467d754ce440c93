//! Responses of the simulated service.

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use serde_json::{Value, json};

use crate::simulator::faults::GraphFault;
use crate::simulator::guid::Guid;

/// A response.
pub(super) struct Reply {
    pub status: StatusCode,
    pub body: Bytes,
    pub content_type: Option<&'static str>,
    pub location: Option<String>,
    pub retry_after: Option<u64>,
    pub request_id: Option<String>,
    /// The call that was made.
    pub call: Option<Guid>,
    /// Why a request was refused, for the transcript.
    pub why: Option<String>,
}

impl Reply {
    /// A status without a body.
    pub fn status(status: StatusCode) -> Self {
        Self {
            status,
            body: Bytes::new(),
            content_type: None,
            location: None,
            retry_after: None,
            request_id: None,
            call: None,
            why: None,
        }
    }

    pub fn accepted() -> Self {
        Self::status(StatusCode::ACCEPTED)
    }

    pub fn json(status: StatusCode, body: &Value) -> Self {
        let mut reply = Self::status(status);
        reply.body = Bytes::from(body.to_string());
        reply.content_type = Some("application/json");
        reply
    }

    pub fn file(bytes: Bytes) -> Self {
        let mut reply = Self::status(StatusCode::OK);
        reply.body = bytes;
        reply.content_type = Some("application/octet-stream");
        reply
    }

    /// An error as Microsoft Graph writes it.
    pub fn error(status: StatusCode, code: &str, message: &str) -> Self {
        let body = json!({ "error": { "code": code, "message": message } });
        let mut reply = Self::json(status, &body);
        reply.why = Some(message.to_owned());
        reply
    }

    pub fn not_found(message: &str) -> Self {
        Self::error(StatusCode::NOT_FOUND, "NotFound", message)
    }

    pub fn bad_request(message: &str) -> Self {
        Self::error(StatusCode::BAD_REQUEST, "BadRequest", message)
    }

    pub fn fault(fault: &GraphFault) -> Self {
        let message = "The simulator was told to answer this.";
        let mut reply = Self::error(fault.status, "Simulated", message);
        reply.retry_after = fault.retry_after;
        reply
    }

    pub fn at(mut self, location: String) -> Self {
        self.location = Some(location);
        self
    }
}

impl From<Reply> for Response<Bytes> {
    fn from(reply: Reply) -> Self {
        let mut response = Self::new(reply.body);
        *response.status_mut() = reply.status;
        let headers = response.headers_mut();
        if let Some(kind) = reply.content_type {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        }
        if let Some(seconds) = reply.retry_after {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        let location = reply.location.map(|text| (header::LOCATION, text));
        let request_id = header::HeaderName::from_static("request-id");
        let request_id = reply.request_id.map(|text| (request_id, text));
        for (name, text) in location.into_iter().chain(request_id) {
            if let Ok(value) = HeaderValue::from_str(&text) {
                headers.insert(name, value);
            }
        }
        response
    }
}
