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

use crate::sdk::{Argument, Item, MethodKind, Module, Path, Sdk, Struct};

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
    /// OData names by the type or operation.
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
        arrange(&mut sdk.models, &sorted);
        arrange(&mut sdk.requests, &sorted);
        for root in &mut sdk.roots {
            let constructor = &mut root.constructor;
            rank(&mut constructor.arguments, sorted.get(&constructor.path));
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

/// Puts the arguments of methods into the order of the operations that they create.
fn arrange(module: &mut Module, sorted: &BTreeMap<Path, Vec<String>>) {
    for inner in &mut module.modules {
        arrange(inner, sorted);
    }
    for item in module.files.iter_mut().flat_map(|file| &mut file.items) {
        let Item::Builder(builder) = item else {
            continue;
        };
        for method in &mut builder.methods {
            if let MethodKind::Operation(constructor) = &mut method.kind {
                rank(&mut constructor.arguments, sorted.get(&constructor.path));
            }
        }
    }
}

fn rank(arguments: &mut [Argument], names: Option<&Vec<String>>) {
    if let Some(names) = names {
        let place = |argument: &Argument| names.iter().position(|name| *name == argument.name);
        arguments.sort_by_key(|argument| place(argument).unwrap_or(usize::MAX));
    }
}
