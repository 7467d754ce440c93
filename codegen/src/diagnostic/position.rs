//! Lines and columns of spans.

use std::collections::BTreeMap;

use super::{Sources, Span};

/// Of a longer line only the part around a span is shown, in characters.
const WIDTH: usize = 120;

impl Sources {
    /// Line and column of the start of a span, both counted from 1, columns in characters.
    pub fn line_column(&self, span: Span) -> Option<(usize, usize)> {
        let position = Locator::new(self).locate(span)?;
        Some((position.line, position.column))
    }

    /// Lines and columns of many spans; the lines of each source are found once.
    pub fn line_columns(
        &self,
        spans: impl IntoIterator<Item = Span>,
    ) -> Vec<Option<(usize, usize)>> {
        let mut locator = Locator::new(self);
        let positions = spans.into_iter().map(|span| locator.locate(span));
        positions
            .map(|position| position.map(|position| (position.line, position.column)))
            .collect()
    }

    /// `file:line:column` of a span; `?` if it points into no source.
    pub fn position(&self, span: Span) -> String {
        let file = self.get(span.source).map_or("?", |source| &source.name);
        match self.line_column(span) {
            Some((line, column)) => format!("{file}:{line}:{column}"),
            None => file.to_owned(),
        }
    }
}

/// Where a span starts.
pub(super) struct Position<'s> {
    /// The line, counted from 1.
    pub line: usize,
    /// The column, counted from 1, in characters.
    pub column: usize,
    /// The line up to the span.
    before: &'s str,
    /// The text from the start of the span, beyond the end of the line.
    after: &'s str,
}

impl<'s> Position<'s> {
    /// The line in two parts: before the span, and from its start. Of a long line only
    /// the part around the span, so that the cost does not depend on the length of the
    /// line: a whole document can be one line.
    pub fn line_around(&self) -> (&'s str, &'s str) {
        let lead = self.column - 1;
        let kept = if lead > WIDTH * 2 / 3 {
            WIDTH / 3
        } else {
            lead
        };
        let mut starts = self.before.char_indices().rev().map(|(at, _)| at);
        let start = match kept.checked_sub(1) {
            Some(last) => starts.nth(last).unwrap_or(0),
            None => self.before.len(),
        };
        let is_end = |c: char| matches!(c, '\n' | '\r');
        let mut ends = self.after.char_indices();
        let end = ends
            .by_ref()
            .take(WIDTH - kept)
            .find(|(_, c)| is_end(*c))
            .or_else(|| ends.next())
            .map_or(self.after.len(), |(at, _)| at);
        (&self.before[start..], &self.after[..end])
    }

    /// Whether [`line_around`](Self::line_around) left out the start of the line.
    pub fn is_cut(&self) -> bool {
        self.line_around().0.len() < self.before.len()
    }
}

/// Where the lines of a source start, and counts of characters for its columns.
struct Lines {
    starts: Vec<usize>,
    /// The number of characters before each block of [`BLOCK`] bytes.
    characters: Vec<usize>,
}

/// The greatest number of bytes whose characters are counted for one column.
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

    /// The number of characters before a byte.
    fn before(&self, text: &str, at: usize) -> usize {
        let block = at / BLOCK;
        self.characters[block] + characters(&text.as_bytes()[block * BLOCK..at])
    }
}

/// The number of characters that start in these bytes.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&b| b & 0xc0 != 0x80).count()
}

/// Finds positions; the lines of each source are found once.
pub(super) struct Locator<'s> {
    sources: &'s Sources,
    lines: BTreeMap<u32, Lines>,
}

impl<'s> Locator<'s> {
    pub fn new(sources: &'s Sources) -> Self {
        Self {
            sources,
            lines: BTreeMap::new(),
        }
    }

    /// The name of the source that a span points into.
    pub fn file(&self, span: Span) -> Option<&'s str> {
        Some(self.sources.get(span.source)?.name.as_str())
    }

    /// The start of a span. A start inside a character counts as that character, one
    /// beyond the text as its end.
    pub fn locate(&mut self, span: Span) -> Option<Position<'s>> {
        let text = self.sources.get(span.source)?.text.as_str();
        let lines = self.lines.entry(span.source);
        let lines = lines.or_insert_with(|| Lines::new(text));
        let mut at = usize::try_from(span.start).ok()?.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let line = lines.starts.partition_point(|&start| start <= at);
        let start = lines.starts[line - 1];
        Some(Position {
            line,
            column: lines.before(text, at) - lines.before(text, start) + 1,
            before: &text[start..at],
            after: &text[at..],
        })
    }
}
