//! In go the overlay of metadata/ and what is wrong with it for other metadata;
//! out comes the part of it that fits.

use csdl_codegen::diagnostic::{Diagnostic, Diagnostics, Severity, Sources};
use csdl_codegen::{Inputs, docs, names, overlay};

/// What was left out so that the rest fits.
#[derive(Debug, Default)]
pub struct Fit {
    /// The entries, as they begin.
    pub left_out: Vec<String>,
}

impl Fit {
    /// Takes the entries out of the overlay that name what is not there; false
    /// if something else is wrong, too, or nothing can be taken out.
    pub fn leave_out(&mut self, inputs: &mut Inputs, found: &Diagnostics) -> bool {
        let Some(number) = inputs.overlay else {
            return false;
        };
        let mut places = Vec::new();
        for error in found.iter().filter(|f| f.severity == Severity::Error) {
            match error.span {
                Some(span) if error.code == overlay::UNKNOWN && span.source == number => {
                    places.push(usize::try_from(span.start).unwrap_or(usize::MAX));
                }
                _ => return false,
            }
        }
        let Some(source) = inputs.sources.get(number) else {
            return false;
        };
        let (text, entries) = without(&source.text, &places);
        if entries.is_empty() {
            return false;
        }
        self.left_out.extend(entries);
        replace(&mut inputs.sources, number, &text);
        true
    }
}

/// Whether a finding only says that a line for our own metadata is not used.
pub fn is_unused(finding: &Diagnostic) -> bool {
    finding.code == docs::UNUSED || finding.code == names::decisions::UNUSED
}

/// The text without the entries that hold one of the places, and those entries.
fn without(text: &str, places: &[usize]) -> (String, Vec<String>) {
    let mut kept = String::new();
    let mut entries = Vec::new();
    let mut start = 0;
    for entry in split(text) {
        let end = start + entry.len();
        if places.iter().any(|place| (start..end).contains(place)) {
            // Lines stay where they are.
            kept.push_str(&"\n".repeat(entry.matches('\n').count()));
            entries.push(title(entry));
        } else {
            kept.push_str(entry);
        }
        start = end;
    }
    (kept, entries)
}

/// The entries, each from its `[[…]]` to the next.
fn split(text: &str) -> Vec<&str> {
    let mut starts: Vec<usize> = text.match_indices("\n[[").map(|(at, _)| at + 1).collect();
    starts.insert(0, 0);
    starts.push(text.len());
    let pairs = starts.windows(2);
    pairs
        .filter_map(|pair| text.get(*pair.first()?..*pair.last()?))
        .collect()
}

/// What an entry is about: its kind and its first value.
fn title(entry: &str) -> String {
    let mut lines = entry.lines().map(str::trim).filter(|line| !line.is_empty());
    let kind = lines.next().unwrap_or_default().trim_matches(['[', ']']);
    let value = lines.next().and_then(|line| line.split_once('='));
    let value = value.map(|(_, value)| value.trim().trim_matches('"'));
    format!("{kind} {}", value.unwrap_or_default())
}

fn replace(sources: &mut Sources, number: u32, text: &str) {
    let mut all = Sources::default();
    for (at, source) in sources.iter() {
        let text = if at == number { text } else { &source.text };
        all.add(source.name.clone(), text);
    }
    *sources = all;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_entries_in_question_go() {
        let text = "# head\n[[read_only]]\ntype = \"a.b\"\n\n[[secret]]\ntype = \"a.c\"\n";
        let place = text.find("a.b").unwrap();
        let (kept, entries) = without(text, &[place]);
        assert_eq!(entries, ["read_only a.b"]);
        assert_eq!(kept, "# head\n\n\n\n[[secret]]\ntype = \"a.c\"\n");
        assert_eq!(without(text, &[]), (text.to_owned(), vec![]));
    }
}
