//! Sending of requests and decoding of their responses.

use super::{Client, Error, ErrorKind, PreparedRequest, RawResponse, Repetition, Response};
use crate::request::{Request, ResponseKind};

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
        Ok(PreparedRequest {
            method: self.method(),
            url: client.url(&self.path()?)?,
            template: self.target().template().to_owned(),
            headers: self.wire_headers(client.unknown_enum_members()),
            body: self.body().map(|body| body.to_vec().into()),
            repetition: Repetition::ByMethod,
        })
    }

    /// Each header once: preferences joined, of any other header the last value.
    fn wire_headers(&self, unknown_enum_members: bool) -> Vec<(String, String)> {
        let mut headers = vec![("Accept".to_owned(), K::ACCEPT.to_owned())];
        let mut prefer: Vec<&str> = Vec::new();
        if self
            .unknown_enum_members_setting()
            .unwrap_or(unknown_enum_members)
        {
            prefer.push("include-unknown-enum-members");
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
