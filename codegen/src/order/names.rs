//! The pinned names: what `new` does not ask for, and how overloads end.

use super::Order;
use crate::lower::Overloads;
use crate::model::{Model, Operation, OperationKind, TypeId};
use crate::select::Selection;

impl Order {
    /// The names in a crate that is made of a selection: its keys, and the endings of its functions.
    /// A property that was a key counts as long as it is declared.
    pub fn names(model: &Model, selection: &Selection, pinned: &Self) -> Self {
        let mut out = Self::default();
        for id in selection.types.keys() {
            let Some(found) = model[*id].structured().filter(|found| found.entity) else {
                continue;
            };
            let owner = model[*id].name.to_string();
            let keys = found.key.iter().filter_map(|part| part.property);
            let mut list: Vec<String> = keys.map(|key| model[key].name.clone()).collect();
            let former = pinned.keys.get(&owner).into_iter().flatten();
            let declared = model.all_properties(*id);
            let is_declared = |name: &&String| declared.iter().any(|(_, p)| p.name == **name);
            list.extend(former.filter(is_declared).cloned());
            out.add_keys(owner, list);
        }
        let overloads = Overloads::new(model, pinned);
        for (id, operation) in model.operation_ids() {
            let is_function = operation.kind == OperationKind::Function;
            if is_function && selection.has_operation(id) {
                let ending = overloads.suffix(operation);
                out.overloads.insert(function(model, operation), ending);
            }
        }
        out
    }

    /// Adds the names of another one; what both have is taken from it.
    pub fn with_names(mut self, names: Self) -> Self {
        for (owner, list) in names.keys {
            self.add_keys(owner, list);
        }
        self.overloads.extend(names.overloads);
        self
    }

    /// Whether a property is or was a key, as the nearest type says that has or had one.
    pub(crate) fn was_key(&self, model: &Model, id: TypeId, property: &str) -> bool {
        if self.keys.is_empty() {
            return false;
        }
        let mut lineage = model.iter_lineage(id);
        let list = lineage.find_map(|owner| self.keys.get(&model[owner].name.to_string()));
        list.is_some_and(|list| list.iter().any(|key| key == property))
    }

    /// The properties that are no longer keys, or still are, of a type itself.
    pub(crate) fn former_keys(&self, model: &Model, id: TypeId) -> Option<&[String]> {
        if self.keys.is_empty() {
            return None;
        }
        let list = self.keys.get(&model[id].name.to_string())?;
        Some(list)
    }

    /// The pinned ending of a function.
    pub(crate) fn ending(&self, model: &Model, operation: &Operation) -> Option<&str> {
        if self.overloads.is_empty() {
            return None;
        }
        let ending = self.overloads.get(&function(model, operation))?;
        Some(ending)
    }

    fn add_keys(&mut self, owner: String, keys: Vec<String>) {
        if !keys.is_empty() {
            let list = self.keys.entry(owner).or_default();
            list.extend(keys);
            list.sort();
            list.dedup();
        }
    }
}

/// A function with the names of its parameters, by which the service tells overloads apart.
fn function(model: &Model, operation: &Operation) -> String {
    let binding = operation.binding().map(|b| model.type_name(b.type_));
    let own = operation.own_parameters().iter().map(|p| p.name.as_str());
    let mut own: Vec<&str> = own.collect();
    own.sort_unstable();
    let parts: Vec<&str> = binding.as_deref().into_iter().chain(own).collect();
    format!("{}({})", operation.name, parts.join(", "))
}
