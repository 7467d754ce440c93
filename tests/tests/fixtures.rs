//! The generator makes the expected files and findings from every fixture.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where it fails"
)]

include!(concat!(env!("OUT_DIR"), "/fixture_tests.rs"));

fn check(group: &str, case: &str) {
    if let Err(difference) = conformance_tests::fixtures::check(group, case) {
        panic!("{difference}");
    }
}
