//! Switches: what goes wrong on the way to the bot, and in answers to it.

use std::ops::Range;
use std::time::Duration;

use http::StatusCode;

/// What happens to deliveries on their way to the bot.
///
/// ```
/// use std::time::Duration;
/// use msgraph_calling::simulator::Faults;
///
/// let faults = Faults::new()
///     .redeliver(2)
///     .shuffle(42)
///     .lose(20)
///     .delay(Duration::ZERO..Duration::from_millis(5));
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "faults apply once they are set on a simulator"]
pub struct Faults {
    pub(super) copies: u32,
    pub(super) seed: Option<u64>,
    pub(super) loss: u8,
    pub(super) loses_ends: bool,
    pub(super) delay: Option<Range<Duration>>,
    pub(super) forged: Vec<WrongToken>,
    pub(super) bundled: bool,
}

impl Faults {
    /// No faults: each delivery comes once, in order, at once.
    pub fn new() -> Self {
        Self::default()
    }

    /// Delivers each message this number of times more, with the same message id.
    pub fn redeliver(mut self, times: u32) -> Self {
        self.copies = times;
        self
    }

    /// Shuffles the deliveries of a call, copies included: those that are posted within 20
    /// milliseconds of each other, at most 16. The same seed gives the same orders.
    pub fn shuffle(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Loses this part of the deliveries, in percent; never the one that says that a call came
    /// in, nor, without [`lose_ends`](Self::lose_ends), the one that says that it ended.
    pub fn lose(mut self, percent: u8) -> Self {
        self.loss = percent;
        self
    }

    /// Loses deliveries about the end of a call, too.
    pub fn lose_ends(mut self) -> Self {
        self.loses_ends = true;
        self
    }

    /// Delays each delivery by a random time in this range.
    pub fn delay(mut self, range: Range<Duration>) -> Self {
        self.delay = Some(range);
        self
    }

    /// Posts forged copies of each delivery before it, one with each of these tokens and each
    /// with a message id of its own. The transcript has the responses.
    pub fn forge(mut self, tokens: impl IntoIterator<Item = WrongToken>) -> Self {
        self.forged = tokens.into_iter().collect();
        self
    }

    /// Posts the notifications that wait for a call in one delivery, in place of one each.
    pub fn bundle(mut self) -> Self {
        self.bundled = true;
        self
    }
}

/// A token that the bot has to refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WrongToken {
    /// No `Authorization` header.
    Missing,
    /// A header that is no token.
    Malformed,
    /// A token that says it is not signed (`alg: none`), and is not.
    Unsigned,
    /// A token that says it is signed by HS256, keyed with the public key.
    PublicKeyAsSecret,
    /// A token signed by a key that nobody publishes, and says so.
    UnknownKey,
    /// A token signed by another key than it says.
    Signature,
    /// A token whose claims were changed after it was signed.
    Tampered,
    /// A token that expired an hour ago.
    Expired,
    /// A token that is valid in an hour.
    NotYetValid,
    /// A token for another bot.
    Audience,
    /// A token of another issuer.
    Issuer,
    /// A token without a tenant.
    NoTenant,
    /// A token of another tenant. Only a validator with a list of tenants refuses it.
    OtherTenant,
}

impl WrongToken {
    /// Every kind that each validator refuses.
    pub const ALL: [Self; 12] = [
        Self::Missing,
        Self::Malformed,
        Self::Unsigned,
        Self::PublicKeyAsSecret,
        Self::UnknownKey,
        Self::Signature,
        Self::Tampered,
        Self::Expired,
        Self::NotYetValid,
        Self::Audience,
        Self::Issuer,
        Self::NoTenant,
    ];
}

/// What happens to requests of the bot in place of what they ask for.
///
/// ```
/// use msgraph_calling::simulator::GraphFault;
///
/// let twice = GraphFault::throttled(0).on("keepAlive").times(2);
/// let lost = GraphFault::lost_response().on("transfer");
/// ```
#[derive(Clone, Debug)]
#[must_use = "a fault applies once it is set on a simulator"]
pub struct GraphFault {
    pub(super) status: StatusCode,
    pub(super) retry_after: Option<u64>,
    pub(super) acts: bool,
    pub(super) action: Option<String>,
    pub(super) left: usize,
}

impl GraphFault {
    /// One response with this status; nothing is done.
    pub fn status(status: StatusCode) -> Self {
        Self {
            status,
            retry_after: None,
            acts: false,
            action: None,
            left: 1,
        }
    }

    /// Too many requests (429), with this number of seconds in `Retry-After`.
    pub fn throttled(seconds: u64) -> Self {
        Self::status(StatusCode::TOO_MANY_REQUESTS).retry_after(seconds)
    }

    /// The service cannot act now (503).
    pub fn unavailable() -> Self {
        Self::status(StatusCode::SERVICE_UNAVAILABLE)
    }

    /// The service does what it is asked for, and answers 504: whether it acted can only be seen
    /// from what follows.
    pub fn lost_response() -> Self {
        let mut fault = Self::status(StatusCode::GATEWAY_TIMEOUT);
        fault.acts = true;
        fault
    }

    /// Adds `Retry-After`, in seconds.
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// Only for requests whose path ends with this segment, such as `keepAlive`.
    pub fn on(mut self, action: impl Into<String>) -> Self {
        self.action = Some(action.into());
        self
    }

    /// For this number of requests; one by default.
    pub fn times(mut self, times: usize) -> Self {
        self.left = times;
        self
    }
}
