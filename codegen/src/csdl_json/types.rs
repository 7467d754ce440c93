//! Writes the objects of types (sections 6 to 11).

use super::facets::{FacetOwner, item};
use super::json::number;
use super::{Writer, last_of_each};
use crate::csdl::{
    DeclarationKind, EnumType, Key, Navigation, Property, StructuredType, TypeDeclaration,
    TypeDefinition,
};

impl Writer<'_> {
    /// Writes the object of a type.
    pub(super) fn type_object(&mut self, type_: &TypeDeclaration) {
        self.json.open_object();
        match &type_.kind {
            DeclarationKind::Structured(structured) => {
                self.structured(structured);
                self.annotations("", &type_.annotations);
                self.properties(&structured.properties);
            }
            DeclarationKind::Enum(enumeration) => {
                self.json.text("$Kind", "EnumType");
                if let Some(underlying) = &enumeration.underlying {
                    self.json.text("$UnderlyingType", underlying.as_str());
                }
                self.flag_if_true("$IsFlags", enumeration.is_flags);
                self.annotations("", &type_.annotations);
                self.members(enumeration);
            }
            DeclarationKind::Definition(definition) => {
                self.definition(definition);
                self.annotations("", &type_.annotations);
            }
        }
        self.json.close_object();
    }

    /// Writes a boolean member, which is left out if it is `false`.
    pub(super) fn flag_if_true(&mut self, name: &str, value: Option<bool>) {
        if value == Some(true) {
            self.json.flag(name, true);
        }
    }

    fn structured(&mut self, type_: &StructuredType) {
        let kind = if type_.entity {
            "EntityType"
        } else {
            "ComplexType"
        };
        self.json.text("$Kind", kind);
        if let Some(base) = &type_.base {
            self.json
                .text("$BaseType", &self.aliases.qualified(base.as_str()));
        }
        self.flag_if_true("$Abstract", type_.is_abstract);
        self.flag_if_true("$OpenType", type_.open);
        self.flag_if_true("$HasStream", type_.has_stream);
        // More than one key is an error of the document; the first one is written.
        if let Some(key) = type_.keys.first() {
            self.key(key);
        }
    }

    /// Writes `$Key` (section 6.5): each key property as a name, or as an object with alias
    /// and path.
    fn key(&mut self, key: &Key) {
        self.json.key("$Key");
        self.json.open_array();
        for property in &key.properties {
            self.json.item();
            match &property.alias {
                Some(alias) => {
                    self.json.open_object();
                    self.json.text(alias.as_str(), property.name.as_str());
                    self.json.close_object();
                }
                None => self.json.string(property.name.as_str()),
            }
        }
        self.json.close_array();
    }

    fn properties(&mut self, properties: &[Property]) {
        let names: Vec<&str> = properties.iter().map(|p| p.name.as_str()).collect();
        let last = last_of_each(&names);
        for (property, last) in properties.iter().zip(last) {
            if !last {
                self.twice(&property.name);
                continue;
            }
            self.json.key(property.name.as_str());
            self.json.open_object();
            let type_ = property.type_.as_str();
            match &property.navigation {
                Some(navigation) => self.navigation(navigation, type_, property.nullable),
                None => {
                    self.type_(type_, FacetOwner::Typed);
                    self.nullable(property.nullable, type_);
                    self.facets(&property.facets, type_, FacetOwner::Typed);
                    self.default_value(property.default.as_ref(), type_);
                }
            }
            self.annotations("", &property.annotations);
            self.json.close_object();
        }
    }

    /// Writes a navigation property (section 8).
    fn navigation(&mut self, navigation: &Navigation, type_: &str, nullable: Option<bool>) {
        self.json.text("$Kind", "NavigationProperty");
        self.type_(type_, FacetOwner::Typed);
        // A collection of entities is never null, and neither are its items.
        if !item(type_).1 {
            self.nullable(nullable, type_);
        }
        if let Some(partner) = &navigation.partner {
            self.json
                .text("$Partner", &self.aliases.path(partner.as_str()));
        }
        self.flag_if_true("$ContainsTarget", navigation.contains_target);
        if !navigation.constraints.is_empty() {
            self.json.key("$ReferentialConstraint");
            self.json.open_object();
            let names: Vec<_> = navigation
                .constraints
                .iter()
                .map(|constraint| self.aliases.path(constraint.property.as_str()).into_owned())
                .collect();
            let last = last_of_each(&names);
            for ((constraint, name), last) in navigation.constraints.iter().zip(&names).zip(last) {
                if last {
                    let referenced = self.aliases.path(constraint.referenced.as_str());
                    self.json.text(name, &referenced);
                    self.annotations(name, &constraint.annotations);
                }
            }
            self.json.close_object();
        }
        if let Some(action) = &navigation.on_delete {
            self.json.text("$OnDelete", action.as_str());
            self.annotations("$OnDelete", &navigation.on_delete_annotations);
        }
    }

    /// Writes the members of an enumeration (section 10.3). A member without a value has the
    /// one after that of the member before it, and the first one zero.
    fn members(&mut self, enumeration: &EnumType) {
        let members = &enumeration.members;
        let names: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
        let last = last_of_each(&names);
        let mut next = 0_i64;
        for (member, last) in members.iter().zip(last) {
            let written = member.value.as_ref().map(|value| value.as_str());
            let value = written.map_or(Some(next), |text| text.parse().ok());
            next = value.unwrap_or(next).saturating_add(1);
            if !last {
                self.twice(&member.name);
                continue;
            }
            let name = member.name.as_str();
            self.json.key(name);
            match written.and_then(number) {
                Some(number) if number == "-0" => self.json.raw("0"),
                Some(number) => self.json.raw(&number),
                None => self.json.raw(&value.unwrap_or_default().to_string()),
            }
            self.annotations(name, &member.annotations);
        }
    }

    fn definition(&mut self, definition: &TypeDefinition) {
        let underlying = definition.underlying.as_str();
        self.json.text("$Kind", "TypeDefinition");
        self.json.text("$UnderlyingType", underlying);
        self.facets(&definition.facets, underlying, FacetOwner::Definition);
    }
}
