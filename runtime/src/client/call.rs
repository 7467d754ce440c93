//! In goes a request that is ready to be sent; out comes its answer, after as many tries
//! as are allowed. Each try sends the same bytes under the same id.

use std::time::Duration;

use azure_core::http::headers::HeaderName;
use azure_core::http::{self, AsyncResponseBody, Context, PipelineStreamOptions, Url};
use azure_core::{Bytes, Uuid, sleep};
use futures::future::{Either, select};
use futures::{StreamExt, pin_mut};
use tracing::Instrument;

use super::retry::{Fault, is_repeatable, retry_after};
use super::{Error, ErrorKind, GraphClient, Headers, RawResponse};
use crate::operation::Method;

/// As much of an error's body is kept.
pub(crate) const KEPT: usize = 64 * 1024;

/// A request that is ready to be sent.
#[derive(Clone)]
pub(crate) struct Call {
    pub method: Method,
    pub url: Url,
    /// The path template, for messages and spans: no ids, no query.
    pub template: String,
    /// Each name once.
    pub headers: Vec<(String, String)>,
    pub body: Option<Bytes>,
    /// Whether it can be sent twice whatever its method.
    pub repeatable: bool,
}

/// An answer whose body is still on its way.
pub(crate) struct Sent {
    pub status: u16,
    pub headers: Headers,
    pub body: AsyncResponseBody,
    pub client_request_id: String,
    pub past: Past,
}

/// What came before an answer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Past {
    /// The method and the path template.
    pub operation: String,
    /// The tries that it took.
    pub tries: u32,
    /// Whether the service may have acted on a try before the last.
    pub unsure: bool,
}

/// How a try went.
enum Try<T> {
    Answer(T),
    Fault(Fault, Error),
}

impl Call {
    pub(crate) fn is_repeatable(&self) -> bool {
        let mut names = self.headers.iter().map(|(name, _)| name);
        let has_if_match = names.any(|name| name.eq_ignore_ascii_case("if-match"));
        self.repeatable || is_repeatable(self.method, has_if_match)
    }

    /// The operation, as errors name it.
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

impl GraphClient {
    /// Sends a request and takes the whole answer, whatever its status.
    pub(crate) async fn fetch(&self, call: &Call) -> Result<RawResponse, Error> {
        self.tries(call, async |sent: Sent| {
            let mut body = Vec::new();
            match is_success(sent.status) {
                true => read(sent.body, &mut body, usize::MAX).await?,
                // What of an error cannot be read is not worth another error.
                false => read(sent.body, &mut body, KEPT).await.unwrap_or_default(),
            }
            Ok(RawResponse {
                status: sent.status,
                headers: sent.headers,
                body,
                client_request_id: sent.client_request_id,
                past: sent.past,
            })
        })
        .await
    }

    /// Sends a request and leaves the body of a good answer on its way. An answer with an
    /// error is an error.
    pub(crate) async fn open(&self, call: &Call) -> Result<Sent, Error> {
        let sent = self.tries(call, async |sent: Sent| Ok(sent)).await?;
        if is_success(sent.status) {
            return Ok(sent);
        }
        let mut body = Vec::new();
        let read = read(sent.body, &mut body, KEPT);
        match self.inner.timeout {
            None => read.await.unwrap_or_default(),
            Some(limit) => within(limit, read)
                .await
                .map_or((), Result::unwrap_or_default),
        }
        let answer = RawResponse {
            status: sent.status,
            headers: sent.headers,
            body,
            client_request_id: sent.client_request_id,
            past: sent.past,
        };
        Err(answer.refusal())
    }

    async fn tries<T: Answer>(
        &self,
        call: &Call,
        finish: impl AsyncFn(Sent) -> Result<T, azure_core::Error>,
    ) -> Result<T, Error> {
        let operation = call.operation();
        let given = call.headers.iter();
        let given = given.filter(|(name, _)| name.eq_ignore_ascii_case("client-request-id"));
        let id = match given.map(|(_, value)| value).next_back() {
            Some(id) => id.clone(),
            None => Uuid::new_v4().to_string(),
        };
        let span = tracing::info_span!(
            "graph",
            otel.name = operation,
            http.request.method = call.method.as_str(),
            url.template = call.template,
            client_request_id = id,
        );
        self.repeat(call, &operation, &id, finish)
            .instrument(span)
            .await
    }

    async fn repeat<T: Answer>(
        &self,
        call: &Call,
        operation: &str,
        id: &str,
        finish: impl AsyncFn(Sent) -> Result<T, azure_core::Error>,
    ) -> Result<T, Error> {
        let retry = &self.inner.retry;
        let (mut waited, mut refused) = (Duration::ZERO, false);
        let mut past = Past {
            operation: operation.to_owned(),
            ..Past::default()
        };
        loop {
            past.tries += 1;
            let tries = past.tries;
            let ended = self.once(call, id, &past, &finish).await;
            let fault = match &ended {
                Try::Answer(answer) => Fault::Status(answer.status(), answer.retry_after()),
                Try::Fault(fault, _) => *fault,
            };
            // The token was refused and is forgotten: with a new one it may go through.
            let renew =
                matches!(fault, Fault::Status(401, _)) && !refused && tries < retry.max_tries;
            refused |= renew;
            let wait = match renew {
                true => Some(Duration::ZERO),
                false => retry.wait(fault, call.is_repeatable(), tries, waited),
            };
            if let Some(wait) = wait {
                tracing::debug!(tries, ?fault, ?wait, "another try");
                waited += wait;
                past.unsure |= fault.may_have_acted();
                if !wait.is_zero() {
                    sleep(long(wait)).await;
                }
                continue;
            }
            tracing::debug!(tries, ?fault, "done");
            return match ended {
                Try::Answer(answer) => Ok(answer),
                Try::Fault(_, error) => Err(error.after(&past, id)),
            };
        }
    }

    async fn once<T>(
        &self,
        call: &Call,
        id: &str,
        past: &Past,
        finish: &impl AsyncFn(Sent) -> Result<T, azure_core::Error>,
    ) -> Try<T> {
        let mut request = call.request(id);
        let context = Context::new();
        let send = async {
            let options = PipelineStreamOptions {
                skip_checks: true,
                ..PipelineStreamOptions::default()
            };
            let pipeline = &self.inner.pipeline;
            let answer = pipeline
                .stream(&context, &mut request, Some(options))
                .await?;
            let (status, headers, body) = answer.deconstruct();
            let sent = Sent {
                status: status.into(),
                headers: Headers::from(&headers),
                body,
                client_request_id: id.to_owned(),
                past: past.clone(),
            };
            finish(sent).await
        };
        let ended = match self.inner.timeout {
            None => send.await,
            Some(limit) => match within(limit, send).await {
                Some(ended) => ended,
                None => return Try::Fault(Fault::Broken, Error::new(ErrorKind::Timeout)),
            },
        };
        match ended {
            Ok(answer) => Try::Answer(answer),
            Err(error) => fault(error),
        }
    }
}

/// What the pipeline's errors mean.
fn fault<T>(error: azure_core::Error) -> Try<T> {
    use azure_core::error::ErrorKind as Kind;
    let (fault, kind) = match error.kind() {
        Kind::Connection => (Fault::Connection, ErrorKind::Connection),
        Kind::Io => (Fault::Broken, ErrorKind::Transport),
        Kind::Credential => (Fault::Final, ErrorKind::Credential),
        _ => (Fault::Final, ErrorKind::Transport),
    };
    match error.into_downcast::<reqwest::Error>() {
        Ok(error) => {
            let kind = match kind {
                ErrorKind::Transport if error.is_builder() => ErrorKind::Request,
                ErrorKind::Transport if error.is_timeout() => ErrorKind::Timeout,
                kind => kind,
            };
            // Its text would end with the address, query and all.
            Try::Fault(fault, Error::new(kind).with_source(error.without_url()))
        }
        Err(error) => Try::Fault(fault, Error::new(kind).with_source(error)),
    }
}

pub(crate) fn is_success(status: u16) -> bool {
    (200..300).contains(&status)
}

/// What comes within this time.
async fn within<T>(limit: Duration, work: impl Future<Output = T>) -> Option<T> {
    let limit = sleep(long(limit));
    pin_mut!(work, limit);
    match select(work, limit).await {
        Either::Left((ended, _)) => Some(ended),
        Either::Right(_) => None,
    }
}

fn long(duration: Duration) -> azure_core::time::Duration {
    let most = azure_core::time::Duration::MAX;
    duration.try_into().unwrap_or(most)
}

/// Reads a body up to a limit; what is beyond is left.
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

/// What of an answer decides about another try.
pub(crate) trait Answer {
    fn status(&self) -> u16;
    fn retry_after(&self) -> Option<Duration>;
}

impl Answer for Sent {
    fn status(&self) -> u16 {
        self.status
    }

    fn retry_after(&self) -> Option<Duration> {
        retry_after(&self.headers)
    }
}

impl Answer for RawResponse {
    fn status(&self) -> u16 {
        self.status
    }

    fn retry_after(&self) -> Option<Duration> {
        retry_after(&self.headers)
    }
}
