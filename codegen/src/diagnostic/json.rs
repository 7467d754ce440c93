//! Findings as JSON for programs: one object per line.
//!
//! | member | meaning |
//! |---|---|
//! | `code`, `slug` | the kind of finding, such as `E0107` and `unknown-type` |
//! | `severity` | `error`, `warning` or `note` |
//! | `message` | what is wrong, in one line |
//! | `help` | what to do about it, or null |
//! | `spans` | the faulty place first, then related ones; empty if no text is concerned |
//!
//! Each of the `spans`:
//!
//! | member | meaning |
//! |---|---|
//! | `file` | the name of the source |
//! | `line`, `column` | the first character; both count from 1, columns in characters |
//! | `end_line`, `end_column` | the position after the last character |
//! | `text` | the line that it starts in; of a long one the part around it |
//! | `label` | what is there, or null |
//! | `primary` | whether this is the faulty place |

use super::position::{Locator, Position};
use super::{Diagnostic, Diagnostics, Severity, Sources, Span};
use serde::Serialize;

#[derive(Serialize)]
struct Finding<'a> {
    code: &'a str,
    slug: &'a str,
    severity: &'a str,
    message: &'a str,
    help: Option<&'a str>,
    spans: Vec<Place<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    text: String,
    label: Option<&'a str>,
    primary: bool,
}

impl Severity {
    /// The word for it: `error`, `warning` or `note`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

impl Diagnostics {
    /// Writes all findings as JSON, one object per line.
    pub fn to_json_lines(&self, sources: &Sources) -> String {
        let mut locator = Locator::new(sources);
        let mut out = String::new();
        for diagnostic in self.iter() {
            let finding = finding(diagnostic, &mut locator);
            // Plain text and numbers always have a JSON form.
            out.push_str(&serde_json::to_string(&finding).unwrap_or_default());
            out.push('\n');
        }
        out
    }
}

fn finding<'a>(diagnostic: &'a Diagnostic, locator: &mut Locator<'a>) -> Finding<'a> {
    let primary = diagnostic.span.map(|span| (span, None));
    let labels = diagnostic.labels.iter();
    let labels = labels.map(|label| (label.span, Some(label.message.as_str())));
    let places = primary.into_iter().chain(labels);
    Finding {
        code: diagnostic.code.id,
        slug: diagnostic.code.slug,
        severity: diagnostic.severity.word(),
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
        spans: places
            .filter_map(|(span, label)| place(span, label, locator))
            .collect(),
    }
}

/// The line for a reader; control characters are replaced.
fn line_text(position: &Position<'_>) -> String {
    let (before, after) = position.line_around();
    let shown = |c: char| match c {
        '\t' => ' ',
        c if c.is_control() => '\u{fffd}',
        c => c,
    };
    before.chars().chain(after.chars()).map(shown).collect()
}

fn place<'a>(span: Span, label: Option<&'a str>, locator: &mut Locator<'a>) -> Option<Place<'a>> {
    let file = locator.file(span)?;
    let start = locator.locate(span)?;
    let behind = Span {
        start: span.start.saturating_add(span.len),
        len: 0,
        ..span
    };
    let end = locator.locate(behind)?;
    Some(Place {
        file,
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        text: line_text(&start),
        label,
        primary: label.is_none(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Code, Diagnostic, Diagnostics, Severity, Sources, Span};

    const CODE: Code = Code::new("E0110", "duplicate-type");

    #[test]
    fn a_finding_is_one_line_with_all_its_places() {
        let mut sources = Sources::default();
        let id = sources.add("ä.csdl", "<ä>\n<b\n/>\"\n");
        let found: Diagnostics = [
            Diagnostic::error(CODE, "`b` is \"twice\"\nhere", Span::new(id, 5, 5))
                .label(Span::new(id, 1, 2), "the first is here")
                .help("rename one"),
            Diagnostic::new(CODE, Severity::Note, "nowhere", None),
        ]
        .into_iter()
        .collect();
        assert_eq!(
            found.to_json_lines(&sources),
            concat!(
                r#"{"code":"E0110","slug":"duplicate-type","severity":"error","#,
                r#""message":"`b` is \"twice\"\nhere","help":"rename one","spans":["#,
                r#"{"file":"ä.csdl","line":2,"column":1,"end_line":3,"end_column":3,"#,
                r#""text":"<b","label":null,"primary":true},"#,
                r#"{"file":"ä.csdl","line":1,"column":2,"end_line":1,"end_column":3,"#,
                r#""text":"<ä>","label":"the first is here","primary":false}]}"#,
                "\n",
                r#"{"code":"E0110","slug":"duplicate-type","severity":"note","#,
                r#""message":"nowhere","help":null,"spans":[]}"#,
                "\n"
            )
        );
    }

    #[test]
    fn strictness_makes_errors_of_warnings_only() {
        let of = |severity| Diagnostic::new(CODE, severity, "m", None);
        let mut found: Diagnostics = [of(Severity::Warning), of(Severity::Note)]
            .into_iter()
            .collect();
        found.deny_warnings();
        let severities: Vec<_> = found.iter().map(|d| d.severity).collect();
        assert_eq!(severities, [Severity::Error, Severity::Note]);
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let mut sources = Sources::default();
        let id = sources.add("long", "x".repeat(5000));
        let found: Diagnostics = Diagnostic::error(CODE, "m", Span::new(id, 4000, 9999)).into();
        let line = found.to_json_lines(&sources);
        assert!(line.len() < 500, "{line}");
        assert!(line.contains(r#""column":4001,"end_line":1,"end_column":5001"#));
    }
}
