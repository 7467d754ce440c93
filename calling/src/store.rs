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
/// it. After that any instance may take it over; until one does, the instance still has it and may
/// renew it. An instance whose [`renew`](Self::renew) answers `false`, or that could not renew
/// within the lease, must stop to act on the call.
/// A day after the end of its lease, a call that nobody took over is forgotten.
///
/// An incoming call is [claimed](Self::claim) first, with a lease of seconds: the service has told
/// one instance of it, perhaps, and gives it up after 15 seconds. The store keeps what the service
/// told, so that another instance can go on if the first one is killed. Right before it answers,
/// the instance asks whether the call is still its own, by [`answering`](Self::answering). Once the
/// call is answered, the instance [holds](Self::hold) it. The claim stays in the memory of the
/// store until its span ends, so that deliveries that come late start nothing.
///
/// A call that is held is taken over by [`adopt`](Self::adopt), one that nobody has answered yet by
/// [`claim`](Self::claim).
///
/// The name of an instance is its fencing token: it is compared within the step that changes the
/// call, and an instance never has a call again that it lost. The service takes no such token. So
/// there is a time left in which two instances may send an answer: if the first one is paused after
/// the store confirmed its lease and while the request is on its way, for longer than the lease.
/// The service accepts one of the answers and refuses the other. An instance that takes a call over
/// after another one was [`answering`](Self::answering) must read it from the service first.
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
/// goes on until its lease ends. All methods but `seen` and `adopt` can be sent again; these two
/// answer then as if another instance had been first. A call that was adopted and not renewed can be
/// adopted again after its lease.
#[async_trait]
pub trait CallStore: Send + Sync {
    /// Claims an incoming call, or takes over the claim of an instance whose lease has ended.
    ///
    /// The first claim stores what `incoming` says, and all others are told that. An instance that
    /// has claimed the call already has a new lease. `span` is how long the call is remembered after
    /// the first claim; it should be longer than the service goes on to deliver an incoming call.
    async fn claim(
        &self,
        call: &CallId,
        instance: &str,
        tenant: &TenantId,
        incoming: &UnansweredCall,
        lease: Duration,
        span: Duration,
    ) -> Result<Claim, StoreError>;

    /// Notes that the instance is about to answer, reject or redirect a call that it has claimed,
    /// and begins a new lease; `false` if it does not have the call. It must not answer then. A call
    /// that it holds already keeps its lease.
    async fn answering(
        &self,
        call: &CallId,
        instance: &str,
        lease: Duration,
    ) -> Result<bool, StoreError>;

    /// Whether a message is new: `true` the first time within `span`.
    async fn seen(&self, message: &str, span: Duration) -> Result<bool, StoreError>;

    /// Begins to hold a call, or holds it with a new tenant and lease if the instance has it
    /// already; `false` if another instance has it. A call that was claimed counts as answered from
    /// now on.
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

    /// Calls whose leases have ended, at most 1,000, the longest ended first. Those that nobody has
    /// answered yet are among them.
    async fn expired(&self) -> Result<Vec<HeldCall>, StoreError>;

    /// Takes over a call that was held, and whose lease has ended; `None` if there is none, or
    /// another instance was first.
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
    /// What the service told about the call, if nobody has answered it yet.
    pub unanswered: Option<UnansweredCall>,
}

/// What another instance needs to go on with an incoming call that nobody has answered yet.
///
/// `Debug` leaves out the notification, which names the caller.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnansweredCall {
    /// The notification of the call, as JSON. It has the names and numbers of those who call.
    pub notification: String,
    /// The id of the scenario of the call; an empty one counts as none.
    pub scenario: Option<String>,
    /// The time that is left to answer, by the clock of the store, to the millisecond.
    pub answer_within: Duration,
    /// Whether an instance was about to answer, reject or redirect the call. Whether it did so, the
    /// service knows.
    pub is_answering: bool,
}

impl UnansweredCall {
    /// A call that nobody has begun to answer, and that has to be answered within this time.
    pub fn new(
        notification: impl Into<String>,
        scenario: Option<String>,
        answer_within: Duration,
    ) -> Self {
        Self {
            notification: notification.into(),
            scenario: scenario.filter(|scenario| !scenario.is_empty()),
            answer_within,
            is_answering: false,
        }
    }
}

impl fmt::Debug for UnansweredCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnansweredCall")
            .field("answer_within", &self.answer_within)
            .field("is_answering", &self.is_answering)
            .finish_non_exhaustive()
    }
}

/// What came of the [claim](CallStore::claim) of an incoming call.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Claim {
    /// The instance has the call until its lease ends, and this is what the store knows of it.
    Taken(UnansweredCall),
    /// Another instance has the call, and has not answered it yet. Its lease may end.
    Pending,
    /// The call was answered or has ended. It is not to be started.
    Decided,
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
            unanswered: None,
        }
    }

    /// The same call, which nobody has answered yet.
    #[must_use]
    pub fn with_unanswered(mut self, unanswered: UnansweredCall) -> Self {
        self.unanswered = Some(unanswered);
        self
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
    whole_milliseconds(span).max(1)
}

/// The milliseconds of a time, no more than `MAX_SPAN`.
fn whole_milliseconds(time: Duration) -> u64 {
    let time = time.min(MAX_SPAN).as_millis();
    u64::try_from(time).unwrap_or(u64::MAX)
}
