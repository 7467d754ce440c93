//! A JSON tree that keeps everything: exact decimals, and members in order, duplicates included.
//!
//! It is independent of the runtime's reader and of `serde_json`, so that the tests judge neither
//! by itself.

mod number;
mod parse;

use std::fmt;

pub use self::number::Number;
pub use self::parse::{SyntaxError, parse};

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, by its exact decimal value.
    Number(Number),
    /// A text.
    String(String),
    /// A list.
    Array(Vec<Json>),
    /// An object: its members in order.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// The first member of an object that has this name.
    pub fn get(&self, name: &str) -> Option<&Json> {
        match self {
            Self::Object(members) => members
                .iter()
                .find_map(|(key, value)| (key == name).then_some(value)),
            _ => None,
        }
    }

    /// The text, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The text of the member of this name.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Self::as_str)
    }

    /// The list, if it is one.
    pub fn as_array(&self) -> Option<&[Json]> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }
}

/// Writes compact JSON.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::String(text) => write_string(f, text),
            Self::Array(items) => {
                f.write_str("[")?;
                for (at, item) in items.iter().enumerate() {
                    let comma = if at > 0 { "," } else { "" };
                    write!(f, "{comma}{item}")?;
                }
                f.write_str("]")
            }
            Self::Object(members) => {
                f.write_str("{")?;
                for (at, (name, value)) in members.iter().enumerate() {
                    f.write_str(if at > 0 { "," } else { "" })?;
                    write_string(f, name)?;
                    write!(f, ":{value}")?;
                }
                f.write_str("}")
            }
        }
    }
}

fn write_string(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_str("\"")?;
    for c in text.chars() {
        match c {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            c if c < ' ' => write!(f, "\\u{:04x}", u32::from(c))?,
            c => write!(f, "{c}")?,
        }
    }
    f.write_str("\"")
}

/// Where two documents differ first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The JSON pointer.
    pub pointer: String,
    /// What was expected there; `None` if nothing.
    pub expected: Option<Json>,
    /// What is there; `None` if nothing.
    pub found: Option<Json>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let show = |side: &Option<Json>| match side {
            Some(value) => shorten(&value.to_string()),
            None => "nothing".to_owned(),
        };
        let pointer = if self.pointer.is_empty() {
            "the root"
        } else {
            &self.pointer
        };
        let (expected, found) = (show(&self.expected), show(&self.found));
        write!(f, "{pointer}: {expected} became {found}")
    }
}

fn shorten(text: &str) -> String {
    if text.chars().count() <= 60 {
        return text.to_owned();
    }
    text.chars().take(57).chain("...".chars()).collect()
}

/// Compares two documents: numbers by value, members in any order, everything
/// else exactly.
pub fn difference(expected: &Json, found: &Json) -> Option<Difference> {
    let mut pointer = String::new();
    walk(expected, found, &mut pointer)
}

fn walk(expected: &Json, found: &Json, pointer: &mut String) -> Option<Difference> {
    match (expected, found) {
        (Json::Array(left), Json::Array(right)) => {
            for at in 0..left.len().max(right.len()) {
                let step = at.to_string();
                if let Some(found) = sides(left.get(at), right.get(at), &step, pointer) {
                    return Some(found);
                }
            }
            None
        }
        (Json::Object(left), Json::Object(right)) => {
            let (left, right) = (by_name(left), by_name(right));
            let (mut l, mut r) = (left.iter().peekable(), right.iter().peekable());
            loop {
                let (a, b) = match (l.peek(), r.peek()) {
                    (None, None) => return None,
                    (Some(a), Some(b)) if a.0 == b.0 => (l.next(), r.next()),
                    (Some(a), Some(b)) if a.0 < b.0 => (l.next(), None),
                    (Some(_), None) => (l.next(), None),
                    _ => (None, r.next()),
                };
                let name = a.or(b).map_or("", |member| member.0.as_str());
                let found = sides(a.map(|m| &m.1), b.map(|m| &m.1), name, pointer);
                if found.is_some() {
                    return found;
                }
            }
        }
        _ if expected == found => None,
        _ => Some(Difference {
            pointer: pointer.clone(),
            expected: Some(expected.clone()),
            found: Some(found.clone()),
        }),
    }
}

fn sides(
    expected: Option<&Json>,
    found: Option<&Json>,
    step: &str,
    pointer: &mut String,
) -> Option<Difference> {
    let length = pointer.len();
    pointer.push('/');
    pointer.push_str(&step.replace('~', "~0").replace('/', "~1"));
    let difference = match (expected, found) {
        (Some(expected), Some(found)) => walk(expected, found, pointer),
        _ => Some(Difference {
            pointer: pointer.clone(),
            expected: expected.cloned(),
            found: found.cloned(),
        }),
    };
    pointer.truncate(length);
    difference
}

/// Members by name; those of one name stay in order.
fn by_name(members: &[(String, Json)]) -> Vec<&(String, Json)> {
    let mut members: Vec<_> = members.iter().collect();
    members.sort_by(|a, b| a.0.cmp(&b.0));
    members
}

/// Compares two texts as JSON.
///
/// # Errors
///
/// What differs, or which of the two is not JSON.
pub fn same(expected: &str, found: &str) -> Result<(), String> {
    let expected = parse(expected).map_err(|error| format!("expected text: {error}"))?;
    let found = parse(found).map_err(|error| format!("{error} in {}", shorten(found)))?;
    match difference(&expected, &found) {
        None => Ok(()),
        Some(difference) => Err(difference.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_are_the_same() {
        for (a, b) in [
            (
                r#"{"a":1,"b":[null,true]}"#,
                r#"{ "b": [null, true], "a": 1.0e0 }"#,
            ),
            (r#""\u00e9\n""#, "\"é\\n\""),
            (r#"{"a":1,"a":2}"#, r#"{"a":1,"a":2}"#),
            ("100", "1e2"),
        ] {
            assert_eq!(same(a, b), Ok(()), "{a} {b}");
        }
    }

    #[test]
    fn a_difference_has_its_place() {
        for (a, b, expected) in [
            (r#"{"a":1}"#, r#"{"a":2}"#, "/a: 1 became 2"),
            (r#"{"a":null}"#, "{}", "/a: null became nothing"),
            ("{}", r#"{"a/b":[]}"#, "/a~1b: nothing became []"),
            (
                r#"{"a":[1,{"b":1}]}"#,
                r#"{"a":[1,{"b":true}]}"#,
                "/a/1/b: 1 became true",
            ),
            (r#"{"a":1,"a":2}"#, r#"{"a":2,"a":1}"#, "/a: 1 became 2"),
            (r#"{"a":1,"a":2}"#, r#"{"a":1}"#, "/a: 2 became nothing"),
            ("[1]", "[1,null]", "/1: nothing became null"),
            (
                "0.1",
                "0.10000000000000001",
                "the root: 0.1 became 0.10000000000000001",
            ),
            ("0", "-0", "the root: 0 became -0"),
            ("\"5\"", "5", "the root: \"5\" became 5"),
        ] {
            assert_eq!(same(a, b), Err(expected.to_owned()));
        }
    }
}
