//! Rust names that the last snapshot replaced, kept for one release as deprecated aliases:
//! `metadata/renamed.toml`.
//!
//! `cargo xtask snapshot` writes the file; what [`find()`] finds in two crates, [`Renamed::apply`]
//! adds to the later one. The next snapshot writes the file anew, so that the aliases go.

mod aliases;
mod find;

use std::fmt::Write as _;

use serde::Deserialize;

pub use self::find::find;

/// The first lines of the file.
const HEAD: &str = "\
# Rust names that the last snapshot replaced. They stay as deprecated aliases until the next one.
# Written by `cargo xtask snapshot`. Do not edit.
";

/// The file: a list of `[[renamed]]` tables.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Renamed {
    /// The names, sorted by the former one.
    #[serde(default, rename = "renamed")]
    pub names: Vec<Name>,
}

/// A name that was replaced.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Name {
    /// The path of the former item, such as `models::ToneInfo`, or of a member of an item that
    /// already has its new name, such as `models::CallState::Ringing`.
    pub old: String,
    /// The path of the item or of the member.
    pub new: String,
}

impl Renamed {
    /// Reads the file.
    ///
    /// # Errors
    ///
    /// The text is not such a file.
    pub fn read(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| error.to_string())
    }

    /// The text of the file.
    pub fn to_text(&self) -> String {
        self.names.iter().fold(HEAD.to_owned(), |mut out, name| {
            let (old, new) = (toml::Value::from(&*name.old), toml::Value::from(&*name.new));
            let _ = write!(out, "\n[[renamed]]\nold = {old}\nnew = {new}\n");
            out
        })
    }
}
