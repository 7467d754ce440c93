//! Attaches the annotations of `Annotations` elements to their targets, as if they were
//! written inline, and interprets the supported terms.

use super::super::{Model, OperationId, PropertyId, TypeId, TypeKind, query_options, terms};
use super::Resolver;
use super::targets::{Targets, size};
use crate::csdl::{Annotation, AnnotationTarget};
use crate::diagnostic::{Code, Diagnostic};
use std::collections::BTreeMap;

const TARGET: Code = Code::new("E0160", "annotation-target");
const TWICE: Code = Code::new("E0161", "duplicate-annotation");

/// The maximum total size, in bytes, of copied annotations: an annotation whose target is a
/// group of overloads is copied to each of them.
const MAX_COPIED: usize = 1 << 26;

/// The model element that an `Annotations` element targets.
#[derive(Clone, Copy, Debug)]
enum AnnotatedElement {
    Type(TypeId),
    Property(PropertyId),
    Member(TypeId, usize),
    Operation(OperationId),
    Parameter(OperationId, usize),
    Return(OperationId),
    Container,
    Root(usize),
    Term(usize, usize),
    Schema(usize),
}

impl Resolver<'_> {
    pub(super) fn attach_targets(&mut self) {
        let documents = self.documents;
        let mut targets = Targets::new(&self.model);
        let mut copied = 0;
        for (document, tree) in documents.iter().enumerate() {
            for target in tree.schemas.iter().flat_map(|s| &s.targets) {
                let places = self.places(document, target, &mut targets);
                if places.is_empty() {
                    let message = format!("`{}` is not there to be annotated", target.target.value);
                    self.diagnostics
                        .push(Diagnostic::note(TARGET, message, target.target.span));
                }
                for annotation in &target.annotations {
                    let mut annotation = self.expand_annotation(document, annotation);
                    if annotation.qualifier.is_none() {
                        annotation.qualifier.clone_from(&target.qualifier);
                    }
                    if places.len() > 1 {
                        copied += (places.len() - 1).saturating_mul(size(&annotation));
                        if copied > MAX_COPIED {
                            let message = "annotations of overloads are too many and too long";
                            let span = target.target.span;
                            return self.diagnostics.push(
                                Diagnostic::error(TARGET, message, span)
                                    .help("a target with a signature is one overload, not all"),
                            );
                        }
                    }
                    for &element in &places {
                        if let Some(list) = list(&mut self.model, element) {
                            list.push(annotation.clone());
                        }
                    }
                }
            }
        }
    }

    fn places(
        &self,
        document: usize,
        target: &AnnotationTarget,
        targets: &mut Targets,
    ) -> Vec<AnnotatedElement> {
        let text = target.target.as_str();
        // A name in a signature contains no slash, so the first slash ends the signature.
        let (head, rest) = text.split_once('/').unwrap_or((text, ""));
        if let Some((name, signature)) = head.split_once('(') {
            let signature = signature.strip_suffix(')').unwrap_or(signature);
            let parts = signature.split(',').filter(|part| !part.is_empty());
            let parts = parts.map(|part| self.expand_type(document, part.trim()));
            let all = self.symbols.overloads(document, name);
            let all = targets.overloads(&self.model, all, parts);
            return all
                .iter()
                .filter_map(|&id| self.in_operation(id, rest))
                .collect();
        }
        if let Some(id) = self.symbols.find(document, head) {
            return self.in_type(document, id, rest).into_iter().collect();
        }
        let expanded = self.symbols.expand(document, head);
        if self
            .model
            .container
            .as_ref()
            .is_some_and(|c| c.name.to_string() == expanded)
        {
            let element = if rest.is_empty() {
                Some(AnnotatedElement::Container)
            } else {
                targets.root(rest).map(AnnotatedElement::Root)
            };
            return element.into_iter().collect();
        }
        let overloads = self.symbols.overloads(document, head);
        if !overloads.is_empty() {
            return overloads
                .iter()
                .filter_map(|&id| self.in_operation(id, rest))
                .collect();
        }
        let schema = targets.schema(head).filter(|_| rest.is_empty());
        let term = || targets.term(&expanded);
        let element = schema
            .map(AnnotatedElement::Schema)
            .or_else(|| term().map(|(schema, at)| AnnotatedElement::Term(schema, at)));
        element.into_iter().collect()
    }

    fn in_type(&self, document: usize, id: TypeId, rest: &str) -> Option<AnnotatedElement> {
        if rest.is_empty() {
            return Some(AnnotatedElement::Type(id));
        }
        match &self.model.type_(id)?.kind {
            TypeKind::Enum(_) => Some(AnnotatedElement::Member(id, self.position(id, rest)?)),
            TypeKind::Structured(_) => {
                let path = self.expand_path(document, rest);
                // After a cast the path continues in the derived type. A longer path
                // annotates one use of a property, not the property itself, and is ignored.
                match path.split_once('/') {
                    Some((cast, name)) if cast.contains('.') => {
                        let cast = self.symbols.find_expanded(cast)?;
                        self.find_property(cast, name)
                            .map(|(id, _)| AnnotatedElement::Property(id))
                    }
                    _ => self
                        .find_property(id, &path)
                        .map(|(id, _)| AnnotatedElement::Property(id)),
                }
            }
            TypeKind::Definition(_) => None,
        }
    }

    fn in_operation(&self, id: OperationId, rest: &str) -> Option<AnnotatedElement> {
        let operation = self.model.operation(id)?;
        match rest {
            "" => Some(AnnotatedElement::Operation(id)),
            "$ReturnType" => operation
                .return_type
                .as_ref()
                .map(|_| AnnotatedElement::Return(id)),
            name => {
                let at = operation.parameters.iter().position(|p| p.name == name)?;
                Some(AnnotatedElement::Parameter(id, at))
            }
        }
    }

    /// Stores the terms that the generator supports in fields of the model.
    pub(super) fn interpret(&mut self) {
        let mut twice = Vec::new();
        terms::interpret(&mut self.model, &mut |annotations: &[Annotation]| {
            // Most elements have at most one annotation, so duplicates are rarely possible.
            if annotations.len() < 2 {
                return;
            }
            let mut seen = BTreeMap::new();
            for annotation in annotations {
                let qualifier = annotation.qualifier.as_ref().map(|q| &q.value);
                let first = *seen
                    .entry((&annotation.term.value, qualifier))
                    .or_insert(annotation);
                if !std::ptr::eq(first, annotation) {
                    let message = format!("`{}` is applied twice", annotation.term.value);
                    twice.push(
                        Diagnostic::warning(TWICE, message, annotation.term.span)
                            .label(first.term.span, "the first counts"),
                    );
                }
            }
        });
        for diagnostic in twice {
            self.diagnostics.push(diagnostic);
        }
        self.model.query_options = query_options::find(&self.model);
    }
}

/// The annotation list of a target.
fn list(model: &mut Model, element: AnnotatedElement) -> Option<&mut Vec<Annotation>> {
    let index = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
    Some(match element {
        AnnotatedElement::Type(id) => &mut model.types.get_mut(index(id.0))?.annotations,
        AnnotatedElement::Property(id) => match &mut model.types.get_mut(index(id.owner.0))?.kind {
            TypeKind::Structured(s) => &mut s.properties.get_mut(id.index)?.annotations,
            _ => return None,
        },
        AnnotatedElement::Member(id, at) => match &mut model.types.get_mut(index(id.0))?.kind {
            TypeKind::Enum(e) => &mut e.members.get_mut(at)?.annotations,
            _ => return None,
        },
        AnnotatedElement::Operation(id) => &mut model.operations.get_mut(index(id.0))?.annotations,
        AnnotatedElement::Parameter(id, at) => {
            &mut model
                .operations
                .get_mut(index(id.0))?
                .parameters
                .get_mut(at)?
                .annotations
        }
        AnnotatedElement::Return(id) => {
            &mut model
                .operations
                .get_mut(index(id.0))?
                .return_type
                .as_mut()?
                .annotations
        }
        AnnotatedElement::Container => &mut model.container.as_mut()?.annotations,
        AnnotatedElement::Root(at) => &mut model.roots.get_mut(at)?.annotations,
        AnnotatedElement::Term(schema, at) => {
            &mut model
                .schemas
                .get_mut(schema)?
                .terms
                .get_mut(at)?
                .annotations
        }
        AnnotatedElement::Schema(at) => &mut model.schemas.get_mut(at)?.annotations,
    })
}
