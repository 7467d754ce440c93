//! In goes the body of a good answer; out comes a value.

use crate::engine::from_slice;
use crate::error::ReadError;
use crate::item::Item;

/// What an answer can be read as.
pub trait Decode: Sized {
    /// The media type that is asked for.
    const ACCEPT: &'static str = "application/json";
    /// Whether the answer may be elsewhere.
    #[doc(hidden)]
    const REDIRECTS: bool = false;

    /// Reads a body.
    ///
    /// # Errors
    ///
    /// If it is not what it should be.
    fn decode(body: &[u8]) -> Result<Self, ReadError>;
}

impl<T: Item> Decode for T {
    fn decode(body: &[u8]) -> Result<Self, ReadError> {
        from_slice(body)
    }
}

/// Nothing: whatever came is passed over.
impl Decode for () {
    fn decode(_: &[u8]) -> Result<Self, ReadError> {
        Ok(())
    }
}

/// A value that the service may leave out, as after an update (204).
#[derive(Clone, Debug, PartialEq)]
pub struct Maybe<T>(pub Option<T>);

impl<T: Item> Decode for Maybe<T> {
    fn decode(body: &[u8]) -> Result<Self, ReadError> {
        match body.trim_ascii() {
            b"" | b"null" => Ok(Self(None)),
            body => Ok(Self(Some(from_slice(body)?))),
        }
    }
}

/// Bytes as they came: a recording, a transcript, a report.
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
