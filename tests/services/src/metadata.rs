//! The comparison of the metadata that a server serves with the document that its client is made of.

use conformance_tests::snapshot;
use msgraph_runtime::client::RawResponse;

use crate::folder;
use crate::operation::Report;

/// Compares the document at `path` in this package with what the server sent, or writes it with
/// `SNAPSHOTS=overwrite`.
///
/// # Errors
///
/// The difference.
pub fn check_metadata(path: &str, served: RawResponse) -> Result<(), Report> {
    let mut text = String::from_utf8(served.body)?.replace("\r\n", "\n");
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(snapshot::check(&folder().join(path), Some(&text))?)
}

/// Compares the document that the client of a server is made of with its `$metadata`.
#[macro_export]
macro_rules! check_metadata {
    ($client:expr, $root:expr, $path:expr) => {{
        let url = format!("{}/$metadata", $root);
        let get = $client.at::<msgraph_runtime::RawJson>(&url)?;
        let served = get.header("Accept", "application/xml").send_raw().await?;
        $crate::check_metadata($path, served)?;
    }};
}
