//! Resolves documents into a [`Model`] and reports all errors at once.

mod annotate;
mod attach;
mod check;
mod children;
mod constraints;
mod container;
mod declare;
mod duplicates;
mod enums;
mod facets;
mod inherit;
mod keys;
mod limits;
mod literals;
mod members;
mod operations;
mod overloads;
mod paths;
mod structured;
mod symbols;
mod targets;
mod terms;

use self::declare::Declared;
use self::members::Members;
use self::symbols::SymbolTable;
pub(super) use self::symbols::built_in;
use super::{Item, Model, Structured, Type, TypeId, TypeKind, TypeRef, cycles};
use crate::csdl::{Document, Text};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use std::collections::BTreeSet;

/// Resolves the documents into one model.
///
/// A document can refer to the namespaces that it declares itself and to those that it
/// includes by reference. The model holds everything that could be resolved; it is complete
/// only if there are no errors.
pub fn resolve(documents: &[Document]) -> (Model, Diagnostics) {
    resolve_with(documents, BTreeSet::new())
}

/// Like [`resolve`], but the sources in `known_only` were given only because other
/// documents refer to them. Their types are known; their entity containers are not part of
/// the service.
pub fn resolve_with(documents: &[Document], known_only: BTreeSet<u32>) -> (Model, Diagnostics) {
    let mut resolver = Resolver {
        documents,
        symbols: SymbolTable::default(),
        model: Model {
            known_only,
            ..Model::default()
        },
        diagnostics: Diagnostics::default(),
        external_bases: BTreeSet::new(),
        members: Members::default(),
    };
    resolver.scopes();
    let declared = resolver.declare();
    resolver.fill(&declared);
    resolver.terms();
    resolver.bases(&declared);
    resolver.redeclared(&declared);
    resolver.index_members();
    resolver.keys(&declared);
    resolver.operations();
    resolver.overloads();
    resolver.inherited_amount();
    resolver.containers();
    resolver.attach_targets();
    resolver.interpret();
    resolver.check_types(&declared);
    resolver.check_navigation(&declared);
    resolver.required_recursion();
    resolver.external_names();
    resolver.model.boxed = cycles::boxed(&resolver.model);
    (resolver.model, resolver.diagnostics)
}

struct Resolver<'d> {
    documents: &'d [Document],
    symbols: SymbolTable<'d>,
    model: Model,
    diagnostics: Diagnostics,
    /// Types that derive, directly or indirectly, from a type of a document that was not
    /// given.
    external_bases: BTreeSet<TypeId>,
    members: Members,
}

impl<'d> Resolver<'d> {
    fn error(&mut self, code: Code, message: impl Into<String>, span: Span) {
        self.diagnostics
            .push(Diagnostic::error(code, message, span));
    }

    fn warn(&mut self, code: Code, message: impl Into<String>, span: Span) {
        self.diagnostics
            .push(Diagnostic::warning(code, message, span));
    }

    /// Reports two elements with the same name, with the positions of both.
    fn duplicate(&mut self, code: Code, message: impl Into<String>, span: Span, first: Span) {
        self.diagnostics
            .push(Diagnostic::error(code, message, span).label(first, "the first is here"));
    }

    /// Adds the position of a type's declaration, if it has one, to a diagnostic about its
    /// use.
    fn with_declaration(&self, found: Diagnostic, item: Item) -> Diagnostic {
        match item {
            Item::Named(id) => match self.model.type_(id) {
                Some(type_) => found.label(type_.span, "it is declared here"),
                None => found,
            },
            _ => found,
        }
    }

    /// Resolves the text of a type, or reports why it cannot be resolved.
    fn type_ref(&mut self, document: usize, text: &'d Text) -> Option<TypeRef> {
        match self.symbols.type_ref(document, text) {
            Ok(type_) => Some(type_),
            Err(diagnostic) => {
                self.diagnostics.push(*diagnostic);
                None
            }
        }
    }

    fn structured(&self, id: TypeId) -> Option<&Structured> {
        self.model.type_(id).and_then(Type::structured)
    }

    fn structured_mut(&mut self, id: TypeId) -> Option<&mut Structured> {
        match &mut self.type_mut(id)?.kind {
            TypeKind::Structured(structured) => Some(structured),
            _ => None,
        }
    }

    fn type_mut(&mut self, id: TypeId) -> Option<&mut Type> {
        self.model.types.get_mut(usize::try_from(id.0).ok()?)
    }

    fn is_entity(&self, item: Item) -> bool {
        match item {
            Item::Named(id) => self.model.type_(id).is_some_and(Type::is_entity),
            _ => false,
        }
    }
}
