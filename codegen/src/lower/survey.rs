//! Finds the items of two crates that can differ, without lowering any, and lowers these.
//!
//! For each item, a [`Survey`] hashes everything that its public lines depend on: what the item
//! declares and inherits, the Rust types that it refers to, and what paths lead to it. Items with
//! the same hash in both crates have the same lines. A hash that takes in too much only costs time.

mod items;

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::conditions::Conditions;
use super::extent::{Extent, Part};
use super::{Context, CrateLayout, Groundwork, Input};
use crate::diagnostic::Diagnostics;
use crate::model::{QName, RootKind, TypeId};
use crate::sdk::Sdk;

/// Lowers the items of two crates that can differ, and all roots.
pub(crate) fn lower_differing(
    old: Input<'_>,
    new: Input<'_>,
    layout: CrateLayout<'_>,
) -> (Sdk, Sdk) {
    // Names that collide are reported where a crate is generated.
    let mut found = Diagnostics::default();
    let mut ground = |input| Groundwork::new(input, layout.runtime, &mut found);
    let (before, after) = (ground(old), ground(new));
    let (a, b) = (Survey::new(&before), Survey::new(&after));
    let parts = (part(&before, &a, &b), part(&after, &b, &a));
    let mut finish =
        |ground: Groundwork<'_>, part| ground.finish(&Extent::Part(part), layout, &mut found);
    (finish(before, parts.0), finish(after, parts.1))
}

/// The hash of something, the same in every run of a program.
fn digest(of: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

/// The hash of each item, by OData name.
struct Survey<'a> {
    types: BTreeMap<&'a QName, u64>,
    builders: BTreeMap<&'a QName, u64>,
    /// The files of operations, by the type that these are bound to.
    files: BTreeMap<Option<&'a QName>, u64>,
}

impl<'a> Survey<'a> {
    fn new(ground: &'a Groundwork<'a>) -> Self {
        let (model, plan) = (ground.input.model, &ground.plan);
        let conditions = Conditions::default();
        let context = Context {
            input: ground.input,
            plan,
            overloads: &ground.overloads,
            names: &ground.names,
            conditions: &conditions,
            extent: &Extent::Whole,
        };
        let hashes = items::Hashes::new(&context);
        let types = plan.types.iter();
        let builders = plan.with_builders();
        Self {
            types: types
                .map(|id| (&model[*id].name, hashes.type_(*id)))
                .collect(),
            builders: builders
                .map(|id| (&model[id].name, hashes.builders(id)))
                .collect(),
            files: hashes
                .files()
                .into_iter()
                .map(|(home, hash)| (home.map(|id| &model[id].name), hash))
                .collect(),
        }
    }
}

/// The items of a crate that another one lacks or has otherwise.
fn part(ground: &Groundwork<'_>, own: &Survey<'_>, other: &Survey<'_>) -> Part {
    let (input, plan) = (ground.input, &ground.plan);
    let model = input.model;
    let name = |id: TypeId| &model[id].name;
    let differs = |own: &BTreeMap<&QName, u64>, other: &BTreeMap<&QName, u64>, id: TypeId| {
        own.get(name(id)) != other.get(name(id))
    };
    let types = plan.types.iter().copied();
    let mut part = Part {
        types: types
            .filter(|id| differs(&own.types, &other.types, *id))
            .collect(),
        builders: plan
            .with_builders()
            .filter(|id| differs(&own.builders, &other.builders, *id))
            .collect(),
        ..Part::default()
    };
    for (_, operation) in plan.operations(model) {
        let home = super::naming::home(&ground.names, operation);
        let key = home.map(name);
        if own.files.get(&key) != other.files.get(&key) {
            part.operations.insert(home);
        }
    }
    let mut named: BTreeSet<Option<TypeId>> = BTreeSet::new();
    for id in &part.builders {
        named.extend(model.iter_lineage(*id).map(Some));
    }
    for at in &input.selection.roots {
        if let Some(RootKind::ActionImport { .. } | RootKind::FunctionImport { .. }) =
            model.roots.get(*at).map(|root| &root.kind)
        {
            named.insert(None);
        }
    }
    part.named = named;
    let unions = plan.unions();
    for (_, types) in unions.filter(|(id, _)| part.types.contains(&id.owner)) {
        part.fields
            .extend(types.iter().flat_map(|id| model.iter_lineage(*id)));
    }
    part
}
