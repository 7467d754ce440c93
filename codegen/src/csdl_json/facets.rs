//! Writes types, facets and default values.
//!
//! Defaults of CSDL XML are written explicitly where CSDL JSON has a different default.

use super::Writer;
use super::json::number;
use crate::csdl::{DeclarationKind, Document, Facets, Text};
use std::collections::BTreeMap;

/// The element that facets belong to, which decides the meaning of an absent facet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FacetOwner {
    /// A property, parameter, return type or term.
    Typed,
    /// A type definition: a facet that it does not set can be set where it is used.
    Definition,
    /// A cast or a type test: an absent facet is unspecified (sections 14.4.5 and 14.4.8).
    Expression,
}

/// The underlying types of a document's type definitions and enumerations, for default
/// values.
pub(super) type Underlying<'d> = BTreeMap<(&'d str, &'d str), &'d str>;

/// The marker for enumerations in [`Underlying`].
const ENUM: &str = "enum";

/// Collects the enumerations and type definitions of a document.
pub(super) fn underlying(document: &Document) -> Underlying<'_> {
    let mut map = Underlying::new();
    for schema in &document.schemas {
        for type_ in &schema.types {
            let to = match &type_.kind {
                DeclarationKind::Enum(_) => ENUM,
                DeclarationKind::Definition(definition) => definition.underlying.as_str(),
                DeclarationKind::Structured(_) => continue,
            };
            map.insert((schema.namespace.as_str(), type_.name.as_str()), to);
        }
    }
    map
}

/// The item type of a type, and whether the type is a collection.
pub(super) fn item(type_: &str) -> (&str, bool) {
    match type_.strip_prefix("Collection(") {
        Some(rest) => (rest.strip_suffix(')').unwrap_or(rest), true),
        None => (type_, false),
    }
}

impl Writer<'_> {
    /// Writes `$Type` and `$Collection` (section 7.1). `Edm.String` is the default except
    /// in expressions.
    pub(super) fn type_(&mut self, type_: &str, owner: FacetOwner) {
        let (item, collection) = item(type_);
        if collection {
            self.json.flag("$Collection", true);
        }
        if item != "Edm.String" || owner == FacetOwner::Expression {
            self.json.text("$Type", &self.aliases.qualified(item));
        }
    }

    /// Writes `$Nullable` (section 7.2.1). In XML the default is `true` except for
    /// collections, in JSON `false`.
    pub(super) fn nullable(&mut self, nullable: Option<bool>, type_: &str) {
        let (_, collection) = item(type_);
        if nullable.unwrap_or(!collection) {
            self.json.flag("$Nullable", true);
        }
    }

    /// Writes `$MaxLength` and the other facets (sections 7.2.2 to 7.2.6).
    pub(super) fn facets(&mut self, facets: &Facets, type_: &str, owner: FacetOwner) {
        let (item, _) = item(type_);
        // JSON has no symbolic value `max`; an absent member means the same.
        if let Some(length) = facets.max_length.as_ref().and_then(|l| number(l.as_str())) {
            self.json.key("$MaxLength");
            self.json.raw(&length);
        }
        if facets.unicode == Some(false) {
            self.json.flag("$Unicode", false);
        }
        let temporal = matches!(
            item,
            "Edm.DateTimeOffset" | "Edm.Duration" | "Edm.TimeOfDay"
        );
        self.precision(
            facets.precision.as_ref(),
            temporal && owner == FacetOwner::Typed,
        );
        let decimal = item == "Edm.Decimal" && owner != FacetOwner::Expression;
        self.scale(facets.scale.as_ref(), decimal, owner);
        if let Some(srid) = &facets.srid {
            self.json.text("$SRID", srid.as_str());
        }
    }

    /// Writes `$Precision`. An absent precision means zero in XML, unspecified in JSON.
    fn precision(&mut self, precision: Option<&Text>, temporal: bool) {
        match precision {
            Some(precision) => {
                self.json.key("$Precision");
                self.json.number_or_string(precision.as_str());
            }
            None if temporal => {
                self.json.key("$Precision");
                self.json.raw("0");
            }
            None => {}
        }
    }

    /// Writes `$Scale`. An absent scale means zero in XML, `variable` in JSON.
    fn scale(&mut self, scale: Option<&Text>, decimal: bool, owner: FacetOwner) {
        let Some(scale) = scale else {
            if decimal {
                self.json.key("$Scale");
                self.json.raw("0");
            }
            return;
        };
        // The symbolic values are accepted in any letter case and written in lower case.
        let known = ["variable", "floating"]
            .into_iter()
            .find(|known| known.eq_ignore_ascii_case(scale.as_str().trim()));
        if known == Some("variable") && owner != FacetOwner::Expression {
            return;
        }
        self.json.key("$Scale");
        self.json.number_or_string(known.unwrap_or(scale.as_str()));
    }

    /// Writes `$DefaultValue` (sections 7.2.7 and 14.1) as a JSON value of the type.
    ///
    /// If another document defines the type, the form of the text decides whether it is
    /// written as a number, boolean or string.
    pub(super) fn default_value(&mut self, default: Option<&Text>, type_: &str) {
        let Some(value) = default.map(Text::as_str) else {
            return;
        };
        self.json.key("$DefaultValue");
        let resolved = self.aliases.resolve(type_);
        let type_ = self.underlying.get(&resolved).copied().unwrap_or(type_);
        match type_ {
            "Edm.String" | "Edm.Binary" | "Edm.Guid" | "Edm.Date" | "Edm.DateTimeOffset"
            | "Edm.Duration" | "Edm.TimeOfDay" | ENUM => self.json.string(value),
            _ => self.guess(value),
        }
    }

    fn guess(&mut self, value: &str) {
        match value {
            "null" | "true" | "false" => self.json.raw(value),
            _ => self.json.number_or_string(value),
        }
    }
}
