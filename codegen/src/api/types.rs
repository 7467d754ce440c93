//! Arguments and types in the list of public items, with the OData names that they mention.

use super::Lister;
use crate::sdk::{Argument, EntityKey, FieldType, KeyForm, Path, Type};

impl Lister {
    pub(super) fn named(&self, path: &Path) -> Vec<String> {
        self.origins.get(path).cloned().into_iter().collect()
    }

    pub(super) fn arguments(&self, list: &[Argument]) -> (String, Vec<String>) {
        let (mut texts, mut mentions) = (Vec::new(), Vec::new());
        for argument in list {
            let (text, named) = self.field_type(&argument.field_type);
            texts.push(format!("{}: {text}", argument.name));
            mentions.extend(named);
        }
        (texts.join(", "), mentions)
    }

    /// The arguments of a key. An id takes whatever converts into a key.
    pub(super) fn key(&self, key: &EntityKey) -> (String, Vec<String>) {
        let (mut texts, mut mentions) = (Vec::new(), Vec::new());
        for part in &key.parts {
            if key.form == KeyForm::Id {
                // Any text, whatever property it is: another key breaks no code.
                texts.push("id".to_owned());
                continue;
            }
            let (text, named) = self.type_(&part.type_);
            texts.push(format!("{}: {text}", part.name));
            mentions.extend(named);
        }
        (texts.join(", "), mentions)
    }

    pub(super) fn field_type(&self, found: &FieldType) -> (String, Vec<String>) {
        let (mut text, mentions) = self.type_(&found.item);
        if found.boxed {
            text = format!("Box<{text}>");
        }
        if found.list {
            text = format!("Vec<{text}>");
        }
        (text, mentions)
    }

    pub(super) fn type_(&self, found: &Type) -> (String, Vec<String>) {
        match found {
            Type::Scalar(name) | Type::Runtime(name) => ((*name).to_owned(), Vec::new()),
            Type::String => ("String".to_owned(), Vec::new()),
            Type::Model(path) => (shown(path), self.named(path)),
            Type::Flags(path) => (format!("Flags<{}>", shown(path)), self.named(path)),
            Type::OneOrMany(path) => (format!("OneOrMany<{}>", shown(path)), self.named(path)),
        }
    }
}

pub(super) fn shown(path: &Path) -> String {
    let mut out = path.modules.join("::");
    if !out.is_empty() {
        out.push_str("::");
    }
    out.push_str(&path.name);
    out
}
