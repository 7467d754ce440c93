//! Reads a `Schema` element: its types, operations and terms.

use super::super::xml::Node;
use super::super::{
    Constraint, DeclarationKind, EnumType, Key, KeyProperty, Member, Navigation, Operation,
    Parameter, Property, ReturnType, Schema, StructuredType, Term, TypeDeclaration, TypeDefinition,
};
use super::Reader;
use crate::diagnostic::{Code, Diagnostic};

const ON_DELETE: Code = Code::new("E0018", "on-delete");

impl<'a> Reader<'_, 'a> {
    pub(super) fn schema(&mut self, node: &Node<'a>) -> Option<Schema> {
        let namespace = self.required(node, "Namespace")?;
        let alias = self.optional(node, "Alias");
        let mut schema = Schema {
            namespace,
            alias,
            ..Schema::default()
        };
        for child in self.children(node) {
            self.unknown_attributes(child);
            match child.name {
                "EntityType" | "ComplexType" => {
                    let kind = self.structured(child);
                    schema
                        .types
                        .extend(self.declaration(child, DeclarationKind::Structured(kind)));
                }
                "EnumType" => {
                    let kind = self.enumeration(child);
                    schema
                        .types
                        .extend(self.declaration(child, DeclarationKind::Enum(kind)));
                }
                "TypeDefinition" => {
                    if let Some(kind) = self.definition(child) {
                        let kind = DeclarationKind::Definition(kind);
                        schema.types.extend(self.declaration(child, kind));
                    }
                }
                "Action" => schema.operations.extend(self.operation(child, false)),
                "Function" => schema.operations.extend(self.operation(child, true)),
                "Term" => schema.terms.extend(self.term(child)),
                "EntityContainer" => schema.containers.extend(self.container(child)),
                "Annotations" => schema.targets.extend(self.annotation_target(child)),
                "Annotation" => schema.annotations.extend(self.annotation(child)),
                _ => self.unknown(child, "Schema"),
            }
        }
        Some(schema)
    }

    fn declaration(&mut self, node: &Node<'a>, kind: DeclarationKind) -> Option<TypeDeclaration> {
        let name = self.required(node, "Name")?;
        let annotations = self.annotations(node);
        Some(TypeDeclaration {
            name,
            span: node.span,
            kind,
            annotations,
        })
    }

    fn structured(&mut self, node: &Node<'a>) -> StructuredType {
        let mut type_ = StructuredType {
            entity: node.name == "EntityType",
            base: self.optional(node, "BaseType"),
            is_abstract: self.boolean(node, "Abstract"),
            open: self.boolean(node, "OpenType"),
            has_stream: self.boolean(node, "HasStream"),
            properties: Vec::with_capacity(self.count(node, "Property")),
            ..StructuredType::default()
        };
        for child in self.children(node) {
            self.unknown_attributes(child);
            match child.name {
                "Property" => type_.properties.extend(self.property(child)),
                "NavigationProperty" => type_.properties.extend(self.navigation(child)),
                "Key" => {
                    let key = self.key(child);
                    type_.keys.push(key);
                }
                "Annotation" => {}
                _ => self.unknown(child, node.name),
            }
        }
        type_
    }

    fn key(&mut self, node: &Node<'a>) -> Key {
        let mut key = Key {
            span: node.span,
            ..Key::default()
        };
        for child in self.children(node) {
            self.unknown_attributes(child);
            if child.name != "PropertyRef" {
                self.unknown(child, "Key");
            } else if let Some(name) = self.required(child, "Name") {
                let alias = self.optional(child, "Alias");
                key.properties.push(KeyProperty { name, alias });
            }
        }
        key
    }

    fn property(&mut self, node: &Node<'a>) -> Option<Property> {
        let name = self.required(node, "Name");
        let type_ = self.required(node, "Type");
        let nullable = self.boolean(node, "Nullable");
        let facets = self.facets(node);
        let default = self.optional(node, "DefaultValue");
        let annotations = self.annotations(node);
        let (name, type_) = (name?, type_?);
        Some(Property {
            name,
            type_,
            nullable,
            facets,
            default,
            navigation: None,
            annotations,
        })
    }

    fn navigation(&mut self, node: &Node<'a>) -> Option<Property> {
        let mut navigation = Navigation {
            contains_target: self.boolean(node, "ContainsTarget"),
            partner: self.optional(node, "Partner"),
            ..Navigation::default()
        };
        for child in self.children(node) {
            self.unknown_attributes(child);
            match child.name {
                "ReferentialConstraint" => {
                    let property = self.required(child, "Property");
                    let referenced = self.required(child, "ReferencedProperty");
                    if let (Some(property), Some(referenced)) = (property, referenced) {
                        navigation.constraints.push(Constraint {
                            property,
                            referenced,
                            annotations: self.annotations(child),
                        });
                    }
                }
                "OnDelete" => {
                    let action = self.required(child, "Action");
                    if let Some(first) = &navigation.on_delete {
                        let message = "a second `OnDelete`";
                        self.out.push(
                            Diagnostic::warning(ON_DELETE, message, child.span)
                                .label(first.span, "the first is here"),
                        );
                    } else if let Some(action) = &action
                        && !matches!(
                            action.as_str(),
                            "Cascade" | "None" | "SetNull" | "SetDefault"
                        )
                    {
                        let message = format!("`{}` is no action of `OnDelete`", action.value);
                        self.out
                            .push(Diagnostic::warning(ON_DELETE, message, action.span));
                    } else {
                        navigation.on_delete = action;
                        navigation.on_delete_annotations = self.annotations(child);
                    }
                }
                "Annotation" => {}
                _ => self.unknown(child, node.name),
            }
        }
        let name = self.required(node, "Name");
        let type_ = self.required(node, "Type");
        let nullable = self.boolean(node, "Nullable");
        let annotations = self.annotations(node);
        let (name, type_) = (name?, type_?);
        let navigation = Some(navigation);
        Some(Property {
            name,
            type_,
            nullable,
            navigation,
            annotations,
            ..Property::default()
        })
    }

    fn enumeration(&mut self, node: &Node<'a>) -> EnumType {
        let mut type_ = EnumType {
            underlying: self.optional(node, "UnderlyingType"),
            is_flags: self.boolean(node, "IsFlags"),
            members: Vec::with_capacity(self.count(node, "Member")),
        };
        for child in self.children(node) {
            self.unknown_attributes(child);
            match child.name {
                "Member" => {
                    if let Some(name) = self.required(child, "Name") {
                        let value = self.optional(child, "Value");
                        let annotations = self.annotations(child);
                        type_.members.push(Member {
                            name,
                            value,
                            annotations,
                        });
                    }
                }
                "Annotation" => {}
                _ => self.unknown(child, node.name),
            }
        }
        type_
    }

    fn definition(&mut self, node: &Node<'a>) -> Option<TypeDefinition> {
        let underlying = self.required(node, "UnderlyingType")?;
        Some(TypeDefinition {
            underlying,
            facets: self.facets(node),
        })
    }

    fn operation(&mut self, node: &Node<'a>, function: bool) -> Option<Operation> {
        let mut operation = Operation {
            span: node.span,
            function,
            bound: self.boolean(node, "IsBound"),
            composable: self.boolean(node, "IsComposable"),
            parameters: Vec::with_capacity(self.count(node, "Parameter")),
            entity_set_path: self.optional(node, "EntitySetPath"),
            annotations: self.annotations(node),
            ..Operation::default()
        };
        for child in self.children(node) {
            self.unknown_attributes(child);
            match child.name {
                "Parameter" => operation.parameters.extend(self.parameter(child)),
                "ReturnType" => operation.returns.extend(self.returns(child)),
                "Annotation" => {}
                _ => self.unknown(child, node.name),
            }
        }
        operation.name = self.required(node, "Name")?;
        Some(operation)
    }

    fn parameter(&mut self, node: &Node<'a>) -> Option<Parameter> {
        let name = self.required(node, "Name");
        let type_ = self.required(node, "Type");
        let nullable = self.boolean(node, "Nullable");
        let facets = self.facets(node);
        let annotations = self.annotations(node);
        Some(Parameter {
            name: name?,
            type_: type_?,
            nullable,
            facets,
            annotations,
        })
    }

    fn returns(&mut self, node: &Node<'a>) -> Option<ReturnType> {
        let type_ = self.required(node, "Type")?;
        let nullable = self.boolean(node, "Nullable");
        let facets = self.facets(node);
        let annotations = self.annotations(node);
        Some(ReturnType {
            type_,
            nullable,
            facets,
            annotations,
        })
    }

    fn term(&mut self, node: &Node<'a>) -> Option<Term> {
        let name = self.required(node, "Name");
        let type_ = self.required(node, "Type");
        let nullable = self.boolean(node, "Nullable");
        let facets = self.facets(node);
        let annotations = self.annotations(node);
        Some(Term {
            name: name?,
            type_: type_?,
            base: self.optional(node, "BaseTerm"),
            applies_to: self.optional(node, "AppliesTo"),
            default: self.optional(node, "DefaultValue"),
            nullable,
            facets,
            annotations,
        })
    }
}
