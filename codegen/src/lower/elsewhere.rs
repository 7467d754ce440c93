//! The OData names of what a part of a crate refers to and does not contain.

use std::collections::{BTreeMap, BTreeSet};

use super::Context;
use super::extent::Part;
use super::plan::casts;
use crate::model::{Operation, OperationId, TypeId};
use crate::sdk::Path;

impl Context<'_> {
    /// The OData names of the items that a part refers to, by path.
    pub(super) fn elsewhere(&self, part: &Part) -> BTreeMap<Path, String> {
        let model = self.input.model;
        let mut near: BTreeSet<TypeId> = part.types.union(&part.builders).copied().collect();
        for id in part.types.union(&part.builders) {
            let properties = model.all_properties(*id).into_iter();
            near.extend(properties.filter_map(|(_, property)| property.type_.named()));
            near.extend(casts(model, self.plan, *id));
        }
        let mut out = BTreeMap::new();
        for (id, names) in &self.names.operations {
            let operation = &model[*id];
            near.extend(self.named_by(*id));
            out.insert(names.path.clone(), self.operation_name(operation));
        }
        for (id, (path, _)) in &self.names.unions {
            out.insert(path.clone(), self.union_name(*id));
        }
        for id in near {
            let mut insert = |path: Option<&Path>| {
                if let Some(path) = path {
                    out.insert(path.clone(), model[id].name.to_string());
                }
            };
            insert(self.names.types.get(&id));
            insert(self.names.any.get(&id));
            let builders = self.names.builders.get(&id);
            insert(builders.map(|names| &names.one));
            insert(builders.map(|names| &names.many));
        }
        out
    }

    /// The types of the parameters and of the result of an operation.
    fn named_by(&self, id: OperationId) -> impl Iterator<Item = TypeId> {
        let operation = &self.input.model[id];
        let own = operation.parameters.iter().map(|parameter| parameter.type_);
        let returned = operation.return_type.iter().map(|returned| returned.type_);
        own.chain(returned).filter_map(|type_| type_.named())
    }

    fn operation_name(&self, operation: &Operation) -> String {
        let binding = operation.binding();
        let binding = binding.map(|b| self.input.model.type_name(b.type_));
        format!("{}({})", operation.name, binding.unwrap_or_default())
    }
}
