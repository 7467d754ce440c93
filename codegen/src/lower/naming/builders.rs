//! Assigns the names of builders, of their methods, and of the methods at which paths
//! start.

use std::collections::{BTreeMap, BTreeSet};

use super::{Names, claim, escaped};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::lower::Input;
use crate::lower::overloads::Overloads;
use crate::lower::plan::{
    Plan, alternate_keys, casts, has_key, is_media, operation_order, selected_roots, streams,
};
use crate::model::{Item, Model, Operation, OperationId, PropertyId, RootKind, TypeId, TypeRef};
use crate::names::plural::singular;
use crate::names::settle::{COLLISION, Claim, Scope};
use crate::names::{escape, pascal, snake};
use crate::sdk::{Path, When};

/// The methods that builders of one entity can have; reserved even where a builder lacks
/// them.
const ONE: &[&str] = &[
    "new",
    "target",
    "get",
    "update",
    "delete",
    "set_reference",
    "remove_reference",
];
/// The methods that builders of a collection can have; reserved even where a builder lacks
/// them.
const MANY: &[&str] = &[
    "new",
    "target",
    "by_id",
    "list",
    "create",
    "count",
    "add_reference",
];
/// The methods that the client has besides those at which paths start.
const CLIENT: &[&str] = &["new", "builder"];

/// The names of an entity type's builders.
#[derive(Clone, Debug, Default)]
pub struct BuilderNames {
    /// The module of their file.
    pub file: String,
    /// The builder of one entity.
    pub one: Path,
    /// The builder of a collection.
    pub many: Path,
    /// The methods of the builder of one entity.
    pub methods: Vec<(MethodName, String)>,
    /// The methods of the builder of a collection.
    pub many_methods: Vec<(MethodName, String)>,
}

/// The purpose of a method of a builder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MethodName {
    /// Goes to the target of a navigation property.
    Navigation(PropertyId),
    /// Goes to one entity of a collection-valued navigation property, by key.
    Keyed(PropertyId),
    /// Reads a stream: a stream property, or the media entity itself if there is no
    /// property.
    Download(Option<PropertyId>),
    /// Replaces such a stream.
    Upload(Option<PropertyId>),
    /// Deletes such a stream.
    Clear(Option<PropertyId>),
    /// Casts the entity to a derived type.
    Cast(TypeId),
    /// Goes to one entity by an alternate key: the position among the type's alternate
    /// keys.
    Alternate(usize),
    /// Invokes an operation.
    Operation(OperationId),
}

/// Assigns the methods of all builders, and the methods at which paths start.
pub fn settle(
    input: Input<'_>,
    plan: &Plan,
    overloads: &Overloads<'_>,
    names: &mut Names,
    diagnostics: &mut Diagnostics,
) {
    for id in plan.with_builders() {
        let one = methods(input, (plan, overloads, names), (id, false), diagnostics);
        let many = methods(input, (plan, overloads, names), (id, true), diagnostics);
        if let Some(builder) = names.builders.get_mut(&id) {
            builder.methods = one;
            builder.many_methods = many;
        }
    }
    roots(input, overloads, names, diagnostics);
}

/// Assigns the builders' own names, before operations: those must avoid them in the same
/// file.
pub fn builders(input: Input<'_>, plan: &Plan, names: &mut Names, diagnostics: &mut Diagnostics) {
    let mut scopes: BTreeMap<Vec<String>, Scope> = BTreeMap::new();
    for id in &plan.with_builders().collect::<Vec<_>>() {
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
            when: When::ALWAYS,
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

/// Renames keyed access to a navigation property where another method has the same name.
fn separate_keyed(list: &mut [(MethodName, Claim)]) {
    let taken: BTreeSet<String> = list
        .iter()
        .filter(|(name, _)| !matches!(name, MethodName::Keyed(_)))
        .map(|(_, claim)| claim.words.clone())
        .collect();
    for (name, claim) in list {
        // For example, `drive` is a group's default drive, so one of its `drives` is
        // `drives_by_id`.
        if matches!(name, MethodName::Keyed(_)) && !claim.decided && taken.contains(&claim.words) {
            let property = claim.who.rsplit('/').next().unwrap_or_default();
            claim.words = snake(property.trim_end_matches("(id)")) + "_by_id";
        }
    }
}

/// The methods of a builder: navigation properties of its type, streams, casts or alternate
/// keys, and the operations bound to the type or to its base types.
fn methods(
    input: Input<'_>,
    (plan, overloads, names): (&Plan, &Overloads<'_>, &Names),
    (id, many): (TypeId, bool),
    diagnostics: &mut Diagnostics,
) -> Vec<(MethodName, String)> {
    let model = input.model;
    let found = model.type_(id);
    let own = found.map(|found| found.name.to_string());
    let own = own.unwrap_or_default();
    let span = found.map(|found| found.span);
    let mut list: Vec<(MethodName, Claim)> = Vec::new();
    let mut add = |name: MethodName, what: String, words: String| {
        let who = format!("method {own}/{what}");
        list.push((name, claim(input.decisions, who, span, words)));
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
        let streams = streams(model, id).into_iter();
        let named = streams.map(|(at, stream)| (Some(at), stream.name.as_str()));
        let own = is_media(model, id).then_some((None, "$value"));
        for (at, stream) in named.chain(own) {
            let words = snake(stream);
            add(MethodName::Download(at), stream.to_owned(), words.clone());
            let what = format!("{stream}(upload)");
            add(MethodName::Upload(at), what, format!("upload_{words}"));
            let what = format!("{stream}(delete)");
            add(MethodName::Clear(at), what, format!("delete_{words}"));
        }
    }
    if many {
        for (at, key) in alternate_keys(model, id).iter().enumerate() {
            let words = key.iter().map(|name| snake(name)).collect::<Vec<_>>();
            add(
                MethodName::Alternate(at),
                format!("({})", key.join(",")),
                format!("by_{}", words.join("_and_")),
            );
        }
    } else {
        for derived in casts(model, plan, id) {
            if let (Some(path), Some(found)) = (names.types.get(&derived), model.type_(derived)) {
                let words = snake(path.name.trim_start_matches("r#"));
                let what = found.name.to_string();
                add(MethodName::Cast(derived), what, format!("as_{words}"));
            }
        }
    }
    for (id, operation) in bound(model, overloads, id, many) {
        if let Some(names) = names.operations.get(&id) {
            let what = format!("{}()", operation.name);
            add(MethodName::Operation(id), what, names.method.clone());
        }
    }
    separate_keyed(&mut list);
    let (methods, claims): (Vec<MethodName>, Vec<Claim>) = list.into_iter().unzip();
    let reserved = if many { MANY } else { ONE };
    let settled = escaped(&claims, reserved, diagnostics);
    for (claim, name) in claims.iter().zip(&settled) {
        if !claim.decided && reserved.contains(&claim.words.as_str()) {
            diagnostics.push(given_way(claim, name));
        }
    }
    methods.into_iter().zip(settled).collect()
}

/// Reports a name that every builder reserves for another method.
fn given_way(claim: &Claim, name: &str) -> Diagnostic {
    let message = format!(
        "`{}` means something else on builders; {} becomes `{name}`",
        claim.words, claim.who
    );
    let help = format!(
        "decide it with a line in names.txt: `{} = {name}  # reason`",
        claim.who
    );
    Diagnostic::new(COLLISION, Severity::Warning, message, claim.span).help(help)
}

/// The operations bound to a type or to one of its base types, those of the base types
/// first. If several types bind operations of one name, those of the nearest type are kept.
fn bound<'m>(
    model: &'m Model,
    overloads: &Overloads<'_>,
    id: TypeId,
    many: bool,
) -> Vec<(OperationId, &'m Operation)> {
    let mut out: Vec<Vec<(OperationId, &Operation)>> = Vec::new();
    let mut seen = BTreeSet::new();
    for owner in model.lineage(id) {
        let binding = TypeRef {
            item: Item::Named(owner),
            collection: many,
        };
        let own = overloads.bound_to(binding).iter();
        let own = own.filter_map(|id| Some((*id, model.operation(*id)?)));
        let mut own: Vec<_> = own.filter(|(_, o)| !seen.contains(&o.name)).collect();
        own.sort_by_cached_key(|(_, operation)| operation_order(model, operation));
        seen.extend(own.iter().map(|(_, operation)| operation.name.clone()));
        out.push(own);
    }
    out.into_iter().rev().flatten().collect()
}

fn roots(
    input: Input<'_>,
    overloads: &Overloads<'_>,
    names: &mut Names,
    diagnostics: &mut Diagnostics,
) {
    let mut keys = Vec::new();
    let mut claims = Vec::new();
    for (at, root) in selected_roots(input.model, input.selection) {
        let mut wish = |operation: Option<OperationId>, words: String| {
            keys.push((at, operation));
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
                        let suffix = overloads.suffix(operation);
                        wish(Some(*id), snake(&(pascal(&root.name) + &suffix)));
                    }
                }
            }
        }
    }
    let settled = Scope::new(CLIENT).settle(&claims, diagnostics);
    names.roots = keys
        .into_iter()
        .zip(settled.iter().map(|words| escape(words)))
        .collect();
}
