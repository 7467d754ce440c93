//! Assigns the names of operations: structs, parameters and methods.

use std::collections::{BTreeMap, BTreeSet};

use super::{Names, claim};
use crate::diagnostic::Diagnostics;
use crate::lower::Input;
use crate::lower::overloads::Overloads;
use crate::lower::plan::Plan;
use crate::model::{Operation, OperationId, QName, TypeRef};
use crate::names::settle::{Claim, Scope};
use crate::names::{escape, pascal, snake, type_name};
use crate::sdk::{Path, When};

/// The names of an operation.
#[derive(Clone, Debug, Default)]
pub struct OperationNames {
    /// The path of its struct.
    pub path: Path,
    /// The words of each parameter but the binding one, not escaped.
    pub parameters: Vec<String>,
    /// The preferred name of its method, which the names of each builder may change.
    pub method: String,
}

/// The modules and the name of the file with the requests of a type.
fn file_of(names: &Names, binding: Option<TypeRef>, unbound: &str) -> Vec<String> {
    let id = binding.and_then(TypeRef::named);
    let place = id.and_then(|id| Some((names.types.get(&id)?, names.files.get(&id)?)));
    match place {
        Some((path, file)) => {
            let below = path.modules.iter().skip(1).cloned();
            ["requests".to_owned()]
                .into_iter()
                .chain(below)
                .chain([file.clone()])
                .collect()
        }
        None => vec!["requests".to_owned(), unbound.to_owned()],
    }
}

/// The file of operations that are not bound to a declared type.
fn unbound_file(names: &Names) -> String {
    let taken: BTreeSet<&str> = names.files.values().map(String::as_str).collect();
    let mut file = "unbound".to_owned();
    while taken.contains(file.as_str()) {
        file.push('_');
    }
    file
}

/// Assigns the structs of operations and their parameters.
pub fn settle(
    input: Input<'_>,
    plan: &Plan,
    overloads: &Overloads<'_>,
    names: &mut Names,
    diagnostics: &mut Diagnostics,
) {
    let unbound = unbound_file(names);
    let mut files: BTreeMap<Vec<String>, Vec<(OperationId, &Operation)>> = BTreeMap::new();
    for (id, operation) in plan.operations(input.model) {
        let file = file_of(names, operation.binding().map(|b| b.type_), &unbound);
        files.entry(file).or_default().push((id, operation));
    }
    let builders = names.builders.values();
    let builders = builders.flat_map(|b| [b.one.name.as_str(), b.many.name.as_str()]);
    let builders = Scope::new(&builders.collect::<Vec<_>>());
    for (modules, list) in files {
        let to_one = list.iter().filter(|(_, operation)| {
            let binding = operation.binding();
            binding.is_some_and(|b| !b.type_.collection)
        });
        let to_one: BTreeSet<&QName> = to_one.map(|(_, operation)| &operation.name).collect();
        let suffixes: Vec<String> = list
            .iter()
            .map(|(_, operation)| overloads.suffix(operation))
            .collect();
        let claims: Vec<Claim> = list
            .iter()
            .zip(&suffixes)
            .map(|((_, operation), suffix)| {
                let many = operation.binding().is_some_and(|b| b.type_.collection);
                let mut words = type_name(&operation.name.name) + suffix;
                if many && to_one.contains(&operation.name) {
                    words.push_str("Collection");
                }
                let who = format!("operation {}", overloads.key(operation));
                claim(input.decisions, who, Some(operation.span), words)
            })
            .collect();
        let settled = Scope::default().settle_beside(&builders, &claims, diagnostics);
        let words = settled.iter().zip(&claims).zip(suffixes);
        for ((id, operation), ((name, claim), suffix)) in list.iter().zip(words) {
            let method = match claim.decided {
                true => snake(&claim.words),
                false => snake(&(pascal(&operation.name.name) + &suffix)),
            };
            let key = overloads.key(operation);
            let path = Path {
                modules: modules.clone(),
                name: escape(name),
                when: When::ALWAYS,
            };
            names.operations.insert(
                *id,
                OperationNames {
                    path,
                    parameters: parameters(input, operation, &key, diagnostics),
                    method,
                },
            );
        }
    }
}

fn parameters(
    input: Input<'_>,
    operation: &Operation,
    key: &str,
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let claims: Vec<Claim> = operation
        .own_parameters()
        .iter()
        .map(|parameter| {
            let who = format!("parameter {key}/{}", parameter.name);
            claim(
                input.decisions,
                who,
                Some(parameter.span),
                snake(&parameter.name),
            )
        })
        .collect();
    Scope::new(&["extra", "null", "target"]).settle(&claims, diagnostics)
}
