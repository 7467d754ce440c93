//! The traits of what a request passes: policies, and the transport at their end.

use std::sync::Arc;

use super::{Request, Response};
use crate::client::{BoxFuture, Error};

/// Sees requests and their responses on the way; the [module](super) has an example.
pub trait Policy: Send + Sync {
    /// Sends the request on by [`Next::send`], changed or not, and returns the response; or
    /// returns one without sending anything.
    ///
    /// # Errors
    ///
    /// Those of `next`, and the policy's own: by its [kind](Error::kind) the client decides
    /// whether there is another attempt, as for a [`Transport`].
    fn send<'a>(
        &'a self,
        request: Request,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<Response, Error>>;
}

/// Sends requests; the [module](super) has an example.
///
/// It has its own proxy and time limits of connecting and reading. It must not follow redirects,
/// because the token would be sent to them, nor send a request twice.
pub trait Transport: Send + Sync {
    /// Sends a request and returns its response, whatever its status.
    ///
    /// # Errors
    ///
    /// The kind of the error decides about retries:
    /// [`Connection`](crate::client::ErrorKind::Connection) says that nothing was sent, so that
    /// any request is retried; [`Transport`](crate::client::ErrorKind::Transport) and
    /// [`Timeout`](crate::client::ErrorKind::Timeout) that the service may have executed the
    /// request, so that only idempotent ones are. After an error of any other kind nothing is
    /// retried.
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>>;
}

/// The rest of the way from a policy: the policies after it, and the transport.
///
/// It can be copied, for a policy that sends twice.
#[derive(Clone, Copy)]
pub struct Next<'a> {
    policies: &'a [Arc<dyn Policy>],
    transport: &'a dyn Transport,
}

impl<'a> Next<'a> {
    pub(crate) fn new(policies: &'a [Arc<dyn Policy>], transport: &'a dyn Transport) -> Self {
        Self {
            policies,
            transport,
        }
    }

    /// Sends the request on.
    ///
    /// # Errors
    ///
    /// If there is no response.
    pub fn send(self, request: Request) -> BoxFuture<'a, Result<Response, Error>> {
        match self.policies.split_first() {
            None => self.transport.send(request),
            Some((policy, policies)) => policy.send(request, Self { policies, ..self }),
        }
    }
}

impl std::fmt::Debug for Next<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Next")
            .field("policies", &self.policies.len())
            .finish_non_exhaustive()
    }
}

/// A policy that several clients share.
impl<P: Policy + ?Sized> Policy for Arc<P> {
    fn send<'a>(
        &'a self,
        request: Request,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<Response, Error>> {
        (**self).send(request, next)
    }
}

/// A transport that several clients share.
impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>> {
        (**self).send(request)
    }
}
