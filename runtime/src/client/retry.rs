//! When a request is sent again: in goes how a try ended; out comes how long to wait, or
//! that it is over.
//!
//! A request that may have acted is not repeated. A POST counts as such unless the
//! service refused to act (429, or 503 with `Retry-After`) or no connection was made.

use std::time::Duration;

use azure_core::Uuid;
use azure_core::time::{OffsetDateTime, parse_rfc7231};

use super::Headers;
use crate::operation::Method;

/// When and how often a request is repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryOptions {
    /// How often a request is sent at most, the first time included; 5 by default.
    pub max_tries: u32,
    /// How long all waits of a request together may last; two minutes by default. A
    /// wait that the service asks for and that does not fit ends the request.
    pub max_total_wait: Duration,
    /// The wait before the second try where the service names none; it doubles from try
    /// to try, and up to half of it is chance. Half a second by default.
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

/// How a try ended, if not well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// An answer with this status, and the wait that it asks for.
    Status(u16, Option<Duration>),
    /// No connection was made.
    Connection,
    /// The connection broke, or the answer took too long.
    Broken,
    /// Something that another try does not mend.
    Final,
}

impl Fault {
    /// Whether the service may have acted all the same.
    pub(crate) fn may_have_acted(self) -> bool {
        match self {
            Self::Status(503, asked) => asked.is_none(),
            Self::Status(status, _) => status >= 500 && !matches!(status, 501 | 505),
            Self::Broken => true,
            Self::Connection | Self::Final => false,
        }
    }
}

impl RetryOptions {
    /// One try and no more.
    pub fn none() -> Self {
        Self {
            max_tries: 1,
            ..Self::default()
        }
    }

    /// At most so many tries.
    pub fn with_max_tries(self, max_tries: u32) -> Self {
        Self { max_tries, ..self }
    }

    /// All waits of a request together at most so long.
    pub fn with_max_total_wait(self, max_total_wait: Duration) -> Self {
        Self {
            max_total_wait,
            ..self
        }
    }

    /// The wait before the second try where the service names none.
    pub fn with_first_wait(self, first_wait: Duration) -> Self {
        Self { first_wait, ..self }
    }

    /// How long to wait before the next try, if there is one.
    pub(crate) fn wait(
        &self,
        fault: Fault,
        repeatable: bool,
        tries: u32,
        waited: Duration,
    ) -> Option<Duration> {
        let asked = match fault {
            Fault::Status(429, asked) => asked,
            Fault::Status(503, asked) if repeatable || asked.is_some() => asked,
            Fault::Status(502 | 504, asked) if repeatable => asked,
            Fault::Connection => None,
            Fault::Broken if repeatable => None,
            _ => return None,
        };
        let wait = asked.unwrap_or_else(|| self.backoff(tries));
        (tries < self.max_tries && waited + wait <= self.max_total_wait).then_some(wait)
    }

    /// Half of it sure, half of it chance: clients that failed together come back apart.
    fn backoff(&self, tries: u32) -> Duration {
        let full = self
            .first_wait
            .saturating_mul(1 << tries.saturating_sub(1).min(6));
        let chance = f64::from(Uuid::new_v4().as_fields().0) / f64::from(u32::MAX);
        full.mul_f64(0.5 + chance / 2.0)
    }
}

/// Whether a request can be sent twice and mean the same (RFC 9110, section 9.2.2). PATCH
/// cannot, unless it holds for one version of the entity only.
pub(crate) fn is_repeatable(method: Method, has_if_match: bool) -> bool {
    match method {
        Method::Get | Method::Put | Method::Delete => true,
        Method::Patch => has_if_match,
        Method::Post => false,
    }
}

/// `Retry-After`: seconds, with a fraction as the service sends it, or a date.
pub(crate) fn retry_after(headers: &Headers) -> Option<Duration> {
    let text = headers.get("retry-after")?.trim();
    if let Ok(seconds) = text.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let until = parse_rfc7231(text).ok()? - OffsetDateTime::now_utc();
    Some(until.try_into().unwrap_or(Duration::ZERO))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASKED: Option<Duration> = Some(Duration::from_secs(2));

    fn waits(fault: Fault, repeatable: bool) -> bool {
        let options = RetryOptions::default();
        options.wait(fault, repeatable, 1, Duration::ZERO).is_some()
    }

    #[test]
    fn what_may_have_acted_is_not_repeated() {
        for (fault, post, get) in [
            (Fault::Status(429, None), true, true),
            (Fault::Status(429, ASKED), true, true),
            (Fault::Status(503, ASKED), true, true),
            (Fault::Status(503, None), false, true),
            (Fault::Status(500, ASKED), false, false),
            (Fault::Status(502, ASKED), false, true),
            (Fault::Status(504, ASKED), false, true),
            (Fault::Status(400, ASKED), false, false),
            (Fault::Connection, true, true),
            (Fault::Broken, false, true),
            (Fault::Final, false, false),
        ] {
            assert_eq!(waits(fault, false), post, "{fault:?}");
            assert_eq!(waits(fault, true), get, "{fault:?}");
        }
        assert!(!is_repeatable(Method::Post, true));
        assert!(is_repeatable(Method::Patch, true) && !is_repeatable(Method::Patch, false));
    }

    #[test]
    fn tries_and_waits_have_an_end() {
        let options = RetryOptions::default();
        let fault = Fault::Status(429, ASKED);
        assert_eq!(options.wait(fault, true, 4, Duration::ZERO), ASKED);
        assert_eq!(options.wait(fault, true, 5, Duration::ZERO), None);
        let waited = Duration::from_secs(119);
        assert_eq!(options.wait(fault, true, 1, waited), None);
        for tries in 1..40 {
            let wait = options.backoff(tries);
            assert!(wait >= options.first_wait / 2 && wait <= options.first_wait * 64);
        }
    }

    #[test]
    fn the_wait_that_is_asked_for_has_three_forms() {
        let asked = |value: &str| {
            let header = ("Retry-After".to_owned(), value.to_owned());
            retry_after(&Headers::from_iter([header]))
        };
        assert_eq!(asked("5"), Some(Duration::from_secs(5)));
        assert_eq!(asked(" 2.128 "), Some(Duration::from_millis(2128)));
        assert_eq!(asked("Sun, 06 Nov 1994 08:49:37 GMT"), Some(Duration::ZERO));
        assert!(asked("Sun, 06 Nov 2994 08:49:37 GMT").is_some_and(|d| d.as_secs() > 1_000_000));
        for odd in ["", "-1", "soon", "NaN", "1e999"] {
            assert_eq!(asked(odd), None, "{odd}");
        }
    }
}
