//! Writes the object of a schema, with its children in document order (sections 5, 12 and
//! 14.1).

use super::Writer;
use super::facets::FacetOwner;
use crate::csdl::{
    Annotation, EntityContainer, Operation, Parameter, ReturnType, Schema, Term, Text,
    TypeDeclaration,
};
use std::collections::BTreeMap;

/// The value of one member in the object of a schema.
enum Child<'d> {
    Type(&'d TypeDeclaration),
    Operations(Vec<&'d Operation>),
    Term(&'d Term),
    Container(&'d EntityContainer),
}

impl<'d> Writer<'d> {
    /// Writes the object of a schema (section 5).
    pub(super) fn schema(&mut self, schema: &'d Schema) {
        self.json.open_object();
        if let Some(alias) = &schema.alias {
            self.json.text("$Alias", alias.as_str());
        }
        self.annotations("", &schema.annotations);
        for (name, child) in self.children(schema) {
            self.json.key(name);
            match child {
                Child::Type(type_) => self.type_object(type_),
                Child::Operations(overloads) => {
                    self.json.open_array();
                    for overload in overloads {
                        self.json.item();
                        self.operation(overload);
                    }
                    self.json.close_array();
                }
                Child::Term(term) => self.term(term),
                Child::Container(container) => self.container(schema, container),
            }
        }
        self.targets(schema);
        self.json.close_object();
    }

    /// Collects the children in document order, overloads together. If two children have
    /// the same name and are not overloads of each other, the later one is kept, except
    /// that an operation never replaces another kind of child.
    fn children(&mut self, schema: &'d Schema) -> Vec<(&'d str, Child<'d>)> {
        let mut all: Vec<(&Text, Child<'_>)> = Vec::new();
        all.extend(schema.types.iter().map(|t| (&t.name, Child::Type(t))));
        all.extend(
            schema
                .operations
                .iter()
                .map(|o| (&o.name, Child::Operations(vec![o]))),
        );
        all.extend(schema.terms.iter().map(|t| (&t.name, Child::Term(t))));
        all.extend(
            schema
                .containers
                .iter()
                .map(|c| (&c.name, Child::Container(c))),
        );
        all.sort_by_key(|(name, _)| name.span.start);
        let mut children: Vec<(&str, Child<'_>)> = Vec::new();
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        for (name, child) in all {
            let place = *places.entry(name.as_str()).or_insert(children.len());
            match (children.get_mut(place), child) {
                (None, child) => children.push((name.as_str(), child)),
                (Some((_, Child::Operations(overloads))), Child::Operations(more)) => {
                    overloads.extend(more);
                }
                (Some(_), Child::Operations(_)) => self.twice(name),
                (Some((_, before)), child) => {
                    *before = child;
                    self.twice(name);
                }
            }
        }
        children
    }

    /// Writes `$Annotations` (section 5.2). Groups with the same target are merged into one
    /// object.
    fn targets(&mut self, schema: &Schema) {
        if schema.targets.is_empty() {
            return;
        }
        let mut groups: Vec<(String, Vec<(String, &Annotation)>)> = Vec::new();
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        for group in &schema.targets {
            let target = self.aliases.path(group.target.as_str()).into_owned();
            let place = *places.entry(target.clone()).or_insert(groups.len());
            if place == groups.len() {
                groups.push((target, Vec::new()));
            }
            let named = group.annotations.iter().map(|annotation| {
                let name = self.annotation_name("", annotation, group.qualifier.as_ref());
                (name, annotation)
            });
            if let Some((_, list)) = groups.get_mut(place) {
                list.extend(named);
            }
        }
        self.json.key("$Annotations");
        self.json.open_object();
        for (target, list) in groups {
            self.json.key(&target);
            self.json.open_object();
            let names: Vec<&str> = list.iter().map(|(name, _)| name.as_str()).collect();
            let last = super::last_of_each(&names);
            for ((name, annotation), last) in list.iter().zip(last) {
                if last {
                    self.annotation(name, annotation);
                }
            }
            self.json.close_object();
        }
        self.json.close_object();
    }

    /// Writes one overload of an action or function (section 12).
    fn operation(&mut self, operation: &Operation) {
        self.json.open_object();
        let kind = if operation.function {
            "Function"
        } else {
            "Action"
        };
        self.json.text("$Kind", kind);
        self.flag_if_true("$IsBound", operation.bound);
        if let Some(path) = &operation.entity_set_path {
            self.json
                .text("$EntitySetPath", &self.aliases.path(path.as_str()));
        }
        self.flag_if_true("$IsComposable", operation.composable);
        if !operation.parameters.is_empty() {
            self.json.key("$Parameter");
            self.json.open_array();
            for parameter in &operation.parameters {
                self.json.item();
                self.parameter(parameter);
            }
            self.json.close_array();
        }
        // More than one return type is an error of the document; the last one is written.
        if let Some(returns) = operation.returns.last() {
            self.json.key("$ReturnType");
            self.returns(returns);
        }
        self.annotations("", &operation.annotations);
        self.json.close_object();
    }

    fn parameter(&mut self, parameter: &Parameter) {
        let type_ = parameter.type_.as_str();
        self.json.open_object();
        self.json.text("$Name", parameter.name.as_str());
        self.type_(type_, FacetOwner::Typed);
        self.nullable(parameter.nullable, type_);
        self.facets(&parameter.facets, type_, FacetOwner::Typed);
        self.annotations("", &parameter.annotations);
        self.json.close_object();
    }

    fn returns(&mut self, returns: &ReturnType) {
        let type_ = returns.type_.as_str();
        self.json.open_object();
        self.type_(type_, FacetOwner::Typed);
        self.nullable(returns.nullable, type_);
        self.facets(&returns.facets, type_, FacetOwner::Typed);
        self.annotations("", &returns.annotations);
        self.json.close_object();
    }

    /// Writes a term (section 14.1).
    fn term(&mut self, term: &Term) {
        let type_ = term.type_.as_str();
        self.json.open_object();
        self.json.text("$Kind", "Term");
        self.type_(type_, FacetOwner::Typed);
        if let Some(base) = &term.base {
            self.json
                .text("$BaseTerm", &self.aliases.qualified(base.as_str()));
        }
        if let Some(applies_to) = &term.applies_to {
            self.json.key("$AppliesTo");
            self.json.open_array();
            for kind in applies_to.as_str().split_whitespace() {
                self.json.item();
                self.json.string(kind);
            }
            self.json.close_array();
        }
        self.nullable(term.nullable, type_);
        self.facets(&term.facets, type_, FacetOwner::Typed);
        self.default_value(term.default.as_ref(), type_);
        self.annotations("", &term.annotations);
        self.json.close_object();
    }
}
