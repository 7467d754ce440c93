//! The hash of what the public lines of an item depend on.

use std::collections::BTreeMap;
use std::mem::discriminant;

use super::digest;
use crate::lower::Context;
use crate::lower::naming::{builder_names, home};
use crate::lower::plan::{alternate_keys, casts, has_key};
use crate::model::{
    Item, KeyRef, Operation, OperationKind, Permissions, PropertyId, Structured, Type, TypeId,
    TypeKind, TypeRef,
};
use crate::names::assign::NameScope;
use crate::names::type_name;
use crate::sdk::Path;

/// The hashes of a crate. Vectors are indexed by [`TypeId`].
pub struct Hashes<'a> {
    context: &'a Context<'a>,
    /// The Rust type that stands for a type in fields, parameters and results.
    values: Vec<u64>,
    /// The builders of an entity type, as seen from methods that lead to them.
    targets: Vec<u64>,
    /// What a type declares itself.
    own: Vec<u64>,
    /// The operations, by [`OperationId`](crate::model::OperationId).
    operations: Vec<u64>,
}

impl<'a> Hashes<'a> {
    pub fn new(context: &'a Context<'a>) -> Self {
        let model = context.input.model;
        let mut out = Self {
            context,
            values: Vec::new(),
            targets: Vec::new(),
            own: Vec::new(),
            operations: Vec::new(),
        };
        let types = || model.type_ids();
        out.values = types().map(|(id, found)| out.value(id, found)).collect();
        out.targets = types().map(|(id, _)| out.target(id)).collect();
        out.own = types().map(|(id, found)| out.declared(id, found)).collect();
        let builders = builder_names(context.names);
        let mut operations = vec![0; model.operations.len()];
        for (id, operation) in context.plan.operations(model) {
            if let Some(slot) = operations.get_mut(id.0 as usize) {
                let options = model.query_options.of_operation(id);
                *slot = digest((out.operation(operation, &builders), options));
            }
        }
        out.operations = operations;
        out
    }

    /// The structs and enums of a type.
    pub fn type_(&self, id: TypeId) -> u64 {
        let (model, names) = (self.context.input.model, self.context.names);
        let any = names.any.get(&id).map(shown);
        let derived = self.context.plan.derived.get(&id).into_iter().flatten();
        let variants: Vec<_> = match any {
            None => Vec::new(),
            Some(_) => derived
                .map(|id| (&model[*id].name, names.types.get(id).map(shown)))
                .map(digest)
                .collect(),
        };
        let at = |index| PropertyId { owner: id, index };
        let unions = self.context.plan.unions.range(at(0)..=at(usize::MAX));
        let unions = unions.map(|(id, types)| {
            let types = types.iter();
            let types: Vec<_> = types
                .map(|id| (self.inherited(*id), names.types.get(id).map(shown)))
                .collect();
            digest((names.unions.get(id).map(|(path, _)| shown(path)), types))
        });
        let unions: Vec<u64> = unions.collect();
        let used = self.context.input.selection.types.get(&id);
        digest((
            self.inherited(id),
            names.types.get(&id).map(shown),
            any,
            variants,
            unions,
            used.is_some_and(|used| used.write),
        ))
    }

    /// The builders of an entity type.
    pub fn builders(&self, id: TypeId) -> u64 {
        let context = self.context;
        let (model, selection) = (context.input.model, context.input.selection);
        let planned = context.plan.builders.get(&id).copied().unwrap_or_default();
        let used = selection.types.get(&id);
        let used = used.map(|u| (u.write, u.change, u.delete, u.read_only));
        let change = used.is_some_and(|(_, change, ..)| change);
        let can = (
            change && planned.update && context.can_update(id),
            change && planned.create && context.can_create(id),
        );
        let leads: Vec<bool> = match selection.passages.is_empty() {
            true => Vec::new(),
            false => {
                let all = model.all_properties(id).into_iter();
                let leads = all.filter_map(|(at, property)| {
                    Some(selection.leads_on(id, at, property.type_.named()?))
                });
                leads.collect()
            }
        };
        let casts = casts(model, context.plan, id).into_iter();
        let casts: Vec<_> = casts
            .map(|id| digest((&model[id].name, self.at(&self.targets, id))))
            .collect();
        let mut bound = Vec::new();
        for owner in model.iter_lineage(id) {
            for collection in [false, true] {
                let item = Item::Named(owner);
                let binding = TypeRef { item, collection };
                let ids = context.overloads.bound_to(binding).iter();
                bound.extend(ids.map(|id| self.operations.get(id.0 as usize).copied()));
            }
        }
        digest((
            self.inherited(id),
            self.at(&self.values, id),
            self.at(&self.targets, id),
            (used, can, leads, casts, bound),
        ))
    }

    /// The files of operations, by the type that these are bound to.
    pub fn files(&self) -> BTreeMap<Option<TypeId>, u64> {
        let context = self.context;
        let mut files: BTreeMap<Option<TypeId>, Vec<u64>> = BTreeMap::new();
        for (id, operation) in context.plan.operations(context.input.model) {
            let file = files.entry(home(context.names, operation)).or_default();
            file.extend(self.operations.get(id.0 as usize));
        }
        let files = files.into_iter();
        files.map(|(home, list)| (home, digest(list))).collect()
    }

    fn at(&self, list: &[u64], id: TypeId) -> u64 {
        list.get(id.0 as usize).copied().unwrap_or_default()
    }

    /// What a type declares and inherits.
    fn inherited(&self, id: TypeId) -> u64 {
        let lineage = self.context.input.model.iter_lineage(id);
        let all: Vec<u64> = lineage.map(|id| self.at(&self.own, id)).collect();
        digest(all)
    }

    fn value(&self, id: TypeId, found: &Type) -> u64 {
        let names = self.context.names;
        match &found.kind {
            TypeKind::Definition(definition) => match definition.underlying {
                Item::Primitive(kind) => digest(discriminant(&kind)),
                _ => 0,
            },
            kind => {
                let flags = matches!(kind, TypeKind::Enum(found) if found.is_flags);
                let structured = found.structured().is_some();
                let path = names.any.get(&id).or_else(|| names.types.get(&id));
                digest((flags, structured, path.map(shown)))
            }
        }
    }

    fn target(&self, id: TypeId) -> u64 {
        let context = self.context;
        let Some(planned) = context.plan.builders.get(&id) else {
            return 0;
        };
        let names = context.names.builders.get(&id);
        let has = [
            planned.one,
            planned.many,
            planned.direct,
            planned.update,
            planned.delete,
            planned.create,
            planned.reference,
            planned.references,
            planned.passage,
            planned.has_access_param,
            planned.many_has_access_param,
            planned.replace,
            planned.patch,
            has_key(context.input.model, id),
        ];
        let keys = has_key(context.input.model, id).then(|| {
            let alternate = 0..alternate_keys(context.input.model, id).len();
            let alternate = alternate.filter_map(|at| context.alternate_key(id, at));
            let keys = [context.entity_key(id)].into_iter().chain(alternate);
            keys.map(|key| format!("{key:?}")).collect::<Vec<_>>()
        });
        digest((
            has,
            keys,
            names.map(|names| (shown(&names.one), shown(&names.many))),
        ))
    }

    fn item(&self, type_: TypeRef) -> (u64, bool) {
        let item = match type_.item {
            Item::Primitive(kind) => digest(discriminant(&kind)),
            Item::Abstract(_) => 0,
            Item::Named(id) => self.at(&self.values, id),
        };
        (item, type_.collection)
    }

    fn declared(&self, id: TypeId, found: &Type) -> u64 {
        let deprecated = found.deprecated.is_some();
        match &found.kind {
            TypeKind::Structured(structured) => {
                let model = self.context.input.model;
                let overlay = self.context.input.overlay.facts(id);
                let order = self.context.input.order.former_keys(model, id);
                let own = self.structured(id, structured);
                digest((&found.name, deprecated, overlay, order, own))
            }
            TypeKind::Enum(own) => {
                let members = own.members.iter();
                let members: Vec<_> = members.map(|m| (&m.name, m.deprecated.is_some())).collect();
                digest((&found.name, deprecated, own.is_flags, members))
            }
            TypeKind::Definition(_) => digest((&found.name, deprecated)),
        }
    }

    fn structured(&self, id: TypeId, found: &Structured) -> u64 {
        let key = |key: &[KeyRef]| {
            let parts = key.iter();
            let parts: Vec<_> = parts
                .map(|p| (&p.path, &p.alias, p.property.is_some()))
                .map(digest)
                .collect();
            digest(parts)
        };
        let keys: Vec<u64> = found.alternate_keys.iter().map(|k| key(k)).collect();
        let kind = (
            found.entity,
            found.is_abstract,
            found.open,
            found.has_stream,
        );
        let properties = found.properties.iter().enumerate();
        let properties: Vec<u64> = properties
            .map(|(index, _)| self.property(PropertyId { owner: id, index }))
            .collect();
        digest((kind, key(&found.key), keys, properties))
    }

    fn property(&self, id: PropertyId) -> u64 {
        let (model, names) = (self.context.input.model, self.context.names);
        let property = &model[id];
        let target = property.navigation.as_ref().map(|navigation| {
            let target = property.type_.named();
            let target = target.map_or(0, |target| self.at(&self.targets, target));
            (
                navigation.contains_target,
                target,
                model.writing_through(id),
            )
        });
        let flags = [
            property.nullable == Some(false),
            property.default.is_some(),
            property.is_read_only(),
            property.immutable,
            property.computed,
            property.permissions == Some(Permissions::Read),
            property.deprecated.is_some(),
            model.boxed.contains(&id),
        ];
        let options = model.query_options.of_property(id);
        let union = names.unions.get(&id).map(|(path, _)| shown(path));
        digest((
            &property.name,
            self.item(property.type_),
            target,
            flags,
            (union, options),
        ))
    }

    fn operation(&self, operation: &Operation, builders: &NameScope) -> u64 {
        let context = self.context;
        let own = operation.own_parameters().iter();
        let own: Vec<u64> = own
            .map(|p| {
                let optional = (p.nullable == Some(false), p.optional);
                digest((&p.name, self.item(p.type_), optional))
            })
            .collect();
        let binding = operation
            .binding()
            .map(|b| context.input.model.type_name(b.type_));
        let returned = operation.return_type.as_ref().map(|r| r.type_);
        let composed = context.plan.composes(operation).and_then(TypeRef::named);
        let composed = composed.map(|id| self.at(&self.targets, id));
        let suffix = context.overloads.suffix(operation);
        let taken = builders.has(&(type_name(&operation.name.name) + &suffix));
        digest((
            (
                &operation.name,
                operation.kind == OperationKind::Action,
                binding,
            ),
            (own, returned.map(|type_| self.item(type_)), composed),
            (context.overloads.key(operation), suffix, taken),
            operation.deprecated.is_some(),
        ))
    }
}

/// A path without the condition under which the item is compiled.
fn shown(path: &Path) -> (&[String], &str) {
    (&path.modules, &path.name)
}
