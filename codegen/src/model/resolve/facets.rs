//! Parses the facets of properties, parameters, return types and type definitions.

use super::super::{Facets, MaxLength, Scale, Srid};
use super::Resolver;
use crate::csdl::{self, Text};
use crate::diagnostic::Code;

const FACET: Code = Code::new("E0119", "facet");
const VERSION: Code = Code::new("E0121", "version-4.01");

impl Resolver<'_> {
    pub(super) fn facets(&mut self, document: usize, tree: &csdl::Facets) -> Facets {
        let facets = Facets {
            max_length: tree.max_length.as_ref().and_then(|text| {
                if text.as_str().eq_ignore_ascii_case("max") {
                    return Some(MaxLength::Max);
                }
                self.number(text, "MaxLength").map(MaxLength::Length)
            }),
            precision: tree
                .precision
                .as_ref()
                .and_then(|text| self.number(text, "Precision")),
            scale: tree.scale.as_ref().and_then(|text| {
                if text.as_str().eq_ignore_ascii_case("variable") {
                    return Some(Scale::Variable);
                }
                if text.as_str().eq_ignore_ascii_case("floating") {
                    return Some(Scale::Floating);
                }
                self.number(text, "Scale").map(Scale::Digits)
            }),
            unicode: tree.unicode,
            srid: tree.srid.as_ref().and_then(|text| {
                if text.as_str().eq_ignore_ascii_case("variable") {
                    return Some(Srid::Variable);
                }
                self.number(text, "SRID").map(Srid::Number)
            }),
        };
        if let (Some(Scale::Floating), Some(text)) = (facets.scale, &tree.scale)
            && !self.is_401(document)
        {
            self.warn(VERSION, "a floating `Scale` is for version 4.01", text.span);
        }
        for (facet, text) in [
            ("MaxLength", &tree.max_length),
            ("Scale", &tree.scale),
            ("SRID", &tree.srid),
        ] {
            if let Some(text) = text {
                self.symbol(document, facet, text);
            }
        }
        if let (Some(Scale::Digits(scale)), Some(precision), Some(text)) =
            (facets.scale, facets.precision, &tree.scale)
            && scale > precision
        {
            self.warn(FACET, "`Scale` is greater than `Precision`", text.span);
        }
        facets
    }

    /// Warns about a symbolic facet value whose form belongs to the other OData version.
    /// Both forms are accepted in either version.
    fn symbol(&mut self, document: usize, facet: &str, text: &Text) {
        let lower = text.as_str().to_ascii_lowercase();
        if !matches!(lower.as_str(), "max" | "variable" | "floating") {
            return;
        }
        match self.is_401(document) {
            true if lower == "max" => {
                let message = format!("`{facet}` of `max` is deprecated since version 4.01");
                self.warn(FACET, message, text.span);
            }
            false if lower != text.as_str() => {
                let message = format!("`{facet}` of `{lower}` has another letter case here");
                self.warn(FACET, message, text.span);
            }
            _ => {}
        }
    }

    fn number<N: std::str::FromStr>(&mut self, text: &Text, facet: &str) -> Option<N> {
        let number = Some(text.as_str())
            .filter(|t| t.bytes().all(|b| b.is_ascii_digit()))
            .and_then(|t| t.parse().ok());
        if number.is_none() {
            self.error(
                FACET,
                format!("`{facet}` cannot be `{}`", text.value),
                text.span,
            );
        }
        number
    }
}
