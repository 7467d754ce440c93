//! The differences between two snapshots, in a few lines.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::csdl;
use crate::diagnostic::Sources;
use crate::model::{Model, Type, TypeKind, resolve};

/// Names shown of each kind of change; the rest is counted.
const SHOWN: usize = 12;

/// Declarations of a snapshot by name.
type Declared = BTreeMap<String, String>;

/// Describes the changes from one snapshot to another.
pub fn describe(before: &str, after: &str) -> String {
    let (before, after) = (model(before), model(after));
    let (old, new) = (types(&before), types(&after));
    let mut text = String::new();
    compare(&mut text, "types", &old, &new);
    // The members of an added or removed type are not listed: the type is.
    let both = |name: &str| old.contains_key(name) && new.contains_key(name);
    compare(
        &mut text,
        "members",
        &members(&before, both),
        &members(&after, both),
    );
    compare(
        &mut text,
        "operations",
        &operations(&before),
        &operations(&after),
    );
    compare(&mut text, "roots", &roots(&before), &roots(&after));
    if text.is_empty() {
        text.push_str("  changed     no declaration; only order, annotations or white space\n");
    }
    text
}

/// Snapshots have no errors: `snapshot` reads a document before it writes one.
fn model(text: &str) -> Model {
    let mut sources = Sources::default();
    let number = sources.add("snapshot", text);
    let (document, _) = csdl::read(&sources, number);
    resolve(&[document]).0
}

fn types(model: &Model) -> Declared {
    let kind = |found: &Type| match &found.kind {
        TypeKind::Structured(structured) => format!(
            "{}{}{}",
            if structured.is_abstract {
                "abstract "
            } else {
                ""
            },
            if structured.open { "open " } else { "" },
            found.kind_name()
        ),
        TypeKind::Enum(found) if found.is_flags => "flags".to_owned(),
        _ => found.kind_name().to_owned(),
    };
    let all = model.types.iter();
    all.map(|found| (found.name.to_string(), kind(found)))
        .collect()
}

/// The members of types, inherited ones included: a member that moves to a base type is no
/// change.
fn members(model: &Model, is_of_interest: impl Fn(&str) -> bool) -> Declared {
    let mut declared = Declared::new();
    for (id, found) in model.type_ids() {
        let owner = found.name.to_string();
        if !is_of_interest(&owner) {
            continue;
        }
        for (_, property) in model.all_properties(id) {
            let optional = if property.is_nullable() { "?" } else { "" };
            let declaration = format!("{}{optional}", model.type_name(property.type_));
            declared.insert(format!("{owner}/{}", property.name), declaration);
        }
        // The number of an enumeration member is never sent.
        for member in found.enumeration().iter().flat_map(|e| &e.members) {
            declared.insert(format!("{owner}/{}", member.name), String::new());
        }
    }
    declared
}

fn operations(model: &Model) -> Declared {
    let mut declared = Declared::new();
    for operation in &model.operations {
        let binding = operation.binding().map(|p| model.type_name(p.type_));
        let parameters: Vec<_> = operation
            .own_parameters()
            .iter()
            .map(|p| {
                let optional = if p.optional || p.is_nullable() {
                    "?"
                } else {
                    ""
                };
                format!("{}: {}{optional}", p.name, model.type_name(p.type_))
            })
            .collect();
        let result = operation.return_type.as_ref();
        let result = result.map(|result| model.type_name(result.type_));
        let name = format!("{}({})", operation.name, binding.unwrap_or_default());
        let declaration = format!(
            "({}) → {}",
            parameters.join(", "),
            result.unwrap_or_default()
        );
        // Overloads share a name; all of them are its declaration.
        let all: &mut String = declared.entry(name).or_default();
        all.push_str(&declaration);
    }
    declared
}

fn roots(model: &Model) -> Declared {
    let all = model.roots.iter();
    all.map(|root| (root.name.clone(), root.kind.word().to_owned()))
        .collect()
}

fn compare(text: &mut String, what: &str, old: &Declared, new: &Declared) {
    let mut added: Vec<_> = new.keys().filter(|name| !old.contains_key(*name)).collect();
    let mut removed: Vec<_> = old.keys().filter(|name| !new.contains_key(*name)).collect();
    let cased: Vec<_> = removed
        .iter()
        .filter_map(|name| {
            let twin = added
                .iter()
                .find(|other| other.eq_ignore_ascii_case(name))?;
            Some(format!("{name} → {twin}"))
        })
        .collect();
    let twins = |list: &[&String], name: &String| list.iter().any(|o| o.eq_ignore_ascii_case(name));
    let (all_added, all_removed) = (added.clone(), removed.clone());
    added.retain(|name| !twins(&all_removed, name));
    removed.retain(|name| !twins(&all_added, name));
    let changed: Vec<_> = old
        .iter()
        .filter_map(|(name, before)| {
            let after = new.get(name).filter(|after| *after != before)?;
            Some(format!("{name}: {before} → {after}"))
        })
        .collect();
    line(text, what, "added", &added);
    line(text, what, "removed", &removed);
    line(text, what, "changed", &changed);
    line(text, what, "differ in case only (!)", &cased);
}

fn line<T: AsRef<str>>(text: &mut String, what: &str, how: &str, names: &[T]) {
    if names.is_empty() {
        return;
    }
    let shown: Vec<&str> = names.iter().take(SHOWN).map(AsRef::as_ref).collect();
    let _ = write!(
        text,
        "  {what:<11} {} {how}: {}",
        names.len(),
        shown.join(", ")
    );
    if names.len() > SHOWN {
        let _ = write!(text, ", and {} more", names.len() - SHOWN);
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(body: &str) -> String {
        format!(
            "<edmx:Edmx xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\" Version=\"4.0\">\
             <edmx:DataServices>\
             <Schema xmlns=\"http://docs.oasis-open.org/odata/ns/edm\" Namespace=\"s\">{body}\
             </Schema></edmx:DataServices></edmx:Edmx>"
        )
    }

    #[test]
    fn says_what_changed() {
        let before = document(
            "<ComplexType Name=\"a\"><Property Name=\"x\" Type=\"Edm.String\"/>\
             <Property Name=\"aadUrl\" Type=\"Edm.String\"/></ComplexType>\
             <ComplexType Name=\"gone\"/>",
        );
        let after = document(
            "<ComplexType Name=\"base\"><Property Name=\"aadURL\" Type=\"Edm.String\"/></ComplexType>\
             <ComplexType Name=\"a\" BaseType=\"s.base\">\
             <Property Name=\"x\" Type=\"Collection(Edm.String)\"/></ComplexType>",
        );
        assert_eq!(
            describe(&before, &after),
            "  types       1 added: s.base\n\
             \x20 types       1 removed: s.gone\n\
             \x20 members     1 changed: s.a/x: Edm.String? → Collection(Edm.String)?\n\
             \x20 members     1 differ in case only (!): s.a/aadUrl → s.a/aadURL\n"
        );
    }

    #[test]
    fn what_moves_to_a_base_stays() {
        let before = document(
            "<ComplexType Name=\"base\"/><ComplexType Name=\"a\" BaseType=\"s.base\">\
             <Property Name=\"x\" Type=\"Edm.String\"/></ComplexType>",
        );
        let after = document(
            "<ComplexType Name=\"base\"><Property Name=\"x\" Type=\"Edm.String\"/></ComplexType>\
             <ComplexType Name=\"a\" BaseType=\"s.base\"/>",
        );
        assert_eq!(
            describe(&before, &after),
            "  members     1 added: s.base/x\n"
        );
    }
}
