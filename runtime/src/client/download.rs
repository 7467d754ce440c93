//! Downloads as streams of bytes: resumable, and following redirects to the content.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_util::Stream;

use super::attempts::RetryHistory;
use super::pipeline::ResponseBody;
use super::{Client, Error, ErrorKind, Headers, PreparedRequest, RawResponse, Response};
use crate::request::{Content, Method, Request, ResponseKind};

/// The number of redirects that are followed.
const REDIRECTS: usize = 5;
/// Headers that describe a body or a precondition of changing something.
const OF_BODY: [&str; 4] = [
    "content-encoding",
    "content-language",
    "content-type",
    "if-match",
];
/// Headers that may be sent to another host.
const PUBLIC: [&str; 4] = ["accept", "accept-encoding", "if-range", "range"];

/// Downloads, and functions that return bytes.
impl<K: ResponseKind<Output = Content>> Request<K> {
    /// Requests only the bytes from this position on (`Range`).
    pub fn range(self, from: u64) -> Self {
        self.header("Range", format!("bytes={from}-"))
    }

    /// Resumes a download of which `received` bytes have arrived: from there on if the content
    /// still has this `ETag`, from the start otherwise (`If-Range`). [`ByteStream::offset`]
    /// tells which it is.
    pub fn resume(self, received: u64, etag: impl Into<String>) -> Self {
        match received {
            0 => self,
            _ => self.range(received).header("If-Range", etag),
        }
    }

    /// Sends the request and returns the bytes as they arrive.
    ///
    /// # Errors
    ///
    /// As of [`send`](Request::send), until the body begins.
    pub async fn stream(self) -> Result<Response<ByteStream>, Error> {
        // Positions in a compressed body could not be resumed.
        let (client, first) = self.header("Accept-Encoding", "identity").prepare()?;
        let mut prepared = first.clone();
        for _ in 0..=REDIRECTS {
            let error = match client.open(&prepared).await {
                Ok(response) => {
                    let (status, headers, body) =
                        (response.status, response.headers, response.body);
                    let body = ByteStream {
                        history: response.history.clone(),
                        id: response.client_request_id.clone(),
                        ..ByteStream::new(status, &headers, body)
                    };
                    return Ok(Response {
                        status,
                        headers,
                        body,
                        client_request_id: response.client_request_id,
                        history: response.history,
                    });
                }
                Err(error) => error,
            };
            let status = error.status().unwrap_or_default();
            match redirected(&client, &prepared, status, error.headers())? {
                Some(next) => prepared = next,
                None => return Err(after_redirect(error, &first, &prepared)),
            }
        }
        Err(too_many_redirects(&prepared))
    }
}

impl Client {
    /// Sends a request and follows redirects to the content.
    pub(crate) async fn fetch_redirected(
        &self,
        first: PreparedRequest,
    ) -> Result<RawResponse, Error> {
        let mut prepared = first.clone();
        for _ in 0..=REDIRECTS {
            let response = self.fetch(&prepared).await;
            let mut response =
                response.map_err(|error| after_redirect(error, &first, &prepared))?;
            if first.method != prepared.method {
                response.history.operation = first.operation();
                response.history.maybe_executed = true;
            }
            match redirected(self, &prepared, response.status, &response.headers)? {
                Some(next) => prepared = next,
                None => return Ok(response),
            }
        }
        Err(too_many_redirects(&prepared))
    }
}

fn too_many_redirects(prepared: &PreparedRequest) -> Error {
    let message = format!("more than {REDIRECTS} redirects");
    let error = Error::new(ErrorKind::Loop).with_message(message);
    error.during(&prepared.operation())
}

/// The request to the target of a redirect.
///
/// 303 leads to another resource, which is read; so do 301 and 302 after a POST (RFC 9110,
/// section 15.4). Another host gets neither the token nor the headers of the request, except
/// [`PUBLIC`] ones, and never a body.
fn redirected(
    client: &Client,
    prepared: &PreparedRequest,
    status: u16,
    headers: &Headers,
) -> Result<Option<PreparedRequest>, Error> {
    let location = match (status, headers.get("location")) {
        (301 | 302 | 303 | 307 | 308, Some(location)) => location,
        _ => return Ok(None),
    };
    let refused = |kind| Error::new(kind).during(&prepared.operation());
    let url = prepared.url.join(location);
    let url = url.map_err(|error| refused(ErrorKind::Address).with_source(error))?;
    let mut next = PreparedRequest {
        url,
        ..prepared.clone()
    };
    if status == 303 || (prepared.method == Method::Post && matches!(status, 301 | 302)) {
        next.method = Method::Get;
        next.body = None;
        let is_of_body = |name: &str| OF_BODY.iter().any(|known| name.eq_ignore_ascii_case(known));
        next.headers.retain(|(name, _)| !is_of_body(name));
    }
    if next.url.origin() != client.endpoint().origin() {
        if !client.may_use(&next.url) {
            let message = "the download redirects to an address that is not encrypted";
            let error = refused(ErrorKind::ForeignHost).with_message(message);
            return Err(after_redirect(error, prepared, &next));
        }
        if next.body.is_some() {
            let message = "the redirect asks for the body to be sent to another host";
            return Err(refused(ErrorKind::ForeignHost).with_message(message));
        }
        let is_public = |name: &str| PUBLIC.iter().any(|known| name.eq_ignore_ascii_case(known));
        next.headers.retain(|(name, _)| is_public(name));
    }
    Ok(Some(next))
}

/// The error of a request that a redirect led to. The service has executed the first one if it
/// was no read.
fn after_redirect(error: Error, first: &PreparedRequest, next: &PreparedRequest) -> Error {
    match first.method == next.method {
        true => error,
        false => error.executed(&first.operation()),
    }
}

/// Bytes as they arrive; see [`Request::stream`].
pub struct ByteStream {
    body: ResponseBody,
    offset: u64,
    received: u64,
    /// The length of the body, if the response has one.
    expected: Option<u64>,
    history: RetryHistory,
    id: String,
    ended: bool,
}

impl ByteStream {
    fn new(status: u16, headers: &Headers, body: ResponseBody) -> Self {
        let offset = match status {
            206 => headers.get("content-range").and_then(first_byte),
            _ => None,
        };
        let length = headers.get("content-length");
        let length = length.filter(|_| headers.get("content-encoding").is_none());
        Self {
            body,
            offset: offset.unwrap_or_default(),
            received: 0,
            expected: length.and_then(|length| length.trim().parse().ok()),
            history: RetryHistory::default(),
            id: String::new(),
            ended: false,
        }
    }

    /// The position of the first byte of the stream in the whole content: 0, unless a part was
    /// requested and returned.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// The position in the whole content of the next byte, for [`resume`](Request::resume).
    pub fn position(&self) -> u64 {
        self.offset + self.received
    }

    fn broken(&self) -> Error {
        Error::new(ErrorKind::Transport).after(&self.history, &self.id)
    }
}

/// `bytes 10-19/20`: 10.
fn first_byte(range: &str) -> Option<u64> {
    let range = range.trim().strip_prefix("bytes ")?;
    range.split_once('-')?.0.trim().parse().ok()
}

impl Stream for ByteStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Error>>> {
        let this = self.get_mut();
        if this.ended {
            return Poll::Ready(None);
        }
        let part = ready!(Pin::new(&mut this.body).poll_next(context));
        Poll::Ready(match part {
            Some(Ok(part)) => {
                this.received += part.len() as u64;
                Some(Ok(part))
            }
            Some(Err(error)) => {
                this.ended = true;
                Some(Err(error.after(&this.history, &this.id)))
            }
            None => {
                this.ended = true;
                let short = this.expected.is_some_and(|all| this.received < all);
                short.then(|| Err(this.broken().with_message("the body ended early")))
            }
        })
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream")
            .field("offset", &self.offset)
            .field("received", &self.received)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
