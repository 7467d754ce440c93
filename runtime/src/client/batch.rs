//! Batches: several requests in one, with the response to each decoded to its own type.

mod answer;
mod body;
mod group;
mod json;
mod multipart;
mod outcome;
mod part;
mod plan;
mod resolve;
mod run;
mod waits;

use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

pub use self::answer::BatchResponse;
pub use self::group::AtomicGroup;

use self::part::{Node, Part, Parts, id};
use self::plan::plan;
use self::run::{Form, Run};
use super::{BatchFormat, Client, Error, PreparedRequest};
use crate::request::{Method, Request, ResponseKind, RetryOptions, Target};

impl Client {
    /// An empty batch.
    pub fn batch(&self) -> Batch {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Batch {
            client: self.clone(),
            number: NEXT.fetch_add(1, Ordering::Relaxed),
            format: self.inner.batch.format,
            continues: false,
            retry: None,
            timeout: None,
            parts: Vec::new(),
            groups: Vec::new(),
        }
    }
}

/// Requests that are sent together (`$batch`; OData 4.01 Protocol, section 11.7).
///
/// There may be any number of requests. If the service has a limit, such as the 20 of Microsoft
/// Graph, several batches are sent, one after the other; requests that depend on each other and
/// those of an atomic group stay in one batch.
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
///
/// Requests of an [`AtomicGroup`] are executed all or not at all, and a request may begin its path
/// with the entity that an earlier one creates:
///
/// ```
/// # use msgraph_runtime::Method;
/// # use msgraph_runtime::RawJson;
/// # use msgraph_runtime::client::Error;
/// # use msgraph_runtime::codegen::Client as ShopClient;
/// # use msgraph_runtime::request::{Create, Request, Target};
/// # use msgraph_runtime::test_support::{Answer, FakeService};
/// # use serde_json::json;
/// # fn create(at: Target, body: &str) -> Create<RawJson> {
/// #     Request::new(Method::Post, at).with_body(body.as_bytes().to_vec())
/// # }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Error> {
/// # let service = FakeService::start().await;
/// # service.answer_with(|request| {
/// #     assert!(request.text().contains(r#""url":"$1/books""#), "{}", request.text());
/// #     Answer::json(200, &json!({ "responses": [{"id": "1", "status": 201}, {"id": "2", "status": 201}] }))
/// # });
/// # let client: ShopClient = service.client();
/// # let (author, book) = (r#"{"name":"Brontë"}"#, r#"{"title":"Villette"}"#);
/// let mut batch = client.batch();
/// let mut group = batch.atomic_group();
/// // With generated code: `client.authors().create(author)`.
/// let author = group.add(create(client.root("Authors"), author));
/// // With generated code: `AuthorRequests::new(group.result_of(author)).books().create(book)`.
/// let book = group.add(create(group.result_of(author).segment("books"), book));
/// let mut answers = batch.send().await?;
/// assert_eq!(answers.take(author)?.status, 201);
/// assert_eq!(answers.take(book)?.status, 201);
/// # Ok(())
/// # }
/// ```
///
/// # Formats
///
/// The crate was generated for a service that takes JSON ([`BatchFormat::Json`]) or
/// `multipart/mixed` ([`BatchFormat::Multipart`]); [`json`](Self::json) and
/// [`multipart`](Self::multipart) choose for one batch. A response is read in either format,
/// whatever the request had. In the multipart format
///
/// - requests are executed in the order in which they were added, and the service stops at the
///   first error, unless it is asked to [go on](Self::continue_on_error);
/// - there is no `dependsOn`: what comes [after](Self::add_after) other requests is not executed
///   if they fail because the service stops there. So dependents, outside of a group that they
///   share, cannot be had together with `continue_on_error`;
/// - an atomic group is a change set, in which no GET is allowed, and whose requests may be executed
///   in any order.
#[must_use = "nothing is sent before `send`"]
pub struct Batch {
    client: Client,
    number: u64,
    format: BatchFormat,
    continues: bool,
    retry: Option<RetryOptions>,
    timeout: Option<Duration>,
    parts: Vec<Result<Part, Error>>,
    /// The positions of the requests of each atomic group.
    groups: Vec<Range<usize>>,
}

/// The handle by which the response to a request of a batch is taken.
pub struct Ticket<K> {
    batch: u64,
    position: usize,
    kind: PhantomData<fn() -> K>,
}

/// A request in a batch without the type of its response, or an [`AtomicGroup`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Member {
    batch: u64,
    node: Node,
}

impl<K> Ticket<K> {
    /// The request without its type, to be listed with others in
    /// [`add_after`](Batch::add_after).
    pub fn member(&self) -> Member {
        Member {
            batch: self.batch,
            node: Node::Request(self.position),
        }
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
        self.member().fmt(f)
    }
}

impl<K> From<Ticket<K>> for Member {
    fn from(ticket: Ticket<K>) -> Self {
        ticket.member()
    }
}

impl<K> From<&Ticket<K>> for Member {
    fn from(ticket: &Ticket<K>) -> Self {
        ticket.member()
    }
}

impl Batch {
    /// Adds a request. If its address is not valid, or its body cannot be part of a batch, the
    /// batch is not sent.
    ///
    /// A multipart batch has bodies as they are. In JSON a body of JSON is sent as JSON, one of text
    /// as a string, and any other, such as an image, as base64url (OData JSON Format 4.01, section
    /// 19.1).
    pub fn add<K: ResponseKind>(&mut self, request: Request<K>) -> Ticket<K> {
        self.add_after(request, std::iter::empty::<Member>())
    }

    /// Adds a request that is executed after others, or after all of an [`AtomicGroup`], and only
    /// if they succeed (`dependsOn`); the service responds with 424 to it otherwise. In the multipart
    /// format the service stops at the first error, and has no response to it.
    pub fn add_after<K: ResponseKind>(
        &mut self,
        request: Request<K>,
        others: impl IntoIterator<Item = impl Into<Member>>,
    ) -> Ticket<K> {
        let others = others.into_iter().map(Into::into).collect();
        self.push(&request, others, None)
    }

    fn push<K: ResponseKind>(
        &mut self,
        request: &Request<K>,
        others: Vec<Member>,
        group: Option<usize>,
    ) -> Ticket<K> {
        let part = self.part(request, others, group);
        self.parts.push(part);
        Ticket {
            batch: self.number,
            position: self.parts.len() - 1,
            kind: PhantomData,
        }
    }

    /// Begins a group of requests that are executed all or not at all.
    pub fn atomic_group(&mut self) -> AtomicGroup<'_> {
        AtomicGroup::new(self)
    }

    /// The entity that an earlier request of this batch creates or returns, for paths of later ones
    /// (`$1`; OData 4.01 Protocol, section 11.7.4), which depend on it without being told. Builders
    /// are made of it: `AuthorRequests::new(batch.result_of(author)).books().create(book)`.
    ///
    /// It means something in this batch alone. Of a ticket of another batch no valid request can be
    /// made. Services of 4.0 have to know it within one change set, that is, within one
    /// [`AtomicGroup`] of a multipart batch, and may know it elsewhere.
    pub fn result_of<K>(&self, ticket: Ticket<K>) -> Target {
        Target::result(&self.id(ticket), &self.client)
    }

    /// The same entity in bodies, such as the value of `author@odata.bind`, and its ETag in
    /// `If-Match`: `$1`. The request that has it is to be [added after](Self::add_after) the one
    /// that it refers to. Not every service reads it there (`Capabilities.BatchSupport`,
    /// `ReferencesInRequestBodiesSupported` and `EtagReferencesSupported`).
    pub fn reference_to<K>(&self, ticket: Ticket<K>) -> String {
        format!("${}", self.id(ticket))
    }

    /// The id of a request of this batch; `0`, which no request has, for one of another batch.
    fn id<K>(&self, ticket: Ticket<K>) -> String {
        match ticket.batch == self.number {
            true => id(ticket.position),
            false => "0".to_owned(),
        }
    }

    /// Sends this batch as JSON, whatever the client is set to.
    pub fn json(mut self) -> Self {
        self.format = BatchFormat::Json;
        self
    }

    /// Sends this batch as `multipart/mixed`, whatever the client is set to.
    pub fn multipart(mut self) -> Self {
        self.format = BatchFormat::Multipart;
        self
    }

    /// Asks the service to go on after an error (`Prefer: continue-on-error`). Without it a service
    /// executes a multipart batch up to the first error; a JSON batch is executed as far as the
    /// dependencies allow, if the service follows the standard. Microsoft Graph always goes on.
    pub fn continue_on_error(mut self) -> Self {
        self.continues = true;
        self
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
    /// client, together with those that were not executed because they depend on them, or because
    /// the service stopped there. An atomic group is retried as a whole, if that is safe for each
    /// of its requests.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Batch`](super::ErrorKind::Batch) if more requests than the service accepts
    /// depend on each other, or the format has no form for what is asked for; and the error of a
    /// request without a valid address, headers or body. Nothing is sent then. The error of the
    /// first batch, if it fails; the error of a later batch is that of each request in it.
    pub async fn send(self) -> Result<BatchResponse, Error> {
        let parts = self.parts.into_iter().collect::<Result<Vec<_>, _>>()?;
        let mut parts = Parts::new(parts, self.groups)?;
        match self.format {
            BatchFormat::Json => parts.write_json_bodies()?,
            BatchFormat::Multipart => multipart::check(&parts, self.continues)?,
        }
        let chunks = plan(&parts, self.client.inner.batch.limit)?;
        let form = Form {
            format: self.format,
            as_graph: self.client.inner.batch.as_graph && self.format == BatchFormat::Json,
            continues: self.continues,
        };
        let settings = PreparedRequest {
            retry: self.retry,
            timeout: self.timeout,
            headers: form.headers(&self.client),
            ..PreparedRequest::new(Method::Post, self.client.url("/$batch")?, "/$batch")
        };
        let run = Run::new(&self.client, settings, form, &parts);
        let outcomes = run.send(chunks).await?;
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
