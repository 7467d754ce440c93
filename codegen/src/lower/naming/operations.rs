//! What goes in: the operations that will be generated. What comes out: the names
//! of their structs, parameters and methods.

use std::collections::{BTreeMap, BTreeSet};

use super::{Names, claim, escaped};
use crate::diagnostic::Diagnostics;
use crate::lower::Input;
use crate::lower::plan::selected_operations;
use crate::model::{Model, Operation, OperationId, TypeRef};
use crate::names::settle::{Claim, Scope};
use crate::names::{pascal, snake, type_name};
use crate::sdk::{Path, When};

/// The names of an operation.
#[derive(Clone, Debug, Default)]
pub struct OperationNames {
    /// The struct.
    pub path: Path,
    /// The words of each parameter but the binding one, not escaped.
    pub parameters: Vec<String>,
    /// The words of its method, before the builder has settled them.
    pub method: String,
}

/// The name that `docs.toml` and `names.txt` know an operation by; parameters
/// are named only where there are overloads.
pub fn operation_key(model: &Model, operation: &Operation) -> String {
    let mut key = format!("{}(", operation.name);
    let binding = operation.binding().map(|b| b.type_);
    key.push_str(&binding.map(|b| model.type_name(b)).unwrap_or_default());
    if overloads(model, operation).len() > 1 {
        for parameter in operation.own_parameters() {
            key.push_str(", ");
            key.push_str(&parameter.name);
        }
    }
    key.push(')');
    key
}

/// The operations of one name and binding, in input order.
fn overloads<'m>(model: &'m Model, operation: &Operation) -> Vec<&'m Operation> {
    let binding = operation.binding().map(|b| b.type_);
    let same = |other: &&Operation| {
        other.name == operation.name && other.binding().map(|b| b.type_) == binding
    };
    model.operations.iter().filter(same).collect()
}

/// What tells an overload from the others: the parameters that not all have.
pub(super) fn suffix(model: &Model, operation: &Operation) -> String {
    let overloads = overloads(model, operation);
    if overloads.len() < 2 {
        return String::new();
    }
    let names = |o: &Operation| -> BTreeSet<String> {
        o.own_parameters().iter().map(|p| p.name.clone()).collect()
    };
    let own = names(operation);
    let everywhere = |name: &String| overloads.iter().all(|other| names(other).contains(name));
    let parts: Vec<String> = operation
        .own_parameters()
        .iter()
        .filter(|p| !everywhere(&p.name))
        .map(|p| pascal(&p.name))
        .collect();
    let twins = overloads.iter().filter(|other| names(other) == own).count();
    let mut out = if parts.is_empty() {
        String::new()
    } else {
        format!("With{}", parts.join("And"))
    };
    if twins > 1 {
        for parameter in operation.own_parameters() {
            let name = model.type_name(parameter.type_);
            out.push_str("Of");
            out.push_str(&pascal(name.rsplit('.').next().unwrap_or(&name)));
        }
    }
    out
}

/// The file of the requests of a type: modules and name.
fn file_of(names: &Names, binding: Option<TypeRef>) -> Vec<String> {
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
        None => vec!["requests".to_owned(), unbound_file(names)],
    }
}

/// The file of operations that are bound to no declared type.
fn unbound_file(names: &Names) -> String {
    let mut file = "unbound".to_owned();
    while names.files.values().any(|other| *other == file) {
        file.push('_');
    }
    file
}

/// Settles the structs of operations and their parameters.
pub fn settle(input: Input<'_>, names: &mut Names, diagnostics: &mut Diagnostics) {
    let mut files: BTreeMap<Vec<String>, Vec<(OperationId, &Operation)>> = BTreeMap::new();
    for (id, operation) in selected_operations(input.model, input.selection) {
        let file = file_of(names, operation.binding().map(|b| b.type_));
        files.entry(file).or_default().push((id, operation));
    }
    for (modules, list) in files {
        let builders: Vec<String> = names
            .builders
            .values()
            .flat_map(|b| [b.one.name.clone(), b.many.name.clone()])
            .collect();
        let reserved: Vec<&str> = builders.iter().map(String::as_str).collect();
        let claims: Vec<Claim> = list
            .iter()
            .map(|(_, operation)| {
                let name = operation.name.name.as_str();
                let many = operation.binding().is_some_and(|b| b.type_.collection);
                let single = list.iter().any(|(_, other)| {
                    other.name == operation.name
                        && other.binding().is_some_and(|b| !b.type_.collection)
                });
                let mut words = type_name(name) + &suffix(input.model, operation);
                if many && single {
                    words.push_str("Collection");
                }
                let who = format!("operation {}", operation_key(input.model, operation));
                claim(input.decisions, who, Some(operation.span), words)
            })
            .collect();
        let settled = escaped(&claims, &reserved, diagnostics);
        for (((id, operation), name), claim) in list.iter().zip(settled).zip(claims) {
            let method = match claim.decided {
                true => snake(&claim.words),
                false => snake(&(pascal(&operation.name.name) + &suffix(input.model, operation))),
            };
            let parameters = parameters(input, operation, diagnostics);
            let path = Path {
                modules: modules.clone(),
                name,
                when: When::ALWAYS,
            };
            names.operations.insert(
                *id,
                OperationNames {
                    path,
                    parameters,
                    method,
                },
            );
        }
    }
}

fn parameters(
    input: Input<'_>,
    operation: &Operation,
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let key = operation_key(input.model, operation);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Item, OperationKind, Parameter, Primitive, QName};

    fn operation(parameters: &[&str]) -> Operation {
        let parameter = |name: &&str| Parameter {
            name: (*name).to_owned(),
            span: Default::default(),
            type_: TypeRef::one(Item::Primitive(Primitive::String)),
            nullable: None,
            optional: false,
            facets: Default::default(),
            description: None,
            annotations: Vec::new(),
        };
        Operation {
            name: QName::new("a", "delta"),
            span: Default::default(),
            kind: OperationKind::Function,
            bound: true,
            parameters: parameters.iter().map(parameter).collect(),
            return_type: None,
            composable: false,
            entity_set_path: None,
            description: None,
            deprecated: None,
            annotations: Vec::new(),
        }
    }

    #[test]
    fn overloads_are_told_apart_by_what_differs() {
        let operations = vec![
            operation(&["b"]),
            operation(&["b", "token"]),
            operation(&["b", "x", "token"]),
        ];
        let mut model = Model {
            operations,
            ..Model::default()
        };
        let suffixes = |model: &Model| -> Vec<String> {
            model.operations.iter().map(|o| suffix(model, o)).collect()
        };
        assert_eq!(suffixes(&model), ["", "WithToken", "WithXAndToken"]);
        model.operations.reverse();
        assert_eq!(suffixes(&model), ["WithXAndToken", "WithToken", ""]);
        assert_eq!(
            operation_key(&model, &model.operations[0]),
            "a.delta(Edm.String, x, token)"
        );
        model.operations.truncate(1);
        assert_eq!(suffixes(&model), [""]);
        assert_eq!(
            operation_key(&model, &model.operations[0]),
            "a.delta(Edm.String)"
        );
    }
}
