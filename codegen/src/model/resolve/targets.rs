//! What goes in: a model, and the texts of `Target` attributes.
//! What comes out: roots, terms, schemas and overloads by their names and signatures.

use super::super::{Model, OperationId, OperationKind};
use crate::csdl::Annotation;
use std::collections::BTreeMap;
use std::fmt::{self, Write};

/// What targets can name, besides types and operations without signature.
#[derive(Debug, Default)]
pub(super) struct Targets {
    roots: BTreeMap<String, usize>,
    /// By namespace and alias.
    schemas: BTreeMap<String, usize>,
    /// Schema and position there, by qualified name.
    terms: BTreeMap<String, (usize, usize)>,
    /// The operations of a name by signature, under the first of them; made when asked for.
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

    /// The child of the container with this name.
    pub fn root(&self, name: &str) -> Option<usize> {
        self.roots.get(name).copied()
    }

    /// The schema with this namespace or alias.
    pub fn schema(&self, name: &str) -> Option<usize> {
        self.schemas.get(name).copied()
    }

    /// The term with this qualified name.
    pub fn term(&self, name: &str) -> Option<(usize, usize)> {
        self.terms.get(name).copied()
    }

    /// Those of the operations of one name that have these types of parameters.
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

/// Operations, each under its signature. By the standard an action is told by its binding
/// type alone; services also write all parameters, as for a function.
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

/// About how many bytes an annotation takes.
pub(super) fn size(annotation: &Annotation) -> usize {
    struct Count(usize);
    impl Write for Count {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            self.0 += text.len();
            Ok(())
        }
    }
    let mut count = Count(0);
    let _ = write!(count, "{annotation:?}");
    count.0
}
