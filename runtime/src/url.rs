//! OData literals in URLs (OData URL Conventions, sections 4 and 5).
//!
//! In goes a value; out comes text that stands in a path as it is: everything
//! but unreserved characters is percent-encoded, a quote is doubled first. For a
//! query option, which is encoded as a whole, the same without the encoding.

use crate::edm::Binary;
use crate::view::View;

/// Appends `text`, percent-encoded but for unreserved characters.
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

/// The literal of a plain value, encoded; `None` for what only a parameter
/// alias can carry: lists, structured values, untyped JSON.
pub(crate) fn literal(view: &View<'_>) -> Option<String> {
    literal_by(view, encode_into)
}

/// The literal of a plain value, not encoded: for a part of a query option.
pub(crate) fn plain_literal(view: &View<'_>) -> Option<String> {
    literal_by(view, String::push_str)
}

fn literal_by(view: &View<'_>, put: fn(&mut String, &str)) -> Option<String> {
    let mut out = String::new();
    match view {
        View::Absent => out.push_str("null"),
        View::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        View::Int(value) => out.push_str(itoa::Buffer::new().format(*value)),
        View::F32(value) => out.push_str(bare(crate::json::f32_text(
            *value,
            &mut zmij::Buffer::new(),
        ))),
        View::F64(value) => out.push_str(bare(crate::json::f64_text(
            *value,
            &mut zmij::Buffer::new(),
        ))),
        View::Decimal(value) => put(&mut out, value.as_str()),
        View::Str(text) => quoted(&mut out, text, put),
        View::Enum(text, _) => quoted(&mut out, text, put),
        View::Wire(text) => wire(&mut out, text.as_str(), put),
        View::Duration(text) => {
            out.push_str("duration'");
            put(&mut out, text.as_str());
            out.push('\'');
        }
        View::Binary(bytes) => {
            out.push_str("binary'");
            let text = Binary::from(*bytes).to_string();
            let url_safe = text.replace('+', "-").replace('/', "_");
            put(&mut out, url_safe.trim_end_matches('='));
            out.push('\'');
        }
        View::Raw(_) | View::Object(..) | View::List(_) => return None,
    }
    Some(out)
}

/// `INF` and its like stand without quotes in a URL.
fn bare(text: &str) -> &str {
    text.trim_matches('"')
}

/// A date or time: `:` is legal in a path, `+` is safer encoded.
fn wire(out: &mut String, text: &str, put: fn(&mut String, &str)) {
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

fn quoted(out: &mut String, text: &str, put: fn(&mut String, &str)) {
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
            (View::Str("a'b/c?d+e%f"), "'a%27%27b%2Fc%3Fd%2Be%25f'"),
            (View::Int(-5), "-5"),
            (View::Bool(true), "true"),
            (View::F64(f64::INFINITY), "INF"),
            (View::F64(1.5), "1.5"),
            (View::Absent, "null"),
            (View::Wire(date.to_wire()), "2024-01-15T00:00:00%2B02:00"),
            (View::Binary(&[251, 255]), "binary'-_8'"),
            (View::Enum("audio".into(), "ns.modality"), "'audio'"),
        ] {
            assert_eq!(literal(&view).as_deref(), Some(expected));
        }
        assert_eq!(literal(&View::Raw("{}")), None);
    }
}
