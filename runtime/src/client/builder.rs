//! The builder of a client.

use std::fmt;
use std::marker::PhantomData;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use azure_core::credentials::TokenCredential;
use azure_core::http::policies::Policy;
use azure_core::http::{
    self, ClientOptions, LoggingOptions, Pipeline, Transport, Url, UserAgentOptions,
};

use super::auth::{Authorize, origin};
use super::engine::{Client, Inner};
use super::{Cloud, Error, ErrorKind, RetryOptions};

/// Settings of a client of the type `C`, such as `GraphClient`.
///
/// It comes from `GraphClient::builder(credential)`.
#[must_use = "no client exists before `build`"]
pub struct ClientBuilder<C> {
    credential: Arc<dyn TokenCredential>,
    cloud: Cloud,
    version: String,
    endpoint: Option<String>,
    scope: Option<String>,
    application_id: Option<String>,
    retry: RetryOptions,
    connect_timeout: Duration,
    read_timeout: Duration,
    proxy: Option<String>,
    timeout: Option<Duration>,
    unknown_enum_members: bool,
    transport: Option<Transport>,
    per_call: Vec<Arc<dyn Policy>>,
    per_try: Vec<Arc<dyn Policy>>,
    client: PhantomData<fn() -> C>,
}

impl<C: From<Client>> ClientBuilder<C> {
    /// The default settings; clients have a function `builder` that calls this one.
    #[doc(hidden)]
    pub fn new(credential: Arc<dyn TokenCredential>) -> Self {
        Self {
            credential,
            cloud: Cloud::Global,
            version: "beta".to_owned(),
            endpoint: None,
            scope: None,
            application_id: None,
            retry: RetryOptions::default(),
            connect_timeout: Duration::from_secs(20),
            read_timeout: Duration::from_secs(60),
            proxy: None,
            timeout: None,
            unknown_enum_members: true,
            transport: None,
            per_call: Vec::new(),
            per_try: Vec::new(),
            client: PhantomData,
        }
    }

    /// The cloud, which sets root and scope together.
    pub fn cloud(mut self, cloud: Cloud) -> Self {
        self.cloud = cloud;
        self
    }

    /// The version of the API, the first segment of all paths; `beta` by default.
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.version = version.into();
        self
    }

    /// The root of the API version, instead of the cloud's: a proxy, or a fake service in a
    /// test. The token is sent there; `http` is allowed only on loopback.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    /// The scope of tokens, instead of the cloud's.
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

    /// Whether the service may send enumeration members that are newer than the
    /// API version (`Prefer: include-unknown-enum-members`). On by default, because generated
    /// enumerations keep unknown texts.
    pub fn unknown_enum_members(mut self, wanted: bool) -> Self {
        self.unknown_enum_members = wanted;
        self
    }

    /// The transport, instead of the `reqwest::Client` that is made by default: one with its own
    /// certificates, or one that records. It has its own proxy and time limits of connecting
    /// and reading.
    ///
    /// It must not follow redirects, because the token would be sent to them.
    ///
    /// ```
    /// # use std::sync::Arc;
    /// # use azure_core::credentials::TokenCredential;
    /// # use azure_core::http::Transport;
    /// # use msgraph_runtime::codegen::Client as GraphClient;
    /// # fn client(credential: Arc<dyn TokenCredential>) -> Result<GraphClient, Box<dyn std::error::Error>> {
    /// let http = reqwest::Client::builder()
    ///     .redirect(reqwest::redirect::Policy::none())
    ///     .https_only(true)
    ///     .build()?;
    /// let client = GraphClient::builder(credential)
    ///     .transport(Transport::new(Arc::new(http)))
    ///     .build()?;
    /// # Ok(client)
    /// # }
    /// ```
    pub fn transport(mut self, transport: Transport) -> Self {
        self.transport = Some(transport);
        self
    }

    /// A policy that sees each request once, before it is authorized.
    pub fn per_call_policy(mut self, policy: Arc<dyn Policy>) -> Self {
        self.per_call.push(policy);
        self
    }

    /// A policy that sees each attempt of a request, with its token.
    pub fn per_try_policy(mut self, policy: Arc<dyn Policy>) -> Self {
        self.per_try.push(policy);
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Address`] if the endpoint is not a URL, has a query or a password, or would
    /// send the token over `http` to another machine; or if the proxy is not valid.
    pub fn build(self) -> Result<C, Error> {
        let root = match &self.endpoint {
            Some(endpoint) => endpoint.trim_end_matches('/').to_owned(),
            None => format!("{}/{}", self.cloud.root(), self.version.trim_matches('/')),
        };
        let endpoint =
            Url::parse(&root).map_err(|error| Error::new(ErrorKind::Address).with_source(error))?;
        let plain = endpoint.query().is_none() && endpoint.fragment().is_none();
        let anonymous = endpoint.username().is_empty() && endpoint.password().is_none();
        if !plain || !anonymous || !is_private(&endpoint) {
            return Err(Error::new(ErrorKind::Address)
                .with_message("the endpoint is no root that a token may be sent to"));
        }
        let transport = match self.transport {
            Some(transport) => transport,
            None => {
                let proxy = self.proxy.as_deref();
                transport(proxy, self.connect_timeout, self.read_timeout)?
            }
        };
        let scope = self.scope.unwrap_or_else(|| self.cloud.scope());
        let authorize = Authorize::new(self.credential, scope, origin(&endpoint));
        let options = ClientOptions {
            per_call_policies: self.per_call,
            per_try_policies: self.per_try,
            // The client retries itself: it knows which requests may have been executed.
            retry: http::RetryOptions::none(),
            transport: Some(transport),
            logging: LoggingOptions {
                additional_allowed_header_names: vec!["client-request-id".into()],
                ..LoggingOptions::default()
            },
            user_agent: UserAgentOptions {
                application_id: self.application_id,
            },
            ..ClientOptions::default()
        };
        let pipeline = Pipeline::new(
            Some(env!("CARGO_PKG_NAME")),
            Some(env!("CARGO_PKG_VERSION")),
            options,
            Vec::new(),
            vec![Arc::new(authorize)],
            None,
        );
        let inner = Arc::new(Inner {
            pipeline,
            endpoint,
            retry: self.retry,
            timeout: self.timeout,
            unknown_enum_members: self.unknown_enum_members,
        });
        Ok(Client { inner }.into())
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

/// The default transport. It follows no redirects, because the token would be sent to them.
fn transport(proxy: Option<&str>, connect: Duration, read: Duration) -> Result<Transport, Error> {
    // The URL of a proxy may hold a password.
    let refused = |error: reqwest::Error| {
        Error::new(ErrorKind::Address)
            .with_message("no connection can be made through this proxy")
            .with_source(error.without_url())
    };
    let mut http = reqwest::Client::builder()
        .connect_timeout(connect)
        .read_timeout(read)
        .redirect(reqwest::redirect::Policy::none());
    if let Some(proxy) = proxy {
        http = http.proxy(reqwest::Proxy::all(proxy).map_err(refused)?);
    }
    Ok(Transport::new(Arc::new(http.build().map_err(refused)?)))
}

/// Whether the connection cannot be read on the way: `https`, or loopback.
pub(super) fn is_private(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
    let loopback = host == "localhost" || address.is_ok_and(|address| address.is_loopback());
    url.scheme() == "https" || (url.scheme() == "http" && loopback)
}
