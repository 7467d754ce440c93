//! Query options of the service's own that requests must have (`Capabilities` vocabulary).

use std::collections::BTreeMap;

use super::terms::{field, is_true, items, text};
use super::{Item, Model, OperationId, Primitive, PropertyId, RootKind, TypeId};
use crate::csdl::{Annotation, Expression};

const CAPABILITIES: &str = "Org.OData.Capabilities.V1.";

/// A query option that a request must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct QueryOption<'a> {
    /// Its name.
    pub name: &'a str,
    /// The type of its value.
    pub type_: Primitive,
}

/// The required query options of a place, by name, in their order.
pub(crate) type Required = Vec<(String, Primitive)>;

/// The query options that requests must have, by what they are sent to.
#[derive(Clone, Debug, Default)]
pub struct QueryOptions {
    /// To read what a navigation property leads to.
    pub(crate) of_property: BTreeMap<PropertyId, Required>,
    /// To invoke an operation.
    pub(crate) of_operation: BTreeMap<OperationId, Required>,
    /// To read a child of the entity container, by its position.
    pub(crate) of_root: BTreeMap<usize, Required>,
}

impl QueryOptions {
    /// Those of a navigation property.
    pub fn of_property(&self, id: PropertyId) -> Vec<QueryOption<'_>> {
        shown(self.of_property.get(&id))
    }

    /// Those of an operation.
    pub fn of_operation(&self, id: OperationId) -> Vec<QueryOption<'_>> {
        shown(self.of_operation.get(&id))
    }

    /// Those of a child of the entity container, by its position.
    pub fn of_root(&self, at: usize) -> Vec<QueryOption<'_>> {
        shown(self.of_root.get(&at))
    }
}

fn shown(list: Option<&Required>) -> Vec<QueryOption<'_>> {
    let list = list.into_iter().flatten();
    list.map(|(name, type_)| QueryOption {
        name,
        type_: *type_,
    })
    .collect()
}

/// Adds an option; one of the same name gets the type of this one.
pub(crate) fn add(list: &mut Required, name: &str, type_: Primitive) {
    match list.iter_mut().find(|(known, _)| known == name) {
        Some(known) => known.1 = type_,
        None => list.push((name.to_owned(), type_)),
    }
}

/// Finds the options in the annotations of a model.
pub(super) fn find(model: &Model) -> QueryOptions {
    let mut out = QueryOptions::default();
    for (owner, found) in model.type_ids() {
        let properties = found.structured().map(|s| s.properties.as_slice());
        for (index, property) in properties.unwrap_or_default().iter().enumerate() {
            let names = read(&property.annotations);
            require(&mut out.of_property, PropertyId { owner, index }, names);
        }
        navigation(model, owner, &found.annotations, &mut out);
    }
    for (id, operation) in model.operation_ids() {
        let restrictions = capability(&operation.annotations, "OperationRestrictions");
        require(&mut out.of_operation, id, required(restrictions));
    }
    for (at, root) in model.roots.iter().enumerate() {
        if let RootKind::EntitySet { type_ } | RootKind::Singleton { type_, .. } = root.kind {
            require(&mut out.of_root, at, read(&root.annotations));
            navigation(model, type_, &root.annotations, &mut out);
        }
    }
    out
}

/// Finds the options of the navigation properties that `NavigationRestrictions` names.
fn navigation(model: &Model, owner: TypeId, list: &[Annotation], out: &mut QueryOptions) {
    let restrictions = capability(list, "NavigationRestrictions");
    let restricted = restrictions.and_then(|record| field(record, "RestrictedProperties"));
    for record in items(restricted) {
        let names = required(field(record, "ReadRestrictions"));
        let path = text(field(record, "NavigationProperty"));
        if let Some(id) = path.and_then(|path| property_at(model, owner, path)) {
            require(&mut out.of_property, id, names);
        }
    }
}

/// The names of the options that are required to read what has these annotations.
fn read(list: &[Annotation]) -> Vec<&str> {
    let mut names = required(capability(list, "ReadRestrictions"));
    names.extend(parameters(capability(list, "CustomQueryOptions")));
    names
}

/// The names of the required options of a record of restrictions.
fn required(restrictions: Option<&Expression>) -> Vec<&str> {
    let options = restrictions.and_then(|record| field(record, "CustomQueryOptions"));
    parameters(options).collect()
}

/// The names of the required ones among custom parameters.
fn parameters(options: Option<&Expression>) -> impl Iterator<Item = &str> {
    let records = items(options).iter();
    let required = records.filter(|record| is_true(field(record, "Required")));
    required
        .filter_map(|record| text(field(record, "Name")))
        .filter(|name| !name.is_empty())
}

fn require<K: Ord>(map: &mut BTreeMap<K, Required>, key: K, names: Vec<&str>) {
    if names.is_empty() {
        return;
    }
    let list = map.entry(key).or_default();
    for name in names {
        add(list, name, Primitive::String);
    }
}

/// The value of the annotation with this term of the vocabulary and without qualifier.
fn capability<'a>(list: &'a [Annotation], term: &str) -> Option<&'a Expression> {
    let found = list.iter().find(|annotation| {
        let name = annotation.term.as_str().strip_prefix(CAPABILITIES);
        annotation.qualifier.is_none() && name == Some(term)
    })?;
    found.value.as_ref()
}

/// The property at the end of a path.
fn property_at(model: &Model, owner: TypeId, path: &str) -> Option<PropertyId> {
    let (mut at, mut found) = (Some(owner), None);
    for name in path.split('/') {
        let properties = model.all_properties(at?).into_iter();
        let mut named = properties.filter(|(_, property)| property.name == name);
        let (id, property) = named.next()?;
        at = match property.type_.item {
            Item::Named(id) => Some(id),
            _ => None,
        };
        found = Some(id);
    }
    found
}
