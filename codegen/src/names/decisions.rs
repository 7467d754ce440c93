//! The names that are decided by hand in `names.txt`.
//!
//! A line is `type microsoft.graph.x = RustName  # reason`. Instead of `type` it can start
//! with `property ns.type/prop`, `member ns.enum/member`, `operation ns.op(binding type)`,
//! `parameter ns.op(binding type)/name`, `file ns.type` or `module ns`. Methods of builders
//! are `method ns.type/property` (followed by `(id)` for the method that takes a key),
//! `method ns.type/ns.op()`, `method ns.type/ns.derived` for a cast, and `method
//! ns.type/(name,name)` for an alternate key.

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
            let (rule, reason) = match line.split_once('#') {
                Some((rule, reason)) => (rule.trim(), reason.trim()),
                None => (line.trim(), ""),
            };
            if rule.is_empty() {
                continue;
            }
            match parse(rule, reason) {
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
                    format!("nothing is called {who}; the line does nothing"),
                    Some(line.span),
                ));
            }
        }
    }
}

fn parse(rule: &str, reason: &str) -> Result<(String, String), String> {
    let (who, name) = rule
        .split_once('=')
        .ok_or("expected `kind name = rust_name  # reason`")?;
    let (kind, target) = who
        .trim()
        .split_once(char::is_whitespace)
        .ok_or("expected a kind and a name before `=`")?;
    if !KINDS.contains(&kind) {
        return Err(format!("`{kind}` is none of {}", KINDS.join(", ")));
    }
    let name = name.trim();
    let plain = name.strip_prefix("r#").unwrap_or(name);
    if !is_identifier(name) {
        return Err(format!("`{name}` is no Rust identifier"));
    }
    if reason.is_empty() {
        return Err("a decision needs its reason behind `#`".to_owned());
    }
    Ok((format!("{kind} {}", target.trim()), plain.to_owned()))
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
    fn what_cannot_be_read_is_said_with_its_place() {
        for text in [
            "type a.b = C",
            "type a.b = 1x # digits",
            "type a.b # nothing",
            "types a.b = C # kind",
            "type a.b = C # one\ntype a.b = D # two",
            "a = b # c",
        ] {
            let (_, found) = read(text);
            assert!(found.has_errors(), "{text}");
            assert!(found.iter().all(|d| d.span.is_some_and(|s| s.len > 0)));
        }
    }
}
