//! Assigns the names of operations: structs, parameters and methods.

use std::collections::{BTreeMap, BTreeSet};

use super::GeneratedNames;
use crate::diagnostic::Diagnostics;
use crate::lower::Input;
use crate::lower::extent::Extent;
use crate::lower::overloads::Overloads;
use crate::lower::plan::Plan;
use crate::model::{Operation, OperationId, QName, TypeId};
use crate::names::assign::{NameRequest, NameScope};
use crate::names::{PRELUDE, escape, pascal, snake, type_name};
use crate::sdk::{Path, When};

/// The names of an operation.
#[derive(Clone, Debug, Default)]
pub struct OperationNames {
    /// The path of its struct.
    pub path: Path,
    /// The identifier of each parameter except the binding parameter, not escaped, by its
    /// position among [`Operation::own_parameters`].
    pub parameters: Vec<(usize, String)>,
    /// The preferred name of its method, which the names of each builder may change.
    pub method: String,
}

/// An operation in the file of its binding type.
struct FileOperation<'m> {
    id: OperationId,
    operation: &'m Operation,
    key: String,
    method: String,
}

/// Assigns the structs of operations and their parameters.
pub fn assign_operations(
    input: Input<'_>,
    plan: &Plan,
    overloads: &Overloads<'_>,
    extent: &Extent,
    names: &mut GeneratedNames,
    diagnostics: &mut Diagnostics,
) {
    let unbound = unbound_file(names);
    let mut files: BTreeMap<Vec<String>, Vec<(OperationId, &Operation)>> = BTreeMap::new();
    for (id, operation) in plan.operations(input.model) {
        if !extent.names_operations(home(names, operation)) {
            continue;
        }
        let file = file_of(names, operation, &unbound);
        files.entry(file).or_default().push((id, operation));
    }
    let builders = builder_names(names);
    for (modules, list) in files {
        let requests = requests(input, overloads, list);
        let mut scope = NameScope::new(PRELUDE);
        for (found, ident) in scope.assign_names_avoiding(&builders, requests, diagnostics) {
            let path = Path {
                modules: modules.clone(),
                name: escape(&ident),
                when: When::ALWAYS,
            };
            let assigned = OperationNames {
                path,
                parameters: parameters(input, found.operation, &found.key, diagnostics),
                method: found.method,
            };
            names.operations.insert(found.id, assigned);
        }
    }
}

/// The names of all builders, which operations avoid.
pub fn builder_names(names: &GeneratedNames) -> NameScope {
    let builders = names.builders.values();
    let builders = builders.flat_map(|b| [b.one.name.as_str(), b.many.name.as_str()]);
    NameScope::new(&builders.collect::<Vec<_>>())
}

/// The type with whose requests an operation stands in a file, if it is bound to a declared type.
pub fn home(names: &GeneratedNames, operation: &Operation) -> Option<TypeId> {
    let binding = operation.binding()?.type_;
    binding.named().filter(|id| names.types.contains_key(id))
}

/// The modules and the name of the file with an operation.
fn file_of(names: &GeneratedNames, operation: &Operation, unbound: &str) -> Vec<String> {
    let id = home(names, operation);
    let type_file = id.and_then(|id| Some((names.types.get(&id)?, names.files.get(&id)?)));
    match type_file {
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
fn unbound_file(names: &GeneratedNames) -> String {
    let taken: BTreeSet<&str> = names.files.values().map(String::as_str).collect();
    let mut file = "unbound".to_owned();
    while taken.contains(file.as_str()) {
        file.push('_');
    }
    file
}

/// Requests the structs of the operations in one file. An operation that is bound to a
/// collection is named `…Collection` if one of that name is bound to a single entity.
fn requests<'m>(
    input: Input<'_>,
    overloads: &Overloads<'_>,
    list: Vec<(OperationId, &'m Operation)>,
) -> Vec<(FileOperation<'m>, NameRequest)> {
    let to_one = list.iter().filter(|(_, operation)| {
        let binding = operation.binding();
        binding.is_some_and(|b| !b.type_.collection)
    });
    let to_one: BTreeSet<&QName> = to_one.map(|(_, operation)| &operation.name).collect();
    let requests = list.iter().map(|&(id, operation)| {
        let suffix = overloads.suffix(operation);
        let many = operation.binding().is_some_and(|b| b.type_.collection);
        let mut ident = type_name(&operation.name.name) + &suffix;
        if many && to_one.contains(&operation.name) {
            ident.push_str("Collection");
        }
        let key = overloads.key(operation);
        let request = NameRequest::new(format!("operation {key}"), Some(operation.span), ident)
            .with_decision(input.decisions);
        let method = match request.decided {
            true => snake(&request.ident),
            false => snake(&(pascal(&operation.name.name) + &suffix)),
        };
        let found = FileOperation {
            id,
            operation,
            key,
            method,
        };
        (found, request)
    });
    requests.collect()
}

fn parameters(
    input: Input<'_>,
    operation: &Operation,
    key: &str,
    diagnostics: &mut Diagnostics,
) -> Vec<(usize, String)> {
    let parameters = operation.own_parameters().iter().enumerate();
    let requests = parameters.map(|(position, parameter)| {
        let element = format!("parameter {key}/{}", parameter.name);
        let request = NameRequest::new(element, Some(parameter.span), snake(&parameter.name));
        (position, request.with_decision(input.decisions))
    });
    NameScope::new(&["extra", "null", "target"]).assign_names(requests.collect(), diagnostics)
}
