//! Lenient reading of overlay, names and docs that were written for other metadata.
//!
//! The overlay of one service is useful for another version of it, which may lack some of
//! the names. In lenient mode such entries are skipped, and one note for each file says so.

use crate::diagnostic::{Code, Diagnostics, Source, Span};
use crate::{Inputs, docs, names, overlay};

/// How many skipped names a note quotes.
const QUOTED: usize = 4;

/// Replaces findings about entries that do not apply by one note for each file, if the
/// mode is lenient.
pub(crate) fn skip_unknown(inputs: &Inputs, found: &mut Diagnostics) {
    if !inputs.lenient {
        return;
    }
    for (code, file) in [
        (overlay::UNKNOWN, inputs.overlay),
        (names::decisions::UNUSED, inputs.names),
        (docs::UNUSED, inputs.docs),
    ] {
        if let Some(source) = file.and_then(|number| inputs.sources.get(number)) {
            fold(code, source, found);
        }
    }
}

fn fold(code: Code, source: &Source, found: &mut Diagnostics) {
    found.fold_into_note(code, |spans| {
        let names: Vec<String> = spans
            .iter()
            .take(QUOTED)
            .map(|s| entry(source, *s))
            .collect();
        let more = spans.len() - names.len();
        let entries = if spans.len() == 1 { "entry" } else { "entries" };
        let others = match more {
            0 => String::new(),
            1 => " and 1 other".to_owned(),
            more => format!(" and {more} others"),
        };
        let file = source.name.rsplit(['/', '\\']).next().unwrap_or_default();
        format!(
            "skipped {} {entries} of {file} about names that the metadata lacks: {}{others}",
            spans.len(),
            names.join(", ")
        )
    });
}

/// The name of an entry: a TOML string or key, or the left side of a line of `names.txt`.
fn entry(source: &Source, span: Span) -> String {
    let start = usize::try_from(span.start).unwrap_or(usize::MAX);
    let length = usize::try_from(span.len).unwrap_or(0);
    let text = source.text.get(start..start.saturating_add(length));
    let name = text
        .unwrap_or_default()
        .split(" = ")
        .next()
        .unwrap_or_default();
    format!("`{}`", name.trim().trim_matches(['"', '\'']))
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::{Config, Inputs, generate};

    const CSDL: &str = "<edmx:Edmx Version=\"4.0\" xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\">\
        <edmx:DataServices><Schema Namespace=\"a\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">\
        <ComplexType Name=\"b\"><Property Name=\"x\" Type=\"Edm.String\"/></ComplexType>\
        </Schema></edmx:DataServices></edmx:Edmx>";
    const OVERLAY: &str = "[[property]]\ntype = \"a.b\"\nname = \"y\"\n\
        one_or_many_of = [\"a.b\", \"a.gone\"]\nreason = \"r\"\nlink = \"l\"\n\
        [[property]]\ntype = \"a.b\"\nname = \"z\"\n\
        one_or_many_of = [\"a.lost\"]\nreason = \"r\"\nlink = \"l\"\n\
        [[read_only]]\ntype = \"a.none\"\nmembers = [\"x\"]\nreason = \"r\"\nlink = \"l\"\n\
        [[secret]]\ntype = \"a.b\"\nmembers = [\"p\", \"x\", \"q\"]\nreason = \"r\"\nlink = \"l\"\n\
        [[deprecated]]\nroot = \"way\"\nnote = \"n\"\nreason = \"r\"\n";

    fn inputs(lenient: bool) -> Inputs {
        let mut inputs = Inputs {
            lenient,
            ..Inputs::default()
        };
        inputs.metadata.push(inputs.sources.add("a.csdl", CSDL));
        inputs.overlay = Some(inputs.sources.add("some/overlay.toml", OVERLAY));
        let names = "type a.none = Nothing  # gone\nproperty a.b/x = first  # reads better\n";
        inputs.names = Some(inputs.sources.add("names.txt", names));
        let docs = "[types.\"a.b\"]\ndoc = \"B.\"\n[types.\"a.c\"]\ndoc = \"C.\"\n";
        inputs.docs = Some(inputs.sources.add("docs.toml", docs));
        inputs
    }

    #[test]
    fn entries_about_unknown_names_are_skipped_with_one_note_for_each_file() {
        let made = generate(&inputs(true), &Config::default()).unwrap();
        let mut messages: Vec<_> = made
            .diagnostics
            .iter()
            .map(|d| d.message.as_str())
            .collect();
        messages.sort_unstable();
        assert_eq!(
            messages,
            [
                "skipped 1 entry of docs.toml about names that the metadata lacks: `a.c`",
                "skipped 1 entry of names.txt about names that the metadata lacks: `type a.none`",
                "skipped 6 entries of overlay.toml about names that the metadata lacks: \
                 `a.gone`, `a.lost`, `a.none`, `p` and 2 others",
            ]
        );
        assert_eq!(made.diagnostics.count(Severity::Note), 3);
        let text = &made.files["src/models/b.rs"];
        assert!(text.contains("first") && text.contains("pub y:"), "{text}");
        assert!(!text.contains("pub z:"), "a union of nothing\n{text}");
    }

    #[test]
    fn without_leniency_they_are_errors() {
        let found = generate(&inputs(false), &Config::default()).unwrap_err();
        assert_eq!(found.count(Severity::Error), 6);
    }

    #[test]
    fn leniency_forgives_nothing_else() {
        let mut inputs = inputs(true);
        let text = "[[secret]]\nmembers = [\"x\"]\nreason = \"\"\nlink = \"l\"\n";
        inputs.overlay = Some(inputs.sources.add("overlay.toml", text));
        assert!(generate(&inputs, &Config::default()).is_err());
    }
}
