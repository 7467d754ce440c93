//! Compression of large request bodies.

use std::io::Write as _;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::prepared::PreparedRequest;

/// The request with a compressed body (`Content-Encoding: gzip`), if the body has at least this
/// number of bytes and no encoding yet, and gets smaller.
pub fn compress(prepared: &PreparedRequest, at_least: usize) -> Option<PreparedRequest> {
    let body = prepared
        .body
        .as_ref()
        .filter(|body| body.len() >= at_least)?;
    let mut names = prepared.headers.iter().map(|(name, _)| name);
    // The parts of an upload session have positions, which compression would change.
    if prepared.is_unauthorized || names.any(|name| name.eq_ignore_ascii_case("content-encoding")) {
        return None;
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    // Writing to memory does not fail.
    encoder.write_all(body).ok()?;
    let smaller = encoder
        .finish()
        .ok()
        .filter(|smaller| smaller.len() < body.len())?;
    let mut compressed = prepared.clone();
    compressed.body = Some(Bytes::from(smaller));
    let header = ("Content-Encoding".to_owned(), "gzip".to_owned());
    compressed.headers.push(header);
    Some(compressed)
}
