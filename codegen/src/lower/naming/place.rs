//! Assigns the module of each namespace, and the file and Rust name of each type.

use std::collections::{BTreeMap, BTreeSet};

use super::{Names, claim};
use crate::diagnostic::Diagnostics;
use crate::lower::Input;
use crate::lower::plan::{Plan, is_abstract};
use crate::model::{Type, TypeId};
use crate::names::settle::{Claim, Scope};
use crate::names::{escape, module, pascal, type_name};
use crate::sdk::{Path, When};

/// Assigns modules, files and type names.
pub fn settle(input: Input<'_>, plan: &Plan, names: &mut Names, diagnostics: &mut Diagnostics) {
    let types: Vec<(TypeId, &Type)> = plan
        .types
        .iter()
        .filter_map(|id| Some((*id, input.model.type_(*id)?)))
        .collect();
    let mut files = BTreeMap::new();
    let modules = modules(input, &types, &mut files, names, diagnostics);
    let mut items: BTreeMap<Vec<String>, Scope> = BTreeMap::new();
    let mut by_namespace: BTreeMap<&str, Vec<(TypeId, &Type)>> = BTreeMap::new();
    for (id, found) in &types {
        let namespace = by_namespace.entry(&found.name.namespace).or_default();
        namespace.push((*id, found));
    }
    for (namespace, modules) in &modules {
        let here = by_namespace.remove(namespace.as_str()).unwrap_or_default();
        let claims: Vec<Claim> = here
            .iter()
            .map(|(_, found)| {
                let who = format!("type {}", found.name);
                let words = type_name(&found.name.name);
                claim(input.decisions, who, Some(found.span), words)
            })
            .collect();
        let scope = items.entry(modules.clone()).or_default();
        let settled = scope.settle(&claims, diagnostics);
        for ((id, _), name) in here.iter().zip(settled) {
            names.types.insert(*id, path(modules, &name));
        }
        let file_claims: Vec<Claim> = here
            .iter()
            .map(|(_, found)| {
                let who = format!("file {}", found.name);
                claim(
                    input.decisions,
                    who,
                    Some(found.span),
                    module(&found.name.name),
                )
            })
            .collect();
        let scope = files.entry(modules.clone()).or_default();
        for ((id, _), file) in here.iter().zip(scope.settle(&file_claims, diagnostics)) {
            names.files.insert(*id, escape(&file));
        }
    }
    any(input, plan, names, &modules, &mut items, diagnostics);
    unions(
        input,
        plan,
        names,
        (&modules, &mut items, &mut files),
        diagnostics,
    );
}

/// Assigns the modules of every namespace, below the longest common prefix of all
/// namespaces.
fn modules(
    input: Input<'_>,
    types: &[(TypeId, &Type)],
    scopes: &mut BTreeMap<Vec<String>, Scope>,
    names: &mut Names,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<String, Vec<String>> {
    let namespaces: BTreeSet<&str> = types
        .iter()
        .map(|(_, found)| found.name.namespace.as_str())
        .collect();
    let split: Vec<Vec<&str>> = namespaces
        .iter()
        .map(|ns| ns.split('.').collect())
        .collect();
    let prefix = common(&split);
    names.namespaces.insert(
        vec!["models".to_owned()],
        split.first().map_or(String::new(), |s| {
            s.iter().take(prefix).copied().collect::<Vec<_>>().join(".")
        }),
    );
    let mut known: BTreeMap<Vec<&str>, Vec<String>> = BTreeMap::new();
    known.insert(Vec::new(), vec!["models".to_owned()]);
    let mut out = BTreeMap::new();
    for segments in &split {
        for depth in prefix..=segments.len() {
            let below: Vec<&str> = segments.iter().take(depth).skip(prefix).copied().collect();
            if known.contains_key(&below) {
                continue;
            }
            let Some((own, above)) = below.split_last() else {
                continue;
            };
            let parent = known.get(above).cloned().unwrap_or_default();
            let full = segments
                .iter()
                .take(depth)
                .copied()
                .collect::<Vec<_>>()
                .join(".");
            let wish = claim(input.decisions, format!("module {full}"), None, module(own));
            let scope = scopes.entry(parent.clone()).or_default();
            let settled = scope.settle(&[wish], diagnostics);
            let mut path = parent;
            path.extend(settled.iter().map(|words| escape(words)));
            names.namespaces.insert(path.clone(), full);
            known.insert(below, path);
        }
        let below: Vec<&str> = segments.iter().skip(prefix).copied().collect();
        let path = known.get(&below).cloned().unwrap_or_default();
        out.insert(segments.join("."), path);
    }
    out
}

/// The number of leading segments that all namespaces share.
fn common(namespaces: &[Vec<&str>]) -> usize {
    let Some((first, rest)) = namespaces.split_first() else {
        return 0;
    };
    let shared = |at: &usize| rest.iter().all(|other| other.get(*at) == first.get(*at));
    (0..first.len()).take_while(shared).count()
}

/// Assigns the names of enums over derived types: `Any…` for a concrete type; the enum of
/// an abstract type has the name of the type itself.
fn any(
    input: Input<'_>,
    plan: &Plan,
    names: &mut Names,
    modules: &BTreeMap<String, Vec<String>>,
    items: &mut BTreeMap<Vec<String>, Scope>,
    diagnostics: &mut Diagnostics,
) {
    for id in &plan.any().collect::<Vec<_>>() {
        let (Some(own), Some(found)) = (names.types.get(id).cloned(), input.model.type_(*id))
        else {
            continue;
        };
        if is_abstract(input.model, *id) {
            names.any.insert(*id, own);
            continue;
        }
        let Some(modules) = modules.get(&found.name.namespace) else {
            continue;
        };
        let wish = Claim {
            who: format!("any {}", found.name),
            span: Some(found.span),
            words: format!("Any{}", own.name.trim_start_matches("r#")),
            decided: false,
        };
        let scope = items.entry(modules.clone()).or_default();
        for name in scope.settle(&[wish], diagnostics) {
            names.any.insert(*id, path(modules, &name));
        }
    }
}

type Scopes<'s> = (
    &'s BTreeMap<String, Vec<String>>,
    &'s mut BTreeMap<Vec<String>, Scope>,
    &'s mut BTreeMap<Vec<String>, Scope>,
);

/// Assigns the names of unions: the type's name followed by the property's name.
fn unions(
    input: Input<'_>,
    plan: &Plan,
    names: &mut Names,
    (modules, items, files): Scopes<'_>,
    diagnostics: &mut Diagnostics,
) {
    for (id, _) in plan.unions() {
        let (Some(owner), Some(property)) = (input.model.type_(id.owner), input.model.property(id))
        else {
            continue;
        };
        let Some(modules) = modules.get(&owner.name.namespace) else {
            continue;
        };
        let own = names
            .types
            .get(&id.owner)
            .map(|path| path.name.clone())
            .unwrap_or_default();
        let who = format!("union {}/{}", owner.name, property.name);
        let wish = |words: String| Claim {
            who: who.clone(),
            span: Some(property.span),
            words,
            decided: false,
        };
        let item = wish(format!("{own}{}", pascal(&property.name)));
        let file = wish(module(&format!("{}-{}", owner.name.name, property.name)));
        let scope = items.entry(modules.clone()).or_default();
        let item = scope.settle(&[item], diagnostics);
        let file = files
            .entry(modules.clone())
            .or_default()
            .settle(&[file], diagnostics);
        for (item, file) in item.iter().zip(&file) {
            names.unions.insert(id, (path(modules, item), escape(file)));
        }
    }
}

/// The path of an item whose name is assigned.
fn path(modules: &[String], words: &str) -> Path {
    Path {
        modules: modules.to_vec(),
        name: escape(words),
        when: When::ALWAYS,
    }
}

#[cfg(test)]
mod tests {
    use super::common;

    #[test]
    fn the_prefix_is_what_all_namespaces_share() {
        let split = |list: &[&'static str]| -> Vec<Vec<&'static str>> {
            list.iter().map(|ns| ns.split('.').collect()).collect()
        };
        assert_eq!(
            common(&split(&["microsoft.graph", "microsoft.graph.callRecords"])),
            2
        );
        assert_eq!(common(&split(&["a.b", "a.c"])), 1);
        assert_eq!(common(&split(&["a", "b"])), 0);
        assert_eq!(common(&split(&["a.b"])), 2);
        assert_eq!(common(&[]), 0);
    }
}
