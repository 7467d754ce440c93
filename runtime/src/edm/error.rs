//! The errors of parsing and converting primitive values.

use std::error::Error;
use std::fmt;

/// A text is not a value of the type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseError {
    edm_type: &'static str,
}

impl ParseError {
    pub(crate) const fn new(edm_type: &'static str) -> Self {
        Self { edm_type }
    }

    /// The type that the text was parsed as, such as `Edm.Date`.
    pub const fn edm_type(&self) -> &'static str {
        self.edm_type
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a value of {}", self.edm_type)
    }
}

impl Error for ParseError {}

/// A value is outside the range of the type that it is converted to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfRange {
    target: &'static str,
}

impl OutOfRange {
    pub(crate) const fn new(target: &'static str) -> Self {
        Self { target }
    }

    /// The type whose range does not hold the value.
    pub const fn target(&self) -> &'static str {
        self.target
    }
}

impl fmt::Display for OutOfRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "outside the range of {}", self.target)
    }
}

impl Error for OutOfRange {}
