//! Lowers the plan to the modules `models` and `requests`, with one file for each type.

use std::collections::BTreeMap;

use super::Context;
use super::modules::{ModulePath, tree};
use crate::model::TypeKind;
use crate::sdk::{Doc, File, Item, Module};

impl Context<'_> {
    /// The module `models`: one file for each type.
    pub(super) fn models(&self) -> Module {
        let model = self.input.model;
        let mut files: Vec<(ModulePath, File)> = Vec::new();
        for id in self
            .plan
            .types
            .iter()
            .filter(|id| self.extent.has_type(**id))
        {
            let (Some(found), Some(path), Some(name)) = (
                model.type_(*id),
                self.names.types.get(id),
                self.names.files.get(id),
            ) else {
                continue;
            };
            let mut items = Vec::new();
            match &found.kind {
                TypeKind::Structured(structured) => {
                    if !structured.is_abstract {
                        items.push(Item::Struct(self.structure(*id, found)));
                    }
                    if let Some(path) = self.names.any.get(id) {
                        items.push(Item::AnyEnum(self.any_enum(*id, found, path)));
                    }
                }
                TypeKind::Enum(kind) => {
                    items.push(Item::TextEnum(self.text_enum(*id, found, kind)))
                }
                TypeKind::Definition(_) => {}
            }
            files.push((path.modules.clone(), file(name, items)));
        }
        let unions = self.names.unions.iter();
        for (id, (path, name)) in unions.filter(|(id, _)| self.extent.has_type(id.owner)) {
            if let Some(property) = model.property(*id) {
                let item = Item::AnyEnum(self.union_enum(*id, property, path));
                files.push((path.modules.clone(), file(name, vec![item])));
            }
        }
        tree("models", files, &|modules| {
            self.module_doc(modules, "Types")
        })
    }

    /// The module `requests`: builders and operations, in one file for each binding type.
    pub(super) fn requests(&self) -> Module {
        let model = self.input.model;
        let mut files: BTreeMap<ModulePath, Vec<Item>> = BTreeMap::new();
        let builders = self.names.builders.iter();
        for (id, names) in builders.filter(|(id, _)| self.extent.has_builders(**id)) {
            let Some(found) = model.type_(*id) else {
                continue;
            };
            let mut modules = names.one.modules.clone();
            modules.push(names.file.clone());
            let builders = self.builders(*id, found, names);
            files
                .entry(modules)
                .or_default()
                .extend(builders.into_iter().map(Item::Builder));
        }
        for (id, operation) in self.plan.operations(model) {
            let home = super::naming::home(self.names, operation);
            if !self.extent.has_operations(home) {
                continue;
            }
            if let Some(names) = self.names.operations.get(&id) {
                let item = Item::Operation(self.operation(operation, names));
                files
                    .entry(names.path.modules.clone())
                    .or_default()
                    .push(item);
            }
        }
        let files = files.into_iter().filter_map(|(mut modules, items)| {
            let name = modules.pop()?;
            let mut file = file(&name, items);
            let builders = file.items.iter().filter_map(|item| match item {
                Item::Builder(builder) => Some(builder.path.name.clone()),
                _ => None,
            });
            file.exports = builders.collect();
            file.exports.sort();
            let operations = file
                .items
                .iter()
                .any(|item| matches!(item, Item::Operation(_)));
            file.public = operations.then(|| self.file_doc(&name));
            Some((modules, file))
        });
        let files = files.collect();
        tree("requests", files, &|modules| {
            self.module_doc(modules, "Requests")
        })
    }

    /// The doc comment of a namespace's module.
    fn module_doc(&self, modules: &[String], what: &str) -> Doc {
        let mut key = modules.to_vec();
        if let Some(first) = key.first_mut() {
            "models".clone_into(first);
        }
        match self
            .names
            .namespaces
            .get(&key)
            .filter(|name| !name.is_empty())
        {
            Some(name) => Doc(vec![format!("{what} of {}.", super::markdown::code(name))]),
            None => Doc(vec![format!("{what} of all namespaces.")]),
        }
    }

    fn file_doc(&self, name: &str) -> Doc {
        let words = name
            .trim_start_matches("r#")
            .trim_matches('_')
            .replace('_', " ");
        Doc(vec![format!(
            "Operations: {}.",
            super::markdown::text(&words).join(" ")
        )])
    }
}

/// A file whose items are re-exported by the enclosing module.
fn file(name: &str, items: Vec<Item>) -> File {
    let mut exports: Vec<String> = items.iter().map(|item| item.path().name.clone()).collect();
    exports.sort();
    let when = items.first().map(|item| item.path().when);
    File {
        name: name.to_owned(),
        public: None,
        items,
        exports,
        when: when.unwrap_or_default(),
    }
}
