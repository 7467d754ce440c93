//! What an object holds beyond its fields: as in the runtime, without notes.

// Most objects have none: eight bytes for the place of it, as in the runtime.
#![allow(clippy::box_collection)]

use crate::RawJson;

const TYPE_CAME: u64 = 1 << 63;

/// Undeclared members as text, and marks of nulls.
#[derive(Clone, Default)]
pub struct Extra {
    bits: u64,
    text: Option<Box<String>>,
}

impl Extra {
    pub(crate) fn mark_type(&mut self) {
        self.bits |= TYPE_CAME;
    }

    pub(crate) fn mark_null(&mut self, field: usize) {
        self.bits |= 1 << (field % 62);
    }

    /// Keeps the name of a member; its [`value`](Self::value) is next.
    pub(crate) fn name(&mut self, name: &str) {
        let text = self.text.get_or_insert_default();
        text.reserve(name.len() + 16);
        text.push('"');
        text.push_str(name);
        text.push_str("\":");
    }

    pub(crate) fn value(&mut self, value: &str) {
        let text = self.text.get_or_insert_default();
        text.push_str(value);
        text.push(',');
    }

    /// Adds a member.
    pub fn insert(&mut self, name: &str, value: impl Into<RawJson>) {
        self.name(name);
        self.value(&value.into().0);
    }

    /// Takes the undeclared members away, each with a comma behind it.
    pub(crate) fn take_members(&mut self) -> Option<Box<String>> {
        self.text.take()
    }

    pub(crate) fn weight(&self) -> u64 {
        let text = self.text.as_ref().map_or(0, |text| text.len() as u64);
        self.bits.wrapping_mul(31).wrapping_add(text)
    }
}
