//! The result of another request of a batch as the beginning of a path.

use super::Target;
use crate::client::Client;

impl Target {
    /// The entity that the request of a batch with this id creates or returns.
    pub(crate) fn result(id: &str, client: &Client) -> Self {
        let path = format!("/${id}");
        Self {
            template: path.clone(),
            ..Self::at(path).through(client)
        }
    }
}
