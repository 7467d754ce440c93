//! What goes in: diagnostics and the sources they point into.
//! What comes out: text for a terminal: `file:line:col`, the line, a caret.

use super::{Code, Diagnostic, Diagnostics, Severity, Sources, Span};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Longer lines are shown only around the place that counts.
const WIDTH: usize = 120;

/// Longer messages are cut: they quote text of the input.
const MESSAGE: usize = 1000;

/// More findings than a person reads are counted, not shown.
const SHOWN: usize = 1000;

impl Diagnostics {
    /// Writes the findings as text, each with its place, its line and a caret.
    ///
    /// Of very many a part is shown, errors before warnings and these before notes, and the
    /// others are counted.
    pub fn render(&self, sources: &Sources) -> String {
        let mut renderer = Renderer::new(sources);
        let mut free = SHOWN;
        let mut room = [Severity::Error, Severity::Warning, Severity::Note].map(|severity| {
            let shown = self.count(severity).min(free);
            free -= shown;
            (severity, shown)
        });
        let mut left_out = 0_usize;
        for diagnostic in self.iter() {
            let room = room.iter_mut().find(|(s, _)| *s == diagnostic.severity);
            match room {
                Some((_, room)) if *room > 0 => *room -= 1,
                _ => {
                    left_out += 1;
                    continue;
                }
            }
            renderer.diagnostic(diagnostic);
            renderer.out.push('\n');
        }
        if left_out > 0 {
            let _ = writeln!(renderer.out, "{left_out} more findings are not shown");
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
    /// The line up to the place.
    before: &'s str,
    /// The text from the place on, beyond the end of the line.
    after: &'s str,
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
        // A line can be as long as the document: only what is shown is looked at.
        let kept = lead - skip;
        let mut ends = self.before.char_indices().rev();
        let start = match kept.checked_sub(1) {
            Some(last) => ends.nth(last).map_or(0, |(at, _)| at),
            None => self.before.len(),
        };
        let before = self.before.get(start..).unwrap_or_default().chars();
        let part = before.chain(self.rest_of_line()).take(WIDTH);
        (skip, part.map(blank_control).collect())
    }

    fn rest_of_line(&self) -> impl Iterator<Item = char> {
        let end = |c: &char| !matches!(c, '\n' | '\r');
        self.after.chars().take_while(end)
    }
}

/// Where lines start, and what helps to count columns.
struct Lines {
    starts: Vec<usize>,
    /// How many characters stand before each block of [`BLOCK`] bytes.
    characters: Vec<usize>,
}

/// To count the characters up to a place, at most so many bytes are looked at.
const BLOCK: usize = 4096;

impl Lines {
    fn new(text: &str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let mut before = 0;
        let blocks = text.as_bytes().chunks(BLOCK).map(|block| {
            before += characters(block);
            before
        });
        Self {
            starts: std::iter::once(0)
                .chain(ends.map(|(at, _)| at + 1))
                .collect(),
            characters: std::iter::once(0).chain(blocks).collect(),
        }
    }

    /// How many characters stand before a byte.
    fn before(&self, text: &str, at: usize) -> usize {
        let block = at / BLOCK;
        let whole = self.characters.get(block).copied().unwrap_or_default();
        let part = text.as_bytes().get(block * BLOCK..at);
        whole + characters(part.unwrap_or_default())
    }
}

/// How many characters start in these bytes.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&b| b & 0xc0 != 0x80).count()
}

pub(super) struct Renderer<'s> {
    sources: &'s Sources,
    /// Where the lines of each source start; found once, for there can be many findings.
    lines: BTreeMap<u32, Lines>,
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
        let lines = self.lines.entry(span.source);
        let lines = lines.or_insert_with(|| Lines::new(text));
        let mut at = usize::try_from(span.start).ok()?.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let line = lines.starts.partition_point(|&start| start <= at);
        let start = lines.starts.get(line.checked_sub(1)?).copied()?;
        Some(Position {
            line,
            column: lines.before(text, at) - lines.before(text, start) + 1,
            before: text.get(start..at)?,
            after: text.get(at..)?,
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
        let lead = place.column - 1;
        let (skip, shown) = place.shown();
        if shown.trim().is_empty() {
            return;
        }
        let indent: String = " ".repeat(lead - skip);
        let length = usize::try_from(span.len).unwrap_or(0);
        let mut end = 0;
        let fits = |c: &char| {
            end += c.len_utf8();
            end <= length
        };
        let marked = place.rest_of_line().take(WIDTH).take_while(fits).count();
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
    let mut shown: String = text.chars().take(MESSAGE).map(blank_control).collect();
    if text.chars().nth(MESSAGE).is_some() {
        shown.push('…');
    }
    shown
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
    fn of_a_long_line_the_part_around_the_place_is_shown() {
        let mut sources = Sources::default();
        let line = format!("{}Xyz{}", "ä".repeat(100_000), "b".repeat(100_000));
        let id = sources.add("x", format!("first\n{line}\nlast"));
        let found = Diagnostic::error(CODE, "m".repeat(5000), Span::new(id, 200_006, 3));
        let text = found.render(&sources);
        assert!(text.starts_with("x:2:100001: error"), "{text}");
        let shown = format!("{}Xyz{}\n", "ä".repeat(40), "b".repeat(77));
        assert!(text.contains(&shown), "{text}");
        assert!(
            text.ends_with(&format!("| {}^^^\n", " ".repeat(40))),
            "{text}"
        );
        assert!(text.contains("mmm…\n") && text.len() < 2000, "{text}");
    }

    #[test]
    fn errors_are_shown_first_and_the_others_counted() {
        let mut sources = Sources::default();
        let id = sources.add("x", "text");
        let at = |n: usize| Span::new(id, n % 4, 1);
        let mut all: Diagnostics = (0..3000)
            .map(|n| Diagnostic::note(CODE, "n", at(n)))
            .collect();
        all.push(Diagnostic::error(CODE, "the error", at(0)));
        let text = all.render(&sources);
        assert!(text.contains("the error"), "{text}");
        assert!(
            text.ends_with("\n2001 more findings are not shown\n"),
            "{text}"
        );
        assert_eq!(text.matches("note[").count(), 999);
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
