//! What goes in: lines of Rust as they read when there is room. What comes out:
//! formatted text: indented, and folded at the brackets where a line is too long.
//!
//! The layout is the one that prettyplease gives, a test holds both against each
//! other; the templates of `emit` stay as close to their result as can be.

mod fold;
mod literal;

pub use self::literal::{Bytes, Str};

use std::fmt::{Arguments, Write};

use crate::sdk::Doc;

/// Columns of one step to the right.
const STEP: usize = 4;

/// Columns of a line.
const WIDTH: usize = 89;

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
    depth: usize,
    /// Whether nothing stands in this block yet.
    fresh: bool,
    /// A line that is too long, while it is folded.
    long: String,
}

impl Text {
    /// Nothing yet.
    pub fn new() -> Self {
        Self {
            fresh: true,
            ..Self::default()
        }
    }

    /// What was written.
    pub fn finish(self) -> String {
        self.out
    }

    /// A blank line, unless at the start of a block.
    pub fn apart(&mut self) {
        if !self.fresh {
            self.out.push('\n');
        }
        self.fresh = true;
    }

    /// A line.
    pub fn line(&mut self, line: Arguments<'_>) {
        self.print(line);
    }

    /// The last of several members: its comma does not count.
    pub fn last(&mut self, line: Arguments<'_>) {
        self.print(line);
        let end = self.out.len() - 1;
        self.out.insert(end, ',');
    }

    /// An arm of a `match`: its body stands between braces where it needs a line of its own.
    pub fn arm(&mut self, line: Arguments<'_>) {
        if !self.print(line) {
            let end = self.out.len() - 1;
            self.out.insert(end, ',');
        }
    }

    /// A line, and a step to the right.
    pub fn open(&mut self, line: Arguments<'_>) {
        self.print(line);
        self.depth += 1;
        self.fresh = true;
    }

    /// A step to the right.
    pub fn deeper(&mut self) {
        self.depth += 1;
        self.fresh = true;
    }

    /// A step to the left, and a line.
    pub fn close(&mut self, line: &str) {
        self.depth = self.depth.saturating_sub(1);
        self.indent();
        self.out.push_str(line);
        self.out.push('\n');
        self.fresh = false;
    }

    /// `///` lines.
    pub fn docs(&mut self, doc: &Doc) {
        for line in &doc.0 {
            self.doc(line);
        }
    }

    /// A `///` line.
    pub fn doc(&mut self, line: &str) {
        self.comment("///", line);
    }

    /// A line behind some slashes.
    fn comment(&mut self, slashes: &str, line: &str) {
        self.indent();
        self.out.push_str(slashes);
        // What would end the comment has no place in a `Doc`; it must not get out of one.
        for part in line.trim_end_matches(' ').split(['\n', '\r']) {
            if !part.is_empty() {
                self.out.push(' ');
                self.out.push_str(part);
            }
        }
        self.out.push('\n');
        self.fresh = false;
    }

    /// `#[deprecated]`, if there is a note.
    pub fn deprecated(&mut self, note: Option<&String>) {
        if let Some(note) = note {
            line!(self, "#[deprecated(note = {})]", Str(note));
        }
    }

    fn indent(&mut self) {
        for _ in 0..self.depth {
            self.out.push_str("    ");
        }
    }

    /// Prints a line and says whether it had to be folded.
    fn print(&mut self, line: Arguments<'_>) -> bool {
        let start = self.out.len();
        self.indent();
        let from = self.out.len();
        // Nothing that writes to a `String` fails.
        let _ = self.out.write_fmt(line);
        let folded = self.out.len() - start > WIDTH;
        if folded {
            let mut long = std::mem::take(&mut self.long);
            long.clear();
            long.push_str(self.out.get(from..).unwrap_or_default());
            self.out.truncate(start);
            fold::fold(&long, STEP * self.depth, &mut self.out);
            self.long = long;
        }
        self.out.push('\n');
        self.fresh = false;
        folded
    }
}
