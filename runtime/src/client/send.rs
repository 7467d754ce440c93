//! Sending of requests and decoding of their responses.

use std::time::Duration;

use super::prepared::{JSON, TEXT};
use super::service::UNKNOWN_ENUM_MEMBERS;
use super::{Client, Error, ErrorKind, PreparedRequest, RawResponse, Response};
use crate::request::{Request, ResponseKind, RetryOptions};

impl<K: ResponseKind> Request<K> {
    /// The client that the request is sent through, and the request ready to be sent.
    pub(crate) fn prepare(&self) -> Result<(Client, PreparedRequest), Error> {
        let client = self
            .target()
            .client()
            .ok_or(Error::new(ErrorKind::NoClient))?;
        let prepared = self.prepare_for(client)?;
        Ok((client.clone(), prepared))
    }

    /// The request ready to be sent through this client.
    pub(crate) fn prepare_for(&self, client: &Client) -> Result<PreparedRequest, Error> {
        let url = client.url(&self.path()?)?;
        Ok(PreparedRequest {
            headers: self.wire_headers(client),
            body: self.body().map(|body| body.to_vec().into()),
            retry: self.retry,
            timeout: self.timeout,
            ..PreparedRequest::new(self.method(), url, self.target().template())
        })
    }

    /// When and how often this request is retried, instead of what the client is set to.
    ///
    /// ```
    /// # use msgraph_runtime::Method;
    /// # use msgraph_runtime::client::{Error, RetryOptions};
    /// # use msgraph_runtime::codegen::Client as GraphClient;
    /// # use msgraph_runtime::request::{Delete, Request};
    /// # use msgraph_runtime::test_support::{Answer, FakeService};
    /// use std::time::Duration;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// # let service = FakeService::start().await;
    /// # service.answer_with(|_| Answer::throttled(None));
    /// # let client: GraphClient = service.client();
    /// # let delete: Delete = Request::new(Method::Delete, client.root("calls").key("1"));
    /// // With generated code: `client.communications().call("1").delete()`.
    /// let delete = delete.retry(RetryOptions::none()).timeout(Duration::from_secs(5));
    /// let error = delete.send().await.unwrap_err();
    /// assert!(error.is_throttled() && error.tries() == 1);
    /// # }
    /// ```
    pub fn retry(mut self, retry: RetryOptions) -> Self {
        self.retry = Some(retry);
        self
    }

    /// The time limit of one attempt of this request, including the body of the response,
    /// instead of what the client is set to. In a batch the limit of the batch applies.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Each header once: preferences joined, of any other header the last value.
    fn wire_headers(&self, client: &Client) -> Vec<(String, String)> {
        let accept = match K::ACCEPT {
            JSON => client.json(),
            TEXT => client.count(),
            other => other,
        };
        let mut headers = vec![("Accept".to_owned(), accept.to_owned())];
        let mut prefer: Vec<&str> = client.preferences().iter().map(String::as_str).collect();
        match self.unknown_enum_members_setting() {
            Some(true) if !prefer.contains(&UNKNOWN_ENUM_MEMBERS) => {
                prefer.push(UNKNOWN_ENUM_MEMBERS);
            }
            Some(false) => prefer.retain(|known| *known != UNKNOWN_ENUM_MEMBERS),
            _ => {}
        }
        for (name, value) in self.headers() {
            if name.eq_ignore_ascii_case("prefer") {
                if !prefer.contains(&value) {
                    prefer.push(value);
                }
                continue;
            }
            headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
            headers.push((name.to_owned(), value.to_owned()));
        }
        if !prefer.is_empty() {
            headers.push(("Prefer".to_owned(), prefer.join(", ")));
        }
        headers
    }

    /// Sends the request and returns the response undecoded, whatever its status.
    ///
    /// # Errors
    ///
    /// If there is no response.
    pub async fn send_raw(self) -> Result<RawResponse, Error> {
        let (client, prepared) = self.prepare()?;
        client.fetch(&prepared).await
    }

    /// Sends the request.
    ///
    /// # Errors
    ///
    /// If there is no response, the service responds with an error, or the response cannot
    /// be decoded: see [`ErrorKind`].
    pub async fn send(self) -> Result<Response<K::Output>, Error> {
        let (client, prepared) = self.prepare()?;
        let response = match K::REDIRECTS {
            true => client.fetch_redirected(prepared).await?,
            false => client.fetch(&prepared).await?,
        };
        response.decode_by(K::decode)
    }
}
