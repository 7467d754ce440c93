//! What goes in: the text of a start tag after its name.
//! What comes out: attributes without prefix, and namespace declarations in the scope.

use super::super::Attribute;
use super::{CHARACTER, PREFIX, Parser, XML};
use crate::diagnostic::Span;
use quick_xml::XmlVersion;
use quick_xml::events::attributes::{AttrError, Attributes};
use std::borrow::Cow;

/// In shorter tags a look at all pairs of attributes is the fastest way to find twins.
const SHORT: usize = 1000;

const TWICE: &str = "an attribute that is already there";

impl<'a> Parser<'a> {
    /// Reads the attributes in `text`, which starts at byte `at` of the source.
    pub(super) fn attributes(&mut self, text: &'a str, at: usize) {
        let mut attributes = Attributes::new(text, 0);
        let short = text.len() < SHORT;
        attributes.with_checks(!short);
        let first = self.tree.attributes.len();
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
            if raw.contains('<') {
                self.error(
                    XML,
                    "`<` must not stand in an attribute value",
                    place,
                    raw.len(),
                );
            }
            let value = match attribute_value(raw, self.version) {
                Ok(value) => value,
                Err(message) => {
                    self.error(XML, message, place, raw.len());
                    continue;
                }
            };
            if let Some(bad) = value
                .chars()
                .find(|&c| c < ' ' && !matches!(c, '\t' | '\n' | '\r'))
            {
                let message = format!("control character U+{:04X}", u32::from(bad));
                self.error(CHARACTER, message, place, raw.len());
            }
            match split(key) {
                ("", "xmlns") => self.scope.declare("", value),
                ("xmlns", prefix) => self.scope.declare(prefix, value),
                ("", name) => {
                    let known = self.tree.attributes.get(first..).unwrap_or_default();
                    if short && known.iter().any(|a| a.name == name) {
                        self.error(XML, TWICE, place, raw.len());
                        continue;
                    }
                    let span = Span::new(self.source, place, raw.len());
                    self.tree.attributes.push(Attribute { name, value, span });
                }
                (prefix, _) => prefixes.push((prefix, at + offset_of(text, key))),
            }
        }
        for (prefix, place) in prefixes {
            if self.scope.resolve(prefix).is_none() {
                let message = format!("prefix `{prefix}` is not declared");
                self.error(PREFIX, message, place, prefix.len());
            }
        }
    }
}

/// The value of an attribute with its references resolved and its white space normalised.
pub(super) fn attribute_value(raw: &str, version: XmlVersion) -> Result<Cow<'_, str>, String> {
    // The common case by far, and the reason that reading is fast.
    if !raw
        .bytes()
        .any(|b| matches!(b, b'&' | b'\t' | b'\n' | b'\r'))
    {
        return Ok(Cow::Borrowed(raw));
    }
    let attribute = quick_xml::events::attributes::Attribute {
        key: quick_xml::name::QName("a"),
        value: Cow::Borrowed(raw),
    };
    attribute
        .normalized_value(version)
        .map_err(|error| error.to_string())
}

/// Prefix and local name.
pub(super) fn split(qname: &str) -> (&str, &str) {
    qname.split_once(':').unwrap_or(("", qname))
}

/// Where `part`, which is a slice of `whole`, starts in it.
fn offset_of(whole: &str, part: &str) -> usize {
    part.as_ptr()
        .addr()
        .saturating_sub(whole.as_ptr().addr())
        .min(whole.len())
}
