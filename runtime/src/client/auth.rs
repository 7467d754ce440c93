//! Authorization of requests to the service's own origin, and of no others.

use std::fmt;
use std::sync::Arc;

use http::header::{AUTHORIZATION, HeaderName, HeaderValue};
use http::{StatusCode, Uri};
use reqwest::Url;

use super::access_token::{AccessToken, Secret, TokenCredential};
use super::pipeline::Request;
use super::tokens::Tokens;
use super::{Error, ErrorKind};

/// Authorizes requests, and adds the headers that all have.
pub struct Authorize {
    authorization: Authorization,
    origin: Origin,
    /// Further headers.
    headers: Vec<(HeaderName, HeaderValue)>,
}

/// How a request shows who sends it.
pub enum Authorization {
    /// Not at all.
    Anonymous,
    /// By a token of a credential (`Authorization: Bearer`).
    Token(Tokens),
    /// By a header that is always the same.
    Header(String, Secret),
}

/// In the extensions of a request that is sent without authorization even to the service's own
/// origin, because its URL grants access.
#[derive(Clone, Copy, Debug)]
pub struct Unauthorized;

/// Scheme, host and port.
#[derive(Debug, PartialEq, Eq)]
pub struct Origin {
    scheme: String,
    host: String,
    port: Option<u16>,
}

impl Origin {
    /// The origin of an address.
    pub fn of(url: &Url) -> Self {
        Self {
            scheme: url.scheme().to_owned(),
            host: url.host_str().unwrap_or_default().to_owned(),
            port: url.port_or_known_default(),
        }
    }

    /// Whether a request to this address stays at the origin.
    pub fn has(&self, uri: &Uri) -> bool {
        let scheme = uri.scheme_str().unwrap_or_default();
        let port = uri.port_u16().or(match scheme {
            "https" => Some(443),
            "http" => Some(80),
            _ => None,
        });
        let host = uri.host().unwrap_or_default();
        scheme == self.scheme && port == self.port && host.eq_ignore_ascii_case(&self.host)
    }
}

impl Authorization {
    pub fn token(credential: Arc<dyn TokenCredential>, scope: String) -> Self {
        Self::Token(Tokens::new(credential, scope))
    }
}

impl Authorize {
    pub fn new(
        authorization: Authorization,
        origin: Origin,
        headers: Vec<(HeaderName, HeaderValue)>,
    ) -> Self {
        Self {
            authorization,
            origin,
            headers,
        }
    }

    /// Replaces what the request says about who sends it, and returns the token that it got.
    pub async fn authorize(&self, request: &mut Request) -> Result<Option<AccessToken>, Error> {
        let is_own =
            self.origin.has(request.uri()) && request.extensions().get::<Unauthorized>().is_none();
        let headers = request.headers_mut();
        headers.remove(AUTHORIZATION);
        let mut token = None;
        let (name, value) = match &self.authorization {
            Authorization::Header(name, value) => {
                let name = HeaderName::try_from(name.as_str()).map_err(invalid)?;
                headers.remove(&name);
                (name, is_own.then(|| HeaderValue::try_from(value.secret())))
            }
            Authorization::Token(tokens) if is_own => {
                let used = tokens.token().await?;
                let value = HeaderValue::try_from(format!("Bearer {}", used.token.secret()));
                token = Some(used);
                (AUTHORIZATION, Some(value))
            }
            Authorization::Token(_) | Authorization::Anonymous => (AUTHORIZATION, None),
        };
        if let Some(value) = value {
            let mut value = value.map_err(invalid)?;
            value.set_sensitive(true);
            headers.insert(name, value);
        }
        if is_own {
            for (name, value) in &self.headers {
                headers.insert(name.clone(), value.clone());
            }
        }
        Ok(token)
    }

    /// Drops a token that the service refused. It may have been revoked: the next attempt asks the
    /// credential again.
    pub fn answered(&self, token: Option<&AccessToken>, status: StatusCode) {
        if let (StatusCode::UNAUTHORIZED, Authorization::Token(tokens), Some(token)) =
            (status, &self.authorization, token)
        {
            tokens.forget(token);
        }
    }
}

fn invalid(error: impl Into<http::Error>) -> Error {
    Error::new(ErrorKind::Request).with_source(error.into())
}

impl fmt::Debug for Authorize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authorize").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::{Duration, SystemTime};

    use super::*;
    use crate::client::{BoxError, BoxFuture};

    fn origin(url: &str) -> Origin {
        Origin::of(&url.parse().unwrap())
    }

    #[test]
    fn an_origin_has_the_port_of_its_scheme() {
        for (own, address) in [
            ("https://a.test/x", "https://A.test:443/y?z"),
            ("https://A.test:443", "https://a.test"),
            ("http://a.test:80", "http://a.test"),
            ("http://[::1]:7", "http://[::1]:7/x"),
            ("https://bücher.test", "https://xn--bcher-kva.test/"),
        ] {
            assert!(origin(own).has(&address.parse().unwrap()), "{address}");
        }
        for other in [
            "http://a.test",
            "https://b.test",
            "https://a.test:444",
            "https://a.test@b.test",
            "https://a.test.b.test",
            "/x",
            "a.test:443",
        ] {
            let uri = other.parse().unwrap();
            assert!(!origin("https://a.test").has(&uri), "{other}");
        }
    }

    #[tokio::test]
    async fn what_authorizes_is_sent_to_the_own_origin_and_not_printed() {
        let header = Authorization::Header("x-key".to_owned(), Secret::new("s3cret"));
        let name = HeaderName::from_static("sdkversion");
        let version = vec![(name, HeaderValue::from_static("rust/1"))];
        let authorize = Authorize::new(header, origin("https://a.test"), version);
        for (uri, sent) in [
            ("https://a.test/x", Some("s3cret")),
            ("https://b.test", None),
        ] {
            let mut request = Request::default();
            *request.uri_mut() = uri.parse().unwrap();
            for name in ["x-key", "authorization"] {
                let mine = HeaderValue::from_static("mine");
                request.headers_mut().insert(name, mine);
            }
            authorize.authorize(&mut request).await.unwrap();
            let value = |name| request.headers().get(name).map(HeaderValue::as_bytes);
            assert_eq!(value("x-key"), sent.map(str::as_bytes));
            assert_eq!(value("authorization"), None);
            assert_eq!(value("sdkversion").is_some(), sent.is_some());
            let shown = format!("{authorize:?} {request:?}");
            assert!(!shown.contains("s3cret"), "{shown}");
        }
    }

    /// Returns another token each time.
    struct Numbers(AtomicUsize);

    impl TokenCredential for Numbers {
        fn access_token<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<AccessToken, BoxError>> {
            let number = self.0.fetch_add(1, Ordering::SeqCst).to_string();
            let in_an_hour = SystemTime::now() + Duration::from_secs(3600);
            Box::pin(async move { Ok(AccessToken::new(number, in_an_hour)) })
        }
    }

    #[tokio::test]
    async fn a_token_is_dropped_when_it_is_refused_and_at_no_other_status() {
        let credential = Arc::new(Numbers(AtomicUsize::new(0)));
        let authorization = Authorization::token(credential, "scope".to_owned());
        let authorize = Authorize::new(authorization, origin("https://a.test"), Vec::new());
        for (status, token) in [(200, "0"), (403, "0"), (500, "0"), (401, "0"), (200, "1")] {
            let mut request = Request::default();
            *request.uri_mut() = "https://a.test/x".parse().unwrap();
            let used = authorize.authorize(&mut request).await.unwrap();
            let sent = request.headers().get(AUTHORIZATION).unwrap().as_bytes();
            assert_eq!(
                sent,
                format!("Bearer {token}").as_bytes(),
                "before {status}"
            );
            authorize.answered(used.as_ref(), StatusCode::from_u16(status).unwrap());
        }
    }
}
