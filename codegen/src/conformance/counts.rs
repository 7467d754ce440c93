//! Counts of the elements of a document by kind.

use crate::csdl::{ChildKind, DeclarationKind, Document, Property, StructuredType};

/// How many elements of each kind a document has, by the names that manifests use.
pub fn count(document: &Document) -> Vec<(&'static str, u64)> {
    let types = || document.schemas.iter().flat_map(|schema| &schema.types);
    let structured = || {
        types().filter_map(|declaration| match &declaration.kind {
            DeclarationKind::Structured(structured) => Some(structured),
            _ => None,
        })
    };
    let enums = || {
        types().filter_map(|declaration| match &declaration.kind {
            DeclarationKind::Enum(found) => Some(found),
            _ => None,
        })
    };
    let definitions = types().filter(|t| matches!(t.kind, DeclarationKind::Definition(_)));
    let operations = || document.schemas.iter().flat_map(|s| &s.operations);
    let containers = || document.schemas.iter().flat_map(|s| &s.containers);
    let children = |kind: ChildKind| {
        let all = containers().flat_map(|container| &container.children);
        all.filter(|child| child.kind == kind).count()
    };
    let properties = |wanted: fn(&Property) -> bool| {
        let all = structured().flat_map(|s: &StructuredType| &s.properties);
        all.filter(|property| wanted(property)).count()
    };
    let terms = document.schemas.iter().map(|schema| schema.terms.len());
    [
        ("schemas", document.schemas.len()),
        ("entity_types", structured().filter(|s| s.entity).count()),
        ("complex_types", structured().filter(|s| !s.entity).count()),
        ("enum_types", enums().count()),
        ("enum_members", enums().map(|e| e.members.len()).sum()),
        ("type_definitions", definitions.count()),
        ("properties", properties(|p| p.navigation.is_none())),
        (
            "navigation_properties",
            properties(|p| p.navigation.is_some()),
        ),
        ("actions", operations().filter(|o| !o.function).count()),
        ("functions", operations().filter(|o| o.function).count()),
        ("terms", terms.sum()),
        ("entity_sets", children(ChildKind::EntitySet)),
        ("singletons", children(ChildKind::Singleton)),
        ("action_imports", children(ChildKind::ActionImport)),
        ("function_imports", children(ChildKind::FunctionImport)),
    ]
    .map(|(what, number)| (what, u64::try_from(number).unwrap_or(u64::MAX)))
    .to_vec()
}
