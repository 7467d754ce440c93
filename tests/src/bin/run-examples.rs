//! Runs documented examples through the types of the project's own crate; called by
//! `cargo xtask examples`.

use std::process::ExitCode;

use conformance_tests::examples;
use msgraph_beta_communications::registry::{OPERATIONS, TYPES};

fn main() -> ExitCode {
    examples::command(TYPES, OPERATIONS)
}
