//! The policy that adds the token to requests to the service's own origin, and to no others.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use azure_core::credentials::{AccessToken, TokenCredential};
use azure_core::error::ErrorKind;
use azure_core::http::headers::{AUTHORIZATION, CLIENT_REQUEST_ID};
use azure_core::http::policies::{Policy, PolicyResult};
use azure_core::http::{Context, Request, StatusCode, Url};
use azure_core::time::{Duration, OffsetDateTime};

/// A token is renewed this long before it expires.
const MARGIN: Duration = Duration::minutes(5);

/// The policy that adds the token.
pub struct Authorize {
    credential: Arc<dyn TokenCredential>,
    scope: String,
    origin: Origin,
    token: Mutex<Option<AccessToken>>,
}

/// Scheme, host and port.
pub type Origin = (String, String, Option<u16>);

/// The origin of an address.
pub fn origin(url: &Url) -> Origin {
    let host = url.host_str().unwrap_or_default().to_owned();
    (url.scheme().to_owned(), host, url.port_or_known_default())
}

impl Authorize {
    pub fn new(credential: Arc<dyn TokenCredential>, scope: String, origin: Origin) -> Self {
        Self {
            credential,
            scope,
            origin,
            token: Mutex::new(None),
        }
    }

    async fn token(&self) -> azure_core::Result<AccessToken> {
        let kept = self.kept(|token| token.expires_on - MARGIN > OffsetDateTime::now_utc());
        let token = match kept {
            Some(token) => token,
            None => {
                let token = self.credential.get_token(&[&self.scope], None).await;
                // Whatever the error is, the service did not receive the request.
                let token = token.map_err(|error| {
                    azure_core::Error::with_error(ErrorKind::Credential, error, "no token")
                })?;
                *self.lock() = Some(token.clone());
                token
            }
        };
        Ok(token)
    }

    /// Drops a token, unless another request has renewed it since.
    fn forget(&self, used: &AccessToken) {
        let mut token = self.lock();
        token.take_if(|kept| kept.token.secret() == used.token.secret());
    }

    fn kept(&self, good: impl FnOnce(&AccessToken) -> bool) -> Option<AccessToken> {
        self.lock().as_ref().filter(|token| good(token)).cloned()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<AccessToken>> {
        self.token.lock().unwrap_or_else(PoisonError::into_inner)
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
        // azure_core adds an id under a name of its own; ours is `client-request-id`.
        request.headers_mut().remove(CLIENT_REQUEST_ID);
        let mut used = None;
        if origin(request.url()) == self.origin {
            let token = self.token().await?;
            let header = format!("Bearer {}", token.token.secret());
            request.insert_header(AUTHORIZATION, header);
            used = Some(token);
        }
        let Some((policy, rest)) = next.split_first() else {
            let message = "the pipeline has no transport";
            return Err(azure_core::Error::with_message(ErrorKind::Other, message));
        };
        let answer = policy.send(context, request, rest).await?;
        if answer.status() == StatusCode::Unauthorized {
            // It may have been revoked: the next attempt gets a new one.
            used.iter().for_each(|token| self.forget(token));
        }
        Ok(answer)
    }
}
