//! What goes in: the model and the rules.
//! What comes out: everything that they reach, by a work list.

use super::rules::{Rule, Rules};
use super::{Reason, Selection, Use};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, Span, closest};
use crate::model::{Item, Model, OperationId, PropertyId, QName, RootKind, Type, TypeId, TypeRef};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

const UNKNOWN: Code = Code::new("E0171", "unknown-name");
const EXCLUDED: Code = Code::new("E0172", "excluded-type");
const EMPTY: Code = Code::new("E0173", "empty-selection");

/// Computes what the rules select.
///
/// - A type brings its base types, the types of its properties and, where it is declared
///   as the type of something, what derives from it.
/// - What the service sends is read. What the client sends is written: parameters, and
///   from a written type on everything in it that is not read-only and, for navigation
///   properties, contained.
/// - A type brings the operations bound to it or to collections of it: their parameters
///   are written, their results are read.
pub fn select(model: &Model, rules: &Rules) -> (Selection, Diagnostics) {
    let mut closure = Closure::new(model);
    closure.exclusions(rules);
    closure.inclusions(rules);
    closure.run();
    closure.cuts();
    if closure.selection.types.is_empty() {
        let span = rules.list.first().map(|rule| rule.span);
        let message = "the rules select nothing";
        closure
            .out
            .push(Diagnostic::new(EMPTY, Severity::Error, message, span));
    }
    (closure.selection, closure.out)
}

/// A way in which a type is reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Reach {
    read: bool,
    write: bool,
    /// Whether it is the declared type of something, so that derived types may turn up.
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
    /// What `self` has and `known` lacks, and the sum of both.
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

    fn exclusions(&mut self, rules: &Rules) {
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
                    let id = self.absent(name, rule.span);
                    self.not_written.extend(id);
                }
                Rule::NoOperation(name) => {
                    let all = self.model.operation_ids();
                    let named = all.filter(|(_, o)| self.is_name(&o.name, name));
                    let named: Vec<OperationId> = named.map(|(id, _)| id).collect();
                    if named.is_empty() {
                        let message = format!("there is no action or function `{name}`");
                        self.out
                            .push(Diagnostic::warning(UNKNOWN, message, rule.span));
                    }
                    self.excluded_operations.extend(named);
                }
                _ => {}
            }
        }
    }

    fn inclusions(&mut self, rules: &Rules) {
        let model = self.model;
        for rule in &rules.list {
            let because = Reason::Rule(rule.span);
            match &rule.value {
                Rule::All => {
                    for at in 0..model.roots.len() {
                        self.root(at);
                    }
                    for (id, _) in model.type_ids() {
                        if !self.excluded.contains_key(&id) {
                            self.reach(id, BOTH, because);
                        }
                    }
                    for (id, _) in model.operation_ids() {
                        self.operation(id, because);
                    }
                }
                Rule::Root(word, name) => {
                    let fits = |root: &&crate::model::Root| root.kind.word() == *word;
                    match model.roots.iter().position(|r| r.name == *name && fits(&r)) {
                        Some(at) => self.root(at),
                        None => {
                            let known = model.roots.iter().filter(fits).map(|r| r.name.as_str());
                            let message = format!("there is no {word} `{name}`");
                            self.out.push(
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
                Rule::NoType(_) | Rule::NoWrite(_) | Rule::NoOperation(_) => {}
            }
        }
    }

    fn type_(&mut self, name: &str, span: Span) -> Option<TypeId> {
        let found = self.model.find_type(name);
        if found.is_none() {
            let diagnostic = self.unknown_type(name, span);
            self.out.push(diagnostic);
        }
        found
    }

    /// A type that a rule leaves out. In a snapshot it is gone already.
    fn absent(&mut self, name: &str, span: Span) -> Option<TypeId> {
        let found = self.model.find_type(name);
        if found.is_none() {
            let diagnostic = self.unknown_type(name, span);
            self.out.push(Diagnostic {
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
            let alias = |s: &&crate::model::Schema| s.alias.as_deref() == Some(namespace);
            let schema = self.model.schemas.iter().find(alias);
            let namespace = schema.map_or(namespace, |s| s.namespace.as_str());
            known.name == name && known.namespace == namespace
        })
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

    /// Reaches an entity by its path, where clients may be kept from writing it.
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
            let write = how.write && !property.is_read_only();
            match (&property.union, &property.navigation) {
                (Some(union), _) => {
                    for &member in union {
                        self.reach(member, READ, because);
                    }
                }
                (None, None) => {
                    self.reference(property.type_, Reach { write, ..how }.declared(), because);
                }
                (None, Some(navigation)) => {
                    let write = write && navigation.contains_target;
                    // What is only written has no expanded entities to read, but an
                    // entity that is contained in it travels with it.
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
            // The binding parameter is in the path; it was reached before or is not needed.
            if !(operation.bound && at == 0) {
                self.reference(parameter.type_, WRITE, Reason::Parameter(id, at));
            }
        }
        if let Some(returns) = &operation.return_type {
            self.reference(returns.type_, READ, Reason::Return(id));
        }
    }

    /// Reports where an exclusion cut something that is selected.
    fn cuts(&mut self) {
        let name = |id| {
            self.model
                .type_(id)
                .map(|t| t.name.to_string())
                .unwrap_or_default()
        };
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
            self.out.push(diagnostic);
        }
    }
}
