//! OData literals in URLs (OData URL Conventions, sections 4 and 5).
//!
//! In a path, quotes are doubled and everything but unreserved characters is
//! percent-encoded. A query option is encoded as a whole, so its literals are not.

use std::borrow::Cow;

use crate::edm::Binary;
use crate::json::{f32_text, f64_text};
use crate::model::ValueRef;

/// Appends `text` with everything but unreserved characters percent-encoded.
pub(crate) fn encode_into(out: &mut String, text: &str) {
    const HEX: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F',
    ];
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            _ => {
                out.push('%');
                out.extend(HEX.get(usize::from(byte >> 4)));
                out.extend(HEX.get(usize::from(byte & 15)));
            }
        }
    }
}

/// The percent-encoded literal of a primitive value. `None` for collections, structured
/// values and untyped JSON, which only a parameter alias can carry.
pub(crate) fn literal(view: &ValueRef<'_>) -> Option<String> {
    literal_by(view, encode_into)
}

/// The literal of a primitive value for a part of a query option, not encoded.
pub(crate) fn plain_literal(view: &ValueRef<'_>) -> Option<String> {
    literal_by(view, String::push_str)
}

fn literal_by(view: &ValueRef<'_>, put: fn(&mut String, &str)) -> Option<String> {
    let mut out = String::new();
    match view {
        ValueRef::Absent => out.push_str("null"),
        ValueRef::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        ValueRef::Int(value) => out.push_str(itoa::Buffer::new().format(*value)),
        ValueRef::F32(value) => out.push_str(bare(f32_text(*value, &mut zmij::Buffer::new()))),
        ValueRef::F64(value) => out.push_str(bare(f64_text(*value, &mut zmij::Buffer::new()))),
        ValueRef::Decimal(value) => put(&mut out, value.as_str()),
        ValueRef::Str(text) => quoted(&mut out, text, put),
        ValueRef::Enum(text, type_name) => {
            put(&mut out, type_name);
            quoted(&mut out, text, put);
        }
        ValueRef::Wire(text) => wire(&mut out, text.as_str(), put),
        ValueRef::Duration(text) => {
            out.push_str("duration'");
            put(&mut out, text.as_str());
            out.push('\'');
        }
        ValueRef::Binary(bytes) => {
            out.push_str("binary'");
            put(&mut out, &url_safe(bytes));
            out.push('\'');
        }
        ValueRef::Raw(_) | ValueRef::Object(..) | ValueRef::List(_) => return None,
    }
    Some(out)
}

/// Bytes as base64url without padding.
pub(super) fn url_safe(bytes: &[u8]) -> String {
    let text = Binary::from(bytes).to_string();
    let text = text.replace('+', "-").replace('/', "_");
    text.trim_end_matches('=').to_owned()
}

/// Removes the JSON quotes of `INF`, `-INF` and `NaN`, which have none in a URL.
fn bare(text: &str) -> &str {
    text.trim_matches('"')
}

/// A date or time. `:` is allowed in a path; `+` is encoded, as some servers read it as a
/// space.
fn wire(out: &mut String, text: &str, put: fn(&mut String, &str)) {
    let with_offset = with_offset(text);
    let text = with_offset.as_ref();
    for part in text.split_inclusive(':') {
        match part.strip_suffix(':') {
            Some(part) => {
                put(out, part);
                out.push(':');
            }
            None => put(out, part),
        }
    }
}

/// The literal of a point in time has an offset (`dateTimeOffsetValue` of the ABNF); a value that
/// was read without one is UTC. Other dates and times are unchanged.
pub(super) fn with_offset(text: &str) -> Cow<'_, str> {
    let Some((_, time)) = text.split_once(['T', 't']) else {
        return text.into();
    };
    match time.ends_with(['Z', 'z']) || time.contains(['+', '-']) {
        true => text.into(),
        false => format!("{text}Z").into(),
    }
}

/// A string literal.
pub(super) fn quoted(out: &mut String, text: &str, put: fn(&mut String, &str)) {
    out.push('\'');
    put(out, &text.replace('\'', "''"));
    out.push('\'');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_of_every_kind() {
        let date = "2024-01-15T00:00:00+02:00"
            .parse::<crate::edm::DateTimeOffset>()
            .unwrap();
        for (view, expected) in [
            (ValueRef::Str("a'b/c?d+e%f"), "'a%27%27b%2Fc%3Fd%2Be%25f'"),
            (ValueRef::Int(-5), "-5"),
            (ValueRef::Bool(true), "true"),
            (ValueRef::F64(f64::INFINITY), "INF"),
            (ValueRef::F64(1.5), "1.5"),
            (ValueRef::Absent, "null"),
            (
                ValueRef::Wire(date.to_wire()),
                "2024-01-15T00:00:00%2B02:00",
            ),
            (ValueRef::Binary(&[251, 255]), "binary'-_8'"),
            (ValueRef::Enum("audio".into(), ""), "'audio'"),
            (
                ValueRef::Enum("audio,video".into(), "ns.modality"),
                "ns.modality'audio%2Cvideo'",
            ),
        ] {
            assert_eq!(literal(&view).as_deref(), Some(expected));
        }
        assert_eq!(literal(&ValueRef::Raw("{}")), None);
        for (text, expected) in [
            ("2024-01-15T00:00:00", "2024-01-15T00:00:00Z"),
            ("2024-01-15T00:00", "2024-01-15T00:00Z"),
            ("2024-01-15t00:00:00.5", "2024-01-15t00:00:00.5Z"),
            ("-0044-03-15T12:00:00", "-0044-03-15T12:00:00Z"),
            ("2024-01-15T00:00:00-08:00", "2024-01-15T00:00:00-08:00"),
            ("2024-01-15T00:00:00z", "2024-01-15T00:00:00z"),
            ("2024-01-15", "2024-01-15"),
            ("12:30:00", "12:30:00"),
        ] {
            assert_eq!(with_offset(text), expected);
        }
    }
}
