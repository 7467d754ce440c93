//! Reads an `EntityContainer` element.

use super::super::xml::Node;
use super::super::{Binding, ChildKind, ContainerChild, EntityContainer};
use super::Reader;

impl<'a> Reader<'_, 'a> {
    pub(super) fn container(&mut self, node: &Node<'a>) -> Option<EntityContainer> {
        let name = self.required(node, "Name")?;
        let extends = self.optional(node, "Extends");
        let annotations = self.annotations(node);
        let mut container = EntityContainer {
            name,
            extends,
            annotations,
            ..EntityContainer::default()
        };
        for child in self.children(node) {
            self.unknown_attributes(child);
            let (kind, target) = match child.name {
                "EntitySet" => (ChildKind::EntitySet, "EntityType"),
                "Singleton" => (ChildKind::Singleton, "Type"),
                "ActionImport" => (ChildKind::ActionImport, "Action"),
                "FunctionImport" => (ChildKind::FunctionImport, "Function"),
                "Annotation" => continue,
                _ => {
                    self.unknown(child, node.name);
                    continue;
                }
            };
            container.children.extend(self.child(child, kind, target));
        }
        Some(container)
    }

    fn child(&mut self, node: &Node<'a>, kind: ChildKind, target: &str) -> Option<ContainerChild> {
        let name = self.required(node, "Name");
        let target = self.required(node, target);
        let nullable = self.boolean(node, "Nullable");
        let include_in_service_document = self.boolean(node, "IncludeInServiceDocument");
        let entity_set = self.optional(node, "EntitySet");
        let annotations = self.annotations(node);
        let mut bindings = Vec::new();
        for child in self.children(node) {
            self.unknown_attributes(child);
            match child.name {
                "NavigationPropertyBinding" => {
                    let path = self.required(child, "Path");
                    let target = self.required(child, "Target");
                    if let (Some(path), Some(target)) = (path, target) {
                        bindings.push(Binding { path, target });
                    }
                }
                "Annotation" => {}
                _ => self.unknown(child, node.name),
            }
        }
        Some(ContainerChild {
            name: name?,
            kind,
            target: target?,
            nullable,
            include_in_service_document,
            entity_set,
            bindings,
            annotations,
        })
    }
}
