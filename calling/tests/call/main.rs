//! What a bot does with calls, against the simulated service, on a clock that the tests move.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where it fails"
)]

mod consult;
mod ended;
mod incoming;
mod meeting;
mod operations;
mod orders;
mod recordings;
mod roster;
mod support;
mod tones;
mod transfers;
