//! Writes annotations and their expressions (sections 14.2 to 14.4).
//!
//! Recursion is bounded because the reader limits the nesting of expressions.

use super::facets::FacetOwner;
use super::{Writer, last_of_each};
use crate::csdl::{
    Annotation, Constant, Expression, ExpressionKind, Operator, PathKind, PropertyValue, Text,
};

impl Writer<'_> {
    /// Writes the annotations of the member `prefix`, or of the enclosing object if
    /// `prefix` is empty.
    pub(super) fn annotations(&mut self, prefix: &str, list: &[Annotation]) {
        let names: Vec<String> = list
            .iter()
            .map(|annotation| self.annotation_name(prefix, annotation, None))
            .collect();
        let last = last_of_each(&names);
        for ((annotation, name), last) in list.iter().zip(&names).zip(last) {
            if last {
                self.annotation(name, annotation);
            }
        }
    }

    /// The member name of an annotation (section 14.2.1). The qualifier of the
    /// `Annotations` element applies if the annotation has none.
    pub(super) fn annotation_name(
        &self,
        prefix: &str,
        annotation: &Annotation,
        group: Option<&Text>,
    ) -> String {
        let (qualifier, simple) = self.aliases.parts(annotation.term.as_str());
        let of_it = annotation.qualifier.as_ref().or(group);
        let room = prefix.len() + qualifier.len() + simple.len() + 1;
        let mut name = String::with_capacity(room + of_it.map_or(0, |q| q.value.len() + 1));
        for part in [prefix, "@", qualifier, simple] {
            name.push_str(part);
        }
        if let Some(of_it) = of_it {
            name.push('#');
            name.push_str(of_it.as_str());
        }
        name
    }

    /// Writes an annotation, followed by the annotations of the annotation.
    pub(super) fn annotation(&mut self, name: &str, annotation: &Annotation) {
        self.json.key(name);
        let json = self.is_term(&annotation.term, "Org.OData.JSON.V1", "Schema")
            || self.is_json(&annotation.annotations);
        match &annotation.value {
            Some(value) => self.value(value, json),
            // A term without a value is taken as a tag (`true`): the document alone does
            // not tell its default.
            None => self.json.raw("true"),
        }
        self.annotations(name, &annotation.annotations);
    }

    fn is_term(&self, term: &Text, namespace: &str, name: &str) -> bool {
        self.aliases.resolve(term.as_str()) == (namespace, name)
    }

    /// Whether the annotations of a value declare it to be JSON (`Core.MediaType`).
    fn is_json(&self, annotations: &[Annotation]) -> bool {
        annotations.iter().any(|annotation| {
            let value = annotation.value.as_ref().map(|value| &value.kind);
            matches!(value, Some(ExpressionKind::Constant(_, text)) if text == "application/json")
                && self.is_term(&annotation.term, "Org.OData.Core.V1", "MediaType")
        })
    }

    /// Writes a value; a value that is JSON is written verbatim.
    fn value(&mut self, value: &Expression, json: bool) {
        match &value.kind {
            ExpressionKind::Constant(Constant::String, text)
                if json && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok() =>
            {
                self.json.raw(text.trim());
            }
            _ => self.expression(value),
        }
    }

    fn expression(&mut self, expression: &Expression) {
        let annotations = &expression.annotations;
        match &expression.kind {
            ExpressionKind::Constant(kind, text) => self.constant(*kind, text),
            ExpressionKind::Path(PathKind::Path, path) => self.wrapped("$Path", path),
            ExpressionKind::Path(_, path) => self.json.string(&self.aliases.path(path)),
            ExpressionKind::LabeledElementReference(name) => {
                self.wrapped("$LabeledElementReference", name);
            }
            ExpressionKind::Null if annotations.is_empty() => self.json.raw("null"),
            ExpressionKind::Null => self.object(annotations, |writer| {
                writer.json.key("$Null");
                writer.json.raw("null");
            }),
            // Neither representation has annotations on collections.
            ExpressionKind::Collection(items) => self.list(items),
            ExpressionKind::Record { type_, properties } => {
                self.json.open_object();
                self.record_type(type_.as_ref());
                self.annotations("", annotations);
                self.record(properties);
                self.json.close_object();
            }
            ExpressionKind::Operator(operator, operands) => {
                self.object(annotations, |writer| {
                    writer.json.key(&format!("${}", operator.name()));
                    match operator {
                        Operator::Not | Operator::Neg => writer.operand(operands),
                        _ => writer.list(operands),
                    }
                });
            }
            ExpressionKind::If(operands) => self.object(annotations, |writer| {
                writer.json.key("$If");
                writer.list(operands);
            }),
            ExpressionKind::Apply {
                function,
                arguments,
            } => self.object(annotations, |writer| {
                writer.json.key("$Apply");
                writer.list(arguments);
                let function = writer.aliases.qualified(function.as_str());
                writer.json.text("$Function", &function);
            }),
            ExpressionKind::Cast {
                type_,
                facets,
                operand,
            } => self.object(annotations, |writer| {
                writer.json.key("$Cast");
                writer.operand(operand);
                writer.type_(type_.as_str(), FacetOwner::Expression);
                writer.facets(facets, type_.as_str(), FacetOwner::Expression);
            }),
            ExpressionKind::IsOf {
                type_,
                facets,
                operand,
            } => self.object(annotations, |writer| {
                writer.json.key("$IsOf");
                writer.operand(operand);
                writer.type_(type_.as_str(), FacetOwner::Expression);
                writer.facets(facets, type_.as_str(), FacetOwner::Expression);
            }),
            ExpressionKind::LabeledElement { name, value } => self.object(annotations, |writer| {
                writer.json.key("$LabeledElement");
                writer.operand(value);
                writer.json.text("$Name", name.as_str());
            }),
            ExpressionKind::UrlRef(url) => self.object(annotations, |writer| {
                writer.json.key("$UrlRef");
                writer.operand(url);
            }),
        }
    }

    /// Writes a constant expression (section 14.3).
    fn constant(&mut self, kind: Constant, text: &str) {
        match kind {
            Constant::Bool => self.json.raw(if text == "true" { "true" } else { "false" }),
            Constant::Decimal | Constant::Float | Constant::Int => {
                self.json.number_or_string(text);
            }
            Constant::EnumMember => {
                let members: Vec<&str> = text
                    .split_whitespace()
                    .map(|member| member.split_once('/').map_or(member, |(_, name)| name))
                    .collect();
                self.json.string(&members.join(","));
            }
            _ => self.json.string(text),
        }
    }

    /// Writes an object with the single member `key` that holds a path.
    fn wrapped(&mut self, key: &str, path: &str) {
        self.json.open_object();
        self.json.text(key, &self.aliases.path(path));
        self.json.close_object();
    }

    /// Writes an object that holds an expression and its annotations.
    fn object(&mut self, annotations: &[Annotation], content: impl FnOnce(&mut Self)) {
        self.json.open_object();
        content(self);
        self.annotations("", annotations);
        self.json.close_object();
    }

    /// Writes the only operand. A missing operand does not make the document unreadable.
    fn operand(&mut self, operand: &[Expression]) {
        match operand.first() {
            Some(operand) => self.expression(operand),
            None => self.json.raw("null"),
        }
    }

    fn list(&mut self, items: &[Expression]) {
        self.json.open_array();
        for item in items {
            self.json.item();
            self.expression(item);
        }
        self.json.close_array();
    }

    /// Writes the type of a record as control information (section 14.4.12). Before version
    /// 4.01 its name is `@odata.type` (section 4.5 of the JSON format).
    fn record_type(&mut self, type_: Option<&Text>) {
        if let Some(type_) = type_ {
            let uri = self.aliases.uri(type_.as_str());
            let value = format!("{uri}#{}", self.aliases.qualified(type_.as_str()));
            let old = self.document.version.as_str() == "4.0";
            self.json
                .text(if old { "@odata.type" } else { "@type" }, &value);
        }
    }

    fn record(&mut self, properties: &[PropertyValue]) {
        let names: Vec<&str> = properties.iter().map(|p| p.property.as_str()).collect();
        let last = last_of_each(&names);
        for (property, last) in properties.iter().zip(last) {
            if !last {
                continue;
            }
            let name = property.property.as_str();
            // Without a value the default of the property applies, which is what an absent
            // member means.
            if let Some(value) = &property.value {
                self.json.key(name);
                self.value(value, self.is_json(&property.annotations));
            }
            self.annotations(name, &property.annotations);
        }
    }
}
