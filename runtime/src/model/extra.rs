//! What an object holds beyond its declared fields.
//!
//! These are the members that the type does not declare, as text; one bit per field that
//! was received as an explicit `null`; one bit for a received `@odata.type`; and original
//! spellings. An object without any of them pays sixteen bytes and no allocation.

mod entity;
mod more;

use std::fmt;

use serde::de::DeserializeOwned;

use self::more::{More, decoded, same_name};
use super::control::{holds_changes, is_left_out, write_body_value};
use super::debug::sounds_secret;
use super::field::Field;
use super::names::{Match, Names};
use super::spelling::OriginalSpelling;
use crate::json::{RawJson, Writer};

/// `@odata.type` was received, spelled as in the metadata.
const TYPE_CAME: u64 = 1 << 63;
/// A member may have the name of a declared field.
const MAY_SHADOW: u64 = 1 << 62;
/// Fields below this have their null bit inline.
const INLINE_NULLS: usize = 62;

/// The members of an object that its type does not declare.
///
/// Every generated struct has one, whether the type is open or not: a service adds members
/// before its metadata does. Control information such as `@odata.etag` is here, too. Values
/// keep their exact JSON text.
///
/// A member that the type declares is in its field and not here. Every generated type has a
/// method `member`, which finds both by their wire names: `call.member("terminationReason")`.
#[derive(Clone, Default)]
pub struct Extra {
    bits: u64,
    more: Option<Box<More>>,
}

impl Extra {
    /// The member `name`, read as `T`.
    ///
    /// `None` if there is no such member or it cannot be read as `T`; see
    /// [`raw`](Self::raw) for its text.
    pub fn get<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        serde_json::from_str(self.raw(name)?).ok()
    }

    /// The JSON text of the member `name`.
    pub fn raw(&self, name: &str) -> Option<&str> {
        let more = self.more.as_deref()?;
        more.find(name).map(|span| more.value(span))
    }

    /// The JSON text of an annotation of a property, such as `joined` of
    /// `activeParticipants@joined`.
    pub fn annotation(&self, property: &str, term: &str) -> Option<&str> {
        self.raw(&format!("{property}@{term}"))
    }

    /// Whether there is a member `name`.
    pub fn contains(&self, name: &str) -> bool {
        self.raw(name).is_some()
    }

    /// Sets the member `name` and returns its previous value.
    ///
    /// A member with the name of a declared property is written only while the
    /// property itself has no value.
    pub fn insert(&mut self, name: &str, value: impl Into<RawJson>) -> Option<RawJson> {
        let before = self.remove(name);
        let mut quoted = Writer::default();
        quoted.string(name);
        self.push(&quoted.out, value.into().as_str());
        self.bits |= MAY_SHADOW;
        before
    }

    /// Removes the member `name` and returns its value.
    pub fn remove(&mut self, name: &str) -> Option<RawJson> {
        let more = self.more.as_deref_mut()?;
        let before = more
            .find(name)
            .map(|span| RawJson::trusted(more.value(span)))?;
        let mut kept = More::default();
        for span in more.members() {
            if !same_name(more.name(span), name) {
                kept.push(&more.text[span.start..span.value - 1], more.value(span));
            }
        }
        more.text = kept.text;
        more.count = kept.count;
        Some(before)
    }

    /// The names of the members, decoded, and their JSON texts, in order.
    pub fn iter(&self) -> impl Iterator<Item = (std::borrow::Cow<'_, str>, &str)> {
        self.more.iter().flat_map(|more| {
            more.members().map(|span| {
                let raw = more.name(span);
                let name = if raw.contains('\\') {
                    decoded(raw).into()
                } else {
                    raw.into()
                };
                (name, more.value(span))
            })
        })
    }

    /// The number of members.
    pub fn len(&self) -> usize {
        self.more.as_ref().map_or(0, |more| more.count)
    }

    /// Whether there is no member.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a member as it was received; `raw_name` includes the quotes.
    pub(super) fn push(&mut self, raw_name: &str, value: &str) {
        self.more_mut().push(raw_name, value);
    }

    /// Adds a member whose name is declared and whose value does not fit the declared type.
    pub(super) fn push_misfit(&mut self, raw_name: &str, value: &str) {
        self.bits |= MAY_SHADOW;
        self.push(raw_name, value);
    }

    fn more_mut(&mut self) -> &mut More {
        self.more.get_or_insert_default()
    }

    /// Whether there are no explicit nulls and no original spellings.
    #[inline]
    pub(super) fn is_plain(&self) -> bool {
        self.bits & !(TYPE_CAME | MAY_SHADOW) == 0
            && self
                .more
                .as_ref()
                .is_none_or(|more| more.spellings.is_empty() && more.nulls.is_empty())
    }

    /// Marks a field as an explicit `null`.
    pub(super) fn mark_null(&mut self, field: usize) {
        if field < INLINE_NULLS {
            self.bits |= 1 << field;
            return;
        }
        let nulls = &mut self.more_mut().nulls;
        if nulls.len() <= field / 64 {
            nulls.resize(field / 64 + 1, 0);
        }
        nulls[field / 64] |= 1 << (field % 64);
    }

    /// Takes back that a field is an explicit `null`.
    pub(super) fn forget_null(&mut self, field: usize) {
        if field < INLINE_NULLS {
            self.bits &= !(1 << field);
        } else if let Some(word) = self
            .more
            .as_mut()
            .and_then(|more| more.nulls.get_mut(field / 64))
        {
            *word &= !(1 << (field % 64));
        }
    }

    /// Whether a field without value is an explicit `null`.
    #[inline]
    pub(crate) fn is_null(&self, field: usize) -> bool {
        if field < INLINE_NULLS {
            return self.bits >> field & 1 == 1;
        }
        self.more
            .as_ref()
            .and_then(|more| more.nulls.get(field / 64))
            .is_some_and(|word| word >> (field % 64) & 1 == 1)
    }

    /// Marks that `@odata.type` was received, spelled as in the metadata.
    #[inline]
    pub(super) fn mark_type(&mut self) {
        self.bits |= TYPE_CAME;
    }

    /// Whether `@odata.type` was received, spelled as in the metadata.
    #[inline]
    pub(super) fn type_came(&self) -> bool {
        self.bits & TYPE_CAME != 0
    }

    /// The JSON text of control information, such as `type` of `@odata.type` or, in the
    /// spelling of 4.01, `@type`.
    pub(super) fn control(&self, name: &str) -> Option<&str> {
        self.more.as_ref()?;
        let long = self.raw(&format!("@odata.{name}"));
        long.or_else(|| self.raw(&format!("@{name}")))
    }

    /// Keeps the original spelling of a field instead of an earlier one.
    pub(super) fn keep_spelling(&mut self, spelling: OriginalSpelling) {
        self.forget_spelling(spelling.field);
        self.more_mut().spellings.push(spelling);
    }

    /// The original spelling of a field, if it is unusual.
    pub(super) fn spelling_of(&self, field: usize) -> Option<&OriginalSpelling> {
        let more = self.more.as_deref()?;
        more.spellings.iter().find(|one| one.field == field)
    }

    /// Forgets the original spelling of a field.
    pub(super) fn forget_spelling(&mut self, field: usize) {
        if let Some(more) = &mut self.more {
            more.spellings.retain(|one| one.field != field);
        }
    }

    /// Writes the members, except those whose declared field is written itself; in the body
    /// of a request, without the control information of responses.
    #[inline]
    pub(super) fn write<'f>(
        &self,
        to: &mut Writer,
        body: bool,
        names: &Names,
        field: impl Fn(usize) -> Option<&'f dyn Field>,
    ) {
        let Some(more) = self.more.as_deref() else {
            return;
        };
        if self.bits & MAY_SHADOW == 0 && !body {
            to.raw(&more.text);
            return;
        }
        for span in more.members() {
            let name = more.name(span);
            if self.is_shadowed(name, names, &field) || body && is_left_out(name) {
                continue;
            }
            if body && !holds_changes(name) {
                to.raw(&more.text[span.start..span.value]);
                write_body_value(more.value(span), to);
                to.comma();
            } else {
                to.raw(&more.text[span.start..=span.end]);
            }
        }
    }

    /// Whether a member has the name of a field that is written itself.
    pub(super) fn is_shadowed<'f>(
        &self,
        raw_name: &str,
        names: &Names,
        field: impl Fn(usize) -> Option<&'f dyn Field>,
    ) -> bool {
        match names.find(raw_name) {
            Match::Exact(at) => field(at).is_some_and(|field| field.is_set() || self.is_null(at)),
            _ => false,
        }
    }
}

impl PartialEq for Extra {
    /// Compares the members by name and JSON text, in any order. Original spellings of
    /// declared fields do not count.
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len()
            && self
                .iter()
                .all(|(name, value)| other.raw(&name) == Some(value))
    }
}

impl Eq for Extra {}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (name, value) in self.iter() {
            if sounds_secret(&name) {
                map.entry(&format_args!("{name}"), &format_args!("…"));
            } else {
                map.entry(&format_args!("{name}"), &format_args!("{value}"));
            }
        }
        map.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_found_replaced_and_removed() {
        let mut extra = Extra::default();
        assert_eq!(extra.insert("tenantId", "a"), None);
        extra.insert("n", 5);
        assert_eq!(extra.get::<String>("tenantId").as_deref(), Some("a"));
        assert_eq!(extra.get::<String>("n"), None);
        assert_eq!(extra.get::<i32>("n"), Some(5));
        assert_eq!(extra.insert("tenantId", "b"), Some(RawJson::from("a")));
        assert_eq!(extra.len(), 2);
        assert_eq!(extra.remove("n"), Some(RawJson::from(5)));
        assert_eq!(extra.remove("n"), None);
        assert_eq!(format!("{extra:?}"), "{tenantId: \"b\"}");
    }

    #[test]
    fn names_are_compared_decoded() {
        let mut extra = Extra::default();
        extra.push("\"a\\u0062\\\"\"", "1");
        assert_eq!(extra.raw("ab\""), Some("1"));
        assert_eq!(extra.iter().next().unwrap().0, "ab\"");
        assert!(extra.remove("ab\"").is_some());
        assert!(extra.is_empty());
    }

    #[test]
    fn nulls_of_any_position() {
        let mut extra = Extra::default();
        for field in [0, 61, 62, 63, 64, 700] {
            assert!(!extra.is_null(field));
            extra.mark_null(field);
            assert!(extra.is_null(field), "{field}");
        }
        extra.forget_null(700);
        extra.forget_null(61);
        extra.forget_null(9_000);
        assert!(!extra.is_null(700) && !extra.is_null(61) && extra.is_null(62));
        assert!(!extra.is_null(699));
        assert!(!extra.type_came());
    }

    #[test]
    fn secrets_are_not_printed() {
        let mut extra = Extra::default();
        extra.insert("joinToken", "t0p");
        extra.insert("other", 1);
        assert_eq!(format!("{extra:?}"), "{joinToken: …, other: 1}");
    }
}
