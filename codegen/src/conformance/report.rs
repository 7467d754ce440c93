//! The report of a conformance run: a table by kind, and every difference with its reason.

use super::{Accepted, Entry, Outcome};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The outcomes of a set.
#[derive(Clone, Debug, Default)]
pub struct Report {
    kinds: BTreeMap<String, Tally>,
    /// Path and differences that nobody accepted.
    unexpected: Vec<(String, String)>,
    /// Path, differences and the reason why they are accepted.
    accepted: Vec<(String, String, String)>,
    /// Documents that are listed as different and are not, or are not in the set.
    stale: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    documents: usize,
    expected: usize,
    accepted: usize,
    differing: usize,
}

impl Report {
    /// Sums up what became of the documents of a set.
    pub fn new(outcomes: &[(&Entry, Outcome)], accepted: &Accepted) -> Self {
        let mut report = Self::default();
        let mut left = accepted.reasons.clone();
        for (entry, outcome) in outcomes {
            let tally = report.kinds.entry(entry.kind().to_owned()).or_default();
            tally.documents += 1;
            let differences = outcome.differences.join("; ");
            if differences.is_empty() {
                tally.expected += 1;
                continue;
            }
            let path = outcome.path.clone();
            match left.remove(&path) {
                Some(reason) => {
                    tally.accepted += 1;
                    report.accepted.push((path, differences, reason));
                }
                None => {
                    tally.differing += 1;
                    report.unexpected.push((path, differences));
                }
            }
        }
        report.stale = left.into_keys().collect();
        report
    }

    /// Whether every document came out as expected, but for accepted differences that
    /// are still there.
    pub fn is_clean(&self) -> bool {
        self.unexpected.is_empty() && self.stale.is_empty()
    }

    /// Every difference as JSON, one object per line: `path`,
    /// `difference`, and `accepted`: the reason why it is, or null. A path that is
    /// accepted without need differs, too.
    pub fn to_json_lines(&self) -> String {
        let stale = "is listed as different, and is not or was not run";
        let unexpected = self.unexpected.iter();
        let unexpected = unexpected.map(|(path, difference)| (path, difference.as_str(), None));
        let accepted = self.accepted.iter();
        let accepted = accepted
            .map(|(path, difference, reason)| (path, difference.as_str(), Some(reason.as_str())));
        let stale = self.stale.iter().map(|path| (path, stale, None));
        let mut text = String::new();
        for (path, difference, accepted) in unexpected.chain(accepted).chain(stale) {
            let line = serde_json::json!({
                "path": path,
                "difference": difference,
                "accepted": accepted,
            });
            let _ = writeln!(text, "{line}");
        }
        text
    }

    /// The table, and below it every difference.
    pub fn text(&self) -> String {
        let mut text = format!(
            "{:<14} {:>9} {:>11} {:>9} {:>9}\n",
            "kind", "documents", "as expected", "accepted", "differing"
        );
        let mut all = Tally::default();
        let mut row = |name: &str, tally: &Tally| {
            let _ = writeln!(
                text,
                "{name:<14} {:>9} {:>11} {:>9} {:>9}",
                tally.documents, tally.expected, tally.accepted, tally.differing
            );
        };
        for (kind, tally) in &self.kinds {
            row(kind, tally);
            all.documents += tally.documents;
            all.expected += tally.expected;
            all.accepted += tally.accepted;
            all.differing += tally.differing;
        }
        row("all", &all);
        for (path, differences) in &self.unexpected {
            let _ = write!(text, "\n{path}\n  {differences}\n");
        }
        for (path, differences, reason) in &self.accepted {
            let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
            let _ = write!(text, "\n{path} (accepted)\n  {differences}\n  {reason}\n");
        }
        for path in &self.stale {
            let _ = write!(
                text,
                "\n{path}\n  is listed as different, and is not or was not run\n"
            );
        }
        text
    }
}
