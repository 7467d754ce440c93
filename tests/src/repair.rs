//! Repairs the known syntax errors of documented JSON examples and names the rules applied.
//!
//! The rules are tried one at a time at the position of the first error, until the text parses or
//! no rule applies. `faults.toml` lists the rules that each example needs.

use std::fmt;

use crate::json::{self, Json, SyntaxError};

/// What was wrong, and is put right in the one way that it can be meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// A comma before `}` or `]` is dropped.
    TrailingComma,
    /// A second comma is dropped.
    DoubleComma,
    /// A comma between two members or items is added.
    MissingComma,
    /// A `//` or `/* */` comment is dropped.
    Comment,
    /// Quotes are put around a name.
    UnquotedName,
    /// `…` or `...` where members or items are left out is dropped.
    Ellipsis,
    /// A no-break space outside texts becomes a space.
    NoBreakSpace,
    /// A control character in a text is escaped.
    ControlCharacter,
}

impl Rule {
    /// The name of the rule in the register.
    pub fn name(self) -> &'static str {
        match self {
            Self::TrailingComma => "trailing_comma",
            Self::DoubleComma => "double_comma",
            Self::MissingComma => "missing_comma",
            Self::Comment => "comment",
            Self::UnquotedName => "unquoted_name",
            Self::Ellipsis => "ellipsis",
            Self::NoBreakSpace => "no_break_space",
            Self::ControlCharacter => "control_character",
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A text put right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repaired {
    /// The JSON text.
    pub text: String,
    /// The same, read.
    pub json: Json,
    /// The rules that were needed, each once, sorted.
    pub rules: Vec<Rule>,
}

/// Makes JSON of a text, if the rules can.
///
/// # Errors
///
/// The first fault that no rule mends.
pub fn repair(text: &str) -> Result<Repaired, SyntaxError> {
    let mut text = text.to_owned();
    let mut rules = Vec::new();
    // Every rule moves the first fault on, so the length bounds the rounds.
    for _ in 0..=text.len() {
        let fault = match json::parse(&text) {
            Ok(json) => {
                rules.sort();
                rules.dedup();
                return Ok(Repaired { text, json, rules });
            }
            Err(fault) => fault,
        };
        match mend(&mut text, fault.at) {
            Some(rule) => rules.push(rule),
            None => return Err(fault),
        }
    }
    json::parse(&text).map(|json| Repaired { text, json, rules })
}

/// Mends the fault at a place.
fn mend(text: &mut String, at: usize) -> Option<Rule> {
    let rest = text.get(at..)?;
    let before = text.get(..at)?.trim_end();
    let comma = before.strip_suffix(',').map(str::len);
    match rest.chars().next()? {
        c if c < ' ' && in_text(text, at) => {
            text.replace_range(at..=at, &format!("\\u{:04x}", u32::from(c)));
            Some(Rule::ControlCharacter)
        }
        '\u{a0}' => {
            text.replace_range(at..at + '\u{a0}'.len_utf8(), " ");
            Some(Rule::NoBreakSpace)
        }
        '/' => {
            let end = match rest.get(..2)? {
                "//" => rest.find('\n').unwrap_or(rest.len()),
                "/*" => rest.find("*/")? + 2,
                _ => return None,
            };
            text.replace_range(at..at + end, "");
            Some(Rule::Comment)
        }
        '…' | '.' => {
            let end = rest.find(|c| c != '…' && c != '.').unwrap_or(rest.len());
            let length = rest.get(..end)?.len();
            (length >= 3).then(|| text.replace_range(at..at + length, ""))?;
            Some(Rule::Ellipsis)
        }
        '}' | ']' => {
            let comma = comma?;
            text.replace_range(comma..=comma, "");
            Some(Rule::TrailingComma)
        }
        ',' => {
            comma?;
            text.replace_range(at..=at, "");
            Some(Rule::DoubleComma)
        }
        c if is_name(c) && before.ends_with(['{', ',']) => {
            let end = rest.find(|c| !is_name(c))?;
            let colon = rest.get(end..)?.trim_start().starts_with(':');
            colon.then(|| {
                text.insert(at + end, '"');
                text.insert(at, '"');
                Rule::UnquotedName
            })
        }
        '"' | '{' | '[' if before.ends_with(['"', '}', ']']) || ends_in_scalar(before) => {
            text.insert(before.len(), ',');
            Some(Rule::MissingComma)
        }
        _ => None,
    }
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '@' | '$' | '.')
}

fn ends_in_scalar(before: &str) -> bool {
    before.ends_with(|c: char| c.is_ascii_digit())
        || ["true", "false", "null"]
            .iter()
            .any(|word| before.ends_with(word))
}

/// Whether a place is inside a text: behind an odd count of quotes.
fn in_text(text: &str, at: usize) -> bool {
    let mut inside = false;
    let mut escaped = false;
    for byte in text.bytes().take(at) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = inside,
            b'"' => inside = !inside,
            _ => {}
        }
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_mends_its_fault() {
        for (broken, mended, rule) in [
            (r#"{"a":[1,2,],}"#, r#"{"a":[1,2]}"#, Rule::TrailingComma),
            (r#"{"a":1,,"b":2}"#, r#"{"a":1,"b":2}"#, Rule::DoubleComma),
            (
                r#"{"a":1 "b":{} "c":"x" "d":true "e":[{} {}]}"#,
                r#"{"a":1,"b":{},"c":"x","d":true,"e":[{},{}]}"#,
                Rule::MissingComma,
            ),
            (
                "{\"a\":1, // one\n\"b\":2 /* two */}",
                r#"{"a":1,"b":2}"#,
                Rule::Comment,
            ),
            (
                r#"{a:1,@odata.type:"x"}"#,
                r#"{"a":1,"@odata.type":"x"}"#,
                Rule::UnquotedName,
            ),
            (r#"{"a":[…]}"#, r#"{"a":[]}"#, Rule::Ellipsis),
            ("{\u{a0}\"a\":1}", r#"{"a":1}"#, Rule::NoBreakSpace),
            (
                "{\"a\":\"x\ny\"}",
                r#"{"a":"x\ny"}"#,
                Rule::ControlCharacter,
            ),
        ] {
            let repaired = repair(broken).unwrap_or_else(|error| panic!("{broken}: {error}"));
            assert_eq!(repaired.rules, [rule], "{broken}");
            assert_eq!(json::same(mended, &repaired.text), Ok(()), "{broken}");
        }
    }

    #[test]
    fn json_needs_no_rule() {
        let text = r#"{"a":"// no, /* comment */ ...","b":[",}"]}"#;
        let repaired = repair(text).unwrap();
        assert_eq!(repaired.rules, []);
        assert_eq!(repaired.text, text);
    }

    #[test]
    fn what_no_rule_mends_is_refused() {
        for text in [
            "", "{", "<html>", "{\"a\"}", "[1 2", "{,}", "{\"a\":}", "/x",
        ] {
            assert!(repair(text).is_err(), "{text}");
        }
    }
}
