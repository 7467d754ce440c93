//! The simulator itself: documented bodies, deadlines, switches, tokens, load.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where it fails"
)]

mod bodies;
mod calls;
mod deadlines;
mod load;
mod operations;
mod requests;
mod support;
mod switches;
mod tokens;
mod transfers;
