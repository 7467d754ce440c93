//! Access tokens, and the trait of what returns them.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use super::{BoxError, BoxFuture};

/// Returns access tokens.
///
/// An `Arc` of it is a [`Credential`](super::credential::Credential). For a function, there is
/// [`TokenFn`](super::credential::TokenFn); with the feature `azure`, every credential of
/// `azure_core` is one, so do not implement both traits for one type.
///
/// ```
/// use std::sync::Arc;
/// use std::time::{Duration, SystemTime};
///
/// use msgraph_runtime::client::credential::{AccessToken, TokenCredential};
/// use msgraph_runtime::client::{BoxError, BoxFuture};
/// # use msgraph_runtime::client::Error;
/// # use msgraph_runtime::codegen::Client as GraphClient;
///
/// struct Vault;
///
/// impl TokenCredential for Vault {
///     fn access_token<'a>(&'a self, scope: &'a str) -> BoxFuture<'a, Result<AccessToken, BoxError>> {
///         Box::pin(async move {
///             let expires_on = SystemTime::now() + Duration::from_secs(3000);
///             Ok(AccessToken::new(format!("token for {scope}"), expires_on))
///         })
///     }
/// }
///
/// # fn client() -> Result<(), Error> {
/// let client = GraphClient::new(Arc::new(Vault))?;
/// # Ok(())
/// # }
/// # client().unwrap();
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no credential",
    note = "the credentials of `azure_identity` are some with the feature `azure`"
)]
pub trait TokenCredential: Send + Sync {
    /// Requests a token for a scope, such as `https://graph.microsoft.com/.default`.
    ///
    /// The client keeps the token and asks again when it is about to expire or has been refused,
    /// so an implementation needs no cache.
    ///
    /// # Errors
    ///
    /// Why there is no token. The error becomes the source of one of the kind
    /// [`Credential`](super::ErrorKind::Credential), and its text is shown there.
    fn access_token<'a>(&'a self, scope: &'a str) -> BoxFuture<'a, Result<AccessToken, BoxError>>;
}

/// An access token and when it expires.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AccessToken {
    /// The token, without `Bearer`.
    pub token: Secret,
    /// When it expires.
    pub expires_on: SystemTime,
}

impl AccessToken {
    /// The token, without `Bearer`, and when it expires.
    pub fn new(token: impl Into<Secret>, expires_on: SystemTime) -> Self {
        Self {
            token: token.into(),
            expires_on,
        }
    }
}

/// A text that `Debug` does not show.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Arc<str>);

impl Secret {
    /// A secret with this text.
    pub fn new(secret: impl Into<String>) -> Self {
        Self(secret.into().into())
    }

    /// The text.
    pub fn secret(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(secret: String) -> Self {
        Self::new(secret)
    }
}

impl From<&str> for Secret {
    fn from(secret: &str) -> Self {
        Self::new(secret)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}
