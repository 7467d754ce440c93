//! The rules that turn a name of the metadata into a Rust identifier.
//!
//! The rules are pure functions and the same for every scope. A name is split into words at
//! case changes and at characters that an identifier cannot contain; the words are joined
//! in the case that Rust expects. `assign` resolves collisions between the results.

pub(crate) mod assign;
pub mod decisions;
pub mod index;
pub(crate) mod plural;

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

/// Keywords that can be used as raw identifiers.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Keywords that cannot be used as raw identifiers.
const NEVER: &[&str] = &["self", "Self", "super", "crate"];

/// Names of the prelude that generated code uses, so that no generated type may shadow
/// them: `Option<String>`, `impl Into<…>`, `From::from`, `Some(…)`.
pub(crate) const PRELUDE: &[&str] = &[
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Err",
    "From",
    "Into",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Result",
    "Self",
    "Some",
    "String",
    "Vec",
];

/// File names with a special meaning: `mod.rs` stands for the enclosing module, the others
/// are device names on some systems.
const RESERVED: &[&str] = &[
    "aux", "com1", "com2", "com3", "com4", "con", "lpt1", "lpt2", "lpt3", "mod", "nul", "prn",
];

/// The maximum length of a file name without its extension.
const LONGEST_FILE: usize = 56;

/// Converts a name to `snake_case`, for fields, methods and parameters.
///
/// Keywords are not escaped: `type` stays `type`, so that it can become part of
/// `with_type`.
pub(crate) fn snake(name: &str) -> String {
    start(split(name).to_snake_case(), "unnamed")
}

/// Converts a name to `PascalCase`, for types and variants.
pub(crate) fn pascal(name: &str) -> String {
    start(split(name).to_upper_camel_case(), "Unnamed")
}

/// Converts a name to `SCREAMING_SNAKE_CASE`, for constants.
pub(crate) fn screaming(name: &str) -> String {
    start(split(name).to_shouty_snake_case(), "UNNAMED")
}

/// Converts a name to a type name: [`pascal`], with a suffix if it would shadow a prelude
/// type.
pub(crate) fn type_name(name: &str) -> String {
    let mut name = pascal(name);
    if PRELUDE.contains(&name.as_str()) {
        name.push('_');
    }
    name
}

/// Converts a name to a module and file name: ASCII [`snake`], of limited length, and none
/// of the names with a special meaning.
pub(crate) fn module(name: &str) -> String {
    let mut out = String::new();
    for c in snake(name).chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            out.push_str(&format!("u{:x}", u32::from(c)));
        }
    }
    if out.len() > LONGEST_FILE {
        let tail = format!("_{:08x}", fingerprint(name));
        out.truncate(LONGEST_FILE - tail.len());
        out.truncate(out.trim_end_matches('_').len());
        out.push_str(&tail);
    }
    if RESERVED.contains(&out.as_str()) {
        out.push('_');
    }
    // A module and a type share the names of the module around them. They differ in the case
    // of their first letter; where there is no letter, both would be `_1`.
    if out.starts_with('_') {
        out.insert(0, 'n');
    }
    out
}

/// Escapes a name that is a keyword: `r#type`, `self_`.
pub(crate) fn escape(ident: &str) -> String {
    if NEVER.contains(&ident) {
        format!("{ident}_")
    } else if KEYWORDS.contains(&ident) {
        format!("r#{ident}")
    } else {
        ident.to_owned()
    }
}

/// Whether a JSON string has to escape a character of the name. The runtime compares names
/// with the raw JSON text, so generated tables cannot contain such a name.
pub(crate) fn is_escaped_in_json(name: &str) -> bool {
    name.contains(|c: char| matches!(c, '"' | '\\') || c.is_control())
}

/// Whether a text is a valid identifier, raw or not.
pub(crate) fn is_identifier(text: &str) -> bool {
    let plain = text.strip_prefix("r#");
    let ident = plain.unwrap_or(text);
    let mut chars = ident.chars();
    let start = |c: char| c == '_' || unicode_ident::is_xid_start(c);
    chars.next().is_some_and(start)
        && chars.all(unicode_ident::is_xid_continue)
        && ident != "_"
        && !NEVER.contains(&ident)
        && (plain.is_some() || !KEYWORDS.contains(&ident))
}

/// Replaces each character that an identifier cannot contain by a space.
///
/// Characters that Unicode normalisation changes are replaced, too: the compiler normalises
/// identifiers, so two different names could become equal.
fn split(name: &str) -> String {
    let keep = |c: char| {
        let unstable = matches!(u32::from(c),
            0x1100..=0x11ff | 0x2100..=0x214f | 0xf900..=0xfaff | 0x2f800..=0x2fa1f);
        c.is_ascii_alphanumeric() || (!c.is_ascii() && !unstable && continues(c))
    };
    name.chars()
        .map(|c| if keep(c) { c } else { ' ' })
        .collect()
}

/// Whether a character may occur inside an identifier.
fn continues(c: char) -> bool {
    unicode_ident::is_xid_continue(c)
}

/// Ensures that a name starts with a character that may start an identifier.
fn start(name: String, nothing: &str) -> String {
    match name.chars().next() {
        None => nothing.to_owned(),
        Some(c) if c.is_ascii_alphabetic() => name,
        Some(c) if !c.is_ascii() && unicode_ident::is_xid_start(c) => name,
        Some(_) => format!("_{name}"),
    }
}

/// A short hash of a name (FNV-1a), which keeps truncated names distinct.
fn fingerprint(name: &str) -> u32 {
    name.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_odd_names_of_the_metadata() {
        // Columns: wire name, field, type or variant, constant.
        let table = [
            ("state", "state", "State", "STATE"),
            ("final", "r#final", "Final", "FINAL"),
            ("type", "r#type", "Type", "TYPE"),
            ("loop", "r#loop", "Loop", "LOOP"),
            ("gen", "r#gen", "Gen", "GEN"),
            ("from", "from", "From", "FROM"),
            ("default", "default", "Default", "DEFAULT"),
            (
                "organizer_v2",
                "organizer_v2",
                "OrganizerV2",
                "ORGANIZER_V2",
            ),
            (
                "azureADAppId",
                "azure_ad_app_id",
                "AzureAdAppId",
                "AZURE_AD_APP_ID",
            ),
            ("wifi80211a", "wifi80211a", "Wifi80211a", "WIFI80211A"),
            (
                "frequency24GHz",
                "frequency24_g_hz",
                "Frequency24GHz",
                "FREQUENCY24_G_HZ",
            ),
            (
                "localIPAddress",
                "local_ip_address",
                "LocalIpAddress",
                "LOCAL_IP_ADDRESS",
            ),
            (
                "reflexiveIPAddress",
                "reflexive_ip_address",
                "ReflexiveIpAddress",
                "REFLEXIVE_IP_ADDRESS",
            ),
            (
                "clientLocalIpV4Address",
                "client_local_ip_v4_address",
                "ClientLocalIpV4Address",
                "CLIENT_LOCAL_IP_V4_ADDRESS",
            ),
            (
                "pngOfCurrentSlide",
                "png_of_current_slide",
                "PngOfCurrentSlide",
                "PNG_OF_CURRENT_SLIDE",
            ),
            ("h264uc", "h264uc", "H264uc", "H264UC"),
            ("ID", "id", "Id", "ID"),
            ("1", "_1", "_1", "_1"),
            ("3dModel", "_3d_model", "_3dModel", "_3D_MODEL"),
            (
                "unknownFutureValue",
                "unknown_future_value",
                "UnknownFutureValue",
                "UNKNOWN_FUTURE_VALUE",
            ),
            ("request-id", "request_id", "RequestId", "REQUEST_ID"),
            ("odata.error", "odata_error", "OdataError", "ODATA_ERROR"),
            ("self", "self_", "Self_", "SELF"),
            ("Self", "self_", "Self_", "SELF"),
            ("super", "super_", "Super", "SUPER"),
            ("crate", "crate_", "Crate", "CRATE"),
            ("", "unnamed", "Unnamed", "UNNAMED"),
            ("_", "unnamed", "Unnamed", "UNNAMED"),
            ("größe", "größe", "Größe", "GRÖSSE"),
            ("e\u{301}x", "e_x", "EX", "E_X"),
            ("Ⅻ", "ⅻ", "Ⅻ", "Ⅻ"),
            ("a\"#b", "a_b", "AB", "A_B"),
            ("../x", "x", "X", "X"),
        ];
        for (wire, field, type_name, constant) in table {
            assert_eq!(escape(&snake(wire)), field, "field of {wire:?}");
            assert_eq!(escape(&pascal(wire)), type_name, "type of {wire:?}");
            assert_eq!(screaming(wire), constant, "constant of {wire:?}");
            for name in [escape(&snake(wire)), escape(&pascal(wire)), screaming(wire)] {
                assert!(is_identifier(&name), "{name:?} of {wire:?}");
            }
        }
    }

    #[test]
    fn every_keyword_can_be_escaped() {
        for word in KEYWORDS.iter().chain(NEVER) {
            assert!(!is_identifier(word) || *word == "gen", "{word}");
            assert!(is_identifier(&escape(word)), "{word}");
        }
    }

    #[test]
    fn types_keep_out_of_the_way_of_the_prelude() {
        assert_eq!(type_name("option"), "Option_");
        assert_eq!(type_name("str"), "Str");
        assert_eq!(type_name("self"), "Self_");
    }

    #[test]
    fn file_names_are_plain_and_short() {
        assert_eq!(module("callRecord"), "call_record");
        assert_eq!(module("con"), "con_");
        assert_eq!(module("mod"), "mod_");
        assert_eq!(module("größe"), "gruf6udfe");
        assert_eq!(
            (module("_1"), pascal("_1")),
            ("n_1".to_owned(), "_1".to_owned())
        );
        let long = module(&"veryLong".repeat(30));
        assert!(long.len() <= LONGEST_FILE && !long.contains("__"), "{long}");
        assert_ne!(long, module(&format!("{}X", "veryLong".repeat(30))));
        assert!(
            module("../../etc/passwd")
                .chars()
                .all(|c| c == '_' || c.is_ascii_alphanumeric())
        );
    }
}
