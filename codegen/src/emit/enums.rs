//! What goes in: a [`TextEnum`]. What comes out: the enum, its table, and the
//! calls of the runtime's macros.

use super::names::{joined, names};
use super::text::{Str, Text, line, open};
use crate::sdk::TextEnum;

/// Prints an enumeration type.
pub fn text_enum(item: &TextEnum, text: &mut Text) {
    let (name, fallback) = (&item.path.name, &item.fallback);
    text.apart();
    text.docs(&item.doc);
    text.deprecated(item.deprecated.as_ref());
    line!(text, "#[derive(Clone, PartialEq, Eq, Hash)]");
    line!(text, "#[non_exhaustive]");
    open!(text, "pub enum {name} {{");
    for member in &item.members {
        if !member.doc.0.is_empty() {
            text.apart();
        }
        text.docs(&member.doc);
        text.deprecated(member.deprecated.as_ref());
        line!(text, "{},", member.name);
    }
    text.apart();
    text.doc("A text that the metadata does not name.");
    line!(text, "{fallback}(rt::UnknownText),");
    text.close("}");
    table(item, text);
    text.apart();
    line!(text, "rt::text_enum!({name});");
    if item.flags {
        text.apart();
        line!(text, "rt::flags!({name});");
    }
}

/// `rt::TextEnum`: positions are those of the names.
fn table(item: &TextEnum, text: &mut Text) {
    let (name, fallback) = (&item.path.name, &item.fallback);
    text.apart();
    open!(text, "impl rt::TextEnum for {name} {{");
    names(
        "const NAMES: &'static rt::Names = &",
        item.members.iter().map(|member| member.wire.as_str()),
        ";",
        text,
    );
    line!(
        text,
        "const VALUES: &'static [i64] = &[{}];",
        joined(item.members.iter().map(|member| member.value))
    );
    line!(
        text,
        "const TYPE_NAME: &'static str = {};",
        Str(&item.type_name)
    );
    text.apart();
    line!(text, "#[inline]");
    if item.members.is_empty() {
        open!(
            text,
            "fn from_position(_position: usize) -> Option<Self> {{"
        );
        line!(text, "None");
    } else {
        open!(text, "fn from_position(position: usize) -> Option<Self> {{");
        open!(text, "Some(");
        open!(text, "match position {{");
        for (position, member) in item.members.iter().enumerate() {
            text.arm(format_args!("{position} => Self::{}", member.name));
        }
        text.arm(format_args!("_ => return None"));
        text.close("},");
        text.close(")");
    }
    text.close("}");
    text.apart();
    line!(text, "#[inline]");
    open!(
        text,
        "fn position(&self) -> Result<usize, &rt::UnknownText> {{"
    );
    if item.members.is_empty() {
        open!(text, "match self {{");
        text.arm(format_args!("Self::{fallback}(text) => Err(text)"));
        text.close("}");
    } else {
        open!(text, "Ok(");
        open!(text, "match self {{");
        for (position, member) in item.members.iter().enumerate() {
            text.arm(format_args!("Self::{} => {position}", member.name));
        }
        text.arm(format_args!("Self::{fallback}(text) => return Err(text)"));
        text.close("},");
        text.close(")");
    }
    text.close("}");
    text.apart();
    line!(text, "#[inline]");
    open!(text, "fn unknown(text: rt::UnknownText) -> Self {{");
    line!(text, "Self::{fallback}(text)");
    text.close("}");
    text.close("}");
}
