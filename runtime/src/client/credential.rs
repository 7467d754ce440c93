//! Credentials: how the requests of a client show who sends them.
//!
//! The types here are credentials, and so is an `Arc` of any [`TokenCredential`]. With the feature
//! `azure` the credentials of `azure_identity` are such. They are sent to the service's own origin
//! only, and none of them shows its secret in `Debug`.
//!
//! ```
//! use std::time::{Duration, SystemTime};
//!
//! use msgraph_runtime::client::credential::{
//!     AccessToken, Anonymous, Basic, Header, StaticToken, TokenFn,
//! };
//! # use msgraph_runtime::client::Error;
//! # use msgraph_runtime::codegen::Client as GraphClient;
//!
//! # async fn token_for(scope: String) -> Result<String, std::io::Error> { Ok(scope) }
//! # fn clients() -> Result<(), Error> {
//! // An access token that the program has, such as one from a request to itself.
//! let client = GraphClient::new(StaticToken::new("eyJ0eXAi…"))?;
//! // Tokens of a function.
//! let client = GraphClient::new(TokenFn::new(|scope| async {
//!     let expires_on = SystemTime::now() + Duration::from_secs(3000);
//!     token_for(scope).await.map(|token| AccessToken::new(token, expires_on))
//! }))?;
//! // Services that know no tokens.
//! let client = GraphClient::new(Basic::new("user", "password"))?;
//! let client = GraphClient::new(Header::new("x-api-key", "key"))?;
//! let client = GraphClient::new(Anonymous)?;
//! # Ok(())
//! # }
//! # clients().unwrap();
//! ```

use std::fmt;
use std::sync::Arc;

use super::auth::Authorization;
use super::{BoxError, BoxFuture};
use crate::edm::Binary;

pub use super::access_token::{AccessToken, Secret, TokenCredential};

/// The header of tokens and passwords.
const AUTHORIZATION: &str = "authorization";

/// How the requests of a client show who sends them.
///
/// It is made from an `Arc` of a [`TokenCredential`], and from the types of this module. A token is kept and renewed before it expires; see
/// [`ClientBuilder`](super::ClientBuilder).
#[derive(Clone)]
pub struct Credential(Form);

#[derive(Clone)]
enum Form {
    Anonymous,
    Token(Arc<dyn TokenCredential>),
    /// A header by its name, and its value.
    Header(String, Secret),
}

impl Credential {
    /// Whether another token can be had after one was refused.
    pub(super) fn is_renewable(&self) -> bool {
        matches!(self.0, Form::Token(_))
    }

    pub(super) fn authorization(self, scope: String) -> Authorization {
        match self.0 {
            Form::Anonymous => Authorization::Anonymous,
            Form::Token(credential) => Authorization::token(credential, scope),
            Form::Header(name, value) => Authorization::Header(name, value),
        }
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential")
    }
}

impl<T: TokenCredential + 'static> From<Arc<T>> for Credential {
    fn from(credential: Arc<T>) -> Self {
        Self(Form::Token(credential))
    }
}

impl From<Arc<dyn TokenCredential>> for Credential {
    fn from(credential: Arc<dyn TokenCredential>) -> Self {
        Self(Form::Token(credential))
    }
}

/// No credential: nothing shows who sends a request.
#[derive(Clone, Copy, Debug, Default)]
pub struct Anonymous;

impl From<Anonymous> for Credential {
    fn from(_: Anonymous) -> Self {
        Self(Form::Anonymous)
    }
}

/// An access token that the program has (`Authorization: Bearer`).
///
/// It is not renewed: once it has expired, requests fail with 401.
#[derive(Clone, Debug)]
pub struct StaticToken(Secret);

impl StaticToken {
    /// The token, without `Bearer`.
    pub fn new(token: impl Into<String>) -> Self {
        Self(Secret::new(format!("Bearer {}", token.into())))
    }
}

impl From<StaticToken> for Credential {
    fn from(token: StaticToken) -> Self {
        Self(Form::Header(AUTHORIZATION.to_owned(), token.0))
    }
}

/// A user name and a password (`Authorization: Basic`; RFC 7617).
#[derive(Clone, Debug)]
pub struct Basic(Secret);

impl Basic {
    /// The user name, which must not contain a colon, and the password.
    pub fn new(user: &str, password: &str) -> Self {
        let pair = Binary::from(format!("{user}:{password}").into_bytes());
        Self(Secret::new(format!("Basic {pair}")))
    }
}

impl From<Basic> for Credential {
    fn from(basic: Basic) -> Self {
        Self(Form::Header(AUTHORIZATION.to_owned(), basic.0))
    }
}

/// A secret in a header of its own, such as an API key.
#[derive(Clone, Debug)]
pub struct Header {
    name: String,
    value: Secret,
}

impl Header {
    /// The name and the value of the header. Requests fail with
    /// [`ErrorKind::Request`](super::ErrorKind::Request) if they are not valid in HTTP.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            name: name.into().to_ascii_lowercase(),
            value: Secret::new(value.into()),
        }
    }
}

impl From<Header> for Credential {
    fn from(header: Header) -> Self {
        Self(Form::Header(header.name, header.value))
    }
}

/// A function that returns tokens.
///
/// It gets the scope and returns a future of an [`AccessToken`]; it is asked again only when the
/// token is about to expire or has been refused.
#[derive(Clone)]
pub struct TokenFn<F>(F);

impl<F> TokenFn<F> {
    /// Tokens of this function.
    pub fn new<T, E>(function: F) -> Self
    where
        F: Fn(String) -> T + Send + Sync + 'static,
        T: Future<Output = Result<AccessToken, E>> + Send + 'static,
        E: Into<BoxError>,
    {
        Self(function)
    }
}

impl<F> fmt::Debug for TokenFn<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenFn")
    }
}

impl<F, T, E> TokenCredential for TokenFn<F>
where
    F: Fn(String) -> T + Send + Sync + 'static,
    T: Future<Output = Result<AccessToken, E>> + Send + 'static,
    E: Into<BoxError>,
{
    fn access_token<'a>(&'a self, scope: &'a str) -> BoxFuture<'a, Result<AccessToken, BoxError>> {
        let token = (self.0)(scope.to_owned());
        Box::pin(async move { token.await.map_err(E::into) })
    }
}

impl<F, T, E> From<TokenFn<F>> for Credential
where
    F: Fn(String) -> T + Send + Sync + 'static,
    T: Future<Output = Result<AccessToken, E>> + Send + 'static,
    E: Into<BoxError>,
{
    fn from(function: TokenFn<F>) -> Self {
        Self(Form::Token(Arc::new(function)))
    }
}
