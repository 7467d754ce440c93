//! What goes in: diagnostics and the sources they point into.
//! What comes out: text for a terminal: `file:line:col`, the line, a caret.

use super::{Diagnostic, Diagnostics, Severity, Sources, Span};
use std::fmt::Write as _;

/// Longer lines are shown only around the place that counts.
const WIDTH: usize = 120;

impl Diagnostics {
    /// Writes all findings as text, each with its place, its line and a caret.
    pub fn render(&self, sources: &Sources) -> String {
        let mut out = String::new();
        for diagnostic in self.iter() {
            diagnostic.render_into(&mut out, sources);
            out.push('\n');
        }
        out
    }
}

impl Sources {
    /// Line and column of a place, both from 1; columns count characters.
    pub fn line_column(&self, span: Span) -> Option<(usize, usize)> {
        let (before, line_start) = self.before(span)?;
        let line = before.bytes().filter(|&b| b == b'\n').count() + 1;
        let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
        Some((line, column))
    }

    /// `file:line:col` of a place.
    pub fn position(&self, span: Span) -> String {
        match (self.get(span.source), self.line_column(span)) {
            (Some(source), Some((line, column))) => format!("{}:{line}:{column}", source.name),
            (Some(source), None) => source.name.clone(),
            _ => String::from("?"),
        }
    }

    /// The text before a place, and where its last line starts.
    fn before(&self, span: Span) -> Option<(&str, usize)> {
        let text = &self.get(span.source)?.text;
        let mut end = usize::try_from(span.start).ok()?.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = text.get(..end)?;
        Some((before, before.rfind('\n').map_or(0, |at| at + 1)))
    }
}

impl Diagnostic {
    /// Writes one finding as text.
    pub fn render(&self, sources: &Sources) -> String {
        let mut out = String::new();
        self.render_into(&mut out, sources);
        out
    }

    fn render_into(&self, out: &mut String, sources: &Sources) {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        if let Some(span) = self.span {
            let _ = write!(out, "{}: ", sources.position(span));
        }
        let _ = writeln!(
            out,
            "{severity}[{} {}]: {}",
            self.code.id,
            self.code.slug,
            printable(&self.message)
        );
        if let Some(span) = self.span {
            excerpt(out, sources, span, '^');
        }
        for label in &self.labels {
            let _ = writeln!(
                out,
                "{}: {}",
                sources.position(label.span),
                printable(&label.message)
            );
            excerpt(out, sources, label.span, '-');
        }
        if let Some(help) = &self.help {
            let _ = writeln!(out, "  = help: {}", printable(help));
        }
    }
}

/// The line of a place with a mark under it.
fn excerpt(out: &mut String, sources: &Sources, span: Span, mark: char) {
    let (Some(source), Some((before, line_start)), Some((number, _))) = (
        sources.get(span.source),
        sources.before(span),
        sources.line_column(span),
    ) else {
        return;
    };
    let rest = source.text.get(line_start..).unwrap_or_default();
    let line = rest.split(['\n', '\r']).next().unwrap_or_default();
    if line.trim().is_empty() {
        return;
    }
    let lead = before.get(line_start..).unwrap_or_default().chars().count();
    let skip = if lead > WIDTH * 2 / 3 {
        lead - WIDTH / 3
    } else {
        0
    };
    let shown: String = line
        .chars()
        .skip(skip)
        .take(WIDTH)
        .map(blank_control)
        .collect();
    let indent: String = " ".repeat(lead - skip);
    let start = before.len();
    let end = start.saturating_add(usize::try_from(span.len).unwrap_or(0));
    let marked = source.text.get(start..end).unwrap_or_default();
    let marked = marked
        .split(['\n', '\r'])
        .next()
        .unwrap_or_default()
        .chars()
        .count();
    let room = shown.chars().count().saturating_sub(lead - skip).max(1);
    let marks: String = std::iter::repeat_n(mark, marked.clamp(1, room)).collect();
    let gutter = number.to_string();
    let pad = " ".repeat(gutter.len());
    let _ = writeln!(out, " {gutter} | {}", shown.trim_end());
    let _ = writeln!(out, " {pad} | {indent}{marks}");
}

/// Text of the input in a message may not move the cursor of a terminal.
fn printable(text: &str) -> String {
    text.chars().map(blank_control).collect()
}

fn blank_control(c: char) -> char {
    match c {
        '\t' | '\n' | '\r' => ' ',
        c if c.is_control() => '\u{fffd}',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Code, Diagnostic, Diagnostics, Sources, Span};

    const CODE: Code = Code::new("E0107", "unknown-type");

    #[test]
    fn a_finding_shows_place_line_caret_and_help() {
        let mut sources = Sources::default();
        let id = sources.add("beta.csdl", "<a>\n  <b Type=\"cal\"/>\n</a>\n");
        let found = Diagnostic::error(CODE, "unknown type `cal`", Span::new(id, 15, 3))
            .label(Span::new(id, 0, 3), "in here")
            .suggest(Some("call"));
        assert_eq!(
            found.render(&sources),
            "beta.csdl:2:12: error[E0107 unknown-type]: unknown type `cal`\n \
             2 |   <b Type=\"cal\"/>\n   |            ^^^\n\
             beta.csdl:1:1: in here\n 1 | <a>\n   | ---\n  = help: did you mean `call`?\n"
        );
    }

    #[test]
    fn places_beyond_the_text_and_inside_characters_do_not_panic() {
        let mut sources = Sources::default();
        let id = sources.add("x", "ä\u{1b}");
        for start in 0..9 {
            let text = Diagnostic::error(CODE, "\u{1b}[31m", Span::new(id, start, 99));
            assert!(!text.render(&sources).contains('\u{1b}'));
        }
        let elsewhere = Diagnostic::error(CODE, "m", Span::new(7, 0, 0));
        assert!(elsewhere.render(&sources).starts_with("?: error"));
    }

    #[test]
    fn findings_sort_by_place() {
        let at = |start| Diagnostic::error(CODE, "m", Span::new(0, start, 1));
        let mut all: Diagnostics = [at(9), at(1), at(5)].into_iter().collect();
        all.sort();
        let starts: Vec<_> = all.iter().filter_map(|d| d.span).map(|s| s.start).collect();
        assert_eq!(starts, [1, 5, 9]);
    }
}
