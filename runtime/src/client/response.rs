//! Answers: status, headers, body. None of it goes into a model.

use super::call::Past;
use super::{Error, ErrorKind, Headers};
use crate::decode::Decode;
use crate::error::ReadError;

/// An answer, decoded.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Response<T> {
    /// The HTTP status, such as 202 for what goes on after the answer.
    pub status: u16,
    /// The headers.
    pub headers: Headers,
    /// The body.
    pub body: T,
}

impl<T> Response<T> {
    /// Where the thing that was made, or the operation that was started, is to be found.
    pub fn location(&self) -> Option<&str> {
        self.headers.get("location")
    }

    /// The version of the entity, for `If-Match`.
    pub fn etag(&self) -> Option<&str> {
        self.headers.get("etag")
    }

    /// The id that the service gave the request.
    pub fn request_id(&self) -> Option<&str> {
        self.headers.get("request-id")
    }

    /// The body alone.
    pub fn into_body(self) -> T {
        self.body
    }

    /// The same answer with another body.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Response<U> {
        Response {
            status: self.status,
            headers: self.headers,
            body: change(self.body),
        }
    }
}

/// An answer as it came.
#[derive(Clone)]
#[non_exhaustive]
pub struct RawResponse {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: Headers,
    /// The body.
    pub body: Vec<u8>,
    /// The id that the client gave the request.
    pub client_request_id: String,
    pub(crate) past: Past,
}

impl RawResponse {
    /// Whether the status says that all went well.
    pub fn is_success(&self) -> bool {
        super::call::is_success(self.status)
    }

    /// The answer as a value.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Service`] if the status says so; [`ErrorKind::Decode`] if the body is
    /// not what it should be: status, headers and body are in the error.
    pub fn decode<T: Decode>(self) -> Result<Response<T>, Error> {
        self.decode_by(T::decode)
    }

    /// What the service says where the status is no good one.
    pub(crate) fn refusal(self) -> Error {
        let service = super::ServiceError::read(&self.body);
        let mut kept = self.body;
        kept.truncate(super::call::KEPT);
        Error::new(ErrorKind::Service)
            .with_answer(self.status, self.headers, kept)
            .with_service(service)
            .after(&self.past, &self.client_request_id)
    }

    pub(crate) fn decode_by<T>(
        self,
        decode: impl FnOnce(&[u8]) -> Result<T, ReadError>,
    ) -> Result<Response<T>, Error> {
        if !self.is_success() {
            return Err(self.refusal());
        }
        match decode(&self.body) {
            Ok(body) => Ok(Response {
                status: self.status,
                headers: self.headers,
                body,
            }),
            Err(error) => {
                let mut kept = self.body;
                kept.truncate(super::call::KEPT);
                Err(Error::from(error)
                    .with_answer(self.status, self.headers, kept)
                    .after(&self.past, &self.client_request_id))
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
