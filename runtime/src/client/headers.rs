//! The headers of a response.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use httpdate::parse_http_date;

/// The longest wait that is told, about 136 years: it can be added to any time of today.
const LONGEST_WAIT: Duration = Duration::from_secs(4_294_967_295);

/// Headers of which only the first value counts, because their values are no lists.
const SINGLE: [&str; 12] = [
    "age",
    "client-request-id",
    "content-encoding",
    "content-length",
    "content-range",
    "content-type",
    "date",
    "etag",
    "last-modified",
    "location",
    "request-id",
    "retry-after",
];

/// Headers by name, in any ASCII case.
///
/// `Debug` prints only the names: values may be URLs that grant access.
#[derive(Clone, Default)]
pub struct Headers(Vec<(String, String)>);

impl Headers {
    /// The value of a header. Values of a header that was sent several times are joined by `, `
    /// (RFC 9110, section 5.3).
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// The wait that the service asks for before the next request (`Retry-After`).
    ///
    /// The value is a number of seconds, which Graph sends with a fraction, or a date in one of
    /// HTTP's three forms (RFC 9110, section 5.6.7), from which `Date` of the same response is
    /// subtracted. A date that has passed is a wait of zero. `None` if there is no such header, or
    /// its value is neither.
    ///
    /// ```
    /// use msgraph_runtime::client::Headers;
    /// use std::time::Duration;
    ///
    /// let headers = [
    ///     ("date", "Sun, 06 Nov 1994 08:49:30 GMT"),
    ///     ("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT"),
    /// ];
    /// let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
    /// let headers = Headers::from_iter(headers);
    /// assert_eq!(headers.retry_after(), Some(Duration::from_secs(7)));
    /// ```
    pub fn retry_after(&self) -> Option<Duration> {
        let text = self.get("retry-after")?.trim();
        if text.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
            let seconds = Duration::try_from_secs_f64(text.parse().ok()?);
            return Some(seconds.unwrap_or(LONGEST_WAIT).min(LONGEST_WAIT));
        }
        let until = parse_http_date(text).ok()?;
        // The clock of the service may differ from ours.
        let sent = self.get("date").map(str::trim);
        let sent = sent.and_then(|date| parse_http_date(date).ok());
        let wait = until.duration_since(sent.unwrap_or_else(SystemTime::now));
        Some(wait.unwrap_or_default().min(LONGEST_WAIT))
    }

    /// Headers in the order in which they were received, with the values of repeated ones joined
    /// (RFC 9110, section 5.3).
    pub(crate) fn joined(received: Vec<(String, String)>) -> Self {
        let mut list: Vec<(String, String)> = Vec::with_capacity(received.len());
        for (name, value) in received {
            let known = list.iter_mut();
            let mut known = known.filter(|(known, _)| known.eq_ignore_ascii_case(&name));
            match known.next() {
                Some(_)
                    if SINGLE
                        .iter()
                        .any(|single| single.eq_ignore_ascii_case(&name)) => {}
                Some((_, values)) => {
                    values.push_str(", ");
                    values.push_str(&value);
                }
                None => list.push((name, value)),
            }
        }
        Self(list)
    }

    /// Adds a header unless there is one of this name.
    pub(crate) fn or_insert(&mut self, name: &str, value: &str) {
        if self.get(name).is_none() {
            self.0.push((name.to_owned(), value.to_owned()));
        }
    }

    /// All headers.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.0.iter();
        all.map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl FromIterator<(String, String)> for Headers {
    fn from_iter<T: IntoIterator<Item = (String, String)>>(all: T) -> Self {
        Self(all.into_iter().collect())
    }
}

/// The headers by name, with the values of repeated ones joined (RFC 9110, section 5.3).
impl From<&HeaderMap> for Headers {
    fn from(map: &HeaderMap) -> Self {
        let mut list: Vec<(String, String)> = Vec::with_capacity(map.keys_len());
        for name in map.keys() {
            let mut joined = String::new();
            for (at, value) in map.get_all(name).iter().enumerate() {
                if at > 0 {
                    if SINGLE.contains(&name.as_str()) {
                        break;
                    }
                    joined.push_str(", ");
                }
                joined.push_str(&String::from_utf8_lossy(value.as_bytes()));
            }
            list.push((name.as_str().to_owned(), joined));
        }
        list.sort_unstable();
        Self(list)
    }
}

impl std::fmt::Debug for Headers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list()
            .entries(self.iter().map(|(name, _)| name))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(retry_after: &str, date: Option<&str>) -> Option<Duration> {
        let date = date.map(|date| ("Date".to_owned(), date.to_owned()));
        let asked = ("Retry-After".to_owned(), retry_after.to_owned());
        Headers::from_iter(date.into_iter().chain([asked])).retry_after()
    }

    #[test]
    fn the_wait_that_is_asked_for_is_seconds_or_a_date() {
        assert_eq!(wait("5", None), Some(Duration::from_secs(5)));
        assert_eq!(wait("0", None), Some(Duration::ZERO));
        assert_eq!(wait(" 2.128 ", None), Some(Duration::from_millis(2128)));
        let passed = wait("Sun, 06 Nov 1994 08:49:37 GMT", None);
        assert_eq!(passed, Some(Duration::ZERO));
        let far = wait("Thu, 06 Nov 2994 08:49:37 GMT", None);
        assert!(far.is_some_and(|wait| wait.as_secs() > 1_000_000));
        for odd in ["", ".", "-1", "+1", "1e3", "soon", "NaN", "inf", "1.2.3"] {
            assert_eq!(wait(odd, None), None, "{odd}");
        }
        assert_eq!(Headers::default().retry_after(), None);
    }

    #[test]
    fn the_date_of_the_response_is_the_clock() {
        let sent = Some(" Sun, 06 Nov 1994 08:49:30 GMT ");
        let seven = Some(Duration::from_secs(7));
        assert_eq!(wait("Sun, 06 Nov 1994 08:49:37 GMT", sent), seven);
        assert_eq!(wait("Sunday, 06-Nov-94 08:49:37 GMT", sent), seven);
        assert_eq!(wait("Sun Nov  6 08:49:37 1994", sent), seven);
        let later = Some("Sun, 06 Nov 1994 08:49:38 GMT");
        let zero = Some(Duration::ZERO);
        assert_eq!(wait("Sun, 06 Nov 1994 08:49:37 GMT", later), zero);
    }

    #[test]
    fn a_wait_can_be_added_to_the_time_of_today() {
        for long in [
            "99999999999999999999999",
            "4294967296",
            "18446744073709551615",
        ] {
            assert_eq!(wait(long, None), Some(LONGEST_WAIT), "{long}");
        }
        let far = wait("Fri, 31 Dec 9999 23:59:59 GMT", None);
        assert_eq!(far, Some(LONGEST_WAIT));
        assert!(
            std::time::Instant::now()
                .checked_add(LONGEST_WAIT)
                .is_some()
        );
    }

    #[test]
    fn values_of_a_repeated_header_are_joined_unless_one_alone_counts() {
        let mut map = HeaderMap::new();
        for (name, value) in [
            ("www-authenticate", "Basic"),
            ("location", "/1"),
            ("www-authenticate", "Bearer"),
            ("location", "/2"),
            ("allow", "GET"),
        ] {
            map.append(name, value.parse().unwrap());
        }
        let headers = Headers::from(&map);
        let all: Vec<_> = headers.iter().collect();
        let expected = [
            ("allow", "GET"),
            ("location", "/1"),
            ("www-authenticate", "Basic, Bearer"),
        ];
        assert_eq!(all, expected);
    }

    #[test]
    fn a_header_is_added_unless_there_is_one() {
        let mut headers = Headers::from_iter([("Date".to_owned(), "a".to_owned())]);
        headers.or_insert("date", "b");
        headers.or_insert("etag", "c");
        assert_eq!(
            (headers.get("DATE"), headers.get("ETag")),
            (Some("a"), Some("c"))
        );
    }

    #[test]
    fn only_names_are_printed() {
        let headers = Headers::from_iter([("Location".to_owned(), "secret".to_owned())]);
        assert_eq!(format!("{headers:?}"), "[\"Location\"]");
    }
}
