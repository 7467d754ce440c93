//! Reports attributes that the standard does not define for an element, such as a misspelled
//! facet.

use super::super::xml::Node;
use super::Reader;
use crate::csdl::namespaces::ElementNamespace;
use crate::diagnostic::{Code, Diagnostic, closest};

const UNKNOWN: Code = Code::new("E0021", "unknown-attribute");

/// The attributes of a value: of a property, a parameter, a return type or a term.
const VALUE: &[&str] = &[
    "Type",
    "Nullable",
    "MaxLength",
    "Precision",
    "Scale",
    "Unicode",
    "SRID",
];

impl<'a> Reader<'_, 'a> {
    /// Reports each attribute of an element that is skipped. Attributes with a prefix belong to
    /// other namespaces and are never reported.
    pub(super) fn unknown_attributes(&mut self, node: &Node<'a>) {
        if node.namespace != ElementNamespace::Edm {
            return;
        }
        let Some((own, values)) = known(node.name) else {
            return;
        };
        let tree = self.tree;
        let all = || own.iter().chain(values).copied();
        for attribute in tree.attributes(node) {
            if all().any(|name| name == attribute.name) {
                continue;
            }
            let message = format!(
                "`{}` is no attribute of `{}`; it is skipped",
                attribute.name, node.name
            );
            let near = closest(attribute.name, all());
            let found = Diagnostic::note(UNKNOWN, message, attribute.span);
            self.out.push(found.suggest(near));
        }
    }
}

/// The attributes of an element, in two lists; `None` if they are not checked.
fn known(element: &str) -> Option<(&'static [&'static str], &'static [&'static str])> {
    let own: &[&str] = match element {
        "Schema" => &["Namespace", "Alias"],
        "EntityType" => &["Name", "BaseType", "Abstract", "OpenType", "HasStream"],
        "ComplexType" => &["Name", "BaseType", "Abstract", "OpenType"],
        "Property" => return Some((&["Name", "DefaultValue"], VALUE)),
        "NavigationProperty" => &["Name", "Type", "Nullable", "Partner", "ContainsTarget"],
        "PropertyRef" => &["Name", "Alias"],
        "OnDelete" => &["Action"],
        "NavigationPropertyBinding" => &["Path", "Target"],
        "ReferentialConstraint" => &["Property", "ReferencedProperty"],
        "EnumType" => &["Name", "UnderlyingType", "IsFlags"],
        "Member" => &["Name", "Value"],
        "TypeDefinition" => return Some((&["Name", "UnderlyingType"], &VALUE[2..])),
        "Action" => &["Name", "IsBound", "EntitySetPath"],
        "Function" => &["Name", "IsBound", "IsComposable", "EntitySetPath"],
        "Parameter" => return Some((&["Name"], VALUE)),
        "ReturnType" => return Some((&[], VALUE)),
        "EntityContainer" => &["Name", "Extends"],
        "EntitySet" => &["Name", "EntityType", "IncludeInServiceDocument"],
        "Singleton" => &["Name", "Type", "Nullable"],
        "ActionImport" => &["Name", "Action", "EntitySet"],
        "FunctionImport" => &["Name", "Function", "EntitySet", "IncludeInServiceDocument"],
        _ => return None,
    };
    Some((own, &[]))
}
