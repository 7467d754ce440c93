//! What goes in: diagnostics and the sources they point into.
//! What comes out: text for a terminal: `file:line:col`, the line, a caret.

use super::{Code, Diagnostic, Diagnostics, Sources, Span};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Longer lines are shown only around the place that counts.
const WIDTH: usize = 120;

impl Diagnostics {
    /// Writes all findings as text, each with its place, its line and a caret.
    pub fn render(&self, sources: &Sources) -> String {
        let mut renderer = Renderer::new(sources);
        for diagnostic in self.iter() {
            renderer.diagnostic(diagnostic);
            renderer.out.push('\n');
        }
        renderer.out
    }
}

impl Diagnostic {
    /// Writes one finding as text.
    pub fn render(&self, sources: &Sources) -> String {
        let mut renderer = Renderer::new(sources);
        renderer.diagnostic(self);
        renderer.out
    }
}

impl Sources {
    /// Line and column of a place, both from 1; columns count characters.
    pub fn line_column(&self, span: Span) -> Option<(usize, usize)> {
        Renderer::new(self)
            .place(span)
            .map(|place| (place.line, place.column))
    }

    /// Line and column of many places; the lines of each source are found once.
    pub fn line_columns(
        &self,
        spans: impl IntoIterator<Item = Span>,
    ) -> Vec<Option<(usize, usize)>> {
        let mut renderer = Renderer::new(self);
        let places = spans.into_iter().map(|span| renderer.place(span));
        places
            .map(|place| place.map(|place| (place.line, place.column)))
            .collect()
    }

    /// `file:line:col` of a place.
    pub fn position(&self, span: Span) -> String {
        Renderer::new(self).position(span)
    }

    /// `file:line:col` of many places; the lines of each source are found once.
    pub fn positions(&self, spans: impl IntoIterator<Item = Span>) -> Vec<String> {
        let mut renderer = Renderer::new(self);
        let places = spans.into_iter();
        places.map(|span| renderer.position(span)).collect()
    }
}

/// Where a span starts.
pub(super) struct Position<'s> {
    pub line: usize,
    pub column: usize,
    /// The line, without its end.
    text: &'s str,
    /// From the place to the end of the line.
    rest: &'s str,
}

impl Position<'_> {
    /// The line for a reader: of a long one the part around the place. Before it, how
    /// many characters were left out at its start.
    pub fn shown(&self) -> (usize, String) {
        let lead = self.column - 1;
        let skip = if lead > WIDTH * 2 / 3 {
            lead - WIDTH / 3
        } else {
            0
        };
        let part = self.text.chars().skip(skip).take(WIDTH);
        (skip, part.map(blank_control).collect())
    }
}

pub(super) struct Renderer<'s> {
    sources: &'s Sources,
    /// Where the lines of each source start; found once, for there can be many findings.
    lines: BTreeMap<u32, Vec<usize>>,
    out: String,
}

impl<'s> Renderer<'s> {
    pub fn new(sources: &'s Sources) -> Self {
        Self {
            sources,
            lines: BTreeMap::new(),
            out: String::new(),
        }
    }

    /// The name of the source of a place.
    pub fn file(&self, span: Span) -> Option<&'s str> {
        let source = self.sources.get(span.source)?;
        Some(source.name.as_str())
    }

    pub fn place(&mut self, span: Span) -> Option<Position<'s>> {
        let text = self.sources.get(span.source)?.text.as_str();
        let starts = self.lines.entry(span.source).or_insert_with(|| {
            let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0)
                .chain(ends.map(|(at, _)| at + 1))
                .collect()
        });
        let mut at = usize::try_from(span.start).ok()?.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let line = starts.partition_point(|&start| start <= at);
        let start = starts.get(line.checked_sub(1)?).copied()?;
        let end_of_line = |from: usize| {
            text.get(from..)
                .and_then(|rest| rest.split(['\n', '\r']).next())
                .unwrap_or_default()
        };
        Some(Position {
            line,
            column: text.get(start..at)?.chars().count() + 1,
            text: end_of_line(start),
            rest: end_of_line(at),
        })
    }

    fn position(&mut self, span: Span) -> String {
        match (self.sources.get(span.source), self.place(span)) {
            (Some(source), Some(place)) => {
                format!("{}:{}:{}", source.name, place.line, place.column)
            }
            (Some(source), None) => source.name.clone(),
            _ => String::from("?"),
        }
    }

    fn diagnostic(&mut self, diagnostic: &Diagnostic) {
        let severity = diagnostic.severity.word();
        if let Some(span) = diagnostic.span {
            let position = self.position(span);
            let _ = write!(self.out, "{position}: ");
        }
        let Code { id, slug } = diagnostic.code;
        let message = printable(&diagnostic.message);
        let _ = writeln!(self.out, "{severity}[{id} {slug}]: {message}");
        if let Some(span) = diagnostic.span {
            self.excerpt(span, '^');
        }
        for label in &diagnostic.labels {
            let position = self.position(label.span);
            let _ = writeln!(self.out, "{position}: {}", printable(&label.message));
            self.excerpt(label.span, '-');
        }
        if let Some(help) = &diagnostic.help {
            let _ = writeln!(self.out, "  = help: {}", printable(help));
        }
    }

    /// The line of a place with a mark under it.
    fn excerpt(&mut self, span: Span, mark: char) {
        let Some(place) = self.place(span) else {
            return;
        };
        if place.text.trim().is_empty() {
            return;
        }
        let lead = place.column - 1;
        let (skip, shown) = place.shown();
        let indent: String = " ".repeat(lead - skip);
        let mut length = usize::try_from(span.len).unwrap_or(0).min(place.rest.len());
        while !place.rest.is_char_boundary(length) {
            length -= 1;
        }
        let marked = place.rest.get(..length).unwrap_or_default().chars().count();
        let room = shown.chars().count().saturating_sub(lead - skip).max(1);
        let marks: String = std::iter::repeat_n(mark, marked.clamp(1, room)).collect();
        let gutter = place.line.to_string();
        let pad = " ".repeat(gutter.len());
        let _ = writeln!(self.out, " {gutter} | {}", shown.trim_end());
        let _ = writeln!(self.out, " {pad} | {indent}{marks}");
    }
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
