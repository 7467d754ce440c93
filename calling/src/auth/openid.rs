//! Fetches keys by way of OpenID metadata: a document that names the address of the key set.

use std::net::IpAddr;
use std::time::Duration;

use async_trait::async_trait;
use reqwest::redirect::Policy;
use reqwest::{Client, Url};
use serde::Deserialize;

use super::{KeySet, KeySource, KeysError};

/// The longest document that is read, in bytes.
const MAX_BODY: usize = 1024 * 1024;
/// How long one of the two requests may take.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Keys that OpenID metadata leads to.
pub(super) struct OpenIdKeys {
    client: Client,
    metadata: Url,
}

impl OpenIdKeys {
    /// A source for metadata at this URL, which is https, or http on loopback.
    pub fn new(metadata: &str) -> Result<Self, KeysError> {
        let metadata = allowed(metadata, true)?;
        let loopback = is_loopback(&metadata);
        let mut builder = Client::builder()
            .timeout(TIMEOUT)
            .https_only(!loopback)
            .redirect(Policy::limited(3));
        if loopback {
            // Neither a proxy of the environment nor a redirect is for loopback.
            builder = builder.no_proxy().redirect(Policy::none());
        }
        let client = builder
            .build()
            .map_err(|error| KeysError::new("there is no HTTP client").with_source(error))?;
        Ok(Self { client, metadata })
    }

    async fn get(&self, url: Url) -> Result<Vec<u8>, KeysError> {
        let failed = |error: reqwest::Error| {
            KeysError::new(format!("no answer from {url}")).with_source(error.without_url())
        };
        let sent = self.client.get(url.clone()).send().await;
        let mut response = sent.map_err(failed)?;
        if !response.status().is_success() {
            let message = format!("{url} answers with {}", response.status());
            return Err(KeysError::new(message));
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(failed)? {
            if body.len() + chunk.len() > MAX_BODY {
                let message = format!("{url} answers with more than {MAX_BODY} bytes");
                return Err(KeysError::new(message));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }
}

#[async_trait]
impl KeySource for OpenIdKeys {
    async fn fetch(&self) -> Result<KeySet, KeysError> {
        let body = self.get(self.metadata.clone()).await?;
        let document: Document = serde_json::from_slice(&body).map_err(|error| {
            KeysError::new("the OpenID metadata is not as expected").with_source(error)
        })?;
        let keys = allowed(&document.jwks_uri, is_loopback(&self.metadata))?;
        KeySet::from_jwks(&self.get(keys).await?)
    }
}

#[derive(Deserialize)]
struct Document {
    jwks_uri: String,
}

/// The URL, if it is https, or http on loopback where that is allowed.
fn allowed(url: &str, loopback: bool) -> Result<Url, KeysError> {
    let parsed = Url::parse(url).map_err(|error| {
        KeysError::new(format!("{url:?} is not a URL")).with_source(error.to_string())
    })?;
    match parsed.scheme() {
        "https" => Ok(parsed),
        "http" if loopback && is_loopback(&parsed) => Ok(parsed),
        _ => Err(KeysError::new(format!("{url:?} is not https"))),
    }
}

fn is_loopback(url: &Url) -> bool {
    let Some(host) = url.host_str() else {
        return false;
    };
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || address
            .parse()
            .is_ok_and(|address: IpAddr| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_over_https_or_from_loopback() {
        for url in [
            "https://api.aps.skype.com/v1",
            "http://127.0.0.1:80/keys",
            "http://[::1]:80/keys",
            "http://localhost/keys",
        ] {
            assert!(allowed(url, true).is_ok(), "{url}");
        }
        for url in [
            "http://api.aps.skype.com/v1",
            "http://127.0.0.1.contoso.com/",
            "http://127.0.0.1@contoso.com/",
            "http://localhost.contoso.com/",
            "file:///etc/hosts",
            "keys",
        ] {
            assert!(allowed(url, true).is_err(), "{url}");
        }
        assert!(allowed("http://127.0.0.1/keys", false).is_err());
    }
}
