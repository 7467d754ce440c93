//! Which instance of a bot has which call.

mod memory;
#[cfg(feature = "redis")]
mod redis;

use std::error::Error;
use std::fmt;
use std::time::{Duration, SystemTime};

use async_trait::async_trait;

pub use self::memory::MemoryStore;
#[cfg(feature = "redis")]
#[cfg_attr(docsrs, doc(cfg(feature = "redis")))]
pub use self::redis::{RedisStore, RedisStoreBuilder};
use crate::{CallId, TenantId};

/// How long a call is kept after its lease has ended. Then nobody adopts it any more.
const KEEP: Duration = Duration::from_secs(24 * 60 * 60);
/// The most calls that one request gives.
const MAX_EXPIRED: usize = 1000;
/// The longest lease or time to live that is kept; longer ones are cut to it.
const MAX_SPAN: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

/// What the instances of a bot share: who takes an incoming call, which messages were seen, and
/// who has which call.
///
/// [`MemoryStore`] is for a bot with one instance, `RedisStore` (feature `redis`) for several.
/// The trait is implemented with [`async_trait`](https://docs.rs/async-trait).
///
/// An *instance* is a process, named by a text that is new each time the process starts.
///
/// # Leases
///
/// A call is held by at most one instance. Its lease says until when the instance has to renew
/// it. After that any instance may [`adopt`](Self::adopt) it; until one does, the instance still
/// has it and may renew it. An instance whose [`renew`](Self::renew) answers `false`, or that
/// could not renew within the lease, must stop to act on the call.
/// A day after the end of its lease, a call that nobody adopted is forgotten.
///
/// # Guarantees
///
/// Every method takes effect at once and as a whole, and all methods for one store are in one
/// order: of several instances that claim or adopt one call at the same time, one succeeds.
/// Times are compared by one clock, that of the store, so that the clocks of the instances don't
/// matter. Ids of calls are equal in both spellings of the service, ids of messages without
/// ASCII case.
///
/// # Errors
///
/// If the store cannot be reached, methods fail with a [`StoreError`], and the request may or may
/// not have taken effect. The bot decides what to do: a call that could not be claimed may be
/// answered all the same (another instance may do so, too), and one that could not be renewed
/// goes on until its lease ends. `hold`, `renew` and `release` can be sent again. `claim`, `seen`
/// and `adopt` answer then as if another instance had been first; a call that was adopted and not
/// renewed can be adopted again after its lease.
#[async_trait]
pub trait CallStore: Send + Sync {
    /// Claims an incoming call: `true` for the first claim of this call within `span`, `false`
    /// for all others, also by the same instance.
    ///
    /// `span` is counted from the first claim, and should be longer than the service goes on to
    /// deliver an incoming call.
    async fn claim(
        &self,
        call: &CallId,
        instance: &str,
        span: Duration,
    ) -> Result<bool, StoreError>;

    /// Whether a message is new: `true` the first time within `span`.
    async fn seen(&self, message: &str, span: Duration) -> Result<bool, StoreError>;

    /// Begins to hold a call, or holds it with a new tenant and lease if the instance has it
    /// already; `false` if another instance has it.
    async fn hold(
        &self,
        call: &CallId,
        instance: &str,
        tenant: &TenantId,
        lease: Duration,
    ) -> Result<bool, StoreError>;

    /// Begins a new lease; `false` if the instance does not have the call.
    async fn renew(
        &self,
        call: &CallId,
        instance: &str,
        lease: Duration,
    ) -> Result<bool, StoreError>;

    /// Ends to hold a call; `false` if the instance does not have it.
    async fn release(&self, call: &CallId, instance: &str) -> Result<bool, StoreError>;

    /// Calls whose leases have ended, at most 1,000, the longest ended first.
    async fn expired(&self) -> Result<Vec<HeldCall>, StoreError>;

    /// Takes over a call whose lease has ended; `None` if there is none, or another instance was
    /// first.
    async fn adopt(
        &self,
        call: &CallId,
        instance: &str,
        lease: Duration,
    ) -> Result<Option<HeldCall>, StoreError>;
}

/// A call that an instance holds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct HeldCall {
    /// The call, spelled as when it was first held.
    pub call: CallId,
    /// The tenant of the call.
    pub tenant: TenantId,
    /// The instance that has the call.
    pub instance: String,
    /// The end of the lease, to the millisecond, by the clock of the store.
    pub until: SystemTime,
}

impl HeldCall {
    /// A call of a tenant that an instance holds until this time.
    pub fn new(
        call: CallId,
        tenant: TenantId,
        instance: impl Into<String>,
        until: SystemTime,
    ) -> Self {
        Self {
            call,
            tenant,
            instance: instance.into(),
            until,
        }
    }
}

/// Why a store could not do what it was asked; what it was asked may have taken effect.
#[derive(Debug)]
pub struct StoreError {
    message: String,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl StoreError {
    /// An error that is its message.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            source: None,
        }
    }

    /// The same error with what caused it.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for StoreError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

/// The milliseconds of a lease or time to live: at least one, and no more than `MAX_SPAN`.
fn milliseconds(span: Duration) -> u64 {
    let span = span.min(MAX_SPAN).as_millis();
    u64::try_from(span).unwrap_or(u64::MAX).max(1)
}
