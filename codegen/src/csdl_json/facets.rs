//! What goes in: types, facets and default values as they stand in a document.
//! What comes out: the members of JSON that say the same, with the defaults of XML
//! spelled out where those of JSON are others.

use super::Writer;
use super::json::number;
use crate::csdl::{DeclarationKind, Document, Facets, Text};
use std::collections::BTreeMap;

/// Whose facets they are, which decides what absent ones mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A property, parameter, return type or term.
    Typed,
    /// A type definition: each use may say what it does not.
    Definition,
    /// A cast or a test: what is absent is unspecified (sections 14.4.5 and 14.4.8).
    Expression,
}

/// What a type of this document stands for in a default value.
pub(super) type Underlying<'d> = BTreeMap<(&'d str, &'d str), &'d str>;

/// What stands for enumerations in [`Underlying`].
const ENUM: &str = "enum";

/// The enumerations and type definitions of a document.
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

/// The item type of a type, and whether it is one of a collection.
pub(super) fn item(type_: &str) -> (&str, bool) {
    match type_.strip_prefix("Collection(") {
        Some(rest) => (rest.strip_suffix(')').unwrap_or(rest), true),
        None => (type_, false),
    }
}

impl Writer<'_> {
    /// `$Type` and `$Collection` (section 7.1). A string needs no `$Type`, but in expressions.
    pub(super) fn type_(&mut self, type_: &str, place: Place) {
        let (item, collection) = item(type_);
        if collection {
            self.json.flag("$Collection", true);
        }
        if item != "Edm.String" || place == Place::Expression {
            self.json.text("$Type", &self.names.qualified(item));
        }
    }

    /// `$Nullable` (section 7.2.1): `true` is the default of XML for what is no collection.
    pub(super) fn nullable(&mut self, nullable: Option<bool>, type_: &str) {
        let (_, collection) = item(type_);
        if nullable.unwrap_or(!collection) {
            self.json.flag("$Nullable", true);
        }
    }

    /// `$MaxLength` and the like (sections 7.2.2 to 7.2.6).
    pub(super) fn facets(&mut self, facets: &Facets, type_: &str, place: Place) {
        let (item, _) = item(type_);
        // The symbolic value `max` is not allowed in JSON; without the member all is allowed.
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
        self.precision(facets.precision.as_ref(), temporal && place == Place::Typed);
        let decimal = item == "Edm.Decimal" && place != Place::Expression;
        self.scale(facets.scale.as_ref(), decimal, place);
        if let Some(srid) = &facets.srid {
            self.json.text("$SRID", srid.as_str());
        }
    }

    /// No precision means zero in XML, any in JSON.
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

    /// No scale means zero in XML, `variable` in JSON.
    fn scale(&mut self, scale: Option<&Text>, decimal: bool, place: Place) {
        let Some(scale) = scale else {
            if decimal {
                self.json.key("$Scale");
                self.json.raw("0");
            }
            return;
        };
        // The symbolic values are read in any letter case and written in lower case.
        let known = ["variable", "floating"]
            .into_iter()
            .find(|known| known.eq_ignore_ascii_case(scale.as_str().trim()));
        if known == Some("variable") && place != Place::Expression {
            return;
        }
        self.json.key("$Scale");
        self.json.number_or_string(known.unwrap_or(scale.as_str()));
    }

    /// `$DefaultValue` (sections 7.2.7 and 14.1): as JSON writes a value of the type.
    ///
    /// Of types that other documents define the value says what it can be.
    pub(super) fn default_value(&mut self, default: Option<&Text>, type_: &str) {
        let Some(value) = default.map(Text::as_str) else {
            return;
        };
        self.json.key("$DefaultValue");
        let resolved = self.names.resolve(type_);
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
