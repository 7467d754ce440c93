//! Bytes: in goes a request for a recording, a transcript, a report; out come its bytes as
//! they arrive, from any place on, from wherever the service says they are.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use azure_core::Bytes;
use azure_core::http::AsyncResponseBody;
use futures::Stream;

use super::builder::is_private;
use super::call::Past;
use super::{Call, Error, ErrorKind, GraphClient, Headers, RawResponse, Response};
use crate::decode::Content;
use crate::request::{Kind, Request};

/// Redirects that are followed.
const REDIRECTS: usize = 5;
/// Headers that may go to another host.
const PUBLIC: [&str; 4] = ["accept", "accept-encoding", "if-range", "range"];

/// Downloads, and functions that return bytes.
impl<K: Kind<Output = Content>> Request<K> {
    /// The same download from this byte on (`Range`).
    pub fn range(self, from: u64) -> Self {
        self.header("Range", format!("bytes={from}-"))
    }

    /// Goes on with a download of which so many bytes came: from there on if it is still
    /// the version with this `ETag`, all of it otherwise (`If-Range`).
    /// [`ByteStream::offset`] says which it is.
    pub fn resume(self, received: u64, etag: impl Into<String>) -> Self {
        match received {
            0 => self,
            _ => self.range(received).header("If-Range", etag),
        }
    }

    /// Sends the request and hands out the bytes as they arrive.
    ///
    /// # Errors
    ///
    /// As of [`send`](Request::send), until the body begins.
    pub async fn stream(self) -> Result<Response<ByteStream>, Error> {
        // Places in a compressed body would be of no use.
        let (client, mut call) = self.header("Accept-Encoding", "identity").call()?;
        for _ in 0..=REDIRECTS {
            let error = match client.open(&call).await {
                Ok(sent) => {
                    let (status, headers, body) = (sent.status, sent.headers, sent.body);
                    let body = ByteStream {
                        past: sent.past,
                        id: sent.client_request_id,
                        ..ByteStream::new(status, &headers, body)
                    };
                    return Ok(Response {
                        status,
                        headers,
                        body,
                    });
                }
                Err(error) => error,
            };
            let status = error.status().unwrap_or_default();
            match redirected(&client, &call, status, error.headers())? {
                Some(next) => call = next,
                None => return Err(error),
            }
        }
        Err(endless(&call))
    }
}

impl GraphClient {
    /// Sends a request to where the service says that the answer is.
    pub(crate) async fn fetch_redirected(&self, mut call: Call) -> Result<RawResponse, Error> {
        for _ in 0..=REDIRECTS {
            let answer = self.fetch(&call).await?;
            match redirected(self, &call, answer.status, &answer.headers)? {
                Some(next) => call = next,
                None => return Ok(answer),
            }
        }
        Err(endless(&call))
    }
}

fn endless(call: &Call) -> Error {
    let message = format!("more than {REDIRECTS} redirects");
    let error = Error::new(ErrorKind::Loop).with_message(message);
    error.during(&call.operation())
}

/// The call that an answer sends us to. What goes to another host goes without token and
/// without the request's own headers.
fn redirected(
    client: &GraphClient,
    call: &Call,
    status: u16,
    headers: &Headers,
) -> Result<Option<Call>, Error> {
    let location = match (status, headers.get("location")) {
        (301 | 302 | 303 | 307 | 308, Some(location)) => location,
        _ => return Ok(None),
    };
    let refused = |kind| Error::new(kind).during(&call.operation());
    let url = call.url.join(location);
    let url = url.map_err(|error| refused(ErrorKind::Address).with_source(error))?;
    let mut next = Call {
        url,
        ..call.clone()
    };
    if next.url.origin() != client.endpoint().origin() {
        if !is_private(&next.url) {
            let message = "the download leads to where others can read along";
            return Err(refused(ErrorKind::ForeignHost).with_message(message));
        }
        let is_public = |name: &str| PUBLIC.iter().any(|known| name.eq_ignore_ascii_case(known));
        next.headers.retain(|(name, _)| is_public(name));
    }
    Ok(Some(next))
}

/// Bytes as they arrive; see [`Request::stream`].
pub struct ByteStream {
    body: AsyncResponseBody,
    offset: u64,
    received: u64,
    /// Bytes that are still to come, if the answer says so.
    expected: Option<u64>,
    past: Past,
    id: String,
    ended: bool,
}

impl ByteStream {
    fn new(status: u16, headers: &Headers, body: AsyncResponseBody) -> Self {
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
            past: Past::default(),
            id: String::new(),
            ended: false,
        }
    }

    /// Where in the whole content the first byte of the stream is: 0, unless a part was
    /// asked for and came.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// The bytes of the whole content up to here, for [`resume`](Request::resume): those
    /// before the stream and those that the stream has handed out.
    pub fn position(&self) -> u64 {
        self.offset + self.received
    }

    fn broken(&self) -> Error {
        Error::new(ErrorKind::Transport).after(&self.past, &self.id)
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
                Some(Err(this.broken().with_source(error)))
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
