//! Queries over the model, such as inherited properties and derived types.

use std::ops::Index;

use super::{
    KeyRef, Model, Operation, OperationId, Permissions, Property, PropertyId, Type, TypeId, TypeRef,
};

/// Like [`Model::type_`], for an index of this model: an index of another model panics.
impl Index<TypeId> for Model {
    type Output = Type;

    fn index(&self, id: TypeId) -> &Type {
        &self.types[id.0 as usize]
    }
}

/// Like [`Model::operation`], for an index of this model: an index of another model panics.
impl Index<OperationId> for Model {
    type Output = Operation;

    fn index(&self, id: OperationId) -> &Operation {
        &self.operations[id.0 as usize]
    }
}

/// Like [`Model::property`], for an index of this model: an index of another model panics.
impl Index<PropertyId> for Model {
    type Output = Property;

    fn index(&self, id: PropertyId) -> &Property {
        let structured = self[id.owner].structured();
        let properties = structured.map_or(&[][..], |found| found.properties.as_slice());
        &properties[id.index]
    }
}

impl Model {
    /// The type with this index.
    pub fn type_(&self, id: TypeId) -> Option<&Type> {
        self.types.get(usize::try_from(id.0).ok()?)
    }

    /// The operation with this index.
    pub fn operation(&self, id: OperationId) -> Option<&Operation> {
        self.operations.get(usize::try_from(id.0).ok()?)
    }

    /// The property with this index.
    pub fn property(&self, id: PropertyId) -> Option<&Property> {
        self.type_(id.owner)?.structured()?.properties.get(id.index)
    }

    /// All types with their indexes, in input order.
    pub fn type_ids(&self) -> impl Iterator<Item = (TypeId, &Type)> {
        (0..).map(TypeId).zip(&self.types)
    }

    /// All operations with their indexes, in input order.
    pub fn operation_ids(&self) -> impl Iterator<Item = (OperationId, &Operation)> {
        (0..).map(OperationId).zip(&self.operations)
    }

    /// Finds a type by its qualified name, such as `microsoft.graph.call` or, with an
    /// alias, `graph.call`.
    pub fn find_type(&self, qualified: &str) -> Option<TypeId> {
        let (namespace, name) = qualified.rsplit_once('.')?;
        let namespace = self
            .schemas
            .iter()
            .find(|s| s.alias.as_deref() == Some(namespace))
            .map_or(namespace, |s| &s.namespace);
        self.type_ids()
            .find(|(_, t)| t.name.name == name && t.name.namespace == namespace)
            .map(|(id, _)| id)
    }

    /// Finds what a reference to a type, as metadata writes it, refers to: `Edm.String`,
    /// `microsoft.graph.call`, or a `Collection(…)` of either.
    pub fn find_type_ref(&self, text: &str) -> Option<TypeRef> {
        let item = text.strip_prefix("Collection(");
        let item = item.and_then(|text| text.strip_suffix(')'));
        let name = item.unwrap_or(text);
        let found = match name.strip_prefix("Edm.") {
            Some(name) => super::resolve::built_in(name)?,
            None => super::Item::Named(self.find_type(name)?),
        };
        Some(match item {
            Some(_) => TypeRef::many(found),
            None => TypeRef::one(found),
        })
    }

    /// Finds the properties to box anew, after properties were added.
    pub fn box_cycles(&mut self) {
        self.boxed = super::cycles::boxed(self);
    }

    /// The type itself and its base types, nearest first.
    pub fn lineage(&self, id: TypeId) -> Vec<TypeId> {
        self.iter_lineage(id).collect()
    }

    /// Like [`lineage`](Self::lineage), but lazy: most searches end at one of the first
    /// types.
    pub(crate) fn iter_lineage(&self, id: TypeId) -> impl Iterator<Item = TypeId> {
        let base = |&at: &TypeId| self.type_(at)?.structured()?.base;
        // Resolution cuts cycles of base types, but a model can be changed afterwards.
        std::iter::successors(Some(id), base).take(self.types.len())
    }

    /// The base types of a type, nearest first.
    pub fn ancestors(&self, id: TypeId) -> Vec<TypeId> {
        self.iter_lineage(id).skip(1).collect()
    }

    /// All types that derive from this one, directly or indirectly. A type comes before the
    /// types that derive from it; siblings are in input order.
    pub fn descendants(&self, id: TypeId) -> Vec<TypeId> {
        let mut list = Vec::new();
        let mut todo = vec![id];
        while let Some(at) = todo.pop() {
            if at != id {
                list.push(at);
            }
            if let Some(structured) = self.type_(at).and_then(Type::structured) {
                todo.extend(structured.derived.iter().rev());
            }
        }
        list
    }

    /// Whether `id` is `ancestor` or derives from it.
    pub fn is_a(&self, id: TypeId, ancestor: TypeId) -> bool {
        self.iter_lineage(id).any(|at| at == ancestor)
    }

    /// The properties of a type: first those of its base types, each group in input order.
    pub fn all_properties(&self, id: TypeId) -> Vec<(PropertyId, &Property)> {
        let mut list = Vec::new();
        for owner in self.lineage(id).into_iter().rev() {
            if let Some(structured) = self.type_(owner).and_then(Type::structured) {
                for (index, property) in structured.properties.iter().enumerate() {
                    list.push((PropertyId { owner, index }, property));
                }
            }
        }
        list
    }

    /// The key of an entity type: its own, or that of the nearest base type that has one.
    pub fn key(&self, id: TypeId) -> &[KeyRef] {
        self.iter_lineage(id)
            .filter_map(|at| self.type_(at).and_then(Type::structured))
            .map(|s| s.key.as_slice())
            .find(|key| !key.is_empty())
            .unwrap_or_default()
    }

    /// The property at a path of names, each of a property of the type that the one before has.
    pub fn property_at(&self, owner: TypeId, path: &str) -> Option<&Property> {
        let mut at = Some(owner);
        let mut found = None;
        for name in path.split('/') {
            let properties = self.all_properties(at?).into_iter();
            let mut named = properties.filter(|(_, property)| property.name == name);
            let (_, property) = named.next()?;
            at = property.type_.named();
            found = Some(property);
        }
        found
    }

    /// Whether a property is part of the key of an entity type.
    pub fn is_key(&self, owner: TypeId, property: PropertyId) -> bool {
        let is_entity = self.type_(owner).is_some_and(Type::is_entity);
        is_entity
            && self
                .key(owner)
                .iter()
                .any(|part| part.property == Some(property))
    }

    /// Whether a property is a key that clients choose when they create an entity, although
    /// `Core.Permissions` lets it only be read: nothing says that the service makes it.
    pub fn is_chosen_key(&self, owner: TypeId, id: PropertyId) -> bool {
        let chosen = |property: &Property| {
            property.permissions == Some(Permissions::Read) && !property.computed
        };
        self.property(id).is_some_and(chosen) && self.is_key(owner, id)
    }

    /// The OData notation of a type reference: `Edm.String`,
    /// `Collection(microsoft.graph.call)`.
    pub fn type_name(&self, type_: TypeRef) -> String {
        let item = match type_.item {
            super::Item::Primitive(primitive) => format!("Edm.{primitive:?}"),
            super::Item::Abstract(built_in) => format!("Edm.{built_in:?}"),
            super::Item::Named(id) => self[id].name.to_string(),
        };
        if type_.collection {
            format!("Collection({item})")
        } else {
            item
        }
    }
}
