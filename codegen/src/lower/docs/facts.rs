//! The last line of a doc comment: what the metadata states about a type, property or
//! parameter.

use super::{Context, code};
use crate::model::{
    Facets, MaxLength, Property, PropertyId, Scale, Srid, Type, TypeId, TypeKind, TypeRef,
};

impl Context<'_> {
    /// `entity type `ns.name`, open, base `ns.base``.
    pub(super) fn type_facts(&self, _id: TypeId, found: &Type) -> String {
        let mut facts = vec![format!("{} {}", found.kind_name(), code(&found.name))];
        match &found.kind {
            TypeKind::Structured(structured) => {
                if structured.is_abstract {
                    facts.push("abstract".to_owned());
                }
                if structured.open {
                    facts.push("open".to_owned());
                }
                if structured.has_stream {
                    facts.push("media".to_owned());
                }
                if let Some(base) = structured.base.and_then(|id| self.input.model.type_(id)) {
                    facts.push(format!("base {}", code(&base.name)));
                }
            }
            TypeKind::Enum(found) if found.is_flags => facts.push("flags".to_owned()),
            _ => {}
        }
        facts.join(", ")
    }

    /// `` `id`, `Edm.String`, not nullable, key, from `ns.base` ``.
    pub(in crate::lower) fn property_facts(
        &self,
        type_: TypeId,
        id: PropertyId,
        property: &Property,
    ) -> String {
        let model = self.input.model;
        let mut facts = vec![code(&property.name)];
        if property.union.is_some() {
            facts.push("one value or a list".to_owned());
            facts.push("not in the metadata".to_owned());
        } else {
            facts.push(self.type_code(property.type_));
            if self.is_added(type_, id, property) {
                facts.push("not in the metadata".to_owned());
            }
        }
        if let Some(navigation) = &property.navigation {
            let contained = if navigation.contains_target {
                ", contained"
            } else {
                ""
            };
            facts.push(format!("navigation{contained}"));
        }
        facts.extend(nullable(property.nullable, property.type_.collection));
        facts.extend(facets(&property.facets));
        if let Some(default) = &property.default {
            facts.push(format!("default {}", code(default)));
        }
        if model.is_key(type_, id) {
            facts.push("key".to_owned());
        }
        let written = self.input.selection.types.get(&type_);
        let note = |text: &str| match written {
            Some(used) if used.write => text.to_owned(),
            // Nobody sends such values, so nothing need be said about requests.
            _ => text.split(':').next().unwrap_or_default().to_owned(),
        };
        if self.is_read_only(type_, id, property) {
            facts.push(note(match property.computed {
                true => "computed: requests leave it out",
                false => "read-only: requests leave it out",
            }));
        } else if property.immutable {
            facts.push(note("immutable: updates leave it out"));
        } else if self.is_create_only(type_, id, property) {
            facts.push(note("read-only: updates leave it out"));
        }
        if let Some(owner) = model.type_(id.owner).filter(|_| id.owner != type_) {
            facts.push(format!("from {}", code(&owner.name)));
        }
        facts.join(", ")
    }

    /// Whether only the overlay declares a property of a type. A derived type may declare for
    /// itself what the overlay adds to its base type.
    fn is_added(&self, type_: TypeId, id: PropertyId, property: &Property) -> bool {
        let model = self.input.model;
        let declares = |owner: TypeId| {
            let structured = model.type_(owner).and_then(Type::structured);
            let mut own = structured.into_iter().flat_map(|found| &found.properties);
            owner != id.owner && own.any(|other| other.name == property.name)
        };
        self.input
            .overlay
            .reason(id.owner, &property.name)
            .is_some()
            && !model.lineage(type_).into_iter().any(declares)
    }

    /// The OData notation of a type, formatted as code.
    pub(super) fn type_code(&self, type_: TypeRef) -> String {
        code(&self.input.model.type_name(type_))
    }
}

/// Nullability as a fact, only if the metadata states it explicitly.
pub(super) fn nullable(nullable: Option<bool>, collection: bool) -> Option<String> {
    match (nullable, collection) {
        (Some(false), false) => Some("not nullable".to_owned()),
        (Some(false), true) => Some("items not nullable".to_owned()),
        _ => None,
    }
}

/// The facets that the metadata states explicitly.
pub(super) fn facets(facets: &Facets) -> Vec<String> {
    let mut out = Vec::new();
    match facets.max_length {
        Some(MaxLength::Length(length)) => out.push(format!("maximum length {length}")),
        Some(MaxLength::Max) | None => {}
    }
    if let Some(precision) = facets.precision {
        out.push(format!("precision {precision}"));
    }
    match facets.scale {
        Some(Scale::Digits(digits)) => out.push(format!("scale {digits}")),
        Some(Scale::Variable) => out.push("scale variable".to_owned()),
        Some(Scale::Floating) => out.push("scale floating".to_owned()),
        None => {}
    }
    if facets.unicode == Some(false) {
        out.push("not Unicode".to_owned());
    }
    match facets.srid {
        Some(Srid::Number(number)) => out.push(format!("SRID {number}")),
        Some(Srid::Variable) => out.push("SRID variable".to_owned()),
        None => {}
    }
    out
}
