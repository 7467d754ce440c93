//! Assigns the names of a builder's methods around those that every builder reserves.

use std::collections::BTreeSet;

use super::assign_escaped;
use super::builders::MethodPurpose;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::names::assign::{COLLISION, NameRequest};
use crate::names::snake;

/// Assigns the methods of a builder and reports those whose name is reserved.
pub fn assign_unreserved(
    mut requests: Vec<(MethodPurpose, NameRequest)>,
    reserved: &[&str],
    diagnostics: &mut Diagnostics,
) -> Vec<(MethodPurpose, String)> {
    separate_keyed(&mut requests);
    let requests = requests.into_iter();
    let requests = requests.map(|(purpose, request)| ((purpose, request.clone()), request));
    let assigned = assign_escaped(requests.collect(), reserved, diagnostics);
    let methods = assigned.into_iter().map(|((purpose, request), name)| {
        if !request.decided && reserved.contains(&request.ident.as_str()) {
            diagnostics.push(reserved_name(&request, &name));
        }
        (purpose, name)
    });
    methods.collect()
}

/// Renames keyed access to a navigation property where another method has the same name.
fn separate_keyed(requests: &mut [(MethodPurpose, NameRequest)]) {
    let others = requests.iter();
    let others = others.filter(|(purpose, _)| !matches!(purpose, MethodPurpose::Keyed(_)));
    let others: BTreeSet<String> = others.map(|(_, request)| request.ident.clone()).collect();
    for (purpose, request) in requests {
        let keyed = matches!(purpose, MethodPurpose::Keyed(_));
        // For example, `drive` is a group's default drive, so one of its `drives` is
        // `drives_by_id`.
        if keyed && !request.decided && others.contains(&request.ident) {
            let element = request.element.as_str();
            let property = element
                .rsplit_once('/')
                .map_or(element, |(_, member)| member);
            request.ident = snake(property.trim_end_matches("(id)")) + "_by_id";
        }
    }
}

/// Reports a name that every builder reserves for another method.
fn reserved_name(request: &NameRequest, name: &str) -> Diagnostic {
    let message = format!(
        "`{}` means something else on builders; {} becomes `{name}`",
        request.ident, request.element
    );
    let help = format!(
        "decide it with a line in names.txt: `{} = {name}  # reason`",
        request.element
    );
    Diagnostic::new(COLLISION, Severity::Warning, message, request.span).help(help)
}
