//! Resolves the contents of types: properties with their types, enumerations, type
//! definitions.

use super::super::{
    AbstractType, Definition, Facets, Item, Navigation, Primitive, Property, Structured, TypeId,
    TypeKind, TypeRef,
};
use super::duplicates::SeenNames;
use super::symbols::names_built_in;
use super::{Declared, Resolver};
use crate::csdl::{self, DeclarationKind};
use crate::diagnostic::{Code, Diagnostic};

const PROPERTY_TWICE: Code = Code::new("E0111", "duplicate-property");
const KIND: Code = Code::new("E0120", "wrong-kind");
const ENTITY: Code = Code::new("E0183", "entity-type-property");
const DEFINITION: Code = Code::new("E0116", "type-definition");
const UNTYPED: Code = Code::new("E0121", "version-4.01");
const ITEM: Code = Code::new("E0122", "collection-item");

impl<'d> Resolver<'d> {
    /// Resolves the contents of all types. Type definitions come first because properties
    /// refer to their underlying types.
    pub(super) fn fill(&mut self, declared: &[Declared<'d>]) {
        for one in declared {
            if let DeclarationKind::Definition(tree) = &one.declaration.kind {
                let kind = TypeKind::Definition(self.definition(one.document, tree));
                self.set_kind(one.id, kind);
            }
        }
        for one in declared {
            let kind = match &one.declaration.kind {
                DeclarationKind::Structured(tree) => {
                    TypeKind::Structured(self.structured_type(one, tree))
                }
                DeclarationKind::Enum(tree) => {
                    TypeKind::Enum(self.enumeration(one.document, &one.declaration.name, tree))
                }
                DeclarationKind::Definition(_) => continue,
            };
            self.set_kind(one.id, kind);
        }
    }

    fn set_kind(&mut self, id: TypeId, kind: TypeKind) {
        if let Some(type_) = self.type_mut(id) {
            type_.kind = kind;
        }
    }

    fn structured_type(
        &mut self,
        one: &Declared<'d>,
        tree: &'d csdl::StructuredType,
    ) -> Structured {
        let mut properties = Vec::with_capacity(tree.properties.len());
        let mut seen = SeenNames::default();
        for property in &tree.properties {
            self.simple_name("property", &property.name);
            if let Some(first) = seen.insert(property.name.as_str(), property.name.span) {
                let message = format!("property `{}` is declared twice", property.name.value);
                self.duplicate(PROPERTY_TWICE, message, property.name.span, first);
                continue;
            }
            properties.extend(self.property(one.document, property));
        }
        Structured {
            entity: tree.entity,
            is_abstract: tree.is_abstract.unwrap_or(false),
            open: tree.open.unwrap_or(false),
            has_stream: tree.has_stream.unwrap_or(false),
            properties,
            ..Structured::default()
        }
    }

    fn property(&mut self, document: usize, tree: &'d csdl::Property) -> Option<Property> {
        let mut type_ = self.type_ref(document, &tree.type_)?;
        let facets = self.facets(document, &tree.facets);
        match &tree.navigation {
            Some(_) => type_ = self.navigation_type(tree, type_)?,
            None if self.is_entity(type_.item) => {
                let message = format!(
                    "property `{}` has the entity type `{}`",
                    tree.name.value, tree.type_.value
                );
                let found = Diagnostic::error(KIND, message, tree.type_.span)
                    .help("only a navigation property leads to entities");
                let found = self.with_declaration(found, type_.item);
                self.diagnostics.push(found);
                return None;
            }
            None => {
                if type_.item == Item::Abstract(AbstractType::EntityType)
                    && names_built_in(tree.type_.as_str())
                {
                    let message = format!(
                        "property `{}` has the type of all entities",
                        tree.name.value
                    );
                    self.diagnostics.push(
                        Diagnostic::warning(ENTITY, message, tree.type_.span)
                            .help("only a navigation property leads to entities"),
                    );
                }
                self.value_type(document, &tree.type_, type_, &facets);
                self.misplaced_facets(&tree.facets, type_.item, tree.type_.span);
            }
        }
        if tree.navigation.is_some() && type_.collection && tree.nullable.is_some() {
            let message = "`Nullable` means nothing on a collection of entities";
            self.warn(ITEM, message, tree.name.span);
        }
        let navigation = tree.navigation.as_ref().map(|navigation| Navigation {
            contains_target: navigation.contains_target.unwrap_or(false),
            partner: navigation
                .partner
                .as_ref()
                .map(|p| self.expand_path(document, p.as_str())),
            on_delete: navigation
                .on_delete
                .as_ref()
                .map(|action| action.value.clone()),
            constraints: navigation
                .constraints
                .iter()
                .map(|c| (c.property.value.clone(), c.referenced.value.clone()))
                .collect(),
        });
        Some(Property {
            span: tree.name.span,
            nullable: tree.nullable,
            facets,
            default: tree.default.as_ref().map(|text| text.value.clone()),
            navigation,
            annotations: self.expand_all(document, &tree.annotations),
            ..Property::new(tree.name.value.clone(), type_)
        })
    }

    fn navigation_type(&mut self, tree: &csdl::Property, type_: TypeRef) -> Option<TypeRef> {
        let entity = Item::Abstract(AbstractType::EntityType);
        match type_.item {
            Item::Named(_) if self.is_entity(type_.item) => Some(type_),
            Item::Abstract(AbstractType::EntityType) => Some(type_),
            // A type of a document that was not given resolves to `Edm.Untyped`.
            Item::Abstract(AbstractType::Untyped) if !names_built_in(tree.type_.as_str()) => {
                Some(TypeRef {
                    item: entity,
                    ..type_
                })
            }
            _ => {
                let message = format!(
                    "navigation property `{}` leads to `{}`, which is no entity type",
                    tree.name.value, tree.type_.value
                );
                let found = Diagnostic::error(KIND, message, tree.type_.span);
                let found = self.with_declaration(found, type_.item);
                self.diagnostics.push(found);
                None
            }
        }
    }

    /// Checks that a property, parameter or return type may have this type, by version and
    /// facets.
    pub(super) fn value_type(
        &mut self,
        document: usize,
        text: &csdl::Text,
        type_: TypeRef,
        facets: &Facets,
    ) {
        match type_.item {
            Item::Abstract(AbstractType::Untyped)
                if names_built_in(text.as_str()) && !self.is_401(document) =>
            {
                self.warn(UNTYPED, "`Edm.Untyped` is for version 4.01", text.span);
            }
            Item::Abstract(AbstractType::PrimitiveType | AbstractType::ComplexType)
            | Item::Primitive(Primitive::Stream)
                if type_.collection =>
            {
                let message = format!("`{}` is no collection of the standard", text.value);
                self.warn(ITEM, message, text.span);
            }
            Item::Named(id) if *facets != Facets::default() => {
                if let Some(TypeKind::Definition(definition)) =
                    self.model.type_(id).map(|t| &t.kind)
                    && overlap(&definition.facets, facets)
                {
                    let message = format!("`{}` already sets this facet", text.value);
                    let found = Diagnostic::warning(DEFINITION, message, text.span);
                    let found = self.with_declaration(found, type_.item);
                    self.diagnostics.push(found);
                }
            }
            _ => {}
        }
    }

    fn definition(&mut self, document: usize, tree: &'d csdl::TypeDefinition) -> Definition {
        let facets = self.facets(document, &tree.facets);
        let text = &tree.underlying;
        let fallback = Item::Primitive(Primitive::String);
        let Some(type_) = self.type_ref(document, text) else {
            return Definition {
                underlying: fallback,
                facets,
            };
        };
        let underlying = match type_.item {
            Item::Primitive(_) if !type_.collection => type_.item,
            Item::Abstract(AbstractType::PrimitiveType)
                if !type_.collection && self.is_401(document) =>
            {
                type_.item
            }
            _ => {
                let message = format!("`{}` cannot underlie a type definition", text.value);
                self.diagnostics.push(
                    Diagnostic::error(DEFINITION, message, text.span).help("a primitive type can"),
                );
                fallback
            }
        };
        self.misplaced_facets(&tree.facets, underlying, text.span);
        Definition { underlying, facets }
    }

    pub(super) fn is_401(&self, document: usize) -> bool {
        self.documents
            .get(document)
            .is_some_and(|d| d.version.as_str() == "4.01")
    }
}

fn overlap(a: &Facets, b: &Facets) -> bool {
    a.max_length.is_some() && b.max_length.is_some()
        || a.precision.is_some() && b.precision.is_some()
        || a.scale.is_some() && b.scale.is_some()
        || a.unicode.is_some() && b.unicode.is_some()
        || a.srid.is_some() && b.srid.is_some()
}
