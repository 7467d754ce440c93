//! Reports overloads that a request cannot distinguish.

use super::super::{Operation, OperationId, OperationKind, TypeId, TypeRef};
use super::Resolver;
use crate::diagnostic::{Code, Diagnostic, Span};
use std::collections::BTreeMap;

const SAME_ACTION: Code = Code::new("E0144", "duplicate-action");
const SAME_FUNCTION: Code = Code::new("E0145", "duplicate-function");
const SAME_TYPES: Code = Code::new("E0148", "overload-types");
const SHARED: Code = Code::new("E0149", "shared-operation-name");
const AS_TYPE: Code = Code::new("E0184", "operation-named-as-type");
const RESULTS: Code = Code::new("E0146", "overload-results");
const ENTITY_SET_PATH: Code = Code::new("E0147", "entity-set-path");

impl Resolver<'_> {
    pub(super) fn overloads(&mut self) {
        let mut found = Vec::new();
        for (namespace, groups) in &self.symbols.operations {
            let types = self.symbols.types.get(namespace);
            for (name, group) in groups {
                let type_ = types.and_then(|types| types.get(name));
                found.extend(self.shared_names(group, type_.copied()));
            }
        }
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

    /// Reports operations that share their name with operations of the other kind, or with a
    /// type. Both are told apart wherever they are used.
    fn shared_names(&self, group: &[OperationId], type_: Option<TypeId>) -> Vec<Diagnostic> {
        let mut all = group.iter().filter_map(|&id| self.model.operation(id));
        let Some(first) = all.next() else {
            return Vec::new();
        };
        let name = &first.name.name;
        let other = all.find(|operation| operation.kind != first.kind);
        let other = other.map(|other| {
            let message = format!("`{name}` is the name of an action and of a function");
            Diagnostic::warning(SHARED, message, other.span).label(first.span, "the other is here")
        });
        let type_ = type_.and_then(|id| self.model.type_(id)).map(|type_| {
            let message = format!("operation `{name}` has the name of a type of its schema");
            Diagnostic::warning(AS_TYPE, message, first.span).label(type_.span, "the type is here")
        });
        other.into_iter().chain(type_).collect()
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

    /// Checks functions: overloads must differ in the names of their parameters, which stand
    /// in the URL, and should differ in the types.
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
            if let Some(first) = names.insert((binding, called), function.span) {
                let message = format!(
                    "function `{name}` has another overload with parameters of these names"
                );
                found.push(
                    Diagnostic::error(SAME_FUNCTION, message, function.span)
                        .label(first, "the first is here"),
                );
                continue;
            }
            let typed = own.iter().map(|p| p.type_).collect();
            if let Some(first) = types.insert((binding, typed), function.span) {
                let message = format!(
                    "overloads of function `{name}` differ in the names of their parameters only"
                );
                found.push(
                    Diagnostic::warning(SAME_TYPES, message, function.span)
                        .label(first, "the first is here"),
                );
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
