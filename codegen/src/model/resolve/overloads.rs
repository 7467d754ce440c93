//! Reports overloads that a request cannot distinguish.

use super::super::{Operation, OperationId, OperationKind, TypeRef};
use super::Resolver;
use crate::diagnostic::{Code, Diagnostic, Span};
use std::collections::BTreeMap;

const SAME_ACTION: Code = Code::new("E0144", "duplicate-action");
const SAME_FUNCTION: Code = Code::new("E0145", "duplicate-function");
const RESULTS: Code = Code::new("E0146", "overload-results");
const ENTITY_SET_PATH: Code = Code::new("E0147", "entity-set-path");

impl Resolver<'_> {
    pub(super) fn overloads(&mut self) {
        let mut found = Vec::new();
        for group in self.symbols.operations.values().flat_map(BTreeMap::values) {
            let pick = |kind| {
                group
                    .iter()
                    .filter_map(|&id| Some((id, self.model.operation(id)?)))
                    .filter(move |(_, o)| o.kind == kind)
            };
            self.actions(pick(OperationKind::Action), &mut found);
            self.functions(pick(OperationKind::Function), &mut found);
        }
        for (_, operation) in self.model.operation_ids() {
            found.extend(self.entity_set_path(operation));
        }
        for diagnostic in found {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Checks actions: bound overloads must differ in the binding type; unbound actions
    /// cannot be overloaded.
    fn actions<'o>(
        &self,
        list: impl Iterator<Item = (OperationId, &'o Operation)>,
        found: &mut Vec<Diagnostic>,
    ) {
        let mut seen: BTreeMap<Option<TypeRef>, Span> = BTreeMap::new();
        for (_, action) in list {
            let binding = action.binding().map(|b| b.type_);
            let Some(first) = seen.insert(binding, action.span) else {
                continue;
            };
            let name = &action.name.name;
            found.push(
                match binding {
                    Some(type_) => {
                        let type_ = self.model.type_name(type_);
                        let message = format!("action `{name}` is bound to `{type_}` twice");
                        Diagnostic::error(SAME_ACTION, message, action.span)
                    }
                    None => {
                        let message = format!("unbound action `{name}` has overloads");
                        Diagnostic::warning(SAME_ACTION, message, action.span)
                    }
                }
                .label(first, "the first is here"),
            );
        }
    }

    /// Checks functions: overloads must differ in the names and in the types of their
    /// parameters.
    fn functions<'o>(
        &self,
        list: impl Iterator<Item = (OperationId, &'o Operation)>,
        found: &mut Vec<Diagnostic>,
    ) {
        let mut names: BTreeMap<(Option<TypeRef>, Vec<&str>), Span> = BTreeMap::new();
        let mut types: BTreeMap<(Option<TypeRef>, Vec<TypeRef>), Span> = BTreeMap::new();
        let mut results: BTreeMap<Option<TypeRef>, (Option<TypeRef>, Span)> = BTreeMap::new();
        for (_, function) in list {
            let binding = function.binding().map(|b| b.type_);
            let own = function.own_parameters();
            let mut called: Vec<&str> = own.iter().map(|p| p.name.as_str()).collect();
            called.sort_unstable();
            let name = &function.name.name;
            let mut twice = |what: &str, first| {
                let message = format!("function `{name}` has another overload with {what}");
                found.push(
                    Diagnostic::error(SAME_FUNCTION, message, function.span)
                        .label(first, "the first is here"),
                );
            };
            if let Some(first) = names.insert((binding, called), function.span) {
                twice("parameters of these names", first);
                continue;
            }
            let typed = own.iter().map(|p| p.type_).collect();
            if let Some(first) = types.insert((binding, typed), function.span) {
                twice("parameters of these types", first);
                continue;
            }
            let result = function.return_type.as_ref().map(|r| r.type_);
            let (first, span) = *results.entry(binding).or_insert((result, function.span));
            if first != result {
                let message = format!("overloads of function `{name}` return different types");
                found.push(
                    Diagnostic::warning(RESULTS, message, function.span)
                        .label(span, "the first is here"),
                );
            }
        }
    }

    /// Checks that `EntitySetPath` starts at the binding parameter and follows properties
    /// and casts.
    fn entity_set_path(&self, operation: &Operation) -> Option<Diagnostic> {
        let path = operation.entity_set_path.as_ref()?;
        let message = match operation.binding() {
            None => format!(
                "`EntitySetPath` on `{}`, which is not bound",
                operation.name.name
            ),
            Some(binding) => {
                let (start, rest) = path.split_once('/').unwrap_or((path, ""));
                if start != binding.name {
                    format!("`EntitySetPath` does not start with `{}`", binding.name)
                } else {
                    let from = binding.type_.named()?;
                    self.follow(from, rest).err()?
                }
            }
        };
        Some(Diagnostic::warning(
            ENTITY_SET_PATH,
            message,
            operation.span,
        ))
    }
}
