//! Requests that are ready to be sent.

use std::time::Duration;

use bytes::Bytes;
use http::Uri;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderName, HeaderValue, USER_AGENT};
use reqwest::Url;

use super::auth::Unauthorized;
use super::pipeline;
use super::retry::{ANY_VERSION, is_idempotent};
use super::{Error, ErrorKind};
use crate::request::{Method, RetryOptions};

/// The header of the id that the client assigns to a request.
const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");
/// The media type of JSON.
pub(super) const JSON: &str = "application/json";
/// The media type of text, of which a number of items is.
pub(super) const TEXT: &str = "text/plain";

/// A request that is ready to be sent.
#[derive(Clone)]
pub(crate) struct PreparedRequest {
    pub method: Method,
    pub url: Url,
    /// The path template, for messages and spans: no ids, no query.
    pub template: String,
    /// The headers, each name once.
    pub headers: Vec<(String, String)>,
    pub body: Option<Bytes>,
    pub repetition: Repetition,
    /// Overrides the setting of the client.
    pub retry: Option<RetryOptions>,
    /// Overrides the setting of the client.
    pub timeout: Option<Duration>,
    /// Whether it goes without authorization to the service's own origin as well.
    pub is_unauthorized: bool,
}

/// Whether a request can be sent twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repetition {
    /// If its method is idempotent.
    ByMethod,
    /// Whatever its method, such as a batch of idempotent requests.
    Safe,
}

impl PreparedRequest {
    /// A request with no headers and no body, and the settings of the client.
    pub(crate) fn new(method: Method, url: Url, template: &str) -> Self {
        Self {
            method,
            url,
            template: template.to_owned(),
            headers: Vec::new(),
            body: None,
            repetition: Repetition::ByMethod,
            retry: None,
            timeout: None,
            is_unauthorized: false,
        }
    }

    /// Whether the request can be sent twice and mean the same.
    pub(crate) fn is_idempotent(&self) -> bool {
        let mut headers = self.headers.iter();
        let has_if_match = headers
            .any(|(name, value)| name.eq_ignore_ascii_case("if-match") && value != ANY_VERSION);
        self.repetition == Repetition::Safe || is_idempotent(&self.http_method(), has_if_match)
    }

    /// The name of the operation in errors: the method and the path template.
    pub(crate) fn operation(&self) -> String {
        format!("{} {}", self.method, self.template)
    }

    /// The id that the request has already.
    pub(crate) fn client_request_id(&self) -> Option<&str> {
        let given = self.headers.iter();
        let mut given = given.filter(|(name, _)| name.eq_ignore_ascii_case("client-request-id"));
        given.next_back().map(|(_, value)| value.as_str())
    }

    fn http_method(&self) -> http::Method {
        match self.method {
            Method::Delete => http::Method::DELETE,
            Method::Get => http::Method::GET,
            Method::Patch => http::Method::PATCH,
            Method::Post => http::Method::POST,
            Method::Put => http::Method::PUT,
        }
    }

    /// The request as it is sent.
    pub(crate) fn request(
        &self,
        id: &str,
        user_agent: &HeaderValue,
    ) -> Result<pipeline::Request, Error> {
        let mut request = pipeline::Request::default();
        *request.method_mut() = self.http_method();
        *request.uri_mut() = Uri::try_from(self.url.as_str()).map_err(invalid)?;
        let headers = request.headers_mut();
        headers.insert(ACCEPT, HeaderValue::from_static(JSON));
        headers.insert(
            CLIENT_REQUEST_ID,
            HeaderValue::try_from(id).map_err(invalid)?,
        );
        if self.body.is_some() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
        }
        for (name, value) in &self.headers {
            let name = HeaderName::try_from(name).map_err(invalid)?;
            headers.insert(name, HeaderValue::try_from(value).map_err(invalid)?);
        }
        headers.insert(USER_AGENT, user_agent.clone());
        if let Some(body) = &self.body {
            *request.body_mut() = body.clone().into();
        }
        if self.is_unauthorized {
            request.extensions_mut().insert(Unauthorized);
        }
        Ok(request)
    }
}

fn invalid(error: impl Into<http::Error>) -> Error {
    Error::new(ErrorKind::Request).with_source(error.into())
}
