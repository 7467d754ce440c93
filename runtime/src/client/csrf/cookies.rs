//! The cookies of a session with one origin (RFC 6265).

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use cookie::Cookie;
use http::HeaderMap;
use http::header::{HeaderValue, SET_COOKIE};

/// The cookies that one origin has set.
///
/// They go back to that origin alone, so their domains do not matter. They are kept until the
/// service deletes them: it asks for a new session when it has forgotten one.
pub struct Cookies {
    /// Whether the connection is one that `Secure` cookies may take.
    is_secure: bool,
    all: Mutex<Vec<Cookie<'static>>>,
}

impl Cookies {
    pub fn new(is_secure: bool) -> Self {
        Self {
            is_secure,
            all: Mutex::default(),
        }
    }

    /// Keeps the cookies of a response, and drops those that it deletes.
    pub fn keep(&self, headers: &HeaderMap) {
        let set = headers.get_all(SET_COOKIE).iter();
        let set = set.filter_map(|value| Cookie::parse(value.to_str().ok()?.to_owned()).ok());
        let mut all = self.all();
        for cookie in set {
            all.retain(|known| known.name() != cookie.name() || known.path() != cookie.path());
            let is_refused = cookie.secure() == Some(true) && !self.is_secure;
            if !is_refused && !is_expired(&cookie) {
                all.push(cookie);
            }
        }
    }

    /// The header of a request to this path, after what it has of its own.
    pub fn header(&self, path: &str, own: Option<&HeaderValue>) -> Option<HeaderValue> {
        let all = self.all();
        let fitting = all.iter().filter(|cookie| is_for(cookie, path));
        let mut pairs: Vec<Vec<u8>> = own.map(|own| own.as_bytes().to_vec()).into_iter().collect();
        pairs.extend(fitting.map(|cookie| cookie.stripped().to_string().into_bytes()));
        if pairs.is_empty() {
            return None;
        }
        let mut value = HeaderValue::from_bytes(&pairs.join(&b"; "[..])).ok()?;
        value.set_sensitive(true);
        Some(value)
    }

    fn all(&self) -> MutexGuard<'_, Vec<Cookie<'static>>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a response deletes a cookie by setting it.
fn is_expired(cookie: &Cookie<'_>) -> bool {
    if let Some(age) = cookie.max_age() {
        return !age.is_positive();
    }
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let now = now.map_or(0, |now| now.as_secs());
    let until = cookie.expires_datetime();
    until.is_some_and(|until| u64::try_from(until.unix_timestamp()).is_ok_and(|until| until <= now))
}

/// Whether a cookie is for this path: its own path is that, or a folder of it.
fn is_for(cookie: &Cookie<'_>, path: &str) -> bool {
    let own = cookie.path().unwrap_or("/");
    match path.strip_prefix(own) {
        Some(rest) => rest.is_empty() || own.ends_with('/') || rest.starts_with('/'),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keep(cookies: &Cookies, set: &[&str]) {
        let mut headers = HeaderMap::new();
        for value in set {
            headers.append(SET_COOKIE, value.parse().unwrap());
        }
        cookies.keep(&headers);
    }

    fn sent(cookies: &Cookies, path: &str) -> String {
        let header = cookies.header(path, None);
        header.map_or(String::new(), |value| value.to_str().unwrap().to_owned())
    }

    #[test]
    fn cookies_go_to_their_path_until_they_are_deleted() {
        let cookies = Cookies::new(true);
        keep(
            &cookies,
            &[
                "sap-usercontext=sap-client=100; path=/",
                "SESSION=a%3D; Path=/odata; Secure; HttpOnly",
                "other=1; Path=/other/",
                "old=1; Max-Age=0",
                "older=1; Expires=Wed, 21 Oct 2015 07:28:00 GMT",
                "=",
            ],
        );
        let both = "sap-usercontext=sap-client=100; SESSION=a%3D";
        assert_eq!(sent(&cookies, "/odata"), both);
        assert_eq!(sent(&cookies, "/odata/Books(1)"), both);
        assert_eq!(sent(&cookies, "/odata2"), "sap-usercontext=sap-client=100");
        keep(
            &cookies,
            &[
                "SESSION=b; Path=/odata",
                "sap-usercontext=; path=/; Max-Age=0",
            ],
        );
        assert_eq!(sent(&cookies, "/odata/"), "SESSION=b");
        let own = HeaderValue::from_static("mine=1");
        let header = cookies.header("/odata", Some(&own)).unwrap();
        assert_eq!(header, "mine=1; SESSION=b");
        assert!(header.is_sensitive());
        assert_eq!(cookies.header("/", None), None);
    }

    #[test]
    fn a_secure_cookie_does_not_go_over_http() {
        let cookies = Cookies::new(false);
        keep(&cookies, &["a=1; Secure", "b=2"]);
        assert_eq!(sent(&cookies, "/"), "b=2");
    }
}
