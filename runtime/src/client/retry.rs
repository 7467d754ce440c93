//! The decision whether and when a request is retried.
//!
//! A request is not retried if the service may already have executed it. For a POST that is
//! assumed unless the service refused it (429, or 503 with `Retry-After`) or no connection
//! was made.

use std::time::Duration;

use http::Method;
use uuid::Uuid;

use super::ErrorKind;
use crate::request::RetryOptions;

/// Why an attempt failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AttemptFailure {
    /// A response with this status, and its `Retry-After`.
    Status(u16, Option<Duration>),
    /// No connection was made.
    Connection,
    /// The connection broke, or the response took too long.
    Broken,
    /// An error that a retry does not resolve.
    Final,
}

impl AttemptFailure {
    /// Whether the service may have executed the request.
    pub(crate) fn maybe_executed(self) -> bool {
        match self {
            Self::Status(503, asked) => asked.is_none(),
            Self::Status(status, _) => status >= 500 && !matches!(status, 501 | 505),
            Self::Broken => true,
            Self::Connection | Self::Final => false,
        }
    }
}

/// What an attempt that ended with an error of this kind means for the next.
impl From<ErrorKind> for AttemptFailure {
    fn from(kind: ErrorKind) -> Self {
        match kind {
            ErrorKind::Connection => Self::Connection,
            ErrorKind::Transport | ErrorKind::Timeout => Self::Broken,
            _ => Self::Final,
        }
    }
}

impl RetryOptions {
    /// The wait before the next attempt, or `None` if there is none.
    pub(crate) fn wait(
        &self,
        failure: AttemptFailure,
        idempotent: bool,
        tries: u32,
        waited: Duration,
    ) -> Option<Duration> {
        let asked = match failure {
            AttemptFailure::Status(429, asked) => asked,
            AttemptFailure::Status(503, asked) if idempotent || asked.is_some() => asked,
            AttemptFailure::Status(502 | 504, asked) if idempotent => asked,
            AttemptFailure::Connection => None,
            AttemptFailure::Broken if idempotent => None,
            _ => return None,
        };
        // A wait of zero, such as a date in the past, would repeat at once.
        let asked = asked.filter(|wait| !wait.is_zero());
        let wait = asked.unwrap_or_else(|| self.backoff(tries));
        (tries < self.max_tries && waited + wait <= self.max_total_wait).then_some(wait)
    }

    /// Exponential backoff with 50 % jitter, so that clients do not retry in step.
    fn backoff(&self, tries: u32) -> Duration {
        let full = self
            .first_wait
            .saturating_mul(1 << tries.saturating_sub(1).min(6));
        let chance = f64::from(Uuid::new_v4().as_fields().0) / f64::from(u32::MAX);
        full.mul_f64(0.5 + chance / 2.0)
    }
}

/// The value of `If-Match` that every version fits.
pub(crate) const ANY_VERSION: &str = "*";

/// Whether a request can be sent twice and mean the same (RFC 9110, section 9.2.2). PATCH
/// can only if it applies to one version of the entity.
pub(crate) fn is_idempotent(method: &Method, has_if_match: bool) -> bool {
    method.is_idempotent() || (method == Method::PATCH && has_if_match)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASKED: Option<Duration> = Some(Duration::from_secs(2));

    fn waits(failure: AttemptFailure, idempotent: bool) -> bool {
        let options = RetryOptions::default();
        options
            .wait(failure, idempotent, 1, Duration::ZERO)
            .is_some()
    }

    #[test]
    fn the_kind_of_an_error_says_how_an_attempt_failed() {
        for (kind, failure) in [
            (ErrorKind::Connection, AttemptFailure::Connection),
            (ErrorKind::Transport, AttemptFailure::Broken),
            (ErrorKind::Timeout, AttemptFailure::Broken),
            (ErrorKind::Credential, AttemptFailure::Final),
        ] {
            assert_eq!(AttemptFailure::from(kind), failure, "{kind:?}");
        }
    }

    #[test]
    fn a_request_that_may_have_been_executed_is_not_retried() {
        for (failure, post, get) in [
            (AttemptFailure::Status(429, None), true, true),
            (AttemptFailure::Status(429, ASKED), true, true),
            (AttemptFailure::Status(503, ASKED), true, true),
            (AttemptFailure::Status(503, None), false, true),
            (AttemptFailure::Status(500, ASKED), false, false),
            (AttemptFailure::Status(502, ASKED), false, true),
            (AttemptFailure::Status(504, ASKED), false, true),
            (AttemptFailure::Status(400, ASKED), false, false),
            (AttemptFailure::Connection, true, true),
            (AttemptFailure::Broken, false, true),
            (AttemptFailure::Final, false, false),
        ] {
            assert_eq!(waits(failure, false), post, "{failure:?}");
            assert_eq!(waits(failure, true), get, "{failure:?}");
        }
        for method in [Method::GET, Method::PUT, Method::DELETE] {
            assert!(is_idempotent(&method, false), "{method}");
        }
        assert!(!is_idempotent(&Method::POST, true));
        assert!(is_idempotent(&Method::PATCH, true) && !is_idempotent(&Method::PATCH, false));
    }

    #[test]
    fn attempts_and_waits_are_limited() {
        let options = RetryOptions::default();
        let failure = AttemptFailure::Status(429, ASKED);
        assert_eq!(options.wait(failure, true, 4, Duration::ZERO), ASKED);
        assert_eq!(options.wait(failure, true, 5, Duration::ZERO), None);
        let waited = Duration::from_secs(118);
        assert_eq!(options.wait(failure, true, 1, waited), ASKED);
        let waited = Duration::from_secs(119);
        assert_eq!(options.wait(failure, true, 1, waited), None);
        for tries in 1..40 {
            let full = options.first_wait * 2_u32.pow(6.min(tries - 1));
            let wait = options.backoff(tries);
            assert!(wait >= full / 2 && wait <= full, "{tries}: {wait:?}");
        }
    }

    #[test]
    fn a_wait_of_zero_is_the_backoff() {
        let options = RetryOptions::default();
        let failure = AttemptFailure::Status(429, Some(Duration::ZERO));
        let wait = options.wait(failure, false, 1, Duration::ZERO).unwrap();
        assert!(wait >= options.first_wait / 2, "{wait:?}");
    }

    #[test]
    fn a_status_says_whether_the_service_may_have_acted() {
        for (failure, maybe) in [
            (AttemptFailure::Status(400, None), false),
            (AttemptFailure::Status(429, None), false),
            (AttemptFailure::Status(499, None), false),
            (AttemptFailure::Status(500, None), true),
            (AttemptFailure::Status(500, ASKED), true),
            (AttemptFailure::Status(501, None), false),
            (AttemptFailure::Status(502, ASKED), true),
            (AttemptFailure::Status(503, None), true),
            (AttemptFailure::Status(503, ASKED), false),
            (AttemptFailure::Status(504, None), true),
            (AttemptFailure::Status(505, None), false),
            (AttemptFailure::Broken, true),
            (AttemptFailure::Connection, false),
            (AttemptFailure::Final, false),
        ] {
            assert_eq!(failure.maybe_executed(), maybe, "{failure:?}");
        }
    }
}
