//! Tests of `CallbackValidator`: what it refuses, and when it fetches keys.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where it fails"
)]

mod bench;
mod openid;
mod refresh;
mod refusals;
