//! What the engine carries along while it reads or writes one document.

use std::cell::Cell;

use super::Names;
use crate::json::{Failed, PathStep, Reader, Spelling, Writer};

/// How a value that does not fit its declared type is treated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mode {
    /// Reading fails, and the error names the member.
    #[default]
    Strict,
    /// The member is kept as JSON text in [`Extra`](super::Extra) and written back, and its
    /// field stays empty. A value of the wrong kind at the root still fails.
    ///
    /// A list is read element by element: the field has the elements that fit. As long as it is
    /// not changed, it is written back as it was received, with the others.
    ///
    /// Half a surrogate pair in a text (`"\ud83d"`), which is no character, is read as U+FFFD
    /// and written back as it was received.
    Lenient,
}

/// The state of reading one document.
pub struct ReadContext<'a> {
    pub(crate) json: Reader<'a>,
    mode: Mode,
    /// Whether any member so far was matched to its field ignoring case. Only then can an
    /// exact name find its field filled already.
    pub(super) matched_ignoring_case: bool,
    pub(super) order: MemberOrder,
}

impl<'a> ReadContext<'a> {
    /// A context at the start of `text`.
    pub(super) fn new(text: &'a str, mode: Mode) -> Self {
        let mut json = Reader::new(text);
        json.skip_mark();
        json.keeps_surrogates = mode == Mode::Lenient;
        Self {
            json,
            mode,
            matched_ignoring_case: false,
            order: MemberOrder::of_thread(),
        }
    }

    /// Reads a list and calls `item` at each value that is not `null`.
    ///
    /// A `null` adds nothing to the list, nor does an element that does not fit in lenient
    /// mode. It makes the spelling of the list non-canonical, so the object keeps the text of
    /// the list and writes it back.
    pub(super) fn list(
        &mut self,
        item: &mut dyn FnMut(&mut Self) -> Result<(), Failed>,
    ) -> Result<(), Failed> {
        if self.json.peek() != Some(b'[') {
            return self.json.misfit("a list");
        }
        self.json.enter()?;
        self.json.at += 1;
        if self.json.peek() == Some(b']') {
            self.json.at += 1;
            self.json.leave();
            return Ok(());
        }
        let mut index = 0;
        let mut spelling = Spelling::Canonical;
        loop {
            if self.json.peek() == Some(b'n') {
                self.json.literal("null")?;
                spelling = Spelling::Other;
            } else {
                self.json.spelling = Spelling::Canonical;
                let (start, depth) = (self.json.at, self.json.depth());
                if item(self).is_err() {
                    if self.forgive(start, depth).is_err() {
                        return self.json.step(|| PathStep::Index(index));
                    }
                    self.json.spelling = Spelling::Other;
                }
                if self.json.spelling == Spelling::Other {
                    spelling = Spelling::Other;
                }
            }
            index += 1;
            match self.json.peek() {
                Some(b',') => {
                    self.json.at += 1;
                    self.json.peek();
                }
                Some(b']') => {
                    self.json.at += 1;
                    break;
                }
                _ => return self.json.syntax("`,` or `]`"),
            }
        }
        self.json.spelling = spelling;
        self.json.leave();
        Ok(())
    }

    /// Whether values of the wrong type are passed over.
    pub(super) fn is_lenient(&self) -> bool {
        self.mode == Mode::Lenient
    }

    /// In lenient mode, passes over a value of the wrong type; fails otherwise.
    #[cold]
    pub(super) fn forgive(&mut self, start: usize, depth: usize) -> Result<(), Failed> {
        match self.mode {
            Mode::Lenient => self.json.skip_misfit(start, depth),
            Mode::Strict => Err(Failed(())),
        }
    }
}

const SLOTS: usize = 256;

/// In which order members arrived: which field followed which, for all types together.
///
/// A service writes the members of a type in the same order each time. So the engine first
/// compares the next name with the one that followed last time, and looks it up only if
/// they differ. This is only an optimisation; a wrong guess costs one comparison.
pub(super) struct MemberOrder([u8; SLOTS]);

thread_local! {
    static ORDER: Cell<[u8; SLOTS]> = const { Cell::new([0; SLOTS]) };
}

impl MemberOrder {
    /// The order that the thread's previous read has seen.
    fn of_thread() -> Self {
        Self(ORDER.get())
    }

    /// Keeps the order for the thread's next read.
    pub(super) fn keep(&self) {
        ORDER.set(self.0);
    }

    /// The slot that holds the successor of the field `last` of a type. Types share slots.
    #[inline(always)]
    pub(super) fn slot(names: &Names, last: usize) -> usize {
        let table = names.keys.as_ptr().addr();
        (table >> 3).wrapping_add(table >> 9).wrapping_add(last) % SLOTS
    }

    /// The field to expect after `last`: the one recorded in `slot`, or else the next one
    /// of the table.
    #[inline(always)]
    pub(super) fn expected(&self, slot: usize, last: usize) -> usize {
        match self.0[slot % SLOTS] {
            0 => last.wrapping_add(1),
            field => usize::from(field) - 1,
        }
    }

    /// Records which field arrived.
    #[inline(always)]
    pub(super) fn record(&mut self, slot: usize, field: usize) {
        if let Ok(field) = u8::try_from(field.wrapping_add(1)) {
            self.0[slot % SLOTS] = field;
        }
    }
}

/// What a document is written for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Everything that the value holds is written.
    #[default]
    Document,
    /// Properties that only the service sets are left out, and control information that
    /// describes a response.
    RequestBody,
    /// As in any request body; properties that are set only on creation are left out of the
    /// outermost object, too.
    UpdateBody,
}

/// The state of writing one document.
#[derive(Default)]
pub struct WriteContext {
    pub(crate) json: Writer,
    pub(super) purpose: Purpose,
}
