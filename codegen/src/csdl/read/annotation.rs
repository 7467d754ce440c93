//! Reads `Annotation` and `Annotations` elements.
//!
//! Recursion is bounded because the XML layer limits the depth of the tree.

use super::super::xml::Node;
use super::super::{
    Annotation, AnnotationTarget, Constant, Expression, ExpressionKind, Operator, PathKind,
    PropertyValue, Text,
};
use super::Reader;
use crate::diagnostic::Spanned;

impl<'a> Reader<'_, 'a> {
    /// Reads the annotations among the children of an element.
    pub(super) fn annotations(&mut self, node: &Node<'a>) -> Vec<Annotation> {
        let mut list = Vec::with_capacity(self.count(node, "Annotation"));
        for child in self.children(node) {
            if child.name == "Annotation" {
                list.extend(self.annotation(child));
            }
        }
        list
    }

    pub(super) fn annotation(&mut self, node: &Node<'a>) -> Option<Annotation> {
        let term = self.required(node, "Term")?;
        let qualifier = self.optional(node, "Qualifier");
        let value = self.value(node);
        let annotations = self.annotations(node);
        Some(Annotation {
            term,
            qualifier,
            value,
            annotations,
        })
    }

    pub(super) fn annotation_target(&mut self, node: &Node<'a>) -> Option<AnnotationTarget> {
        let target = self.required(node, "Target")?;
        let qualifier = self.optional(node, "Qualifier");
        let annotations = self.annotations(node);
        Some(AnnotationTarget {
            target,
            qualifier,
            annotations,
        })
    }

    /// Reads the value of an annotation or of a record's property, written as an attribute
    /// or as a child element.
    fn value(&mut self, node: &Node<'a>) -> Option<Expression> {
        for attribute in self.tree.attributes(node) {
            let text = || attribute.value.as_ref().to_owned();
            let kind = if let Some(constant) = Constant::from_name(attribute.name) {
                ExpressionKind::Constant(constant, text())
            } else if let Some(path) = PathKind::from_name(attribute.name) {
                ExpressionKind::Path(path, text())
            } else if attribute.name == "UrlRef" {
                let kind = ExpressionKind::Constant(Constant::String, text());
                let url = Expression {
                    span: attribute.span,
                    kind,
                    annotations: Vec::new(),
                };
                ExpressionKind::UrlRef(vec![url])
            } else {
                continue;
            };
            return Some(Expression {
                span: attribute.span,
                kind,
                annotations: Vec::new(),
            });
        }
        self.operands(node).into_iter().next()
    }

    /// Reads the children that are expressions.
    fn operands(&mut self, node: &Node<'a>) -> Vec<Expression> {
        let children = || self.children(node).filter(|c| c.name != "Annotation");
        let mut list = Vec::with_capacity(children().count());
        for child in children() {
            list.extend(self.expression(child));
        }
        list
    }

    fn expression(&mut self, node: &Node<'a>) -> Option<Expression> {
        let text = || node.text.as_ref().to_owned();
        let kind = if let Some(constant) = Constant::from_name(node.name) {
            let text = if constant == Constant::String {
                text()
            } else {
                text().trim().to_owned()
            };
            ExpressionKind::Constant(constant, text)
        } else if let Some(path) = PathKind::from_name(node.name) {
            ExpressionKind::Path(path, text().trim().to_owned())
        } else if let Some(operator) = Operator::from_name(node.name) {
            ExpressionKind::Operator(operator, self.operands(node))
        } else {
            match node.name {
                "Null" => ExpressionKind::Null,
                "Collection" => ExpressionKind::Collection(self.operands(node)),
                "Record" => self.record(node),
                "If" => ExpressionKind::If(self.operands(node)),
                "Apply" => ExpressionKind::Apply {
                    function: self.text(node, "Function"),
                    arguments: self.operands(node),
                },
                "Cast" => ExpressionKind::Cast {
                    type_: self.text(node, "Type"),
                    facets: Box::new(self.facets(node)),
                    operand: self.operands(node),
                },
                "IsOf" => ExpressionKind::IsOf {
                    type_: self.text(node, "Type"),
                    facets: Box::new(self.facets(node)),
                    operand: self.operands(node),
                },
                "LabeledElement" => ExpressionKind::LabeledElement {
                    name: self.text(node, "Name"),
                    value: self.value(node).into_iter().collect(),
                },
                "LabeledElementReference" => {
                    ExpressionKind::LabeledElementReference(text().trim().to_owned())
                }
                "UrlRef" => ExpressionKind::UrlRef(self.value(node).into_iter().collect()),
                _ => {
                    self.unknown(node, "Annotation");
                    return None;
                }
            }
        };
        let annotations = self.annotations(node);
        Some(Expression {
            span: node.span,
            kind,
            annotations,
        })
    }

    fn record(&mut self, node: &Node<'a>) -> ExpressionKind {
        let mut properties = Vec::new();
        for child in self.children(node) {
            match child.name {
                "PropertyValue" => {
                    if let Some(property) = self.required(child, "Property") {
                        let value = self.value(child);
                        let annotations = self.annotations(child);
                        properties.push(PropertyValue {
                            property,
                            value,
                            annotations,
                        });
                    }
                }
                "Annotation" => {}
                _ => self.unknown(child, node.name),
            }
        }
        ExpressionKind::Record {
            type_: self.optional(node, "Type"),
            properties,
        }
    }

    /// Reads an attribute of an expression. A missing attribute does not make the document
    /// unreadable.
    fn text(&self, node: &Node<'a>, name: &str) -> Text {
        self.optional(node, name)
            .unwrap_or_else(|| Spanned::new(String::new(), node.span))
    }
}
