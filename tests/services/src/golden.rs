//! The golden of a server: its operations, their results, and their requests.

use std::fmt::Write;

use conformance_tests::snapshot;

use crate::folder;

/// An operation that has run.
#[derive(Debug)]
pub struct Entry {
    pub name: &'static str,
    /// Why it fails, if that is expected.
    pub reason: Option<String>,
    pub requests: Vec<String>,
}

/// The golden of these operations, as Markdown.
pub fn text(title: &str, entries: &[Entry]) -> String {
    let mut text = format!("# {title}\n");
    for entry in entries {
        let _ = write!(text, "\n## {}\n\n", entry.name);
        if let Some(reason) = &entry.reason {
            let _ = write!(text, "Fails: {reason}\n\n");
        }
        let _ = write!(text, "```http\n{}```\n", entry.requests.join("\n"));
    }
    text
}

/// Compares a golden, or writes it with `SNAPSHOTS=overwrite`.
pub fn check(name: &str, text: &str) -> Result<(), String> {
    let path = folder().join("goldens").join(format!("{name}.md"));
    snapshot::check(&path, Some(text)).map_err(|error| {
        let hint = "To accept: SNAPSHOTS=overwrite cargo test -p service-tests\n\
                    To review: git diff tests/services\n";
        format!("{error}\n{hint}")
    })
}

/// Tells whoever runs the tests.
#[allow(
    clippy::print_stderr,
    reason = "a test says why it skips, and what was asked for"
)]
pub fn say(text: &str) {
    eprintln!("{text}");
}
