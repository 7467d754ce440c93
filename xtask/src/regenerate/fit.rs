//! In go the overlay, the docs and the names of metadata/, and other metadata; out come
//! those parts of them that fit.

use std::ops::Range;

use csdl_codegen::diagnostic::{Diagnostic, Diagnostics, Sources};
use csdl_codegen::model::{Model, resolve};
use csdl_codegen::overlay::{self, Overlay};
use csdl_codegen::{Inputs, csdl, docs, names};

use super::known;

/// Takes out of the files of metadata/ what is about nothing in the metadata; says which
/// names the overlay lost. What is wrong otherwise is left to those who generate.
pub fn fit(inputs: &mut Inputs) -> Vec<String> {
    let documents: Vec<_> = inputs
        .metadata
        .iter()
        .chain(&inputs.with)
        .map(|&number| csdl::read(&inputs.sources, number))
        .collect();
    if documents.iter().any(|(_, found)| found.has_errors()) {
        return Vec::new();
    }
    let documents: Vec<_> = documents
        .into_iter()
        .map(|(document, _)| document)
        .collect();
    let (model, _) = resolve(&documents);
    known::keep_known(inputs, &model);
    leave_out(inputs, model)
}

/// Takes names out of the overlay that are not in the metadata.
fn leave_out(inputs: &mut Inputs, mut model: Model) -> Vec<String> {
    let source = |number| Some((number, inputs.sources.get(number)?));
    let Some((number, source)) = inputs.overlay.and_then(source) else {
        return Vec::new();
    };
    let mut found = Diagnostics::default();
    Overlay::read(number, source, &mut found).apply(&mut model, &mut found);
    let unknown = found.iter().filter(|f| f.code == overlay::UNKNOWN);
    let spans = unknown.filter_map(|f| f.span.filter(|span| span.source == number));
    let places: Vec<usize> = spans
        .map(|span| usize::try_from(span.start).unwrap_or(usize::MAX))
        .collect();
    let (text, names) = without(&source.text, &places);
    replace(&mut inputs.sources, number, &text);
    names
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
    fn one_look_finds_everything_that_does_not_fit() {
        let mut inputs = Inputs::default();
        let csdl = "<edmx:Edmx Version=\"4.0\" xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\">\
            <edmx:DataServices><Schema Namespace=\"a\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">\
            <ComplexType Name=\"b\"><Property Name=\"x\" Type=\"Edm.String\"/></ComplexType>\
            </Schema></edmx:DataServices></edmx:Edmx>";
        let text = "[[property]]\ntype = \"a.b\"\nname = \"y\"\n\
            one_or_many_of = [\"a.b\", \"a.gone\"]\nreason = \"r\"\nlink = \"l\"\n\
            [[read_only]]\ntype = \"a.none\"\nmembers = [\"x\"]\nreason = \"r\"\nlink = \"l\"\n\
            [[secret]]\ntype = \"a.b\"\nmembers = [\"p\", \"x\", \"q\"]\nreason = \"r\"\nlink = \"l\"\n\
            [[deprecated]]\nroot = \"way\"\nnote = \"n\"\nreason = \"r\"\n";
        inputs.metadata.push(inputs.sources.add("a.csdl", csdl));
        let overlay = inputs.sources.add("overlay.toml", text);
        inputs.overlay = Some(overlay);
        assert_eq!(fit(&mut inputs), ["a.gone", "a.none", "p", "q", "way"]);
        assert!(fit(&mut inputs).is_empty());
        let kept = &inputs.sources.get(overlay).unwrap().text;
        assert_eq!(kept.len(), text.len());
        let made = csdl_codegen::generate(&inputs, &csdl_codegen::Config::default());
        assert!(made.is_ok(), "{made:?}");
    }

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
