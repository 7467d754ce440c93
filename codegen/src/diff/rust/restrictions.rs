//! Finds the items of a crate that depend on what annotations say of the requests at a place.

use std::collections::BTreeMap;

use crate::diff::Diff;
use crate::sdk::{Item, Module, Path, Sdk};

/// Changes of the Capabilities vocabulary by the OData names that items may have as their origin:
/// those of the annotated property, or of the annotated root and the type of its entities.
pub fn places(diff: &Diff, crates: [&Sdk; 2]) -> BTreeMap<String, usize> {
    let entities = crates.map(entities);
    let is_entity = |name: &str| {
        let mut all = entities.iter().flat_map(BTreeMap::values);
        all.any(|entity| *entity == name)
    };
    let mut out = BTreeMap::new();
    for (at, change) in diff.changes.iter().enumerate() {
        let Some((element, _)) = change.item.split_once("@Capabilities.") else {
            continue;
        };
        out.entry(element.to_owned()).or_insert(at);
        let Some((owner, name)) = element.rsplit_once('/') else {
            continue;
        };
        if is_entity(owner) {
            continue;
        }
        out.entry(name.to_owned()).or_insert(at);
        for (sdk, entities) in crates.iter().zip(&entities) {
            let roots = sdk.roots.iter().filter(|root| root.segment == name);
            for entity in roots.filter_map(|root| entities.get(&root.constructor.path)) {
                out.entry((*entity).to_owned()).or_insert(at);
            }
        }
    }
    out
}

/// The entity types of builders.
fn entities(sdk: &Sdk) -> BTreeMap<&Path, &str> {
    let mut out = BTreeMap::new();
    let mut modules: Vec<&Module> = vec![&sdk.requests];
    while let Some(module) = modules.pop() {
        modules.extend(&module.modules);
        for item in module.files.iter().flat_map(|file| &file.items) {
            if let Item::Builder(builder) = item {
                out.insert(&builder.path, builder.entity.as_str());
            }
        }
    }
    out
}
