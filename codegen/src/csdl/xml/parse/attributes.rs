//! Parses the attributes of a start tag and declares its XML namespaces.

use super::super::Attribute;
use super::{CHARACTER, PREFIX, Parser, XML};
use crate::diagnostic::Span;
use quick_xml::XmlVersion;
use quick_xml::events::attributes::{AttrError, Attributes};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Up to this number of attributes, a linear search is the fastest way to find a duplicate.
const LINEAR_SEARCH_LIMIT: usize = 16;

/// The names of the attributes of one element.
#[derive(Debug, Default)]
pub(super) struct AttributeNames<'a> {
    few: Vec<&'a str>,
    more: BTreeSet<&'a str>,
}

impl<'a> AttributeNames<'a> {
    fn clear(&mut self) {
        self.few.clear();
        self.more.clear();
    }

    /// Adds a name and returns whether it is new.
    fn insert(&mut self, key: &'a str) -> bool {
        if self.few.contains(&key) {
            return false;
        }
        if self.few.len() < LINEAR_SEARCH_LIMIT {
            self.few.push(key);
            return true;
        }
        self.more.insert(key)
    }
}

const TWICE: &str = "an attribute that is already there";

impl<'a> Parser<'a> {
    /// Parses the attributes in `text`, which starts at byte `at` of the source.
    pub(super) fn attributes(&mut self, text: &'a str, at: usize) {
        let mut attributes = Attributes::new(text, 0);
        attributes.with_checks(false);
        self.attribute_names.clear();
        let mut prefixes: Vec<(&'a str, usize)> = Vec::new();
        for attribute in attributes {
            let attribute = match attribute {
                Ok(attribute) => attribute,
                Err(error) => {
                    let (AttrError::ExpectedEq(offset)
                    | AttrError::ExpectedValue(offset)
                    | AttrError::UnquotedValue(offset)
                    | AttrError::ExpectedQuote(offset, _)
                    | AttrError::Duplicated(offset, _)) = error;
                    let what = match error {
                        AttrError::ExpectedEq(_) => "an attribute without value",
                        AttrError::ExpectedValue(_) => "an attribute without value",
                        AttrError::UnquotedValue(_) => "an attribute value without quotes",
                        AttrError::ExpectedQuote(..) => "an attribute value without closing quote",
                        AttrError::Duplicated(..) => TWICE,
                    };
                    self.error(XML, what, at + offset, 0);
                    continue;
                }
            };
            let key = attribute.key.0;
            let Cow::Borrowed(raw) = attribute.value else {
                continue;
            };
            let place = at + offset_of(text, raw);
            let value = if plain(raw) {
                Cow::Borrowed(raw)
            } else if let Some(value) = self.value(raw, place) {
                value
            } else {
                continue;
            };
            if !self.attribute_names.insert(key) {
                self.error(XML, TWICE, place, raw.len());
                continue;
            }
            match split(key) {
                ("", "xmlns") => self.namespaces.declare("", value),
                ("xmlns", prefix) => self.namespaces.declare(prefix, value),
                ("", name) => {
                    let span = Span::new(self.source, place, raw.len());
                    self.tree.attributes.push(Attribute { name, value, span });
                }
                (prefix, _) => prefixes.push((prefix, at + offset_of(text, key))),
            }
        }
        for (prefix, place) in prefixes {
            if self.namespaces.resolve(prefix).is_none() {
                let message = format!("prefix `{prefix}` is not declared");
                self.error(PREFIX, message, place, prefix.len());
            }
        }
    }

    /// Decodes the value of an attribute that is not [`plain`]; `place` is its offset in
    /// the source.
    fn value(&mut self, raw: &'a str, place: usize) -> Option<Cow<'a, str>> {
        if raw.contains('<') {
            let message = "`<` must not stand in an attribute value";
            self.error(XML, message, place, raw.len());
        }
        let value = match attribute_value(raw, self.version) {
            Ok(value) => value,
            Err(message) => {
                self.error(XML, message, place, raw.len());
                return None;
            }
        };
        let control = |c: char| c < ' ' && !matches!(c, '\t' | '\n' | '\r');
        if let Some(bad) = value.chars().find(|&c| control(c)) {
            let message = format!("control character U+{:04X}", u32::from(bad));
            self.error(CHARACTER, message, place, raw.len());
        }
        Some(value)
    }
}

/// Whether a raw attribute value needs no decoding. Nearly all values are plain, and
/// skipping the decoder for them makes reading fast.
fn plain(raw: &str) -> bool {
    raw.bytes().all(|b| b >= b' ' && b != b'&' && b != b'<')
}

/// Resolves the references in an attribute value and normalises its white space.
pub(super) fn attribute_value(raw: &str, version: XmlVersion) -> Result<Cow<'_, str>, String> {
    let attribute = quick_xml::events::attributes::Attribute {
        key: quick_xml::name::QName("a"),
        value: Cow::Borrowed(raw),
    };
    attribute
        .normalized_value(version)
        .map_err(|error| error.to_string())
}

/// Splits a qualified name into prefix and local name.
pub(super) fn split(qname: &str) -> (&str, &str) {
    // Names are short, so the setup cost of an optimised substring search does not pay off.
    match qname.bytes().position(|b| b == b':') {
        Some(at) => (
            qname.get(..at).unwrap_or_default(),
            qname.get(at + 1..).unwrap_or_default(),
        ),
        None => ("", qname),
    }
}

/// The offset of `part`, which is a slice of `whole`, in `whole`.
fn offset_of(whole: &str, part: &str) -> usize {
    part.as_ptr()
        .addr()
        .saturating_sub(whole.as_ptr().addr())
        .min(whole.len())
}
