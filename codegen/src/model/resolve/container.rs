//! Resolves the `EntityContainer` elements into the container of the model and its roots.

use super::super::{
    Binding, Container, Item, OperationId, OperationKind, QName, Root, RootKind, Type, TypeId,
};
use super::Resolver;
use super::duplicates::SeenNames;
use super::symbols::names_built_in;
use crate::csdl::{ChildKind, ContainerChild, EntityContainer, Text};
use crate::diagnostic::{Code, Diagnostic, Span, closest};
use std::collections::{BTreeMap, BTreeSet};

const CONTAINERS: Code = Code::new("E0150", "second-container");
const EXTENDS: Code = Code::new("E0151", "extends");
const CHILD_TWICE: Code = Code::new("E0152", "duplicate-child");
const KIND: Code = Code::new("E0120", "wrong-kind");
const IMPORT: Code = Code::new("E0153", "import");
const EMPTY: Code = Code::new("E0156", "empty-container");

/// The maximum number of imported operations, summed over all imports: each import of an
/// overloaded name refers to all overloads.
const MAX_IMPORTED: usize = 1_000_000;

/// The positions of the roots by name.
pub(super) type Roots<'d> = BTreeMap<&'d str, usize>;

/// An entity container with its document and qualified name.
#[derive(Clone)]
struct Candidate<'d> {
    document: usize,
    name: QName,
    tree: &'d EntityContainer,
}

impl<'d> Resolver<'d> {
    pub(super) fn containers(&mut self) {
        let mut all: Vec<Candidate<'d>> = Vec::new();
        let documents = self.documents;
        for (document, tree) in documents.iter().enumerate() {
            for schema in &tree.schemas {
                for tree in &schema.containers {
                    self.simple_name("container", &tree.name);
                    let name = QName::new(schema.namespace.clone().value, tree.name.value.clone());
                    all.push(Candidate {
                        document,
                        name,
                        tree,
                    });
                }
            }
        }
        for one in &all {
            if one.tree.children.is_empty() && one.tree.extends.is_none() {
                let message = format!("container `{}` has no children", one.name);
                self.warn(EMPTY, message, one.tree.name.span);
            }
        }
        let extended: BTreeSet<String> = all
            .iter()
            .filter_map(|c| {
                Some(
                    self.symbols
                        .expand(c.document, c.tree.extends.as_ref()?.as_str()),
                )
            })
            .collect();
        let own = |c: &&Candidate<'d>| !self.model.known_only.contains(&c.tree.name.span.source);
        let mut candidates = all.iter().filter(own);
        let first = candidates.clone().next();
        let main = candidates
            .find(|c| !extended.contains(&c.name.to_string()))
            .or(first);
        let Some(main) = main.cloned() else { return };
        let others: Vec<Candidate<'d>> = all.iter().filter(own).cloned().collect();
        let chain = self.chain(&main, &all);
        let chained: BTreeSet<Span> = chain.iter().map(|c| c.tree.name.span).collect();
        for other in &others {
            if !chained.contains(&other.tree.name.span) {
                let message = format!("container `{}` is a second one and left out", other.name);
                self.diagnostics.push(
                    Diagnostic::warning(CONTAINERS, message, other.tree.name.span)
                        .label(main.tree.name.span, "the first is here"),
                );
            }
        }
        self.model.container = Some(Container {
            annotations: self.expand_all(main.document, &main.tree.annotations),
            span: main.tree.name.span,
            name: main.name,
        });
        let mut children: Vec<(usize, &'d ContainerChild)> = Vec::new();
        let mut seen = SeenNames::default();
        for container in chain.iter().rev() {
            for child in &container.tree.children {
                self.simple_name("container child", &child.name);
                if let Some(first) = seen.insert(child.name.as_str(), child.name.span) {
                    let message = format!("`{}` is declared twice", child.name.value);
                    self.duplicate(CHILD_TWICE, message, child.name.span, first);
                } else {
                    children.push((container.document, child));
                }
            }
        }
        let mut imported = 0;
        let mut roots = Roots::new();
        for &(document, child) in &children {
            if let Some(kind) = self.root_kind(document, child, &mut imported) {
                let root = self.root(document, child, kind);
                roots.insert(child.name.as_str(), self.model.roots.len());
                self.model.roots.push(root);
            }
        }
        for (document, child) in children {
            self.check_child(document, child, &roots);
        }
    }

    /// Returns a container and those that it extends, nearest first.
    fn chain(&mut self, main: &Candidate<'d>, all: &[Candidate<'d>]) -> Vec<Candidate<'d>> {
        let mut named: BTreeMap<String, &Candidate<'d>> = BTreeMap::new();
        for candidate in all {
            named.entry(candidate.name.to_string()).or_insert(candidate);
        }
        let mut met = BTreeSet::from([main.tree.name.span]);
        let mut chain = vec![main.clone()];
        while let Some((document, text)) = chain
            .last()
            .and_then(|c| Some((c.document, c.tree.extends.as_ref()?)))
        {
            let name = self.symbols.expand(document, text.as_str());
            let Some(&next) = named.get(&name) else {
                // A missing document is reported once more, with its address.
                self.symbols.is_external(document, text.as_str());
                let message = format!(
                    "no document that was given has the container `{}`: its children are missing",
                    text.value
                );
                let near = closest(&name, named.keys().map(String::as_str));
                let found = Diagnostic::warning(EXTENDS, message, text.span);
                self.diagnostics.push(match near {
                    Some(near) => found.suggest(Some(near)),
                    None => found.help("give the document that declares it with `--with FILE`"),
                });
                break;
            };
            if !met.insert(next.tree.name.span) {
                let message = format!("container `{name}` extends itself");
                self.diagnostics.push(
                    Diagnostic::error(EXTENDS, message, text.span)
                        .label(next.tree.name.span, "it is declared here"),
                );
                break;
            }
            chain.push(next.clone());
        }
        chain
    }

    fn root(&mut self, document: usize, child: &'d ContainerChild, kind: RootKind) -> Root {
        Root {
            name: child.name.value.clone(),
            span: child.name.span,
            kind,
            include_in_service_document: child.include_in_service_document,
            bindings: child
                .bindings
                .iter()
                .map(|b| Binding {
                    path: self.expand_path(document, b.path.as_str()),
                    target: self.expand_path(document, b.target.as_str()),
                })
                .collect(),
            description: None,
            deprecated: None,
            annotations: self.expand_all(document, &child.annotations),
        }
    }

    /// Resolves the kind of a child; `imported` counts the operations of all imports.
    fn root_kind(
        &mut self,
        document: usize,
        child: &'d ContainerChild,
        imported: &mut usize,
    ) -> Option<RootKind> {
        let entity_set = child.entity_set.as_ref().map(|text| text.value.clone());
        Some(match child.kind {
            ChildKind::Singleton => RootKind::Singleton {
                type_: self.entity(document, &child.target)?,
                nullable: child.nullable,
            },
            ChildKind::EntitySet => RootKind::EntitySet {
                type_: self.entity(document, &child.target)?,
            },
            ChildKind::ActionImport => RootKind::ActionImport {
                operations: self.imported(document, child, OperationKind::Action, imported)?,
                entity_set,
            },
            ChildKind::FunctionImport => RootKind::FunctionImport {
                operations: self.imported(document, child, OperationKind::Function, imported)?,
                entity_set,
            },
        })
    }

    fn entity(&mut self, document: usize, text: &'d Text) -> Option<TypeId> {
        let type_ = self.type_ref(document, text)?;
        match type_.item {
            Item::Named(id)
                if !type_.collection && self.model.type_(id).is_some_and(Type::is_entity) =>
            {
                Some(id)
            }
            // A type of a document that was not given is counted and reported elsewhere.
            Item::Abstract(_) if !names_built_in(text.as_str()) => None,
            _ => {
                let message = format!("`{}` is no entity type", text.value);
                let found = Diagnostic::error(KIND, message, text.span);
                let found = self.with_declaration(found, type_.item);
                self.diagnostics.push(found);
                None
            }
        }
    }

    fn imported(
        &mut self,
        document: usize,
        child: &ContainerChild,
        kind: OperationKind,
        count: &mut usize,
    ) -> Option<Vec<OperationId>> {
        let text = &child.target;
        let word = if kind == OperationKind::Action {
            "action"
        } else {
            "function"
        };
        let all = self.symbols.overloads(document, text.as_str()).to_vec();
        *count += all.len();
        if *count > MAX_IMPORTED {
            // Reported only once: by the import that passes the limit.
            if *count - all.len() <= MAX_IMPORTED {
                let message = format!("more than {MAX_IMPORTED} overloads are imported");
                self.error(IMPORT, message, text.span);
            }
            return None;
        }
        let of_kind = |id: &_| self.model.operation(*id).is_some_and(|o| o.kind == kind);
        let (fit, other): (Vec<_>, Vec<_>) = all.into_iter().partition(of_kind);
        if fit.is_empty() {
            if self.symbols.is_external(document, text.as_str()) {
                return None;
            }
            let message = if other.is_empty() {
                format!("there is no {word} `{}`", text.value)
            } else {
                format!("`{}` is no {word}", text.value)
            };
            let near = self.near_operation(document, text.as_str());
            self.diagnostics
                .push(Diagnostic::error(IMPORT, message, text.span).suggest(near));
            return None;
        }
        let unbound: Vec<_> = fit
            .iter()
            .copied()
            .filter(|&id| self.model.operation(id).is_some_and(|o| !o.bound))
            .collect();
        if unbound.is_empty() {
            let message = format!("{word} `{}` is bound; it is not imported", text.value);
            self.warn(IMPORT, message, text.span);
            return None;
        }
        Some(unbound)
    }

    fn near_operation(&mut self, document: usize, text: &str) -> Option<String> {
        if !self.symbols.may_suggest() {
            return None;
        }
        let (namespace, name) = self.symbols.split(document, text)?;
        let known = self
            .symbols
            .operations
            .get(namespace)?
            .keys()
            .map(|key| key.name);
        let near = closest(name, known.filter(|&known| known != name))?;
        Some(format!("{namespace}.{near}"))
    }
}
