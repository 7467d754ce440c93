//! The references from a type or operation to types, which the selection and the areas both
//! follow.

use super::Reason;
use crate::model::{Model, Operation, OperationId, Property, PropertyId, Type, TypeId};

/// A reference to a type.
pub(super) struct Edge<'m> {
    /// The type that is referred to.
    pub target: TypeId,
    /// The element that refers to it.
    pub because: Reason,
    /// The kind of reference.
    pub kind: EdgeKind<'m>,
}

/// The kind of an [`Edge`].
pub(super) enum EdgeKind<'m> {
    /// The base type of a type.
    Base,
    /// A type that derives directly from a type.
    Derived,
    /// A member of a union that the overlay declares for a property.
    UnionMember,
    /// The type of a structural property.
    Structural(&'m Property),
    /// The target of a containment navigation property.
    Contained,
    /// The target of any other navigation property.
    Reference(PropertyId),
    /// The type of a parameter, except the binding parameter.
    Parameter,
    /// The return type of an operation.
    Return,
}

/// The references from a type: base type, derived types, and its own properties in input
/// order.
pub(super) fn of_type(model: &Model, id: TypeId) -> impl Iterator<Item = Edge<'_>> {
    let structured = model.type_(id).and_then(Type::structured).into_iter();
    structured.flat_map(move |structured| {
        let base = structured.base.into_iter().map(move |base| Edge {
            target: base,
            because: Reason::BaseOf(id),
            kind: EdgeKind::Base,
        });
        let derived = structured.derived.iter().map(move |&derived| Edge {
            target: derived,
            because: Reason::DerivedFrom(id),
            kind: EdgeKind::Derived,
        });
        let properties = structured.properties.iter().enumerate();
        let properties = properties.flat_map(move |(index, property)| {
            of_property(PropertyId { owner: id, index }, property)
        });
        base.chain(derived).chain(properties)
    })
}

/// The members of a property's union if it has one, otherwise the type of the property.
fn of_property(id: PropertyId, property: &Property) -> impl Iterator<Item = Edge<'_>> {
    let members = property.union.iter().flatten().copied();
    let own = property.type_.named().filter(|_| property.union.is_none());
    members.chain(own).map(move |target| Edge {
        target,
        because: Reason::Property(id),
        kind: match &property.navigation {
            _ if property.union.is_some() => EdgeKind::UnionMember,
            None => EdgeKind::Structural(property),
            Some(navigation) if navigation.contains_target => EdgeKind::Contained,
            Some(_) => EdgeKind::Reference(id),
        },
    })
}

/// The references from an operation: parameters and return type.
///
/// The binding parameter is not among them: it is part of the path, so the operation sends no
/// value of its type.
pub(super) fn of_operation(
    id: OperationId,
    operation: &Operation,
) -> impl Iterator<Item = Edge<'_>> {
    let parameters = operation.parameters.iter().enumerate();
    let own = parameters.skip(usize::from(operation.bound));
    let own = own.filter_map(move |(position, parameter)| {
        Some(Edge {
            target: parameter.type_.named()?,
            because: Reason::Parameter(id, position),
            kind: EdgeKind::Parameter,
        })
    });
    let returned = operation.return_type.as_ref();
    let returned = returned.and_then(|returned| returned.type_.named());
    own.chain(returned.map(|target| Edge {
        target,
        because: Reason::Return(id),
        kind: EdgeKind::Return,
    }))
}

/// The type that an operation, or the collections that it is bound to, has as binding type.
pub(super) fn binding_type(operation: &Operation) -> Option<TypeId> {
    operation.binding()?.type_.named()
}
