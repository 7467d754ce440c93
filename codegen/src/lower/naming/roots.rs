//! Assigns the names of the methods at which paths start.

use std::collections::BTreeSet;

use super::{GeneratedNames, assign_escaped};
use crate::diagnostic::Diagnostics;
use crate::lower::Input;
use crate::lower::overloads::Overloads;
use crate::lower::plan::selected_roots;
use crate::model::{OperationId, RootKind};
use crate::names::assign::NameRequest;
use crate::names::plural::singular;
use crate::names::{pascal, snake};

/// The methods that the client has besides those at which paths start.
const CLIENT: &[&str] = &[
    "new",
    "builder",
    "endpoint",
    "root",
    "at",
    "batch",
    "resume",
    "resume_changes",
];

/// Assigns the methods at which paths start.
pub fn assign_roots(
    input: Input<'_>,
    overloads: &Overloads<'_>,
    names: &mut GeneratedNames,
    diagnostics: &mut Diagnostics,
) {
    let roots = selected_roots(input.model, input.selection);
    let taken: BTreeSet<String> = roots.iter().map(|(_, root)| snake(&root.name)).collect();
    let mut requests = Vec::new();
    for (at, root) in roots {
        let mut add = |operation: Option<OperationId>, ident: String| {
            let element = format!("root {}", root.name);
            let request = NameRequest::new(element, Some(root.span), ident);
            requests.push(((at, operation), request));
        };
        match &root.kind {
            RootKind::EntitySet { .. } if input.selection.passage_roots.contains(&at) => {
                let ident = snake(&root.name);
                let keyed = singular(&ident).filter(|keyed| !taken.contains(keyed));
                add(None, keyed.unwrap_or_else(|| format!("{ident}_by_id")));
            }
            RootKind::Singleton { .. } | RootKind::EntitySet { .. } => {
                add(None, snake(&root.name));
            }
            RootKind::ActionImport { operations, .. }
            | RootKind::FunctionImport { operations, .. } => {
                for id in operations {
                    let suffix = overloads.suffix(&input.model[*id]);
                    add(Some(*id), snake(&(pascal(&root.name) + &suffix)));
                }
            }
        }
    }
    names.roots = assign_escaped(requests, CLIENT, diagnostics)
        .into_iter()
        .collect();
}
