//! Sending: a request becomes a call of its client, the answer a value.

use super::{Kind, Request};
use crate::client::{Call, Error, ErrorKind, GraphClient, RawResponse, Response};

impl<K: Kind> Request<K> {
    /// The client that the request goes through, and what it sends.
    pub(crate) fn call(&self) -> Result<(GraphClient, Call), Error> {
        let client = self
            .target
            .client()
            .ok_or(Error::new(ErrorKind::NoClient))?;
        let call = self.call_through(client)?;
        Ok((client.clone(), call))
    }

    /// What the request sends through this client.
    pub(crate) fn call_through(&self, client: &GraphClient) -> Result<Call, Error> {
        Ok(Call {
            method: self.method,
            url: client.url(&self.path()?)?,
            template: self.target.template().to_owned(),
            headers: self.wire_headers(client.unknown_enum_members()),
            body: self.body.clone().map(Into::into),
            repeatable: false,
        })
    }

    /// Each header once: preferences joined, of all others the last.
    fn wire_headers(&self, unknown_enum_members: bool) -> Vec<(String, String)> {
        let mut headers = vec![("Accept".to_owned(), K::ACCEPT.to_owned())];
        let mut prefer: Vec<&str> = Vec::new();
        if self.unknown_enum_members.unwrap_or(unknown_enum_members) {
            prefer.push("include-unknown-enum-members");
        }
        for (name, value) in &self.headers {
            if name.eq_ignore_ascii_case("prefer") {
                if !prefer.contains(&value.as_str()) {
                    prefer.push(value);
                }
                continue;
            }
            headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
            headers.push((name.clone(), value.clone()));
        }
        if !prefer.is_empty() {
            headers.push(("Prefer".to_owned(), prefer.join(", ")));
        }
        headers
    }

    /// Sends the request and takes the answer as it comes, whatever its status.
    ///
    /// # Errors
    ///
    /// If there is no answer.
    pub async fn send_raw(self) -> Result<RawResponse, Error> {
        let (client, call) = self.call()?;
        client.fetch(&call).await
    }

    /// Sends the request.
    ///
    /// # Errors
    ///
    /// If there is no answer, the service answers with an error, or the answer cannot
    /// be read: see [`ErrorKind`].
    pub async fn send(self) -> Result<Response<K::Output>, Error> {
        let (client, call) = self.call()?;
        let answer = match K::REDIRECTS {
            true => client.fetch_redirected(call.clone()).await?,
            false => client.fetch(&call).await?,
        };
        answer.decode_by(K::decode)
    }
}
