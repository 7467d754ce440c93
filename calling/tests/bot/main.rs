//! Tests of the bot on a clock that the tests move.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where it fails"
)]

mod claims;
mod entry;
mod faults;
mod graph;
mod instances;
mod lifecycle;
mod order;
mod placed;
mod replies;
mod shared_store;
mod shutdown;
mod support;
