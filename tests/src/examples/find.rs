//! Finds the type as which the body of a documented example is read.

use msgraph_runtime::registry::{
    Cardinality, RegistryEntry, RegistryOperation, TypeKind, ValueType,
};

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
}

impl Expected {
    /// The name of the type or operation.
    pub fn name(&self) -> String {
        match self {
            Self::One(entry) => entry.name.to_owned(),
            Self::Page(entry) => format!("Collection({})", entry.name),
            Self::Parameters(operation) => format!("{}({})", operation.name, operation.binding),
        }
    }
}

/// Where a path leads.
#[derive(Clone, Copy)]
enum Place {
    One(&'static RegistryEntry),
    Many(&'static RegistryEntry),
    Operation(&'static RegistryOperation),
}

/// Finds the type of a body.
///
/// # Errors
///
/// Why no type is known.
pub fn find(registry: &Registry, record: &Record, body: &Json) -> Result<Expected, String> {
    if let Some(declared) = &record.declared_type {
        return declared_type(registry, record, declared, body);
    }
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
    let inner = declared
        .strip_prefix("Collection(")
        .and_then(|inner| inner.strip_suffix(')'));
    let name = inner.unwrap_or(declared);
    let entry = registry
        .find(name)
        .ok_or_else(|| format!("no type {name}"))?;
    // Documentation forgets to say that a list is one.
    let many = inner.is_some() || record.is_collection || is_page_of(entry, body);
    Ok(if many {
        Expected::Page(entry)
    } else {
        Expected::One(entry)
    })
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
    let (place, by_key) = walk(registry, path);
    if by_key && record.method.as_deref() == Some("POST") {
        // Nothing is posted to an entity: this is an action that nobody declares.
        return Err(format!("no action at {}", short(path)));
    }
    match place {
        Some(Place::Operation(operation)) => Ok(Expected::Parameters(operation)),
        Some(Place::One(entry) | Place::Many(entry)) => Ok(Expected::One(entry)),
        None => Err(format!("no type at {}", short(path))),
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
    let (place, _) = walk(registry, path);
    let place = place.ok_or_else(|| format!("no type at {}", short(path)))?;
    let created = record.for_method.as_deref() == Some("POST");
    match place {
        Place::One(entry) => Ok(Expected::One(entry)),
        Place::Many(entry) if created && !is_page_of(entry, body) => Ok(Expected::One(entry)),
        Place::Many(entry) => Ok(Expected::Page(entry)),
        Place::Operation(operation) => match operation.response {
            Some(value) => match registry.find(value.name) {
                Some(entry) if value.cardinality == Cardinality::Many => Ok(Expected::Page(entry)),
                Some(entry) => Ok(Expected::One(entry)),
                None => Err(format!("{} answers {}", operation.name, value.name)),
            },
            None => Err(format!("{} answers nothing", operation.name)),
        },
    }
}

/// Follows a path as far as types are known; what nothing declares is skipped.
/// Gives where it ends, and whether its last segment is a key.
fn walk(registry: &Registry, path: &str) -> (Option<Place>, bool) {
    let path = path.split('?').next().unwrap_or_default();
    let mut place = None;
    let mut by_key = false;
    for segment in segments(path) {
        let name = segment.split('(').next().unwrap_or_default();
        let next = step(registry, place, name);
        // A segment behind a collection that is nothing else is a key.
        by_key = next.is_none() && matches!(place, Some(Place::Many(_)));
        place = match place {
            Some(Place::Many(entry)) if by_key => Some(Place::One(entry)),
            _ => next,
        };
    }
    (place, by_key)
}

fn step(registry: &Registry, place: Option<Place>, name: &str) -> Option<Place> {
    let (entry, many) = match place {
        None => return anywhere(registry, name),
        Some(Place::One(entry)) => (entry, false),
        Some(Place::Many(entry)) => (entry, true),
        Some(Place::Operation(operation)) => {
            let value = operation.response?;
            (
                registry.find(value.name)?,
                value.cardinality == Cardinality::Many,
            )
        }
    };
    if name.contains('.')
        && let Some(cast) = registry.find(name)
    {
        return Some(if many {
            Place::Many(cast)
        } else {
            Place::One(cast)
        });
    }
    if !many && let Some(field) = registry.field(entry, name) {
        return place_of(registry, field.value_type);
    }
    operation(registry, name, Some((entry, many)))
}

/// Finds a name that follows what this service does not declare, such as
/// `/users/{id}`: a property that leads to an entity, or an operation.
fn anywhere(registry: &Registry, name: &str) -> Option<Place> {
    let mut owners = registry
        .types()
        .filter(|entry| entry.kind == TypeKind::Entity);
    let property = owners.find_map(|owner| {
        let own = owner.fields.iter();
        let field = own.clone().find(|field| field.name == name);
        let field = field.or_else(|| own.clone().find(|f| is_singular(f.name, name)))?;
        place_of(registry, field.value_type).filter(is_entity)
    });
    let named = || {
        let entry = registry.find(&format!("microsoft.graph.{name}"))?;
        (entry.kind == TypeKind::Entity).then_some(Place::One(entry))
    };
    property
        .or_else(|| operation(registry, name, None))
        .or_else(named)
}

/// Whether a path says `onlineMeeting` for `onlineMeetings`.
fn is_singular(plural: &str, name: &str) -> bool {
    plural.strip_suffix('s') == Some(name)
}

/// The operation of a name: the one bound to where the path has led, else any.
fn operation(registry: &Registry, name: &str, at: Option<(&RegistryEntry, bool)>) -> Option<Place> {
    let all = || registry.operations(name);
    let bound = at.and_then(|(entry, many)| {
        all().find(|operation| {
            let collection = operation.binding.starts_with("Collection(");
            collection == many && is_a(registry, entry, item_of(operation.binding))
        })
    });
    bound.or_else(|| all().next()).map(Place::Operation)
}

/// Whether a type is `base` or derives from it.
fn is_a(registry: &Registry, entry: &RegistryEntry, base: &str) -> bool {
    entry.name == base
        || registry
            .find(base)
            .is_some_and(|base| base.derived.contains(&entry.name))
}

fn place_of(registry: &Registry, value: ValueType) -> Option<Place> {
    let entry = registry.find(value.name)?;
    Some(if value.cardinality == Cardinality::Many {
        Place::Many(entry)
    } else {
        Place::One(entry)
    })
}

fn is_entity(place: &Place) -> bool {
    match place {
        Place::One(entry) | Place::Many(entry) => entry.kind == TypeKind::Entity,
        Place::Operation(_) => false,
    }
}

fn item_of(binding: &str) -> &str {
    binding
        .strip_prefix("Collection(")
        .and_then(|inner| inner.strip_suffix(')'))
        .unwrap_or(binding)
}

/// Splits a path; slashes in parentheses and quotes part nothing.
fn segments(path: &str) -> Vec<&str> {
    let mut segments = Vec::new();
    let (mut start, mut open, mut quoted) = (0, false, false);
    for (at, c) in path.char_indices() {
        match c {
            '\'' => quoted = !quoted,
            '(' if !quoted => open = true,
            ')' if !quoted => open = false,
            '/' if !open && !quoted => {
                segments.push(&path[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    segments.push(&path[start..]);
    segments.retain(|segment| !segment.is_empty());
    segments
}

fn short(path: &str) -> String {
    path.chars().take(60).collect()
}
