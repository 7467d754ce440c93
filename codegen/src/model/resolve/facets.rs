//! Parses the facets of properties, parameters, return types and type definitions.

use super::super::{AbstractType, Facets, Item, MaxLength, Primitive, Scale, Srid, TypeKind};
use super::Resolver;
use crate::csdl::{self, Text};
use crate::diagnostic::{Code, Diagnostic, Span};

const FACET: Code = Code::new("E0119", "facet");
const MISPLACED: Code = Code::new("E0139", "facet-type");
const ZERO: Code = Code::new("E0182", "max-length");
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
        if let (Some(MaxLength::Length(0)), Some(text)) = (facets.max_length, &tree.max_length) {
            let message = "`MaxLength` is 0: no value but the empty one fits";
            self.warn(ZERO, message, text.span);
        }
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

    /// Reports facets that a type does not have. `span` is the position of the type.
    pub(super) fn misplaced_facets(&mut self, tree: &csdl::Facets, item: Item, span: Span) {
        if *tree == csdl::Facets::default() {
            return;
        }
        let primitive = match item {
            Item::Primitive(primitive) => Some(primitive),
            // Values of these may be of any primitive type.
            Item::Abstract(AbstractType::PrimitiveType | AbstractType::Untyped) => return,
            Item::Abstract(_) => None,
            Item::Named(id) => match self.model.type_(id).map(|found| &found.kind) {
                Some(TypeKind::Definition(definition)) => match definition.underlying {
                    Item::Primitive(primitive) => Some(primitive),
                    _ => return,
                },
                _ => None,
            },
        };
        let place = |text: &Option<Text>| text.as_ref().map(|text| text.span);
        let facets = [
            ("MaxLength", place(&tree.max_length)),
            ("Precision", place(&tree.precision)),
            ("Scale", place(&tree.scale)),
            ("Unicode", tree.unicode.map(|_| span)),
            ("SRID", place(&tree.srid)),
        ];
        for (facet, place) in facets {
            let Some(place) = place else { continue };
            if primitive.is_some_and(|primitive| has_facet(primitive, facet)) {
                continue;
            }
            let message = match primitive {
                Some(primitive) => format!("`{facet}` means nothing for `Edm.{primitive:?}`"),
                None => format!("`{facet}` means nothing for a type that is not primitive"),
            };
            self.diagnostics
                .push(Diagnostic::note(MISPLACED, message, place));
        }
        if let Some(text) = &tree.precision
            && matches!(
                primitive,
                Some(Primitive::DateTimeOffset | Primitive::Duration | Primitive::TimeOfDay)
            )
            && text.as_str().parse().is_ok_and(|digits: u32| digits > 12)
        {
            self.warn(FACET, "seconds have at most 12 decimal places", text.span);
        }
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

/// Whether a primitive type has a facet.
fn has_facet(primitive: Primitive, facet: &str) -> bool {
    match facet {
        "MaxLength" => matches!(
            primitive,
            Primitive::Binary | Primitive::Stream | Primitive::String
        ),
        "Precision" => matches!(
            primitive,
            Primitive::DateTimeOffset
                | Primitive::Decimal
                | Primitive::Duration
                | Primitive::TimeOfDay
        ),
        "Scale" => primitive == Primitive::Decimal,
        "Unicode" => primitive == Primitive::String,
        _ => format!("{primitive:?}").starts_with("Geo"),
    }
}
