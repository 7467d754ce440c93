//! When keep-alive requests are due, and when silence has lasted too long. Nothing here waits.

use std::time::Duration;

use tokio::time::Instant;

/// Stands for times that are too far away to count.
const FAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// The time `wait` after `now`.
pub(super) fn later(now: Instant, wait: Duration) -> Instant {
    now + wait.min(FAR)
}

/// When the next keep-alive request of a call is due, and when the service will have ended it.
#[derive(Clone, Copy, Debug)]
pub(super) struct KeepAlive {
    limit: Duration,
    next: Instant,
    last_success: Instant,
}

impl KeepAlive {
    /// Begins with a call that the service has just confirmed; the first request is due after
    /// `first`.
    pub fn new(now: Instant, first: Duration, limit: Duration) -> Self {
        Self {
            limit,
            next: later(now, first),
            last_success: now,
        }
    }

    /// When the next request is to be sent.
    pub fn next(&self) -> Instant {
        self.next
    }

    /// When the service ends the call, unless a request succeeds before.
    pub fn lost_at(&self) -> Instant {
        later(self.last_success, self.limit)
    }

    /// A request that was sent at `sent` succeeded.
    pub fn succeeded(&mut self, sent: Instant, wait: Duration) {
        self.last_success = sent;
        self.next = later(sent, wait);
    }

    /// A request failed.
    pub fn failed(&mut self, now: Instant, wait: Duration) {
        self.next = later(now, wait);
    }
}

/// When a call is read because the service is silent although something is expected.
#[derive(Clone, Copy, Debug)]
pub(super) struct Silence {
    after: Duration,
    wait: Duration,
    since: Option<Instant>,
}

/// The wait doubles with each reading that told nothing, up to this factor.
const LONGEST_WAIT: u32 = 8;

impl Silence {
    pub fn new(after: Duration) -> Self {
        Self {
            after,
            wait: after,
            since: None,
        }
    }

    /// When the call is to be read, if something is expected.
    pub fn due(&self) -> Option<Instant> {
        self.since.map(|since| later(since, self.wait))
    }

    /// Something is expected from now on, or nothing any more.
    pub fn expect(&mut self, expected: bool, now: Instant) {
        match (expected, self.since) {
            (true, None) => {
                self.wait = self.after;
                self.since = Some(now);
            }
            (true, Some(_)) => {}
            (false, _) => self.since = None,
        }
    }

    /// The service said something by itself.
    pub fn heard(&mut self, now: Instant) {
        if self.since.is_some() {
            self.wait = self.after;
            self.since = Some(now);
        }
    }

    /// The call was read, or an attempt to do so failed.
    pub fn read(&mut self, now: Instant) {
        if self.since.is_some() {
            self.wait = self.wait.saturating_mul(2);
            self.wait = self.wait.min(self.after.saturating_mul(LONGEST_WAIT));
            self.since = Some(now);
        }
    }
}
