//! Findings about the input, collected with their positions and reported together.
//!
//! Stages never stop at the first fault; they push a [`Diagnostic`] and go on.

mod encoding;
pub mod explain;
mod json;
mod position;
mod render;
mod suggest;

pub use self::suggest::closest;

/// A place in one of the [`Sources`]: bytes `start..start + len`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// Position of the source in [`Sources`].
    pub source: u32,
    /// First byte.
    pub start: u32,
    /// Count of bytes; zero for a mere position.
    pub len: u32,
}

impl Span {
    /// Creates the span of `len` bytes from `start` in the source number `source`.
    pub fn new(source: u32, start: usize, len: usize) -> Self {
        let clip = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            source,
            start: clip(start),
            len: clip(len),
        }
    }
}

/// A value and its position.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its position.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Combines a value and its position.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

impl Spanned<String> {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.value
    }
}

/// One text of the input, under the name that messages show.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// The name in messages, such as `beta.csdl`.
    pub name: String,
    /// The whole text.
    pub text: String,
}

/// All texts of the input; a [`Span`] points into one of them.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    list: Vec<Source>,
}

impl Sources {
    /// Adds a text and gives the number that its spans carry.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> u32 {
        self.list.push(Source {
            name: name.into(),
            text: text.into(),
        });
        u32::try_from(self.list.len() - 1).unwrap_or(u32::MAX)
    }

    /// The source that spans with this number point into.
    pub fn get(&self, source: u32) -> Option<&Source> {
        self.list.get(usize::try_from(source).unwrap_or(usize::MAX))
    }

    /// The sources in the order they were added, with their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &Source)> {
        (0..).zip(&self.list)
    }
}

/// The severity of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is generated.
    Error,
    /// A rule of the standard is broken that working services break, too.
    Warning,
    /// Something was left out, and this says why.
    Note,
}

/// The stable name of a kind of finding: a number and a slug.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Code {
    /// The number, such as `E0107`.
    pub id: &'static str,
    /// The name, such as `unknown-type`.
    pub slug: &'static str,
}

impl Code {
    /// Names a kind of finding.
    pub const fn new(id: &'static str, slug: &'static str) -> Self {
        Self { id, slug }
    }
}

/// A second place that belongs to a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is there, such as `first declared here`.
    pub message: String,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind.
    pub code: Code,
    /// The severity.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: String,
    /// Where; `None` if it concerns no place in a text.
    pub span: Option<Span>,
    /// Other places that belong to it.
    pub labels: Vec<Label>,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Makes an error at a place.
    pub fn error(code: Code, message: impl Into<String>, span: Span) -> Self {
        Self::new(code, Severity::Error, message, Some(span))
    }

    /// Makes a warning at a place.
    pub fn warning(code: Code, message: impl Into<String>, span: Span) -> Self {
        Self::new(code, Severity::Warning, message, Some(span))
    }

    /// Makes a note at a place.
    pub fn note(code: Code, message: impl Into<String>, span: Span) -> Self {
        Self::new(code, Severity::Note, message, Some(span))
    }

    /// Makes a finding of any severity, with or without a place.
    pub fn new(
        code: Code,
        severity: Severity,
        message: impl Into<String>,
        span: Option<Span>,
    ) -> Self {
        Self {
            code,
            severity,
            message: message.into(),
            span,
            labels: Vec::new(),
            help: None,
        }
    }

    /// Adds a second place.
    #[must_use]
    pub fn label(mut self, span: Span, message: impl Into<String>) -> Self {
        self.labels.push(Label {
            span,
            message: message.into(),
        });
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Asks "did you mean", if something close enough was found.
    #[must_use]
    pub fn suggest(mut self, candidate: Option<impl AsRef<str>>) -> Self {
        if let Some(candidate) = candidate {
            self.help = Some(format!("did you mean `{}`?", candidate.as_ref()));
        }
        self
    }
}

/// Everything that was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds the findings of another stage.
    pub fn extend(&mut self, other: Diagnostics) {
        self.list.extend(other.list);
    }

    /// Whether something forbids to go on.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|d| d.severity == Severity::Error)
    }

    /// Makes an error of every warning.
    pub fn deny_warnings(&mut self) {
        for finding in &mut self.list {
            if finding.severity == Severity::Warning {
                finding.severity = Severity::Error;
            }
        }
    }

    /// Replaces the errors and warnings of one code by a single note at the first of their
    /// places.
    ///
    /// `message` writes the note from the places; without such findings nothing changes.
    pub fn fold_into_note(&mut self, code: Code, message: impl FnOnce(&[Span]) -> String) {
        let span_of = |finding: &Diagnostic| {
            let folded = finding.code == code && finding.severity != Severity::Note;
            finding.span.filter(|_| folded)
        };
        let spans: Vec<Span> = self.list.iter().filter_map(span_of).collect();
        self.list.retain(|finding| span_of(finding).is_none());
        if let Some(first) = spans.first() {
            self.push(Diagnostic::note(code, message(&spans), *first));
        }
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The findings in the order they were pushed, or by position after [`sort`](Self::sort).
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// How many findings have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|d| d.severity == severity).count()
    }

    /// Sorts by position; findings without a place come last.
    pub fn sort(&mut self) {
        self.list.sort_by(|a, b| {
            let key = |d: &Diagnostic| (d.span.is_none(), d.span, d.severity, d.code);
            key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
        });
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(list: I) -> Self {
        Self {
            list: list.into_iter().collect(),
        }
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self {
            list: vec![diagnostic],
        }
    }
}
