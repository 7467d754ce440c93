//! Looks up types and operations of the generated crate by OData name, with or without case.

use std::collections::BTreeMap;

use msgraph_runtime::registry::{RegistryEntry, RegistryField, RegistryOperation};

/// The types and operations of a generated crate.
#[derive(Clone, Default)]
pub struct Registry {
    types: BTreeMap<&'static str, &'static RegistryEntry>,
    folded: BTreeMap<String, &'static RegistryEntry>,
    operations: Vec<&'static RegistryOperation>,
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
        }
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
