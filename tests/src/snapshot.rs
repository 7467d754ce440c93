//! Compares a text with the file that holds the expected one, or overwrites that file.
//!
//! The comparison is that of `snapbox`, without its wildcards: every character counts, only
//! `\r\n` in a checkout on Windows equals `\n`.

use std::fs;
use std::path::Path;

use snapbox::assert::DEFAULT_ACTION_ENV;
use snapbox::data::DataFormat;
use snapbox::{Assert, Data};

/// Compares `actual` with the file at `path`; `None` expects that there is no file.
///
/// With `SNAPSHOTS=overwrite` in the environment the file is written, or removed, instead.
///
/// # Errors
///
/// The difference, or why the file cannot be written.
pub fn check(path: &Path, actual: Option<&str>) -> Result<(), String> {
    let assert = Assert::new().action_env(DEFAULT_ACTION_ENV);
    let Some(actual) = actual else {
        if !path.exists() {
            return Ok(());
        }
        return match assert.selected_action() {
            snapbox::assert::Action::Overwrite => {
                fs::remove_file(path).map_err(|error| format!("{}: {error}", path.display()))
            }
            _ => Err(format!("{} is expected, but not made", path.display())),
        };
    };
    let expected = Data::read_from(path, Some(DataFormat::Text)).raw();
    assert
        .try_eq(Some(&"actual"), Data::text(actual), expected)
        .map_err(|error| error.to_string())
}

/// Compares two texts.
///
/// # Errors
///
/// The difference.
pub fn same(name: &str, expected: &str, actual: &str) -> Result<(), String> {
    Assert::new()
        .try_eq(Some(&name), Data::text(actual), Data::text(expected).raw())
        .map_err(|error| error.to_string())
}

/// The sentence that says how the differences of the test target `test` are accepted.
pub fn hint(test: &str) -> String {
    format!(
        "To accept: {DEFAULT_ACTION_ENV}=overwrite cargo test -p conformance-tests --test {test}\n\
         To review: git diff tests\n"
    )
}
