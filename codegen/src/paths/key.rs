//! Adds the keys of entities to paths, and their variables to expressions.

use super::{ArgumentKind, Step, simple};
use crate::names::{escape, snake};
use crate::sdk::{EntityKey, KeyForm, KeyPart, Type};

impl Step<'_> {
    /// Adds a key to the path, and returns the arguments for it in the expression.
    pub(super) fn key(&mut self, key: &EntityKey, entity: &str) -> String {
        let mut arguments = Vec::new();
        let shown = key.shown(|part| {
            let name = match key.form {
                KeyForm::Named => part.wire.clone(),
                _ => format!("{}-id", simple(entity)),
            };
            let is_text = key.form == KeyForm::Id || part.type_ == Type::String;
            let kind = (!is_text).then(|| ArgumentKind::of(&part.type_));
            let (variable, placeholder) = self.variable(&name, kind);
            arguments.push(variable);
            placeholder
        });
        self.path.push_str(&shown);
        self.by_alternate_key |= key.declared_by.is_none();
        arguments.join(", ")
    }

    /// Adds query options, whose variables are further arguments in the expression.
    pub(super) fn options(&mut self, options: &[KeyPart], arguments: &mut String) {
        for part in options {
            let kind = Some(match part.type_ {
                Type::String => ArgumentKind::Text,
                _ => ArgumentKind::of(&part.type_),
            });
            let (variable, _) = self.variable(&part.wire, kind);
            if !arguments.is_empty() {
                arguments.push_str(", ");
            }
            arguments.push_str(&variable);
        }
    }

    /// Adds a path of names, and returns its variable.
    pub(super) fn names(&mut self) -> String {
        let (variable, placeholder) = self.variable("path", Some(ArgumentKind::Text));
        self.path.push_str(&format!(":/{{{placeholder}}}"));
        self.in_names = true;
        variable
    }

    /// Adds what separates the path from what follows.
    pub(super) fn push(&mut self, separator: char) {
        if std::mem::take(&mut self.in_names) {
            self.path.push(':');
        }
        self.path.push(separator);
    }

    /// Adds a key variable: returns it and its placeholder in the path.
    fn variable(&mut self, name: &str, kind: Option<ArgumentKind>) -> (String, String) {
        let mut shown = name.to_owned();
        let mut number = 0;
        while self.keys.iter().any(|(_, known, _)| *known == shown) {
            number += 1;
            shown = format!("{name}{number}");
        }
        let variable = escape(&snake(&shown));
        self.keys.push((variable.clone(), shown.clone(), kind));
        (variable, shown)
    }
}
