//! What goes in: wire names in their order. What comes out: the table of the
//! runtime that finds them.

use super::text::{Bytes, Str, Text, line, open};
use crate::names::index::table;

/// Prints `rt::Names` behind what stands `before` it, and in front of `after`.
pub fn names<'n>(
    before: &str,
    wires: impl IntoIterator<Item = &'n str>,
    after: &str,
    text: &mut Text,
) {
    let wires: Vec<&str> = wires.into_iter().collect();
    if wires.is_empty() {
        line!(
            text,
            "{before}rt::Names {{ keys: &[], index: b\"\" }}{after}"
        );
        return;
    }
    open!(text, "{before}rt::Names {{");
    let keys: Vec<String> = wires.iter().map(|wire| key(wire)).collect();
    line!(
        text,
        "keys: &[{}],",
        joined(keys.iter().map(|key| Str(key)))
    );
    text.last(format_args!("index: {}", Bytes(&table(&wires))));
    text.close(&format!("}}{after}"));
}

/// Items with commas between them.
pub fn joined(items: impl IntoIterator<Item = impl std::fmt::Display>) -> String {
    use std::fmt::Write;
    let mut out = String::new();
    for item in items {
        if !out.is_empty() {
            out.push_str(", ");
        }
        // Nothing that writes to a `String` fails.
        let _ = write!(out, "{item}");
    }
    out
}

/// A name as it stands in JSON text: quoted, escaped, with its colon.
fn key(wire: &str) -> String {
    let mut out = String::with_capacity(wire.len() + 3);
    out.push('"');
    for c in wire.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if u32::from(c) < 0x20 => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push_str("\":");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_json_text() {
        assert_eq!(key("id"), "\"id\":");
        assert_eq!(key("a\"b\\\n"), "\"a\\\"b\\\\\\u000a\":");
    }
}
