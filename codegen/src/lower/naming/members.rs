//! Assigns the names of fields, enum members, and variants.

use super::{Names, claim};
use crate::diagnostic::Diagnostics;
use crate::lower::Input;
use crate::lower::plan::{self, Plan, is_abstract};
use crate::model::{Model, Type, TypeId};
use crate::names::settle::{Claim, Scope};
use crate::names::{escape, pascal, snake};

/// Field names that would collide with `extra`, `with_extra` and `with_null` of every
/// struct.
pub const STRUCT: &[&str] = &["extra", "null"];

/// The variants of an enumeration type.
#[derive(Clone, Debug, Default)]
pub struct EnumNames {
    /// The variant of each member.
    pub members: Vec<String>,
    /// The variant for any other text.
    pub fallback: String,
}

/// The variants and methods of an enum over derived types.
#[derive(Clone, Debug, Default)]
pub struct AnyNames {
    /// The type, its variant, and the accessor of the variant, in the order of variants.
    /// The base type comes first if it is not abstract.
    pub variants: Vec<(TypeId, String, String)>,
    /// The variant for values of an unknown type.
    pub fallback: String,
    /// The method of each member of the base.
    pub members: Vec<String>,
}

/// Assigns fields, members and variants.
pub fn settle(input: Input<'_>, plan: &Plan, names: &mut Names, diagnostics: &mut Diagnostics) {
    for id in &plan.types {
        let Some(found) = input.model.type_(*id) else {
            continue;
        };
        if found.structured().is_some() {
            let fields = fields(input, *id, diagnostics);
            names.fields.insert(*id, fields);
        } else if found.enumeration().is_some() {
            names
                .enums
                .insert(*id, enumeration(input, found, diagnostics));
        }
    }
    for id in &plan.any().collect::<Vec<_>>() {
        let base = Some(*id).filter(|id| !is_abstract(input.model, *id));
        let derived = plan.derived.get(id).map(Vec::as_slice).unwrap_or_default();
        let members = names.fields.get(id).cloned().unwrap_or_default();
        let home = input
            .model
            .type_(*id)
            .map(|t| t.name.namespace.as_str())
            .unwrap_or_default();
        let settled = any(input, names, (base, derived, &members, home), diagnostics);
        names.any_members.insert(*id, settled);
    }
    for (id, types) in plan.unions() {
        let shared = shared_base(input.model, types);
        let members = shared
            .and_then(|base| names.fields.get(&base))
            .cloned()
            .unwrap_or_default();
        let home = input
            .model
            .type_(id.owner)
            .map(|t| t.name.namespace.as_str());
        let parts = (None, types, members.as_slice(), home.unwrap_or_default());
        let settled = any(input, names, parts, diagnostics);
        names.union_members.insert(id, settled);
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

fn fields(input: Input<'_>, id: TypeId, diagnostics: &mut Diagnostics) -> Vec<String> {
    let fields = plan::fields(input.model, id);
    let claims: Vec<Claim> = fields
        .iter()
        .map(|(at, property)| {
            let owner = input.model.type_(at.owner).map(|t| t.name.to_string());
            let who = format!("property {}/{}", owner.unwrap_or_default(), property.name);
            claim(
                input.decisions,
                who,
                Some(property.span),
                snake(&property.name),
            )
        })
        .collect();
    Scope::new(STRUCT).settle(&claims, diagnostics)
}

fn enumeration(input: Input<'_>, found: &Type, diagnostics: &mut Diagnostics) -> EnumNames {
    let members = found
        .enumeration()
        .map(|e| e.members.as_slice())
        .unwrap_or_default();
    let claims: Vec<Claim> = members
        .iter()
        .map(|member| {
            let who = format!("member {}/{}", found.name, member.name);
            claim(
                input.decisions,
                who,
                Some(member.span),
                pascal(&member.name),
            )
        })
        .collect();
    let members = super::escaped(&claims, &[], diagnostics);
    EnumNames {
        fallback: fallback(&members),
        members,
    }
}

/// `Unknown`, or `Unrecognized` if a member has that name.
fn fallback(taken: &[String]) -> String {
    let mut name = "Unknown".to_owned();
    if taken.contains(&name) {
        "Unrecognized".clone_into(&mut name);
    }
    while taken.contains(&name) {
        name.push('_');
    }
    name
}

type Parts<'a> = (Option<TypeId>, &'a [TypeId], &'a [String], &'a str);

/// Names each variant after its type. The name of a type outside the namespace `home`
/// starts with its modules, even if there would be no collision without them.
fn any(
    input: Input<'_>,
    names: &Names,
    (base, derived, members, home): Parts<'_>,
    diagnostics: &mut Diagnostics,
) -> AnyNames {
    let wish = |id: &TypeId| {
        let path = names.types.get(id)?;
        let found = input.model.type_(*id)?;
        let own = path.name.trim_start_matches("r#");
        let words = if found.name.namespace == home {
            own.to_owned()
        } else {
            let modules = path.modules.iter().skip(1);
            modules
                .map(|module| pascal(module.trim_start_matches("r#")))
                .collect::<String>()
                + own
        };
        let who = format!("variant for {}", found.name);
        Some((
            *id,
            Claim {
                who,
                span: Some(found.span),
                words,
                decided: false,
            },
        ))
    };
    let mut wishes: Vec<(TypeId, Claim)> = derived.iter().filter_map(wish).collect();
    wishes.sort_by(|a, b| a.1.words.cmp(&b.1.words));
    let wishes: Vec<_> = base.iter().filter_map(wish).chain(wishes).collect();
    let (ids, claims): (Vec<TypeId>, Vec<Claim>) = wishes.into_iter().unzip();
    let variants = super::escaped(&claims, &[], diagnostics);

    let method = |words: String, who: &str| Claim {
        who: who.to_owned(),
        span: None,
        words,
        decided: false,
    };
    let readers = members
        .iter()
        .map(|words| method(words.clone(), "a member"));
    let givers = variants.iter().map(|name| {
        method(
            format!("as_{}", snake(name.trim_start_matches("r#"))),
            "a variant",
        )
    });
    let methods: Vec<Claim> = readers.chain(givers).collect();
    let methods = super::escaped(&methods, &["extra"], diagnostics);
    let (members, givers) = methods.split_at(members.len().min(methods.len()));
    let given = ids
        .into_iter()
        .zip(variants.iter().cloned())
        .zip(givers.iter().cloned());
    AnyNames {
        fallback: fallback(&variants),
        variants: given
            .map(|((id, variant), giver)| (id, variant, giver))
            .collect(),
        members: members.iter().map(|words| escape(words)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::fallback;

    #[test]
    fn the_fallback_gives_way_to_members() {
        let names = |list: &[&str]| list.iter().map(|&n| n.to_owned()).collect::<Vec<_>>();
        assert_eq!(fallback(&names(&["A"])), "Unknown");
        assert_eq!(fallback(&names(&["Unknown"])), "Unrecognized");
        assert_eq!(
            fallback(&names(&["Unknown", "Unrecognized"])),
            "Unrecognized_"
        );
    }
}
