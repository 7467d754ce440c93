//! Atomic groups: requests of a batch that are executed all or not at all.

use super::part::Node;
use super::{Batch, Member, Ticket};
use crate::request::{Request, ResponseKind, Target};

/// Requests of a [`Batch`] that the service executes all or not at all (`atomicityGroup`, or a
/// change set of the multipart format).
///
/// If one of them fails, so do all: [`take`](super::BatchResponse::take) returns the error of that
/// request for its ticket, and for the others an error that says why they were not executed. A
/// service may respond with one error to the whole group, which is then that of each request.
///
/// The standard has no GET in change sets, and so none in a group of a multipart batch; JSON allows
/// it. The documentation of Microsoft Graph has no atomic groups: do not count on them there.
///
/// ```
/// # use msgraph_runtime::Method;
/// # use msgraph_runtime::client::{Error, ErrorKind};
/// # use msgraph_runtime::codegen::Client as ShopClient;
/// # use msgraph_runtime::request::{Delete, Request};
/// # use msgraph_runtime::test_support::{Answer, FakeService};
/// # use serde_json::json;
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Error> {
/// # let service = FakeService::start().await;
/// # service.answer_with(|_| {
/// #     let error = json!({ "error": { "code": "locked", "message": "Not now." } });
/// #     Answer::json(200, &json!({ "responses": [
/// #         { "id": "1", "atomicityGroup": "g1", "status": 424 },
/// #         { "id": "2", "atomicityGroup": "g1", "status": 423, "body": error },
/// #     ] }))
/// # });
/// # let client: ShopClient = service.client();
/// # let delete = |id: &str| -> Delete {
/// #     Request::new(Method::Delete, client.root("Books").key(id))
/// # };
/// let mut batch = client.batch();
/// let mut group = batch.atomic_group();
/// // With generated code: `client.books().by_id("1").delete()`.
/// let first = group.add(delete("1"));
/// let second = group.add(delete("2"));
/// let mut answers = batch.send().await?;
/// assert_eq!(answers.take(second).unwrap_err().service().unwrap().code, "locked");
/// let error = answers.take(first).unwrap_err().to_string();
/// assert!(error.contains("424: not executed, because DELETE /Books/{id}"), "{error}");
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct AtomicGroup<'a> {
    batch: &'a mut Batch,
    number: usize,
}

impl<'a> AtomicGroup<'a> {
    pub(super) fn new(batch: &'a mut Batch) -> Self {
        let number = batch.groups.len();
        let next = batch.parts.len();
        batch.groups.push(next..next);
        Self { batch, number }
    }

    /// Adds a request, as [`Batch::add`] does.
    pub fn add<K: ResponseKind>(&mut self, request: Request<K>) -> Ticket<K> {
        self.add_after(request, std::iter::empty::<Member>())
    }

    /// Adds a request that is executed after others, as [`Batch::add_after`] does: after others of
    /// the group, or after requests and groups before it. One that comes after a request of another
    /// group comes after that whole group.
    pub fn add_after<K: ResponseKind>(
        &mut self,
        request: Request<K>,
        others: impl IntoIterator<Item = impl Into<Member>>,
    ) -> Ticket<K> {
        let others = others.into_iter().map(Into::into).collect();
        let ticket = self.batch.push(&request, others, Some(self.number));
        if let Some(members) = self.batch.groups.get_mut(self.number) {
            members.end = self.batch.parts.len();
        }
        ticket
    }

    /// The entity that an earlier request creates or returns: [`Batch::result_of`].
    pub fn result_of<K>(&self, ticket: Ticket<K>) -> Target {
        self.batch.result_of(ticket)
    }

    /// The same entity in bodies: [`Batch::reference_to`].
    pub fn reference_to<K>(&self, ticket: Ticket<K>) -> String {
        self.batch.reference_to(ticket)
    }

    /// The group as a whole, to be listed in [`Batch::add_after`].
    pub fn member(&self) -> Member {
        Member {
            batch: self.batch.number,
            node: Node::Group(self.number),
        }
    }
}
