//! Finds the items of a crate that depend on what annotations say of the requests at a place.

use std::collections::BTreeMap;

use crate::diff::Diff;
use crate::sdk::{Builder, Item, MethodKind, Module, Path, Sdk};

/// Changes of the Capabilities vocabulary by the OData names that items may have as their origin:
/// those of the annotated root or property, and of the type of the entities there.
pub fn places(diff: &Diff, crates: [&Sdk; 2]) -> BTreeMap<String, usize> {
    let builders = crates.map(builders);
    let mut out = BTreeMap::new();
    for (at, change) in diff.changes.iter().enumerate() {
        let Some((element, _)) = change.item.split_once("@Capabilities.") else {
            continue;
        };
        let Some((owner, name)) = element.rsplit_once('/') else {
            continue;
        };
        let mut names = vec![element.to_owned()];
        let all = || builders.iter().flat_map(BTreeMap::values);
        if all().any(|builder| builder.entity == owner) {
            for (builders, own) in pairs(&builders, owner) {
                let targets = own.methods.iter().filter_map(|method| match &method.kind {
                    MethodKind::Segment(segment, next) | MethodKind::Keyed(segment, _, next) => {
                        (segment == name).then(|| builders.get(&next.path))?
                    }
                    _ => None,
                });
                names.extend(targets.map(|builder| builder.entity.clone()));
            }
        } else {
            names.push(name.to_owned());
            for (sdk, builders) in crates.iter().zip(&builders) {
                let roots = sdk.roots.iter().filter(|root| root.segment == name);
                let found = roots.filter_map(|root| builders.get(&root.constructor.path));
                names.extend(found.map(|builder| builder.entity.clone()));
            }
        }
        for name in names {
            out.entry(name).or_insert(at);
        }
    }
    out
}

/// The builders of a crate by their paths.
type Builders<'s> = BTreeMap<&'s Path, &'s Builder>;

/// The builders of an entity type, each with all of its crate.
fn pairs<'a, 's>(
    crates: &'a [Builders<'s>],
    entity: &'a str,
) -> impl Iterator<Item = (&'a Builders<'s>, &'s Builder)> {
    crates.iter().flat_map(move |builders| {
        let own = builders.values().copied();
        let own = own.filter(move |builder| builder.entity == entity);
        own.map(move |builder| (builders, builder))
    })
}

fn builders(sdk: &Sdk) -> Builders<'_> {
    let mut out = BTreeMap::new();
    let mut modules: Vec<&Module> = vec![&sdk.requests];
    while let Some(module) = modules.pop() {
        modules.extend(&module.modules);
        for item in module.files.iter().flat_map(|file| &file.items) {
            if let Item::Builder(builder) = item {
                out.insert(&builder.path, builder);
            }
        }
    }
    out
}
