//! The table of operations in `README.md`, by server and area.

use std::fmt::Write;

use conformance_tests::snapshot;

use crate::folder;
use crate::golden::Entry;

/// Compares the table of a server with the operations that have run, or writes it with
/// `SNAPSHOTS=overwrite`.
pub fn check(server: &str, entries: &[Entry]) -> Result<(), String> {
    let path = folder().join("README.md");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("README.md: {error}"))?;
    let (begin, end) = (
        format!("<!-- {server} -->\n"),
        format!("<!-- end of {server} -->\n"),
    );
    let parts = text.split_once(&begin).and_then(|(before, rest)| {
        let (_, after) = rest.split_once(&end)?;
        Some((before, after))
    });
    let (before, after) = parts.ok_or_else(|| format!("README.md has no part `{begin}`"))?;
    let table = table(entries);
    snapshot::check(&path, Some(&format!("{before}{begin}{table}{end}{after}")))
}

fn table(entries: &[Entry]) -> String {
    let mut areas: Vec<(&str, usize, usize)> = Vec::new();
    for entry in entries {
        let area = entry.name.split(": ").next().unwrap_or_default();
        let fails = usize::from(entry.reason.is_some());
        match areas.iter_mut().find(|(name, ..)| *name == area) {
            Some((_, all, failing)) => {
                *all += 1;
                *failing += fails;
            }
            None => areas.push((area, 1, fails)),
        }
    }
    let failing = areas.iter().map(|(.., failing)| failing).sum();
    areas.push(("**all**", entries.len(), failing));
    let mut text = "| area | operations | as the standard has it | expected failures |\n\
                    |---|---|---|---|\n"
        .to_owned();
    for (name, all, failing) in areas {
        let _ = writeln!(text, "| {name} | {all} | {} | {failing} |", all - failing);
    }
    text
}
