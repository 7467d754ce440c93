//! The times and limits that a bot keeps to.

use std::time::Duration;

/// The times that a bot keeps to.
///
/// ```
/// # use std::time::Duration;
/// # use msgraph_calling::Timings;
/// let mut timings = Timings::default();
/// timings.silence = Duration::from_secs(10);
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Timings {
    /// The time to answer, reject or redirect an incoming call: 15 s.
    pub answer: Duration,
    /// The same for a call that is to be recorded by policy: 5 s.
    pub answer_recording: Duration,
    /// The time between two keep-alive requests of a call: 15 min, ± 10 %.
    pub keep_alive: Duration,
    /// The time without a successful keep-alive request after which the service ends a call:
    /// 45 min.
    pub keep_alive_limit: Duration,
    /// The time between attempts after a failed keep-alive request: 30 s, ± 10 %.
    pub keep_alive_retry: Duration,
    /// The time without a notification, while one is expected, after which the call is read from
    /// the service: 30 s.
    pub silence: Duration,
    /// The time for a call to be established after it was answered or placed: 60 s.
    pub establish: Duration,
    /// The time for a transfer to end: 120 s.
    pub transfer: Duration,
    /// The time that the handler of joining participants has: 800 ms. The response to the service
    /// waits for it.
    pub joining: Duration,
    /// The time for which notifications of calls that are not known yet are kept: 30 s.
    pub unknown: Duration,
    /// The time after which other instances may adopt the calls of this one, unless it renews its
    /// leases, which it does three times as often: 60 s.
    pub lease: Duration,
    /// The time after which another instance may take over an incoming call that this one has not
    /// answered yet, unless it renews its claim, which it does three times as often: 3 s, but no
    /// more than a quarter of the time to answer.
    pub claim: Duration,
    /// The time for which the memory of an ended call is kept: 10 min.
    pub ended: Duration,
}

impl Default for Timings {
    fn default() -> Self {
        let (seconds, minutes) = (Duration::from_secs, |count: u64| {
            Duration::from_secs(60 * count)
        });
        Self {
            answer: seconds(15),
            answer_recording: seconds(5),
            keep_alive: minutes(15),
            keep_alive_limit: minutes(45),
            keep_alive_retry: seconds(30),
            silence: seconds(30),
            establish: seconds(60),
            transfer: seconds(120),
            joining: Duration::from_millis(800),
            unknown: seconds(30),
            lease: seconds(60),
            claim: seconds(3),
            ended: minutes(10),
        }
    }
}

/// The limits of what a bot takes in.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Limits {
    /// The longest body, in bytes: 1 MiB. A longer one is refused with 413.
    pub body: usize,
    /// The time to read a body: 10 s. A slower one is refused with 408.
    pub read: Duration,
    /// The number of notifications that may wait in the queue of one call: 1,024. More are refused
    /// with 503.
    pub queue: usize,
    /// The number of calls that go on at the same time: 10,000. Incoming calls beyond are refused
    /// with 503.
    pub calls: usize,
    /// The number of notifications that are kept of calls that are not known yet: 10,000. The
    /// oldest make place for new ones.
    pub unknown: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 1 << 20,
            read: Duration::from_secs(10),
            queue: 1_024,
            calls: 10_000,
            unknown: 10_000,
        }
    }
}
