//! A store in Redis, for a bot with several instances.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use async_trait::async_trait;
use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{Client, FromRedisValue, IntoConnectionInfo, Script};

use super::{CallStore, HeldCall, KEEP, MAX_EXPIRED, StoreError, milliseconds};
use crate::clock::Clock;
use crate::{CallId, TenantId};

/// Begins every script: `now` is the time in milliseconds, that of the server unless a test sets
/// another one.
const NOW: &str = "
local now = tonumber(ARGV[1])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
local function text(number) return string.format('%.0f', number) end
";

/// `KEYS`: the mark. `ARGV`: now, span, instance. The instance is for those who look into Redis.
const MARK: &str = "
local ends = redis.call('HGET', KEYS[1], 'until')
if ends and tonumber(ends) > now then return 0 end
redis.call('HSET', KEYS[1], 'until', text(now + ARGV[2]), 'instance', ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
";

/// Begins the scripts for one call. `KEYS`: the call, all leases. `ARGV`: now, how long a call is
/// kept after its lease, name of the call, instance.
///
/// A call is a hash, and its name is in a set that is sorted by the ends of the leases.
const CALL: &str = "
local keep = tonumber(ARGV[2])
local name, instance = ARGV[3], ARGV[4]
local found = redis.call('HMGET', KEYS[1], 'instance', 'until', 'tenant', 'call')
local holder, ends, tenant, spelling = found[1], tonumber(found[2]), found[3], found[4]
if ends and ends + keep <= now then
  redis.call('DEL', KEYS[1])
  holder, ends = false, nil
end
local function begin(lease)
  ends = now + lease
  redis.call('HSET', KEYS[1], 'instance', instance, 'until', text(ends))
  redis.call('PEXPIRE', KEYS[1], text(lease + keep))
  redis.call('ZADD', KEYS[2], text(ends), name)
end
";

/// `ARGV` goes on: lease, tenant, spelling of the call.
const HOLD: &str = "
if holder and holder ~= instance then return 0 end
begin(tonumber(ARGV[5]))
redis.call('HSET', KEYS[1], 'tenant', ARGV[6])
redis.call('HSETNX', KEYS[1], 'call', ARGV[7])
return 1
";

/// `ARGV` goes on: lease.
const RENEW: &str = "
if holder ~= instance then return 0 end
begin(tonumber(ARGV[5]))
return 1
";

const RELEASE: &str = "
if holder ~= instance then return 0 end
redis.call('DEL', KEYS[1])
redis.call('ZREM', KEYS[2], name)
return 1
";

/// `ARGV` goes on: lease.
const ADOPT: &str = "
if not holder or ends > now then return {} end
begin(tonumber(ARGV[5]))
return {spelling, tenant, instance, text(ends)}
";

/// `KEYS`: all leases. `ARGV`: now, how long a call is kept after its lease, the most calls.
/// The keys of calls are made here, and lie in the slot of `KEYS[1]`.
const EXPIRED: &str = "
local keep = tonumber(ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', text(now - keep))
local names = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', text(now), 'LIMIT', 0, ARGV[3])
local calls = {}
for _, name in ipairs(names) do
  local found = redis.call('HMGET', ARGV[4] .. name, 'call', 'tenant', 'instance', 'until')
  if found[1] then
    calls[#calls + 1] = found
  else
    redis.call('ZREM', KEYS[1], name)
  end
end
return calls
";

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

struct Scripts {
    mark: Script,
    hold: Script,
    renew: Script,
    release: Script,
    expired: Script,
    adopt: Script,
}

impl Scripts {
    fn new() -> Self {
        let call = |script: &str| Script::new(&[NOW, CALL, script].concat());
        Self {
            mark: Script::new(&[NOW, MARK].concat()),
            hold: call(HOLD),
            renew: call(RENEW),
            release: call(RELEASE),
            expired: Script::new(&[NOW, EXPIRED].concat()),
            adopt: call(ADOPT),
        }
    }
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

    async fn mark(&self, key: String, instance: &str, span: Duration) -> Result<bool, StoreError> {
        let arguments = [milliseconds(span).to_string(), instance.to_owned()];
        self.run(&self.scripts.mark, &[key], &arguments).await
    }

    async fn call<T: FromRedisValue>(
        &self,
        script: &Script,
        call: &CallId,
        instance: &str,
        more: Vec<String>,
    ) -> Result<T, StoreError> {
        let name = call.to_string();
        let keys = [self.key("call", &name), self.leases()];
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
        span: Duration,
    ) -> Result<bool, StoreError> {
        let key = self.key("claim", &call.to_string());
        self.mark(key, instance, span).await
    }

    async fn seen(&self, message: &str, span: Duration) -> Result<bool, StoreError> {
        let key = self.key("message", &message.to_ascii_lowercase());
        self.mark(key, "", span).await
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

/// Reads the fields of a call: call, tenant, instance, end of the lease.
fn held_call(fields: &[String]) -> Result<HeldCall, StoreError> {
    let read = || {
        let [call, tenant, instance, until] = fields else {
            return None;
        };
        let until = Duration::from_millis(until.parse().ok()?);
        let call = CallId::new(call).ok()?;
        let tenant = TenantId::new(tenant.clone());
        let until = UNIX_EPOCH.checked_add(until)?;
        Some(HeldCall::new(call, tenant, instance.clone(), until))
    };
    read().ok_or_else(|| StoreError::new("Redis has a call that another program wrote"))
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
