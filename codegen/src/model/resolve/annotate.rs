//! Copies annotations from the syntax tree into the model, with full namespaces.
//!
//! A name that is not declared anywhere stays as written: an unknown annotation is never an
//! error. Recursion is bounded because the reader limits the nesting of expressions.

use super::Resolver;
use crate::csdl::{Annotation, Constant, Expression, ExpressionKind, PropertyValue, Text};
use crate::diagnostic::Spanned;

impl Resolver<'_> {
    pub(super) fn expand_all(&self, document: usize, list: &[Annotation]) -> Vec<Annotation> {
        list.iter()
            .map(|annotation| self.expand_annotation(document, annotation))
            .collect()
    }

    pub(super) fn expand_annotation(&self, document: usize, tree: &Annotation) -> Annotation {
        Annotation {
            term: self.expand_text(document, &tree.term),
            qualifier: tree.qualifier.clone(),
            value: tree
                .value
                .as_ref()
                .map(|value| self.expand_value(document, value)),
            annotations: self.expand_all(document, &tree.annotations),
        }
    }

    fn expand_text(&self, document: usize, text: &Text) -> Text {
        Spanned::new(self.expand_type(document, text.as_str()), text.span)
    }

    fn expand_value(&self, document: usize, tree: &Expression) -> Expression {
        let all = |list: &[Expression]| -> Vec<Expression> {
            list.iter()
                .map(|value| self.expand_value(document, value))
                .collect()
        };
        let text = |text: &Text| self.expand_text(document, text);
        let kind = match &tree.kind {
            ExpressionKind::Constant(Constant::EnumMember, value) => {
                let members: Vec<String> = value
                    .split_whitespace()
                    .map(|member| match member.split_once('/') {
                        Some((type_, name)) => {
                            format!("{}/{name}", self.symbols.expand(document, type_))
                        }
                        None => member.to_owned(),
                    })
                    .collect();
                ExpressionKind::Constant(Constant::EnumMember, members.join(" "))
            }
            ExpressionKind::Constant(kind, value) => ExpressionKind::Constant(*kind, value.clone()),
            ExpressionKind::Path(kind, path) => {
                ExpressionKind::Path(*kind, self.expand_path(document, path))
            }
            ExpressionKind::Null => ExpressionKind::Null,
            ExpressionKind::Collection(list) => ExpressionKind::Collection(all(list)),
            ExpressionKind::Record { type_, properties } => ExpressionKind::Record {
                type_: type_.as_ref().map(text),
                properties: properties
                    .iter()
                    .map(|property| PropertyValue {
                        property: property.property.clone(),
                        value: property
                            .value
                            .as_ref()
                            .map(|v| self.expand_value(document, v)),
                        annotations: self.expand_all(document, &property.annotations),
                    })
                    .collect(),
            },
            ExpressionKind::Operator(operator, list) => {
                ExpressionKind::Operator(*operator, all(list))
            }
            ExpressionKind::If(list) => ExpressionKind::If(all(list)),
            ExpressionKind::Apply {
                function,
                arguments,
            } => ExpressionKind::Apply {
                function: function.clone(),
                arguments: all(arguments),
            },
            ExpressionKind::Cast {
                type_,
                facets,
                operand,
            } => ExpressionKind::Cast {
                type_: text(type_),
                facets: facets.clone(),
                operand: all(operand),
            },
            ExpressionKind::IsOf {
                type_,
                facets,
                operand,
            } => ExpressionKind::IsOf {
                type_: text(type_),
                facets: facets.clone(),
                operand: all(operand),
            },
            ExpressionKind::LabeledElement { name, value } => ExpressionKind::LabeledElement {
                name: name.clone(),
                value: all(value),
            },
            ExpressionKind::LabeledElementReference(name) => {
                ExpressionKind::LabeledElementReference(self.symbols.expand(document, name))
            }
            ExpressionKind::UrlRef(list) => ExpressionKind::UrlRef(all(list)),
        };
        Expression {
            span: tree.span,
            kind,
            annotations: self.expand_all(document, &tree.annotations),
        }
    }

    /// Replaces aliases by namespaces in the casts, terms and containers of a path.
    pub(super) fn expand_path(&self, document: usize, path: &str) -> String {
        if !path.contains('.') {
            return path.to_owned();
        }
        let steps: Vec<String> = path
            .split('/')
            .map(|step| match step.rfind('@') {
                Some(at) => {
                    let (before, term) = step.split_at(at + 1);
                    let (term, qualifier) = term.split_once('#').unwrap_or((term, ""));
                    let mark = if qualifier.is_empty() { "" } else { "#" };
                    format!(
                        "{before}{}{mark}{qualifier}",
                        self.symbols.expand(document, term)
                    )
                }
                None => self.symbols.expand(document, step),
            })
            .collect();
        steps.join("/")
    }
}
