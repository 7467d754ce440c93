//! Lines of Rust source, as long as they are; `layout` breaks and indents them.

mod literal;

pub use self::literal::{Bytes, Str};

use std::fmt::{Arguments, Write};

use crate::sdk::Doc;

/// Adds a line to a [`Text`]: `line!(text, "pub mod {name};")`.
macro_rules! line {
    ($text:expr, $($line:tt)+) => { $text.line(format_args!($($line)+)) };
}

/// Adds a line and moves what follows a step to the right, up to [`Text::close`].
macro_rules! open {
    ($text:expr, $($line:tt)+) => { $text.open(format_args!($($line)+)) };
}

pub(super) use {line, open};

/// Text in the making.
#[derive(Debug, Default)]
pub struct Text {
    out: String,
}

impl Text {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// What was written.
    pub fn finish(self) -> String {
        self.out
    }

    /// Sets items apart, which `layout` does by now.
    pub fn apart(&mut self) {}

    /// A line.
    pub fn line(&mut self, line: Arguments<'_>) {
        // Nothing that writes to a `String` fails.
        let _ = self.out.write_fmt(line);
        self.out.push('\n');
    }

    /// The last of several members.
    pub fn last(&mut self, line: Arguments<'_>) {
        self.line(format_args!("{line},"));
    }

    /// An arm of a `match`.
    pub fn arm(&mut self, line: Arguments<'_>) {
        self.line(format_args!("{line},"));
    }

    /// The first line of a block.
    pub fn open(&mut self, line: Arguments<'_>) {
        self.line(line);
    }

    /// A step to the right.
    pub fn deeper(&mut self) {}

    /// The last line of a block.
    pub fn close(&mut self, line: &str) {
        self.line(format_args!("{line}"));
    }

    /// `///` lines.
    pub fn docs(&mut self, doc: &Doc) {
        for line in &doc.0 {
            self.doc(line);
        }
    }

    /// A `///` line.
    pub fn doc(&mut self, line: &str) {
        self.out.push_str("///");
        // What would end the comment has no place in a `Doc`; it must not get out of one.
        for part in line.trim_end_matches(' ').split(['\n', '\r']) {
            if !part.is_empty() {
                self.out.push(' ');
                self.out.push_str(part);
            }
        }
        self.out.push('\n');
    }

    /// `#[deprecated]`, if there is a note.
    pub fn deprecated(&mut self, note: Option<&String>) {
        if let Some(note) = note {
            line!(self, "#[deprecated(note = {})]", Str(note));
        }
    }
}
