//! Attempts at sending a request until there is a response or no further attempt is allowed.
//!
//! Each attempt sends the same bytes under the same `client-request-id`.

use std::mem::take;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::StreamExt as _;
use http::header::{IF_MATCH, RETRY_AFTER};
use tokio::time::{sleep, timeout};
use tracing::Instrument as _;
use uuid::Uuid;

use super::auth::Unauthorized;
use super::compress::compress;
use super::pipeline::{Next, Request, Response, ResponseBody, Transport};
use super::prepared::{PreparedRequest, Repetition};
use super::retry::{ANY_VERSION, AttemptFailure, is_idempotent};
use super::{BoxFuture, Client, Error, ErrorKind, Headers, RawResponse};

/// The number of bytes that an error keeps of the body.
pub(crate) const KEPT: usize = 64 * 1024;

/// A response whose body has not been read.
pub(crate) struct StreamingResponse {
    pub status: u16,
    pub headers: Headers,
    pub body: ResponseBody,
    pub client_request_id: String,
    pub history: RetryHistory,
}

/// The attempts up to a response.
#[derive(Clone, Debug, Default)]
pub(crate) struct RetryHistory {
    /// The method and the path template.
    pub operation: String,
    /// The number of attempts.
    pub tries: u32,
    /// Whether the service may have executed an attempt before the last.
    pub maybe_executed: bool,
}

impl Client {
    /// Sends a request and reads the whole response, whatever its status.
    pub(crate) async fn fetch(&self, prepared: &PreparedRequest) -> Result<RawResponse, Error> {
        let response = self.attempts(prepared, Reading::Whole).await?;
        // A policy of the request may have answered with a stream.
        let body = response.body.bytes().await;
        let body =
            body.map_err(|error| error.after(&response.history, &response.client_request_id))?;
        Ok(RawResponse {
            status: response.status,
            headers: response.headers,
            body: body.into(),
            client_request_id: response.client_request_id,
            history: response.history,
        })
    }

    /// Sends a request and returns the response with its body unread. A response with an error
    /// status is an error.
    pub(crate) async fn open(
        &self,
        prepared: &PreparedRequest,
    ) -> Result<StreamingResponse, Error> {
        let response = self.attempts(prepared, Reading::Later).await?;
        if is_success(response.status) {
            return Ok(response);
        }
        let mut body = Vec::new();
        let read = read(response.body, &mut body, KEPT);
        match prepared.timeout.or(self.inner.timeout) {
            None => read.await.unwrap_or_default(),
            Some(limit) => timeout(limit, read)
                .await
                .map_or((), Result::unwrap_or_default),
        }
        let refusal = RawResponse {
            status: response.status,
            headers: response.headers,
            body,
            client_request_id: response.client_request_id,
            history: response.history,
        };
        Err(refusal.into_error())
    }

    async fn attempts(
        &self,
        prepared: &PreparedRequest,
        reading: Reading,
    ) -> Result<StreamingResponse, Error> {
        let compressed = self
            .inner
            .compress_from
            .and_then(|at_least| compress(prepared, at_least));
        let prepared = compressed.as_ref().unwrap_or(prepared);
        let operation = prepared.operation();
        let id = match prepared.client_request_id() {
            Some(id) => id.to_owned(),
            None => Uuid::new_v4().to_string(),
        };
        let span = tracing::info_span!(
            "graph",
            otel.name = operation,
            http.request.method = prepared.method.as_str(),
            url.template = prepared.template,
            client_request_id = id,
        );
        let parts = &self.inner.parts;
        let request = prepared.request(&id, &parts.user_agent);
        let request = request.map_err(|error| error.of(&operation, &id, 0))?;
        let attempts = Attempts {
            client: self,
            prepared,
            reading,
            progress: Mutex::new(Progress {
                history: RetryHistory {
                    operation,
                    ..RetryHistory::default()
                },
                last: false,
            }),
        };
        let sent = Next::new(&parts.per_request, &attempts).send(request);
        let sent = sent.instrument(span).await;
        let history = take(&mut attempts.progress().history);
        match sent {
            Ok(response) => {
                let (head, body) = response.into_parts();
                Ok(StreamingResponse {
                    status: head.status.as_u16(),
                    headers: Headers::from(&head.headers),
                    body,
                    client_request_id: id,
                    history,
                })
            }
            Err(error) => Err(error.after(&history, &id)),
        }
    }
}

/// When the body of a response is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    /// In the attempt, so that it is repeated if the connection breaks.
    Whole,
    /// By the caller.
    Later,
}

/// The end of the way of a request through its policies: it is sent until there is a response.
struct Attempts<'a> {
    client: &'a Client,
    prepared: &'a PreparedRequest,
    reading: Reading,
    progress: Mutex<Progress>,
}

/// What has been sent of a request. A policy may send it several times.
struct Progress {
    history: RetryHistory,
    /// Whether the service may have executed the last attempt.
    last: bool,
}

impl Transport for Attempts<'_> {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>> {
        Box::pin(self.repeat(request))
    }
}

impl Attempts<'_> {
    async fn repeat(&self, request: Request) -> Result<Response, Error> {
        let inner = &self.client.inner;
        let retry = self.prepared.retry.as_ref().unwrap_or(&inner.retry);
        let is_idempotent = self.is_idempotent(&request);
        let (mut tries, mut waited, mut refused) = (0, Duration::ZERO, false);
        loop {
            tries += 1;
            self.begin();
            let outcome = self.once(request.clone()).await;
            let failure = match &outcome {
                Ok(response) => {
                    let headers = response.headers();
                    let asks = headers.contains_key(RETRY_AFTER);
                    let asked = asks.then(|| Headers::from(headers).retry_after());
                    AttemptFailure::Status(response.status().as_u16(), asked.flatten())
                }
                Err(error) => error.kind().into(),
            };
            self.progress().last = failure.maybe_executed();
            // The client has dropped the refused token; a new one may be accepted.
            let renew = matches!(failure, AttemptFailure::Status(401, _))
                && !refused
                && inner.renews_tokens
                && request.extensions().get::<Unauthorized>().is_none()
                && tries < retry.max_tries;
            refused |= renew;
            let wait = match renew {
                true => Some(Duration::ZERO),
                false => retry.wait(failure, is_idempotent, tries, waited),
            };
            let Some(wait) = wait else {
                tracing::debug!(tries, ?failure, "done");
                return outcome;
            };
            tracing::debug!(tries, ?failure, ?wait, "retry");
            waited += wait;
            if !wait.is_zero() {
                sleep(wait).await;
            }
        }
    }

    /// Counts an attempt.
    fn begin(&self) {
        let mut progress = self.progress();
        progress.history.tries += 1;
        progress.history.maybe_executed |= take(&mut progress.last);
    }

    fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the request can be sent twice, as the policies have made it.
    fn is_idempotent(&self, request: &Request) -> bool {
        let etag = request.headers().get(IF_MATCH);
        let has_if_match = etag.is_some_and(|etag| etag != ANY_VERSION);
        self.prepared.repetition == Repetition::Safe
            || is_idempotent(request.method(), has_if_match)
    }

    /// One attempt, in its time.
    async fn once(&self, request: Request) -> Result<Response, Error> {
        let limit = self.prepared.timeout.or(self.client.inner.timeout);
        let attempt = self.attempt(request);
        match limit {
            None => attempt.await,
            Some(limit) => timeout(limit, attempt)
                .await
                .unwrap_or_else(|_| Err(Error::new(ErrorKind::Timeout))),
        }
    }

    async fn attempt(&self, mut request: Request) -> Result<Response, Error> {
        let inner = &self.client.inner;
        let token = inner.authorize.authorize(&mut request).await?;
        let next = Next::new(&inner.parts.per_attempt, &*inner.parts.transport);
        #[cfg(feature = "csrf")]
        let sent = match &inner.csrf {
            Some(csrf) => csrf.send(request, next),
            None => next.send(request),
        };
        #[cfg(not(feature = "csrf"))]
        let sent = next.send(request);
        let response = sent.await;
        let response = response.inspect_err(|error| tracing::info!(%error, "no response"))?;
        let status = response.status();
        let request_id = response.headers().get("request-id");
        tracing::debug!(status = status.as_u16(), ?request_id, "response");
        inner.authorize.answered(token.as_ref(), status);
        if self.reading == Reading::Later {
            return Ok(response);
        }
        let (head, rest) = response.into_parts();
        let mut body = Vec::new();
        match status.is_success() {
            true => read(rest, &mut body, usize::MAX).await?,
            // An error response is reported with as much of its body as can be read.
            false => read(rest, &mut body, KEPT).await.unwrap_or_default(),
        }
        Ok(Response::from_parts(head, body.into()))
    }
}

pub(crate) fn is_success(status: u16) -> bool {
    (200..300).contains(&status)
}

/// Reads a body up to `limit` bytes and ignores the rest.
async fn read(mut body: ResponseBody, into: &mut Vec<u8>, limit: usize) -> Result<(), Error> {
    while let Some(part) = body.next().await {
        let part = part?;
        let room = limit - into.len();
        into.extend_from_slice(part.get(..room).unwrap_or(&part));
        if room <= part.len() {
            break;
        }
    }
    Ok(())
}
