//! Lowers an action or function to an [`Operation`].

use super::naming::OperationNames;
use super::structs::field;
use super::{Context, deprecation};
use crate::model::{self, OperationId, OperationKind, Parameter};
use crate::sdk::{
    Access, AccessParam, Argument, BuilderRef, Constructor, Operation, Response, Struct, Type, Verb,
};

impl Context<'_> {
    /// The struct of an operation.
    pub(super) fn operation(
        &self,
        operation: &model::Operation,
        names: &OperationNames,
    ) -> Operation {
        let model = self.input.model;
        let key = self.overloads.key(operation);
        let owner = operation.binding().and_then(|b| b.type_.named());
        let mut parameters = Struct {
            path: names.path.clone(),
            doc: self.operation_doc(operation, &key),
            deprecated: deprecation(operation.deprecated.as_ref()),
            written: true,
            ..Struct::default()
        };
        for (at, ident) in &names.parameters {
            let (at, parameter) = (*at, &operation.own_parameters()[*at]);
            if is_required(operation.kind, parameter) {
                parameters.required.push(at);
            }
            if self.is_secret(owner, &parameter.name, parameter.type_.item) {
                parameters.secret.push(at);
            }
            let doc = self.parameter_doc(&key, parameter);
            let field_type = self.field_type(parameter.type_);
            parameters
                .fields
                .push(field(ident, &parameter.name, field_type, doc, None));
        }
        let segment = self.input.dialect.operation(&operation.name);
        let binding = operation.binding().map(|b| model.type_name(b.type_));
        let is_empty_action =
            operation.kind == OperationKind::Action && parameters.fields.is_empty();
        Operation {
            parameters,
            verb: match operation.kind {
                OperationKind::Action => Verb::Post,
                OperationKind::Function => Verb::Get,
            },
            segment,
            qualified_name: operation.name.to_string(),
            binding: binding.unwrap_or_default(),
            sends_empty_object: is_empty_action && self.input.dialect.sends_empty_object,
            response: self.response(operation),
            compose: self.compose(operation),
        }
    }

    /// The constructor call of an operation: its struct and the required parameters.
    pub(super) fn constructor(&self, id: OperationId) -> Option<Constructor> {
        let operation = self.input.model.operation(id)?;
        let names = self.names.operations.get(&id)?;
        let own = names.parameters.iter();
        let own = own.map(|(at, ident)| (&operation.own_parameters()[*at], ident));
        let arguments = own
            .filter(|(parameter, _)| is_required(operation.kind, parameter))
            .map(|(parameter, ident)| Argument {
                name: crate::names::escape(ident),
                field_type: self.field_type(parameter.type_),
            });
        Some(Constructor {
            path: names.path.clone(),
            arguments: arguments.collect(),
        })
    }

    /// The builder of the entities that a composable function returns.
    fn compose(&self, operation: &model::Operation) -> Option<BuilderRef> {
        let returned = self.plan.composes(operation)?;
        let access = AccessParam::Is(Access::OWNED);
        match returned.collection {
            true => self.many(returned.named()?, access),
            false => self.one(returned.named()?, access),
        }
    }

    fn response(&self, operation: &model::Operation) -> Response {
        let Some(returned) = operation.return_type.as_ref().map(|r| r.type_) else {
            return Response::Nothing;
        };
        if returned.item == model::Item::Primitive(model::Primitive::Stream) {
            return Response::Stream;
        }
        let structured = returned
            .named()
            .and_then(|id| self.input.model.type_(id))
            .is_some_and(|found| found.structured().is_some());
        match (returned.collection, self.item(returned.item), structured) {
            (true, item, _) => Response::Page(item),
            (false, item @ Type::Runtime("RawJson"), _) => Response::One(item),
            (false, item, true) => Response::One(item),
            (false, item, false) => Response::Scalar(item),
        }
    }
}

/// Whether a parameter is required: always for a function, if it is not nullable for an
/// action, and never if it is annotated as optional.
fn is_required(kind: OperationKind, parameter: &Parameter) -> bool {
    let needed = kind == OperationKind::Function || parameter.nullable == Some(false);
    needed && !parameter.optional
}
