//! Checks the parts of a container's children that refer to other children.

use super::super::{AbstractType, Item, OperationId, RootKind};
use super::Resolver;
use super::container::Roots;
use super::duplicates::SeenNames;
use crate::csdl::{ContainerChild, Text};
use crate::diagnostic::{Code, Diagnostic, closest};

const ENTITY_SET: Code = Code::new("E0154", "entity-set");
const BINDING: Code = Code::new("E0155", "navigation-binding");
const RESULT: Code = Code::new("E0157", "import-result");

impl<'d> Resolver<'d> {
    /// Checks the parts of a child that refer to other roots, once all roots are known.
    pub(super) fn check_child(
        &mut self,
        document: usize,
        child: &'d ContainerChild,
        roots: &Roots<'_>,
    ) {
        let at = roots.get(child.name.as_str());
        let root = at.and_then(|&at| self.model.roots.get(at));
        let Some(kind) = root.map(|root| root.kind.clone()) else {
            return;
        };
        if let Some(set) = &child.entity_set {
            if let RootKind::ActionImport { operations, .. }
            | RootKind::FunctionImport { operations, .. } = &kind
                && !operations.iter().any(|&id| self.may_return_entities(id))
            {
                let message = format!(
                    "import `{}` names an entity set, but returns no entities",
                    child.name.value
                );
                self.warn(RESULT, message, set.span);
            }
            self.check_entity_set(document, set, &kind, roots);
        }
        let (RootKind::Singleton { type_, .. } | RootKind::EntitySet { type_ }) = kind else {
            return;
        };
        let mut seen = SeenNames::default();
        for binding in &child.bindings {
            if let Some(first) = seen.insert(binding.path.as_str(), binding.path.span) {
                let message = format!("`{}` is bound twice", binding.path.value);
                self.diagnostics.push(
                    Diagnostic::warning(BINDING, message, binding.path.span)
                        .label(first, "the first is here"),
                );
            }
            let path = self.expand_path(document, binding.path.as_str());
            let wrong = match self.follow(type_, &path) {
                Ok(end) => end
                    .property
                    .filter(|property| property.navigation.is_none())
                    .map(|_| format!("`{}` is no navigation property", binding.path.value)),
                Err(message) => Some(message),
            };
            if let Some(message) = wrong {
                self.warn(BINDING, message, binding.path.span);
            }
            // A longer target is a path below a singleton or in another container.
            let target = binding.target.as_str();
            if !target.contains(['/', '.']) && !roots.contains_key(target) {
                let message = format!("there is no entity set or singleton `{target}`");
                let near = self.near_root(target, roots);
                let diagnostic = Diagnostic::warning(BINDING, message, binding.target.span);
                self.diagnostics.push(diagnostic.suggest(near));
            }
        }
    }

    /// Finds the root with the most similar name.
    fn near_root<'r>(&mut self, name: &str, roots: &Roots<'r>) -> Option<&'r str> {
        let may = self.symbols.may_suggest();
        may.then(|| closest(name, roots.keys().copied())).flatten()
    }

    /// Whether an operation returns entities, as far as its return type is known.
    fn may_return_entities(&self, id: OperationId) -> bool {
        let operation = self.model.operation(id);
        let item = operation.and_then(|o| Some(o.return_type.as_ref()?.type_.item));
        item.is_some_and(|item| match item {
            Item::Abstract(AbstractType::EntityType | AbstractType::Untyped) => true,
            item => self.is_entity(item),
        })
    }

    fn check_entity_set(
        &mut self,
        document: usize,
        set: &Text,
        kind: &RootKind,
        roots: &Roots<'_>,
    ) {
        let path = self.expand_path(document, set.as_str());
        // A path through a container, such as `ns.Container/Set`, ends in the name of the
        // set.
        let name = path.rsplit('/').next().unwrap_or_default();
        let set_type = roots
            .get(name)
            .and_then(|&at| self.model.roots.get(at))
            .and_then(|r| match r.kind {
                RootKind::EntitySet { type_ } => Some(type_),
                _ => None,
            });
        let Some(set_type) = set_type else {
            let message = format!("there is no entity set `{}`", set.value);
            let diagnostic = Diagnostic::warning(ENTITY_SET, message, set.span);
            let near = self.near_root(name, roots);
            self.diagnostics.push(diagnostic.suggest(near));
            return;
        };
        let (RootKind::ActionImport { operations, .. }
        | RootKind::FunctionImport { operations, .. }) = kind
        else {
            return;
        };
        let fits = operations
            .iter()
            .filter_map(|&id| {
                self.model
                    .operation(id)?
                    .return_type
                    .as_ref()?
                    .type_
                    .named()
            })
            .filter(|&id| self.is_entity(Item::Named(id)))
            .all(|id| self.model.is_a(id, set_type));
        if !fits {
            let message = format!(
                "entity set `{}` holds another type than is returned",
                set.value
            );
            self.warn(ENTITY_SET, message, set.span);
        }
    }
}
