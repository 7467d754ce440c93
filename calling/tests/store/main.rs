//! Tests of the stores of calls: one suite for all of them, and what only Redis has.

#![allow(
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a test stops where it fails, and says why it skips"
)]

mod claims;
mod interleavings;
mod redis;
mod setup;
mod suite;
