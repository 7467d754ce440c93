//! Computes the closure of the rules: everything reachable from what they include.

mod apply;

use super::areas::Areas;
use super::rules::{Rule, Rules};
use super::{Reason, Selection, Use};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, Span};
use crate::model::{Item, Model, OperationId, PropertyId, RootKind, Type, TypeId, TypeRef};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

const EMPTY: Code = Code::new("E0173", "empty-selection");

/// Selects what the rules include and everything that it needs.
///
/// - A type needs its base type and the types of its properties. Where it is the declared
///   type of a property, parameter or return type, it also needs its derived types.
/// - What the service sends is read. What clients send is written: parameters, and from a
///   written type all properties that are not read-only, and contained entities, which
///   clients write at a path of their own.
/// - A type needs the operations bound to it or to collections of it. Their parameters are
///   written and their return types are read.
pub fn select(model: &Model, rules: &Rules) -> (Selection, Diagnostics) {
    let mut closure = Closure::new(model);
    closure.exclusions(rules);
    closure.inclusions(rules);
    closure.run();
    if let Some(span) = rules.all() {
        closure.rest(span);
        closure.run();
    }
    closure.cuts();
    if closure.selection.types.is_empty() {
        let span = rules.list.first().map(|rule| rule.span);
        let message = "the rules select nothing";
        closure
            .out
            .push(Diagnostic::new(EMPTY, Severity::Error, message, span));
    }
    if rules.list.iter().any(|rule| rule.value == Rule::Areas) {
        closure.selection.areas = Some(Areas::new(model, &closure.selection));
    }
    (closure.selection, closure.out)
}

/// How a type is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Reach {
    read: bool,
    write: bool,
    /// Whether it is a declared type, whose values can be of derived types.
    declared: bool,
}

const READ: Reach = Reach {
    read: true,
    write: false,
    declared: true,
};
const WRITE: Reach = Reach {
    read: false,
    write: true,
    declared: true,
};
const BOTH: Reach = Reach {
    read: true,
    write: true,
    declared: true,
};

impl Reach {
    /// Merges two uses; also returns whether the result differs from `known`.
    fn news(self, known: Reach) -> (bool, Reach) {
        let sum = Reach {
            read: self.read || known.read,
            write: self.write || known.write,
            declared: self.declared || known.declared,
        };
        (sum != known, sum)
    }

    fn declared(self) -> Self {
        Self {
            declared: true,
            ..self
        }
    }

    fn undeclared(self) -> Self {
        Self {
            declared: false,
            ..self
        }
    }
}

struct Closure<'m> {
    model: &'m Model,
    selection: Selection,
    out: Diagnostics,
    reached: BTreeMap<TypeId, Reach>,
    todo: VecDeque<TypeId>,
    bound: BTreeMap<TypeId, Vec<OperationId>>,
    excluded: BTreeMap<TypeId, Span>,
    not_written: BTreeSet<TypeId>,
    excluded_operations: BTreeSet<OperationId>,
}

impl<'m> Closure<'m> {
    fn new(model: &'m Model) -> Self {
        let mut bound: BTreeMap<TypeId, Vec<OperationId>> = BTreeMap::new();
        for (id, operation) in model.operation_ids() {
            if let Some(type_) = operation.binding().and_then(|b| b.type_.named()) {
                bound.entry(type_).or_default().push(id);
            }
        }
        Self {
            model,
            selection: Selection::default(),
            out: Diagnostics::default(),
            reached: BTreeMap::new(),
            todo: VecDeque::new(),
            bound,
            excluded: BTreeMap::new(),
            not_written: BTreeSet::new(),
            excluded_operations: BTreeSet::new(),
        }
    }

    fn root(&mut self, at: usize) {
        if !self.selection.roots.insert(at) {
            return;
        }
        let model = self.model;
        match model.roots.get(at).map(|root| &root.kind) {
            Some(RootKind::Singleton { type_, .. } | RootKind::EntitySet { type_ }) => {
                self.entity(*type_, BOTH, Reason::Root(at));
            }
            Some(
                RootKind::ActionImport { operations, .. }
                | RootKind::FunctionImport { operations, .. },
            ) => {
                for &operation in operations {
                    self.operation(operation, Reason::Root(at));
                }
            }
            None => {}
        }
    }

    /// Reaches an entity type through a path. A `- write` rule applies to such entities.
    fn entity(&mut self, id: TypeId, how: Reach, because: Reason) {
        let write = how.write && !self.not_written.contains(&id);
        self.reach(id, Reach { write, ..how }, because);
    }

    fn reference(&mut self, type_: TypeRef, how: Reach, because: Reason) {
        if let Item::Named(id) = type_.item {
            self.reach(id, how, because);
        }
    }

    fn reach(&mut self, id: TypeId, how: Reach, because: Reason) {
        if self.excluded.contains_key(&id) {
            return;
        }
        let known = self.reached.get(&id).copied().unwrap_or_default();
        let (new, sum) = how.news(known);
        if !new && self.selection.types.contains_key(&id) {
            return;
        }
        self.reached.insert(id, sum);
        let entry = self.selection.types.entry(id);
        let used = entry.or_insert(Use {
            read: false,
            write: false,
            because,
        });
        used.read = sum.read;
        used.write = sum.write;
        self.todo.push_back(id);
    }

    fn run(&mut self) {
        while let Some(id) = self.todo.pop_front() {
            let how = self.reached.get(&id).copied().unwrap_or_default();
            self.expand(id, how);
        }
    }

    fn expand(&mut self, id: TypeId, how: Reach) {
        let model = self.model;
        for operation in self.bound.get(&id).cloned().unwrap_or_default() {
            self.operation(operation, Reason::BoundTo(id));
        }
        let Some(structured) = model.type_(id).and_then(Type::structured) else {
            return;
        };
        if let Some(base) = structured.base {
            self.reach(base, how.undeclared(), Reason::BaseOf(id));
        }
        if how.declared {
            for &derived in &structured.derived {
                self.reach(derived, how, Reason::DerivedFrom(id));
            }
        }
        for (index, property) in structured.properties.iter().enumerate() {
            let because = Reason::Property(PropertyId { owner: id, index });
            match (&property.union, &property.navigation) {
                (Some(union), _) => {
                    for &member in union {
                        self.reach(member, READ, because);
                    }
                }
                (None, None) => {
                    let write = how.write && !property.is_read_only();
                    self.reference(property.type_, Reach { write, ..how }.declared(), because);
                }
                (None, Some(navigation)) => {
                    // `Computed` does not matter here: a contained entity is written at a
                    // path of its own.
                    let write = how.write && navigation.contains_target;
                    // A type that is only written is never expanded in a response, but a
                    // contained entity is sent together with it.
                    let target = Reach { write, ..how }.declared();
                    if let (Item::Named(target_id), true) =
                        (property.type_.item, target.read || target.write)
                    {
                        self.entity(target_id, target, because);
                    }
                }
            }
        }
    }

    fn operation(&mut self, id: OperationId, because: Reason) {
        if self.excluded_operations.contains(&id) || self.selection.operations.contains_key(&id) {
            return;
        }
        let Some(operation) = self.model.operation(id) else {
            return;
        };
        self.selection.operations.insert(id, because);
        for (at, parameter) in operation.parameters.iter().enumerate() {
            // The binding parameter is part of the path, so this operation sends no value
            // of its type.
            if !(operation.bound && at == 0) {
                self.reference(parameter.type_, WRITE, Reason::Parameter(id, at));
            }
        }
        if let Some(returns) = &operation.return_type {
            self.reference(returns.type_, READ, Reason::Return(id));
        }
    }
}
