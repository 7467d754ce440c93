//! The default transport: `reqwest` without redirects, with all values of repeated headers.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use azure_core::error::ErrorKind as AzureErrorKind;
use azure_core::http::headers::{HeaderName, HeaderValue, Headers};
use azure_core::http::{AsyncRawResponse, Body, HttpClient, Request, Transport, Url};
use futures::TryStreamExt as _;
use reqwest::header::HeaderMap;

use super::{Error, ErrorKind};

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

/// The default transport. It follows no redirects, because the token would be sent to them.
pub fn default(proxy: Option<&str>, connect: Duration, read: Duration) -> Result<Transport, Error> {
    // The URL of a proxy may hold a password.
    let refused = |error: reqwest::Error| {
        Error::new(ErrorKind::Address)
            .with_message("no connection can be made through this proxy")
            .with_source(error.without_url())
    };
    let mut http = reqwest::Client::builder()
        .connect_timeout(connect)
        .read_timeout(read)
        .redirect(reqwest::redirect::Policy::none());
    if let Some(proxy) = proxy {
        http = http.proxy(reqwest::Proxy::all(proxy).map_err(refused)?);
    }
    Ok(of(http.build().map_err(refused)?))
}

/// The transport of a `reqwest` client.
pub fn of(http: reqwest::Client) -> Transport {
    Transport::new(Arc::new(Http(http)))
}

/// A `reqwest` client. azure_core's own implementation keeps one value of a repeated header.
#[derive(Debug)]
struct Http(reqwest::Client);

#[async_trait]
impl HttpClient for Http {
    async fn execute_request(&self, request: &Request) -> azure_core::Result<AsyncRawResponse> {
        let other = |error| failed(AzureErrorKind::Other, error);
        let method = reqwest::Method::from_bytes(request.method().as_str().as_bytes());
        let mut builder = self
            .0
            .request(method.unwrap_or_default(), request.url().clone());
        for (name, value) in request.headers().iter() {
            builder = builder.header(name.as_str(), value.as_str());
        }
        let builder = match request.body().clone() {
            Body::Bytes(bytes) => builder.body(bytes),
            Body::SeekableStream(stream) => builder.body(reqwest::Body::wrap_stream(stream)),
        };
        let request = builder.build().map_err(other)?;
        let response = self.0.execute(request).await.map_err(|error| {
            let kind = match error.is_connect() {
                true => AzureErrorKind::Connection,
                false => AzureErrorKind::Io,
            };
            failed(kind, error)
        })?;
        let status = response.status().as_u16();
        let headers = joined(response.headers());
        let body = response.bytes_stream();
        let body = body.map_err(|error| failed(AzureErrorKind::Io, error));
        Ok(AsyncRawResponse::new(
            status.into(),
            headers,
            Box::pin(body),
        ))
    }
}

/// The error without its URL: azure_core logs it, and the query may hold secrets.
fn failed(kind: AzureErrorKind, error: reqwest::Error) -> azure_core::Error {
    azure_core::Error::with_error(kind, error.without_url(), "the request failed")
}

/// The headers, with the values of repeated ones joined (RFC 9110, section 5.3).
fn joined(map: &HeaderMap) -> Headers {
    let mut all: BTreeMap<&str, String> = BTreeMap::new();
    for (name, value) in map {
        let value = String::from_utf8_lossy(value.as_bytes());
        match all.get_mut(name.as_str()) {
            None => {
                all.insert(name.as_str(), value.into_owned());
            }
            Some(_) if SINGLE.contains(&name.as_str()) => {}
            Some(before) => {
                before.push_str(", ");
                before.push_str(&value);
            }
        }
    }
    let mut headers = Headers::new();
    for (name, value) in all {
        headers.insert(HeaderName::from(name.to_owned()), HeaderValue::from(value));
    }
    headers
}

/// Whether the connection cannot be read on the way: `https`, or loopback.
pub fn is_private(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
    let loopback = host == "localhost" || address.is_ok_and(|address| address.is_loopback());
    url.scheme() == "https" || (url.scheme() == "http" && loopback)
}
