//! The settings of a validator.

use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use msgraph_beta_communications::client::Cloud;

use super::cache::KeyCache;
use super::openid::OpenIdKeys;
use super::validator::Rules;
use super::{CallbackValidator, KeySource};
use crate::TenantId;
use crate::clock::{self, Clock};

/// The settings of a [`CallbackValidator`], made by [`CallbackValidator::new`].
#[must_use = "`build` makes the validator"]
pub struct CallbackValidatorBuilder {
    cloud: Cloud,
    metadata_url: Option<String>,
    issuers: Option<Vec<String>>,
    audiences: Vec<String>,
    tenants: Option<Vec<TenantId>>,
    match_call_tenant: bool,
    endorsements: Vec<String>,
    leeway: Duration,
    refresh: Option<Duration>,
    floor: Option<Duration>,
    source: Option<Arc<dyn KeySource>>,
    clock: Clock,
}

impl CallbackValidatorBuilder {
    pub(super) fn new(app_id: String) -> Self {
        Self {
            cloud: Cloud::Global,
            metadata_url: None,
            issuers: None,
            audiences: vec![app_id],
            tenants: None,
            match_call_tenant: true,
            endorsements: Vec::new(),
            leeway: Duration::from_secs(5 * 60),
            refresh: None,
            floor: None,
            source: None,
            clock: clock::system(),
        }
    }

    /// The cloud of the bot, which sets issuers and metadata.
    ///
    /// | cloud | issuers | metadata |
    /// |---|---|---|
    /// | global | `https://api.botframework.com`, `https://graph.microsoft.com` | `https://api.aps.skype.com/v1/.well-known/OpenIdConfiguration` |
    /// | government | `https://api.botframework.us`, `https://api.botframework.com/` (with the slash) | `https://login.botframework.azure.us/v1/.well-known/openidconfiguration` |
    ///
    /// Which keys sign callbacks in the government clouds is not documented, and bots have seen
    /// [keys that this metadata does not lead to][865]: have [`metadata_url`](Self::metadata_url)
    /// and [`issuers`](Self::issuers) in your configuration. Other clouds have no default; there
    /// both must be set.
    ///
    /// [865]: https://github.com/microsoftgraph/microsoft-graph-comms-samples/issues/865
    pub fn cloud(mut self, cloud: Cloud) -> Self {
        self.cloud = cloud;
        self
    }

    /// The OpenID metadata that leads to the keys: https, or http on loopback.
    pub fn metadata_url(mut self, url: impl Into<String>) -> Self {
        self.metadata_url = Some(url.into());
        self
    }

    /// The accepted issuers, in place of the cloud's. They are compared as they are written.
    pub fn issuers<I: Into<String>>(mut self, issuers: impl IntoIterator<Item = I>) -> Self {
        self.issuers = Some(issuers.into_iter().map(Into::into).collect());
        self
    }

    /// The accepted audiences, in place of the app id. They are compared without ASCII case.
    pub fn audiences<I: Into<String>>(mut self, audiences: impl IntoIterator<Item = I>) -> Self {
        self.audiences = audiences.into_iter().map(Into::into).collect();
        self
    }

    /// The accepted tenants. Without a list, all are; with an empty one, none is.
    pub fn tenants<I: Into<TenantId>>(mut self, tenants: impl IntoIterator<Item = I>) -> Self {
        self.tenants = Some(tenants.into_iter().map(Into::into).collect());
        self
    }

    /// Whether a callback about a call of one tenant needs a token about the same tenant; it does by
    /// default. Then [`check_tenants`](CallbackValidator::check_tenants) refuses others.
    ///
    /// A token says nothing about the body that it comes with. Whoever gets hold of one can post
    /// with it for five minutes; with this rule they can do so for the calls of its tenant only,
    /// and no call of a tenant that is not [allowed](Self::tenants) gets in under the token of one
    /// that is. The documentation says that `tid` is the tenant that the bot serves, and that the
    /// call names its tenant (`tenantId`); it does not say that they are always the same. If
    /// genuine callbacks are refused with [`Refusal::CallTenant`](crate::Refusal::CallTenant), such
    /// as those of meetings in other tenants, switch it off, and check the tenant of each call in
    /// your handler.
    pub fn match_call_tenant(mut self, matches: bool) -> Self {
        self.match_call_tenant = matches;
        self
    }

    /// What the key of a token must be endorsed for, such as `msteams`; nothing by default.
    ///
    /// It says nothing about keys that have no list of endorsements.
    pub fn endorsements<I: Into<String>>(mut self, wanted: impl IntoIterator<Item = I>) -> Self {
        self.endorsements = wanted.into_iter().map(Into::into).collect();
        self
    }

    /// How far the clocks of the service and the bot may differ; 5 minutes by default.
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.leeway = leeway;
        self
    }

    /// The age at which keys are fetched again; 2 hours by default.
    pub fn refresh(mut self, age: Duration) -> Self {
        self.refresh = Some(age);
        self
    }

    /// The least time between the starts of two fetches, failed ones included; 5 minutes by
    /// default.
    ///
    /// It bounds what a stranger with unknown keys can make the bot fetch. It is also how long
    /// callbacks are refused if the first fetch fails.
    pub fn refresh_floor(mut self, floor: Duration) -> Self {
        self.floor = Some(floor);
        self
    }

    /// Another source of keys, in place of the OpenID metadata.
    pub fn keys(mut self, source: impl KeySource + 'static) -> Self {
        self.source = Some(Arc::new(source));
        self
    }

    /// Another clock, for tests.
    pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(now);
        self
    }

    /// Makes the validator. Nothing is fetched yet.
    ///
    /// # Errors
    ///
    /// If the cloud has no default for what is not set, the metadata URL is not allowed, or
    /// there is no issuer or audience to accept.
    pub fn build(self) -> Result<CallbackValidator, InvalidSettings> {
        let defaults = defaults(self.cloud);
        let issuers = match (self.issuers, defaults) {
            (Some(issuers), _) => issuers,
            (None, Some((issuers, _))) => issuers.iter().map(|&issuer| issuer.into()).collect(),
            (None, None) => return Err(InvalidSettings::new("the cloud has no known issuer")),
        };
        if [&issuers, &self.audiences]
            .iter()
            .any(|list| list.is_empty())
        {
            return Err(InvalidSettings::new("no issuer or no audience is accepted"));
        }
        if self.audiences.iter().any(String::is_empty) {
            return Err(InvalidSettings::new("an app id or audience is empty"));
        }
        let source = match (self.source, self.metadata_url, defaults) {
            (Some(source), ..) => source,
            (None, Some(url), _) => open_id(&url)?,
            (None, None, Some((_, url))) => open_id(url)?,
            (None, None, None) => {
                return Err(InvalidSettings::new("the cloud has no known metadata URL"));
            }
        };
        let mut cache = KeyCache::new(source, self.clock);
        cache.refresh = self.refresh.unwrap_or(cache.refresh);
        cache.floor = self.floor.unwrap_or(cache.floor);
        let rules = Rules {
            issuers,
            audiences: self.audiences,
            tenants: self.tenants,
            match_call_tenant: self.match_call_tenant,
            endorsements: self.endorsements,
            leeway: self.leeway,
        };
        Ok(CallbackValidator {
            rules: Arc::new(rules),
            cache: Arc::new(cache),
        })
    }
}

/// Issuers and metadata of a cloud.
fn defaults(cloud: Cloud) -> Option<(&'static [&'static str], &'static str)> {
    match cloud {
        Cloud::Global => Some((
            &[
                "https://api.botframework.com",
                "https://graph.microsoft.com",
            ],
            "https://api.aps.skype.com/v1/.well-known/OpenIdConfiguration",
        )),
        Cloud::UsGovernmentL4 | Cloud::UsGovernmentL5 => Some((
            &[
                "https://api.botframework.us",
                "https://api.botframework.com/",
            ],
            "https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
        )),
        _ => None,
    }
}

fn open_id(url: &str) -> Result<Arc<dyn KeySource>, InvalidSettings> {
    match OpenIdKeys::new(url) {
        Ok(source) => Ok(Arc::new(source)),
        Err(error) => Err(InvalidSettings {
            message: "keys cannot be fetched",
            source: Some(Box::new(error)),
        }),
    }
}

impl fmt::Debug for CallbackValidatorBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallbackValidatorBuilder")
            .field("cloud", &self.cloud)
            .field("metadata_url", &self.metadata_url)
            .field("issuers", &self.issuers)
            .field("audiences", &self.audiences)
            .field("tenants", &self.tenants)
            .finish_non_exhaustive()
    }
}

/// Settings from which no validator can be made.
#[derive(Debug)]
pub struct InvalidSettings {
    message: &'static str,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl InvalidSettings {
    fn new(message: &'static str) -> Self {
        Self {
            message,
            source: None,
        }
    }
}

impl fmt::Display for InvalidSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message)
    }
}

impl Error for InvalidSettings {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
