//! Enumerations: members by their text, and texts that the metadata does not name.

use std::fmt;

use super::context::{ReadContext, WriteContext};
use super::names::{Match, Names};
use crate::json::{Failed, Spelling};

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

    /// The text as it was received.
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
    /// The type name before a literal in a URL (`sample.color'Red'`); empty where the service takes
    /// the text alone (`'Red'`).
    const LITERAL_PREFIX: &'static str = "";
    /// The member at `position`.
    fn from_position(position: usize) -> Option<Self>;
    /// The position of the member.
    ///
    /// # Errors
    ///
    /// The text, if the metadata does not name it.
    fn position(&self) -> Result<usize, &UnknownText>;
    /// The value of a text that the metadata does not name.
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

/// The value of a text.
#[inline]
pub fn read_text<T: TextEnum>(text: &str) -> T {
    spelled(text).0
}

/// The value of a text, and whether the metadata spells the text in the same way.
#[inline]
pub(super) fn spelled<T: TextEnum>(text: &str) -> (T, Spelling) {
    let found = T::NAMES.find(text);
    match found.position().and_then(T::from_position) {
        Some(member) => {
            let exact = matches!(found, Match::Exact(_));
            (member, Spelling::canonical_if(exact))
        }
        None => (T::unknown(UnknownText::new(text)), Spelling::Canonical),
    }
}

/// Reads a member, or a text that the metadata does not name.
#[inline]
pub(super) fn read_member<T: TextEnum>(from: &mut ReadContext<'_>) -> Result<T, Failed> {
    let text = from.json.string()?;
    let (value, spelling) = spelled(&text);
    if spelling == Spelling::Other {
        from.json.spelling = spelling;
    }
    Ok(value)
}

/// Writes the text of a value.
#[inline]
pub(super) fn write_text<T: TextEnum>(value: &T, to: &mut WriteContext) {
    match value.position() {
        // The key is the quoted text and a colon.
        Ok(position) => {
            let key = T::NAMES.keys[position];
            to.json.raw(&key[..key.len() - 1]);
        }
        Err(unknown) => to.json.string(unknown.as_str()),
    }
}
