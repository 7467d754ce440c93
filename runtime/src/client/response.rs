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
    /// The body: an `Option` where one value is expected, because a successful response may have
    /// none; see [`value`](Response::value).
    pub body: T,
    pub(crate) client_request_id: String,
    pub(crate) history: RetryHistory,
}

impl<T> Response<Option<T>> {
    /// The value, where the caller cannot go on without it.
    ///
    /// ```
    /// # use msgraph_runtime::Method;
    /// # use msgraph_runtime::client::{Error, ErrorKind};
    /// # use msgraph_runtime::codegen::Client as GraphClient;
    /// # use msgraph_runtime::request::{Get, Request, Scalar};
    /// # use msgraph_runtime::test_support::{Answer, FakeService};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// # let service = FakeService::start().await;
    /// # service.answer_with(|_| Answer::status(204));
    /// # let client: GraphClient = service.client();
    /// # let get: Get<Scalar<String>> = Request::new(Method::Get, client.root("calls").key("1"));
    /// // With generated code: `client.communications().call("1").get()`.
    /// let error = get.send().await.and_then(|response| response.value()).unwrap_err();
    /// assert_eq!((error.kind(), error.status()), (ErrorKind::NoBody, Some(204)));
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NoBody`] if the response has no body. The request succeeded all the same: the
    /// error holds its status and headers.
    pub fn value(self) -> Result<T, Error> {
        match self.body {
            Some(value) => Ok(value),
            None => {
                let error = Error::new(ErrorKind::NoBody);
                let error = error.with_answer(self.status, self.headers, Vec::new());
                let RetryHistory {
                    operation, tries, ..
                } = &self.history;
                Err(error.of(operation, &self.client_request_id, *tries))
            }
        }
    }
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

    /// The id that the client assigned to the request (`client-request-id`).
    pub fn client_request_id(&self) -> &str {
        &self.client_request_id
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
            client_request_id: self.client_request_id,
            history: self.history,
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

    /// Decodes the body: `decode::<Option<Call>>()`, `decode::<Page<Call>>()`.
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
                client_request_id: self.client_request_id,
                history: self.history,
            }),
            Err(error) => {
                // An error with a status of success: `{"error":{"code":…}}`.
                let service = super::ServiceError::read(&self.body);
                let mut kept = self.body;
                kept.truncate(super::attempts::KEPT);
                Err(Error::from(error)
                    .with_answer(self.status, self.headers, kept)
                    .with_service(service)
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
