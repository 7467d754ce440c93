//! The errors of reading JSON, with the path and the position of the fault.

use std::fmt;

/// The kind of a [`ReadError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadErrorKind {
    /// The text is not JSON.
    Syntax,
    /// The text is JSON, but a value does not fit its declared type.
    Type,
    /// Objects and lists nest deeper than 127 levels.
    Depth,
}

/// Why a JSON text could not be read.
///
/// `Display` is one line: the path of the member, what was expected, what was found, and
/// the line and column in the text.
#[derive(Clone, PartialEq, Eq)]
pub struct ReadError(Box<Inner>);

#[derive(Clone, PartialEq, Eq)]
struct Inner {
    kind: ReadErrorKind,
    path: String,
    type_name: &'static str,
    expected: String,
    found: String,
    line: usize,
    column: usize,
}

/// A fault while it passes from the innermost value outwards; each level adds a step.
pub(crate) struct ReadFault {
    pub kind: ReadErrorKind,
    pub at: usize,
    pub expected: String,
    pub found: String,
    pub type_name: &'static str,
    /// Innermost first.
    pub path: Vec<PathStep>,
}

/// One step of the path to a value.
pub(crate) enum PathStep {
    Member(String),
    Index(usize),
}

impl ReadError {
    pub(crate) fn new(fault: ReadFault, text: &[u8]) -> Self {
        let before = text.get(..fault.at).unwrap_or(text);
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        let line_start = before
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |at| at + 1);
        let mut path = String::new();
        for step in fault.path.iter().rev() {
            match step {
                PathStep::Member(name) => {
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(name);
                }
                PathStep::Index(index) => path.push_str(&format!("[{index}]")),
            }
        }
        Self(Box::new(Inner {
            kind: fault.kind,
            path,
            type_name: fault.type_name,
            expected: fault.expected,
            found: fault.found,
            line,
            column: before.len() - line_start + 1,
        }))
    }

    /// The same error without the value that it quotes, because it may end up in a log.
    #[cfg(feature = "client")]
    pub(crate) fn without_quotes(mut self) -> Self {
        for (quoting, plain) in [("the text ", "a text"), ("the number ", "a number")] {
            if self.0.found.starts_with(quoting) {
                self.0.found = plain.to_owned();
            }
        }
        self
    }

    /// The kind of the error.
    pub fn kind(&self) -> ReadErrorKind {
        self.0.kind
    }

    /// The path of the member, such as `value[0].resourceData.state`; empty for
    /// the whole text.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// The OData type that declares the member, such as
    /// `microsoft.graph.call`; empty where none does.
    pub fn type_name(&self) -> &str {
        self.0.type_name.trim_start_matches('#')
    }

    /// A description of the expected value, such as `a date, YYYY-MM-DD`.
    pub fn expected(&self) -> &str {
        &self.0.expected
    }

    /// A description of the value that was found; long values are truncated.
    pub fn found(&self) -> &str {
        &self.0.found
    }

    /// The line in the text, from 1.
    pub fn line(&self) -> usize {
        self.0.line
    }

    /// The column in the line, in bytes, from 1.
    pub fn column(&self) -> usize {
        self.0.column
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        if !inner.path.is_empty() {
            write!(f, "{}: ", inner.path)?;
        }
        write!(f, "expected {}, found {}", inner.expected, inner.found)?;
        if !inner.type_name.is_empty() {
            write!(f, ", in {}", self.type_name())?;
        }
        write!(f, " (line {}, column {})", inner.line, inner.column)
    }
}

impl fmt::Debug for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReadError({:?}, {self})", self.0.kind)
    }
}

impl std::error::Error for ReadError {}
