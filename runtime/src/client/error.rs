//! The one error type of sending requests.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::attempts::RetryHistory;
use super::retry::AttemptFailure;
use super::{BoxError, Headers, ServiceError, challenge};
use crate::json::ReadError;
use crate::request::TargetError;

/// The kind of an [`Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request has no valid address: a key is missing or would not stay in its segment.
    Address,
    /// The request was made without a client.
    NoClient,
    /// The request cannot be sent: a header has an invalid value.
    Request,
    /// The credential returned no token.
    Credential,
    /// No connection could be made: nothing was sent.
    Connection,
    /// The connection broke while sending or reading: the service may have executed the
    /// request.
    Transport,
    /// The attempt took longer than the client allows: the service may have executed the
    /// request.
    Timeout,
    /// The service responded with an error.
    Service,
    /// The response cannot be decoded.
    Decode,
    /// The request succeeded, and its response has no body to take a value from.
    NoBody,
    /// A link leads to another host, where the token must not go.
    ForeignHost,
    /// The links of pages form a loop, or there are too many redirects.
    Loop,
    /// The batch is invalid, or this request of it was not sent, not executed, or undone.
    Batch,
}

/// Why a request failed.
///
/// `Display` is one line: the operation, the status, the service's code and message, its
/// innermost code, and the ids that Microsoft's support asks for. Neither the line nor
/// `Debug` holds tokens, bodies or queries.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    operation: Option<String>,
    message: Option<String>,
    status: Option<u16>,
    headers: Headers,
    service: Option<ServiceError>,
    body: Vec<u8>,
    client_request_id: Option<String>,
    tries: u32,
    maybe_executed: bool,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

impl Error {
    /// An error of a policy, a transport or a credential of one's own.
    ///
    /// Its kind decides about another attempt; see
    /// [`Transport::send`](super::pipeline::Transport::send).
    pub fn new(kind: ErrorKind) -> Self {
        Self(Box::new(Inner {
            kind,
            operation: None,
            message: None,
            status: None,
            headers: Headers::default(),
            service: None,
            body: Vec::new(),
            client_request_id: None,
            tries: 0,
            maybe_executed: false,
            source: None,
        }))
    }

    /// Sets the cause, whose text is shown unless there is a message.
    pub fn with_source(self, source: impl Into<BoxError>) -> Self {
        self.with_shared_source(Arc::from(source.into()))
    }

    pub(crate) fn with_shared_source(mut self, source: Arc<dyn StdError + Send + Sync>) -> Self {
        self.0.source = Some(source);
        self
    }

    /// Sets the message.
    pub fn with_message(mut self, message: impl Into<String>) -> Self {
        self.0.message = Some(message.into());
        self
    }

    /// The response, with as much of its body as is kept.
    pub(crate) fn with_answer(mut self, status: u16, headers: Headers, body: Vec<u8>) -> Self {
        self.0.status = Some(status);
        self.0.headers = headers;
        self.0.body = body;
        self
    }

    pub(crate) fn with_service(mut self, service: Option<ServiceError>) -> Self {
        self.0.service = service;
        self
    }

    /// Sets the operation and the id, unless they are set, and raises the number of attempts.
    pub(crate) fn of(mut self, operation: &str, client_request_id: &str, tries: u32) -> Self {
        self.0.operation.get_or_insert_with(|| operation.to_owned());
        let id = &mut self.0.client_request_id;
        id.get_or_insert_with(|| client_request_id.to_owned());
        self.0.tries = self.0.tries.max(tries);
        self
    }

    /// Sets what the attempts before tell.
    pub(crate) fn after(mut self, history: &RetryHistory, client_request_id: &str) -> Self {
        self.0.maybe_executed |= history.maybe_executed;
        self.of(&history.operation, client_request_id, history.tries)
    }

    /// The error of a request that followed one that was executed, such as the target of a
    /// redirect.
    pub(crate) fn executed(mut self, operation: &str) -> Self {
        self.0.operation = Some(operation.to_owned());
        self.0.maybe_executed = true;
        self
    }

    /// Sets the operation, unless it is set. Nothing was sent.
    pub(crate) fn during(mut self, operation: &str) -> Self {
        self.0.operation.get_or_insert_with(|| operation.to_owned());
        self
    }

    /// The kind of the error.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The method and the path template, such as
    /// `POST /communications/calls/{id}/transfer`.
    pub fn operation(&self) -> Option<&str> {
        self.0.operation.as_deref()
    }

    /// The HTTP status, if there was a response.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// The headers of the response.
    pub fn headers(&self) -> &Headers {
        &self.0.headers
    }

    /// The body of the response, up to 64 KiB: it may be the HTML of a proxy.
    pub fn body(&self) -> &[u8] {
        &self.0.body
    }

    /// The error in the body of the response (OData JSON Format, section 21.1).
    pub fn service(&self) -> Option<&ServiceError> {
        self.0.service.as_ref()
    }

    /// The id that the service assigned to the request (`request-id`).
    pub fn request_id(&self) -> Option<&str> {
        let inner = self.service().and_then(ServiceError::request_id);
        self.0.headers.get("request-id").or(inner)
    }

    /// The id that the client assigned to the request (`client-request-id`), the same for all
    /// attempts.
    pub fn client_request_id(&self) -> Option<&str> {
        self.0.client_request_id.as_deref()
    }

    /// The number of attempts.
    pub fn tries(&self) -> u32 {
        self.0.tries
    }

    /// The wait that the service asks for before the next request (`Retry-After`).
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.headers.retry_after()
    }

    /// Whether the resource does not exist (404).
    pub fn is_not_found(&self) -> bool {
        self.status() == Some(404)
    }

    /// Whether the entity still has the version that the request names (304): there is nothing new
    /// to read.
    pub fn is_not_modified(&self) -> bool {
        self.status() == Some(304)
    }

    /// Whether a condition of the request does not hold (412): the entity has another version than
    /// `if_match` names, or exists although `if_none_match("*")` wants a new one.
    pub fn is_precondition_failed(&self) -> bool {
        self.status() == Some(412)
    }

    /// Whether the service asks for a condition (428): read the entity and send its version with
    /// `if_match`.
    pub fn is_precondition_required(&self) -> bool {
        self.status() == Some(428)
    }

    /// The version of the entity (`ETag`), where the response names it: with 304, and with 412 of
    /// some services.
    pub fn etag(&self) -> Option<&str> {
        self.0.headers.get("etag")
    }

    /// The claims that a token must have for the request to be accepted, as JSON, decoded from
    /// the challenge of a 401 (`WWW-Authenticate: Bearer …, claims="…"`).
    ///
    /// They are for the request of another token, whose credential has to know how: the service
    /// goes on refusing a token that lacks them.
    pub fn claims(&self) -> Option<String> {
        challenge::claims(self.0.headers.get("www-authenticate")?)
    }

    /// Whether there were too many requests (429).
    pub fn is_throttled(&self) -> bool {
        self.status() == Some(429)
    }

    /// Whether a delta link has expired (410, `resyncRequired`): start again without it.
    pub fn is_resync_required(&self) -> bool {
        self.status() == Some(410)
            || self.service().is_some_and(|service| {
                let mut codes = service.codes();
                codes.any(|code| code.eq_ignore_ascii_case("resyncRequired"))
            })
    }

    /// Whether the service may have executed the request although no response confirms it: the
    /// connection broke, the response was late or came from a gateway. This includes earlier
    /// attempts. It is never true of a GET.
    pub fn may_have_acted(&self) -> bool {
        let reads = self
            .operation()
            .is_some_and(|name| name.starts_with("GET "));
        let last = match (self.0.kind, self.0.status) {
            (ErrorKind::Transport | ErrorKind::Timeout | ErrorKind::Decode, _) => true,
            (ErrorKind::Service, Some(status)) => {
                AttemptFailure::Status(status, self.retry_after()).maybe_executed()
            }
            _ => false,
        };
        !reads && (last || self.0.maybe_executed)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        // Of a request in a batch the message alone says what happened.
        let says_more = inner.message.is_some() || inner.source.is_some();
        let is_alone = says_more && inner.status.is_none() && inner.kind == ErrorKind::Batch;
        let colon = if is_alone { "" } else { ": " };
        if let Some(operation) = &inner.operation {
            write!(f, "{operation}: ")?;
        }
        match (inner.status, inner.kind) {
            (Some(status), ErrorKind::Decode) => {
                write!(f, "{status}, but the response cannot be decoded")?
            }
            (Some(status), ErrorKind::NoBody) => {
                write!(f, "{status}, and the response has no body")?
            }
            (Some(status), _) => write!(f, "{status}")?,
            _ if is_alone => {}
            (None, kind) => f.write_str(match kind {
                ErrorKind::Address => "the request has no valid address",
                ErrorKind::NoClient => "the request was made without a client",
                ErrorKind::Request => "the request cannot be sent",
                ErrorKind::Credential => "the credential returned no token",
                ErrorKind::Connection => "no connection could be made",
                ErrorKind::Transport => "the connection broke",
                ErrorKind::Timeout => "no response in time",
                ErrorKind::Service => "the service refused",
                ErrorKind::Decode => "the response cannot be decoded",
                ErrorKind::NoBody => "the response has no body",
                ErrorKind::ForeignHost => "the link leads to another host",
                ErrorKind::Loop => "the links form a loop",
                ErrorKind::Batch => "the batch is invalid",
            })?,
        }
        if let Some(service) = &inner.service {
            write!(f, " {service}")?;
        }
        if let Some(message) = &inner.message {
            write!(f, "{colon}{message}")?;
        } else if let (None, Some(source)) = (&inner.service, &inner.source) {
            write!(f, "{colon}{source}")?;
        }
        let ids = [
            ("request-id", self.request_id()),
            ("client-request-id", self.client_request_id()),
        ];
        let mut before = " [";
        for (name, id) in ids {
            if let Some(id) = id {
                write!(f, "{before}{name} {id}")?;
                before = ", ";
            }
        }
        if inner.tries > 1 {
            write!(f, "{before}{} tries", inner.tries)?;
            before = ", ";
        }
        f.write_str(if before == ", " { "]" } else { "" })
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("operation", &self.0.operation)
            .field("status", &self.0.status)
            .field("service", &self.0.service)
            .field("message", &self.0.message)
            .field("request_id", &self.request_id())
            .field("client_request_id", &self.0.client_request_id)
            .field("tries", &self.0.tries)
            .field("source", &self.0.source.as_ref().map(ToString::to_string))
            .finish_non_exhaustive()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let source = self.0.source.as_deref()?;
        Some(source)
    }
}

impl From<TargetError> for Error {
    fn from(error: TargetError) -> Self {
        Self::new(ErrorKind::Address).with_source(error)
    }
}

impl From<ReadError> for Error {
    fn from(error: ReadError) -> Self {
        Self::new(ErrorKind::Decode).with_source(error.without_quotes())
    }
}
