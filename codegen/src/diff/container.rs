//! Compares the children of the entity container.

use super::Differ;
use crate::model::{Model, Root, RootKind};

/// The type of the entities of a root, if it is no operation import.
fn entity(model: &Model, root: &Root) -> Option<String> {
    match &root.kind {
        RootKind::Singleton { type_, .. } | RootKind::EntitySet { type_ } => {
            Some(model[*type_].name.to_string())
        }
        _ => None,
    }
}

impl Differ<'_> {
    pub(super) fn roots(&mut self) {
        let (old, new) = (self.old, self.new);
        let selected = |side: super::Side<'_>, at: usize| side.has_root(at);
        let mut used = Vec::new();
        for (at, before) in old.model.roots.iter().enumerate() {
            if !selected(old, at) {
                continue;
            }
            let start = self.changes.len();
            let roots = || new.model.roots.iter().enumerate();
            let is_new = |name: &str| !old.model.roots.iter().any(|root| root.name == name);
            let found = roots().find(|(_, root)| root.name == before.name);
            let found = found.or_else(|| {
                let same = |root: &Root| root.name.eq_ignore_ascii_case(&before.name);
                roots().find(|(_, root)| same(root) && is_new(&root.name))
            });
            match found {
                Some((at, after)) => {
                    used.push(at);
                    if selected(new, at) {
                        self.root(before, after);
                    } else {
                        self.gone("left-selection", before);
                    }
                }
                None => {
                    let mut declared = new.declared.map(|m| m.roots.iter()).into_iter().flatten();
                    let rule = match declared.any(|root| root.name == before.name) {
                        true => "left-selection",
                        false => "root-removed",
                    };
                    self.gone(rule, before);
                }
            }
            let span = found.map(|(_, root)| root.span);
            self.at(start, Some(before.span), span);
        }
        for (at, after) in new.model.roots.iter().enumerate() {
            if used.contains(&at) || !selected(new, at) {
                continue;
            }
            let start = self.changes.len();
            let kind = Some(after.kind.word().to_owned());
            self.tell("root-added", after.name.clone(), None, kind);
            self.at(start, None, Some(after.span));
        }
    }

    fn gone(&mut self, rule: &'static str, root: &Root) {
        let kind = Some(root.kind.word().to_owned());
        self.tell(rule, root.name.clone(), kind, None);
        self.announced(root.deprecated.as_ref());
    }

    fn root(&mut self, before: &Root, after: &Root) {
        let name = before.name.clone();
        if before.name != after.name {
            let (from, to) = (Some(before.name.clone()), Some(after.name.clone()));
            self.tell("root-case-changed", name.clone(), from, to);
        }
        let (old, new) = (before.kind.word(), after.kind.word());
        if old != new {
            let (from, to) = (Some(old.to_owned()), Some(new.to_owned()));
            self.tell("root-kind-changed", name.clone(), from, to);
        }
        let from = entity(self.old.model, before);
        let to = entity(self.new.model, after);
        let mapped = match before.kind {
            RootKind::Singleton { type_, .. } | RootKind::EntitySet { type_ } => {
                self.pairs.new_of(type_)
            }
            _ => None,
        };
        let mapped = mapped.map(|id| self.new.model[id].name.to_string());
        if mapped != to && to.is_some() && from.is_some() {
            self.tell("root-type-changed", name.clone(), from, to);
        }
        let served = |root: &Root| root.include_in_service_document.unwrap_or(true);
        let rule = "service-document-changed";
        self.flag(rule, &name, served(before), served(after));
        self.bindings(before, after);
        self.descriptions += usize::from(before.description != after.description);
        let container = self.old.model.container.as_ref();
        let container = container.map(|found| format!("{}/", found.name));
        let target = format!("{}{name}", container.unwrap_or_default());
        self.annotations(
            &target,
            (&before.annotations, &after.annotations),
            (before.deprecated.as_ref(), after.deprecated.as_ref()),
        );
    }

    fn bindings(&mut self, before: &Root, after: &Root) {
        for old in &before.bindings {
            let name = format!("{}/{}", before.name, old.path);
            let from = Some(old.target.clone());
            match after.bindings.iter().find(|new| new.path == old.path) {
                None => self.tell("binding-removed", name, from, None),
                Some(new) if new.target != old.target => {
                    // The target may be a root whose name differs in case only, which is told
                    // there.
                    if !new.target.eq_ignore_ascii_case(&old.target) {
                        self.tell("binding-changed", name, from, Some(new.target.clone()));
                    }
                }
                Some(_) => {}
            }
        }
        for new in &after.bindings {
            if !before.bindings.iter().any(|old| old.path == new.path) {
                let name = format!("{}/{}", before.name, new.path);
                self.tell("binding-added", name, None, Some(new.target.clone()));
            }
        }
    }
}
