//! Resolves `Term` elements. Errors in them are never a reason to refuse a document.

use super::super::{QName, Term};
use super::Resolver;
use crate::csdl::Text;

impl Resolver<'_> {
    pub(super) fn terms(&mut self) {
        let documents = self.documents;
        let mut schemas = 0;
        for (document, tree) in documents.iter().enumerate() {
            for schema in &tree.schemas {
                let mut list = Vec::with_capacity(schema.terms.len());
                for term in &schema.terms {
                    let text = |text: &Option<Text>| text.as_ref().map(|t| t.value.clone());
                    list.push(Term {
                        name: QName::new(schema.namespace.value.clone(), term.name.value.clone()),
                        span: term.name.span,
                        type_: self.expand_type(document, term.type_.as_str()),
                        base: term
                            .base
                            .as_ref()
                            .map(|b| self.symbols.expand(document, b.as_str())),
                        applies_to: text(&term.applies_to),
                        default: text(&term.default),
                        nullable: term.nullable,
                        facets: self.facets(document, &term.facets),
                        annotations: self.expand_all(document, &term.annotations),
                    });
                    // Called for its diagnostics: the model keeps the type of a term as
                    // text.
                    let _ = self.type_ref(document, &term.type_);
                }
                if let Some(schema) = self.model.schemas.get_mut(schemas) {
                    schema.terms = list;
                }
                schemas += 1;
            }
        }
    }

    /// Replaces the alias in the text of a type by its namespace.
    pub(super) fn expand_type(&self, document: usize, text: &str) -> String {
        match text
            .strip_prefix("Collection(")
            .and_then(|rest| rest.strip_suffix(')'))
        {
            Some(item) => format!("Collection({})", self.symbols.expand(document, item)),
            None => self.symbols.expand(document, text),
        }
    }
}
