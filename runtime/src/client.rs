//! The client that sends requests, on `azure_core`'s pipeline.
//!
//! A request is not retried if the service may already have executed it, unless it is
//! idempotent. The token goes to the service's own host and nowhere else.

mod attempts;
mod auth;
mod batch;
mod builder;
#[cfg(test)]
mod canned;
mod cloud;
mod cursor;
mod delta;
mod download;
mod error;
mod follow;
mod headers;
mod pages;
mod response;
mod retry;
mod send;
mod service_error;

use std::fmt;
use std::sync::Arc;

use azure_core::http::{Pipeline, Url};

pub use azure_core::Bytes;
pub use azure_core::credentials::TokenCredential;

pub use self::batch::{Batch, BatchResponse, Member, Ticket};
pub use self::builder::ClientBuilder;
pub use self::cloud::Cloud;
pub use self::cursor::Cursor;
pub use self::delta::{Change, Changes};
pub use self::download::ByteStream;
pub use self::error::{Error, ErrorKind};
pub use self::headers::Headers;
pub use self::pages::{Items, Pages};
pub use self::response::{RawResponse, Response};
pub use self::retry::RetryOptions;
pub use self::service_error::{ErrorDetail, ServiceError};

pub(crate) use self::attempts::{PreparedRequest, Repetition};

use crate::request::Target;

/// A client of one version of the service.
///
/// It is cheap to clone; clones share connections and the token.
#[derive(Clone)]
pub struct GraphClient {
    inner: Arc<Inner>,
}

struct Inner {
    pipeline: Pipeline,
    /// The root of the API version, without a slash at the end.
    endpoint: Url,
    retry: RetryOptions,
    timeout: Option<std::time::Duration>,
    unknown_enum_members: bool,
}

impl GraphClient {
    /// A client of version `beta` in the global cloud, with any credential of
    /// `azure_identity` or one of your own.
    ///
    /// # Errors
    ///
    /// See [`ClientBuilder::build`]; these settings cause none.
    pub fn new(credential: Arc<dyn TokenCredential>) -> Result<Self, Error> {
        Self::builder(credential).build()
    }

    /// The settings of a client, to be changed before it is built.
    pub fn builder(credential: Arc<dyn TokenCredential>) -> ClientBuilder {
        ClientBuilder::new(credential)
    }

    /// The root of the API version, such as `https://graph.microsoft.com/beta`.
    pub fn endpoint(&self) -> &Url {
        &self.inner.endpoint
    }

    /// A resource at the root of the service, such as `communications`. Requests to it are
    /// sent through this client.
    pub fn root(&self, name: &str) -> Target {
        Target::root(name).through(self)
    }

    /// The URL of a path and query below the root of the API version. A whole URL is returned
    /// unchanged if it leads to this service.
    pub(crate) fn url(&self, path: &str) -> Result<Url, Error> {
        if path.starts_with("https://") || path.starts_with("http://") {
            return self.own_url(path);
        }
        let base = self.inner.endpoint.as_str().trim_end_matches('/');
        self.own_url(&format!("{base}{path}"))
    }

    pub(crate) fn retry_options(&self) -> &RetryOptions {
        &self.inner.retry
    }

    /// Whether the service may send enumeration members that are newer than the API version,
    /// unless a request overrides it.
    pub(crate) fn unknown_enum_members(&self) -> bool {
        self.inner.unknown_enum_members
    }

    /// Parses an absolute URL that the service returned, if it leads to this service.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::ForeignHost`] if it leads to another host, where the token must not go.
    pub(crate) fn own_url(&self, link: &str) -> Result<Url, Error> {
        let url =
            Url::parse(link).map_err(|error| Error::new(ErrorKind::Address).with_source(error))?;
        match url.origin() == self.inner.endpoint.origin() {
            true => Ok(url),
            false => Err(Error::new(ErrorKind::ForeignHost)),
        }
    }
}

impl fmt::Debug for GraphClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GraphClient")
            .field("endpoint", &self.inner.endpoint.as_str())
            .finish_non_exhaustive()
    }
}
