//! What a client sends and how it reads responses, against the fake service on loopback.
//!
//! One program, as each test program links the whole HTTP stack once more.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panics"
)]

#[path = "../common/mod.rs"]
mod common;
mod faulty;

mod batches;
mod bodies;
mod credentials;
#[cfg(feature = "csrf")]
mod csrf;
mod errors;
mod exact_numbers;
mod fake_service;
mod faults;
mod pipeline;
mod requests;
mod retry_after;
mod sending;
mod upload_session;
