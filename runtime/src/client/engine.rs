//! The client that generated clients wrap.

use std::fmt;
use std::sync::Arc;

use azure_core::credentials::TokenCredential;
use azure_core::http::{Pipeline, Url};

use super::{ClientBuilder, Error, ErrorKind, RetryOptions};
use crate::request::Target;

/// A client of one version of the service, which knows no paths of it.
///
/// A generated crate has a type around it with a method for each root of its service.
#[derive(Clone)]
pub struct Client {
    pub(super) inner: Arc<Inner>,
}

pub(super) struct Inner {
    pub(super) pipeline: Pipeline,
    /// The root of the API version, without a slash at the end.
    pub(super) endpoint: Url,
    pub(super) retry: RetryOptions,
    pub(super) timeout: Option<std::time::Duration>,
    pub(super) unknown_enum_members: bool,
}

impl Client {
    /// The settings of a client, to be changed before it is built.
    pub fn builder(credential: Arc<dyn TokenCredential>) -> ClientBuilder<Self> {
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

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("endpoint", &self.inner.endpoint.as_str())
            .finish_non_exhaustive()
    }
}
