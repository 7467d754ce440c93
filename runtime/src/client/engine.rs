//! The client that generated clients wrap.

use std::fmt;
use std::sync::Arc;

use http::{HeaderName, HeaderValue};
use reqwest::Url;

use super::auth::{Authorize, Origin};
use super::credential::Credential;
#[cfg(feature = "csrf")]
use super::csrf::CsrfTokens;
use super::pipeline::{Policy, Transport};
use super::prepared::{JSON, TEXT};
use super::service::{BatchDialect, Service};
use super::transport::is_private;
use super::{ClientBuilder, Error, ErrorKind, RetryOptions};
use crate::request::{EXACT_JSON, Target};

/// A client that generated code wraps around [`Client`].
pub trait ServiceClient: From<Client> {
    /// The name and the version of the crate that has it.
    const PACKAGE: (&'static str, &'static str);
    /// The dialect of its service.
    const SERVICE: Service;
    /// Whether values of `Edm.Int64` and `Edm.Decimal` are strings in JSON
    /// ([`ClientBuilder::ieee754_compatible`]).
    const IEEE754_COMPATIBLE: bool = false;
    /// Whether a number of items may come in another media type than text, from a service that has
    /// no text.
    const TAKES_ANY_COUNT: bool = false;
}

/// A client of Microsoft Graph, which runs in several clouds.
pub trait InClouds {}

impl InClouds for Client {}

impl ServiceClient for Client {
    const PACKAGE: (&'static str, &'static str) = RUNTIME;
    const SERVICE: Service = Service::GRAPH;
}

/// The name and the version of this crate.
const RUNTIME: (&str, &str) = (env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));

/// A client of one version of the service, which knows no paths of it.
///
/// A generated crate has a type around it with a method for each root of its service.
#[derive(Clone)]
pub struct Client {
    pub(super) inner: Arc<Inner>,
}

pub(super) struct Inner {
    pub(super) authorize: Authorize,
    pub(super) parts: PipelineParts,
    #[cfg(feature = "csrf")]
    pub(super) csrf: Option<CsrfTokens>,
    /// Whether another token can be had after one was refused.
    pub(super) renews_tokens: bool,
    /// The root of the API version, without a slash at the end.
    pub(super) endpoint: Url,
    pub(super) allows_plain_http: bool,
    pub(super) retry: RetryOptions,
    pub(super) timeout: Option<std::time::Duration>,
    /// The number of bytes from which request bodies are compressed.
    pub(super) compress_from: Option<usize>,
    /// The preferences of all requests.
    pub(super) preferences: Vec<String>,
    pub(super) batch: BatchDialect,
    /// Whether the service speaks OData 4.01.
    pub(super) speaks_4_01: bool,
    /// Whether values of `Edm.Int64` and `Edm.Decimal` are strings in JSON.
    pub(super) ieee754_compatible: bool,
    /// Whether a number of items may come in another media type than text.
    pub(super) takes_any_count: bool,
}

impl Inner {
    pub(super) fn into_client(self) -> Client {
        Client {
            inner: Arc::new(self),
        }
    }
}

/// What requests pass on their way, but the credential.
#[derive(Clone)]
pub(super) struct PipelineParts {
    pub(super) user_agent: HeaderValue,
    /// The headers that every request to the service has.
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    pub(super) scope: String,
    pub(super) transport: Arc<dyn Transport>,
    pub(super) per_request: Vec<Arc<dyn Policy>>,
    pub(super) per_attempt: Vec<Arc<dyn Policy>>,
    /// Whether the service wants CSRF tokens.
    #[cfg(feature = "csrf")]
    pub(super) csrf: bool,
}

impl PipelineParts {
    pub(super) fn authorize(&self, credential: Credential, endpoint: &Url) -> Authorize {
        let authorization = credential.authorization(self.scope.clone());
        Authorize::new(authorization, Origin::of(endpoint), self.headers.clone())
    }

    /// The tokens and the session of one credential.
    #[cfg(feature = "csrf")]
    pub(super) fn csrf_tokens(&self, endpoint: &Url) -> Option<CsrfTokens> {
        self.csrf.then(|| CsrfTokens::new(endpoint))
    }
}

/// `User-Agent`: the program, the library of the service, and the machine.
pub(super) fn user_agent(
    (name, version): (&str, &str),
    application_id: Option<&str>,
) -> Result<HeaderValue, http::Error> {
    let application = application_id
        .map(|id| format!("{id} "))
        .unwrap_or_default();
    let (system, architecture) = (std::env::consts::OS, std::env::consts::ARCH);
    let text = format!("{application}{name}/{version} ({system}; {architecture})");
    Ok(HeaderValue::try_from(text)?)
}

/// The headers that every request to the service has.
pub(super) fn headers(
    package: (&str, &str),
    service: &Service,
) -> Result<Vec<(HeaderName, HeaderValue)>, http::Error> {
    let sdk = service.sdk_header.map(|name| (name, sdk_version(package)));
    let odata = service.odata_version.map(str::to_owned);
    let odata = odata.map(|version| ("OData-MaxVersion", version));
    let headers = sdk.into_iter().chain(odata);
    let headers = headers
        .map(|(name, value)| Ok((HeaderName::try_from(name)?, HeaderValue::try_from(value)?)));
    headers.collect()
}

/// The text of `SdkVersion`, as the SDKs of Microsoft Graph send it: the library of the
/// service, the library below it, and the machine.
fn sdk_version((name, version): (&str, &str)) -> String {
    let (core, core_version) = RUNTIME;
    let (system, architecture) = (std::env::consts::OS, std::env::consts::ARCH);
    format!("{name}/{version}, {core}/{core_version} (hostOS={system}; hostArch={architecture})")
}

impl Client {
    /// The settings of a client, to be changed before it is built.
    pub fn builder(credential: impl Into<Credential>) -> ClientBuilder<Self> {
        ClientBuilder::new(credential)
    }

    /// A client of the version `beta` in the global cloud.
    ///
    /// # Errors
    ///
    /// Those of [`ClientBuilder::build`]; these settings cause none.
    pub fn new(credential: impl Into<Credential>) -> Result<Self, Error> {
        Self::builder(credential).build()
    }

    /// A client with the same settings and connections, and another credential: that of another
    /// tenant. The two share no tokens and no session.
    pub fn for_tenant(&self, credential: impl Into<Credential>) -> Self {
        let (credential, inner) = (credential.into(), &self.inner);
        Inner {
            renews_tokens: credential.is_renewable(),
            authorize: inner.parts.authorize(credential, &inner.endpoint),
            parts: inner.parts.clone(),
            #[cfg(feature = "csrf")]
            csrf: inner.parts.csrf_tokens(&inner.endpoint),
            endpoint: inner.endpoint.clone(),
            allows_plain_http: inner.allows_plain_http,
            retry: inner.retry,
            timeout: inner.timeout,
            compress_from: inner.compress_from,
            preferences: inner.preferences.clone(),
            batch: inner.batch,
            speaks_4_01: inner.speaks_4_01,
            ieee754_compatible: inner.ieee754_compatible,
            takes_any_count: inner.takes_any_count,
        }
        .into_client()
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

    /// The preferences of all requests.
    pub(crate) fn preferences(&self) -> &[String] {
        &self.inner.preferences
    }

    /// The media type of JSON as the service is asked for it.
    pub(crate) fn json(&self) -> &'static str {
        match self.inner.ieee754_compatible {
            true => EXACT_JSON,
            false => JSON,
        }
    }

    /// The media types of a number of items as the service is asked for it. Some servers answer with
    /// text and refuse a request for text alone.
    pub(crate) fn count(&self) -> &'static str {
        match self.inner.takes_any_count {
            true => "text/plain, */*;q=0.1",
            false => TEXT,
        }
    }

    /// Whether values of `Edm.Int64` and `Edm.Decimal` are strings in JSON.
    pub(crate) fn is_ieee754_compatible(&self) -> bool {
        self.inner.ieee754_compatible
    }

    /// Whether requests may be sent to this address: by `https`, by `http` on loopback, and by
    /// `http` to other machines if the client is set to allow it.
    pub(crate) fn may_use(&self, url: &Url) -> bool {
        is_private(url) || (self.inner.allows_plain_http && url.scheme() == "http")
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
