//! Finds the type as which the body of a documented example is read.

use msgraph_runtime::registry::{Cardinality, RegistryEntry, RegistryOperation, ValueType};

use super::walk::{End, Place, item_of, place_of, walk};
use super::{Record, Registry};
use crate::json::Json;

/// What a body should be read as.
#[derive(Clone, Copy)]
pub enum Expected {
    /// A value of a type.
    One(&'static RegistryEntry),
    /// A page of a collection of a type.
    Page(&'static RegistryEntry),
    /// The parameters of an action.
    Parameters(&'static RegistryOperation),
    /// A primitive value, a member of an enumeration, or a collection of them: in `value`.
    Value(ValueType),
    /// A number and nothing around it.
    Count,
    /// An `@odata.id`, or a page of them.
    Reference,
    /// The bytes of a stream, which happen to be JSON.
    Content,
    /// An error instead of an answer.
    Error,
}

impl Expected {
    /// The name of the type or operation.
    pub fn name(&self) -> String {
        match self {
            Self::One(entry) => entry.name.to_owned(),
            Self::Page(entry) => format!("Collection({})", entry.name),
            Self::Parameters(operation) => format!("{}({})", operation.name, operation.binding),
            Self::Value(value) if value.cardinality == Cardinality::Many => {
                format!("Collection({})", value.name)
            }
            Self::Value(value) => value.name.to_owned(),
            Self::Count => "$count".to_owned(),
            Self::Reference => "$ref".to_owned(),
            Self::Content => "$value".to_owned(),
            Self::Error => "error".to_owned(),
        }
    }
}

/// Finds the type of a body.
///
/// # Errors
///
/// Why no type is known.
pub fn find(registry: &Registry, record: &Record, body: &Json) -> Result<Expected, String> {
    if record.kind == "response" && is_error(body) {
        return Ok(Expected::Error);
    }
    let Some(declared) = &record.declared_type else {
        return by_path(registry, record, body);
    };
    // Documentation declares types that the service does not have, and calls a Boolean a string;
    // the path knows better.
    match declared_type(registry, record, declared, body) {
        Ok(found @ (Expected::Value(_) | Expected::Content)) => {
            Ok(by_path(registry, record, body).unwrap_or(found))
        }
        Ok(found) => Ok(found),
        Err(error) => by_path(registry, record, body).map_err(|_| error),
    }
}

/// Whether an answer is `{"error": {"code": …}}`, and not an entity that has a member `error`.
fn is_error(body: &Json) -> bool {
    let Json::Object(members) = body else {
        return false;
    };
    let mut members = members.iter().filter(|(name, _)| !name.contains('@'));
    let is = |(name, value): &(String, Json)| name == "error" && value.text("code").is_some();
    members.next().is_some_and(is) && members.next().is_none()
}

fn by_path(registry: &Registry, record: &Record, body: &Json) -> Result<Expected, String> {
    match record.kind.as_str() {
        "notification" => {
            let name = "microsoft.graph.commsNotifications";
            let entry = registry.find(name).map(Expected::One);
            entry.ok_or_else(|| format!("no type {name}"))
        }
        "request" => request(registry, record),
        "response" => response(registry, record, body),
        kind => Err(format!("a {kind} without a type")),
    }
}

fn declared_type(
    registry: &Registry,
    record: &Record,
    declared: &str,
    body: &Json,
) -> Result<Expected, String> {
    let name = item_of(declared);
    let many = name != declared || record.is_collection;
    let unknown = || format!("no type {name}");
    let cardinality = match many {
        true => Cardinality::Many,
        false => Cardinality::One,
    };
    let value = registry.value_type(name, cardinality).ok_or_else(unknown)?;
    match place_of(registry, value) {
        Some(Place::Many(entry)) => Ok(Expected::Page(entry)),
        // Documentation forgets to say that a list is one.
        Some(Place::One(entry)) if is_page_of(entry, body) => Ok(Expected::Page(entry)),
        Some(Place::One(entry)) => Ok(Expected::One(entry)),
        Some(Place::Value(value)) => Ok(Expected::Value(value)),
        Some(Place::Content) => Ok(Expected::Content),
        _ => Err(unknown()),
    }
}

/// Whether a body is a page although nobody says so: it has a list `value`,
/// which the type itself does not have.
fn is_page_of(entry: &RegistryEntry, body: &Json) -> bool {
    let own = entry.fields.iter().any(|field| field.name == "value");
    !own && body.get("value").and_then(Json::as_array).is_some()
}

fn request(registry: &Registry, record: &Record) -> Result<Expected, String> {
    let path = record.path.as_deref().unwrap_or_default();
    if let Some(operation) = &record.operation {
        let found = named_operation(registry, operation);
        return found.ok_or_else(|| format!("no operation {operation}"));
    }
    let End { place, by_key } = walk(registry, path);
    if by_key && record.method.as_deref() == Some("POST") {
        // Nothing is posted to an entity: this is an action that nobody declares.
        return Err(format!("no action at {}", short(path)));
    }
    match place {
        Some(Place::Operation(operation)) => Ok(Expected::Parameters(operation)),
        Some(Place::One(entry) | Place::Many(entry)) => Ok(Expected::One(entry)),
        Some(Place::Value(value)) => Ok(Expected::Value(value)),
        Some(Place::Reference) => Ok(Expected::Reference),
        Some(Place::Content) => Ok(Expected::Content),
        Some(Place::Count) | None => Err(format!("no type at {}", short(path))),
    }
}

/// Finds `microsoft.graph.call/transfer`.
fn named_operation(registry: &Registry, operation: &str) -> Option<Expected> {
    let (binding, name) = operation.rsplit_once('/')?;
    let bound = |found: &&RegistryOperation| item_of(found.binding) == binding;
    registry
        .operations(name)
        .find(bound)
        .map(Expected::Parameters)
}

fn response(registry: &Registry, record: &Record, body: &Json) -> Result<Expected, String> {
    let path = record.for_path.as_deref().unwrap_or_default();
    let place = walk(registry, path).place;
    let mut place = place.ok_or_else(|| format!("no type at {}", short(path)))?;
    if let Place::Operation(operation) = place {
        let nothing = || format!("{} answers nothing", operation.name);
        let value = operation.response.ok_or_else(nothing)?;
        let result = place_of(registry, value);
        place = result.ok_or_else(|| format!("{} answers {}", operation.name, value.name))?;
    } else if let Place::Many(entry) = place {
        // What was created is one, whatever the path says.
        let created = record.for_method.as_deref() == Some("POST");
        if created && !is_page_of(entry, body) {
            place = Place::One(entry);
        }
    }
    match place {
        Place::One(entry) => Ok(Expected::One(entry)),
        Place::Many(entry) => Ok(Expected::Page(entry)),
        Place::Value(value) => Ok(Expected::Value(value)),
        Place::Count => Ok(Expected::Count),
        Place::Reference => Ok(Expected::Reference),
        Place::Content => Ok(Expected::Content),
        Place::Operation(operation) => Err(format!("{} answers nothing", operation.name)),
    }
}

fn short(path: &str) -> String {
    path.chars().take(60).collect()
}
