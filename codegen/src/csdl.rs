//! What goes in: the text of a CSDL XML document.
//! What comes out: its syntax tree, [`Document`]: everything that stands there,
//! nothing of what it means. Names are text with a place; they are resolved in
//! [`model`](crate::model).

mod annotation;
mod read;
mod scope;
mod xml;

pub use self::annotation::{
    Annotation, Constant, Expression, ExpressionKind, Operator, PathKind, PropertyValue,
};
pub use self::read::read;
use crate::diagnostic::{Span, Spanned};

/// A text and where it stands.
pub type Text = Spanned<String>;

/// One metadata document.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The number of its source.
    pub source: u32,
    /// `4.0` or `4.01`.
    pub version: Text,
    /// Other documents that this one names. They are never fetched.
    pub references: Vec<Reference>,
    /// The schemas in the order they stand.
    pub schemas: Vec<Schema>,
}

/// `edmx:Reference`.
#[derive(Clone, Debug, Default)]
pub struct Reference {
    /// Where the element stands.
    pub span: Span,
    /// Where the other document would be.
    pub uri: Text,
    /// What of it is in scope here.
    pub includes: Vec<Include>,
    /// What annotations of it are in scope here.
    pub include_annotations: Vec<IncludeAnnotations>,
    /// Annotations of the reference.
    pub annotations: Vec<Annotation>,
}

/// `edmx:Include`.
#[derive(Clone, Debug, Default)]
pub struct Include {
    /// The namespace that comes into scope.
    pub namespace: Text,
    /// A short name for it.
    pub alias: Option<Text>,
    /// Annotations of the inclusion.
    pub annotations: Vec<Annotation>,
}

/// `edmx:IncludeAnnotations`.
#[derive(Clone, Debug, Default)]
pub struct IncludeAnnotations {
    /// The namespace of the terms.
    pub term_namespace: Text,
    /// The qualifier they have, if only some.
    pub qualifier: Option<Text>,
    /// The namespace of what they describe, if only some.
    pub target_namespace: Option<Text>,
}

/// `Schema`.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// Its name.
    pub namespace: Text,
    /// A short name for it, usable in the whole document.
    pub alias: Option<Text>,
    /// Types of all kinds in the order they stand.
    pub types: Vec<TypeDeclaration>,
    /// Actions and functions in the order they stand.
    pub operations: Vec<Operation>,
    /// Terms in the order they stand.
    pub terms: Vec<Term>,
    /// Entity containers; a service has one.
    pub containers: Vec<EntityContainer>,
    /// Annotations of the schema itself.
    pub annotations: Vec<Annotation>,
    /// Annotations that stand away from what they describe.
    pub targets: Vec<AnnotationTarget>,
}

/// `Annotations`: annotations that stand away from what they describe.
#[derive(Clone, Debug, Default)]
pub struct AnnotationTarget {
    /// The path of what they describe.
    pub target: Text,
    /// Applies to those that have no qualifier of their own.
    pub qualifier: Option<Text>,
    /// The annotations.
    pub annotations: Vec<Annotation>,
}

/// A type of any kind.
#[derive(Clone, Debug)]
pub struct TypeDeclaration {
    /// The simple name.
    pub name: Text,
    /// Where the element stands.
    pub span: Span,
    /// What it is.
    pub kind: DeclarationKind,
    /// Its annotations.
    pub annotations: Vec<Annotation>,
}

/// What a [`TypeDeclaration`] is.
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
    /// `EntityType`.
    pub entity: bool,
    /// The name of the type it derives from.
    pub base: Option<Text>,
    /// `Abstract`.
    pub is_abstract: Option<bool>,
    /// `OpenType`.
    pub open: Option<bool>,
    /// `HasStream`.
    pub has_stream: Option<bool>,
    /// `Key`; more than one is an error that resolution reports.
    pub keys: Vec<Key>,
    /// Structural and navigation properties in the order they stand.
    pub properties: Vec<Property>,
}

/// `Key`.
#[derive(Clone, Debug, Default)]
pub struct Key {
    /// Where the element stands.
    pub span: Span,
    /// The properties that make the key, in order.
    pub properties: Vec<KeyProperty>,
}

/// `PropertyRef`.
#[derive(Clone, Debug, Default)]
pub struct KeyProperty {
    /// The path of the property.
    pub name: Text,
    /// What URLs call it.
    pub alias: Option<Text>,
}

/// `Property` or `NavigationProperty`.
#[derive(Clone, Debug, Default)]
pub struct Property {
    /// Its name.
    pub name: Text,
    /// Its type as written.
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

/// What only a navigation property has.
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
    /// The property on this side.
    pub property: Text,
    /// The property on the other side.
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
    /// Where the element stands.
    pub span: Span,
    /// `Function`.
    pub function: bool,
    /// `IsBound`.
    pub bound: Option<bool>,
    /// `IsComposable`.
    pub composable: Option<bool>,
    /// `EntitySetPath`.
    pub entity_set_path: Option<Text>,
    /// The parameters in order.
    pub parameters: Vec<Parameter>,
    /// What it returns; more than one is an error that resolution reports.
    pub returns: Vec<ReturnType>,
    /// Its annotations.
    pub annotations: Vec<Annotation>,
}

/// `Parameter`.
#[derive(Clone, Debug, Default)]
pub struct Parameter {
    /// Its name.
    pub name: Text,
    /// Its type as written.
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
    /// Its type as written.
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
    /// Its type as written.
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
    /// The container whose children it has, too.
    pub extends: Option<Text>,
    /// Its children in order.
    pub children: Vec<ContainerChild>,
    /// Its annotations.
    pub annotations: Vec<Annotation>,
}

/// A child of an [`EntityContainer`].
#[derive(Clone, Debug)]
pub struct ContainerChild {
    /// Its name.
    pub name: Text,
    /// What it is.
    pub kind: ChildKind,
    /// What it names: the type, the action or the function.
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

/// What a [`ContainerChild`] is.
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
    /// The navigation property.
    pub path: Text,
    /// Where it leads.
    pub target: Text,
}

#[cfg(test)]
mod tests;
