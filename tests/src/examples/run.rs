//! Checks whether the body of an example survives reading and writing.

use msgraph_runtime::registry::{Cardinality, ReadDocument as Read, document};
use msgraph_runtime::{Mode, Page, RawJson, ReadError, UnknownObject, from_str, to_string};

use super::{Expected, Record, Registry, find};
use crate::json::{self, Json};
use crate::repair;

/// What happened to a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was read and written back equal, in both ways.
    Equal,
    /// Something changed or was lost.
    Lost {
        /// Where and what, behind the way that lost it.
        what: String,
    },
    /// It could not be read.
    Failed {
        /// The path of the member, such as `value[0].state`.
        path: String,
        /// The whole message.
        message: String,
    },
    /// No type of the registry belongs to it.
    NoType {
        /// Why.
        why: String,
    },
    /// It is not JSON and no rule makes it so.
    NotJson {
        /// The first fault.
        error: String,
    },
    /// It has no JSON body.
    NoBody,
}

/// The outcome of one example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The id of the example.
    pub id: String,
    /// What it was read as.
    pub name: String,
    /// The rules that made JSON of it.
    pub rules: Vec<String>,
    /// What happened.
    pub outcome: Outcome,
}

/// Reads and writes the body of a record.
pub fn run(registry: &Registry, record: &Record) -> Verdict {
    let mut verdict = Verdict {
        id: record.id.clone(),
        name: String::new(),
        rules: Vec::new(),
        outcome: Outcome::NoBody,
    };
    let Some(body) = &record.body else {
        return verdict;
    };
    let (text, json) = match sound(record, body, &mut verdict.rules) {
        Ok(sound) => sound,
        Err(error) => {
            verdict.outcome = Outcome::NotJson { error };
            return verdict;
        }
    };
    verdict.outcome = match find(registry, record, &json) {
        Err(why) => Outcome::NoType { why },
        Ok(expected) => {
            verdict.name = expected.name();
            survive(registry, &expected, &text, &json).unwrap_or_else(|outcome| outcome)
        }
    };
    verdict
}

/// The body as JSON, and the rules that were needed.
fn sound(record: &Record, body: &str, rules: &mut Vec<String>) -> Result<(String, Json), String> {
    match (repair::repair(body), &record.repaired) {
        (Ok(repaired), given) => {
            let names = repaired.rules.iter().map(ToString::to_string);
            rules.extend(names);
            if let Some(given) = given
                && let Err(difference) = json::same(given, &repaired.text)
            {
                return Err(format!("repaired in two ways: {difference}"));
            }
            Ok((repaired.text, repaired.json))
        }
        (Err(_), Some(given)) => {
            rules.push("by_hand".to_owned());
            let json = json::parse(given).map_err(|error| error.to_string())?;
            Ok((given.clone(), json))
        }
        (Err(error), None) => Err(error.to_string()),
    }
}

/// Reads and writes; both results are what happened.
fn survive(
    registry: &Registry,
    expected: &Expected,
    text: &str,
    json: &Json,
) -> Result<Outcome, Outcome> {
    match expected {
        Expected::One(entry) => value(entry.read, text, json, "")?,
        Expected::Parameters(operation) => value(operation.read, text, json, "")?,
        Expected::Page(entry) => items(entry.read, text, json)?,
        Expected::Value(type_) => {
            let read = registry.reader(type_.name);
            let read = read.ok_or_else(|| unread(&format!("no type {}", type_.name)))?;
            if json.get("value").is_none() {
                // Printed without the object around it.
                value(read, text, json, "")?;
            } else if type_.cardinality == Cardinality::Many {
                items(read, text, json)?;
            } else {
                let (text, json) = inside(text, json)?;
                value(read, &text, &json, "value")?;
            }
        }
        Expected::Count => value(document::<i64>, text, json, "")?,
        Expected::Reference => {
            let address = |json: &Json| json.get("@odata.id").and_then(Json::as_str).is_some();
            let all = json.get("value").and_then(Json::as_array);
            if !address(json) && !all.is_some_and(|all| all.iter().all(address)) {
                return Err(unread("no `@odata.id`"));
            }
            value(document::<UnknownObject>, text, json, "")?;
        }
        Expected::Content => {}
        Expected::Error => value(document::<UnknownObject>, text, json, "")?,
    }
    Ok(Outcome::Equal)
}

fn unread(message: &str) -> Outcome {
    Outcome::Failed {
        path: String::new(),
        message: message.to_owned(),
    }
}

/// Reads a page, and each item as one value.
fn items(read: Read, text: &str, json: &Json) -> Result<(), Outcome> {
    let page = from_str::<Page<RawJson>>(text).map_err(|error| failed("", &error))?;
    compare("page", json, &to_string(&page), "")?;
    let items = page.value.unwrap_or_default();
    for (at, item) in items.iter().enumerate() {
        let text = item.as_str();
        value(read, text, &parse(text)?, &format!("value[{at}]"))?;
    }
    Ok(())
}

/// The member `value` of an answer.
fn inside(text: &str, json: &Json) -> Result<(String, Json), Outcome> {
    let object = from_str::<UnknownObject>(text).map_err(|error| failed("", &error))?;
    compare("object", json, &to_string(&object), "")?;
    let value = object.extra.get::<RawJson>("value");
    let text = value.map_or_else(|| "null".to_owned(), |value| value.as_str().to_owned());
    let json = parse(&text)?;
    Ok((text, json))
}

fn parse(text: &str) -> Result<Json, Outcome> {
    json::parse(text).map_err(|error| Outcome::NotJson {
        error: error.to_string(),
    })
}

/// Reads one value and writes it in both ways.
fn value(read: Read, text: &str, json: &Json, place: &str) -> Result<(), Outcome> {
    let document = read(text, Mode::Strict).map_err(|error| failed(place, &error))?;
    compare("to_json", json, &document.to_json(), place)?;
    match document.to_serde_json() {
        Ok(written) => compare("serde", json, &written, place),
        Err(error) => Err(Outcome::Lost {
            what: format!("serde: {error}"),
        }),
    }
}

fn compare(way: &str, expected: &Json, written: &str, place: &str) -> Result<(), Outcome> {
    let at = if place.is_empty() {
        String::new()
    } else {
        format!("{place} ")
    };
    let lost = |what: String| Outcome::Lost {
        what: format!("{way}: {at}{what}"),
    };
    let written = json::parse(written).map_err(|error| lost(error.to_string()))?;
    match json::difference(expected, &written) {
        None => Ok(()),
        Some(difference) => Err(lost(difference.to_string())),
    }
}

fn failed(place: &str, error: &ReadError) -> Outcome {
    let (dot, mark) = match (place, error.path()) {
        ("", _) => ("", ""),
        (_, "") => ("", ": "),
        _ => (".", "."),
    };
    Outcome::Failed {
        path: format!("{place}{dot}{}", error.path()),
        message: format!("{place}{mark}{error}"),
    }
}
