//! Sending requests: a client on `azure_core`'s pipeline.
//!
//! In goes a credential; out comes a [`GraphClient`] that sends what builders
//! make. What may be repeated is repeated, what may have acted is not; the token
//! goes to the service's own host and nowhere else.

mod auth;
mod batch;
mod builder;
mod call;
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

pub(crate) use self::call::Call;

use crate::target::Target;

/// A client of one version of the service.
///
/// Cheap to clone; clones share connections and the token.
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
    /// A client of the global cloud's `beta` version, with any credential of
    /// `azure_identity`, or one of your own.
    ///
    /// # Errors
    ///
    /// See [`ClientBuilder::build`]; with these settings there is none.
    pub fn new(credential: Arc<dyn TokenCredential>) -> Result<Self, Error> {
        Self::builder(credential).build()
    }

    /// A client with settings of your own.
    pub fn builder(credential: Arc<dyn TokenCredential>) -> ClientBuilder {
        ClientBuilder::new(credential)
    }

    /// The root of the API version, such as `https://graph.microsoft.com/beta`.
    pub fn endpoint(&self) -> &Url {
        &self.inner.endpoint
    }

    /// A resource at the start of a path, such as `communications`, that requests
    /// sent through this client go to.
    pub fn root(&self, name: &str) -> Target {
        Target::root(name).through(self)
    }

    /// The address of a path and query below the root of the API version; of a whole
    /// URL, itself, if it is one of this service.
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

    /// Whether the service may send members of enumerations that are newer than the API
    /// version, unless a request says otherwise.
    pub(crate) fn unknown_enum_members(&self) -> bool {
        self.inner.unknown_enum_members
    }

    /// An absolute address that the service gave, if it is one of this service.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::ForeignHost`] if it leads elsewhere: nothing may be sent there
    /// with the token.
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
