//! Lowers the plan to the [`Registry`], which lists every type and operation by its OData
//! name.

use super::Context;
use super::plan::fields;
use crate::model::{
    Operation, OperationId, OperationKind, PropertyId, Type, TypeId, TypeKind, TypeRef,
};
use crate::sdk::{
    self, Registry, RegistryField, RegistryKind, RegistryOperation, RegistryType, RegistryValue,
};

impl Context<'_> {
    /// The registry of all generated items.
    pub(super) fn registry(&self) -> Registry {
        let model = self.input.model;
        let types = self
            .plan
            .types
            .iter()
            .filter_map(|id| Some((*id, model.type_(*id)?)));
        let mut types: Vec<RegistryType> = types
            .filter_map(|(id, found)| self.registry_type(id, found))
            .collect();
        types.extend(
            self.plan
                .unions
                .keys()
                .filter_map(|id| self.registry_union(*id)),
        );
        types.sort_by(|a, b| a.name.cmp(&b.name));
        let operations = self.plan.operations(model);
        let mut operations: Vec<RegistryOperation> = operations
            .filter_map(|(id, operation)| self.registry_operation(id, operation))
            .collect();
        operations.sort_by(|a, b| (&a.name, &a.binding).cmp(&(&b.name, &b.binding)));
        Registry { types, operations }
    }

    fn registry_type(&self, id: TypeId, found: &Type) -> Option<RegistryType> {
        let own = self.names.types.get(&id)?.clone();
        let any = self.names.any.get(&id);
        let value = sdk::Type::Model(any.cloned().unwrap_or(own.clone()));
        let mut out = RegistryType {
            name: found.name.to_string(),
            kind: RegistryKind::Complex,
            is_abstract: false,
            value,
            fields: Vec::new(),
            members: Vec::new(),
            derived: Vec::new(),
        };
        match &found.kind {
            TypeKind::Structured(structured) => {
                if structured.entity {
                    out.kind = RegistryKind::Entity;
                }
                out.is_abstract = structured.is_abstract;
                out.fields = self.registry_fields(id);
                if any.is_some() {
                    let derived = self.plan.derived.get(&id).map(Vec::as_slice);
                    out.derived = self.type_names(derived.unwrap_or_default());
                }
            }
            TypeKind::Enum(found) => {
                out.kind = RegistryKind::Enum;
                out.members = found
                    .members
                    .iter()
                    .map(|member| member.name.clone())
                    .collect();
                if found.is_flags {
                    out.kind = RegistryKind::Flags;
                    out.value = sdk::Type::Flags(own);
                }
            }
            TypeKind::Definition(_) => return None,
        }
        Some(out)
    }

    fn registry_union(&self, id: PropertyId) -> Option<RegistryType> {
        let (path, _) = self.names.unions.get(&id)?;
        Some(RegistryType {
            name: self.union_name(id),
            kind: RegistryKind::Union,
            is_abstract: true,
            value: sdk::Type::Model(path.clone()),
            fields: Vec::new(),
            members: Vec::new(),
            derived: self.type_names(&self.plan.unions[&id]),
        })
    }

    /// The registry name of a union, which has no OData name: `ns.type/property`.
    pub(super) fn union_name(&self, id: PropertyId) -> String {
        let model = self.input.model;
        format!("{}/{}", model[id.owner].name, model[id].name)
    }

    fn registry_fields(&self, id: TypeId) -> Vec<RegistryField> {
        let fields = fields(self.input.model, id).into_iter();
        fields
            .map(|(at, property)| {
                let mut value = self.registry_value(property.type_);
                if property.union.is_some() {
                    value.name = self.union_name(at);
                    value.one_or_many = true;
                }
                RegistryField {
                    name: property.name.clone(),
                    value,
                }
            })
            .collect()
    }

    fn registry_value(&self, type_: TypeRef) -> RegistryValue {
        let mut item = type_.item;
        if let Some(TypeKind::Definition(definition)) = type_
            .named()
            .and_then(|id| self.input.model.type_(id))
            .map(|found| &found.kind)
        {
            item = definition.underlying;
        }
        let raw = self.item(item) == sdk::Type::Runtime("RawJson");
        let name = match (raw, type_.named()) {
            (true, Some(_)) => "Edm.Untyped".to_owned(),
            _ => self.input.model.type_name(TypeRef::one(item)),
        };
        RegistryValue {
            name,
            collection: type_.collection,
            one_or_many: false,
        }
    }

    fn registry_operation(
        &self,
        id: OperationId,
        operation: &Operation,
    ) -> Option<RegistryOperation> {
        let model = self.input.model;
        let names = self.names.operations.get(&id)?;
        let parameters = operation
            .own_parameters()
            .iter()
            .map(|parameter| RegistryField {
                name: parameter.name.clone(),
                value: self.registry_value(parameter.type_),
            });
        let binding = operation.binding().map(|b| model.type_name(b.type_));
        Some(RegistryOperation {
            name: operation.name.to_string(),
            binding: binding.unwrap_or_default(),
            path: names.path.clone(),
            action: operation.kind == OperationKind::Action,
            parameters: parameters.collect(),
            response: operation
                .return_type
                .as_ref()
                .map(|r| self.registry_value(r.type_)),
        })
    }

    fn type_names(&self, list: &[TypeId]) -> Vec<String> {
        let found = list.iter().filter_map(|id| self.input.model.type_(*id));
        found.map(|found| found.name.to_string()).collect()
    }
}
