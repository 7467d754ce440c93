//! Requests to addresses that the service returned, and waiting for long-running operations.

use std::time::Duration;

use tokio::time::sleep;

use super::{Client, Error, Response};
use crate::model::Item;
use crate::request::{Get, Method, Request, Target};

impl Client {
    /// A request to an address that the service returned, such as a `Location` or the
    /// `resourceUrl` of a notification: a whole URL, or a path from the root of the host or of
    /// the API version.
    ///
    /// # Errors
    ///
    /// [`ForeignHost`](super::ErrorKind::ForeignHost) if the address leads elsewhere.
    pub fn at<T: Item>(&self, location: &str) -> Result<Get<T>, Error> {
        let endpoint = self.endpoint().as_str().trim_end_matches('/');
        let root = self.endpoint().path().trim_end_matches('/');
        let mut url = match location.contains("://") {
            true => self.own_url(location)?,
            false => {
                let path = below(location, root).unwrap_or(location);
                let slash = if path.starts_with('/') { "" } else { "/" };
                self.url(&format!("{slash}{path}"))?
            }
        };
        url.set_fragment(None);
        // The URL of another API version is used unchanged.
        let path = below(url.as_str(), endpoint).unwrap_or(url.as_str());
        let target = Target::location(path.to_owned(), self);
        Ok(Request::new(Method::Get, target))
    }
}

/// The part of an address below a root.
fn below<'a>(address: &'a str, root: &str) -> Option<&'a str> {
    let rest = address.strip_prefix(root)?;
    rest.starts_with('/').then_some(rest)
}

impl<T: Item> Get<T> {
    /// Polls until there is a body that is `done`, such as an operation that has completed or
    /// failed, and returns the last response, which has a body. A response without one (202, 204)
    /// means that the service is not done.
    ///
    /// The wait between two requests is what the service asks for (`Retry-After`), or else
    /// `interval`. There is no limit: drop the future, or put a timeout around it.
    ///
    /// # Errors
    ///
    /// As of [`send`](Request::send), for any of the requests.
    pub async fn follow(
        self,
        interval: Duration,
        mut done: impl FnMut(&T) -> bool,
    ) -> Result<Response<Option<T>>, Error> {
        loop {
            let response = self.clone().send().await?;
            if response.body.as_ref().is_some_and(&mut done) {
                return Ok(response);
            }
            let requested = response
                .headers
                .retry_after()
                .filter(|wait| !wait.is_zero());
            let wait = requested.unwrap_or(interval);
            sleep(wait).await;
        }
    }
}

#[cfg(test)]
mod tests;
