//! Fixtures of the generator, goldens of the API, and the fault register.
//!
//! The library part holds what several tests share: exact JSON, the repair of
//! documentation faults, the runner of documented examples and that of
//! fixtures.

pub mod arbitrary;
pub mod diff;
pub mod examples;
pub mod fixtures;
pub mod json;
pub mod repair;
