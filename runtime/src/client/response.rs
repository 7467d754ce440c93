//! Responses with their status, headers and body.

use super::attempts::RetryHistory;
use super::{Error, ErrorKind, Headers};
use crate::json::ReadError;
use crate::request::Decode;

/// A response with a decoded body.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Response<T> {
    /// The HTTP status, such as 202 for an operation that continues after the response.
    pub status: u16,
    /// The headers.
    pub headers: Headers,
    /// The body.
    pub body: T,
}

impl<T> Response<T> {
    /// The address of the entity that was created, or of the operation that was started
    /// (`Location`).
    pub fn location(&self) -> Option<&str> {
        self.headers.get("location")
    }

    /// The version of the entity (`ETag`), for `If-Match`.
    pub fn etag(&self) -> Option<&str> {
        self.headers.get("etag")
    }

    /// The id that the service assigned to the request (`request-id`).
    pub fn request_id(&self) -> Option<&str> {
        self.headers.get("request-id")
    }

    /// The body without status and headers.
    pub fn into_body(self) -> T {
        self.body
    }

    /// Converts the body.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Response<U> {
        Response {
            status: self.status,
            headers: self.headers,
            body: change(self.body),
        }
    }
}

/// A response with an undecoded body.
#[derive(Clone)]
#[non_exhaustive]
pub struct RawResponse {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: Headers,
    /// The body.
    pub body: Vec<u8>,
    /// The id that the client assigned to the request (`client-request-id`).
    pub client_request_id: String,
    pub(crate) history: RetryHistory,
}

impl RawResponse {
    /// Whether the status is a success (2xx).
    pub fn is_success(&self) -> bool {
        super::attempts::is_success(self.status)
    }

    /// Decodes the body.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Service`] if the status is an error; [`ErrorKind::Decode`] if the body is
    /// not a `T`. The error holds status, headers and body.
    pub fn decode<T: Decode>(self) -> Result<Response<T>, Error> {
        self.decode_by(T::decode)
    }

    /// The error of a response whose status is an error.
    pub(crate) fn into_error(self) -> Error {
        let service = super::ServiceError::read(&self.body);
        let mut kept = self.body;
        kept.truncate(super::attempts::KEPT);
        Error::new(ErrorKind::Service)
            .with_answer(self.status, self.headers, kept)
            .with_service(service)
            .after(&self.history, &self.client_request_id)
    }

    pub(crate) fn decode_by<T>(
        self,
        decode: impl FnOnce(&[u8]) -> Result<T, ReadError>,
    ) -> Result<Response<T>, Error> {
        if !self.is_success() {
            return Err(self.into_error());
        }
        match decode(&self.body) {
            Ok(body) => Ok(Response {
                status: self.status,
                headers: self.headers,
                body,
            }),
            Err(error) => {
                let mut kept = self.body;
                kept.truncate(super::attempts::KEPT);
                Err(Error::from(error)
                    .with_answer(self.status, self.headers, kept)
                    .after(&self.history, &self.client_request_id))
            }
        }
    }
}

impl std::fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RawResponse")
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}
