//! The table in which the runtime looks up the name of a JSON member.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::names::index::table;

/// An `rt::Names` of wire names in their order.
pub fn names<'n>(wires: impl IntoIterator<Item = &'n str>) -> TokenStream {
    let wires: Vec<&str> = wires.into_iter().collect();
    let keys = wires.iter().map(|wire| key(wire));
    let index = match wires.is_empty() {
        true => Vec::new(),
        false => table(&wires),
    };
    let index = Literal::byte_string(&index);
    quote!(rt::Names { keys: &[#(#keys),*], index: #index })
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
