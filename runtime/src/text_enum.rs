//! Enumerations: members by their text, and texts that are no member.

use std::fmt;

use crate::json::reader::{Failed, Reader};
use crate::json::writer::Writer;
use crate::names::{Found, Names};

/// A text that the metadata does not name as a member.
///
/// Opaque, so that naming the member later does not break a `match`: compare
/// through `as_str` of the enumeration.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnknownText(Box<str>);

impl UnknownText {
    pub(crate) fn new(text: &str) -> Self {
        Self(text.into())
    }

    /// The text as it came.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UnknownText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

/// A generated enumeration.
pub trait TextEnum: Sized + Clone + PartialEq + 'static {
    /// The members' texts, by position.
    const NAMES: &'static Names;
    /// The members' numeric values, by position.
    const VALUES: &'static [i64];
    /// The qualified name of the type.
    const TYPE_NAME: &'static str;
    /// The member at `position`.
    fn from_position(position: usize) -> Option<Self>;
    /// The position of the member.
    ///
    /// # Errors
    ///
    /// The text, if it is no member.
    fn position(&self) -> Result<usize, &UnknownText>;
    /// A value of a text that is no member.
    fn unknown(text: UnknownText) -> Self;
}

/// The text of a value on the wire.
#[inline]
pub fn text_of<T: TextEnum>(value: &T) -> &str {
    match value.position() {
        Ok(position) => T::NAMES.name(position),
        Err(unknown) => unknown.as_str(),
    }
}

/// The value of a text; whether the text is spelled as the metadata has it.
#[inline]
pub fn read_text<T: TextEnum>(text: &str) -> (T, bool) {
    let found = T::NAMES.find(text);
    match found.position().and_then(T::from_position) {
        Some(member) => (member, matches!(found, Found::Exact(_))),
        None => (T::unknown(UnknownText::new(text)), true),
    }
}

/// Reads a member, or a text that is none.
#[inline]
pub fn read_member<T: TextEnum>(from: &mut Reader<'_>) -> Result<T, Failed> {
    let text = from.string()?;
    let (value, exact) = read_text(&text);
    from.inexact = !exact;
    Ok(value)
}

/// Writes the text of a value.
#[inline]
pub fn write_text<T: TextEnum>(value: &T, to: &mut Writer) {
    match value.position() {
        // The key is the quoted text and a colon.
        Ok(position) => {
            let key = T::NAMES.keys.get(position).copied().unwrap_or_default();
            to.raw(key.get(..key.len().saturating_sub(1)).unwrap_or_default());
        }
        Err(unknown) => to.string(unknown.as_str()),
    }
}
