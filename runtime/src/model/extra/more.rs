//! The storage of an object's undeclared members, nulls beyond the inline ones and spellings.

use crate::json::Reader;
use crate::model::spelling::OriginalSpelling;

/// What few objects hold, behind one pointer.
#[derive(Clone, Default)]
pub(super) struct More {
    /// The members as `"name":value,` each, ready to be written.
    pub(super) text: String,
    pub(super) count: usize,
    pub(super) spellings: Vec<OriginalSpelling>,
    pub(super) nulls: Vec<u64>,
}

/// Where a member stands in the text.
#[derive(Clone, Copy)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) value: usize,
    pub(super) end: usize,
}

impl More {
    pub(super) fn name(&self, span: Span) -> &str {
        &self.text[span.start + 1..span.value - 2]
    }

    pub(super) fn value(&self, span: Span) -> &str {
        &self.text[span.value..span.end]
    }

    pub(super) fn push(&mut self, raw_name: &str, value: &str) {
        self.text.reserve(raw_name.len() + value.len() + 2);
        self.text.push_str(raw_name);
        self.text.push(':');
        self.text.push_str(value);
        self.text.push(',');
        self.count += 1;
    }

    /// The positions of the members in the text. Members are few and most are never looked
    /// up, so no index is kept.
    pub(super) fn members(&self) -> impl Iterator<Item = Span> {
        let mut reader = Reader::new(&self.text);
        std::iter::from_fn(move || {
            let start = reader.at;
            reader.skip_name().ok()?;
            let value = reader.at;
            reader.skip_value().ok()?;
            let end = reader.at;
            reader.at += 1;
            Some(Span { start, value, end })
        })
    }

    pub(super) fn find(&self, name: &str) -> Option<Span> {
        self.members()
            .filter(|span| same_name(self.name(*span), name))
            .last()
    }
}

/// Whether a raw JSON name without its quotes decodes to `name`.
pub(super) fn same_name(raw: &str, name: &str) -> bool {
    raw == name || raw.contains('\\') && decoded(raw) == name
}

/// The text that a raw JSON name without its quotes stands for.
pub(super) fn decoded(raw: &str) -> String {
    let quoted = format!("\"{raw}\"");
    match Reader::new(&quoted).string() {
        Ok(text) => text.into_owned(),
        Err(_) => raw.to_owned(),
    }
}
