//! What the tests of the generator and of the generated API share.
//!
//! Exact comparison of JSON, repair of known faults in documented examples, the runners of
//! documented examples and of fixtures, and snapshots.

use std::path::PathBuf;

pub mod arbitrary;
pub mod declared;
pub mod examples;
pub mod fixtures;
pub mod json;
pub mod metadata;
pub mod repair;
pub mod snapshot;

/// The folder of this package.
///
/// Cargo sets the variable when it runs a test or a program, so that a copied checkout reads
/// and writes its own files even if cargo sees no reason to compile it anew.
pub fn manifest_dir() -> PathBuf {
    std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(PathBuf::new, PathBuf::from)
}
