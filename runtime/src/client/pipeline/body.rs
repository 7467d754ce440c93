//! The bodies of requests and responses on their way.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::{Stream, StreamExt as _, TryStreamExt as _};

use crate::client::{BoxError, Error, ErrorKind};

type BoxStream<E> = Pin<Box<dyn Stream<Item = Result<Bytes, E>> + Send>>;

/// The body of a request: bytes, or a stream that begins anew for each attempt.
///
/// `Debug` does not show it.
#[derive(Clone)]
pub struct RequestBody(Content);

#[derive(Clone)]
enum Content {
    Bytes(Bytes),
    Stream(Arc<dyn Fn() -> BoxStream<BoxError> + Send + Sync>),
}

impl RequestBody {
    /// A body that is produced while it is sent. `start` is run once for each attempt and returns
    /// the whole body from its first byte.
    ///
    /// ```
    /// use std::io;
    ///
    /// use futures::stream;
    /// use msgraph_runtime::client::Bytes;
    /// use msgraph_runtime::client::pipeline::RequestBody;
    ///
    /// let body = RequestBody::replayable(|| {
    ///     stream::iter(["a", "b"].map(|part| Ok::<_, io::Error>(Bytes::from(part))))
    /// });
    /// assert!(body.as_bytes().is_none());
    /// ```
    pub fn replayable<S, E>(start: impl Fn() -> S + Send + Sync + 'static) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<BoxError> + 'static,
    {
        let start = move || start().map_err(E::into).boxed();
        Self(Content::Stream(Arc::new(start)))
    }

    /// The bytes, unless the body is a stream. A request without a body has none: `Some` of an
    /// empty text.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Content::Bytes(bytes) => Some(bytes),
            Content::Stream(_) => None,
        }
    }

    /// The body as a stream, from its first byte.
    pub fn into_stream(self) -> impl Stream<Item = Result<Bytes, BoxError>> + Send + 'static {
        match self.0 {
            Content::Bytes(bytes) => futures_util::stream::iter([Ok(bytes)]).boxed(),
            Content::Stream(start) => start(),
        }
    }
}

impl Default for RequestBody {
    fn default() -> Self {
        Bytes::new().into()
    }
}

impl From<Bytes> for RequestBody {
    fn from(bytes: Bytes) -> Self {
        Self(Content::Bytes(bytes))
    }
}

impl fmt::Debug for RequestBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Content::Bytes(bytes) => write!(f, "{} bytes", bytes.len()),
            Content::Stream(_) => f.write_str("a stream"),
        }
    }
}

/// The body of a response: a stream of bytes, which may be all there already.
///
/// `Debug` does not show it.
pub struct ResponseBody(Arrival);

enum Arrival {
    Here(Option<Bytes>),
    Coming(BoxStream<Error>),
}

impl ResponseBody {
    /// A body that arrives in parts. An error of the stream is one of the kind
    /// [`Transport`](ErrorKind::Transport), unless it is an [`Error`] already.
    pub fn from_stream<S, E>(parts: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<BoxError> + 'static,
    {
        let parts = parts.map_err(|error| match error.into().downcast::<Error>() {
            Ok(error) => *error,
            Err(error) => Error::new(ErrorKind::Transport).with_source(error),
        });
        Self(Arrival::Coming(parts.boxed()))
    }

    /// The whole body.
    ///
    /// # Errors
    ///
    /// If the connection breaks before its end.
    pub async fn bytes(mut self) -> Result<Bytes, Error> {
        if let Arrival::Here(bytes) = &mut self.0 {
            return Ok(bytes.take().unwrap_or_default());
        }
        let mut whole = Vec::new();
        while let Some(part) = self.next().await {
            whole.extend_from_slice(&part?);
        }
        Ok(whole.into())
    }
}

impl Stream for ResponseBody {
    type Item = Result<Bytes, Error>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Error>>> {
        match &mut self.0 {
            Arrival::Here(bytes) => Poll::Ready(bytes.take().map(Ok)),
            Arrival::Coming(parts) => parts.as_mut().poll_next(context),
        }
    }
}

impl Default for ResponseBody {
    fn default() -> Self {
        Bytes::new().into()
    }
}

impl From<Bytes> for ResponseBody {
    fn from(bytes: Bytes) -> Self {
        let some = (!bytes.is_empty()).then_some(bytes);
        Self(Arrival::Here(some))
    }
}

impl From<Vec<u8>> for ResponseBody {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for ResponseBody {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for ResponseBody {
    fn from(text: &'static str) -> Self {
        Bytes::from(text).into()
    }
}

impl fmt::Debug for ResponseBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Arrival::Here(bytes) => write!(f, "{} bytes", bytes.as_ref().map_or(0, Bytes::len)),
            Arrival::Coming(_) => f.write_str("a stream"),
        }
    }
}
