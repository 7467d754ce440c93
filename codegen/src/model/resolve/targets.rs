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
    /// By qualified name and signature; made when the first is asked for.
    overloads: Option<BTreeMap<String, Vec<OperationId>>>,
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

    /// The operations with this qualified name and these types of parameters.
    pub fn overloads(
        &mut self,
        model: &Model,
        name: &str,
        types: impl Iterator<Item = String>,
    ) -> &[OperationId] {
        let overloads = self.overloads.get_or_insert_with(|| overloads(model));
        overloads
            .get(&signature(name, types))
            .map(Vec::as_slice)
            .unwrap_or_default()
    }
}

/// All operations, each under its signature. By the standard an action is told by its binding
/// type alone; services also write all parameters, as for a function.
fn overloads(model: &Model) -> BTreeMap<String, Vec<OperationId>> {
    let mut map: BTreeMap<String, Vec<OperationId>> = BTreeMap::new();
    for (id, operation) in model.operation_ids() {
        let name = operation.name.to_string();
        let types = || operation.parameters.iter();
        let all = signature(&name, types().map(|p| model.type_name(p.type_)));
        if operation.kind == OperationKind::Action {
            let binding = types().take(usize::from(operation.bound));
            let short = signature(&name, binding.map(|p| model.type_name(p.type_)));
            if short != all {
                map.entry(short).or_default().push(id);
            }
        }
        map.entry(all).or_default().push(id);
    }
    map
}

fn signature(name: &str, types: impl Iterator<Item = String>) -> String {
    let mut text = name.to_owned();
    for type_ in types {
        text.push(',');
        text.push_str(&type_);
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
