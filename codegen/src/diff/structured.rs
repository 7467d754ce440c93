//! Compares types: which are gone or new, and what kind they are.

use super::Differ;
use super::pairs::kind;
use super::references::names;
use crate::model::{KeyRef, Model, Structured, Type, TypeId, TypeKind};

impl Differ<'_> {
    pub(super) fn types(&mut self) {
        let (old, new) = (self.old.model, self.new.model);
        for (id, found) in old.type_ids() {
            let start = self.changes.len();
            let after = self.pairs.new_of(id);
            let was = self.old.has_type(id);
            let is = after.is_some_and(|id| self.new.has_type(id));
            match after {
                Some(after) if was && is => self.pair(id, after),
                // It is in both documents, but only one selection contains it.
                Some(_) if was => self.outside("left-selection", found),
                Some(_) if is => self.outside("joined-selection", found),
                None if was && self.still_declared(found) => self.outside("left-selection", found),
                None if was => {
                    let kind = Some(kind(found).to_owned());
                    self.tell("type-removed", found.name.to_string(), kind, None);
                    self.announced(found.deprecated.as_ref());
                }
                _ => {}
            }
            let after = after.map(|id| new[id].span);
            self.at(start, Some(found.span), after);
        }
        for (id, found) in new.type_ids() {
            if self.pairs.old_of(id).is_none() && self.new.has_type(id) {
                let start = self.changes.len();
                let kind = Some(kind(found).to_owned());
                self.tell("type-added", found.name.to_string(), None, kind);
                self.at(start, None, Some(found.span));
            }
        }
        self.renamed();
    }

    fn renamed(&mut self) {
        let (old, new) = (self.old.model, self.new.model);
        for &(before, after, rule) in &self.pairs.renamed {
            if !self.old.has_type(before) || !self.new.has_type(after) {
                continue;
            }
            let start = self.changes.len();
            let (from, to) = (old[before].name.to_string(), new[after].name.to_string());
            self.tell(rule, from.clone(), Some(from), Some(to));
            // The name of such a type is sent as `@odata.type`.
            let found = old[before].structured();
            let sent = found.is_some_and(|found| found.base.is_some() || found.is_abstract);
            if let Some(last) = self
                .changes
                .last_mut()
                .filter(|_| rule == "type-renamed" && sent)
            {
                last.class = super::Class::WireBreaking;
            }
            self.at(start, Some(old[before].span), Some(new[after].span));
        }
    }

    fn outside(&mut self, rule: &'static str, found: &Type) {
        let kind = Some(kind(found).to_owned());
        let (from, to) = match rule {
            "left-selection" => (kind, None),
            _ => (None, kind),
        };
        self.tell(rule, found.name.to_string(), from, to);
    }

    fn still_declared(&self, found: &Type) -> bool {
        let declared = self.new.declared.map(|model| model.types.iter());
        declared.into_iter().flatten().any(|t| t.name == found.name)
    }

    /// Compares two types that are the same.
    fn pair(&mut self, before: TypeId, after: TypeId) {
        let (old, new) = (&self.old.model[before], &self.new.model[after]);
        let item = old.name.to_string();
        self.annotations(
            &item,
            (&old.annotations, &new.annotations),
            (old.deprecated.as_ref(), new.deprecated.as_ref()),
        );
        self.descriptions += usize::from(old.description != new.description);
        if kind(old) != kind(new) {
            let text = |found| Some(kind(found).to_owned());
            self.tell("type-kind-changed", item.clone(), text(old), text(new));
        }
        match (&old.kind, &new.kind) {
            (TypeKind::Structured(a), TypeKind::Structured(b)) => {
                self.structured((before, a), (after, b), &item);
            }
            (TypeKind::Enum(a), TypeKind::Enum(b)) => self.enumeration(a, b, &item),
            (TypeKind::Definition(a), TypeKind::Definition(b)) => self.definition(a, b, &item),
            _ => {}
        }
    }

    fn structured(
        &mut self,
        (before, old): (TypeId, &Structured),
        (after, new): (TypeId, &Structured),
        item: &str,
    ) {
        if old.entity == new.entity {
            self.base((before, old), (after, new), item);
        }
        if old.is_abstract && !new.is_abstract {
            self.flag("type-abstract-removed", item, true, false);
        } else {
            self.flag(
                "type-abstract-changed",
                item,
                old.is_abstract,
                new.is_abstract,
            );
        }
        self.derived((before, old), (after, new), item);
        let bases = (old.base, new.base);
        let inherited = |of: fn(&Structured) -> bool| match bases {
            (Some(a), Some(b)) if self.pairs.new_of(a) == Some(b) => {
                let base = |model: &Model, id: TypeId| model[id].structured().is_some_and(of);
                base(self.old.model, a) != base(self.new.model, b)
            }
            _ => false,
        };
        let (open, stream) = (inherited(|s| s.open), inherited(|s| s.has_stream));
        if !open {
            self.flag("type-open-changed", item, old.open, new.open);
        }
        if !stream {
            self.flag("type-stream-changed", item, old.has_stream, new.has_stream);
        }
        if new.entity && old.entity {
            self.key(before, after, item);
            self.alternate_keys(old, new, item);
        }
        self.properties(before, after, item);
    }

    fn base(
        &mut self,
        (_, old): (TypeId, &Structured),
        (_, new): (TypeId, &Structured),
        item: &str,
    ) {
        let mapped = old.base.and_then(|base| self.pairs.new_of(base));
        if mapped == new.base && mapped.is_some() == old.base.is_some() {
            return;
        }
        let inserted = match (mapped, new.base) {
            (Some(mapped), Some(base)) => self.new.model.is_a(base, mapped),
            (None, Some(_)) => old.base.is_none(),
            _ => false,
        };
        let rule = if inserted {
            "base-inserted"
        } else {
            "base-changed"
        };
        let from = old.base.map(|id| self.old.model[id].name.to_string());
        let to = new.base.map(|id| self.new.model[id].name.to_string());
        self.tell(rule, item, from, to);
    }

    fn derived(
        &mut self,
        (before, old): (TypeId, &Structured),
        (after, new): (TypeId, &Structured),
        item: &str,
    ) {
        if old.is_abstract || new.is_abstract {
            return;
        }
        if old.derived.is_empty() == new.derived.is_empty() {
            return;
        }
        let (old, new) = (self.old.model, self.new.model);
        let list = |model: &Model, id: TypeId, kept: &dyn Fn(TypeId) -> bool| {
            let all = model.descendants(id).into_iter().filter(|id| kept(*id));
            let names: Vec<_> = all.map(|id| model[id].name.to_string()).collect();
            Some(names.join(",")).filter(|names| !names.is_empty())
        };
        let from = list(old, before, &|id| self.old.has_type(id));
        let to = list(new, after, &|id| self.new.has_type(id));
        match (&from, &to) {
            (None, Some(_)) => self.tell("type-gained-first-derived", item, from, to),
            (Some(_), None) => self.tell("type-lost-last-derived", item, from, to),
            _ => {}
        }
    }

    fn key(&mut self, before: TypeId, after: TypeId, item: &str) {
        let (old, new) = (self.old.model.key(before), self.new.model.key(after));
        if names(old) == names(new) {
            return;
        }
        // A key that is inherited on both sides is told where it is declared.
        let declares =
            |model: &Model, id: TypeId| model[id].structured().is_some_and(|s| !s.key.is_empty());
        let bases = |model: &Model, id: TypeId| model[id].structured().and_then(|s| s.base);
        let (a, b) = (bases(self.old.model, before), bases(self.new.model, after));
        let told = match (a, b) {
            (Some(a), Some(b)) if self.pairs.new_of(a) == Some(b) => {
                !declares(self.old.model, before) && !declares(self.new.model, after)
            }
            _ => false,
        };
        if told {
            return;
        }
        let rule = match (old.is_empty(), new.is_empty()) {
            (_, true) => "key-removed",
            (true, _) => "key-added",
            _ if names(old).eq_ignore_ascii_case(&names(new)) => "key-case-changed",
            _ => "key-changed",
        };
        self.tell(rule, item, Some(names(old)), Some(names(new)));
    }

    fn alternate_keys(&mut self, old: &Structured, new: &Structured, item: &str) {
        let list = |of: &Structured| -> Vec<String> {
            of.alternate_keys
                .iter()
                .map(|k: &Vec<KeyRef>| names(k))
                .collect()
        };
        let (before, after) = (list(old), list(new));
        let gone: Vec<_> = before.iter().filter(|key| !after.contains(key)).collect();
        let added: Vec<_> = after.iter().filter(|key| !before.contains(key)).collect();
        if let ([from], [to]) = (gone.as_slice(), added.as_slice()) {
            let (from, to) = (Some((*from).clone()), Some((*to).clone()));
            self.tell("alternate-key-changed", item, from, to);
            return;
        }
        for key in gone {
            self.tell("alternate-key-removed", item, Some(key.clone()), None);
        }
        for key in added {
            self.tell("alternate-key-added", item, None, Some(key.clone()));
        }
    }
}
