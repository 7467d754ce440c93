//! Checks the token of a callback.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use http::HeaderValue;

use super::cache::KeyCache;
use super::claims::{Claims, UnverifiedToken};
use super::{CallbackValidatorBuilder, Refusal};
use crate::TenantId;

/// Checks that a callback comes from the service.
///
/// The service signs each callback with a token in its `Authorization` header.
/// [`validate`](Self::validate) accepts a token that
///
/// - is signed with RS256 by a key that the service publishes,
/// - is from one of the issuers and for one of the audiences (the app id of the bot),
/// - has not expired, and is valid already, give or take the leeway,
/// - names a tenant, and one of the allowed tenants if there is a list.
///
/// Keys are fetched when they are needed, one fetch at a time and not more than one per floor,
/// failed ones included. Algorithm, issuer and key id are looked at before anything is fetched.
/// Keys that are older than the refresh interval are fetched again while they go on being used,
/// and they serve until a fetch succeeds.
///
/// A clone shares the keys. Nothing of a token is in errors, logs or `Debug`.
///
/// ```no_run
/// use http::{Request, StatusCode};
/// use msgraph_calling::CallbackValidator;
///
/// # fn main() -> Result<(), msgraph_calling::auth::InvalidSettings> {
/// let validator = CallbackValidator::new("9fd4ef3d-f7af-4f74-947d-9675b81d9fae")
///     .tenants(["72f988bf-86f1-41af-91ab-2d7cd011db47"])
///     .build()?;
///
/// async fn check(validator: &CallbackValidator, callback: &Request<Vec<u8>>) -> StatusCode {
///     let authorization = callback.headers().get("authorization");
///     match validator.validate(authorization).await {
///         Ok(caller) => {
///             println!("a callback about tenant {}", caller.tenant);
///             StatusCode::OK
///         }
///         Err(refusal) => refusal.status(),
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct CallbackValidator {
    pub(super) rules: Arc<Rules>,
    pub(super) cache: Arc<KeyCache>,
}

/// What a token has to say.
#[derive(Debug)]
pub(super) struct Rules {
    pub issuers: Vec<String>,
    pub audiences: Vec<String>,
    /// `None` if all tenants are allowed.
    pub tenants: Option<Vec<TenantId>>,
    /// Whether the calls of a callback have to be of the tenant of its token.
    pub match_call_tenant: bool,
    pub endorsements: Vec<String>,
    pub leeway: Duration,
}

/// On whose behalf a callback comes, from a token that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Caller {
    /// The tenant that the callback is about (`tid`).
    pub tenant: TenantId,
    /// The id of the service's application that sent the callback (`appid` or `azp`).
    pub app: Option<String>,
}

impl CallbackValidator {
    /// The settings of a validator for the bot with this app id, in the global cloud.
    // `new` is the entry that users look for; a validator without settings does not exist.
    #[expect(clippy::new_ret_no_self, reason = "the builder is its only way")]
    pub fn new(app_id: impl Into<String>) -> CallbackValidatorBuilder {
        CallbackValidatorBuilder::new(app_id.into())
    }

    /// Checks the `Authorization` header of a callback.
    ///
    /// It may have to wait for keys, at most 10 seconds and not if the key is known. Needs a
    /// tokio runtime.
    ///
    /// # Errors
    ///
    /// A [`Refusal`], whose [`status`](Refusal::status) is the answer to the callback.
    pub async fn validate(&self, authorization: Option<&HeaderValue>) -> Result<Caller, Refusal> {
        let checked = self.check(authorization).await;
        if let Err(refusal) = &checked {
            tracing::debug!(%refusal, "refused a callback");
        }
        checked
    }

    /// Checks that the calls of a callback are of the tenant of its token, by the tenants that
    /// its notifications [name](crate::Notification::tenant).
    ///
    /// [`CallingBot`](crate::CallingBot) does so for every callback.
    ///
    /// # Errors
    ///
    /// [`Refusal::CallTenant`] if one of them is of another tenant, unless
    /// [`match_call_tenant`](CallbackValidatorBuilder::match_call_tenant) is switched off.
    pub fn check_tenants<'a>(
        &self,
        caller: &Caller,
        named: impl IntoIterator<Item = &'a str>,
    ) -> Result<(), Refusal> {
        let is_same = |tenant: &str| TenantId::new(tenant) == caller.tenant;
        if !self.rules.match_call_tenant || named.into_iter().all(is_same) {
            return Ok(());
        }
        let refusal = Refusal::CallTenant;
        tracing::debug!(%refusal, "refused a callback");
        Err(refusal)
    }

    async fn check(&self, authorization: Option<&HeaderValue>) -> Result<Caller, Refusal> {
        let token = UnverifiedToken::read(authorization.ok_or(Refusal::Missing)?)?;
        if token.header.alg != "RS256" {
            return Err(Refusal::Algorithm);
        }
        self.rules.check_issuer(&token.claims)?;
        let key = token.header.kid.as_deref().ok_or(Refusal::UnknownKey)?;
        let key = self.cache.key(key).await?;
        if !key.verifies(token.message, &token.signature) {
            return Err(Refusal::Signature);
        }
        self.rules.check_endorsements(&key.endorsements)?;
        self.rules.check(token.claims, (self.cache.clock)())
    }
}

impl Rules {
    /// An issuer is compared as it is written: with a slash at its end it is another one.
    fn check_issuer(&self, claims: &Claims) -> Result<(), Refusal> {
        let issuer = claims.iss.as_ref().ok_or(Refusal::Issuer)?;
        match self.issuers.contains(issuer) {
            true => Ok(()),
            false => Err(Refusal::Issuer),
        }
    }

    /// A key without endorsements may sign for anything.
    fn check_endorsements(&self, given: &[String]) -> Result<(), Refusal> {
        let mut wanted = self.endorsements.iter();
        match given.is_empty() || wanted.all(|endorsement| given.contains(endorsement)) {
            true => Ok(()),
            false => Err(Refusal::Endorsement),
        }
    }

    fn check(&self, claims: Claims, now: SystemTime) -> Result<Caller, Refusal> {
        let now = now.duration_since(SystemTime::UNIX_EPOCH);
        let now = now.unwrap_or_default().as_secs_f64();
        let leeway = self.leeway.as_secs_f64();
        match claims.exp {
            None => return Err(Refusal::NoExpiry),
            Some(end) if end + leeway <= now => return Err(Refusal::Expired),
            Some(_) => {}
        }
        if claims.nbf.is_some_and(|start| start - leeway > now) {
            return Err(Refusal::NotYetValid);
        }
        let mut audiences = claims.aud.iter().flat_map(|audience| audience.iter());
        // App ids are GUIDs.
        let wanted = |given: &str| {
            let mut audiences = self.audiences.iter();
            audiences.any(|audience| audience.eq_ignore_ascii_case(given))
        };
        if !audiences.any(wanted) {
            return Err(Refusal::Audience);
        }
        let tenant = claims.tid.filter(|tenant| !tenant.is_empty());
        let tenant = TenantId::new(tenant.ok_or(Refusal::NoTenant)?);
        if let Some(tenants) = &self.tenants
            && !tenants.contains(&tenant)
        {
            return Err(Refusal::Tenant);
        }
        let app = claims.appid.or(claims.azp);
        Ok(Caller { tenant, app })
    }
}

impl fmt::Debug for CallbackValidator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallbackValidator")
            .field("rules", &self.rules)
            .finish_non_exhaustive()
    }
}
