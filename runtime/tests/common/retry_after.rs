//! What `Retry-After` says, held to a second reading of it: for the seeded property and for the
//! fuzz target of the same name.

use std::time::{Duration, SystemTime};

use msgraph_runtime::client::Headers;

fn headers(pairs: &[(&str, &str)]) -> Headers {
    let owned = pairs.iter();
    let owned = owned.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Headers::from_iter(owned)
}

/// Reads any text as `Retry-After`, with any text as `Date`: never a panic, a number of seconds is
/// that number, whatever the date, and the wait can be added to the time of today.
pub fn any_text(retry_after: &str, date: &str) {
    let wait = headers(&[("retry-after", retry_after), ("date", date)]).retry_after();
    let text = retry_after.trim();
    if let Some(wait) = wait {
        assert!(SystemTime::now().checked_add(wait).is_some(), "{text}");
        assert!(!text.starts_with(['-', '+']), "{text}");
    }
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        let seconds = text.parse::<u128>().unwrap_or(u128::MAX);
        let seconds = u64::try_from(seconds).unwrap_or(u64::MAX);
        let longest = u64::from(u32::MAX);
        let told = wait.map(|wait| wait.as_secs());
        assert_eq!(told, Some(seconds.min(longest)), "{text}");
    }
}

/// Two points in time, in seconds since 1970, written as `Date` and `Retry-After` in the form of
/// today: the wait is their distance, or zero, however far both are from the clock of this machine.
pub fn two_dates(sent: u32, until: u32) {
    let date = |seconds: u32| {
        let at = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds.into());
        httpdate::fmt_http_date(at)
    };
    let (sent_text, until_text) = (date(sent), date(until));
    let wait = headers(&[("Date", &sent_text), ("Retry-After", &until_text)]).retry_after();
    let distance = Duration::from_secs(until.saturating_sub(sent).into());
    assert_eq!(wait, Some(distance), "{sent_text} to {until_text}");
}
