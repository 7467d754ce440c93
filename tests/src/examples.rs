//! Runs documented examples through the generated types.
//!
//! Each body is read strictly as its type, written through the engine and through serde, and
//! compared exactly. A file of examples has one JSON object per line.

mod command;
mod faults;
mod find;
mod record;
mod registry;
mod report;
mod run;
mod walk;

pub use self::command::{command, model};
pub use self::faults::{Disagreement, Fault, Register};
pub use self::find::{Expected, find};
pub use self::record::Record;
pub use self::registry::Registry;
pub use self::report::report;
pub use self::run::{Outcome, Verdict, run};

/// Reads a file of examples.
///
/// # Errors
///
/// The line that is no record, and why.
pub fn read(text: &str) -> Result<Vec<Record>, String> {
    let lines = text.lines().enumerate();
    lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| Record::read(line).map_err(|error| format!("line {}: {error}", at + 1)))
        .collect()
}
