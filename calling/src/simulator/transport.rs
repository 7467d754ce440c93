//! A transport that hands the requests of a client to the simulator in the same process.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use msgraph_beta_communications::client::pipeline::{
    AsyncRawResponse, Body, Error, ErrorKind, HttpClient, Request, Result, async_trait,
    headers::{HeaderName, HeaderValue, Headers},
};

use super::graph;
use super::shared::Shared;

/// Answers requests without any connection: time can stand still meanwhile.
pub(super) struct InProcess(pub Arc<Shared>);

impl fmt::Debug for InProcess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InProcess")
    }
}

#[async_trait]
impl HttpClient for InProcess {
    async fn execute_request(&self, request: &Request) -> Result<AsyncRawResponse> {
        let other = |error: http::Error| Error::new(ErrorKind::Other, error);
        let url = request.url();
        let target = match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        };
        let mut copy = http::Request::builder()
            .method(request.method().as_str())
            .uri(target);
        for (name, value) in request.headers().iter() {
            copy = copy.header(name.as_str(), value.as_str());
        }
        let body = match request.body() {
            Body::Bytes(bytes) => bytes.clone(),
            Body::SeekableStream(_) => Bytes::new(),
        };
        let copy = copy.body(body).map_err(other)?;
        let (head, body) = graph::handle(self.0.clone(), copy).await.into_parts();
        let mut headers = Headers::new();
        for (name, value) in &head.headers {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            let name = HeaderName::from(name.as_str().to_owned());
            headers.insert(name, HeaderValue::from(value));
        }
        let status = head.status.as_u16().into();
        Ok(AsyncRawResponse::from_bytes(status, headers, body))
    }
}
