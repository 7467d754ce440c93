//! The code of every document of `csdl_set/` that is to be accepted compiles.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where it fails"
)]
#![allow(
    uncommon_codepoints,
    reason = "a document has a name that Unicode would spell otherwise; only a crate can allow that"
)]

include!(concat!(env!("OUT_DIR"), "/csdl_set/mod.rs"));

use conformance_tests::manifest_dir;
use csdl_codegen::conformance::{Expected, Manifest};

#[test]
fn every_document_that_is_to_be_accepted_is_compiled() {
    let set = manifest_dir().join("csdl_set");
    let text = std::fs::read_to_string(set.join("manifest.json")).unwrap();
    let manifest = Manifest::read(&text).unwrap();
    let entries = manifest.files.iter();
    let accepted = entries.filter(|entry| entry.expected == Expected::Accept);
    let accepted: Vec<&str> = accepted.map(|entry| entry.path.as_str()).collect();
    assert!(accepted.len() > 20, "{accepted:?}");
    assert_eq!(accepted, COMPILED);
}

#[test]
fn a_document_without_roots_has_a_client_without_methods_for_them() {
    // `lib.rs` exports the client, whether or not there is anything to ask of it.
    use valid_edge_schema_without_anything_xml::client::credential::Credential;
    let new: fn(String, Credential) -> _ =
        valid_edge_schema_without_anything_xml::LibClient::builder;
    let _ = new;
}
