//! Resolves `Action` and `Function` elements with their parameters and return types.

use super::super::{
    AbstractType, Facets, Item, Operation, OperationId, OperationKind, Parameter, Primitive, QName,
    ReturnType, TypeRef,
};
use super::Resolver;
use super::duplicates::SeenNames;
use super::symbols::SymbolKey;
use crate::csdl::{self, Text};
use crate::diagnostic::{Code, Diagnostic};

const BINDING: Code = Code::new("E0140", "binding-parameter");
const RETURN: Code = Code::new("E0141", "return-type");
const PARAMETER_TWICE: Code = Code::new("E0142", "duplicate-parameter");
const STREAM: Code = Code::new("E0143", "stream-parameter");

impl<'d> Resolver<'d> {
    pub(super) fn operations(&mut self) {
        let documents = self.documents;
        for (document, tree) in documents.iter().enumerate() {
            for schema in &tree.schemas {
                for operation in &schema.operations {
                    self.simple_name("operation", &operation.name);
                    let namespace = schema.namespace.as_str();
                    let Some(resolved) = self.operation(document, namespace, operation) else {
                        continue;
                    };
                    let id = u32::try_from(self.model.operations.len()).unwrap_or(u32::MAX);
                    self.model.operations.push(resolved);
                    self.symbols
                        .operations
                        .entry(namespace)
                        .or_default()
                        .entry(SymbolKey::new(operation.name.as_str()))
                        .or_default()
                        .push(OperationId(id));
                }
            }
        }
    }

    fn operation(
        &mut self,
        document: usize,
        namespace: &str,
        tree: &'d csdl::Operation,
    ) -> Option<Operation> {
        let name = &tree.name;
        let bound = tree.bound.unwrap_or(false);
        if bound && tree.parameters.is_empty() {
            let message = format!("`{}` is bound, but has no parameter", name.value);
            self.error(BINDING, message, name.span);
            return None;
        }
        let mut seen = SeenNames::default();
        let mut parameters = Vec::with_capacity(tree.parameters.len());
        let mut whole = true;
        for (position, parameter) in tree.parameters.iter().enumerate() {
            self.simple_name("parameter", &parameter.name);
            if let Some(first) = seen.insert(parameter.name.as_str(), parameter.name.span) {
                let message = format!("parameter `{}` is declared twice", parameter.name.value);
                self.duplicate(PARAMETER_TWICE, message, parameter.name.span, first);
                continue;
            }
            match self.parameter(document, parameter, bound && position == 0) {
                Some(parameter) => parameters.push(parameter),
                None => whole = false,
            }
        }
        let return_type = match tree.returns.as_slice() {
            [] if tree.function => {
                let message = format!("function `{}` returns nothing", name.value);
                self.error(RETURN, message, name.span);
                None
            }
            [] => None,
            [first, rest @ ..] => {
                if let Some(second) = rest.first() {
                    let message = "a second return type";
                    self.duplicate(RETURN, message, second.type_.span, first.type_.span);
                }
                let resolved = self.returns(document, first);
                whole &= resolved.is_some();
                resolved
            }
        };
        whole.then(|| Operation {
            name: QName::new(namespace, name.value.clone()),
            span: name.span,
            kind: if tree.function {
                OperationKind::Function
            } else {
                OperationKind::Action
            },
            bound,
            parameters,
            return_type,
            composable: tree.composable.unwrap_or(false),
            entity_set_path: tree
                .entity_set_path
                .as_ref()
                .map(|path| self.expand_path(document, path.as_str())),
            description: None,
            deprecated: None,
            annotations: self.expand_all(document, &tree.annotations),
        })
    }

    fn parameter(
        &mut self,
        document: usize,
        tree: &'d csdl::Parameter,
        binding: bool,
    ) -> Option<Parameter> {
        let (type_, facets) = self.typed(document, &tree.type_, &tree.facets)?;
        if type_.item == Item::Primitive(Primitive::Stream) && !binding {
            let message = format!("parameter `{}` is a stream", tree.name.value);
            self.warn(STREAM, message, tree.type_.span);
        }
        Some(Parameter {
            name: tree.name.value.clone(),
            span: tree.name.span,
            type_,
            nullable: tree.nullable,
            optional: false,
            facets,
            description: None,
            annotations: self.expand_all(document, &tree.annotations),
        })
    }

    fn returns(&mut self, document: usize, tree: &'d csdl::ReturnType) -> Option<ReturnType> {
        let (type_, facets) = self.typed(document, &tree.type_, &tree.facets)?;
        let entities =
            self.is_entity(type_.item) || type_.item == Item::Abstract(AbstractType::EntityType);
        if entities && type_.collection && tree.nullable.is_some() {
            let message = "`Nullable` means nothing on a returned collection of entities";
            self.diagnostics
                .push(Diagnostic::note(RETURN, message, tree.type_.span));
        }
        Some(ReturnType {
            type_,
            span: tree.type_.span,
            nullable: tree.nullable,
            facets,
            annotations: self.expand_all(document, &tree.annotations),
        })
    }

    fn typed(
        &mut self,
        document: usize,
        text: &'d Text,
        facets: &csdl::Facets,
    ) -> Option<(TypeRef, Facets)> {
        let type_ = self.type_ref(document, text);
        let written = facets;
        let facets = self.facets(document, written);
        let type_ = type_?;
        self.value_type(document, text, type_, &facets);
        self.misplaced_facets(written, type_.item, text.span);
        Some((type_, facets))
    }
}
