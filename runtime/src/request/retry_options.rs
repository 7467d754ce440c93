//! When and how often a request is retried.

use std::time::Duration;

/// When and how often a request is retried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryOptions {
    /// The greatest number of attempts, including the first; 5 by default.
    pub max_tries: u32,
    /// The greatest sum of all waits of a request; two minutes by default. If the service asks
    /// for a wait that does not fit, the request is not retried.
    pub max_total_wait: Duration,
    /// The wait before the second attempt where the service asks for none; half a second by
    /// default. It doubles with each attempt, and up to half of it is random.
    pub first_wait: Duration,
}

impl Default for RetryOptions {
    fn default() -> Self {
        Self {
            max_tries: 5,
            max_total_wait: Duration::from_secs(120),
            first_wait: Duration::from_millis(500),
        }
    }
}

impl RetryOptions {
    /// One attempt and no retry.
    pub fn none() -> Self {
        Self {
            max_tries: 1,
            ..Self::default()
        }
    }

    /// Sets [`max_tries`](Self::max_tries).
    pub fn with_max_tries(self, max_tries: u32) -> Self {
        Self { max_tries, ..self }
    }

    /// Sets [`max_total_wait`](Self::max_total_wait).
    pub fn with_max_total_wait(self, max_total_wait: Duration) -> Self {
        Self {
            max_total_wait,
            ..self
        }
    }

    /// Sets [`first_wait`](Self::first_wait).
    pub fn with_first_wait(self, first_wait: Duration) -> Self {
        Self { first_wait, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_limit_is_set_by_itself() {
        let default = RetryOptions::default();
        assert_eq!(RetryOptions::none(), default.with_max_tries(1));
        let wait = Duration::from_secs(7);
        let one = default
            .with_max_tries(2)
            .with_max_total_wait(wait)
            .with_first_wait(wait * 2);
        assert_eq!(
            (one.max_tries, one.max_total_wait, one.first_wait),
            (2, wait, wait * 2)
        );
        let first = default.with_first_wait(wait);
        assert_eq!(first.max_total_wait, default.max_total_wait);
        assert_eq!(first.max_tries, default.max_tries);
    }
}
