//! A reader over JSON text that is pulled value by value.
//!
//! The text is known to be UTF-8. The reader hands out strings, numbers and the exact text
//! of values that its user passes over. It never recurses: a user that does (objects in
//! objects) calls [`Reader::enter`] for each level. A fault is kept in the reader, so that
//! the error type of its methods is empty and the results stay small.

use super::error::{PathStep, ReadFault};
use super::scan::same;
use super::{ReadError, ReadErrorKind};

/// Nesting deeper than this is refused, as `serde_json` refuses it.
pub(crate) const MAX_DEPTH: usize = 127;

/// Reading failed; the [`Reader`] holds the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failed(pub(crate) ());

/// How the value that was read last is spelled, compared with what [`Writer`] writes.
///
/// [`Writer`]: super::Writer
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spelling {
    /// Writing the value gives the same text.
    Canonical,
    /// Writing the value gives another text, such as `1` for `1.0`.
    Other,
}

impl Spelling {
    /// Canonical if `canonical` holds.
    #[inline]
    pub(crate) fn canonical_if(canonical: bool) -> Self {
        if canonical {
            Self::Canonical
        } else {
            Self::Other
        }
    }
}

/// Reads one JSON text.
pub struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) bytes: &'a [u8],
    pub(crate) at: usize,
    pub(super) depth: usize,
    /// The spelling of the value that was read last.
    pub(crate) spelling: Spelling,
    pub(super) fault: Option<Box<ReadFault>>,
    /// Whether half a surrogate pair in a string is read as U+FFFD.
    pub(crate) keeps_surrogates: bool,
}

impl<'a> Reader<'a> {
    /// A reader at the start of `text`.
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            at: 0,
            depth: 0,
            spelling: Spelling::Canonical,
            fault: None,
            keeps_surrogates: false,
        }
    }

    /// The next byte that is not white space, without consuming it.
    #[inline]
    pub(crate) fn peek(&mut self) -> Option<u8> {
        match self.bytes.get(self.at) {
            Some(byte) if *byte > b' ' => Some(*byte),
            _ => self.peek_slowly(),
        }
    }

    fn peek_slowly(&mut self) -> Option<u8> {
        while let Some(byte) = self.bytes.get(self.at) {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(*byte);
            }
            self.at += 1;
        }
        None
    }

    /// Passes over a byte-order mark at the start of the text.
    pub(crate) fn skip_mark(&mut self) {
        if self.at == 0 {
            self.at = self.bytes.len() - without_mark(self.bytes).len();
        }
    }

    /// Whether the text continues with `key` here.
    #[inline]
    pub(crate) fn at_key(&self, key: &str) -> bool {
        self.bytes
            .get(self.at..self.at + key.len())
            .is_some_and(|text| same(text, key.as_bytes()))
    }

    /// The text from `start` to here.
    #[inline]
    pub(crate) fn since(&self, start: usize) -> &'a str {
        debug_assert!(self.text.is_char_boundary(start) && self.text.is_char_boundary(self.at));
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// Skips white space and consumes `byte`.
    #[inline]
    pub(crate) fn expect(&mut self, byte: u8, expected: &str) -> Result<(), Failed> {
        if self.peek() == Some(byte) {
            self.at += 1;
            Ok(())
        } else {
            self.syntax(expected)
        }
    }

    /// Consumes a literal such as `null`.
    #[inline]
    pub(crate) fn literal(&mut self, literal: &str) -> Result<(), Failed> {
        if self.at_key(literal) {
            self.at += literal.len();
            Ok(())
        } else {
            self.syntax("a JSON value")
        }
    }

    /// Enters an object or a list.
    #[inline]
    pub(crate) fn enter(&mut self) -> Result<(), Failed> {
        if self.depth >= MAX_DEPTH {
            return self.too_deep();
        }
        self.depth += 1;
        Ok(())
    }

    /// Leaves an object or a list.
    #[inline]
    pub(crate) fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Reads `true` or `false`, also in a string.
    #[inline]
    pub(crate) fn boolean(&mut self) -> Result<bool, Failed> {
        match self.peek() {
            Some(b't') => self.literal("true").map(|()| true),
            Some(b'f') => self.literal("false").map(|()| false),
            Some(b'"') => self.quoted_boolean(),
            _ => self.misfit("true or false"),
        }
    }

    /// Checks that nothing but white space follows.
    pub(crate) fn end(&mut self) -> Result<(), Failed> {
        match self.peek() {
            None => Ok(()),
            Some(_) => self.syntax("the end of the text"),
        }
    }

    /// Fails because the text is not JSON here.
    #[cold]
    pub(crate) fn syntax<T>(&mut self, expected: &str) -> Result<T, Failed> {
        let found = match self
            .text
            .get(self.at..)
            .and_then(|rest| rest.chars().next())
        {
            Some(char) => format!("`{}`", char.escape_debug()),
            None => "the end of the text".to_owned(),
        };
        self.fail(ReadErrorKind::Syntax, expected.to_owned(), found)
    }

    #[cold]
    pub(crate) fn too_deep<T>(&mut self) -> Result<T, Failed> {
        let expected = format!("at most {MAX_DEPTH} levels of nesting");
        self.fail(ReadErrorKind::Depth, expected, "one more".to_owned())
    }

    /// Fails because the value here has the wrong type; or, where there is no value at
    /// all, because the text is not JSON.
    #[cold]
    pub(crate) fn misfit<T>(&mut self, expected: &str) -> Result<T, Failed> {
        self.peek();
        let start = self.at;
        self.skip_value()?;
        let found = summary(self.since(start));
        self.at = start;
        self.fail(ReadErrorKind::Type, expected.to_owned(), found)
    }

    fn fail<T>(
        &mut self,
        kind: ReadErrorKind,
        expected: String,
        found: String,
    ) -> Result<T, Failed> {
        self.fault = Some(Box::new(ReadFault {
            kind,
            at: self.at,
            expected,
            found,
            type_name: "",
            path: Vec::new(),
        }));
        Err(Failed(()))
    }

    /// Adds the next outer step to the path of the fault.
    #[cold]
    pub(crate) fn step<T>(&mut self, step: impl FnOnce() -> PathStep) -> Result<T, Failed> {
        if let Some(fault) = &mut self.fault {
            fault.path.push(step());
        }
        Err(Failed(()))
    }

    /// Names the type that declares the member at fault, unless an inner type is named.
    #[cold]
    pub(crate) fn blame(&mut self, type_name: &'static str) {
        if let Some(fault) = &mut self.fault
            && fault.type_name.is_empty()
        {
            fault.type_name = type_name;
        }
    }

    /// Removes the value that was found from the fault: it is a secret.
    #[cold]
    pub(crate) fn hide_found(&mut self) {
        if let Some(fault) = &mut self.fault
            && fault.kind == ReadErrorKind::Type
        {
            fault.found = "another value".to_owned();
        }
    }

    /// Drops the fault of a value of the wrong type and passes over that value, which
    /// starts at `start` and is nested `depth` levels deep.
    #[cold]
    pub(crate) fn skip_misfit(&mut self, start: usize, depth: usize) -> Result<(), Failed> {
        let misfit = self
            .fault
            .as_ref()
            .is_some_and(|fault| fault.kind == ReadErrorKind::Type);
        if !misfit {
            return Err(Failed(()));
        }
        self.fault = None;
        self.at = start;
        self.depth = depth;
        self.skip_value()
    }

    /// The depth of nesting here.
    pub(crate) fn depth(&self) -> usize {
        self.depth
    }

    /// The error of a read that failed.
    pub(crate) fn into_error(self) -> ReadError {
        let bytes = self.bytes;
        ReadError::new(self.into_fault(), bytes)
    }

    /// The fault, moved to another position of the text.
    pub(crate) fn fault_at(self, at: usize) -> ReadFault {
        ReadFault {
            at,
            found: "other bytes".to_owned(),
            ..self.into_fault()
        }
    }

    fn into_fault(self) -> ReadFault {
        self.fault.map_or_else(
            || ReadFault {
                kind: ReadErrorKind::Syntax,
                at: self.at,
                expected: "a JSON value".to_owned(),
                found: "something else".to_owned(),
                type_name: "",
                path: Vec::new(),
            },
            |fault| *fault,
        )
    }
}

/// The text of a document without the byte-order mark that some services put in front.
pub(crate) fn without_mark(text: &[u8]) -> &[u8] {
    text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text)
}

/// Describes a value in a few words.
fn summary(raw: &str) -> String {
    match raw.as_bytes().first() {
        Some(b'{') => "an object".to_owned(),
        Some(b'[') => "a list".to_owned(),
        Some(b'"') => match raw.char_indices().nth(42) {
            Some((end, _)) => format!("the text {}…", &raw[..end]),
            None => format!("the text {raw}"),
        },
        Some(b't' | b'f' | b'n') => raw.to_owned(),
        _ => match raw.char_indices().nth(42) {
            Some((end, _)) => format!("the number {}…", &raw[..end]),
            None => format!("the number {raw}"),
        },
    }
}
