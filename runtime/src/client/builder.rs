//! In goes what a client is to do otherwise; out comes the client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use azure_core::credentials::TokenCredential;
use azure_core::http::policies::{ClientRequestIdPolicy, Policy};
use azure_core::http::{self, ClientOptions, Pipeline, Transport, Url, UserAgentOptions};

use super::auth::{Authorize, origin};
use super::{Cloud, Error, ErrorKind, GraphClient, Inner, RetryOptions};

/// Settings of a [`GraphClient`].
#[must_use = "nothing is made before `build`"]
pub struct ClientBuilder {
    credential: Arc<dyn TokenCredential>,
    cloud: Cloud,
    version: String,
    endpoint: Option<String>,
    scope: Option<String>,
    application_id: Option<String>,
    retry: RetryOptions,
    timeout: Option<Duration>,
    unknown_enum_members: bool,
    transport: Option<Transport>,
    per_call: Vec<Arc<dyn Policy>>,
    per_try: Vec<Arc<dyn Policy>>,
}

impl ClientBuilder {
    pub(super) fn new(credential: Arc<dyn TokenCredential>) -> Self {
        Self {
            credential,
            cloud: Cloud::Global,
            version: "beta".to_owned(),
            endpoint: None,
            scope: None,
            application_id: None,
            retry: RetryOptions::default(),
            timeout: None,
            unknown_enum_members: true,
            transport: None,
            per_call: Vec::new(),
            per_try: Vec::new(),
        }
    }

    /// The cloud: root, authority host and scope together.
    pub fn cloud(mut self, cloud: Cloud) -> Self {
        self.cloud = cloud;
        self
    }

    /// The version of the API, the first segment of all paths; `beta` by default.
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.version = version.into();
        self
    }

    /// The root of the API version, instead of the cloud's: a proxy, or a fake
    /// service in a test. The token goes there, over plain `http` only on loopback.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    /// The scope that tokens are asked for, instead of the cloud's.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    /// The name of the program in `User-Agent`; at most 24 characters count.
    pub fn application_id(mut self, id: impl Into<String>) -> Self {
        self.application_id = Some(id.into().chars().take(24).collect());
        self
    }

    /// When and how often requests are repeated.
    pub fn retry(mut self, retry: RetryOptions) -> Self {
        self.retry = retry;
        self
    }

    /// The longest that one try may take, answer and body together; no limit by
    /// default but the transport's own.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Whether the service may send enumeration members that are newer than the
    /// API version (`Prefer: include-unknown-enum-members`); on by default, as no
    /// text is lost here.
    pub fn unknown_enum_members(mut self, wanted: bool) -> Self {
        self.unknown_enum_members = wanted;
        self
    }

    /// What carries requests, instead of `reqwest` with its defaults: a client with
    /// a proxy or certificates of its own, or one that records.
    ///
    /// It must not follow redirects: the token would follow them, too.
    pub fn transport(mut self, transport: Transport) -> Self {
        self.transport = Some(transport);
        self
    }

    /// A policy that sees each request once, before it is authorized.
    pub fn per_call_policy(mut self, policy: Arc<dyn Policy>) -> Self {
        self.per_call.push(policy);
        self
    }

    /// A policy that sees each try of a request, with its token.
    pub fn per_try_policy(mut self, policy: Arc<dyn Policy>) -> Self {
        self.per_try.push(policy);
        self
    }

    /// Makes the client.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Address`] if the endpoint is no address, has a query, or would
    /// carry the token over plain `http` to another machine.
    pub fn build(self) -> Result<GraphClient, Error> {
        let root = match &self.endpoint {
            Some(endpoint) => endpoint.trim_end_matches('/').to_owned(),
            None => format!("{}/{}", self.cloud.root(), self.version.trim_matches('/')),
        };
        let endpoint =
            Url::parse(&root).map_err(|error| Error::new(ErrorKind::Address).with_source(error))?;
        let sound = endpoint.query().is_none() && endpoint.fragment().is_none();
        if !sound || !is_private(&endpoint) {
            return Err(Error::new(ErrorKind::Address)
                .with_message(format!("{root} is no root that a token may be sent to")));
        }
        let scope = self.scope.unwrap_or_else(|| self.cloud.scope());
        let authorize = Authorize::new(self.credential, scope, origin(&endpoint));
        let options = ClientOptions {
            per_call_policies: self.per_call,
            per_try_policies: self.per_try,
            // Ours knows what may have acted.
            retry: http::RetryOptions::none(),
            transport: self.transport,
            user_agent: UserAgentOptions {
                application_id: self.application_id,
            },
            ..ClientOptions::default()
        };
        let pipeline = Pipeline::new(
            Some(env!("CARGO_PKG_NAME")),
            Some(env!("CARGO_PKG_VERSION")),
            options,
            vec![Arc::new(ClientRequestIdPolicy::with_header_name(
                "client-request-id",
            ))],
            vec![Arc::new(authorize)],
            None,
        );
        Ok(GraphClient {
            inner: Arc::new(Inner {
                pipeline,
                endpoint,
                retry: self.retry,
                timeout: self.timeout,
                unknown_enum_members: self.unknown_enum_members,
            }),
        })
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("cloud", &self.cloud)
            .field("version", &self.version)
            .field("endpoint", &self.endpoint)
            .finish_non_exhaustive()
    }
}

/// Whether nobody on the way can read along.
fn is_private(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let loopback = host == "localhost" || host == "[::1]" || host.starts_with("127.");
    url.scheme() == "https" || (url.scheme() == "http" && loopback)
}
