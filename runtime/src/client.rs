//! Sending requests: a client on `azure_core`'s pipeline.
//!
//! In goes a credential; out comes a [`GraphClient`] that sends what builders
//! make. What may be repeated is repeated, what may have acted is not; the token
//! goes to the service's own host and nowhere else.

mod auth;
mod builder;
mod call;
mod cloud;
mod error;
mod headers;
mod response;
mod retry;
mod service_error;

use std::fmt;
use std::sync::Arc;

use azure_core::credentials::TokenCredential;
use azure_core::http::{Pipeline, Url};

pub use self::builder::ClientBuilder;
pub use self::cloud::Cloud;
pub use self::error::{Error, ErrorKind};
pub use self::headers::Headers;
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

    /// The address of a path and query below the root of the API version.
    pub(crate) fn url(&self, path: &str) -> Result<Url, Error> {
        let base = self.inner.endpoint.as_str().trim_end_matches('/');
        let url = Url::parse(&format!("{base}{path}"));
        url.map_err(|error| Error::new(ErrorKind::Address).with_source(error))
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
