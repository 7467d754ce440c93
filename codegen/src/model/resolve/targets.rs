//! Finds the targets of `Annotations` elements by name and signature.

use super::super::{Model, OperationId, OperationKind};
use crate::csdl::Annotation;
use std::collections::BTreeMap;
use std::fmt::{self, Write};

/// The possible annotation targets other than types and operations without a signature.
#[derive(Debug, Default)]
pub(super) struct Targets {
    roots: BTreeMap<String, usize>,
    /// Position by namespace and alias.
    schemas: BTreeMap<String, usize>,
    /// Position of the schema and of the term in it, by qualified name.
    terms: BTreeMap<String, (usize, usize)>,
    /// The overloads of a name by signature, keyed by the first overload; filled on demand.
    overloads: BTreeMap<OperationId, BTreeMap<String, Vec<OperationId>>>,
}

impl Targets {
    /// Collects the names of a model.
    pub fn new(model: &Model) -> Self {
        let mut targets = Self::default();
        for (at, root) in model.roots.iter().enumerate() {
            targets.roots.insert(root.name.clone(), at);
        }
        for (at, schema) in model.schemas.iter().enumerate() {
            for name in std::iter::once(&schema.namespace).chain(&schema.alias) {
                targets.schemas.entry(name.clone()).or_insert(at);
            }
            for (position, term) in schema.terms.iter().enumerate() {
                let name = term.name.to_string();
                targets.terms.entry(name).or_insert((at, position));
            }
        }
        targets
    }

    /// The position of the entity container's child with this name.
    pub fn root(&self, name: &str) -> Option<usize> {
        self.roots.get(name).copied()
    }

    /// The position of the schema with this namespace or alias.
    pub fn schema(&self, name: &str) -> Option<usize> {
        self.schemas.get(name).copied()
    }

    /// The positions of the schema and term with this qualified name.
    pub fn term(&self, name: &str) -> Option<(usize, usize)> {
        self.terms.get(name).copied()
    }

    /// The overloads that have these parameter types.
    pub fn overloads(
        &mut self,
        model: &Model,
        all: &[OperationId],
        types: impl Iterator<Item = String>,
    ) -> &[OperationId] {
        let Some(&first) = all.first() else {
            return &[];
        };
        let known = self.overloads.entry(first);
        known
            .or_insert_with(|| by_signature(model, all))
            .get(&signature(types))
            .map(Vec::as_slice)
            .unwrap_or_default()
    }
}

/// Groups overloads by signature. According to the standard the signature of a bound action
/// is its binding type alone; services also write all parameters, as for a function, so
/// both forms are accepted.
fn by_signature(model: &Model, all: &[OperationId]) -> BTreeMap<String, Vec<OperationId>> {
    let mut map: BTreeMap<String, Vec<OperationId>> = BTreeMap::new();
    for &id in all {
        let Some(operation) = model.operation(id) else {
            continue;
        };
        let types = || operation.parameters.iter();
        let all = signature(types().map(|p| model.type_name(p.type_)));
        if operation.kind == OperationKind::Action {
            let binding = types().take(usize::from(operation.bound));
            let short = signature(binding.map(|p| model.type_name(p.type_)));
            if short != all {
                map.entry(short).or_default().push(id);
            }
        }
        map.entry(all).or_default().push(id);
    }
    map
}

fn signature(types: impl Iterator<Item = String>) -> String {
    let mut text = String::new();
    for type_ in types {
        text.push_str(&type_);
        text.push(',');
    }
    text
}

/// The approximate size of an annotation in bytes.
pub(super) fn size(annotation: &Annotation) -> usize {
    struct ByteCount(usize);
    impl Write for ByteCount {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            self.0 += text.len();
            Ok(())
        }
    }
    let mut count = ByteCount(0);
    let _ = write!(count, "{annotation:?}");
    count.0
}
