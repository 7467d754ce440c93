//! The selected part of a model as one document in canonical form.
//!
//! The order is fixed: schemas by name; in each the kinds of types, operations and the
//! container one after the other; names sorted. Properties, members and parameters
//! keep the order of the input, which has a meaning. Text that only describes is
//! left out. Reading the result and writing it again changes nothing.

use super::names::Names;
use super::passages::Reduced;
use super::xml::Xml;
use super::{annotations, operations};
use crate::csdl::Annotation;
use crate::model::{
    EnumType, Facets, KeyRef, MaxLength, Model, Primitive, Property, RootKind, Scale, Schema, Srid,
    Structured, Term, Type, TypeId, TypeKind,
};
use crate::select::Selection;
use std::collections::{BTreeMap, BTreeSet};

/// Stands for a value whose type the selection leaves out.
pub(super) const LEFT_OUT: &str = "Edm.Untyped";
/// Stands for an entity whose type the selection leaves out.
const ENTITY_LEFT_OUT: &str = "Edm.EntityType";

/// Writes the selected part of the model in canonical form.
pub fn write_canonical(model: &Model, selection: &Selection) -> String {
    let names = Names::new(model, selection);
    let mut writer = Writer {
        model,
        selection,
        names,
        reduced: Reduced::new(model, selection),
        xml: Xml::default(),
    };
    writer.document();
    writer.xml.finish()
}

pub(super) struct Writer<'m> {
    pub model: &'m Model,
    pub selection: &'m Selection,
    pub names: Names<'m>,
    pub reduced: Reduced,
    pub xml: Xml,
}

impl<'m> Writer<'m> {
    fn document(&mut self) {
        self.xml
            .open("edmx:Edmx")
            .attribute("xmlns:edmx", "http://docs.oasis-open.org/odata/ns/edmx")
            .attribute("Version", &self.model.version);
        self.xml.open("edmx:DataServices");
        let terms = self.used_terms();
        let mut schemas: Vec<&Schema> = self.model.schemas.iter().collect();
        schemas.sort_by(|a, b| a.namespace.cmp(&b.namespace));
        for schema in schemas {
            self.schema(schema, &terms);
        }
        self.xml.close();
        self.xml.close();
    }

    fn schema(&mut self, schema: &'m Schema, used: &BTreeSet<String>) {
        let model = self.model;
        let namespace = schema.namespace.as_str();
        // The order of kinds is that of the first part of the key.
        let mut types: BTreeMap<(usize, &str), TypeId> = BTreeMap::new();
        let whole = self.selection.types.keys().copied();
        for id in whole.chain(self.reduced.types()) {
            let Some(type_) = model.type_(id).filter(|t| t.name.namespace == namespace) else {
                continue;
            };
            let kind = match &type_.kind {
                TypeKind::Enum(_) => 0,
                TypeKind::Definition(_) => 1,
                TypeKind::Structured(structured) if !structured.entity => 2,
                TypeKind::Structured(_) => 3,
            };
            types.insert((kind, type_.name.name.as_str()), id);
        }
        let operations = operations::sorted(model, self.selection, namespace);
        let mut terms: Vec<&Term> = schema
            .terms
            .iter()
            .filter(|term| used.contains(&term.name.to_string()))
            .collect();
        terms.sort_by(|a, b| a.name.cmp(&b.name));
        let container = model
            .container
            .as_ref()
            .filter(|c| c.name.namespace == namespace);
        let container = container.filter(|_| !self.selection.roots.is_empty());
        if types.is_empty() && operations.is_empty() && terms.is_empty() && container.is_none() {
            return;
        }
        self.xml
            .open("Schema")
            .attribute("xmlns", "http://docs.oasis-open.org/odata/ns/edm")
            .attribute("Namespace", namespace)
            .optional("Alias", self.names.alias(namespace));
        for id in types.into_values() {
            self.type_(id, &model[id]);
        }
        for operation in operations {
            self.operation(operation);
        }
        for term in terms {
            self.term(term);
        }
        if container.is_some() {
            self.container();
        }
        self.annotations(&schema.annotations);
        self.xml.close();
    }

    fn type_(&mut self, id: TypeId, type_: &Type) {
        match &type_.kind {
            TypeKind::Enum(enumeration) => self.enumeration(type_, enumeration),
            TypeKind::Definition(definition) => {
                let underlying = crate::model::TypeRef::one(definition.underlying);
                self.xml
                    .open("TypeDefinition")
                    .attribute("Name", &type_.name.name)
                    .attribute(
                        "UnderlyingType",
                        &self.names.reference(underlying, LEFT_OUT),
                    );
                self.facets(&definition.facets);
            }
            TypeKind::Structured(structured) => self.structured(id, type_, structured),
        }
        self.annotations(&self.reduced.annotations(id, type_));
        self.xml.close();
    }

    fn enumeration(&mut self, type_: &Type, enumeration: &EnumType) {
        self.xml
            .open("EnumType")
            .attribute("Name", &type_.name.name);
        if enumeration.underlying != Primitive::Int32 {
            self.xml.attribute(
                "UnderlyingType",
                &format!("Edm.{:?}", enumeration.underlying),
            );
        }
        self.xml.flag("IsFlags", enumeration.is_flags);
        for member in &enumeration.members {
            self.xml
                .open("Member")
                .attribute("Name", &member.name)
                .attribute("Value", &member.value.to_string());
            self.annotations(&member.annotations);
            self.xml.close();
        }
    }

    fn structured(&mut self, id: TypeId, type_: &Type, structured: &Structured) {
        let base = structured.base.map(|base| self.names.type_(base));
        self.xml
            .open(if structured.entity {
                "EntityType"
            } else {
                "ComplexType"
            })
            .attribute("Name", &type_.name.name)
            .optional("BaseType", base.as_deref())
            .flag("Abstract", structured.is_abstract)
            .flag("OpenType", structured.open)
            .flag("HasStream", structured.has_stream);
        if !structured.key.is_empty() {
            self.xml.open("Key");
            for KeyRef { path, alias, .. } in &structured.key {
                self.xml
                    .open("PropertyRef")
                    .attribute("Name", path)
                    .optional("Alias", alias.as_deref());
                self.xml.close();
            }
            self.xml.close();
        }
        for (index, property) in structured.properties.iter().enumerate() {
            if self.reduced.keeps(id, index) {
                self.property(property);
            }
        }
    }

    fn property(&mut self, property: &Property) {
        let Some(navigation) = &property.navigation else {
            let type_ = self.names.reference(property.type_, LEFT_OUT);
            self.xml
                .open("Property")
                .attribute("Name", &property.name)
                .attribute("Type", &type_)
                .boolean("Nullable", property.nullable);
            self.facets(&property.facets);
            self.xml
                .optional("DefaultValue", property.default.as_deref());
            self.annotations(&property.annotations);
            return self.xml.close();
        };
        let type_ = self.names.reference(property.type_, ENTITY_LEFT_OUT);
        let partner = navigation
            .partner
            .as_ref()
            .map(|path| self.names.path(path));
        self.xml
            .open("NavigationProperty")
            .attribute("Name", &property.name)
            .attribute("Type", &type_)
            .boolean("Nullable", property.nullable)
            .optional("Partner", partner.as_deref())
            .flag("ContainsTarget", navigation.contains_target);
        for (own, referenced) in &navigation.constraints {
            self.xml
                .open("ReferentialConstraint")
                .attribute("Property", own)
                .attribute("ReferencedProperty", referenced);
            self.xml.close();
        }
        if let Some(action) = &navigation.on_delete {
            self.xml.open("OnDelete").attribute("Action", action);
            self.xml.close();
        }
        self.annotations(&property.annotations);
        self.xml.close();
    }

    fn term(&mut self, term: &Term) {
        let base = term.base.as_ref().map(|base| self.names.text(base));
        self.xml
            .open("Term")
            .attribute("Name", &term.name.name)
            .attribute("Type", &self.names.text(&term.type_))
            .optional("BaseTerm", base.as_deref())
            .optional("DefaultValue", term.default.as_deref())
            .optional("AppliesTo", term.applies_to.as_deref())
            .boolean("Nullable", term.nullable);
        self.facets(&term.facets);
        self.annotations(&term.annotations);
        self.xml.close();
    }

    fn container(&mut self) {
        let Some(container) = &self.model.container else {
            return;
        };
        self.xml
            .open("EntityContainer")
            .attribute("Name", &container.name.name);
        let mut roots: Vec<_> = self
            .selection
            .roots
            .iter()
            .filter_map(|&at| self.model.roots.get(at))
            .collect();
        roots.sort_by(|a, b| (a.kind.word(), &a.name).cmp(&(b.kind.word(), &b.name)));
        for root in roots {
            let (element, target, operations) = match &root.kind {
                RootKind::Singleton { .. } => ("Singleton", "Type", None),
                RootKind::EntitySet { .. } => ("EntitySet", "EntityType", None),
                RootKind::ActionImport {
                    operations,
                    entity_set,
                } => ("ActionImport", "Action", Some((operations, entity_set))),
                RootKind::FunctionImport {
                    operations,
                    entity_set,
                } => ("FunctionImport", "Function", Some((operations, entity_set))),
            };
            let name = match (&root.kind, operations) {
                (RootKind::Singleton { type_, .. } | RootKind::EntitySet { type_ }, _) => {
                    self.names.type_(*type_)
                }
                (_, Some((operations, _))) => operations
                    .first()
                    .and_then(|&id| self.model.operation(id))
                    .map(|operation| self.names.qualified(&operation.name))
                    .unwrap_or_default(),
                _ => String::new(),
            };
            self.xml
                .open(element)
                .attribute("Name", &root.name)
                .attribute(target, &name);
            if let RootKind::Singleton { nullable, .. } = &root.kind {
                self.xml.boolean("Nullable", *nullable);
            }
            if let Some((_, entity_set)) = operations {
                self.xml.optional("EntitySet", entity_set.as_deref());
            }
            self.xml
                .boolean("IncludeInServiceDocument", root.include_in_service_document);
            let entity = match &root.kind {
                RootKind::Singleton { type_, .. } | RootKind::EntitySet { type_ } => Some(*type_),
                _ => None,
            };
            for binding in &root.bindings {
                let kept =
                    entity.is_none_or(|id| self.reduced.keeps_binding(self.model, id, binding));
                let first = binding.target.split('/').next().unwrap_or_default();
                let selected = |&at: &usize| {
                    self.model
                        .roots
                        .get(at)
                        .is_some_and(|root| root.name == first)
                };
                if kept
                    && self.selection.roots.iter().any(selected)
                    && self.names.path_is_selected(&binding.path)
                {
                    let path = self.names.path(&binding.path);
                    let target = self.names.path(&binding.target);
                    self.xml
                        .open("NavigationPropertyBinding")
                        .attribute("Path", &path)
                        .attribute("Target", &target);
                    self.xml.close();
                }
            }
            self.annotations(&root.annotations);
            self.xml.close();
        }
        self.annotations(&container.annotations);
        self.xml.close();
    }

    pub(super) fn annotations(&mut self, list: &[Annotation]) {
        annotations::write_all(&mut self.xml, &self.names, list);
    }

    pub(super) fn facets(&mut self, facets: &Facets) {
        let length = facets.max_length.map(|length| match length {
            MaxLength::Length(length) => length.to_string(),
            MaxLength::Max => String::from("max"),
        });
        let scale = facets.scale.map(|scale| match scale {
            Scale::Digits(digits) => digits.to_string(),
            Scale::Variable => String::from("variable"),
            Scale::Floating => String::from("floating"),
        });
        let srid = facets.srid.map(|srid| match srid {
            Srid::Number(number) => number.to_string(),
            Srid::Variable => String::from("variable"),
        });
        self.xml
            .optional("MaxLength", length.as_deref())
            .optional(
                "Precision",
                facets.precision.map(|p| p.to_string()).as_deref(),
            )
            .optional("Scale", scale.as_deref())
            .boolean("Unicode", facets.unicode)
            .optional("SRID", srid.as_deref());
    }
}
