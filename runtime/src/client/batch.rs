//! Many requests in one: in go requests as values; out comes the answer to each, decoded to
//! its own type when it is asked for.

mod answer;
mod plan;
mod run;

use std::fmt;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicU64, Ordering};

use azure_core::Bytes;

pub use self::answer::BatchResponse;

use self::plan::{Part, plan};
use super::{Call, Error, ErrorKind, GraphClient};
use crate::raw::RawJson;
use crate::request::{Kind, Request};

impl GraphClient {
    /// An empty batch.
    pub fn batch(&self) -> Batch {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Batch {
            client: self.clone(),
            number: NEXT.fetch_add(1, Ordering::Relaxed),
            parts: Vec::new(),
        }
    }
}

/// Requests that are sent together (`$batch`; OData JSON Format 4.01, section 19).
///
/// There may be any number of them: as many batches are sent, one after the other, as the
/// service's limit of 20 demands. What depends on another stays in one batch with it.
///
/// ```no_run
/// # use msgraph_runtime::{Delete, GraphClient, Method, RawJson, Get, Request};
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
    client: GraphClient,
    number: u64,
    parts: Vec<Result<Part, Error>>,
}

/// What an answer is taken by.
pub struct Ticket<K> {
    member: Member,
    kind: PhantomData<fn() -> K>,
}

/// A request in a batch, whatever its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Member {
    batch: u64,
    position: usize,
}

impl<K> Ticket<K> {
    /// The request without its kind, to be listed beside others in
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
    /// Adds a request. One without a sound address keeps the whole batch from being sent.
    pub fn add<K: Kind>(&mut self, request: Request<K>) -> Ticket<K> {
        self.add_after(request, std::iter::empty::<Member>())
    }

    /// Adds a request that is to be done after others, and only if they go well; the
    /// service answers 424 for it otherwise.
    pub fn add_after<K: Kind>(
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

    fn part<K: Kind>(&self, request: &Request<K>, others: Vec<Member>) -> Result<Part, Error> {
        let call = request.call_through(&self.client)?;
        let refused = |message| {
            let error = Error::new(ErrorKind::Batch).with_message(message);
            error.during(&call.operation())
        };
        if others.iter().any(|other| other.batch != self.number) {
            return Err(refused("what it is to come after is in another batch"));
        }
        let root = self.client.endpoint().as_str().trim_end_matches('/');
        let url = call.url.as_str().strip_prefix(root);
        let url = url.filter(|url| url.starts_with('/'));
        let url = url.ok_or_else(|| refused("the address is of another API version"))?;
        let body = match &call.body {
            None => None,
            Some(body) => {
                let text = std::str::from_utf8(body).unwrap_or_default();
                Some(
                    RawJson::parse(text)
                        .map_err(|error| Error::from(error).during("POST /$batch"))?,
                )
            }
        };
        Ok(Part {
            url: url.to_owned(),
            body,
            after: others.iter().map(|other| other.position).collect(),
            call,
        })
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
    /// sent again, each after its own wait and within the client's
    /// [limits](super::RetryOptions), and with them those that were not done because they
    /// depend on them; no others are.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Batch`] if more than 20 requests depend on each other, and the error of
    /// a request without a sound address: nothing is sent then. What goes wrong with a
    /// batch on its way, if none was answered yet; later on it is the error of the
    /// requests in it.
    pub async fn send(self) -> Result<BatchResponse, Error> {
        let parts = self.parts.into_iter().collect::<Result<Vec<_>, _>>()?;
        let chunks = plan(&parts)?;
        let outcomes = run::run(&self.client, &parts, chunks).await?;
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

/// The call that carries parts.
fn envelope(client: &GraphClient, body: String, repeatable: bool) -> Result<Call, Error> {
    Ok(Call {
        method: crate::operation::Method::Post,
        url: client.url("/$batch")?,
        template: "/$batch".to_owned(),
        headers: Vec::new(),
        body: Some(Bytes::from(body)),
        repeatable,
    })
}

#[cfg(test)]
mod tests;
