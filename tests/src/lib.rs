//! Fixtures of the generator, goldens of the API, and the fault register.
//!
//! The library part holds what several tests share: exact JSON, the repair of
//! documentation faults, and the runner of documented examples.

pub mod examples;
pub mod json;
pub mod repair;
