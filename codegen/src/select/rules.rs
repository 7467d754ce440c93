//! Parses the rules of `select.txt`.
//!
//! There is one rule per line; `#` starts a comment.
//!
//! ```text
//! + all                        everything
//! + areas                      a cargo feature for each entity set and singleton, and one for all
//!                              operation imports
//! + areas 300                  the same if at least 300 types are selected
//! + singleton communications   a root: singleton, entity set, action or function
//! + path users/{id}/messages   a path through entities of which nothing else is generated
//! + type ns.name               a type that the service sends although no path leads to it
//! + write ns.name              a type that clients send although no path leads to it
//! - type ns.name               never this type or a type derived from it
//! - write ns.name              clients do not write entities of this type, nor of those derived
//! + delete ns.name             … but delete them
//! - operation ns.name          never this action or function
//! ```

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Sources, Span, Spanned, closest};

const SYNTAX: Code = Code::new("E0170", "rule");

/// The rules of a selection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// The rules in order.
    pub list: Vec<Spanned<Rule>>,
}

/// One line of the rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// `+ all`
    All,
    /// `+ areas`, or `+ areas N`: if at least this number of types is selected.
    Areas(usize),
    /// `+ singleton NAME`, `+ set NAME`, `+ action NAME` or `+ function NAME`: keyword and name.
    Root(&'static str, String),
    /// `+ path PATH`
    Path(String),
    /// `+ type NAME`
    Read(String),
    /// `+ write NAME`
    Write(String),
    /// `+ delete NAME`
    Delete(String),
    /// `- type NAME`
    NoType(String),
    /// `- write NAME`
    NoWrite(String),
    /// `- operation NAME`
    NoOperation(String),
}

const PLUS: [&str; 10] = [
    "all",
    "areas",
    "singleton",
    "set",
    "action",
    "function",
    "path",
    "type",
    "write",
    "delete",
];
const MINUS: [&str; 3] = ["type", "write", "operation"];

impl Rules {
    /// The position of `+ all`, if the rules contain it.
    pub fn all(&self) -> Option<Span> {
        let mut rules = self.list.iter();
        rules
            .find(|rule| rule.value == Rule::All)
            .map(|rule| rule.span)
    }

    /// Parses the rules in the source with this index.
    pub fn parse(sources: &Sources, source: u32) -> (Self, Diagnostics) {
        let text = sources
            .get(source)
            .map(|s| s.text.as_str())
            .unwrap_or_default();
        let mut rules = Self::default();
        let mut out = Diagnostics::default();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let content = line.split('#').next().unwrap_or_default();
            let trimmed = content.trim();
            if !trimmed.is_empty() {
                let lead = content.len() - content.trim_start().len();
                let span = Span::new(source, start + lead, trimmed.len());
                match rule(trimmed) {
                    Ok(rule) => rules.list.push(Spanned::new(rule, span)),
                    Err((message, help)) => {
                        let diagnostic = Diagnostic::error(SYNTAX, message, span);
                        out.push(match help {
                            Some(help) => diagnostic.suggest(Some(help)),
                            None => diagnostic,
                        });
                    }
                }
            }
            start += line.len();
        }
        (rules, out)
    }
}

fn rule(line: &str) -> Result<Rule, (String, Option<String>)> {
    let mut words = line.split_whitespace();
    let sign = words.next().unwrap_or_default();
    let known: &[&'static str] = match sign {
        "+" => &PLUS,
        "-" => &MINUS,
        _ => {
            let message = format!("a rule starts with `+ ` or `- `, not with `{sign}`");
            return Err((message, None));
        }
    };
    let word = words.next().unwrap_or_default();
    let Some(&word) = known.iter().find(|k| **k == word) else {
        let message = match word {
            "" => format!(
                "a rule needs a keyword after `{sign}`: {}",
                known.join(", ")
            ),
            word => format!(
                "`{word}` is not a keyword of rules with `{sign}`; these are {}",
                known.join(", ")
            ),
        };
        return Err((
            message,
            closest(word, known.iter().copied()).map(|w| format!("{sign} {w}")),
        ));
    };
    let name = words.next();
    let rest = words.next();
    match (sign, word, name, rest) {
        (_, "all", None, None) => Ok(Rule::All),
        (_, "areas", None, None) => Ok(Rule::Areas(0)),
        (_, "areas", Some(least), None) => least.parse().map(Rule::Areas).map_err(|_| {
            let message = "`+ areas` takes no name, only the least number of types";
            (message.to_owned(), None)
        }),
        (_, "all", Some(_), _) => Err((format!("`+ {word}` takes no name"), None)),
        (_, _, None, _) => Err((format!("`{sign} {word}` needs a name"), None)),
        (_, _, Some(_), Some(rest)) => {
            let message = format!("`{rest}` follows the name; a rule has one name");
            Err((message, None))
        }
        ("+", "path", Some(path), None) => Ok(Rule::Path(path.to_owned())),
        ("+", "type", Some(name), None) => Ok(Rule::Read(name.to_owned())),
        ("+", "write", Some(name), None) => Ok(Rule::Write(name.to_owned())),
        ("+", "delete", Some(name), None) => Ok(Rule::Delete(name.to_owned())),
        ("+", word, Some(name), None) => Ok(Rule::Root(word, name.to_owned())),
        (_, "type", Some(name), None) => Ok(Rule::NoType(name.to_owned())),
        (_, "write", Some(name), None) => Ok(Rule::NoWrite(name.to_owned())),
        (_, _, Some(name), None) => Ok(Rule::NoOperation(name.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::{Rule, Rules};
    use crate::diagnostic::Sources;

    #[test]
    fn all_kinds_of_rules_are_read() {
        let mut sources = Sources::default();
        let text = "# first\n+ all\n\n + singleton communications # root\r\n+ set users\n+ path me/chats\n\
                    + type a.b\n+ write a.c\n+ delete a.e\n- type a.d\n- write a.e\n- operation a.f\n\
                    + areas\n+ areas 300\n";
        let id = sources.add("select.txt", text);
        let (rules, out) = Rules::parse(&sources, id);
        assert!(out.is_empty(), "{}", out.render(&sources));
        let list: Vec<_> = rules.list.iter().map(|r| r.value.clone()).collect();
        assert_eq!(
            list,
            [
                Rule::All,
                Rule::Root("singleton", "communications".into()),
                Rule::Root("set", "users".into()),
                Rule::Path("me/chats".into()),
                Rule::Read("a.b".into()),
                Rule::Write("a.c".into()),
                Rule::Delete("a.e".into()),
                Rule::NoType("a.d".into()),
                Rule::NoWrite("a.e".into()),
                Rule::NoOperation("a.f".into()),
                Rule::Areas(0),
                Rule::Areas(300),
            ]
        );
        assert_eq!(sources.line_column(rules.list[1].span), Some((4, 2)));
    }

    #[test]
    fn every_bad_line_is_reported_with_its_place() {
        let mut sources = Sources::default();
        let id = sources.add(
            "s",
            "call\n+ singelton x\n+ type\n+ all x\n- type a b\n- singleton x\n+ areas few\n",
        );
        let (rules, out) = Rules::parse(&sources, id);
        assert!(rules.list.is_empty());
        let text = out.render(&sources);
        assert_eq!(out.iter().count(), 7, "{text}");
        assert_eq!(text.matches("error[E0170 rule]").count(), 7, "{text}");
        assert!(text.contains("--> s:2:1\n"), "{text}");
        assert!(text.contains("did you mean `+ singleton`?"), "{text}");
    }
}
