//! Writes the doc comments of operations, their parameters, and builders with their
//! methods.

use super::facts::{facets, nullable};
use super::{Context, code, compose};
use crate::lower::keys::shown;
use crate::lower::methods::path_doc;
use crate::model::{Operation, OperationKind, Parameter, Property, PropertyId, Root, Type, TypeId};
use crate::sdk::{Doc, EntityKey};

impl Context<'_> {
    /// The doc comment of an operation.
    pub(in crate::lower) fn operation_doc(&self, operation: &Operation, key: &str) -> Doc {
        let own = self.input.docs.operation(key);
        let description = operation
            .description
            .as_deref()
            .or(own.and_then(|doc| doc.doc.as_deref()));
        let mut text = description.unwrap_or_default().to_owned();
        if let Some(own) = own {
            if let Some(limits) = &own.limits {
                text.push_str("\n\n");
                text.push_str(limits);
            }
            if !own.permissions.is_empty() {
                let list: Vec<String> = own
                    .permissions
                    .iter()
                    .map(|name| format!("`{name}`"))
                    .collect();
                let list = list.join(", ");
                text.push_str(&format!(
                    "\n\nApplication permissions, least privileged first: {list}."
                ));
            }
        }
        let structural = format!("The {} `{}`.", kind(operation), operation.name.name);
        let description = Some(text.as_str()).filter(|_| description.is_some());
        let page = own.and_then(|doc| doc.page.as_deref());
        compose(
            description,
            &structural,
            self.operation_facts(operation),
            page,
        )
    }

    fn operation_facts(&self, operation: &Operation) -> String {
        let mut facts = vec![format!("{} {}", kind(operation), code(&operation.name))];
        match operation.binding() {
            Some(binding) => facts.push(format!("bound to {}", self.type_code(binding.type_))),
            None => facts.push("unbound".to_owned()),
        }
        if let Some(returned) = &operation.return_type {
            facts.push(format!("returns {}", self.type_code(returned.type_)));
        }
        if operation.composable {
            facts.push("composable".to_owned());
        }
        facts.join(", ")
    }

    /// The doc comment of a parameter.
    pub(in crate::lower) fn parameter_doc(&self, key: &str, parameter: &Parameter) -> Doc {
        let own = self.input.docs.parameter(key, &parameter.name);
        let description = parameter.description.as_deref().or(own);
        let name = crate::names::snake(&parameter.name);
        let structural = format!("The {}.", name.trim_matches('_').replace('_', " "));
        let mut facts = vec![code(&parameter.name), self.type_code(parameter.type_)];
        facts.extend(nullable(parameter.nullable, parameter.type_.collection));
        facts.extend(facets(&parameter.facets));
        if parameter.optional {
            facts.push("optional".to_owned());
        }
        compose(description, &structural, facts.join(", "), None)
    }

    /// The doc comment of a builder.
    pub(in crate::lower) fn builder_doc(&self, found: &Type, many: bool) -> Doc {
        let what = if many { "a collection of" } else { "one" };
        let name = code(&found.name);
        Doc(vec![
            format!("Requests to {what} {name}."),
            String::new(),
            "A builder sends nothing: its methods continue the path or create a request."
                .to_owned(),
        ])
    }

    /// The doc comment of the builder of an entity that paths only lead through.
    pub(in crate::lower) fn passage_doc(&self, found: &Type) -> Doc {
        let name = code(&found.name);
        Doc(vec![
            format!("Paths that lead on from one {name}."),
            String::new(),
            "There are no requests to the entity itself.".to_owned(),
        ])
    }

    /// The doc comment of the method at the start of a path, which may take the key of an entity.
    pub(in crate::lower) fn root_doc(
        &self,
        root: &Root,
        type_name: &str,
        key: Option<&EntityKey>,
    ) -> Doc {
        let key = key.map(shown).unwrap_or_default();
        let structural = format!("The path `/{}{key}`.", root.name);
        let facts = format!(
            "{} {}, {}",
            root.kind.word(),
            code(&root.name),
            code(&type_name)
        );
        compose(root.description.as_deref(), &structural, facts, None)
    }

    /// The doc comment of the method that reads a stream, which is the doc comment of the
    /// property.
    pub(in crate::lower) fn stream_doc(
        &self,
        type_: TypeId,
        id: PropertyId,
        property: &Property,
    ) -> Doc {
        let mut doc = self.property_doc(type_, id, property);
        let mut way = path_doc(&format!("…/{}", property.name)).0;
        let ends = doc.0.iter().rposition(String::is_empty);
        let facts = ends.map_or(0, |at| at + 1);
        way.push(String::new());
        doc.0.splice(facts..facts, way);
        doc
    }
}

/// `action` or `function`.
fn kind(operation: &Operation) -> &'static str {
    match operation.kind {
        OperationKind::Action => "action",
        OperationKind::Function => "function",
    }
}
