//! Findings as text for a terminal, in the layout of rustc: `annotate-snippets` draws it.

use annotate_snippets::{
    Annotation, AnnotationKind, Element, Group, Level, Message, Origin, Renderer, Snippet, Title,
};

use super::position::{Locator, Position};
use super::{Diagnostic, Diagnostics, Severity, Sources, Span};

/// The greatest number of characters of a message: messages quote text of the input.
const MESSAGE: usize = 1000;

/// The greatest number of findings that are rendered; the others are counted.
const SHOWN: usize = 1000;

impl Diagnostics {
    /// Renders the findings, each with its position, its line and a caret.
    ///
    /// Of very many findings a part is shown, errors before warnings and these before
    /// notes, and the others are counted.
    pub fn render(&self, sources: &Sources) -> String {
        let mut locator = Locator::new(sources);
        let mut free = SHOWN;
        let mut room = [Severity::Error, Severity::Warning, Severity::Note].map(|severity| {
            let shown = self.count(severity).min(free);
            free -= shown;
            (severity, shown)
        });
        let mut out = String::new();
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
            out.push_str(&render(diagnostic, &mut locator));
            out.push('\n');
        }
        if left_out > 0 {
            out.push_str(&format!("{left_out} more findings are not shown\n"));
        }
        out
    }
}

impl Diagnostic {
    /// Renders one finding.
    pub fn render(&self, sources: &Sources) -> String {
        render(self, &mut Locator::new(sources))
    }
}

fn render(diagnostic: &Diagnostic, locator: &mut Locator<'_>) -> String {
    let mut groups = vec![Group::with_title(title(diagnostic))];
    let primary = diagnostic.span.map(|span| (span, None));
    let labels = diagnostic.labels.iter();
    let labels = labels.map(|label| (label.span, Some(label.message.as_str())));
    let mut lines: Vec<Line<'_>> = Vec::new();
    for (span, label) in primary.into_iter().chain(labels) {
        let (file, Some(position)) = (locator.file(span), locator.locate(span)) else {
            lines.push(Line::unknown());
            continue;
        };
        let file = file.unwrap_or_default();
        let same = lines.iter_mut().find(|line| line.shows(file, &position));
        match same {
            Some(line) => line.annotate(&position, span, label),
            None => lines.push(Line::new(file, &position, span, label)),
        }
    }
    let level = level(diagnostic.severity);
    for line in lines {
        add_line(&mut groups, line, &level);
    }
    if let Some(help) = &diagnostic.help {
        add(&mut groups, help_message(help));
    }
    Renderer::plain().render(&groups) + "\n"
}

fn title(diagnostic: &Diagnostic) -> Title<'static> {
    let id = format!("{} {}", diagnostic.code.id, diagnostic.code.slug);
    let level = level(diagnostic.severity);
    level.primary_title(printable(&diagnostic.message)).id(id)
}

fn help_message(help: &str) -> Message<'static> {
    Level::HELP.message(printable(help))
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

fn add(groups: &mut Vec<Group<'static>>, element: impl Into<Element<'static>>) {
    if let Some(group) = groups.pop() {
        groups.push(group.element(element));
    }
}

/// The library derives columns from the text that it is given. Where that is only a part
/// of the line, the position stands before a group of its own.
fn add_line(groups: &mut Vec<Group<'static>>, line: Line<'_>, level: &Level<'static>) {
    let origin = || Origin::path(line.file.to_owned());
    if line.text.trim().is_empty() || line.is_cut {
        let position = match line.number {
            0 => origin(),
            number => origin().line(number).char_column(line.column),
        };
        add(groups, position);
    }
    if line.text.trim().is_empty() {
        return;
    }
    let snippet = Snippet::source(line.text).line_start(line.number);
    if line.is_cut {
        groups
            .push(Group::with_level(level.clone()).element(snippet.annotations(line.annotations)));
    } else {
        let snippet = snippet.path(line.file.to_owned());
        add(groups, snippet.annotations(line.annotations));
    }
}

/// A line of a source, and the spans in it.
struct Line<'s> {
    file: &'s str,
    number: usize,
    column: usize,
    /// The part that is shown, without its start if that `is_cut`.
    text: String,
    is_cut: bool,
    annotations: Vec<Annotation<'static>>,
}

impl<'s> Line<'s> {
    fn new(file: &'s str, position: &Position<'_>, span: Span, label: Option<&str>) -> Self {
        let (before, after) = position.line_around();
        let mut line = Self {
            file,
            number: position.line,
            column: position.column,
            text: (visible(before) + &visible(after)).trim_end().to_owned(),
            is_cut: position.is_cut(),
            annotations: Vec::new(),
        };
        line.annotate(position, span, label);
        line
    }

    /// For a span that points into no source.
    fn unknown() -> Self {
        Self {
            file: "?",
            number: 0,
            column: 0,
            text: String::new(),
            is_cut: false,
            annotations: Vec::new(),
        }
    }

    /// Whether another span can be marked in the text of this line.
    fn shows(&self, file: &str, position: &Position<'_>) -> bool {
        let same = self.file == file && self.number == position.line;
        same && !self.is_cut && !position.is_cut() && {
            let (before, after) = position.line_around();
            self.text.len() >= visible(before).len() && !after.trim().is_empty()
        }
    }

    /// Marks a span, up to the end of the text at most.
    fn annotate(&mut self, position: &Position<'_>, span: Span, label: Option<&str>) {
        let (before, after) = position.line_around();
        let mut length = usize::try_from(span.len).unwrap_or(0).min(after.len());
        while !after.is_char_boundary(length) {
            length -= 1;
        }
        let start = visible(before).len().min(self.text.len());
        let end = (start + visible(&after[..length]).len()).min(self.text.len());
        let kind = match label {
            None => AnnotationKind::Primary,
            Some(_) => AnnotationKind::Context,
        };
        let annotation = kind.span(start..end.max(start));
        self.annotations.push(match label {
            Some(label) => annotation.label(printable(label)),
            None => annotation,
        });
    }
}

/// A message, a label or a help text in one line. They quote text of the input, and the
/// library passes on all characters of some of them.
fn printable(text: &str) -> String {
    let shown = |c: char| match c {
        '\t' | '\n' | '\r' => ' ',
        c if c.is_control() || is_hidden(c) => '\u{fffd}',
        c => c,
    };
    let mut out: String = text.chars().take(MESSAGE).map(shown).collect();
    if text.chars().nth(MESSAGE).is_some() {
        out.push('…');
    }
    out
}

/// Replaces characters of a line that the library passes on. It replaces other control
/// characters and expands tabs by itself.
fn visible(text: &str) -> String {
    let shown = |c| if is_hidden(c) { '\u{fffd}' } else { c };
    text.chars().map(shown).collect()
}

/// Characters that a terminal acts on or hides: control characters from U+0080 on (U+009B
/// starts an escape sequence), marks without width, and those that change the direction.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}')
        || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests;
