//! A store in Redis, for a bot with several instances.

mod scripts;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use async_trait::async_trait;
use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{Client, FromRedisValue, IntoConnectionInfo, Script};

use self::scripts::Scripts;
use super::{
    CallStore, Claim, HeldCall, KEEP, MAX_EXPIRED, StoreError, UnansweredCall, milliseconds,
    whole_milliseconds,
};
use crate::clock::Clock;
use crate::{CallId, TenantId};

/// A store in Redis 6 or newer, for a bot with several instances.
///
/// Every method is one script, which Redis runs as a whole, and its clock is the server's.
/// Nothing stays in Redis for longer than its span, or a day after its lease. All keys begin with
/// the prefix in braces, so that they are in one slot of a cluster.
///
/// Redis has to keep what it acknowledged: with asynchronous replicas or without persistence, a
/// failover can lose the latest claims and leases, and two instances may then have one call until
/// one of them renews it.
///
/// If Redis does not answer within a second, a method fails. The connection is made anew with
/// the next request.
///
/// ```no_run
/// use msgraph_calling::RedisStore;
///
/// # async fn example() -> Result<(), msgraph_calling::StoreError> {
/// let store = RedisStore::builder("redis://127.0.0.1/")
///     .prefix("contoso-bot")
///     .connect()
///     .await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct RedisStore {
    connection: ConnectionManager,
    scripts: Arc<Scripts>,
    prefix: String,
    clock: Option<Clock>,
}

/// The settings of a [`RedisStore`].
#[must_use = "`connect` makes the store"]
pub struct RedisStoreBuilder {
    url: String,
    prefix: String,
    timeout: Duration,
    clock: Option<Clock>,
}

impl RedisStoreBuilder {
    /// What the names of all keys begin with, in braces; `msgraph-calling` by default.
    ///
    /// Bots that share a server need different ones.
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// How long connecting and each answer may take; a second by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// A clock in place of the server's, for tests.
    pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Some(Arc::new(now));
        self
    }

    /// Connects.
    ///
    /// # Errors
    ///
    /// If the URL is none of Redis, or the server does not answer.
    pub async fn connect(self) -> Result<RedisStore, StoreError> {
        let failed = |error| StoreError::new("there is no connection to Redis").with_source(error);
        let address = self.url.into_connection_info().map_err(failed)?;
        let client = Client::open(address).map_err(failed)?;
        let config = ConnectionManagerConfig::new()
            .set_connection_timeout(Some(self.timeout))
            .set_response_timeout(Some(self.timeout))
            // A request that fails is answered at once, and the next one connects again.
            .set_number_of_retries(0);
        let connection = ConnectionManager::new_with_config(client, config);
        Ok(RedisStore {
            connection: connection.await.map_err(failed)?,
            scripts: Arc::new(Scripts::new()),
            prefix: format!("{{{}}}:", self.prefix),
            clock: self.clock,
        })
    }
}

impl RedisStore {
    /// The settings of a store at a URL such as `redis://user:password@host:6379/0`.
    pub fn builder(url: impl Into<String>) -> RedisStoreBuilder {
        RedisStoreBuilder {
            url: url.into(),
            prefix: "msgraph-calling".to_owned(),
            timeout: Duration::from_secs(1),
            clock: None,
        }
    }

    fn key(&self, kind: &str, name: &str) -> String {
        format!("{}{kind}:{name}", self.prefix)
    }

    fn leases(&self) -> String {
        format!("{}leases", self.prefix)
    }

    /// The time that a test sets; empty for the server's.
    fn now(&self) -> String {
        let Some(clock) = &self.clock else {
            return String::new();
        };
        let now = clock().duration_since(UNIX_EPOCH);
        now.unwrap_or_default().as_millis().to_string()
    }

    async fn run<T: FromRedisValue>(
        &self,
        script: &Script,
        keys: &[String],
        arguments: &[String],
    ) -> Result<T, StoreError> {
        let mut invocation = script.prepare_invoke();
        for key in keys {
            invocation.key(key);
        }
        invocation.arg(self.now());
        for argument in arguments {
            invocation.arg(argument);
        }
        let mut connection = self.connection.clone();
        let answer = invocation.invoke_async(&mut connection).await;
        answer.map_err(|error| StoreError::new("Redis did not answer").with_source(error))
    }

    async fn call<T: FromRedisValue>(
        &self,
        script: &Script,
        call: &CallId,
        instance: &str,
        more: Vec<String>,
    ) -> Result<T, StoreError> {
        let name = call.to_string();
        let keys = [
            self.key("call", &name),
            self.leases(),
            self.key("claim", &name),
        ];
        let keep = milliseconds(KEEP).to_string();
        let mut arguments = vec![keep, name, instance.to_owned()];
        arguments.extend(more);
        self.run(script, &keys, &arguments).await
    }
}

#[async_trait]
impl CallStore for RedisStore {
    async fn claim(
        &self,
        call: &CallId,
        instance: &str,
        tenant: &TenantId,
        incoming: &UnansweredCall,
        lease: Duration,
        span: Duration,
    ) -> Result<Claim, StoreError> {
        let more = vec![
            milliseconds(lease).to_string(),
            tenant.as_str().to_owned(),
            call.as_str().to_owned(),
            milliseconds(span).to_string(),
            incoming.notification.clone(),
            incoming.scenario.clone().unwrap_or_default(),
            whole_milliseconds(incoming.answer_within).to_string(),
            u8::from(incoming.is_answering).to_string(),
        ];
        let fields: Vec<String> = self.call(&self.scripts.claim, call, instance, more).await?;
        match fields.first().map(String::as_str) {
            Some("pending") => Ok(Claim::Pending),
            Some("decided") => Ok(Claim::Decided),
            _ => match unanswered(&fields) {
                Some(told) => Ok(Claim::Taken(told)),
                None => Err(foreign()),
            },
        }
    }

    async fn answering(
        &self,
        call: &CallId,
        instance: &str,
        lease: Duration,
    ) -> Result<bool, StoreError> {
        let lease = milliseconds(lease).to_string();
        self.call(&self.scripts.answering, call, instance, vec![lease])
            .await
    }

    async fn seen(&self, message: &str, span: Duration) -> Result<bool, StoreError> {
        let key = self.key("message", &message.to_ascii_lowercase());
        let arguments = [milliseconds(span).to_string()];
        self.run(&self.scripts.mark, &[key], &arguments).await
    }

    async fn hold(
        &self,
        call: &CallId,
        instance: &str,
        tenant: &TenantId,
        lease: Duration,
    ) -> Result<bool, StoreError> {
        let lease = milliseconds(lease).to_string();
        let more = vec![lease, tenant.as_str().to_owned(), call.as_str().to_owned()];
        self.call(&self.scripts.hold, call, instance, more).await
    }

    async fn renew(
        &self,
        call: &CallId,
        instance: &str,
        lease: Duration,
    ) -> Result<bool, StoreError> {
        let lease = milliseconds(lease).to_string();
        self.call(&self.scripts.renew, call, instance, vec![lease])
            .await
    }

    async fn release(&self, call: &CallId, instance: &str) -> Result<bool, StoreError> {
        self.call(&self.scripts.release, call, instance, Vec::new())
            .await
    }

    async fn expired(&self) -> Result<Vec<HeldCall>, StoreError> {
        let arguments = [
            milliseconds(KEEP).to_string(),
            MAX_EXPIRED.to_string(),
            self.key("call", ""),
        ];
        let keys = [self.leases()];
        let found: Vec<Vec<String>> = self.run(&self.scripts.expired, &keys, &arguments).await?;
        found.iter().map(|fields| held_call(fields)).collect()
    }

    async fn adopt(
        &self,
        call: &CallId,
        instance: &str,
        lease: Duration,
    ) -> Result<Option<HeldCall>, StoreError> {
        let lease = milliseconds(lease).to_string();
        let scripts = &self.scripts;
        let fields: Vec<String> = self
            .call(&scripts.adopt, call, instance, vec![lease])
            .await?;
        match fields.is_empty() {
            true => Ok(None),
            false => held_call(&fields).map(Some),
        }
    }
}

/// Reads the fields of a call: call, tenant, instance, end of the lease, and those of a call that
/// nobody has answered.
fn held_call(fields: &[String]) -> Result<HeldCall, StoreError> {
    let read = || {
        let (held, more) = fields.split_first_chunk::<4>()?;
        let [call, tenant, instance, until] = held;
        let until = Duration::from_millis(until.parse().ok()?);
        let call = CallId::new(call).ok()?;
        let tenant = TenantId::new(tenant.clone());
        let until = UNIX_EPOCH.checked_add(until)?;
        let held = HeldCall::new(call, tenant, instance.clone(), until);
        match more.is_empty() {
            true => Some(held),
            false => Some(held.with_unanswered(unanswered(more)?)),
        }
    };
    read().ok_or_else(foreign)
}

/// Reads the fields of a call that nobody has answered: notification, scenario, milliseconds that
/// are left, whether an instance was about to answer.
fn unanswered(fields: &[String]) -> Option<UnansweredCall> {
    let [notification, scenario, left, is_answering] = fields else {
        return None;
    };
    let left = Duration::from_millis(left.parse().ok()?);
    let mut call = UnansweredCall::new(notification.clone(), Some(scenario.clone()), left);
    call.is_answering = is_answering == "1";
    Some(call)
}

fn foreign() -> StoreError {
    StoreError::new("Redis has a call that another program wrote")
}

impl fmt::Debug for RedisStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisStore")
            .field("prefix", &self.prefix)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for RedisStoreBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The URL may have a password.
        f.debug_struct("RedisStoreBuilder")
            .field("prefix", &self.prefix)
            .finish_non_exhaustive()
    }
}
