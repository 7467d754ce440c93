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

use std::path::Path;

pub use self::command::{command, model};
pub use self::faults::{Disagreement, Fault, Register};
pub use self::find::{Expected, find};
pub use self::record::Record;
pub use self::registry::Registry;
pub use self::report::report;
pub use self::run::{Outcome, Verdict, run};

/// Reads the examples of a folder: `index.jsonl` has a line for each, and its `file` is the body.
///
/// # Errors
///
/// The line that is no record, or the file that cannot be read.
pub fn read_folder(folder: &Path) -> Result<Vec<Record>, String> {
    let text = |name: &str| {
        let file = std::fs::read_to_string(folder.join(name));
        file.map_err(|error| format!("{name}: {error}"))
    };
    let index = text("index.jsonl")?;
    let records = index.lines().zip(read(&index)?);
    let stored = records.map(|(line, record)| {
        let line = crate::json::parse(line).map_err(|error| error.to_string())?;
        let file = line.text("file");
        let file = file.ok_or_else(|| format!("{} has no `file`", record.id))?;
        Ok(record.with_body(text(file)?))
    });
    stored.collect()
}

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
