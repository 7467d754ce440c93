//! Writes the object of an entity container (section 13).

use super::{Writer, last_of_each};
use crate::csdl::{Binding, ChildKind, ContainerChild, EntityContainer, Schema};

impl Writer<'_> {
    /// Writes the object of an entity container (section 13).
    pub(super) fn container(&mut self, schema: &Schema, container: &EntityContainer) {
        let name = format!("{}.{}", schema.namespace.value, container.name.value);
        let name = self.aliases.qualified(&name).into_owned();
        self.json.open_object();
        self.json.text("$Kind", "EntityContainer");
        if let Some(extends) = &container.extends {
            self.json
                .text("$Extends", &self.aliases.qualified(extends.as_str()));
        }
        self.annotations("", &container.annotations);
        let children = &container.children;
        let names: Vec<&str> = children.iter().map(|child| child.name.as_str()).collect();
        let last = last_of_each(&names);
        for (child, last) in children.iter().zip(last) {
            if last {
                self.json.key(child.name.as_str());
                self.child(child, &name);
            } else {
                self.twice(&child.name);
            }
        }
        self.json.close_object();
    }

    fn child(&mut self, child: &ContainerChild, container: &str) {
        let target = self.aliases.qualified(child.target.as_str());
        self.json.open_object();
        match child.kind {
            ChildKind::EntitySet => {
                self.json.flag("$Collection", true);
                self.json.text("$Type", &target);
                // A child is in the service document unless `IncludeInServiceDocument` is
                // false (section 13.2).
                if child.include_in_service_document == Some(false) {
                    self.json.flag("$IncludeInServiceDocument", false);
                }
            }
            ChildKind::Singleton => {
                self.json.text("$Type", &target);
                self.flag_if_true("$Nullable", child.nullable);
            }
            ChildKind::ActionImport => self.json.text("$Action", &target),
            ChildKind::FunctionImport => self.json.text("$Function", &target),
        }
        if matches!(
            child.kind,
            ChildKind::ActionImport | ChildKind::FunctionImport
        ) && let Some(set) = &child.entity_set
        {
            let set = self.aliases.target(set.as_str(), container);
            self.json.text("$EntitySet", &set);
        }
        if child.kind == ChildKind::FunctionImport {
            self.flag_if_true(
                "$IncludeInServiceDocument",
                child.include_in_service_document,
            );
        }
        self.bindings(&child.bindings, container);
        self.annotations("", &child.annotations);
        self.json.close_object();
    }

    /// Writes `$NavigationPropertyBinding` (section 13.4).
    fn bindings(&mut self, bindings: &[Binding], container: &str) {
        if bindings.is_empty() {
            return;
        }
        self.json.key("$NavigationPropertyBinding");
        self.json.open_object();
        let paths: Vec<String> = bindings
            .iter()
            .map(|binding| self.aliases.path(binding.path.as_str()).into_owned())
            .collect();
        let last = last_of_each(&paths);
        for ((binding, path), last) in bindings.iter().zip(&paths).zip(last) {
            if last {
                let target = self.aliases.target(binding.target.as_str(), container);
                self.json.text(path, &target);
            } else {
                self.twice(&binding.path);
            }
        }
        self.json.close_object();
    }
}
