//! Assigns the names of the methods at which paths start.

use std::collections::BTreeSet;

use super::reserved::CLIENT;
use super::{GeneratedNames, assign_escaped};
use crate::diagnostic::Diagnostics;
use crate::lower::Input;
use crate::lower::overloads::Overloads;
use crate::lower::plan::selected_roots;
use crate::model::{OperationId, RootKind};
use crate::names::assign::NameRequest;
use crate::names::plural::singular;
use crate::names::{pascal, snake};

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
        let mut add = |operation: Option<OperationId>, member: &str, ident: String| {
            let element = format!("root {}{member}", root.name);
            let request = NameRequest::new(element, Some(root.span), ident);
            let request = request.with_decision(input.decisions);
            requests.push(((at, operation), request));
        };
        match &root.kind {
            RootKind::EntitySet { .. } if input.selection.passage_roots.contains(&at) => {
                let ident = snake(&root.name);
                let keyed = singular(&ident).filter(|keyed| !taken.contains(keyed));
                add(None, "", keyed.unwrap_or_else(|| format!("{ident}_by_id")));
            }
            RootKind::Singleton { .. } | RootKind::EntitySet { .. } => {
                add(None, "", snake(&root.name));
            }
            RootKind::ActionImport { operations, .. }
            | RootKind::FunctionImport { operations, .. } => {
                for id in operations {
                    let operation = &input.model[*id];
                    let parameters = overloads.distinct_parameters(operation);
                    let member = parameters.map_or_else(String::new, |list| format!("({list})"));
                    let ident = snake(&(pascal(&root.name) + &overloads.suffix(operation)));
                    add(Some(*id), &member, ident);
                }
            }
        }
    }
    names.roots = assign_escaped(requests, CLIENT, diagnostics)
        .into_iter()
        .collect();
}
