//! Assigns the names of fields, enum members, and variants.

use std::collections::BTreeSet;

use super::reserved::{ANY, STRUCT};
use super::{GeneratedNames, assign_escaped};
use crate::diagnostic::Diagnostics;
use crate::lower::Input;
use crate::lower::extent::Extent;
use crate::lower::plan::{self, Plan, is_abstract};
use crate::model::{EnumType, Model, PropertyId, Type, TypeId};
use crate::names::assign::{NameRequest, NameScope};
use crate::names::{pascal, snake};

/// The variants of an enumeration type.
#[derive(Clone, Debug, Default)]
pub struct EnumNames {
    /// The variant of each member, by the position of the member; escaped.
    pub members: Vec<(usize, String)>,
    /// The variant for any other text.
    pub fallback: String,
}

/// The variants and methods of an enum over derived types, escaped.
#[derive(Clone, Debug, Default)]
pub struct AnyEnumNames {
    /// The variants in order, with the types of their values. The base type comes first if
    /// it is not abstract.
    pub variants: Vec<(TypeId, String)>,
    /// The variant for values of an unknown type.
    pub fallback: String,
    /// The method for each property of the base type.
    pub members: Vec<(PropertyId, String)>,
    /// Of a union, the methods for what some of its variants share.
    pub families: Vec<FamilyNames>,
}

/// The methods for the properties that some variants of a union inherit from one type.
#[derive(Clone, Debug)]
pub struct FamilyNames {
    /// That type.
    pub base: TypeId,
    /// Its properties that not all variants have: the position among its fields, the property
    /// and the method.
    pub members: Vec<(usize, PropertyId, String)>,
}

/// Assigns fields, members and variants.
pub fn assign_members(
    input: Input<'_>,
    plan: &Plan,
    extent: &Extent,
    names: &mut GeneratedNames,
    diagnostics: &mut Diagnostics,
) {
    let model = input.model;
    // Properties that collide do so in every derived type; that is reported once.
    let mut inherited = Diagnostics::default();
    for &id in plan.types.iter().filter(|id| extent.names_members(**id)) {
        let found = &model[id];
        if found.structured().is_some() {
            names.fields.insert(id, fields(input, id, &mut inherited));
        } else if let Some(enumeration) = found.enumeration() {
            let members = enum_members(input, found, enumeration, diagnostics);
            names.enums.insert(id, members);
        }
    }
    let mut reported = BTreeSet::new();
    for found in inherited.iter() {
        if reported.insert((found.span, &found.message)) {
            diagnostics.push(found.clone());
        }
    }
    for id in plan.any().filter(|id| extent.has_type(*id)) {
        let enum_ = AnyEnum {
            input,
            owner: model[id].name.to_string(),
            base: Some(id).filter(|id| !is_abstract(model, *id)),
            derived: plan.derived.get(&id).map_or(&[], Vec::as_slice),
            members: names.fields.get(&id).map_or(&[], Vec::as_slice),
            home: &model[id].name.namespace,
        };
        let assigned = enum_.assign_names(names, diagnostics);
        names.any_enums.insert(id, assigned);
    }
    for (id, types) in plan.unions().filter(|(id, _)| extent.has_type(id.owner)) {
        let shared = shared_base(model, types).and_then(|base| names.fields.get(&base));
        let enum_ = AnyEnum {
            input,
            owner: format!("{}/{}", model[id.owner].name, model[id].name),
            base: None,
            derived: types,
            members: shared.map_or(&[], Vec::as_slice),
            home: &model[id.owner].name.namespace,
        };
        let mut assigned = enum_.assign_names(names, diagnostics);
        assigned.families = enum_.families(names);
        names.union_enums.insert(id, assigned);
    }
}

/// The nearest type that all of these types are or derive from.
pub fn shared_base(model: &Model, types: &[TypeId]) -> Option<TypeId> {
    let (first, rest) = types.split_first()?;
    let lineage = model.lineage(*first);
    lineage
        .into_iter()
        .find(|base| rest.iter().all(|id| model.is_a(*id, *base)))
}

/// The types, other than the base of all, from which at least two of these types inherit; of
/// each lineage the topmost.
fn families(model: &Model, types: &[TypeId]) -> Vec<TypeId> {
    let shared = shared_base(model, types);
    let is_above_all = |id: TypeId| shared.is_some_and(|shared| model.is_a(shared, id));
    let mut found: Vec<TypeId> = Vec::new();
    for id in types {
        let lineage = model.lineage(*id).into_iter();
        let below = lineage.take_while(|base| !is_above_all(*base));
        let kin = |base: &TypeId| types.iter().filter(|id| model.is_a(**id, *base)).count();
        if let Some(base) = below.filter(|base| kin(base) > 1).last()
            && !found.contains(&base)
        {
            found.push(base);
        }
    }
    found
}

fn fields(
    input: Input<'_>,
    id: TypeId,
    diagnostics: &mut Diagnostics,
) -> Vec<(PropertyId, String)> {
    let fields = plan::fields(input.model, id).into_iter();
    let requests = fields.map(|(at, property)| {
        let owner = &input.model[at.owner].name;
        let element = format!("property {owner}/{}", property.name);
        let request = NameRequest::new(element, Some(property.span), snake(&property.name));
        (at, request.with_decision(input.decisions))
    });
    NameScope::new(STRUCT).assign_names(requests.collect(), diagnostics)
}

fn enum_members(
    input: Input<'_>,
    found: &Type,
    enumeration: &EnumType,
    diagnostics: &mut Diagnostics,
) -> EnumNames {
    let members = enumeration.members.iter().enumerate();
    let requests = members.map(|(position, member)| {
        let element = format!("member {}/{}", found.name, member.name);
        let request = NameRequest::new(element, Some(member.span), pascal(&member.name));
        (position, request.with_decision(input.decisions))
    });
    let members = assign_escaped(requests.collect(), &[], diagnostics);
    EnumNames {
        fallback: fallback(members.iter().map(|(_, name)| name.as_str())),
        members,
    }
}

/// `Unknown`, or `Unrecognized` if a member has that name.
fn fallback<'n>(taken: impl Iterator<Item = &'n str>) -> String {
    let taken: Vec<&str> = taken.collect();
    let mut name = "Unknown".to_owned();
    if taken.contains(&name.as_str()) {
        "Unrecognized".clone_into(&mut name);
    }
    while taken.contains(&name.as_str()) {
        name.push('_');
    }
    name
}

/// An enum over derived types whose names are to be assigned.
struct AnyEnum<'a> {
    input: Input<'a>,
    /// The OData name of the base type, or of the property that holds a union.
    owner: String,
    /// The base type, if it is not abstract.
    base: Option<TypeId>,
    derived: &'a [TypeId],
    /// The fields of the base type.
    members: &'a [(PropertyId, String)],
    /// The namespace whose types need no prefix.
    home: &'a str,
}

impl AnyEnum<'_> {
    fn assign_names(&self, names: &GeneratedNames, diagnostics: &mut Diagnostics) -> AnyEnumNames {
        let request = |id: &TypeId| Some((*id, self.variant(names, *id)?));
        let mut derived: Vec<_> = self.derived.iter().filter_map(request).collect();
        derived.sort_by(|a, b| a.1.ident.cmp(&b.1.ident));
        let variants = self.base.iter().filter_map(request).chain(derived);
        let variants = assign_escaped(variants.collect(), &[], diagnostics);
        let fallback = fallback(variants.iter().map(|(_, name)| name.as_str()));

        AnyEnumNames {
            variants,
            fallback,
            members: self.accessors(diagnostics),
            families: Vec::new(),
        }
    }

    /// Names each method after the field that it reads. Only a name that the enum reserves
    /// changes, and then to one that no field has: `member` becomes `member__` beside a field
    /// `member_`.
    fn accessors(&self, diagnostics: &mut Diagnostics) -> Vec<(PropertyId, String)> {
        let members = self.members.iter().map(|(at, ident)| {
            let property = &self.input.model[*at];
            let element = format!("property {}/{}", self.owner, property.name);
            let mut request = NameRequest::new(element, Some(property.span), ident.clone());
            // Decided names are assigned first.
            request.decided = !ANY.contains(&ident.as_str());
            (*at, request)
        });
        assign_escaped(members.collect(), ANY, diagnostics)
    }

    /// Names the methods of a union for what some of its variants share, after the fields that
    /// they read. A name that another method has already is left out.
    fn families(&self, names: &GeneratedNames) -> Vec<FamilyNames> {
        let model = self.input.model;
        let mut taken: BTreeSet<&str> = ANY.iter().copied().collect();
        taken.extend(self.members.iter().map(|(_, ident)| ident.as_str()));
        let mut out = Vec::new();
        for base in families(model, self.derived) {
            let fields = names.fields.get(&base).map_or(&[][..], Vec::as_slice);
            let mut members = Vec::new();
            for (position, (at, ident)) in fields.iter().enumerate() {
                if taken.insert(ident) {
                    members.push((position, *at, ident.clone()));
                }
            }
            if !members.is_empty() {
                out.push(FamilyNames { base, members });
            }
        }
        out
    }

    /// Names each variant after its type. The name of a type outside the namespace `home`
    /// starts with its modules, even if there would be no collision without them.
    fn variant(&self, names: &GeneratedNames, id: TypeId) -> Option<NameRequest> {
        let path = names.types.get(&id)?;
        let found = &self.input.model[id];
        let own = path.name.trim_start_matches("r#");
        let mut ident = String::new();
        if found.name.namespace != self.home {
            let modules = path.modules.iter().skip(1);
            ident.extend(modules.map(|module| pascal(module.trim_start_matches("r#"))));
        }
        ident.push_str(own);
        let element = format!("variant {}/{}", self.owner, found.name);
        let request = NameRequest::new(element, Some(found.span), ident);
        Some(request.with_decision(self.input.decisions))
    }
}

#[cfg(test)]
mod tests {
    use super::fallback;

    #[test]
    fn the_fallback_gives_way_to_members() {
        let fallback = |list: &[&'static str]| fallback(list.iter().copied());
        assert_eq!(fallback(&["A"]), "Unknown");
        assert_eq!(fallback(&["Unknown"]), "Unrecognized");
        assert_eq!(fallback(&["Unknown", "Unrecognized"]), "Unrecognized_");
    }
}
