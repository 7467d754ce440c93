//! Pairs the types of two models: by name, by name without case, by simple name, by shape.

use std::collections::BTreeMap;

use crate::model::{Item, Model, QName, Type, TypeId, TypeKind, TypeRef};

/// Which type of one model is which of the other.
#[derive(Clone, Debug, Default)]
pub struct Pairs {
    new_of: Vec<Option<TypeId>>,
    old_of: Vec<Option<TypeId>>,
    /// The pairs with different names, with the rule that pairs them.
    pub renamed: Vec<(TypeId, TypeId, &'static str)>,
}

impl Pairs {
    pub fn new(old: &Model, new: &Model) -> Self {
        let mut pairs = Self {
            new_of: vec![None; old.types.len()],
            old_of: vec![None; new.types.len()],
            renamed: Vec::new(),
        };
        pairs.by_name(old, new);
        let folded = |_: &Model, found: &Type| Some(found.name.to_string().to_ascii_lowercase());
        pairs.by(old, new, "type-case-changed", folded);
        let simple = |_: &Model, found: &Type| Some(format!("{} {}", kind(found), found.name.name));
        pairs.by(old, new, "type-moved-namespace", simple);
        pairs.by(old, new, "type-renamed", shape);
        pairs
    }

    /// Pairs types with the same name, which most types have.
    fn by_name(&mut self, old: &Model, new: &Model) {
        let mut after: BTreeMap<&QName, Option<TypeId>> = BTreeMap::new();
        for (id, found) in new.type_ids() {
            let entry = after.entry(&found.name);
            entry.and_modify(|id| *id = None).or_insert(Some(id));
        }
        for (id, found) in old.type_ids() {
            let Some(slot) = after.get_mut(&found.name) else {
                continue;
            };
            if let Some(other) = slot.take() {
                self.pair(id, other);
            }
        }
    }

    fn pair(&mut self, old: TypeId, new: TypeId) {
        self.new_of[old.0 as usize] = Some(new);
        self.old_of[new.0 as usize] = Some(old);
    }

    /// Pairs types that are left and have the same key, if no other has it.
    fn by(
        &mut self,
        old: &Model,
        new: &Model,
        rule: &'static str,
        key: impl Fn(&Model, &Type) -> Option<String>,
    ) {
        let left = |model: &Model, taken: &[Option<TypeId>]| {
            let mut found: BTreeMap<String, Option<TypeId>> = BTreeMap::new();
            for ((id, type_), taken) in model.type_ids().zip(taken) {
                if let (None, Some(key)) = (taken, key(model, type_)) {
                    let entry = found.entry(key);
                    entry.and_modify(|id| *id = None).or_insert(Some(id));
                }
            }
            found
        };
        let before = left(old, &self.new_of);
        if before.is_empty() {
            return;
        }
        let after = left(new, &self.old_of);
        for (key, old_id) in before {
            let (Some(old_id), Some(Some(new_id))) = (old_id, after.get(&key)) else {
                continue;
            };
            self.pair(old_id, *new_id);
            self.renamed.push((old_id, *new_id, rule));
        }
    }

    /// The type of the new model that an old one is.
    pub fn new_of(&self, id: TypeId) -> Option<TypeId> {
        self.new_of.get(id.0 as usize).copied().flatten()
    }

    /// The type of the old model that a new one was.
    pub fn old_of(&self, id: TypeId) -> Option<TypeId> {
        self.old_of.get(id.0 as usize).copied().flatten()
    }

    /// An old reference as one of the new model, if its type is still there.
    pub fn reference(&self, old: TypeRef) -> Option<TypeRef> {
        let item = match old.item {
            Item::Named(id) => Item::Named(self.new_of(id)?),
            item => item,
        };
        Some(TypeRef { item, ..old })
    }
}

/// The word for a type in reports.
pub fn kind(found: &Type) -> &'static str {
    match &found.kind {
        TypeKind::Structured(found) if found.entity => "entity",
        TypeKind::Structured(_) => "complex",
        TypeKind::Enum(_) => "enum",
        TypeKind::Definition(_) => "typedef",
    }
}

/// The members of a type; `None` if there are too few to recognise it by.
fn shape(model: &Model, found: &Type) -> Option<String> {
    let mut members: Vec<String> = match &found.kind {
        TypeKind::Structured(structured) => structured
            .properties
            .iter()
            .map(|p| format!("{} {}", p.name, model.type_name(p.type_)))
            .collect(),
        TypeKind::Enum(found) => found.members.iter().map(|m| m.name.clone()).collect(),
        TypeKind::Definition(_) => return None,
    };
    if members.len() < 2 {
        return None;
    }
    members.sort();
    let base = found.structured().and_then(|found| found.base);
    let base = base.map(|base| model[base].name.to_string());
    Some(format!("{} {base:?} {}", kind(found), members.join(",")))
}
