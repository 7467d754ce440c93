//! Lowers areas to the cargo features of the crate, and determines the `cfg` condition of
//! each item.

use std::collections::BTreeMap;

use super::naming::GeneratedNames;
use super::{Input, markdown};
use crate::model::TypeId;
use crate::sdk::{AreaFeature, Areas, When};
use crate::select::areas::{Area, AreaSet, Start};

/// The distinct conditions of items.
#[derive(Clone, Debug, Default)]
pub struct Conditions {
    areas: Areas,
    known: BTreeMap<AreaSet, When>,
    roots: BTreeMap<usize, When>,
}

/// Determines the features, and sets the condition of each named item.
pub fn assign_conditions(input: Input<'_>, names: &mut GeneratedNames) -> Conditions {
    let mut out = Conditions::default();
    let Some(areas) = &input.selection.areas else {
        return out;
    };
    let features = areas.list.iter().enumerate();
    out.areas.features = features
        .map(|(number, area)| {
            let has = |set: &&AreaSet| set.has(number);
            AreaFeature {
                name: area.feature.clone(),
                what: what(input, area),
                types: areas.types.values().filter(has).count(),
                operations: areas.operations.values().filter(has).count(),
            }
        })
        .collect();
    let nothing = AreaSet::default();
    let of = |map: &BTreeMap<TypeId, AreaSet>, id: TypeId| map.get(&id).unwrap_or(&nothing).clone();
    for (id, path) in names.types.iter_mut().chain(names.any.iter_mut()) {
        path.when = out.when(of(&areas.types, *id));
    }
    for (id, (path, _)) in &mut names.unions {
        path.when = out.when(of(&areas.types, id.owner));
    }
    for (id, builder) in &mut names.builders {
        let when = out.when(of(&areas.requests, *id));
        (builder.one.when, builder.many.when) = (when, when);
    }
    for (id, operation) in &mut names.operations {
        operation.path.when = out.when(areas.operations.get(id).unwrap_or(&nothing).clone());
    }
    for &root in &input.selection.roots {
        let when = out.when(areas.of_root(input.model, root));
        out.roots.insert(root, when);
    }
    out
}

impl Conditions {
    /// The condition under which an item of these areas is compiled.
    fn when(&mut self, set: AreaSet) -> When {
        if set.is_empty() {
            return When::ALWAYS;
        }
        if let Some(known) = self.known.get(&set) {
            return *known;
        }
        self.areas.conditions.push(set.iter().collect());
        let when = u16::try_from(self.areas.conditions.len()).map_or(When::ALWAYS, When);
        self.known.insert(set, when);
        when
    }

    /// The condition under which the method of a root is compiled.
    pub fn of_root(&self, at: usize) -> When {
        self.roots.get(&at).copied().unwrap_or_default()
    }

    /// Returns the features and conditions.
    pub fn finish(self) -> Areas {
        self.areas
    }
}

fn what(input: Input<'_>, area: &Area) -> String {
    match area.start {
        Start::Root(at) => match input.model.roots.get(at) {
            Some(root) => format!("{} {}", root.kind.word(), markdown::code(&root.name)),
            None => String::new(),
        },
        Start::Imports => "operations that are not bound to a type".to_owned(),
        Start::Unreached => "types that no path leads to, such as notifications".to_owned(),
    }
}
