//! The syntax tree of a CSDL XML document, and [`read`], which produces it.
//!
//! A [`Document`] holds every element and attribute as written. Names are text with a
//! source position; [`model`](crate::model) resolves them.

mod annotation;
mod namespaces;
mod read;
mod xml;

pub use self::annotation::{
    Annotation, Constant, Expression, ExpressionKind, Operator, PathKind, PropertyValue,
};
pub use self::read::read;
use crate::diagnostic::{Span, Spanned};

/// A text with its source position.
pub type Text = Spanned<String>;

/// One metadata document.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The index of its source in [`Sources`](crate::diagnostic::Sources).
    pub source: u32,
    /// `4.0` or `4.01`.
    pub version: Text,
    /// References to other documents. They are never fetched.
    pub references: Vec<Reference>,
    /// The schemas in document order.
    pub schemas: Vec<Schema>,
}

/// `edmx:Reference`.
#[derive(Clone, Debug, Default)]
pub struct Reference {
    /// The position of the element.
    pub span: Span,
    /// The URI of the referenced document.
    pub uri: Text,
    /// The namespaces that the reference brings into scope.
    pub includes: Vec<Include>,
    /// The annotations that the reference brings into scope.
    pub include_annotations: Vec<IncludeAnnotations>,
    /// Annotations of the reference.
    pub annotations: Vec<Annotation>,
}

/// `edmx:Include`.
#[derive(Clone, Debug, Default)]
pub struct Include {
    /// The namespace that is brought into scope.
    pub namespace: Text,
    /// `Alias`: a short name for the namespace.
    pub alias: Option<Text>,
    /// Annotations of the inclusion.
    pub annotations: Vec<Annotation>,
}

/// `edmx:IncludeAnnotations`.
#[derive(Clone, Debug, Default)]
pub struct IncludeAnnotations {
    /// The namespace of the terms.
    pub term_namespace: Text,
    /// `Qualifier`: only annotations with this qualifier are included.
    pub qualifier: Option<Text>,
    /// `TargetNamespace`: only annotations of elements in this namespace are included.
    pub target_namespace: Option<Text>,
}

/// `Schema`.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// Its name.
    pub namespace: Text,
    /// `Alias`: a short name for the namespace, valid in the whole document.
    pub alias: Option<Text>,
    /// Types of all kinds in document order.
    pub types: Vec<TypeDeclaration>,
    /// Actions and functions in document order.
    pub operations: Vec<Operation>,
    /// Terms in document order.
    pub terms: Vec<Term>,
    /// Entity containers. A service has one, but the syntax allows more.
    pub containers: Vec<EntityContainer>,
    /// Annotations of the schema itself.
    pub annotations: Vec<Annotation>,
    /// `Annotations` elements: annotations that are written apart from their target.
    pub targets: Vec<AnnotationTarget>,
}

/// An `Annotations` element: annotations that are written apart from their target.
#[derive(Clone, Debug, Default)]
pub struct AnnotationTarget {
    /// `Target`: the path of the annotated element.
    pub target: Text,
    /// `Qualifier`: applies to the annotations that have no qualifier of their own.
    pub qualifier: Option<Text>,
    /// The annotations.
    pub annotations: Vec<Annotation>,
}

/// A type of any kind.
#[derive(Clone, Debug)]
pub struct TypeDeclaration {
    /// The simple name.
    pub name: Text,
    /// The position of the element.
    pub span: Span,
    /// The kind of type and what only this kind has.
    pub kind: DeclarationKind,
    /// Its annotations.
    pub annotations: Vec<Annotation>,
}

/// The kind of a [`TypeDeclaration`].
#[derive(Clone, Debug)]
pub enum DeclarationKind {
    /// `EntityType` or `ComplexType`.
    Structured(StructuredType),
    /// `EnumType`.
    Enum(EnumType),
    /// `TypeDefinition`.
    Definition(TypeDefinition),
}

/// `EntityType` or `ComplexType`.
#[derive(Clone, Debug, Default)]
pub struct StructuredType {
    /// Whether the element is `EntityType` rather than `ComplexType`.
    pub entity: bool,
    /// `BaseType`, as written.
    pub base: Option<Text>,
    /// `Abstract`.
    pub is_abstract: Option<bool>,
    /// `OpenType`.
    pub open: Option<bool>,
    /// `HasStream`.
    pub has_stream: Option<bool>,
    /// `Key`. More than one is an error that [`model`](crate::model) reports.
    pub keys: Vec<Key>,
    /// Structural and navigation properties in document order.
    pub properties: Vec<Property>,
}

/// `Key`.
#[derive(Clone, Debug, Default)]
pub struct Key {
    /// The position of the element.
    pub span: Span,
    /// The key properties in order.
    pub properties: Vec<KeyProperty>,
}

/// `PropertyRef`.
#[derive(Clone, Debug, Default)]
pub struct KeyProperty {
    /// `Name`: the path of the property.
    pub name: Text,
    /// `Alias`: the name of the key property in URLs.
    pub alias: Option<Text>,
}

/// `Property` or `NavigationProperty`.
#[derive(Clone, Debug, Default)]
pub struct Property {
    /// Its name.
    pub name: Text,
    /// `Type`, as written.
    pub type_: Text,
    /// `Nullable`, if written.
    pub nullable: Option<bool>,
    /// The facets, as written.
    pub facets: Facets,
    /// `DefaultValue`, as written.
    pub default: Option<Text>,
    /// Set for a navigation property.
    pub navigation: Option<Navigation>,
    /// Its annotations.
    pub annotations: Vec<Annotation>,
}

/// The attributes and elements that only a navigation property has.
#[derive(Clone, Debug, Default)]
pub struct Navigation {
    /// `ContainsTarget`.
    pub contains_target: Option<bool>,
    /// `Partner`.
    pub partner: Option<Text>,
    /// `OnDelete`: the text of `Action`.
    pub on_delete: Option<Text>,
    /// Annotations of `OnDelete`.
    pub on_delete_annotations: Vec<Annotation>,
    /// `ReferentialConstraint`.
    pub constraints: Vec<Constraint>,
}

/// `ReferentialConstraint`.
#[derive(Clone, Debug, Default)]
pub struct Constraint {
    /// The dependent property.
    pub property: Text,
    /// `ReferencedProperty`: the principal property.
    pub referenced: Text,
    /// Its annotations.
    pub annotations: Vec<Annotation>,
}

/// The facets, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// `MaxLength`.
    pub max_length: Option<Text>,
    /// `Precision`.
    pub precision: Option<Text>,
    /// `Scale`.
    pub scale: Option<Text>,
    /// `Unicode`.
    pub unicode: Option<bool>,
    /// `SRID`.
    pub srid: Option<Text>,
}

/// `EnumType`.
#[derive(Clone, Debug, Default)]
pub struct EnumType {
    /// `UnderlyingType`, as written.
    pub underlying: Option<Text>,
    /// `IsFlags`.
    pub is_flags: Option<bool>,
    /// The members in order.
    pub members: Vec<Member>,
}

/// `Member`.
#[derive(Clone, Debug, Default)]
pub struct Member {
    /// Its name.
    pub name: Text,
    /// Its value, as written.
    pub value: Option<Text>,
    /// Its annotations.
    pub annotations: Vec<Annotation>,
}

/// `TypeDefinition`.
#[derive(Clone, Debug, Default)]
pub struct TypeDefinition {
    /// `UnderlyingType`, as written.
    pub underlying: Text,
    /// The facets, as written.
    pub facets: Facets,
}

/// `Action` or `Function`.
#[derive(Clone, Debug, Default)]
pub struct Operation {
    /// Its name.
    pub name: Text,
    /// The position of the element.
    pub span: Span,
    /// Whether the element is `Function` rather than `Action`.
    pub function: bool,
    /// `IsBound`.
    pub bound: Option<bool>,
    /// `IsComposable`.
    pub composable: Option<bool>,
    /// `EntitySetPath`.
    pub entity_set_path: Option<Text>,
    /// The parameters in order.
    pub parameters: Vec<Parameter>,
    /// `ReturnType`. More than one is an error that [`model`](crate::model) reports.
    pub returns: Vec<ReturnType>,
    /// Its annotations.
    pub annotations: Vec<Annotation>,
}

/// `Parameter`.
#[derive(Clone, Debug, Default)]
pub struct Parameter {
    /// Its name.
    pub name: Text,
    /// `Type`, as written.
    pub type_: Text,
    /// `Nullable`, if written.
    pub nullable: Option<bool>,
    /// The facets, as written.
    pub facets: Facets,
    /// Its annotations.
    pub annotations: Vec<Annotation>,
}

/// `ReturnType`.
#[derive(Clone, Debug, Default)]
pub struct ReturnType {
    /// `Type`, as written.
    pub type_: Text,
    /// `Nullable`, if written.
    pub nullable: Option<bool>,
    /// The facets, as written.
    pub facets: Facets,
    /// Its annotations.
    pub annotations: Vec<Annotation>,
}

/// `Term`.
#[derive(Clone, Debug, Default)]
pub struct Term {
    /// Its name.
    pub name: Text,
    /// `Type`, as written.
    pub type_: Text,
    /// `BaseTerm`.
    pub base: Option<Text>,
    /// `AppliesTo`.
    pub applies_to: Option<Text>,
    /// `DefaultValue`.
    pub default: Option<Text>,
    /// `Nullable`, if written.
    pub nullable: Option<bool>,
    /// The facets, as written.
    pub facets: Facets,
    /// Its annotations.
    pub annotations: Vec<Annotation>,
}

/// `EntityContainer`.
#[derive(Clone, Debug, Default)]
pub struct EntityContainer {
    /// Its name.
    pub name: Text,
    /// `Extends`: the container whose children this one includes.
    pub extends: Option<Text>,
    /// Its children in document order.
    pub children: Vec<ContainerChild>,
    /// Its annotations.
    pub annotations: Vec<Annotation>,
}

/// A child of an [`EntityContainer`].
#[derive(Clone, Debug)]
pub struct ContainerChild {
    /// Its name.
    pub name: Text,
    /// The kind of child.
    pub kind: ChildKind,
    /// The type, action or function that the child refers to, as written.
    pub target: Text,
    /// `Nullable` of a singleton, if written.
    pub nullable: Option<bool>,
    /// `IncludeInServiceDocument`, if written.
    pub include_in_service_document: Option<bool>,
    /// `EntitySet` of an import.
    pub entity_set: Option<Text>,
    /// `NavigationPropertyBinding`.
    pub bindings: Vec<Binding>,
    /// Its annotations.
    pub annotations: Vec<Annotation>,
}

/// The kind of a [`ContainerChild`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChildKind {
    /// `EntitySet`.
    EntitySet,
    /// `Singleton`.
    Singleton,
    /// `ActionImport`.
    ActionImport,
    /// `FunctionImport`.
    FunctionImport,
}

/// `NavigationPropertyBinding`.
#[derive(Clone, Debug, Default)]
pub struct Binding {
    /// `Path`: the path of the navigation property.
    pub path: Text,
    /// `Target`: the entity set or singleton that it is bound to.
    pub target: Text,
}

#[cfg(test)]
mod tests;
