//! The policy that authorizes requests to the service's own origin, and no others.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use azure_core::credentials::{Secret, TokenCredential};
use azure_core::error::ErrorKind;
use azure_core::http::headers::{AUTHORIZATION, CLIENT_REQUEST_ID, HeaderName};
use azure_core::http::policies::{Policy, PolicyResult};
use azure_core::http::{Context, Request, StatusCode, Url};

use super::tokens::Tokens;

/// The policy that authorizes requests, and adds the headers that all have.
pub struct Authorize {
    authorization: Authorization,
    origin: Origin,
    /// Further headers.
    headers: Vec<(HeaderName, String)>,
}

/// How a request shows who sends it.
pub enum Authorization {
    /// Not at all.
    Anonymous,
    /// By a token of a credential (`Authorization: Bearer`).
    Token(Tokens),
    /// By a header that is always the same.
    Header(HeaderName, Secret),
}

/// In the context of a request that is sent without authorization even to the service's own
/// origin, because its URL grants access.
#[derive(Clone, Copy, Debug)]
pub struct Unauthorized;

/// Scheme, host and port.
pub type Origin = (String, String, Option<u16>);

/// The origin of an address.
pub fn origin(url: &Url) -> Origin {
    let host = url.host_str().unwrap_or_default().to_owned();
    (url.scheme().to_owned(), host, url.port_or_known_default())
}

impl Authorization {
    pub fn token(credential: Arc<dyn TokenCredential>, scope: String) -> Self {
        Self::Token(Tokens::new(credential, scope))
    }

    /// The header in which it is sent.
    fn header(&self) -> HeaderName {
        match self {
            Self::Header(name, _) => name.clone(),
            Self::Anonymous | Self::Token(_) => AUTHORIZATION,
        }
    }
}

impl Authorize {
    pub fn new(
        authorization: Authorization,
        origin: Origin,
        headers: Vec<(HeaderName, String)>,
    ) -> Self {
        Self {
            authorization,
            origin,
            headers,
        }
    }
}

impl fmt::Debug for Authorize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authorize").finish_non_exhaustive()
    }
}

#[async_trait]
impl Policy for Authorize {
    async fn send(
        &self,
        context: &Context,
        request: &mut Request,
        next: &[Arc<dyn Policy>],
    ) -> PolicyResult {
        request.headers_mut().remove(AUTHORIZATION);
        request.headers_mut().remove(self.authorization.header());
        // azure_core adds an id under a name of its own; ours is `client-request-id`.
        request.headers_mut().remove(CLIENT_REQUEST_ID);
        let mut used = None;
        if origin(request.url()) == self.origin && context.value::<Unauthorized>().is_none() {
            for (name, value) in &self.headers {
                request.insert_header(name.clone(), value.clone());
            }
            match &self.authorization {
                Authorization::Anonymous => {}
                Authorization::Header(name, value) => {
                    request.insert_header(name.clone(), value.secret().to_owned());
                }
                Authorization::Token(tokens) => {
                    let token = tokens.token().await?;
                    let header = format!("Bearer {}", token.token.secret());
                    request.insert_header(AUTHORIZATION, header);
                    used = Some((tokens, token));
                }
            }
        }
        let Some((policy, rest)) = next.split_first() else {
            let message = "the pipeline has no transport";
            return Err(azure_core::Error::with_message(ErrorKind::Other, message));
        };
        let answer = policy.send(context, request, rest).await?;
        if answer.status() == StatusCode::Unauthorized
            && let Some((tokens, token)) = used
        {
            // It may have been revoked: the next attempt asks the credential again.
            tokens.forget(&token);
        }
        Ok(answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_has_the_port_of_its_scheme() {
        let of = |text: &str| origin(&text.parse().unwrap());
        assert_eq!(of("https://a.test/x"), of("https://A.test:443/y?z"));
        for other in ["http://a.test", "https://b.test", "https://a.test:444"] {
            assert_ne!(of("https://a.test"), of(other), "{other}");
        }
    }

    #[test]
    fn what_authorizes_is_not_printed() {
        let name = HeaderName::from_static("x-key");
        let header = Authorization::Header(name.clone(), Secret::new("s3cret"));
        assert_eq!(header.header(), name);
        assert_eq!(Authorization::Anonymous.header(), AUTHORIZATION);
        let origin = origin(&"https://a.test".parse().unwrap());
        let policy = Authorize::new(header, origin, Vec::new());
        assert_eq!(format!("{policy:?}"), "Authorize { .. }");
    }
}
