//! In go the overlay of metadata/ and what is wrong with it for other metadata;
//! out comes the part of it that fits.

use std::ops::Range;

use csdl_codegen::diagnostic::{Diagnostic, Diagnostics, Severity, Sources};
use csdl_codegen::{Inputs, docs, names, overlay};

/// What was left out so that the rest fits.
#[derive(Debug, Default)]
pub struct Fit {
    /// The names.
    pub left_out: Vec<String>,
}

impl Fit {
    /// Takes names out of the overlay that are not in the metadata; false
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
        let (text, names) = without(&source.text, &places);
        if names.is_empty() {
            return false;
        }
        self.left_out.extend(names);
        replace(&mut inputs.sources, number, &text);
        true
    }
}

/// Whether a finding only says that a line for our own metadata is not used.
pub fn is_unused(finding: &Diagnostic) -> bool {
    finding.code == docs::UNUSED || finding.code == names::decisions::UNUSED
}

/// The text without what stands at the places: an item of a list, or the whole
/// entry; and the names that went.
fn without(text: &str, places: &[usize]) -> (String, Vec<String>) {
    let mut kept = text.to_owned();
    let mut names = Vec::new();
    for &place in places {
        let Some((name, value)) = value_at(text, place) else {
            continue;
        };
        let before = text.get(..place).unwrap_or_default().trim_end();
        let gone = if before.ends_with(['[', ',']) {
            let comma = text
                .get(value.end..)
                .is_some_and(|rest| rest.starts_with(','));
            value.start..value.end + usize::from(comma)
        } else {
            entry_at(text, place)
        };
        // Lines and columns of the rest stay as they are.
        let blank: String = kept
            .get(gone.clone())
            .unwrap_or_default()
            .bytes()
            .map(|byte| if byte == b'\n' { '\n' } else { ' ' })
            .collect();
        kept.replace_range(gone, &blank);
        names.push(name);
    }
    (kept, names)
}

/// The text in quotes at a place, and where it stands.
fn value_at(text: &str, place: usize) -> Option<(String, Range<usize>)> {
    let inside = text.get(place..)?.strip_prefix('"')?;
    let length = inside.find('"')?;
    let name = inside.get(..length)?.to_owned();
    Some((name, place..place + length + 2))
}

/// The entry around a place: from its `[[…]]` to the next.
fn entry_at(text: &str, place: usize) -> Range<usize> {
    let before = text.get(..place).unwrap_or_default();
    let after = text.get(place..).unwrap_or_default();
    let start = before.rfind("\n[[").map_or(0, |at| at + 1);
    let end = after.find("\n[[").map_or(text.len(), |at| place + at + 1);
    start..end
}

/// Puts another text in the place of a source.
pub fn replace(sources: &mut Sources, number: u32, text: &str) {
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
    fn only_the_names_in_question_go() {
        let text = "# head\n[[a]]\ntype = \"x.y\"\nm = [\"p\", \"q\", \"r\"]\n[[b]]\nn = 1\n";
        let at = |name: &str| text.find(name).unwrap();
        let (kept, names) = without(text, &[at("\"q\""), at("\"r\"")]);
        assert_eq!(names, ["q", "r"]);
        assert_eq!(
            kept,
            "# head\n[[a]]\ntype = \"x.y\"\nm = [\"p\",         ]\n[[b]]\nn = 1\n"
        );
        let (kept, names) = without(text, &[at("\"x.y\"")]);
        assert_eq!(names, ["x.y"]);
        assert_eq!(
            kept.split_whitespace().collect::<Vec<_>>(),
            ["#", "head", "[[b]]", "n", "=", "1"]
        );
        assert_eq!(kept.len(), text.len());
        assert_eq!(without(text, &[]), (text.to_owned(), vec![]));
    }
}
