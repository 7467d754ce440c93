//! The transport: `reqwest` without redirects.

use std::mem::take;
use std::net::IpAddr;
use std::time::Duration;

use futures_util::TryStreamExt as _;
use reqwest::Url;

use super::pipeline::{Request, Response, ResponseBody, Transport};
use super::{BoxFuture, Error, ErrorKind};

/// The default transport. It follows no redirects, because the token would be sent to them.
pub fn default(
    proxy: Option<&str>,
    connect: Duration,
    read: Duration,
) -> Result<reqwest::Client, Error> {
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
    http.build().map_err(refused)
}

/// Sends by `reqwest`. The client must not follow redirects, because the token would be sent to
/// them.
impl Transport for reqwest::Client {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let url = Url::parse(&head.uri.to_string())
                .map_err(|error| Error::new(ErrorKind::Request).with_source(error))?;
            let body = match body.as_bytes() {
                Some(bytes) => bytes.clone().into(),
                None => reqwest::Body::wrap_stream(body.into_stream()),
            };
            let request = self.request(head.method, url);
            let request = request.headers(head.headers).body(body);
            let mut received = request.send().await.map_err(failed)?;
            let (status, headers) = (received.status(), take(received.headers_mut()));
            let body = ResponseBody::from_stream(received.bytes_stream().map_err(failed));
            let mut response = Response::new(body);
            *response.status_mut() = status;
            *response.headers_mut() = headers;
            Ok(response)
        })
    }
}

/// The error without its URL, whose query may hold secrets.
fn failed(error: reqwest::Error) -> Error {
    let kind = if error.is_builder() {
        ErrorKind::Request
    } else if error.is_connect() {
        ErrorKind::Connection
    } else if error.is_timeout() {
        ErrorKind::Timeout
    } else {
        ErrorKind::Transport
    };
    Error::new(kind).with_source(error.without_url())
}

/// Whether the connection cannot be read on the way: `https`, or loopback.
pub fn is_private(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
    let loopback = host == "localhost" || address.is_ok_and(|address| address.is_loopback());
    url.scheme() == "https" || (url.scheme() == "http" && loopback)
}
