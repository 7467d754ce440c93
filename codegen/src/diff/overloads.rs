//! Pairs the operations of two models: by name and binding type, overloads by their parameters.

use std::collections::{BTreeMap, BTreeSet};

use super::pairs::Pairs;
use crate::model::{Model, Operation, OperationId, TypeRef};

/// The name of an operation and the type that it is bound to, as the new model names it. `None`
/// inside: bound to a type that is gone.
pub type Key = (String, Option<Option<TypeRef>>);

/// Operations by [`Key`].
pub type Groups = BTreeMap<Key, Vec<OperationId>>;

/// The operations of the old model that are wanted, by the keys of the new one.
pub fn old_groups(model: &Model, pairs: &Pairs, wanted: impl Fn(OperationId) -> bool) -> Groups {
    let key = |found: &Operation| {
        let binding = found.binding().map(|b| pairs.reference(b.type_));
        (found.name.to_string(), binding)
    };
    groups(model, key, wanted)
}

/// The operations of the new model that are wanted.
pub fn new_groups(model: &Model, wanted: impl Fn(OperationId) -> bool) -> Groups {
    let key = |found: &Operation| {
        let binding = found.binding().map(|b| Some(b.type_));
        (found.name.to_string(), binding)
    };
    groups(model, key, wanted)
}

fn groups(
    model: &Model,
    key: impl Fn(&Operation) -> Key,
    wanted: impl Fn(OperationId) -> bool,
) -> Groups {
    let mut out = Groups::new();
    for (id, found) in model.operation_ids().filter(|(id, _)| wanted(*id)) {
        out.entry(key(found)).or_default().push(id);
    }
    out
}

fn parameters(model: &Model, id: OperationId) -> BTreeSet<&str> {
    let own = model[id].own_parameters().iter();
    own.map(|parameter| parameter.name.as_str()).collect()
}

/// Pairs of overloads, and those without a partner.
pub type Paired = (
    Vec<(OperationId, OperationId)>,
    Vec<OperationId>,
    Vec<OperationId>,
);

/// Pairs the overloads of one operation: first those with the same parameters, then those that
/// share most.
pub fn pair(old: (&Model, &[OperationId]), new: (&Model, &[OperationId])) -> Paired {
    let mut pairs = Vec::new();
    let (mut before, mut after) = (old.1.to_vec(), new.1.to_vec());
    before.retain(|id| {
        let names = parameters(old.0, *id);
        let kind = |model: &Model, id: OperationId| model[id].kind;
        let same = |other: &OperationId| {
            parameters(new.0, *other) == names
                && (kind(new.0, *other) == kind(old.0, *id) || new.1.len() == 1)
        };
        let Some(at) = after.iter().position(same) else {
            return true;
        };
        pairs.push((*id, after.remove(at)));
        false
    });
    while !before.is_empty() && !after.is_empty() {
        let mut best = (0, 0, 0);
        for (a, id) in before.iter().enumerate() {
            for (b, other) in after.iter().enumerate() {
                let (one, two) = (parameters(old.0, *id), parameters(new.0, *other));
                let common = one.intersection(&two).count() + 1;
                if common > best.0 {
                    best = (common, a, b);
                }
            }
        }
        pairs.push((before.remove(best.1), after.remove(best.2)));
    }
    (pairs, before, after)
}
