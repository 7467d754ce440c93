//! Computes the closure of the rules: everything reachable from what they include.

mod apply;

pub(super) use self::apply::{EXCLUDED, UNKNOWN};

use super::areas::Areas;
use super::edges::{self, EdgeKind, binding_type};
use super::rules::{Rule, Rules};
use super::{Reason, Selection, Use};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, Span};
use crate::model::{Model, OperationId, RootKind, TypeId};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

const EMPTY: Code = Code::new("E0173", "empty-selection");

/// Selects what the rules include and everything that it needs.
///
/// - A type needs its base type and the types of its properties. Where it is the declared
///   type of a property, parameter or return type, it also needs its derived types.
/// - What clients change and delete are entities at paths, unless a rule says otherwise.
/// - What the service sends is read. What clients send is written: parameters, and from a
///   written type all properties that are not read-only, and contained entities, which
///   clients write at a path of their own.
/// - A path of a `+ path` rule needs what its last segment leads to, and nothing else of the
///   types that it leads through.
/// - A type needs the operations bound to it or to collections of it. Their parameters are
///   written and their return types are read.
/// - Where the dialect `writes_through` navigation properties, those without containment lead to
///   entities that are written, too, unless the metadata forbids it.
pub fn select(model: &Model, rules: &Rules, writes_through: bool) -> (Selection, Diagnostics) {
    let mut closure = Closure::new(model);
    closure.writes_through = writes_through;
    closure.exclusions(rules);
    closure.inclusions(rules);
    closure.run();
    closure.passages(rules);
    closure.run();
    closure.report_passages();
    if let Some(span) = rules.all() {
        closure.include_unreached(span);
        closure.run();
    }
    closure.report_exclusions();
    if closure.selection.types.is_empty() {
        let span = rules.list.first().map(|rule| rule.span);
        let message = "the rules select nothing";
        closure
            .diagnostics
            .push(Diagnostic::new(EMPTY, Severity::Error, message, span));
    }
    let types = closure.selection.types.len();
    let mut wanted = rules.list.iter();
    if wanted.any(|rule| matches!(rule.value, Rule::Areas(least) if types >= least)) {
        closure.selection.areas = Some(Areas::new(model, &closure.selection));
    }
    (closure.selection, closure.diagnostics)
}

/// How a type is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Usage {
    read: bool,
    write: bool,
    /// Whether clients create and change such entities at their paths.
    change: bool,
    /// Whether clients delete such entities.
    delete: bool,
    /// Whether it is a declared type, whose values can be of derived types.
    declared: bool,
}

pub(super) const READ: Usage = Usage {
    read: true,
    write: false,
    change: false,
    delete: false,
    declared: true,
};
const WRITE: Usage = Usage {
    read: false,
    write: true,
    change: false,
    delete: false,
    declared: true,
};
pub(super) const BOTH: Usage = Usage {
    read: true,
    write: true,
    change: true,
    delete: true,
    declared: true,
};

impl Usage {
    /// Merges two uses; also returns whether the result differs from `known`.
    fn merge(self, known: Usage) -> (bool, Usage) {
        let sum = Usage {
            read: self.read || known.read,
            write: self.write || known.write,
            change: self.change || known.change,
            delete: self.delete || known.delete,
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

pub(super) struct Closure<'m> {
    pub(super) model: &'m Model,
    pub(super) selection: Selection,
    pub(super) diagnostics: Diagnostics,
    reached: BTreeMap<TypeId, Usage>,
    todo: VecDeque<TypeId>,
    bound: BTreeMap<TypeId, Vec<OperationId>>,
    pub(super) excluded: BTreeMap<TypeId, Span>,
    not_written: BTreeSet<TypeId>,
    deleted: BTreeSet<TypeId>,
    excluded_operations: BTreeSet<OperationId>,
    writes_through: bool,
}

impl<'m> Closure<'m> {
    fn new(model: &'m Model) -> Self {
        let mut bound: BTreeMap<TypeId, Vec<OperationId>> = BTreeMap::new();
        for (id, operation) in model.operation_ids() {
            if let Some(type_) = binding_type(operation) {
                bound.entry(type_).or_default().push(id);
            }
        }
        Self {
            model,
            selection: Selection::default(),
            diagnostics: Diagnostics::default(),
            reached: BTreeMap::new(),
            todo: VecDeque::new(),
            bound,
            excluded: BTreeMap::new(),
            not_written: BTreeSet::new(),
            deleted: BTreeSet::new(),
            excluded_operations: BTreeSet::new(),
            writes_through: false,
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

    /// Reaches an entity type through a path. A `- write` rule applies to such entities, and to
    /// what they contain.
    pub(super) fn entity(&mut self, id: TypeId, how: Usage, because: Reason) {
        let written = !self.not_written.contains(&id);
        let how = Usage {
            write: how.write && written,
            change: how.change && written,
            delete: how.change && (written || self.deleted.contains(&id)),
            ..how
        };
        self.reach(id, how, because);
    }

    fn reach(&mut self, id: TypeId, how: Usage, because: Reason) {
        if self.excluded.contains_key(&id) {
            return;
        }
        let known = self.reached.get(&id).copied().unwrap_or_default();
        let (new, sum) = how.merge(known);
        if !new && self.selection.types.contains_key(&id) {
            return;
        }
        self.reached.insert(id, sum);
        let entry = self.selection.types.entry(id);
        let used = entry.or_insert(Use {
            read: false,
            write: false,
            change: false,
            delete: false,
            read_only: self.not_written.contains(&id),
            because,
        });
        used.read = sum.read;
        used.write = sum.write;
        used.change = sum.change;
        used.delete = sum.delete;
        self.todo.push_back(id);
    }

    fn run(&mut self) {
        while let Some(id) = self.todo.pop_front() {
            let how = self.reached.get(&id).copied().unwrap_or_default();
            self.expand(id, how);
        }
    }

    fn expand(&mut self, id: TypeId, how: Usage) {
        let model = self.model;
        for operation in self.bound.remove(&id).unwrap_or_default() {
            self.operation(operation, Reason::BoundTo(id));
        }
        for edge in edges::of_type(model, id) {
            let (target, because) = (edge.target, edge.because);
            match edge.kind {
                EdgeKind::Base => self.reach(target, how.undeclared(), because),
                EdgeKind::Derived if how.declared => self.reach(target, how, because),
                EdgeKind::UnionMember => self.reach(target, READ, because),
                EdgeKind::Structural(property) => {
                    let write = how.write && !property.is_read_only();
                    self.reach(target, Usage { write, ..how }.declared(), because);
                }
                // `Computed` does not matter here: a contained entity is written at a path of
                // its own.
                EdgeKind::Contained => self.entity(target, how.declared(), because),
                // A type that is only written is never expanded in a response.
                EdgeKind::Reference(at) if how.read => {
                    let writes = self.writes_through && model.writing_through(at).any();
                    let how = if writes { how.declared() } else { READ };
                    self.entity(target, how, because);
                }
                _ => {}
            }
        }
    }

    fn operation(&mut self, id: OperationId, because: Reason) {
        if self.excluded_operations.contains(&id) || self.selection.operations.contains_key(&id) {
            return;
        }
        self.selection.operations.insert(id, because);
        let model = self.model;
        for edge in edges::of_operation(id, &model[id]) {
            let how = match edge.kind {
                EdgeKind::Parameter => WRITE,
                _ => READ,
            };
            self.reach(edge.target, how, edge.because);
        }
    }
}
