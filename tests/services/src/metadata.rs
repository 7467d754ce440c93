//! The comparison of the metadata that a server serves with the document that its client is made of.

use conformance_tests::snapshot;

use crate::folder;

/// Compares the document at `path` in this package with what the server sent, or writes it with
/// `SNAPSHOTS=overwrite`.
///
/// # Errors
///
/// The difference.
pub fn check_metadata(path: &str, served: &str) -> Result<(), String> {
    let mut text = served.replace("\r\n", "\n");
    if !text.ends_with('\n') {
        text.push('\n');
    }
    snapshot::check(&folder().join(path), Some(&text))
}
