//! Batches: several requests in one, with the response to each decoded to its own type.

mod answer;
mod body;
mod plan;
mod run;

use std::fmt;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

pub use self::answer::BatchResponse;

use self::plan::{Part, plan};
use super::{Client, Error, ErrorKind, PreparedRequest};
use crate::request::{Method, Request, ResponseKind, RetryOptions};

impl Client {
    /// An empty batch.
    pub fn batch(&self) -> Batch {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Batch {
            client: self.clone(),
            number: NEXT.fetch_add(1, Ordering::Relaxed),
            retry: None,
            timeout: None,
            parts: Vec::new(),
        }
    }
}

/// Requests that are sent together (`$batch`; OData JSON Format 4.01, section 19).
///
/// There may be any number of requests. The service accepts 20 in a batch, so several batches
/// may be sent, one after the other. Requests that depend on each other stay in one batch.
///
/// ```no_run
/// # use msgraph_runtime::codegen::Client as GraphClient;
/// # use msgraph_runtime::request::{Delete, Get, Method, Request};
/// # use msgraph_runtime::RawJson;
/// # async fn run(client: GraphClient) -> Result<(), msgraph_runtime::client::Error> {
/// let call: Get<RawJson> = Request::new(Method::Get, client.root("calls").key("1"));
/// let hang_up: Delete = Request::new(Method::Delete, client.root("calls").key("1"));
/// let mut batch = client.batch();
/// let call = batch.add(call);
/// let hang_up = batch.add_after(hang_up, [call]);
/// let mut answers = batch.send().await?;
/// println!("{:?}", answers.take(call)?.body);
/// answers.take(hang_up)?;
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent before `send`"]
pub struct Batch {
    client: Client,
    number: u64,
    retry: Option<RetryOptions>,
    timeout: Option<Duration>,
    parts: Vec<Result<Part, Error>>,
}

/// The handle by which the response to a request of a batch is taken.
pub struct Ticket<K> {
    member: Member,
    kind: PhantomData<fn() -> K>,
}

/// A request in a batch, without the type of its response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Member {
    batch: u64,
    position: usize,
}

impl<K> Ticket<K> {
    /// The request without its type, to be listed with others in
    /// [`add_after`](Batch::add_after).
    pub fn member(&self) -> Member {
        self.member
    }
}

impl<K> Clone for Ticket<K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K> Copy for Ticket<K> {}

impl<K> fmt::Debug for Ticket<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.member.fmt(f)
    }
}

impl<K> From<Ticket<K>> for Member {
    fn from(ticket: Ticket<K>) -> Self {
        ticket.member
    }
}

impl<K> From<&Ticket<K>> for Member {
    fn from(ticket: &Ticket<K>) -> Self {
        ticket.member
    }
}

impl Batch {
    /// Adds a request. If its address is not valid, or its body cannot be part of a batch, the
    /// batch is not sent.
    ///
    /// A body of JSON is sent as JSON, one of text as a string, and any other, such as an image, as
    /// base64url (OData JSON Format 4.01, section 19.1).
    pub fn add<K: ResponseKind>(&mut self, request: Request<K>) -> Ticket<K> {
        self.add_after(request, std::iter::empty::<Member>())
    }

    /// Adds a request that is executed after others, and only if they succeed; the service
    /// responds with 424 to it otherwise.
    pub fn add_after<K: ResponseKind>(
        &mut self,
        request: Request<K>,
        others: impl IntoIterator<Item = impl Into<Member>>,
    ) -> Ticket<K> {
        let others = others.into_iter().map(Into::into).collect();
        let part = self.part(&request, others);
        self.parts.push(part);
        Ticket {
            member: Member {
                batch: self.number,
                position: self.parts.len() - 1,
            },
            kind: PhantomData,
        }
    }

    fn part<K: ResponseKind>(
        &self,
        request: &Request<K>,
        others: Vec<Member>,
    ) -> Result<Part, Error> {
        let prepared = request.prepare_for(&self.client)?;
        let refused = |message| {
            let error = Error::new(ErrorKind::Batch).with_message(message);
            error.during(&prepared.operation())
        };
        if others.iter().any(|other| other.batch != self.number) {
            return Err(refused("it depends on a request of another batch"));
        }
        let root = self.client.endpoint().as_str().trim_end_matches('/');
        let url = prepared.url.as_str().strip_prefix(root);
        let url = url.filter(|url| url.starts_with('/'));
        let url = url.ok_or_else(|| refused("the address is of another API version"))?;
        let body = match &prepared.body {
            None => None,
            Some(body) => Some(body::as_json(&prepared, body).map_err(|message| {
                let error = Error::new(ErrorKind::Request).with_message(message);
                error.during(&prepared.operation())
            })?),
        };
        Ok(Part {
            url: url.to_owned(),
            body,
            after: others.iter().map(|other| other.position).collect(),
            prepared,
        })
    }

    /// When and how often the batch itself is retried, instead of what the client is set to. A
    /// request in it has its own [setting](Request::retry).
    pub fn retry(mut self, retry: RetryOptions) -> Self {
        self.retry = Some(retry);
        self
    }

    /// The time limit of one attempt of the batch, instead of what the client is set to.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// The number of requests.
    pub fn len(&self) -> usize {
        self.parts.len()
    }

    /// Whether there is no request.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Sends the requests. Those that were throttled (429, or 503 as far as it is safe) are
    /// retried, each after its own wait and within the [limits](super::RetryOptions) of the
    /// client, together with those that were not executed because they depend on them.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Batch`] if more than 20 requests depend on each other, and the error of a
    /// request without a valid address or body; nothing is sent then. The error of the first batch,
    /// if it fails; the error of a later batch is that of each request in it.
    pub async fn send(self) -> Result<BatchResponse, Error> {
        let parts = self.parts.into_iter().collect::<Result<Vec<_>, _>>()?;
        let chunks = plan(&parts)?;
        let settings = PreparedRequest {
            retry: self.retry,
            timeout: self.timeout,
            ..PreparedRequest::new(Method::Post, self.client.url("/$batch")?, "/$batch")
        };
        let outcomes = run::run(&self.client, &settings, &parts, chunks).await?;
        Ok(BatchResponse::new(self.number, parts, outcomes))
    }
}

impl fmt::Debug for Batch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch")
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
