//! What goes in: the operations and builders that will be generated. What comes
//! out: the names of their structs, parameters and methods.

use std::collections::{BTreeMap, BTreeSet};

use super::{Names, claim, escaped};
use crate::diagnostic::Diagnostics;
use crate::lower::Input;
use crate::lower::plan::{Plan, has_key, streams};
use crate::model::{Item, Model, Operation, OperationId, PropertyId, RootKind, TypeId, TypeRef};
use crate::names::plural::singular;
use crate::names::settle::{Claim, Scope};
use crate::names::{escape, pascal, snake, type_name};
use crate::sdk::Path;

/// What every builder of one entity has, or will have.
const ONE: &[&str] = &["new", "target", "get", "update", "delete"];
/// What every builder of many entities has, or will have.
const MANY: &[&str] = &["new", "target", "by_id", "list", "create", "count"];

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

/// The names of an entity type's builders.
#[derive(Clone, Debug, Default)]
pub struct BuilderNames {
    /// The module of their file.
    pub file: String,
    /// The builder of one.
    pub one: Path,
    /// The builder of many.
    pub many: Path,
    /// The methods of the builder of one, escaped.
    pub methods: Vec<(MethodName, String)>,
    /// The methods of the builder of many, escaped.
    pub many_methods: Vec<(MethodName, String)>,
}

/// What a method of a builder is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MethodName {
    /// Where a navigation property leads.
    Navigation(PropertyId),
    /// To one of the entities where a navigation property leads.
    Keyed(PropertyId),
    /// To the stream of this position among the type's streams.
    Stream(usize),
    /// An operation.
    Operation(OperationId),
}

/// Settles operations, builders, and the functions at the start of paths.
pub fn settle(input: Input<'_>, plan: &Plan, names: &mut Names, diagnostics: &mut Diagnostics) {
    builders(input, plan, names, diagnostics);
    operations(input, names, diagnostics);
    for id in plan.builders.keys() {
        let one = methods(input, plan, names, *id, false, diagnostics);
        let many = methods(input, plan, names, *id, true, diagnostics);
        if let Some(builder) = names.builders.get_mut(id) {
            builder.methods = one;
            builder.many_methods = many;
        }
    }
    roots(input, names, diagnostics);
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
fn suffix(model: &Model, operation: &Operation) -> String {
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

fn builders(input: Input<'_>, plan: &Plan, names: &mut Names, diagnostics: &mut Diagnostics) {
    let mut scopes: BTreeMap<Vec<String>, Scope> = BTreeMap::new();
    for id in plan.builders.keys() {
        let (Some(path), Some(found)) = (names.types.get(id), input.model.type_(*id)) else {
            continue;
        };
        let mut modules = path.modules.clone();
        if let Some(first) = modules.first_mut() {
            "requests".clone_into(first);
        }
        let own = path.name.trim_start_matches("r#").trim_end_matches('_');
        let wish = |words: String| Claim {
            who: format!("builder of {}", found.name),
            span: Some(found.span),
            words,
            decided: false,
        };
        let claims = [
            wish(format!("{own}Requests")),
            wish(format!("{own}CollectionRequests")),
        ];
        let scope = scopes.entry(modules.clone()).or_default();
        let settled = scope.settle(&claims, diagnostics);
        let [one, many] = settled.as_slice() else {
            continue;
        };
        let place = |name: &str| Path {
            modules: modules.clone(),
            name: name.to_owned(),
        };
        let file = names.files.get(id).cloned().unwrap_or_default();
        let builder = BuilderNames {
            file,
            one: place(one),
            many: place(many),
            ..Default::default()
        };
        names.builders.insert(*id, builder);
    }
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

fn operations(input: Input<'_>, names: &mut Names, diagnostics: &mut Diagnostics) {
    let mut files: BTreeMap<Vec<String>, Vec<(OperationId, &Operation)>> = BTreeMap::new();
    for id in input.selection.operations.keys() {
        if let Some(operation) = input.model.operation(*id) {
            let file = file_of(names, operation.binding().map(|b| b.type_));
            files.entry(file).or_default().push((*id, operation));
        }
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

/// The methods of a builder: where its type's navigation properties lead, its
/// streams, and what is bound to the type or to one of its bases.
fn methods(
    input: Input<'_>,
    plan: &Plan,
    names: &Names,
    id: TypeId,
    many: bool,
    diagnostics: &mut Diagnostics,
) -> Vec<(MethodName, String)> {
    let model = input.model;
    let own = model
        .type_(id)
        .map(|found| found.name.to_string())
        .unwrap_or_default();
    let mut list: Vec<(MethodName, Claim)> = Vec::new();
    let mut add = |name: MethodName, what: String, words: String| {
        let who = format!("method {own}/{what}");
        list.push((name, claim(input.decisions, who, None, words)));
    };
    if !many {
        for (at, property) in model.all_properties(id) {
            let Some(target) = property.type_.named() else {
                continue;
            };
            if property.navigation.is_none() || !plan.builders.contains_key(&target) {
                continue;
            }
            let words = snake(&property.name);
            if property.type_.collection && has_key(model, target) {
                let keyed = singular(&words).unwrap_or_else(|| format!("{words}_by_id"));
                add(
                    MethodName::Keyed(at),
                    format!("{}(id)", property.name),
                    keyed,
                );
            }
            add(MethodName::Navigation(at), property.name.clone(), words);
        }
        for (at, (_, stream)) in streams(model, id).into_iter().enumerate() {
            add(
                MethodName::Stream(at),
                stream.name.clone(),
                snake(&stream.name),
            );
        }
    }
    for (id, operation) in bound(model, id, many) {
        if let Some(names) = names.operations.get(&id) {
            let what = format!("{}()", operation.name);
            add(MethodName::Operation(id), what, names.method.clone());
        }
    }
    let taken: BTreeSet<String> = list
        .iter()
        .filter(|(name, _)| !matches!(name, MethodName::Keyed(_)))
        .map(|(_, claim)| claim.words.clone())
        .collect();
    for (name, claim) in &mut list {
        // `drive` leads to the group's own drive, so `drives_by_id` to one of many.
        if matches!(name, MethodName::Keyed(_)) && !claim.decided && taken.contains(&claim.words) {
            let property = claim.who.rsplit('/').next().unwrap_or_default();
            claim.words = snake(property.trim_end_matches("(id)")) + "_by_id";
        }
    }
    let (methods, claims): (Vec<MethodName>, Vec<Claim>) = list.into_iter().unzip();
    let settled = escaped(&claims, if many { MANY } else { ONE }, diagnostics);
    methods.into_iter().zip(settled).collect()
}

/// The operations bound to a type or to one of its bases, in that order reversed:
/// those of the base first. Where both bind one name, the nearer one counts.
fn bound(model: &Model, id: TypeId, many: bool) -> Vec<(OperationId, &Operation)> {
    let mut out: Vec<Vec<(OperationId, &Operation)>> = Vec::new();
    let mut seen = BTreeSet::new();
    for owner in model.lineage(id) {
        let binding = TypeRef {
            item: Item::Named(owner),
            collection: many,
        };
        let own = model.operations_bound_to(binding).into_iter();
        let own = own.filter_map(|id| Some((id, model.operation(id)?)));
        let own: Vec<_> = own.filter(|(_, o)| !seen.contains(&o.name)).collect();
        seen.extend(own.iter().map(|(_, operation)| operation.name.clone()));
        out.push(own);
    }
    out.into_iter().rev().flatten().collect()
}

fn roots(input: Input<'_>, names: &mut Names, diagnostics: &mut Diagnostics) {
    let mut keys = Vec::new();
    let mut claims = Vec::new();
    for at in &input.selection.roots {
        let Some(root) = input.model.roots.get(*at) else {
            continue;
        };
        let mut wish = |operation: Option<OperationId>, words: String| {
            keys.push((*at, operation));
            let who = format!("root {}", root.name);
            claims.push(Claim {
                who,
                span: Some(root.span),
                words,
                decided: false,
            });
        };
        match &root.kind {
            RootKind::Singleton { .. } | RootKind::EntitySet { .. } => {
                wish(None, snake(&root.name))
            }
            RootKind::ActionImport { operations, .. }
            | RootKind::FunctionImport { operations, .. } => {
                for id in operations {
                    if let Some(operation) = input.model.operation(*id) {
                        let suffix = suffix(input.model, operation);
                        wish(Some(*id), snake(&(pascal(&root.name) + &suffix)));
                    }
                }
            }
        }
    }
    let settled = Scope::new(&[]).settle(&claims, diagnostics);
    names.roots = keys
        .into_iter()
        .zip(settled.iter().map(|words| escape(words)))
        .collect();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{OperationKind, Parameter, Primitive, QName};

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
