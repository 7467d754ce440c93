//! The error of a template that printed something that is not Rust.

use std::fmt::{Display, Formatter, Result};

use crate::diagnostic::{Code, Diagnostic, Severity};

/// The generator printed something that is not Rust.
pub const INTERNAL: Code = Code::new("E0309", "internal-error");

/// A template printed something that is not Rust: a fault of the generator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmitError {
    /// The file, by its path below the crate.
    pub file: String,
    /// What the parser says.
    pub message: String,
}

impl EmitError {
    /// Names the file that was to be printed.
    #[must_use]
    pub fn in_file(mut self, file: &str) -> Self {
        file.clone_into(&mut self.file);
        self
    }
}

impl From<syn::Error> for EmitError {
    fn from(error: syn::Error) -> Self {
        Self {
            file: String::new(),
            message: error.to_string(),
        }
    }
}

impl From<EmitError> for Diagnostic {
    fn from(error: EmitError) -> Self {
        Self::new(INTERNAL, Severity::Error, error.to_string(), None)
            .help("this is a fault of the generator, not of the metadata; please report it")
    }
}

impl Display for EmitError {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let Self { file, message } = self;
        write!(f, "the code of `{file}` cannot be parsed: {message}")
    }
}

impl std::error::Error for EmitError {}
