//! Attempts at sending a request until there is a response or no further attempt is allowed.
//!
//! Each attempt sends the same bytes under the same `client-request-id`.

use std::time::Duration;

use azure_core::http::headers::HeaderName;
use azure_core::http::{self, AsyncResponseBody, Context, PipelineStreamOptions, Url};
use azure_core::{Bytes, Uuid, sleep};
use futures::future::{Either, select};
use futures::{StreamExt, pin_mut};
use tracing::Instrument;

use super::auth::Unauthorized;
use super::compress::compress;
use super::retry::{AttemptFailure, is_idempotent};
use super::{Client, Error, ErrorKind, Headers, RawResponse};
use crate::request::{Method, RetryOptions};

/// The number of bytes that an error keeps of the body.
pub(crate) const KEPT: usize = 64 * 1024;

/// A request that is ready to be sent.
#[derive(Clone)]
pub(crate) struct PreparedRequest {
    pub method: Method,
    pub url: Url,
    /// The path template, for messages and spans: no ids, no query.
    pub template: String,
    /// The headers, each name once.
    pub headers: Vec<(String, String)>,
    pub body: Option<Bytes>,
    pub repetition: Repetition,
    /// Overrides the setting of the client.
    pub retry: Option<RetryOptions>,
    /// Overrides the setting of the client.
    pub timeout: Option<Duration>,
    /// Whether it goes without authorization to the service's own origin as well.
    pub is_unauthorized: bool,
}

/// Whether a request can be sent twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repetition {
    /// If its method is idempotent.
    ByMethod,
    /// Whatever its method, such as a batch of idempotent requests.
    Safe,
}

/// A response whose body has not been read.
pub(crate) struct StreamingResponse {
    pub status: u16,
    pub headers: Headers,
    pub body: AsyncResponseBody,
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

/// The outcome of one attempt.
enum AttemptOutcome<T> {
    /// A response with any status.
    Response(T),
    /// No response.
    Failure(AttemptFailure, Error),
}

impl PreparedRequest {
    /// A request with no headers and no body, and the settings of the client.
    pub(crate) fn new(method: Method, url: Url, template: &str) -> Self {
        Self {
            method,
            url,
            template: template.to_owned(),
            headers: Vec::new(),
            body: None,
            repetition: Repetition::ByMethod,
            retry: None,
            timeout: None,
            is_unauthorized: false,
        }
    }

    /// Whether the request can be sent twice and mean the same.
    pub(crate) fn is_idempotent(&self) -> bool {
        let mut names = self.headers.iter().map(|(name, _)| name);
        let has_if_match = names.any(|name| name.eq_ignore_ascii_case("if-match"));
        self.repetition == Repetition::Safe || is_idempotent(self.method, has_if_match)
    }

    /// The name of the operation in errors: the method and the path template.
    pub(crate) fn operation(&self) -> String {
        format!("{} {}", self.method, self.template)
    }

    fn request(&self, id: &str) -> http::Request {
        let method = match self.method {
            Method::Delete => http::Method::Delete,
            Method::Get => http::Method::Get,
            Method::Patch => http::Method::Patch,
            Method::Post => http::Method::Post,
            Method::Put => http::Method::Put,
        };
        let mut request = http::Request::new(self.url.clone(), method);
        request.insert_header("accept", "application/json");
        request.insert_header("client-request-id", id.to_owned());
        if let Some(body) = &self.body {
            request.insert_header("content-type", "application/json");
            request.set_body(body.clone());
        }
        for (name, value) in &self.headers {
            let name = HeaderName::from(name.to_ascii_lowercase());
            request.insert_header(name, value.clone());
        }
        request
    }
}

impl Client {
    /// Sends a request and reads the whole response, whatever its status.
    pub(crate) async fn fetch(&self, prepared: &PreparedRequest) -> Result<RawResponse, Error> {
        self.attempts(prepared, async |response: StreamingResponse| {
            let mut body = Vec::new();
            match is_success(response.status) {
                true => read(response.body, &mut body, usize::MAX).await?,
                // An error response is reported with as much of its body as can be read.
                false => read(response.body, &mut body, KEPT)
                    .await
                    .unwrap_or_default(),
            }
            Ok(RawResponse {
                status: response.status,
                headers: response.headers,
                body,
                client_request_id: response.client_request_id,
                history: response.history,
            })
        })
        .await
    }

    /// Sends a request and returns the response with its body unread. A response with an error
    /// status is an error.
    pub(crate) async fn open(
        &self,
        prepared: &PreparedRequest,
    ) -> Result<StreamingResponse, Error> {
        let response = self
            .attempts(prepared, async |response: StreamingResponse| Ok(response))
            .await?;
        if is_success(response.status) {
            return Ok(response);
        }
        let mut body = Vec::new();
        let read = read(response.body, &mut body, KEPT);
        match prepared.timeout.or(self.inner.timeout) {
            None => read.await.unwrap_or_default(),
            Some(limit) => within(limit, read)
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

    async fn attempts<T: RetryInfo>(
        &self,
        prepared: &PreparedRequest,
        finish: impl AsyncFn(StreamingResponse) -> Result<T, azure_core::Error>,
    ) -> Result<T, Error> {
        let compressed = self
            .inner
            .compress_from
            .and_then(|at_least| compress(prepared, at_least));
        let prepared = compressed.as_ref().unwrap_or(prepared);
        let operation = prepared.operation();
        let given = prepared.headers.iter();
        let given = given.filter(|(name, _)| name.eq_ignore_ascii_case("client-request-id"));
        let id = match given.map(|(_, value)| value).next_back() {
            Some(id) => id.clone(),
            None => Uuid::new_v4().to_string(),
        };
        let span = tracing::info_span!(
            "graph",
            otel.name = operation,
            http.request.method = prepared.method.as_str(),
            url.template = prepared.template,
            client_request_id = id,
        );
        self.repeat(prepared, &operation, &id, finish)
            .instrument(span)
            .await
    }

    async fn repeat<T: RetryInfo>(
        &self,
        prepared: &PreparedRequest,
        operation: &str,
        id: &str,
        finish: impl AsyncFn(StreamingResponse) -> Result<T, azure_core::Error>,
    ) -> Result<T, Error> {
        let retry = prepared.retry.as_ref().unwrap_or(&self.inner.retry);
        let (mut waited, mut refused) = (Duration::ZERO, false);
        let mut history = RetryHistory {
            operation: operation.to_owned(),
            ..RetryHistory::default()
        };
        loop {
            history.tries += 1;
            let tries = history.tries;
            let outcome = self.once(prepared, id, &history, &finish).await;
            let failure = match &outcome {
                AttemptOutcome::Response(response) => {
                    AttemptFailure::Status(response.status(), response.retry_after())
                }
                AttemptOutcome::Failure(failure, _) => *failure,
            };
            // The client has dropped the refused token; a new one may be accepted.
            let renew = matches!(failure, AttemptFailure::Status(401, _))
                && !refused
                && self.inner.renews_tokens
                && !prepared.is_unauthorized
                && tries < retry.max_tries;
            refused |= renew;
            let wait = match renew {
                true => Some(Duration::ZERO),
                false => retry.wait(failure, prepared.is_idempotent(), tries, waited),
            };
            if let Some(wait) = wait {
                tracing::debug!(tries, ?failure, ?wait, "retry");
                waited += wait;
                history.maybe_executed |= failure.maybe_executed();
                if !wait.is_zero() {
                    sleep(long(wait)).await;
                }
                continue;
            }
            tracing::debug!(tries, ?failure, "done");
            return match outcome {
                AttemptOutcome::Response(response) => Ok(response),
                AttemptOutcome::Failure(_, error) => Err(error.after(&history, id)),
            };
        }
    }

    async fn once<T>(
        &self,
        prepared: &PreparedRequest,
        id: &str,
        history: &RetryHistory,
        finish: &impl AsyncFn(StreamingResponse) -> Result<T, azure_core::Error>,
    ) -> AttemptOutcome<T> {
        let mut request = prepared.request(id);
        let mut context = Context::new();
        if prepared.is_unauthorized {
            context.insert(Unauthorized);
        }
        let send = async {
            let options = PipelineStreamOptions {
                skip_checks: true,
                ..PipelineStreamOptions::default()
            };
            let pipeline = &self.inner.pipeline;
            let response = pipeline
                .stream(&context, &mut request, Some(options))
                .await?;
            let (status, headers, body) = response.deconstruct();
            let response = StreamingResponse {
                status: status.into(),
                headers: Headers::from(&headers),
                body,
                client_request_id: id.to_owned(),
                history: history.clone(),
            };
            finish(response).await
        };
        let outcome = match prepared.timeout.or(self.inner.timeout) {
            None => send.await,
            Some(limit) => match within(limit, send).await {
                Some(result) => result,
                None => {
                    return AttemptOutcome::Failure(
                        AttemptFailure::Broken,
                        Error::new(ErrorKind::Timeout),
                    );
                }
            },
        };
        match outcome {
            Ok(response) => AttemptOutcome::Response(response),
            Err(error) => failed(error),
        }
    }
}

/// The outcome of an attempt that ended with an error of the pipeline.
fn failed<T>(error: azure_core::Error) -> AttemptOutcome<T> {
    use azure_core::error::ErrorKind as Kind;
    let (failure, kind) = match error.kind() {
        Kind::Connection => (AttemptFailure::Connection, ErrorKind::Connection),
        Kind::Io => (AttemptFailure::Broken, ErrorKind::Transport),
        Kind::Credential => (AttemptFailure::Final, ErrorKind::Credential),
        _ => (AttemptFailure::Final, ErrorKind::Transport),
    };
    match error.into_downcast::<reqwest::Error>() {
        Ok(error) => {
            let kind = match kind {
                ErrorKind::Transport if error.is_builder() => ErrorKind::Request,
                ErrorKind::Transport if error.is_timeout() => ErrorKind::Timeout,
                kind => kind,
            };
            // Its text would end with the URL, including the query.
            AttemptOutcome::Failure(failure, Error::new(kind).with_source(error.without_url()))
        }
        Err(error) => AttemptOutcome::Failure(failure, Error::new(kind).with_source(error)),
    }
}

pub(crate) fn is_success(status: u16) -> bool {
    (200..300).contains(&status)
}

/// The result of `work`, if it is ready within this time.
async fn within<T>(limit: Duration, work: impl Future<Output = T>) -> Option<T> {
    let limit = sleep(long(limit));
    pin_mut!(work, limit);
    match select(work, limit).await {
        Either::Left((result, _)) => Some(result),
        Either::Right(_) => None,
    }
}

fn long(duration: Duration) -> azure_core::time::Duration {
    let most = azure_core::time::Duration::MAX;
    duration.try_into().unwrap_or(most)
}

/// Reads a body up to `limit` bytes and ignores the rest.
async fn read(
    mut body: AsyncResponseBody,
    into: &mut Vec<u8>,
    limit: usize,
) -> Result<(), azure_core::Error> {
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

/// The parts of a response that decide about a retry.
pub(crate) trait RetryInfo {
    fn status(&self) -> u16;
    fn retry_after(&self) -> Option<Duration>;
}

impl RetryInfo for StreamingResponse {
    fn status(&self) -> u16 {
        self.status
    }

    fn retry_after(&self) -> Option<Duration> {
        self.headers.retry_after()
    }
}

impl RetryInfo for RawResponse {
    fn status(&self) -> u16 {
        self.status
    }

    fn retry_after(&self) -> Option<Duration> {
        self.headers.retry_after()
    }
}
