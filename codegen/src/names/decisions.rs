//! The names that are decided by hand in `names.txt`.
//!
//! A line is `type microsoft.graph.x = RustName  # reason`. Instead of `type` it can start
//! with
//!
//! - `property ns.type/prop`, `member ns.enum/member`, `operation ns.op(binding type)`,
//!   `parameter ns.op(binding type)/name`, `file ns.type` or `module ns`;
//! - `any ns.type` for the enum over a type and the types derived from it, `variant
//!   ns.type/ns.derived` for a variant of it, `union ns.type/prop` for the enum of a property
//!   that the overlay makes a union, and `variant ns.type/prop/ns.derived` for its variants;
//! - `builder ns.type` or `builder Collection(ns.type)`, and `root name` for the method at
//!   which paths start;
//! - `method ns.type/property` for a method of a builder (followed by `(id)` for the method
//!   that takes a key), `method ns.type/ns.op()`, `method ns.type/ns.derived` for a cast, and
//!   `method ns.type/(name,name)` for an alternate key. Overloads list their parameters:
//!   `method ns.type/ns.op(name,name)`.

use std::cell::Cell;
use std::collections::BTreeMap;

use super::is_identifier;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, Source, Span};

/// Error: a line of `names.txt` cannot be parsed.
pub const LINE: Code = Code::new("E0303", "names-line");
/// Warning: a line of `names.txt` does not match any name that is generated.
pub const UNUSED: Code = Code::new("W0304", "unused-name");

const KINDS: &[&str] = &[
    "type",
    "property",
    "member",
    "operation",
    "parameter",
    "method",
    "file",
    "module",
    "any",
    "variant",
    "union",
    "builder",
    "root",
];

/// The names decided by hand, by the element that they name.
#[derive(Debug, Default)]
pub struct Decisions {
    lines: BTreeMap<String, Line>,
}

#[derive(Debug)]
struct Line {
    name: String,
    span: Span,
    used: Cell<bool>,
}

impl Decisions {
    /// Reads `names.txt`.
    pub fn read(number: u32, source: &Source, diagnostics: &mut Diagnostics) -> Self {
        let mut lines = BTreeMap::new();
        let mut start = 0;
        for line in source.text.split_inclusive('\n') {
            let span = Span::new(number, start, line.trim_end().len());
            start += line.len();
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            match parse(line) {
                Ok((who, name)) => {
                    let line = Line {
                        name,
                        span,
                        used: Cell::new(false),
                    };
                    if let Some(first) = lines.insert(who.clone(), line) {
                        diagnostics.push(
                            Diagnostic::error(LINE, format!("{who} is decided twice"), span)
                                .label(first.span, "the first time"),
                        );
                    }
                }
                Err(message) => diagnostics.push(Diagnostic::error(LINE, message, span)),
            }
        }
        Self { lines }
    }

    /// The name decided for an element, such as `type microsoft.graph.call`.
    pub fn get(&self, who: &str) -> Option<&str> {
        let line = self.lines.get(who)?;
        line.used.set(true);
        Some(&line.name)
    }

    /// Reports every line that was not used.
    pub fn report_unused(&self, diagnostics: &mut Diagnostics) {
        for (who, line) in &self.lines {
            if !line.used.get() {
                diagnostics.push(Diagnostic::new(
                    UNUSED,
                    Severity::Warning,
                    format!("nothing that is generated is `{who}`: this line has no effect"),
                    Some(line.span),
                ));
            }
        }
    }
}

/// The element that a line names, and the name that it decides.
fn parse(line: &str) -> Result<(String, String), String> {
    let (element, name, reason) = split(line)?;
    let (kind, target) = element
        .split_once(char::is_whitespace)
        .ok_or("expected a kind and a name before `=`")?;
    if !KINDS.contains(&kind) {
        return Err(format!("`{kind}` is none of {}", KINDS.join(", ")));
    }
    let plain = name.strip_prefix("r#").unwrap_or(name);
    if !is_identifier(name) {
        return Err(format!("`{name}` is no Rust identifier"));
    }
    let lower = plain.starts_with(|c: char| c.is_lowercase());
    let file = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    match kind {
        "type" | "operation" | "any" | "variant" | "union" | "builder" | "member" if lower => {
            return Err(format!("`{name}` starts with a lower-case letter"));
        }
        "file" | "module" if !plain.chars().all(file) || !lower => {
            let message = "a file has a name of lower-case letters of ASCII, digits and `_`";
            return Err(message.to_owned());
        }
        _ => {}
    }
    if reason.is_empty() {
        return Err("a decision needs its reason behind `#`".to_owned());
    }
    Ok((format!("{kind} {}", target.trim()), plain.to_owned()))
}

/// The parts of `element = name  # reason`. The name of an element may contain `=` and `#`, so
/// the name that is decided is behind the first `=` that an identifier follows.
fn split(line: &str) -> Result<(&str, &str, &str), String> {
    let mut first = None;
    for (at, _) in line.match_indices('=') {
        let (element, rest) = (line[..at].trim(), &line[at + 1..]);
        let (name, reason) = rest.split_once('#').unwrap_or((rest, ""));
        let parts = (element, name.trim(), reason.trim());
        if is_identifier(parts.1) {
            return Ok(parts);
        }
        first = first.or(Some(parts));
    }
    first.ok_or_else(|| "expected `kind name = rust_name  # reason`".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Decisions, Diagnostics) {
        let mut found = Diagnostics::default();
        let source = Source {
            name: "names.txt".into(),
            text: text.into(),
        };
        (Decisions::read(0, &source, &mut found), found)
    }

    #[test]
    fn a_line_decides_a_name() {
        let (names, mut found) = read(
            "# comment\n\ntype microsoft.graph.call = PhoneCall  # reads better\n\
             property a.b/type = r#type # as it is\n",
        );
        assert!(found.is_empty());
        assert_eq!(names.get("type microsoft.graph.call"), Some("PhoneCall"));
        assert_eq!(names.get("type microsoft.graph.other"), None);
        names.report_unused(&mut found);
        assert_eq!(found.count(Severity::Warning), 1);
    }

    #[test]
    fn odd_names_of_elements_are_read() {
        let (names, found) =
            read("property a.b/c = d e#f = f_g  # x = y\nmember a.b/#=h\u{20}= H# i\n");
        assert!(found.is_empty());
        assert_eq!(names.get("property a.b/c = d e#f"), Some("f_g"));
        assert_eq!(names.get("member a.b/#=h"), Some("H"));
    }

    #[test]
    fn what_cannot_be_read_is_said_with_its_place() {
        for text in [
            "type a.b = C",
            "type a.b = 1x # digits",
            "type a.b # nothing",
            "types a.b = C # kind",
            "type a.b = C # one\ntype a.b = D # two",
            "a = b # c",
            "type a.b = c # a type in lower case",
            "file a.b = C # a file in upper case",
            "module a.b = größe # a file that is not ASCII",
            "file a.b = _1 # a file without a letter",
        ] {
            let (_, found) = read(text);
            assert!(found.has_errors(), "{text}");
            assert!(found.iter().all(|d| d.span.is_some_and(|s| s.len > 0)));
        }
    }
}
