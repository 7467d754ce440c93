//! Lowers a type with derived types, or a union of the overlay, to an [`AnyEnum`].

use super::naming::{AnyEnumNames, FamilyNames};
use super::plan::is_abstract;
use super::{Context, deprecation};
use crate::model::{Property, PropertyId, Type, TypeId};
use crate::sdk::{AnyEnum, Family, Member, Path, Variant};

impl Context<'_> {
    /// The enum over a type and the types derived from it.
    pub(super) fn any_enum(&self, id: TypeId, found: &Type, path: &Path) -> AnyEnum {
        let names = &self.names.any_enums[&id];
        let mut out = self.variants(names);
        let bare = is_abstract(self.input.model, id);
        if bare {
            out.fallback = Some(names.fallback.clone());
        } else if !out.derived.is_empty() {
            out.base = Some(out.derived.remove(0));
        }
        out.path.clone_from(path);
        out.doc = if bare {
            self.type_doc(id, found)
        } else {
            self.any_doc(id, found)
        };
        out.deprecated = deprecation(found.deprecated.as_ref());
        out.members = self.base_members(id, names);
        out
    }

    /// The enum of a union that the overlay declares.
    pub(super) fn union_enum(&self, id: PropertyId, property: &Property, path: &Path) -> AnyEnum {
        let names = &self.names.union_enums[&id];
        let shared = super::naming::shared_base(self.input.model, &self.plan.unions[&id]);
        let mut out = self.variants(names);
        out.path.clone_from(path);
        out.fallback = Some(names.fallback.clone());
        out.doc = self.union_doc(id, property);
        out.members = shared
            .map(|base| self.base_members(base, names))
            .unwrap_or_default();
        out.families = names
            .families
            .iter()
            .map(|family| self.family(family, names))
            .collect();
        out
    }

    fn variants(&self, names: &AnyEnumNames) -> AnyEnum {
        let variant = |(id, name): &(TypeId, String)| Variant {
            name: name.clone(),
            path: self.names.types[id].clone(),
            wire: self.input.model[*id].name.to_string(),
        };
        AnyEnum {
            derived: names.variants.iter().map(variant).collect(),
            ..AnyEnum::default()
        }
    }

    fn base_members(&self, id: TypeId, names: &AnyEnumNames) -> Vec<Member> {
        let members = names.members.iter().enumerate();
        let members =
            members.map(|(position, (at, method))| self.member(id, position, *at, method));
        members.collect()
    }

    /// What the variants of a union share that inherit from one type.
    fn family(&self, family: &FamilyNames, names: &AnyEnumNames) -> Family {
        let model = self.input.model;
        let variants = names.variants.iter();
        let kin = variants.filter(|(id, _)| model.is_a(*id, family.base));
        let members = family.members.iter();
        Family {
            variants: kin.map(|(_, name)| name.clone()).collect(),
            members: members
                .map(|(position, at, method)| self.member(family.base, *position, *at, method))
                .collect(),
        }
    }

    fn member(&self, id: TypeId, position: usize, at: PropertyId, method: &str) -> Member {
        let property = &self.input.model[at];
        Member {
            method: method.to_owned(),
            position,
            field_type: self.property_type(at, property),
            doc: self.property_doc(id, at, property),
            deprecated: deprecation(property.deprecated.as_ref()),
        }
    }
}
