//! Bodies as the client of their target wants them.

use super::{Request, Target};
use crate::model::{Item, Purpose, to_body};

/// The media type of JSON in which values of `Edm.Int64` and `Edm.Decimal` are strings (OData JSON
/// Format 4.01, section 3.2).
pub(crate) const EXACT_JSON: &str = "application/json;IEEE754Compatible=true";

impl<K> Request<K> {
    /// The request with this value as its body.
    pub(super) fn with_item(self, item: &impl Item, purpose: Purpose) -> Self {
        let quotes = self.target.quotes_exact_numbers();
        self.with_own_body(to_body(item, purpose, quotes))
    }

    /// The request with a body that was made for its target, and the media type of such bodies
    /// unless it is that of all JSON.
    pub(super) fn with_own_body(self, body: Vec<u8>) -> Self {
        let quotes = self.target.quotes_exact_numbers();
        let request = self.with_body(body);
        match quotes {
            true => request.header("Content-Type", EXACT_JSON),
            false => request,
        }
    }
}

impl Target {
    /// A value as the body of a request to this target.
    pub(super) fn body_of(&self, item: &impl Item) -> Vec<u8> {
        to_body(item, Purpose::RequestBody, self.quotes_exact_numbers())
    }

    /// Whether the client of this target sends values of `Edm.Int64` and `Edm.Decimal` as strings.
    #[cfg(feature = "client")]
    fn quotes_exact_numbers(&self) -> bool {
        let client = self.client();
        client.is_some_and(|client| client.is_ieee754_compatible())
    }

    /// Only a client says that numbers are strings.
    #[cfg(not(feature = "client"))]
    fn quotes_exact_numbers(&self) -> bool {
        false
    }
}
