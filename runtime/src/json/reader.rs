//! A reader over JSON text that is pulled value by value.
//!
//! In goes text known to be UTF-8; out come strings, numbers and the exact
//! text of values that nobody asked for. The reader never recurses; whoever
//! recurses (objects in objects) asks [`Reader::enter`] first. Faults are kept
//! in the reader, so that the results on the way are one byte.

use std::cell::Cell;

use super::scan::same;
use crate::error::{Fault, ReadError, ReadErrorKind, Step};
use crate::names::Names;

/// Nesting deeper than this is refused, as `serde_json` refuses it.
pub(crate) const MAX_DEPTH: usize = 127;

/// Reading failed; the reader knows why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failed(pub(crate) ());

/// Reads one JSON text.
pub struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) bytes: &'a [u8],
    pub(crate) at: usize,
    pub(super) depth: usize,
    /// Values that do not fit are kept as undeclared members.
    pub(crate) lenient: bool,
    /// The value just read would be written in another spelling.
    pub(crate) inexact: bool,
    /// Some name came in another case: the exact one may follow.
    pub(crate) folded: bool,
    pub(super) fault: Option<Box<Fault>>,
    /// Which field came after which, the last time; see [`Reader::expected`].
    follow: [u8; FOLLOW],
}

const FOLLOW: usize = 256;

thread_local! {
    /// In which order members came, so that the second notification of a kind
    /// is read without looking names up. Nothing but speed depends on it.
    static ORDERS: Cell<[u8; FOLLOW]> = const { Cell::new([0; FOLLOW]) };
}

impl<'a> Reader<'a> {
    /// A reader at the start of `text`.
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            at: 0,
            depth: 0,
            lenient: false,
            inexact: false,
            folded: false,
            fault: None,
            follow: [0; FOLLOW],
        }
    }

    /// Takes over the orders that the thread's last reading left.
    pub(crate) fn recall(&mut self) {
        self.follow = ORDERS.get();
    }

    /// Leaves the orders for the thread's next reading.
    pub(crate) fn remember(&self) {
        ORDERS.set(self.follow);
    }

    /// Where the field is kept that came after `last` in the object of this
    /// type before.
    ///
    /// Services write the members of one type in one order, whatever it is.
    /// The places are shared; a wrong guess costs one comparison.
    #[inline(always)]
    pub(crate) fn place(names: &Names, last: usize) -> usize {
        let table = names.keys.as_ptr().addr();
        (table >> 3).wrapping_add(table >> 9).wrapping_add(last) % FOLLOW
    }

    /// The field to expect at a [`place`](Self::place) after `last`.
    #[inline(always)]
    pub(crate) fn expected(&self, place: usize, last: usize) -> usize {
        match self.follow.get(place) {
            Some(field @ 1..) => usize::from(*field) - 1,
            _ => last.wrapping_add(1),
        }
    }

    /// Remembers which field came.
    #[inline(always)]
    pub(crate) fn came(&mut self, place: usize, field: usize) {
        if let (Some(slot), Ok(field)) = (
            self.follow.get_mut(place),
            u8::try_from(field.wrapping_add(1)),
        ) {
            *slot = field;
        }
    }

    /// The next byte that is not white space; it is not consumed.
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

    /// Whether the text goes on with `key` here.
    #[inline]
    pub(crate) fn at_key(&self, key: &str) -> bool {
        self.bytes
            .get(self.at..self.at + key.len())
            .is_some_and(|text| same(text, key.as_bytes()))
    }

    /// The text from `start` to here.
    #[inline]
    pub(crate) fn since(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// Consumes `byte`, after white space.
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

    /// One level of nesting more.
    #[inline]
    pub(crate) fn enter(&mut self) -> Result<(), Failed> {
        if self.depth >= MAX_DEPTH {
            return self.too_deep();
        }
        self.depth += 1;
        Ok(())
    }

    /// One level of nesting less.
    #[inline]
    pub(crate) fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Reads a list: `item` is called at each value that is not `null`.
    ///
    /// A `null` item leaves nothing in the list; the object keeps the text of
    /// the list, so that it is written as it came.
    pub fn list(
        &mut self,
        item: &mut dyn FnMut(&mut Self) -> Result<(), Failed>,
    ) -> Result<(), Failed> {
        if self.peek() != Some(b'[') {
            return self.misfit("a list");
        }
        self.enter()?;
        self.at += 1;
        if self.peek() == Some(b']') {
            self.at += 1;
            self.leave();
            return Ok(());
        }
        let mut index = 0;
        let mut inexact = false;
        loop {
            if self.peek() == Some(b'n') {
                self.literal("null")?;
                inexact = true;
            } else {
                self.inexact = false;
                if item(self).is_err() {
                    return self.step(|| Step::Index(index));
                }
                inexact |= self.inexact;
            }
            index += 1;
            match self.peek() {
                Some(b',') => {
                    self.at += 1;
                    self.peek();
                }
                Some(b']') => {
                    self.at += 1;
                    break;
                }
                _ => return self.syntax("`,` or `]`"),
            }
        }
        self.inexact = inexact;
        self.leave();
        Ok(())
    }

    /// Reads `true` or `false`.
    #[inline]
    pub(crate) fn boolean(&mut self) -> Result<bool, Failed> {
        match self.peek() {
            Some(b't') => self.literal("true").map(|()| true),
            Some(b'f') => self.literal("false").map(|()| false),
            _ => self.misfit("true or false").map(|()| false),
        }
    }

    /// Nothing but white space follows.
    pub(crate) fn end(&mut self) -> Result<(), Failed> {
        match self.peek() {
            None => Ok(()),
            Some(_) => self.syntax("the end of the text"),
        }
    }

    /// Fails: the text is no JSON here.
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
    fn too_deep(&mut self) -> Result<(), Failed> {
        let expected = format!("at most {MAX_DEPTH} levels of nesting");
        self.fail(ReadErrorKind::Depth, expected, "one more".to_owned())
    }

    /// Fails: the value here does not fit. If it is no value at all, that is
    /// what is wrong with it.
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
        self.fault = Some(Box::new(Fault {
            kind,
            at: self.at,
            expected,
            found,
            type_name: "",
            path: Vec::new(),
        }));
        Err(Failed(()))
    }

    /// Adds a step to the path of the fault that travels outwards.
    #[cold]
    pub(crate) fn step<T>(&mut self, step: impl FnOnce() -> Step) -> Result<T, Failed> {
        if let Some(fault) = &mut self.fault {
            fault.path.push(step());
        }
        Err(Failed(()))
    }

    /// Says in which type the fault is, unless an inner one said so, and hides
    /// the value of a secret member.
    #[cold]
    pub(crate) fn blame(&mut self, type_name: &'static str, secret: bool) {
        if let Some(fault) = &mut self.fault {
            if fault.type_name.is_empty() {
                fault.type_name = type_name;
            }
            if secret && fault.kind == ReadErrorKind::Type {
                fault.found = "another value".to_owned();
            }
        }
    }

    /// Forgets a value that does not fit and passes over it; the depth goes
    /// back to `depth`.
    #[cold]
    pub(crate) fn forgive(&mut self, start: usize, depth: usize) -> Result<(), Failed> {
        let misfit = self
            .fault
            .as_ref()
            .is_some_and(|fault| fault.kind == ReadErrorKind::Type);
        if !(self.lenient && misfit) {
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

    /// The error of a reading that failed.
    pub(crate) fn into_error(self) -> ReadError {
        let bytes = self.bytes;
        ReadError::new(self.into_fault(), bytes)
    }

    /// The fault, moved to another place of the text.
    pub(crate) fn fault_at(self, at: usize) -> Fault {
        Fault {
            at,
            found: "other bytes".to_owned(),
            ..self.into_fault()
        }
    }

    fn into_fault(self) -> Fault {
        self.fault.map_or_else(
            || Fault {
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

/// What stood there, in a few words.
fn summary(raw: &str) -> String {
    match raw.as_bytes().first() {
        Some(b'{') => "an object".to_owned(),
        Some(b'[') => "a list".to_owned(),
        Some(b'"') => match raw.char_indices().nth(42) {
            Some((end, _)) => format!("the text {}…", raw.get(..end).unwrap_or_default()),
            None => format!("the text {raw}"),
        },
        Some(b't' | b'f' | b'n') => raw.to_owned(),
        _ => match raw.char_indices().nth(42) {
            Some((end, _)) => format!("the number {}…", raw.get(..end).unwrap_or_default()),
            None => format!("the number {raw}"),
        },
    }
}
