//! Follows the path of a request from the roots of the service to the type that it leads to.

use msgraph_runtime::registry::{
    Cardinality, RegistryEntry, RegistryOperation, TypeKind, ValueType,
};

use super::Registry;
use super::registry::STREAM;

/// Where a path leads.
#[derive(Clone, Copy)]
pub enum Place {
    /// A value of a type.
    One(&'static RegistryEntry),
    /// A collection of a type.
    Many(&'static RegistryEntry),
    /// A primitive value, or a member of an enumeration.
    Value(ValueType),
    /// The result of an operation.
    Operation(&'static RegistryOperation),
    /// `$count`: a number.
    Count,
    /// `$ref`: the address of an entity, or of many.
    Reference,
    /// `$value`: the bytes of a stream or value.
    Content,
}

/// Where a path ends.
#[derive(Clone, Copy)]
pub struct End {
    /// The place; `None` if nothing declares it.
    pub place: Option<Place>,
    /// Whether the last segment is a key.
    pub by_key: bool,
}

/// Follows a path. What nothing declares is passed over: documentation starts in the middle of
/// a path, and a registry may be of a part of the service.
pub fn walk(registry: &Registry, path: &str) -> End {
    let path = path.split('?').next().unwrap_or_default();
    let mut end = End {
        place: None,
        by_key: false,
    };
    for (at, segment) in segments(path).into_iter().enumerate() {
        let (name, arguments) = segment.split_once('(').unwrap_or((segment, ""));
        let root = || {
            registry
                .root(name)
                .and_then(|root| place_of(registry, root))
        };
        let next = match end.place {
            None if at == 0 => root().or_else(|| anywhere(registry, name)),
            place => step(registry, place, name),
        };
        // A segment behind a collection that is nothing else is a key.
        end.by_key = next.is_none() && matches!(end.place, Some(Place::Many(_)));
        end.place = match (end.place, next) {
            (Some(Place::Many(entry)), None) => Some(Place::One(entry)),
            // `users('id')`: a key in parentheses.
            (_, Some(Place::Many(entry))) if !arguments.is_empty() => {
                end.by_key = true;
                Some(Place::One(entry))
            }
            (_, next) => next,
        };
    }
    end
}

fn step(registry: &Registry, place: Option<Place>, name: &str) -> Option<Place> {
    let place = match place {
        None => return anywhere(registry, name),
        Some(Place::Operation(operation)) => place_of(registry, operation.response?)?,
        Some(place) => place,
    };
    let many = matches!(place, Place::Many(_));
    match name {
        "$count" => return Some(Place::Count),
        "$ref" => return Some(Place::Reference),
        "$value" => return Some(Place::Content),
        _ => {}
    }
    let (Place::One(entry) | Place::Many(entry)) = place else {
        return None;
    };
    if name.contains('.')
        && let Some(cast) = registry.find(name)
    {
        return Some(match many {
            true => Place::Many(cast),
            false => Place::One(cast),
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

/// The place of a value of a declared type.
pub fn place_of(registry: &Registry, value: ValueType) -> Option<Place> {
    let structured = registry.find(value.name).filter(|entry| {
        let texts = [TypeKind::Enum, TypeKind::Flags];
        !texts.contains(&entry.kind)
    });
    let many = value.cardinality == Cardinality::Many;
    match structured {
        Some(entry) if many => Some(Place::Many(entry)),
        Some(entry) => Some(Place::One(entry)),
        None if value.name == STREAM => Some(Place::Content),
        None if registry.reader(value.name).is_some() => Some(Place::Value(value)),
        None => None,
    }
}

fn is_entity(place: &Place) -> bool {
    match place {
        Place::One(entry) | Place::Many(entry) => entry.kind == TypeKind::Entity,
        _ => false,
    }
}

/// The type that a collection is of.
pub fn item_of(binding: &str) -> &str {
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
