//! Applies the rules: the start of the closure, its limits, and errors in names.

use super::{BOTH, Closure, READ, WRITE};
use crate::diagnostic::{Code, Diagnostic, Severity, Span, closest};
use crate::model::{OperationId, QName, Root, Schema, Type, TypeId};
use crate::select::{Reason, Rule, Rules};

pub(in crate::select) const UNKNOWN: Code = Code::new("E0171", "unknown-name");
pub(in crate::select) const EXCLUDED: Code = Code::new("E0172", "excluded-type");

impl Closure<'_> {
    pub(super) fn exclusions(&mut self, rules: &Rules) {
        for rule in &rules.list {
            match &rule.value {
                Rule::NoType(name) => {
                    let Some(id) = self.absent(name, rule.span) else {
                        continue;
                    };
                    self.excluded.insert(id, rule.span);
                    for derived in self.model.descendants(id) {
                        self.excluded.insert(derived, rule.span);
                    }
                }
                Rule::NoWrite(name) => {
                    let Some(id) = self.absent(name, rule.span) else {
                        continue;
                    };
                    self.not_written.insert(id);
                    self.not_written.extend(self.model.descendants(id));
                }
                Rule::Delete(name) => {
                    let Some(id) = self.absent(name, rule.span) else {
                        continue;
                    };
                    self.deleted.insert(id);
                    self.deleted.extend(self.model.descendants(id));
                }
                Rule::NoOperation(name) => {
                    let all = self.model.operation_ids();
                    let named = all.filter(|(_, o)| self.is_name(&o.name, name));
                    let named: Vec<OperationId> = named.map(|(id, _)| id).collect();
                    if named.is_empty() {
                        let message = format!("there is no action or function `{name}`");
                        self.diagnostics
                            .push(Diagnostic::warning(UNKNOWN, message, rule.span));
                    }
                    self.excluded_operations.extend(named);
                }
                _ => {}
            }
        }
    }

    pub(super) fn inclusions(&mut self, rules: &Rules) {
        let model = self.model;
        for rule in &rules.list {
            let because = Reason::Rule(rule.span);
            match &rule.value {
                Rule::All => {
                    let own = |span: Span| !model.known_only.contains(&span.source);
                    for at in 0..model.roots.len() {
                        self.root(at);
                    }
                    for (id, operation) in model.operation_ids() {
                        if own(operation.span) {
                            self.operation(id, because);
                        }
                    }
                }
                Rule::Root(word, name) => {
                    let fits = |root: &&Root| root.kind.word() == *word;
                    match model.roots.iter().position(|r| r.name == *name && fits(&r)) {
                        Some(at) => self.root(at),
                        None => {
                            let known = model.roots.iter().filter(fits).map(|r| r.name.as_str());
                            let message = format!("there is no {word} `{name}`");
                            self.diagnostics.push(
                                Diagnostic::error(UNKNOWN, message, rule.span)
                                    .suggest(closest(name, known)),
                            );
                        }
                    }
                }
                Rule::Read(name) => {
                    if let Some(id) = self.type_(name, rule.span) {
                        self.reach(id, READ, because);
                    }
                }
                Rule::Write(name) => {
                    if let Some(id) = self.type_(name, rule.span) {
                        self.reach(id, WRITE, because);
                    }
                }
                Rule::Areas(_)
                | Rule::Path(_)
                | Rule::Delete(_)
                | Rule::NoType(_)
                | Rule::NoWrite(_)
                | Rule::NoOperation(_) => {}
            }
        }
    }

    /// Includes the types that nothing reaches, which `+ all` selects both for reading and
    /// writing.
    pub(super) fn include_unreached(&mut self, span: Span) {
        let model = self.model;
        for (id, found) in model.type_ids() {
            let own = !model.known_only.contains(&found.span.source);
            if own && !self.excluded.contains_key(&id) && !self.selection.has_type(id) {
                self.reach(id, BOTH, Reason::Rule(span));
            }
        }
    }

    fn type_(&mut self, name: &str, span: Span) -> Option<TypeId> {
        let found = self.model.find_type(name);
        if found.is_none() {
            let diagnostic = self.unknown_type(name, span);
            self.diagnostics.push(diagnostic);
        }
        found
    }

    /// The type that a rule excludes. A snapshot may no longer contain it.
    fn absent(&mut self, name: &str, span: Span) -> Option<TypeId> {
        let found = self.model.find_type(name);
        if found.is_none() {
            let diagnostic = self.unknown_type(name, span);
            self.diagnostics.push(Diagnostic {
                severity: Severity::Warning,
                ..diagnostic
            });
        }
        found
    }

    fn unknown_type(&self, name: &str, span: Span) -> Diagnostic {
        let known: Vec<String> = self
            .model
            .types
            .iter()
            .map(|t| t.name.to_string())
            .collect();
        let near = closest(name, known.iter().map(String::as_str));
        Diagnostic::error(UNKNOWN, format!("unknown type `{name}`"), span).suggest(near)
    }

    fn is_name(&self, known: &QName, text: &str) -> bool {
        text.rsplit_once('.').is_some_and(|(namespace, name)| {
            let alias = |s: &&Schema| s.alias.as_deref() == Some(namespace);
            let schema = self.model.schemas.iter().find(alias);
            let namespace = schema.map_or(namespace, |s| s.namespace.as_str());
            known.name == name && known.namespace == namespace
        })
    }

    /// Reports where an exclusion removed something that a selected element refers to.
    pub(super) fn report_exclusions(&mut self) {
        let name = |id: TypeId| &self.model[id].name;
        let mut found = Vec::new();
        for &id in self.selection.types.keys() {
            let Some(structured) = self.model.type_(id).and_then(Type::structured) else {
                continue;
            };
            if let Some(base) = structured.base
                && let Some(&span) = self.excluded.get(&base)
            {
                let message = format!(
                    "`{}` cannot be left out: it is the base of `{}`",
                    name(base),
                    name(id)
                );
                found.push(Diagnostic::error(EXCLUDED, message, span));
            }
            for property in &structured.properties {
                let Some(&span) = property.type_.named().and_then(|t| self.excluded.get(&t)) else {
                    continue;
                };
                let message = format!(
                    "property `{}` of `{}` stays untyped",
                    property.name,
                    name(id)
                );
                found.push(
                    Diagnostic::note(EXCLUDED, message, span).label(property.span, "declared here"),
                );
            }
        }
        for diagnostic in found {
            self.diagnostics.push(diagnostic);
        }
    }
}
