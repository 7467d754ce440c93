//! What code of users relies on and the metadata does not promise, pinned by `metadata/order.txt`:
//! the order of positional arguments, the names of overloads, and which properties are keys.
//!
//! OData gives the order of properties and parameters no meaning, so metadata may list them anew at
//! any time. Code that passes arguments by position would still compile and send swapped values.
//! What the file lists keeps its order; what is new comes last. An overload that is listed keeps
//! its name when others are added, and a property that once was a key is never asked for by `new`.

mod names;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::sdk::{Argument, EntityKey, Item, KeyPart, MethodKind, Module, Path, Sdk, Struct};

/// The first lines of the file.
const HEAD: &str = "\
# The order of the arguments of `new` and of operations, the keys, and the endings of the names of
# functions. Written by `cargo xtask regenerate`: what is listed keeps its order and its name, what
# is new comes last. Do not edit.
";

/// Stands for the ending of a name without one.
const SHORT: &str = "-";

/// The pinned order and names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// OData names by the type or operation, or by the type with a composite key and ` key`.
    arguments: BTreeMap<String, Vec<String>>,
    /// The properties that are or were keys, by the type that declares them.
    keys: BTreeMap<String, Vec<String>>,
    /// The endings of the Rust names of functions.
    overloads: BTreeMap<String, String>,
}

impl Order {
    /// Reads the file. A line is `name: argument, argument`, `key type: property` or
    /// `overload function(binding, parameter): ending`; other lines are skipped.
    pub fn read(text: &str) -> Self {
        let mut out = Self::default();
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
            if let Some(name) = name.strip_prefix("overload ") {
                let ending = value.trim().trim_start_matches(SHORT).to_owned();
                out.overloads.insert(name.to_owned(), ending);
                continue;
            }
            let list = value.split(", ").map(|name| name.trim().to_owned());
            match name.strip_prefix("key ") {
                Some(owner) => out.keys.insert(owner.to_owned(), list.collect()),
                None => out.arguments.insert(name.to_owned(), list.collect()),
            };
        }
        out
    }

    /// The order of the arguments in a crate.
    pub fn of(sdk: &Sdk) -> Self {
        let mut out = Self::default();
        for (name, found) in structs(sdk) {
            let required = found.required.iter().filter_map(|at| found.fields.get(*at));
            for field in required {
                let list = out.arguments.entry(name.clone()).or_default();
                // Overloads share their list.
                if !list.contains(&field.wire) {
                    list.push(field.wire.clone());
                }
            }
        }
        for key in keys(sdk).into_iter().filter(|key| key.parts.len() > 1) {
            if let Some(owner) = &key.declared_by {
                let names = key.parts.iter().map(|part| part.wire.clone());
                out.arguments.insert(key_name(owner), names.collect());
            }
        }
        out
    }

    /// The text of the file.
    pub fn to_text(&self) -> String {
        let mut out = HEAD.to_owned();
        for (name, list) in &self.arguments {
            let _ = writeln!(out, "{name}: {}", list.join(", "));
        }
        for (name, list) in &self.keys {
            let _ = writeln!(out, "key {name}: {}", list.join(", "));
        }
        for (name, ending) in &self.overloads {
            let ending = if ending.is_empty() { SHORT } else { ending };
            let _ = writeln!(out, "overload {name}: {ending}");
        }
        out
    }

    /// Puts the arguments of a crate into the pinned order.
    pub fn apply(&self, sdk: &mut Sdk) {
        if self.arguments.is_empty() {
            return;
        }
        let mut sorted: BTreeMap<Path, Vec<String>> = BTreeMap::new();
        for module in [&mut sdk.models, &mut sdk.requests] {
            self.sort(module, &mut sorted);
        }
        self.arrange(&mut sdk.requests, &sorted);
        for root in &mut sdk.roots {
            if let Some(key) = &mut root.key {
                self.rank_key(key);
            }
            let constructor = &mut root.constructor;
            rank(&mut constructor.arguments, sorted.get(&constructor.path));
        }
    }

    /// Puts the arguments of methods into the order of the operations that they create, and those
    /// of keys into the pinned one.
    fn arrange(&self, module: &mut Module, sorted: &BTreeMap<Path, Vec<String>>) {
        for inner in &mut module.modules {
            self.arrange(inner, sorted);
        }
        for item in module.files.iter_mut().flat_map(|file| &mut file.items) {
            let Item::Builder(builder) = item else {
                continue;
            };
            for method in &mut builder.methods {
                match &mut method.kind {
                    MethodKind::Operation(constructor) => {
                        rank(&mut constructor.arguments, sorted.get(&constructor.path));
                    }
                    MethodKind::Keyed(_, key, _) | MethodKind::ByKey(key, _) => self.rank_key(key),
                    _ => {}
                }
            }
        }
    }

    fn rank_key(&self, key: &mut EntityKey) {
        let owner = key.declared_by.as_deref().map(key_name);
        if let Some(names) = owner.and_then(|owner| self.arguments.get(&owner)) {
            let place = |part: &KeyPart| names.iter().position(|name| *name == part.wire);
            key.parts
                .sort_by_key(|part| place(part).unwrap_or(usize::MAX));
        }
    }

    fn sort(&self, module: &mut Module, sorted: &mut BTreeMap<Path, Vec<String>>) {
        for inner in &mut module.modules {
            self.sort(inner, sorted);
        }
        for item in module.files.iter_mut().flat_map(|file| &mut file.items) {
            let Some(pinned) = key(item).and_then(|key| self.arguments.get(&key)) else {
                continue;
            };
            let (found, operation) = match item {
                Item::Struct(found) => (found, false),
                Item::Operation(found) => (&mut found.parameters, true),
                _ => continue,
            };
            let place = |at: &usize| {
                let name = found.fields.get(*at).map(|field| &field.wire);
                let place = pinned.iter().position(|other| Some(other) == name);
                place.unwrap_or(usize::MAX)
            };
            let mut required = std::mem::take(&mut found.required);
            required.sort_by_key(place);
            if operation {
                let names = required.iter().filter_map(|at| found.fields.get(*at));
                let names = names.map(|field| field.name.clone()).collect();
                sorted.insert(found.path.clone(), names);
            }
            found.required = required;
        }
    }
}

/// The name of the key of an entity type in the file.
fn key_name(owner: &str) -> String {
    format!("{owner} key")
}

/// The keys that methods take.
fn keys(sdk: &Sdk) -> Vec<&EntityKey> {
    let mut out: Vec<&EntityKey> = sdk
        .roots
        .iter()
        .filter_map(|root| root.key.as_ref())
        .collect();
    let mut todo: Vec<&Module> = vec![&sdk.requests];
    while let Some(module) = todo.pop() {
        todo.extend(&module.modules);
        for item in module.files.iter().flat_map(|file| &file.items) {
            let Item::Builder(builder) = item else {
                continue;
            };
            out.extend(
                builder
                    .methods
                    .iter()
                    .filter_map(|method| match &method.kind {
                        MethodKind::Keyed(_, key, _) | MethodKind::ByKey(key, _) => Some(key),
                        _ => None,
                    }),
            );
        }
    }
    out
}

/// The name of a struct or an operation in the file.
fn key(item: &Item) -> Option<String> {
    match item {
        Item::Struct(found) => Some(found.type_name.trim_start_matches('#').to_owned()),
        Item::Operation(found) => Some(format!("{}({})", found.qualified_name, found.binding)),
        _ => None,
    }
}

/// The structs with a `new` and the operations.
fn structs(sdk: &Sdk) -> Vec<(String, &Struct)> {
    let mut out = Vec::new();
    let mut todo: Vec<&Module> = vec![&sdk.models, &sdk.requests];
    while let Some(module) = todo.pop() {
        todo.extend(&module.modules);
        for item in module.files.iter().flat_map(|file| &file.items) {
            match (key(item), item) {
                (Some(key), Item::Struct(found)) => out.push((key, found)),
                (Some(key), Item::Operation(found)) => out.push((key, &found.parameters)),
                _ => {}
            }
        }
    }
    out
}

fn rank(arguments: &mut [Argument], names: Option<&Vec<String>>) {
    if let Some(names) = names {
        let place = |argument: &Argument| names.iter().position(|name| *name == argument.name);
        arguments.sort_by_key(|argument| place(argument).unwrap_or(usize::MAX));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Config, Inputs, lowered};

    /// A crate of seats with a key of these properties, by an order that was pinned before.
    fn seats(key: &[&str], pinned: Option<&str>) -> Sdk {
        let refs = key
            .iter()
            .map(|name| format!("<PropertyRef Name='{name}'/>"));
        let properties = key
            .iter()
            .map(|name| format!("<Property Name='{name}' Type='Edm.Int32' Nullable='false'/>"));
        let (refs, properties): (String, String) = (refs.collect(), properties.collect());
        let text = format!(
            "<edmx:Edmx xmlns:edmx='http://docs.oasis-open.org/odata/ns/edmx' Version='4.0'>\
             <edmx:DataServices>\
             <Schema xmlns='http://docs.oasis-open.org/odata/ns/edm' Namespace='sample'>\
             <EntityType Name='seat'><Key>{refs}</Key>{properties}</EntityType>\
             <EntityContainer Name='hall'><EntitySet Name='seats' EntityType='sample.seat'/>\
             </EntityContainer></Schema></edmx:DataServices></edmx:Edmx>"
        );
        let mut inputs = Inputs::default();
        inputs.metadata = vec![inputs.sources.add("input.csdl", text)];
        inputs.order = pinned.map(|text| inputs.sources.add("order.txt", text));
        lowered(&inputs, &Config::default()).unwrap().sdk
    }

    fn arguments(sdk: &Sdk) -> Vec<&str> {
        let key = keys(sdk).into_iter().find(|key| key.parts.len() > 1);
        key.unwrap()
            .parts
            .iter()
            .map(|part| part.name.as_str())
            .collect()
    }

    #[test]
    fn the_arguments_of_a_key_keep_their_order() {
        let before = seats(&["row", "number"], None);
        assert_eq!(arguments(&before), ["row", "number"]);
        let pinned = Order::of(&before).to_text();
        assert!(
            pinned.ends_with("\nsample.seat key: row, number\n"),
            "{pinned}"
        );
        let after = seats(&["number", "hall", "row"], Some(&pinned));
        assert_eq!(arguments(&after), ["row", "number", "hall"]);
        // A key of one property has no order.
        let one = Order::of(&seats(&["row"], None)).to_text();
        assert!(!one.contains("key:"), "{one}");
    }
}
