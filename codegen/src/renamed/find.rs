//! Finds the Rust names of one crate that another has otherwise.

use std::collections::{BTreeMap, BTreeSet};

use super::{Name, Renamed};
use crate::diff::Diff;
use crate::sdk::{Builder, Item, MethodKind, Module, Path, Sdk, Struct, TextEnum, Type};

/// An item by what it stands for: the kind of item, and the OData name.
type Key = (&'static str, String);

/// Finds the public names of the old crate that the new one has otherwise, as far as an alias can
/// stand for them: items, members of enumerations, constants and setters of properties, methods.
pub fn find(diff: &Diff, old: &Sdk, new: &Sdk) -> Renamed {
    let (before, after) = (items(old), items(new));
    let changed: BTreeMap<&str, &str> = diff
        .changes
        .iter()
        .filter(|c| is_of_items(c.rule))
        .filter_map(|c| Some((c.item.as_str(), c.to.as_deref()?)))
        .collect();
    let paths: BTreeSet<&Path> = after.values().map(|(path, _)| *path).collect();
    let mut names = BTreeSet::new();
    for ((kind, name), (path, item)) in &before {
        let Some((other, other_item)) = after.get(&(*kind, renamed(&changed, name))) else {
            continue;
        };
        let same = |a: &Path, b: &Path| a.modules == b.modules && a.name == b.name;
        if !same(path, other) && !paths.iter().any(|taken| same(taken, path)) {
            names.insert((shown(path), shown(other)));
        }
        if let (Some(a), Some(b)) = (item, other_item) {
            members(diff, a, b, &shown(other), &mut names);
        }
    }
    let names = names.into_iter().filter(|(old, new)| old != new);
    Renamed {
        names: names.map(|(old, new)| Name { old, new }).collect(),
    }
}

fn is_of_items(rule: &str) -> bool {
    matches!(
        rule,
        "type-case-changed"
            | "type-moved-namespace"
            | "type-renamed"
            | "operation-case-changed"
            | "operation-moved-namespace"
    )
}

/// The OData name that a type or an operation has now.
fn renamed(changed: &BTreeMap<&str, &str>, name: &str) -> String {
    let Some((operation, binding)) = name.split_once('(') else {
        return (*changed.get(name).unwrap_or(&name)).to_owned();
    };
    let operation = changed.get(name).unwrap_or(&operation);
    let bound = binding.trim_start_matches("Collection(");
    let bound = bound.trim_end_matches(')');
    let now = changed.get(bound).unwrap_or(&bound);
    match bound.is_empty() {
        true => format!("{operation}({binding}"),
        false => format!("{operation}({}", binding.replacen(bound, now, 1)),
    }
}

/// The items of a crate, with the path of each.
fn items(sdk: &Sdk) -> BTreeMap<Key, (&Path, Option<&Item>)> {
    let mut out = BTreeMap::new();
    for found in &sdk.registry.types {
        if let Type::Model(path) = &found.value {
            out.insert(("value", found.name.clone()), (path, None));
        }
    }
    let mut overloads: BTreeMap<String, usize> = BTreeMap::new();
    let mut todo: Vec<&Module> = vec![&sdk.models, &sdk.requests];
    while let Some(module) = todo.pop() {
        todo.extend(&module.modules);
        for item in module.files.iter().flat_map(|file| &file.items) {
            let key = match item {
                Item::Struct(found) => ("own", found.type_name.trim_start_matches('#').to_owned()),
                Item::TextEnum(found) => ("own", found.type_name.clone()),
                Item::Builder(found) => (builder(found), found.entity.clone()),
                Item::Operation(found) => {
                    let name = format!("{}({})", found.qualified_name, found.binding);
                    *overloads.entry(name.clone()).or_default() += 1;
                    ("operation", name)
                }
                Item::AnyEnum(_) | Item::Alias(_) => continue,
            };
            out.insert(key, (item.path(), Some(item)));
        }
    }
    // The names of overloads are pinned.
    for (name, _) in overloads.into_iter().filter(|(_, count)| *count > 1) {
        out.remove(&("operation", name));
    }
    out
}

fn builder(found: &Builder) -> &'static str {
    match found
        .path
        .name
        .trim_end_matches('_')
        .ends_with("CollectionRequests")
    {
        true => "many",
        false => "one",
    }
}

fn shown(path: &Path) -> String {
    let parts = path.modules.iter().chain([&path.name]);
    parts.map(String::as_str).collect::<Vec<_>>().join("::")
}

/// The members of an item that have another name now; `path` is the path of the new item.
fn members(
    diff: &Diff,
    old: &Item,
    new: &Item,
    path: &str,
    names: &mut BTreeSet<(String, String)>,
) {
    let pairs = match (old, new) {
        (Item::TextEnum(old), Item::TextEnum(new)) => variants(diff, old, new),
        (Item::Struct(old), Item::Struct(new)) => fields(old, new),
        (Item::Operation(old), Item::Operation(new)) => fields(&old.parameters, &new.parameters),
        (Item::Builder(old), Item::Builder(new)) => methods(old, new),
        _ => Vec::new(),
    };
    let taken = taken(new);
    for (was, is) in pairs {
        if was != is && !taken.contains(was.as_str()) {
            names.insert((format!("{path}::{was}"), format!("{path}::{is}")));
        }
    }
}

/// The names of the members of an item.
pub(super) fn taken(item: &Item) -> BTreeSet<&str> {
    match item {
        Item::TextEnum(found) => {
            let members = found.members.iter().map(|member| member.name.as_str());
            members.chain([found.fallback.as_str()]).collect()
        }
        Item::Struct(found) => of_struct(found).collect(),
        Item::Operation(found) => of_struct(&found.parameters).collect(),
        Item::Builder(found) => found.methods.iter().map(|m| m.name.as_str()).collect(),
        Item::AnyEnum(_) | Item::Alias(_) => BTreeSet::new(),
    }
}

fn of_struct(found: &Struct) -> impl Iterator<Item = &str> {
    let fields = found.fields.iter();
    fields.flat_map(|field| [field.constant.as_str(), field.setter.as_str()])
}

fn variants(diff: &Diff, old: &TextEnum, new: &TextEnum) -> Vec<(String, String)> {
    let now = |wire: &str| {
        let item = format!("{}/{wire}", old.type_name);
        let mut changes = diff.changes.iter();
        let renaming = |rule| matches!(rule, "enum-member-renamed" | "enum-member-case-changed");
        let change = changes.find(|c| c.item == item && renaming(c.rule));
        change
            .and_then(|c| c.to.clone())
            .unwrap_or_else(|| wire.to_owned())
    };
    let pairs = old.members.iter().filter_map(|member| {
        let now = now(&member.wire);
        let found = new.members.iter().find(|other| other.wire == now)?;
        Some((member.name.clone(), found.name.clone()))
    });
    pairs.collect()
}

fn fields(old: &Struct, new: &Struct) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for field in &old.fields {
        let same = |wire: &str| wire == field.wire;
        let cased = |wire: &str| wire.eq_ignore_ascii_case(&field.wire);
        let find = |is: &dyn Fn(&str) -> bool| new.fields.iter().position(|f| is(&f.wire));
        let Some(at) = find(&same).or_else(|| find(&cased)) else {
            continue;
        };
        let found = &new.fields[at];
        out.push((field.constant.clone(), found.constant.clone()));
        if old.written && new.written && !new.read_only.contains(&at) {
            out.push((field.setter.clone(), found.setter.clone()));
        }
    }
    out
}

fn methods(old: &Builder, new: &Builder) -> Vec<(String, String)> {
    let key = |kind: &MethodKind| match kind {
        MethodKind::Segment(segment, _) => Some((0, segment.to_ascii_lowercase())),
        MethodKind::Keyed(segment, ..) => Some((1, segment.to_ascii_lowercase())),
        _ => None,
    };
    let find = |wanted: &Option<(i32, String)>| {
        let mut all = new.methods.iter();
        all.find(|method| key(&method.kind) == *wanted)
    };
    let pairs = old.methods.iter().filter_map(|method| {
        let wanted = key(&method.kind);
        wanted.as_ref()?;
        Some((method.name.clone(), find(&wanted)?.name.clone()))
    });
    pairs.collect()
}
