//! CSRF tokens and session cookies, as SAP services want them of requests that change something.
//!
//! A token belongs to a session: it is fetched with `X-CSRF-Token: Fetch`, the response sets the
//! cookies of the session, and requests that change something have both. A service that has
//! forgotten the session answers 403 with `X-CSRF-Token: Required`.

mod cookies;

use std::fmt;

use http::header::{
    ACCEPT, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HeaderName, HeaderValue,
    IF_MATCH, IF_NONE_MATCH,
};
use http::{Method, StatusCode, Uri};
use reqwest::Url;
use tokio::sync::Mutex;

use self::cookies::Cookies;
use super::auth::{Origin, Unauthorized};
use super::engine::ServiceClient;
use super::pipeline::{Next, Request, RequestBody, Response};
use super::{BoxFuture, ClientBuilder, Error, ErrorKind};

const TOKEN: HeaderName = HeaderName::from_static("x-csrf-token");
const FETCH: HeaderValue = HeaderValue::from_static("Fetch");

/// Headers that belong to one request and not to the fetch of its token.
const OF_THE_REQUEST: [HeaderName; 5] = [
    CONTENT_ENCODING,
    CONTENT_LENGTH,
    CONTENT_TYPE,
    IF_MATCH,
    IF_NONE_MATCH,
];

impl<C: ServiceClient> ClientBuilder<C> {
    /// Sends CSRF tokens and the cookies of their session with requests that change something, as
    /// SAP services want them.
    ///
    /// A token is fetched from the root of the service before the first such request, and again
    /// when the service asks for it (403 with `X-CSRF-Token: Required`); the request is then sent
    /// once more. Clients of [other tenants](super::Client::for_tenant) have sessions of their own.
    /// Tokens and cookies go to the service's own origin alone, and are in no log.
    ///
    /// ```
    /// # use msgraph_runtime::client::Error;
    /// # use msgraph_runtime::client::credential::Basic;
    /// # use msgraph_runtime::codegen::Client as ShopClient;
    /// # fn client() -> Result<(), Error> {
    /// let credential = Basic::new("user", "password");
    /// let client = ShopClient::builder(credential).csrf_tokens().build()?;
    /// # Ok(())
    /// # }
    /// # client().unwrap();
    /// ```
    #[cfg_attr(docsrs, doc(cfg(feature = "csrf")))]
    pub fn csrf_tokens(mut self) -> Self {
        self.csrf = true;
        self
    }
}

/// The token and the session of a client.
pub struct CsrfTokens {
    /// Where tokens are fetched: the root of the service, with a slash at its end.
    root: String,
    origin: Origin,
    cookies: Cookies,
    /// What the last fetch brought, if there was one. It is held during a fetch, so that requests
    /// wait for it instead of fetching as well.
    token: Mutex<Option<Token>>,
}

/// The token of a session; `None` if the service has none to give.
type Token = Option<HeaderValue>;

impl CsrfTokens {
    /// No token and no session yet.
    pub fn new(endpoint: &Url) -> Self {
        Self {
            root: format!("{}/", endpoint.as_str().trim_end_matches('/')),
            origin: Origin::of(endpoint),
            cookies: Cookies::new(endpoint.scheme() == "https"),
            token: Mutex::new(None),
        }
    }

    /// Sends a request on, with a token if it changes something.
    pub fn send<'a>(
        &'a self,
        request: Request,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<Response, Error>> {
        let is_own = self.origin.has(request.uri())
            && request.extensions().get::<Unauthorized>().is_none()
            && !request.headers().contains_key(TOKEN);
        if request.method().is_safe() || !is_own {
            return next.send(request);
        }
        Box::pin(self.send_with_token(request, next))
    }

    async fn send_with_token(&self, request: Request, next: Next<'_>) -> Result<Response, Error> {
        let token = self.token(None, &request, next).await?;
        let response = self.pass(request.clone(), token.as_ref(), next).await?;
        if !is_refusal(&response) {
            return Ok(response);
        }
        tracing::debug!("the service asks for another CSRF token");
        match self.token(Some(&token), &request, next).await? {
            None => Ok(response),
            another => self.pass(request, another.as_ref(), next).await,
        }
    }

    /// The token, fetched unless it is known and another one than what was refused.
    async fn token(
        &self,
        refused: Option<&Token>,
        request: &Request,
        next: Next<'_>,
    ) -> Result<Token, Error> {
        let mut known = self.token.lock().await;
        if let Some(token) = known.as_ref().filter(|token| refused != Some(token)) {
            return Ok(token.clone());
        }
        *known = None;
        let found = self.fetch(request, next).await?;
        known.clone_from(&found);
        Ok(found.flatten())
    }

    /// Fetches a token with the credential of `request`. `None` if the response does not tell
    /// whether the service has tokens.
    async fn fetch(&self, request: &Request, next: Next<'_>) -> Result<Option<Token>, Error> {
        let uri = Uri::try_from(&self.root);
        let uri = uri.map_err(|error| Error::new(ErrorKind::Request).with_source(error))?;
        let mut status = StatusCode::OK;
        // Not every service that knows tokens knows HEAD.
        for method in [Method::HEAD, Method::GET] {
            let mut fetch = Request::new(RequestBody::default());
            *fetch.method_mut() = method;
            *fetch.uri_mut() = uri.clone();
            fetch.headers_mut().clone_from(request.headers());
            for name in OF_THE_REQUEST {
                fetch.headers_mut().remove(name);
            }
            let accept = HeaderValue::from_static("application/json");
            fetch.headers_mut().insert(ACCEPT, accept);
            let response = self.pass(fetch, Some(&FETCH), next).await.map_err(unsent)?;
            let token = response.headers().get(TOKEN);
            if let Some(token) = token.filter(|token| !is_required(token)) {
                return Ok(Some(Some(token.clone())));
            }
            status = response.status();
            if status == StatusCode::UNAUTHORIZED {
                break;
            }
        }
        Ok(status.is_success().then_some(None))
    }

    /// Sends a request on with this token and the cookies, and keeps the cookies of the response.
    async fn pass(
        &self,
        mut request: Request,
        token: Option<&HeaderValue>,
        next: Next<'_>,
    ) -> Result<Response, Error> {
        let path = request.uri().path().to_owned();
        let own = request.headers_mut().remove(COOKIE);
        if let Some(cookies) = self.cookies.header(&path, own.as_ref()) {
            request.headers_mut().insert(COOKIE, cookies);
        }
        if let Some(token) = token {
            let mut token = token.clone();
            token.set_sensitive(true);
            request.headers_mut().insert(TOKEN, token);
        }
        let response = next.send(request).await?;
        self.cookies.keep(response.headers());
        Ok(response)
    }
}

/// Whether the service asks for another token.
fn is_refusal(response: &Response) -> bool {
    let asks = response.headers().get(TOKEN).is_some_and(is_required);
    response.status() == StatusCode::FORBIDDEN && asks
}

fn is_required(token: &HeaderValue) -> bool {
    token.as_bytes().eq_ignore_ascii_case(b"required")
}

/// The error of a fetch: of the request that waits for the token nothing was sent.
fn unsent(error: Error) -> Error {
    match error.kind() {
        ErrorKind::Transport | ErrorKind::Timeout => Error::new(ErrorKind::Connection)
            .with_message("no CSRF token could be fetched")
            .with_source(error),
        _ => error,
    }
}

impl fmt::Debug for CsrfTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CsrfTokens").finish_non_exhaustive()
    }
}
