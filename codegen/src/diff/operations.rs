//! Compares operations: what can be invoked on a type, and with what result.

use super::Differ;
use super::overloads::{Groups, Key, new_groups, old_groups, pair};
use super::references::Reference;
use crate::model::{Model, Operation, OperationId, OperationKind, TypeRef};

/// An operation in reports: its name and what it is bound to.
pub fn item(model: &Model, operation: &Operation) -> String {
    let binding = operation.binding().map(|b| model.type_name(b.type_));
    format!("{}({})", operation.name, binding.unwrap_or_default())
}

fn kind(found: &Operation) -> String {
    match found.kind {
        OperationKind::Action => "action",
        OperationKind::Function => "function",
    }
    .to_owned()
}

/// The names of the parameters, separated by commas.
fn listed(found: &Operation) -> String {
    let own = found.own_parameters().iter();
    own.map(|p| p.name.as_str()).collect::<Vec<_>>().join(",")
}

impl Differ<'_> {
    pub(super) fn operations(&mut self) {
        let (old, new) = (self.old, self.new);
        let mut before = old_groups(old.model, self.pairs, |id| old.has_operation(id));
        let mut after = new_groups(new.model, |id| new.has_operation(id));
        let known: Vec<Key> = before
            .keys()
            .filter(|k| after.contains_key(*k))
            .cloned()
            .collect();
        for key in known {
            if let (Some(a), Some(b)) = (before.remove(&key), after.remove(&key)) {
                self.overloads(&a, &b);
            }
        }
        self.renamed_operations(&mut before, &mut after);
        for id in before.into_values().flatten() {
            self.removed_operation(id);
        }
        for id in after.into_values().flatten() {
            let found = &new.model[id];
            let start = self.changes.len();
            let name = item(new.model, found);
            self.tell("operation-added", name, None, Some(kind(found)));
            self.at(start, None, Some(found.span));
        }
    }

    fn removed_operation(&mut self, id: OperationId) {
        let found = &self.old.model[id];
        let start = self.changes.len();
        let name = item(self.old.model, found);
        let same = |model: &Model| {
            let mut all = model.operations.iter();
            all.any(|other| other.name == found.name && item(model, other) == name)
        };
        let declared = self.new.declared.is_some_and(same)
            || self.new.selection.is_some() && same(self.new.model);
        let rule = match declared {
            true => "left-selection",
            false => "operation-removed",
        };
        self.tell(rule, name, Some(kind(found)), None);
        self.announced(found.deprecated.as_ref());
        self.at(start, Some(found.span), None);
    }

    fn overloads(&mut self, old: &[OperationId], new: &[OperationId]) {
        let (old_model, new_model) = (self.old.model, self.new.model);
        let (pairs, gone, added) = pair((old_model, old), (new_model, new));
        for (a, b) in pairs {
            self.operation(a, b);
        }
        for id in gone {
            let found = &old_model[id];
            let start = self.changes.len();
            let name = item(old_model, found);
            self.tell("overload-removed", name, Some(listed(found)), None);
            self.announced(found.deprecated.as_ref());
            self.at(start, Some(found.span), None);
        }
        for id in added {
            let found = &new_model[id];
            let start = self.changes.len();
            let name = item(new_model, found);
            self.tell("overload-added", name, None, Some(listed(found)));
            self.at(start, None, Some(found.span));
        }
    }

    /// Pairs operations whose name or binding type differs.
    fn renamed_operations(&mut self, before: &mut Groups, after: &mut Groups) {
        let keys: Vec<Key> = before.keys().cloned().collect();
        for key in keys {
            let find = |is: &dyn Fn(&Key) -> bool| after.keys().find(|other| is(other)).cloned();
            let simple = |name: &str| name.rsplit('.').next().map(str::to_owned);
            let cased = find(&|k| k.1 == key.1 && k.0.eq_ignore_ascii_case(&key.0));
            let elsewhere = find(&|k| k.1 == key.1 && simple(&k.0) == simple(&key.0));
            let above = find(&|k| k.0 == key.0 && self.is_base(&key.1, &k.1));
            let (other, rule) = match (cased, elsewhere, above) {
                (Some(other), ..) => (other, "operation-case-changed"),
                (_, Some(other), _) => (other, "operation-moved-namespace"),
                (.., Some(other)) => (other, "operation-moved-to-base"),
                _ => continue,
            };
            let Some(old) = before.remove(&key) else {
                continue;
            };
            let new = match rule {
                // Several derived types may have had it.
                "operation-moved-to-base" => after.get(&other).cloned(),
                _ => after.remove(&other),
            };
            let new = new.unwrap_or_default();
            let (Some(a), Some(b)) = (old.first(), new.first()) else {
                continue;
            };
            self.renamed_operation(*a, *b, rule);
            self.overloads(&old, &new);
        }
        let moved: Vec<String> = self
            .changes
            .iter()
            .filter(|c| c.rule == "operation-widened")
            .map(|c| c.item.clone())
            .collect();
        after.retain(|_, ids| {
            let name = ids
                .first()
                .map(|id| item(self.new.model, &self.new.model[*id]));
            !name.is_some_and(|name| moved.contains(&name))
        });
    }

    fn renamed_operation(&mut self, old: OperationId, new: OperationId, rule: &'static str) {
        let (old_model, new_model) = (self.old.model, self.new.model);
        let (before, after) = (&old_model[old], &new_model[new]);
        let start = self.changes.len();
        let name = item(old_model, before);
        if rule == "operation-moved-to-base" {
            let from = before.binding().and_then(|b| self.old_name(b.type_));
            let to = after.binding().and_then(|b| self.new_name(b.type_));
            self.tell(rule, name, from.clone(), to.clone());
            let widened = item(new_model, after);
            let told = |c: &super::Change| c.rule == "operation-widened" && c.item == widened;
            if !self.changes.iter().any(told) {
                self.tell("operation-widened", widened, from, to);
            }
        } else {
            let (from, to) = (before.name.to_string(), after.name.to_string());
            self.tell(rule, name, Some(from), Some(to));
        }
        self.at(start, Some(before.span), Some(after.span));
    }

    fn is_base(&self, of: &Option<Option<TypeRef>>, base: &Option<Option<TypeRef>>) -> bool {
        let (Some(Some(of)), Some(Some(base))) = (of, base) else {
            return false;
        };
        let (Some(derived), Some(above)) = (of.named(), base.named()) else {
            return false;
        };
        of.collection == base.collection && self.new.model.is_a(derived, above)
    }

    fn operation(&mut self, old: OperationId, new: OperationId) {
        let (before, after) = (&self.old.model[old], &self.new.model[new]);
        let start = self.changes.len();
        let name = item(self.old.model, before);
        if before.kind != after.kind {
            let (from, to) = (Some(kind(before)), Some(kind(after)));
            self.tell("operation-kind-changed", name.clone(), from, to);
        }
        if let (Some(a), Some(b)) = (before.binding(), after.binding())
            && a.name != b.name
        {
            let (from, to) = (Some(a.name.clone()), Some(b.name.clone()));
            self.tell("binding-parameter-name", name.clone(), from, to);
        }
        self.flag(
            "composable-changed",
            &name,
            before.composable,
            after.composable,
        );
        if before.entity_set_path != after.entity_set_path {
            let (from, to) = (
                before.entity_set_path.clone(),
                after.entity_set_path.clone(),
            );
            self.tell("entity-set-path-changed", name.clone(), from, to);
        }
        self.descriptions += usize::from(before.description != after.description);
        self.annotations(
            &name,
            (&before.annotations, &after.annotations),
            (before.deprecated.as_ref(), after.deprecated.as_ref()),
        );
        self.parameters(before, after, &name);
        self.result(before, after, &name);
        self.at(start, Some(before.span), Some(after.span));
    }

    fn result(&mut self, old: &Operation, new: &Operation, item: &str) {
        let (before, after) = (&old.return_type, &new.return_type);
        let from = before.as_ref().and_then(|r| self.old_name(r.type_));
        let to = after.as_ref().and_then(|r| self.new_name(r.type_));
        let (Some(before), Some(after)) = (before, after) else {
            match (&from, &to) {
                (Some(_), None) => self.tell("return-removed", item, from, to),
                (None, Some(_)) => self.tell("return-added", item, from, to),
                _ => {}
            }
            return;
        };
        let rule = match self.reference(before.type_, after.type_) {
            Reference::Same => None,
            Reference::Collection => Some("return-collection-changed"),
            Reference::Named => Some("return-type-named"),
            Reference::Widened | Reference::Other => Some("return-type-changed"),
        };
        if let Some(rule) = rule {
            self.tell(rule, item, from, to);
        }
        let nullable = (before.is_nullable(), after.is_nullable());
        self.flag("return-nullable-changed", item, nullable.0, nullable.1);
    }
}
