//! Notifications, ids, and the view of a call: no network, no clock.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where it fails"
)]

mod bytes;
#[path = "../common/deliveries.rs"]
mod common;
mod deliveries;
mod documented;
mod ids;
mod orders;
mod reasons;
mod rosters;
mod seen;
mod support;
mod transfers;
mod views;
