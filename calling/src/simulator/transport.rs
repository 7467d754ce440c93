//! A transport that hands the requests of a client to the simulator in the same process.

use std::sync::Arc;

use msgraph_beta_communications::client::pipeline::{Request, Response, Transport, http};
use msgraph_beta_communications::client::{BoxFuture, Error, ErrorKind};

use super::graph;
use super::shared::Shared;

/// Answers requests without any connection: time can stand still meanwhile.
pub(super) struct InProcess(pub Arc<Shared>);

impl Transport for InProcess {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>> {
        Box::pin(async {
            let (mut head, body) = request.into_parts();
            // As a server gets it: a path and a query.
            let target = head
                .uri
                .path_and_query()
                .map_or("/", |target| target.as_str());
            let target = http::Uri::try_from(target);
            head.uri = target.map_err(|error| Error::new(ErrorKind::Request).with_source(error))?;
            let body = body.as_bytes().cloned().unwrap_or_default();
            let request = http::Request::from_parts(head, body);
            let answer = graph::handle(self.0.clone(), request).await;
            Ok(answer.map(Into::into))
        })
    }
}
