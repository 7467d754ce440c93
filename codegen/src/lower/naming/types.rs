//! Assigns the module of each namespace, and the file and Rust name of each type.

use std::collections::{BTreeMap, BTreeSet};

use super::GeneratedNames;
use crate::diagnostic::{Diagnostics, Span};
use crate::lower::Input;
use crate::lower::plan::{Plan, is_abstract};
use crate::model::{Model, Schema, Type, TypeId};
use crate::names::assign::{NameRequest, NameScope};
use crate::names::{PRELUDE, escape, module, pascal, type_name};
use crate::sdk::{Path, When};

/// The scopes of items or files, by module.
type Scopes = BTreeMap<Vec<String>, NameScope>;

/// Assigns modules, files and type names; `runtime` is the name of the runtime crate.
pub fn assign_types(
    input: Input<'_>,
    plan: &Plan,
    runtime: &str,
    names: &mut GeneratedNames,
    diagnostics: &mut Diagnostics,
) {
    let mut by_namespace: BTreeMap<&str, Vec<(TypeId, &Type)>> = BTreeMap::new();
    for &id in plan.types.iter().chain(&plan.passages) {
        let found = &input.model[id];
        let namespace = by_namespace.entry(&found.name.namespace).or_default();
        namespace.push((id, found));
    }
    let namespaces = by_namespace.keys().copied().collect();
    // The functions at which paths start stand beside the outermost modules, and use the
    // runtime: `use msgraph_runtime::codegen as rt;`.
    let outermost = NameScope::new(&["rt", runtime]);
    let mut files = Scopes::from([(vec!["models".to_owned()], outermost)]);
    let modules = modules(input, &namespaces, &mut files, names, diagnostics);
    let mut items = Scopes::new();
    for (namespace, types) in by_namespace {
        let Some(modules) = modules.get(namespace) else {
            continue;
        };
        let requests = types.iter().map(|(id, found)| {
            let element = format!("type {}", found.name);
            let ident = type_name(&found.name.name);
            let request = NameRequest::new(element, Some(found.span), ident);
            (*id, request.with_decision(input.decisions))
        });
        let scope = item_scope(&mut items, modules);
        for (id, ident) in scope.assign_names(requests.collect(), diagnostics) {
            let path = path(modules, &ident);
            match plan.passages.contains(&id) {
                true => drop(names.passages.insert(id, (path, String::new()))),
                false => drop(names.types.insert(id, path)),
            }
        }
        let requests = types.iter().map(|(id, found)| {
            let element = format!("file {}", found.name);
            let ident = module(&found.name.name);
            let request = NameRequest::new(element, Some(found.span), ident);
            (*id, request.with_decision(input.decisions))
        });
        let scope = files.entry(modules.clone()).or_default();
        for (id, ident) in scope.assign_names(requests.collect(), diagnostics) {
            match names.passages.get_mut(&id) {
                Some((_, file)) => *file = escape(&ident),
                None => drop(names.files.insert(id, escape(&ident))),
            }
        }
    }
    any_enums(input, plan, names, &mut items, diagnostics);
    unions(input, plan, names, (&mut items, &mut files), diagnostics);
}

/// The scope of the items of a module, none of which may shadow the prelude.
fn item_scope<'s>(items: &'s mut Scopes, modules: &[String]) -> &'s mut NameScope {
    let scope = items.entry(modules.to_vec());
    scope.or_insert_with(|| NameScope::new(PRELUDE))
}

/// Assigns the modules of every namespace, below the longest common prefix of all
/// namespaces.
fn modules<'m>(
    input: Input<'_>,
    namespaces: &BTreeSet<&'m str>,
    scopes: &mut Scopes,
    names: &mut GeneratedNames,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<&'m str, Vec<String>> {
    let split = namespaces.iter().map(|ns| ns.split('.').collect());
    let split: Vec<Vec<&str>> = split.collect();
    let prefix = common_prefix(&split);
    let shared = split.first().map(|first| first[..prefix].join("."));
    let top = vec!["models".to_owned()];
    names
        .namespaces
        .insert(top.clone(), shared.unwrap_or_default());
    let mut known: BTreeMap<&[&str], Vec<String>> = BTreeMap::new();
    let mut out = BTreeMap::new();
    for (namespace, segments) in namespaces.iter().zip(&split) {
        let mut path = top.clone();
        for end in prefix + 1..=segments.len() {
            let below = &segments[prefix..end];
            path = match known.get(below) {
                Some(known) => known.clone(),
                None => {
                    let full = segments[..end].join(".");
                    let ident = module(segments[end - 1]);
                    let span = declaration(input.model, &full);
                    let request = NameRequest::new(format!("module {full}"), span, ident)
                        .with_decision(input.decisions);
                    let scope = scopes.entry(path.clone()).or_default();
                    path.push(escape(&scope.assign(&request, diagnostics)));
                    names.namespaces.insert(path.clone(), full);
                    known.insert(below, path.clone());
                    path
                }
            };
        }
        out.insert(*namespace, path);
    }
    out
}

/// The position of the first schema whose namespace is this one or lies below it.
fn declaration(model: &Model, namespace: &str) -> Option<Span> {
    let within = |schema: &&Schema| {
        let rest = schema.namespace.strip_prefix(namespace);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    model.schemas.iter().find(within).map(|schema| schema.span)
}

/// The number of leading segments that all namespaces share.
fn common_prefix(namespaces: &[Vec<&str>]) -> usize {
    let Some((first, rest)) = namespaces.split_first() else {
        return 0;
    };
    let shared = |at: &usize| rest.iter().all(|other| other.get(*at) == first.get(*at));
    (0..first.len()).take_while(shared).count()
}

/// Assigns the names of enums over derived types: `Any…` for a concrete type; the enum of an
/// abstract type has the name of the type itself.
fn any_enums(
    input: Input<'_>,
    plan: &Plan,
    names: &mut GeneratedNames,
    items: &mut Scopes,
    diagnostics: &mut Diagnostics,
) {
    for id in plan.any() {
        let Some(own) = names.types.get(&id).cloned() else {
            continue;
        };
        if is_abstract(input.model, id) {
            names.any.insert(id, own);
            continue;
        }
        let found = &input.model[id];
        let ident = format!("Any{}", own.name.trim_start_matches("r#"));
        let request = NameRequest::new(format!("any {}", found.name), Some(found.span), ident)
            .with_decision(input.decisions);
        let scope = item_scope(items, &own.modules);
        let ident = scope.assign(&request, diagnostics);
        names.any.insert(id, path(&own.modules, &ident));
    }
}

/// Assigns the names of unions: the type's name followed by the property's name.
fn unions(
    input: Input<'_>,
    plan: &Plan,
    names: &mut GeneratedNames,
    (items, files): (&mut Scopes, &mut Scopes),
    diagnostics: &mut Diagnostics,
) {
    for (id, _) in plan.unions() {
        let (owner, property) = (&input.model[id.owner], &input.model[id]);
        let Some(own) = names.types.get(&id.owner).cloned() else {
            continue;
        };
        let request = |kind: &str, ident| {
            let element = format!("{kind} {}/{}", owner.name, property.name);
            let request = NameRequest::new(element, Some(property.span), ident);
            request.with_decision(input.decisions)
        };
        let item = request("union", format!("{}{}", own.name, pascal(&property.name)));
        let scope = item_scope(items, &own.modules);
        let item = scope.assign(&item, diagnostics);
        let file = module(&format!("{}-{}", owner.name.name, property.name));
        let file = request("file", file);
        let scope = files.entry(own.modules.clone()).or_default();
        let file = scope.assign(&file, diagnostics);
        names
            .unions
            .insert(id, (path(&own.modules, &item), escape(&file)));
    }
}

/// The path of an item whose name is assigned.
fn path(modules: &[String], ident: &str) -> Path {
    Path {
        modules: modules.to_vec(),
        name: escape(ident),
        when: When::ALWAYS,
    }
}

#[cfg(test)]
mod tests {
    use super::common_prefix;

    #[test]
    fn the_prefix_is_what_all_namespaces_share() {
        let split = |list: &[&'static str]| -> Vec<Vec<&'static str>> {
            list.iter().map(|ns| ns.split('.').collect()).collect()
        };
        assert_eq!(
            common_prefix(&split(&["microsoft.graph", "microsoft.graph.callRecords"])),
            2
        );
        assert_eq!(common_prefix(&split(&["a.b", "a.c"])), 1);
        assert_eq!(common_prefix(&split(&["a", "b"])), 0);
        assert_eq!(common_prefix(&split(&["a.b"])), 2);
        assert_eq!(common_prefix(&[]), 0);
    }
}
