//! The error of a template that printed something that is not Rust.

use std::fmt::{Display, Formatter, Result};

use crate::diagnostic::{Code, Diagnostic, Severity};

/// The generator printed something that is not Rust.
pub const INTERNAL: Code = Code::new("E0309", "internal-error");

/// A template printed something that is not Rust: a fault of the generator, not of its input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmitError {
    /// The file, by its path below the crate; empty where the file has no path of its own.
    pub file: String,
    /// The Rust name of the item, if one alone is at fault.
    pub item: Option<String>,
    /// What the parser says.
    pub message: String,
}

impl EmitError {
    /// Adds the path of the file.
    #[must_use]
    pub fn in_file(mut self, file: &str) -> Self {
        file.clone_into(&mut self.file);
        self
    }

    /// Adds the name of the item.
    #[must_use]
    pub fn in_item(mut self, item: Option<&str>) -> Self {
        self.item = item.map(str::to_owned);
        self
    }
}

impl From<syn::Error> for EmitError {
    fn from(error: syn::Error) -> Self {
        Self {
            file: String::new(),
            item: None,
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
        f.write_str("the code")?;
        if let Some(item) = &self.item {
            write!(f, " of `{item}`")?;
        }
        if !self.file.is_empty() {
            write!(f, " in `{}`", self.file)?;
        }
        write!(f, " is not Rust: {}", self.message)
    }
}

impl std::error::Error for EmitError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::files;
    use crate::sdk::{File, Item, Path, Sdk, Struct, TextEnum};

    #[test]
    fn code_that_is_no_rust_names_its_file_and_its_item() {
        let path = |name: &str| Path {
            name: name.to_owned(),
            ..Path::default()
        };
        let sound = Item::TextEnum(TextEnum {
            path: path("Sound"),
            fallback: "Unknown".to_owned(),
            ..TextEnum::default()
        });
        let mut sdk = Sdk {
            runtime: "runtime".to_owned(),
            ..Sdk::default()
        };
        sdk.models.name = "models".to_owned();
        sdk.requests.name = "requests".to_owned();
        sdk.service.client = "Client".to_owned();
        assert!(files(&sdk, None).is_ok());
        for name in ["a b", "A;", "fn", "1", ""] {
            let faulty = Item::Struct(Struct {
                path: path(name),
                ..Struct::default()
            });
            sdk.models.files = vec![File {
                name: "file".to_owned(),
                items: vec![sound.clone(), faulty],
                ..File::default()
            }];
            let error = files(&sdk, None).unwrap_err();
            assert_eq!(error.file, "src/models/file.rs", "{name:?}");
            assert_eq!(error.item.as_deref(), Some(name));
            let shown = Diagnostic::from(error);
            assert_eq!((shown.code, shown.severity), (INTERNAL, Severity::Error));
            let place = format!("the code of `{name}` in `src/models/file.rs` is not Rust: ");
            assert!(shown.message.starts_with(&place), "{}", shown.message);
        }
    }
}
