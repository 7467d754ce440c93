//! Types that can be decoded from the body of a successful response.

use crate::json::{ReadError, without_mark};
use crate::model::{Item, from_slice};

mod sealed {
    use super::{Content, Item, Maybe};

    /// Keeps [`Decode`](super::Decode) to the types of this module.
    pub trait Decode {}

    impl<T: Item> Decode for T {}
    impl Decode for () {}
    impl<T: Item> Decode for Maybe<T> {}
    impl Decode for Content {}
}

/// Types that can be decoded from a response body: every [`Item`], and those of this module.
pub trait Decode: sealed::Decode + Sized {
    /// The media type to request (`Accept`).
    const ACCEPT: &'static str = "application/json";
    /// Whether a redirect to the content is followed.
    #[doc(hidden)]
    const REDIRECTS: bool = false;

    /// Reads a body.
    ///
    /// # Errors
    ///
    /// If the body is not a value of this type.
    fn decode(body: &[u8]) -> Result<Self, ReadError>;
}

impl<T: Item> Decode for T {
    fn decode(body: &[u8]) -> Result<Self, ReadError> {
        from_slice(body)
    }
}

/// No value: the body is ignored.
impl Decode for () {
    fn decode(_: &[u8]) -> Result<Self, ReadError> {
        Ok(())
    }
}

/// A value that the service may leave out, as in the response to an update (204).
#[derive(Clone, Debug, PartialEq)]
pub struct Maybe<T>(pub Option<T>);

impl<T: Item> Decode for Maybe<T> {
    fn decode(body: &[u8]) -> Result<Self, ReadError> {
        match without_mark(body).trim_ascii() {
            b"" | b"null" => Ok(Self(None)),
            body => Ok(Self(Some(from_slice(body)?))),
        }
    }
}

/// The bytes of a recording, a transcript or a report.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Content(pub Vec<u8>);

impl Decode for Content {
    const ACCEPT: &'static str = "*/*";
    const REDIRECTS: bool = true;

    fn decode(body: &[u8]) -> Result<Self, ReadError> {
        Ok(Self(body.to_vec()))
    }
}

impl std::fmt::Debug for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Content({} bytes)", self.0.len())
    }
}
