//! The builder of a client.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;

use super::credential::Credential;
use super::engine::{InClouds, Inner, PipelineParts, ServiceClient, headers, user_agent};
use super::pipeline::{Policy, Transport};
use super::service::{BatchDialect, BatchFormat, UNKNOWN_ENUM_MEMBERS};
use super::{Cloud, Error, ErrorKind, RetryOptions, transport};

/// Settings of a client of the type `C`, such as `GraphClient`.
///
/// It comes from `GraphClient::builder(credential)`.
///
/// A token is kept until five minutes before it expires. From then on it goes on being used while
/// one request now and then renews it, also if that fails. Requests that find no valid token wait
/// for one of them to ask the credential. After a 401 the token is dropped and the credential asked
/// again, once a request; a credential that keeps tokens itself, as those of `azure_identity` do,
/// may return the same token, and the request then fails with the second 401. What the service
/// wants instead is in [`Error::claims`].
#[must_use = "no client exists before `build`"]
pub struct ClientBuilder<C> {
    credential: Credential,
    cloud: Option<Cloud>,
    version: String,
    endpoint: Option<String>,
    scope: Option<String>,
    application_id: Option<String>,
    retry: RetryOptions,
    connect_timeout: Duration,
    read_timeout: Duration,
    proxy: Option<String>,
    timeout: Option<Duration>,
    preferences: Vec<String>,
    compress_from: Option<usize>,
    batch: BatchDialect,
    ieee754_compatible: bool,
    allows_plain_http: bool,
    transport: Option<Arc<dyn Transport>>,
    per_request: Vec<Arc<dyn Policy>>,
    per_attempt: Vec<Arc<dyn Policy>>,
    #[cfg(feature = "csrf")]
    pub(super) csrf: bool,
    client: PhantomData<fn() -> C>,
}

impl<C: ServiceClient> ClientBuilder<C> {
    /// The default settings; clients have a function `builder` that calls this one.
    #[doc(hidden)]
    pub fn new(credential: impl Into<Credential>) -> Self {
        Self {
            credential: credential.into(),
            cloud: None,
            version: C::SERVICE.version.to_owned(),
            endpoint: None,
            scope: None,
            application_id: None,
            retry: RetryOptions::default(),
            connect_timeout: Duration::from_secs(20),
            read_timeout: Duration::from_secs(60),
            proxy: None,
            timeout: None,
            preferences: C::SERVICE
                .preferences
                .iter()
                .map(|&preference| preference.to_owned())
                .collect(),
            compress_from: None,
            batch: C::SERVICE.batch,
            ieee754_compatible: C::IEEE754_COMPATIBLE,
            allows_plain_http: false,
            transport: None,
            per_request: Vec::new(),
            per_attempt: Vec::new(),
            #[cfg(feature = "csrf")]
            csrf: false,
            client: PhantomData,
        }
    }

    /// The cloud of Microsoft Graph, which sets root and scope together.
    pub fn cloud(mut self, cloud: Cloud) -> Self
    where
        C: InClouds,
    {
        self.cloud = Some(cloud);
        self
    }

    /// The version of the API, the first segment of all paths, instead of the one that the crate
    /// was generated for. An [`endpoint`](Self::endpoint) includes it already.
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.version = version.into();
        self
    }

    /// The root of the API version, instead of the default one: a proxy, or a fake service in a
    /// test. The token is sent there; `http` is allowed only on loopback, unless
    /// [`allow_plain_http`](Self::allow_plain_http) says otherwise.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    /// Allows `http` to other machines than this one: for the endpoint, upload sessions, and
    /// redirects of downloads.
    ///
    /// Everyone on the way can then read and change what is sent, and take the credential: only for
    /// a network that keeps others out, such as that of a test, or of a sidecar that encrypts.
    ///
    /// ```
    /// # use msgraph_runtime::client::credential::Anonymous;
    /// # use msgraph_runtime::client::{Error, ErrorKind};
    /// # use msgraph_runtime::codegen::Client as GraphClient;
    /// # fn client() -> Result<(), Error> {
    /// let builder = || GraphClient::builder(Anonymous).endpoint("http://odata.local/v4");
    /// assert_eq!(builder().build().unwrap_err().kind(), ErrorKind::Address);
    /// let client = builder().allow_plain_http().build()?;
    /// # Ok(())
    /// # }
    /// # client().unwrap();
    /// ```
    pub fn allow_plain_http(mut self) -> Self {
        self.allows_plain_http = true;
        self
    }

    /// The scope of tokens, instead of the default one.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    /// The name of the program in `User-Agent`: the first 24 characters, with `-` for each
    /// that is not allowed there.
    pub fn application_id(mut self, id: impl Into<String>) -> Self {
        let id = id.into();
        let known = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
        let id = id.chars().map(|c| if known(c) { c } else { '-' });
        self.application_id = Some(id.take(24).collect());
        self
    }

    /// When and how often requests are retried.
    pub fn retry(mut self, retry: RetryOptions) -> Self {
        self.retry = retry;
        self
    }

    /// The time limit of one attempt, including the body of the response. By default only the
    /// limits of the transport apply.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// The time limit of connecting; 20 seconds by default.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// The longest time without data while a response is awaited or read; 60 seconds by
    /// default.
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.read_timeout = timeout;
        self
    }

    /// A proxy for all requests, such as `http://proxy.example:8080`, instead of the one in the
    /// environment (`HTTPS_PROXY`, `NO_PROXY`).
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = Some(url.into());
        self
    }

    /// Whether Microsoft Graph may send enumeration members that are newer than the API version
    /// (`Prefer: include-unknown-enum-members`). On by default there, because generated
    /// enumerations keep unknown texts.
    pub fn unknown_enum_members(mut self, wanted: bool) -> Self {
        self.preferences
            .retain(|known| known != UNKNOWN_ENUM_MEMBERS);
        if wanted {
            self.preferences.insert(0, UNKNOWN_ENUM_MEMBERS.to_owned());
        }
        self
    }

    /// A further preference of all requests (`Prefer`), such as `odata.maxpagesize=50`.
    pub fn prefer(mut self, preference: impl Into<String>) -> Self {
        self.preferences.push(preference.into());
        self
    }

    /// Compresses request bodies of this number of bytes and more (`Content-Encoding: gzip`). By
    /// default none is, because not every service behind Microsoft Graph accepts it.
    pub fn compress_bodies_from(mut self, bytes: usize) -> Self {
        self.compress_from = Some(bytes);
        self
    }

    /// Whether values of `Edm.Int64` and `Edm.Decimal` are strings in JSON, as services want them that
    /// read JSON numbers as doubles, such as SAP's. By default what the crate was generated for.
    ///
    /// `Accept`, and `Content-Type` of the bodies that requests make of typed values, then say
    /// `application/json;IEEE754Compatible=true`. A request makes its body when it is created, by the
    /// client that its builder was made by. JSON text of your own stays as it is: undeclared members,
    /// `RawJson`, `Delta`, and what `with_body` is given, which also keeps its media type. Numbers in
    /// URLs have no quotes.
    ///
    /// ```
    /// # use msgraph_runtime::client::Error;
    /// # use msgraph_runtime::client::credential::Anonymous;
    /// # use msgraph_runtime::codegen::Client as ShopClient;
    /// # use msgraph_runtime::request::Create;
    /// # fn create() -> Result<(), Error> {
    /// let client = ShopClient::builder(Anonymous).ieee754_compatible(true).build()?;
    /// // With generated code: `client.books().create(Book::default().with_sold(i64::MAX))`.
    /// let create = Create::<i64>::of(&client.root("Books"), &i64::MAX);
    /// assert_eq!(create.body(), Some(&b"\"9223372036854775807\""[..]));
    /// # Ok(())
    /// # }
    /// # create().unwrap();
    /// ```
    pub fn ieee754_compatible(mut self, wanted: bool) -> Self {
        self.ieee754_compatible = wanted;
        self
    }

    /// The format of batches, instead of the one that the crate was generated for.
    pub fn batch_format(mut self, format: BatchFormat) -> Self {
        self.batch.format = format;
        self
    }

    /// The greatest number of requests in a batch, at least 1, instead of what the crate was
    /// generated for. A longer [`Batch`](super::Batch) is sent as several.
    pub fn batch_limit(mut self, requests: usize) -> Self {
        self.batch.limit = Some(requests.max(1));
        self
    }

    /// The `reqwest` client that sends the requests, instead of the one that is made by default:
    /// one with its own certificates, proxy and time limits.
    ///
    /// It must not follow redirects, because the token would be sent to them.
    ///
    /// ```
    /// # use msgraph_runtime::client::credential::Anonymous;
    /// # use msgraph_runtime::codegen::Client as GraphClient;
    /// # fn client() -> Result<GraphClient, Box<dyn std::error::Error>> {
    /// let http = reqwest::Client::builder()
    ///     .redirect(reqwest::redirect::Policy::none())
    ///     .https_only(true)
    ///     .build()?;
    /// let client = GraphClient::builder(Anonymous).http_client(http).build()?;
    /// # Ok(client)
    /// # }
    /// ```
    pub fn http_client(self, http: reqwest::Client) -> Self {
        self.transport(http)
    }

    /// Any other transport, such as one that records; [`pipeline`](super::pipeline) has an
    /// example. It has its own proxy and time limits of connecting and reading, and must not
    /// follow redirects.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Adds a policy that sees each request once, before its first attempt;
    /// [`pipeline`](super::pipeline) has an example.
    pub fn per_request_policy(mut self, policy: impl Policy + 'static) -> Self {
        self.per_request.push(Arc::new(policy));
        self
    }

    /// Adds a policy that sees each attempt of a request, with its token.
    pub fn per_attempt_policy(mut self, policy: impl Policy + 'static) -> Self {
        self.per_attempt.push(Arc::new(policy));
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Address`] if the endpoint is not a URL, has a query or a password, or would
    /// send the token over `http` to another machine without
    /// [`allow_plain_http`](Self::allow_plain_http); or if the proxy is not valid.
    pub fn build(self) -> Result<C, Error> {
        let root = self.root().ok_or_else(|| {
            Error::new(ErrorKind::Address).with_message("the client has no endpoint")
        })?;
        let endpoint =
            Url::parse(&root).map_err(|error| Error::new(ErrorKind::Address).with_source(error))?;
        let plain = endpoint.query().is_none() && endpoint.fragment().is_none();
        let anonymous = endpoint.username().is_empty() && endpoint.password().is_none();
        let allowed = transport::is_private(&endpoint)
            || (self.allows_plain_http && endpoint.scheme() == "http");
        if !plain || !anonymous || !allowed {
            return Err(Error::new(ErrorKind::Address)
                .with_message("the endpoint is no root that a token may be sent to"));
        }
        let scope = self.token_scope(&endpoint);
        let transport = match self.transport {
            Some(transport) => transport,
            None => {
                let proxy = self.proxy.as_deref();
                let http = transport::default(proxy, self.connect_timeout, self.read_timeout)?;
                Arc::new(http)
            }
        };
        let invalid = |error: http::Error| Error::new(ErrorKind::Request).with_source(error);
        let parts = PipelineParts {
            user_agent: user_agent(C::PACKAGE, self.application_id.as_deref()).map_err(invalid)?,
            headers: headers(C::PACKAGE, &C::SERVICE).map_err(invalid)?,
            scope,
            transport,
            per_request: self.per_request,
            per_attempt: self.per_attempt,
            #[cfg(feature = "csrf")]
            csrf: self.csrf,
        };
        let inner = Inner {
            renews_tokens: self.credential.is_renewable(),
            authorize: parts.authorize(self.credential, &endpoint),
            #[cfg(feature = "csrf")]
            csrf: parts.csrf_tokens(&endpoint),
            parts,
            endpoint,
            allows_plain_http: self.allows_plain_http,
            retry: self.retry,
            timeout: self.timeout,
            compress_from: self.compress_from,
            preferences: self.preferences,
            batch: self.batch,
            ieee754_compatible: self.ieee754_compatible,
            takes_any_count: C::TAKES_ANY_COUNT,
            speaks_4_01: C::SERVICE.odata_version == Some("4.01"),
        };
        Ok(inner.into_client().into())
    }

    /// The root of the API version, without a slash at the end.
    fn root(&self) -> Option<String> {
        if let Some(endpoint) = &self.endpoint {
            return Some(endpoint.trim_end_matches('/').to_owned());
        }
        let root = self.cloud.map(Cloud::root).or(C::SERVICE.root)?;
        let root = root.trim_end_matches('/');
        Some(match self.version.trim_matches('/') {
            "" => root.to_owned(),
            version => format!("{root}/{version}"),
        })
    }

    /// The scope of tokens: by default everything that the application was granted at the host of
    /// the endpoint.
    fn token_scope(&self, endpoint: &Url) -> String {
        let of_cloud = || self.cloud.map(Cloud::scope);
        let of_service = || C::SERVICE.scope.map(str::to_owned);
        let given = self.scope.clone().or_else(of_cloud).or_else(of_service);
        given.unwrap_or_else(|| format!("{}/.default", endpoint.origin().ascii_serialization()))
    }
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("cloud", &self.cloud)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
