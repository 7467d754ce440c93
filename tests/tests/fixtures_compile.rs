//! What the generator is expected to make of every fixture is Rust.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where it fails"
)]

include!(concat!(env!("OUT_DIR"), "/fixture_modules.rs"));

#[test]
fn every_type_can_be_reached_by_its_name() {
    let types = crate::types::probe::registry::TYPES;
    assert!(
        types
            .iter()
            .any(|entry| entry.name == "microsoft.graph.probe")
    );
}
