//! Looks up types and operations of the generated crate by OData name, with or without case.

use std::collections::BTreeMap;

use csdl_codegen::model::{Model, RootKind};
use msgraph_runtime::edm::{Binary, Date, DateTimeOffset, Decimal, Duration, Guid, TimeOfDay};
use msgraph_runtime::registry::{
    Cardinality, ReadDocument, RegistryEntry, RegistryField, RegistryOperation, ValueType, document,
};

/// The type of what is read as bytes.
pub const STREAM: &str = "Edm.Stream";

/// The primitive types that stand alone in answers, and how each is read.
const PRIMITIVES: &[(&str, ReadDocument)] = &[
    ("Edm.Binary", document::<Binary>),
    ("Edm.Boolean", document::<bool>),
    ("Edm.Byte", document::<u8>),
    ("Edm.Date", document::<Date>),
    ("Edm.DateTimeOffset", document::<DateTimeOffset>),
    ("Edm.Decimal", document::<Decimal>),
    ("Edm.Double", document::<f64>),
    ("Edm.Duration", document::<Duration>),
    ("Edm.Guid", document::<Guid>),
    ("Edm.Int16", document::<i16>),
    ("Edm.Int32", document::<i32>),
    ("Edm.Int64", document::<i64>),
    ("Edm.SByte", document::<i8>),
    ("Edm.Single", document::<f32>),
    ("Edm.String", document::<String>),
    ("Edm.TimeOfDay", document::<TimeOfDay>),
];

/// The types and operations of a generated crate.
#[derive(Clone, Default)]
pub struct Registry {
    types: BTreeMap<&'static str, &'static RegistryEntry>,
    folded: BTreeMap<String, &'static RegistryEntry>,
    operations: Vec<&'static RegistryOperation>,
    roots: BTreeMap<String, ValueType>,
}

impl Registry {
    /// Makes an index of the tables.
    pub fn new(types: &'static [RegistryEntry], operations: &'static [RegistryOperation]) -> Self {
        Self {
            types: types.iter().map(|entry| (entry.name, entry)).collect(),
            folded: types
                .iter()
                .map(|entry| (entry.name.to_ascii_lowercase(), entry))
                .collect(),
            operations: operations.iter().collect(),
            roots: BTreeMap::new(),
        }
    }

    /// Adds the entity sets and singletons of the metadata, of which the tables know nothing.
    #[must_use]
    pub fn with_roots(mut self, model: &Model) -> Self {
        for root in &model.roots {
            let (id, cardinality) = match root.kind {
                RootKind::Singleton { type_, .. } => (type_, Cardinality::One),
                RootKind::EntitySet { type_ } => (type_, Cardinality::Many),
                RootKind::ActionImport { .. } | RootKind::FunctionImport { .. } => continue,
            };
            let name = model.type_(id).map(|type_| type_.name.to_string());
            let value = name.and_then(|name| self.value_type(&name, cardinality));
            if let Some(value) = value {
                self.roots.insert(root.name.to_ascii_lowercase(), value);
            }
        }
        self
    }

    /// The type of an entity set or singleton, in any case.
    pub fn root(&self, name: &str) -> Option<ValueType> {
        self.roots.get(&name.to_ascii_lowercase()).copied()
    }

    /// A type by any of its names, primitive types included.
    pub fn value_type(&self, name: &str, cardinality: Cardinality) -> Option<ValueType> {
        let known = PRIMITIVES.iter().map(|(name, _)| *name);
        let simple = |name: &str| name.trim_start_matches("Edm.").to_ascii_lowercase();
        let found = self.find(name).map(|entry| entry.name);
        let primitive = || {
            let mut all = known.chain([STREAM]);
            all.find(|known| simple(known) == simple(name))
        };
        let name = found.or_else(primitive)?;
        Some(ValueType { name, cardinality })
    }

    /// How a value of a type is read.
    pub fn reader(&self, name: &str) -> Option<ReadDocument> {
        let primitive = PRIMITIVES.iter().find(|(known, _)| *known == name);
        let primitive = primitive.map(|(_, read)| *read);
        primitive.or_else(|| self.types.get(name).map(|entry| entry.read))
    }

    /// A type by the name that documentation or a path gives it: any case, with
    /// or without `#` and the namespace `microsoft.graph`.
    pub fn find(&self, name: &str) -> Option<&'static RegistryEntry> {
        let name = name.trim_start_matches('#');
        if let Some(entry) = self.types.get(name) {
            return Some(entry);
        }
        let name = name.to_ascii_lowercase();
        let qualified = format!("microsoft.graph.{name}");
        let found = self.folded.get(&name);
        found.or_else(|| self.folded.get(&qualified)).copied()
    }

    /// All types.
    pub fn types(&self) -> impl Iterator<Item = &'static RegistryEntry> {
        self.types.values().copied()
    }

    /// The operations with a name, simple or qualified.
    pub fn operations(&self, name: &str) -> impl Iterator<Item = &'static RegistryOperation> {
        self.operations
            .iter()
            .copied()
            .filter(move |operation| is_name(operation.name, name))
    }

    /// The field of a type, or of one derived from it, without case.
    pub fn field(&self, owner: &RegistryEntry, name: &str) -> Option<&'static RegistryField> {
        let own = |entry: &RegistryEntry| {
            let fields: &'static [RegistryField] = entry.fields;
            fields
                .iter()
                .find(|field| field.name.eq_ignore_ascii_case(name))
        };
        own(owner).or_else(|| {
            let mut derived = owner.derived.iter();
            derived.find_map(|name| self.types.get(name).and_then(|entry| own(entry)))
        })
    }
}

/// Whether `name` is a qualified name, or its last part.
fn is_name(qualified: &str, name: &str) -> bool {
    qualified.eq_ignore_ascii_case(name)
        || qualified
            .rsplit_once('.')
            .is_some_and(|(_, simple)| simple.eq_ignore_ascii_case(name))
}
