//! Operations as XML, sorted so that the order of overloads is fixed.

use super::annotations::is_kept;
use super::write::{LEFT_OUT, Writer};
use crate::csdl::Annotation;
use crate::model::{Model, Operation, OperationKind};
use crate::select::Selection;
use std::collections::BTreeSet;

/// Actions, then functions; by name, binding type and parameters.
pub(super) fn sorted<'m>(
    model: &'m Model,
    selection: &Selection,
    namespace: &str,
) -> Vec<&'m Operation> {
    let mut list: Vec<&Operation> = selection
        .operations
        .keys()
        .filter_map(|&id| model.operation(id))
        .filter(|operation| operation.name.namespace == namespace)
        .collect();
    list.sort_by_cached_key(|operation| {
        let binding = operation.binding().map(|b| model.type_name(b.type_));
        let parameters: Vec<(String, String)> = operation
            .own_parameters()
            .iter()
            .map(|p| (p.name.clone(), model.type_name(p.type_)))
            .collect();
        (
            operation.kind,
            operation.name.name.clone(),
            binding,
            parameters,
        )
    });
    list
}

impl Writer<'_> {
    pub(super) fn operation(&mut self, operation: &Operation) {
        let path = operation
            .entity_set_path
            .as_ref()
            .map(|path| self.names.path(path));
        self.xml
            .open(match operation.kind {
                OperationKind::Action => "Action",
                OperationKind::Function => "Function",
            })
            .attribute("Name", &operation.name.name)
            .optional("EntitySetPath", path.as_deref())
            .flag("IsBound", operation.bound)
            .flag("IsComposable", operation.composable);
        for parameter in &operation.parameters {
            let type_ = self.names.reference(parameter.type_, LEFT_OUT);
            self.xml
                .open("Parameter")
                .attribute("Name", &parameter.name)
                .attribute("Type", &type_)
                .boolean("Nullable", parameter.nullable);
            self.facets(&parameter.facets);
            self.annotations(&parameter.annotations);
            self.xml.close();
        }
        if let Some(returns) = &operation.return_type {
            let type_ = self.names.reference(returns.type_, LEFT_OUT);
            self.xml
                .open("ReturnType")
                .attribute("Type", &type_)
                .boolean("Nullable", returns.nullable);
            self.facets(&returns.facets);
            self.annotations(&returns.annotations);
            self.xml.close();
        }
        self.annotations(&operation.annotations);
        self.xml.close();
    }

    /// The terms that annotations in the output use and whose types can be written.
    pub(super) fn used_terms(&self) -> BTreeSet<String> {
        let mut used = BTreeSet::new();
        let mut add = |list: &[Annotation]| {
            used.extend(
                list.iter()
                    .filter(|a| is_kept(a))
                    .map(|a| a.term.value.clone()),
            );
        };
        let whole = self.selection.types.keys().copied();
        for id in whole.chain(self.reduced.types()) {
            let type_ = &self.model[id];
            add(&self.reduced.annotations(id, type_));
            let properties = type_.structured().map(|s| s.properties.as_slice());
            for (index, property) in properties.unwrap_or_default().iter().enumerate() {
                if self.reduced.keeps(id, index) {
                    add(&property.annotations);
                }
            }
            for member in type_
                .enumeration()
                .map(|e| e.members.as_slice())
                .unwrap_or_default()
            {
                add(&member.annotations);
            }
        }
        for &id in self.selection.operations.keys() {
            let Some(operation) = self.model.operation(id) else {
                continue;
            };
            add(&operation.annotations);
            for parameter in &operation.parameters {
                add(&parameter.annotations);
            }
            if let Some(returns) = &operation.return_type {
                add(&returns.annotations);
            }
        }
        for &at in &self.selection.roots {
            if let Some(root) = self.model.roots.get(at) {
                add(&root.annotations);
            }
        }
        if let Some(container) = &self.model.container {
            add(&container.annotations);
        }
        used.retain(|name| self.term_can_be_written(name));
        used
    }

    fn term_can_be_written(&self, name: &str) -> bool {
        let mut terms = self.model.schemas.iter().flat_map(|schema| &schema.terms);
        let Some(term) = terms.find(|term| term.name.to_string() == name) else {
            return false;
        };
        let item = term
            .type_
            .trim_start_matches("Collection(")
            .trim_end_matches(')');
        item.starts_with("Edm.")
            || self
                .model
                .find_type(item)
                .is_some_and(|id| self.selection.has_type(id))
    }
}
