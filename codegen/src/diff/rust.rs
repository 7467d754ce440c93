//! The effect of a change on the generated crate, from the items of both crates.

mod restrictions;

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, Class, Diff, Items, Source, find_rule};
use crate::api::{Api, Line};
use crate::sdk::{self, FieldType, Module, Sdk, Struct, Type, When};

/// What a program can do with the struct of a type or operation.
#[derive(Debug)]
struct Shape<'s> {
    arguments: Vec<(&'s str, &'s FieldType)>,
    setters: BTreeMap<&'s str, &'s str>,
    operation: bool,
}

/// Adds the effect on Rust code to a comparison of two models.
pub fn apply(diff: &mut Diff, old: &Sdk, new: &Sdk) {
    let renamed: BTreeMap<String, String> = diff
        .changes
        .iter()
        .filter(|c| is_renaming(c.rule))
        .filter_map(|c| Some((c.item.clone(), c.to.clone()?)))
        .collect();
    let (before, after) = (shapes(old), shapes(new));
    let mut more = Vec::new();
    for (origin, shape) in &before {
        let name = renamed.get(origin).unwrap_or(origin);
        if let Some(other) = after.get(name) {
            arguments(origin, shape, other, &diff.changes, &mut more);
            setters(origin, shape, other, &diff.changes, &mut more);
        }
    }
    let silent = more.iter().any(|change| change.source == Source::Silent);
    for change in &mut more {
        let owner = change
            .item
            .split_once('/')
            .map_or(&*change.item, |(owner, _)| owner);
        let near = diff.changes.iter().find(|c| c.item.starts_with(owner));
        change.area = near.map(|c| c.area.clone()).unwrap_or_default();
        (change.old, change.new) = near.map_or((None, None), |c| (c.old, c.new));
    }
    diff.changes.extend(more);
    let restricted = restrictions::places(diff, [old, new]);
    let (old, new) = (Api::new(old), Api::new(new));
    let differences = differences(&old, &new);
    let effect = differences.iter().map(|(_, _, effect)| *effect).max();
    attribute(diff, &differences, &restricted);
    let least = diff.changes.iter().map(|change| change.source).max();
    diff.items = effect.unwrap_or_default();
    if silent {
        diff.items = Source::Silent;
    }
    diff.source = least.unwrap_or_default().max(diff.items);
    diff.sort();
}

fn is_renaming(rule: &str) -> bool {
    matches!(
        rule,
        "type-case-changed" | "type-moved-namespace" | "type-renamed"
    )
}

fn shapes(sdk: &Sdk) -> BTreeMap<String, Shape<'_>> {
    let mut out = BTreeMap::new();
    let mut todo: Vec<&Module> = vec![&sdk.models, &sdk.requests];
    while let Some(module) = todo.pop() {
        todo.extend(&module.modules);
        for item in module.files.iter().flat_map(|file| &file.items) {
            match item {
                sdk::Item::Struct(found) => {
                    let origin = found.type_name.trim_start_matches('#').to_owned();
                    out.insert(origin, shape(found, false));
                }
                sdk::Item::Operation(found) => {
                    let origin = format!("{}({})", found.qualified_name, found.binding);
                    // Overloads are compared by the metadata alone.
                    let several = out.remove(&origin).is_some();
                    if !several {
                        out.insert(origin, shape(&found.parameters, true));
                    }
                }
                _ => {}
            }
        }
    }
    out
}

fn shape(found: &Struct, operation: bool) -> Shape<'_> {
    let required = found.required.iter().filter_map(|at| found.fields.get(*at));
    let fields = found.fields.iter().enumerate();
    let own = fields.filter(|(at, _)| found.written && !found.read_only.contains(at));
    Shape {
        arguments: required.map(|f| (f.wire.as_str(), &f.field_type)).collect(),
        setters: own
            .map(|(_, f)| (f.wire.as_str(), f.setter.as_str()))
            .collect(),
        operation,
    }
}

fn change(
    rule: &'static str,
    item: String,
    from: Option<String>,
    to: Option<String>,
    source: Source,
) -> Change {
    let class = find_rule(rule).map_or(Class::SourceBreaking, |found| found.class);
    Change {
        from,
        to,
        source,
        ..Change::new(rule, class, item)
    }
}

/// Compares the arguments of `new`, which are positional.
fn arguments(
    origin: &str,
    old: &Shape<'_>,
    new: &Shape<'_>,
    known: &[Change],
    out: &mut Vec<Change>,
) {
    let names = |shape: &Shape<'_>| -> Vec<String> {
        shape
            .arguments
            .iter()
            .map(|(name, _)| name.to_ascii_lowercase())
            .collect()
    };
    let (before, after) = (names(old), names(new));
    if before == after {
        return;
    }
    let (mut a, mut b) = (before.clone(), after.clone());
    a.sort();
    b.sort();
    let types = |shape: &Shape<'_>| -> Vec<FieldType> {
        let all = shape.arguments.iter();
        all.map(|(_, type_)| unconditional(type_)).collect()
    };
    let source = match types(old) == types(new) {
        true => Source::Silent,
        false => Source::Breaking,
    };
    let rule = match a == b {
        true => "arguments-reordered",
        false => "constructor-changed",
    };
    // The parameters of an operation are told one by one, and so are properties that are gone.
    let told = |name: &str| {
        known.iter().any(|c| {
            let item = c
                .item
                .strip_prefix(origin)
                .and_then(|rest| rest.strip_prefix('/'));
            item.is_some_and(|item| item.eq_ignore_ascii_case(name))
                && c.class <= Class::SourceBreaking
        })
    };
    let gone = before.iter().filter(|name| !after.contains(name));
    let added = after.iter().any(|name| !before.contains(name));
    let explained =
        old.operation || !added && gone.clone().count() > 0 && gone.clone().all(|n| told(n));
    if rule == "constructor-changed" && explained && source != Source::Silent {
        return;
    }
    let text = |shape: &Shape<'_>| {
        let names: Vec<&str> = shape.arguments.iter().map(|(name, _)| *name).collect();
        Some(names.join(","))
    };
    out.push(change(
        rule,
        origin.to_owned(),
        text(old),
        text(new),
        source,
    ));
}

/// A type without the condition under which it is compiled, whose number differs from crate to
/// crate.
fn unconditional(type_: &FieldType) -> FieldType {
    let mut type_ = type_.clone();
    if let Type::Model(path) | Type::Flags(path) | Type::OneOrMany(path) = &mut type_.item {
        path.when = When::ALWAYS;
    }
    type_
}

fn setters(
    origin: &str,
    old: &Shape<'_>,
    new: &Shape<'_>,
    known: &[Change],
    out: &mut Vec<Change>,
) {
    if old.operation {
        return;
    }
    let rule = "setter-removed";
    if !old.setters.is_empty() && new.setters.is_empty() {
        // Where the way to entities of the type is gone, nobody writes them.
        let leads = |c: &Change| {
            let from = c.from.as_deref().unwrap_or_default();
            let from = from.trim_start_matches("Collection(").trim_end_matches(')');
            c.rule == "navigation-removed" && from == origin
        };
        if known.iter().any(leads) {
            return;
        }
        let text = Some("with_…".to_owned());
        out.push(change(
            rule,
            origin.to_owned(),
            text,
            None,
            Source::Breaking,
        ));
        return;
    }
    let find = |name: &str| {
        new.setters
            .keys()
            .any(|other| other.eq_ignore_ascii_case(name))
    };
    for (name, setter) in old.setters.iter().filter(|(name, _)| !find(name)) {
        let item = format!("{origin}/{name}");
        let told = known.iter().any(|c| {
            c.item.ends_with(&format!("/{name}"))
                && matches!(
                    c.rule,
                    "property-removed" | "navigation-removed" | "property-became-navigation"
                )
        });
        if !told {
            let from = Some((*setter).to_owned());
            out.push(change(rule, item, from, None, Source::Breaking));
        }
    }
}

/// A difference of two lists of items, and its effect.
type Difference<'a> = (Option<&'a Line>, Option<&'a Line>, Source);

fn differences<'a>(old: &'a Api, new: &'a Api) -> Vec<Difference<'a>> {
    let by_key = |api: &'a Api| -> BTreeMap<&'a str, &'a Line> {
        api.lines
            .iter()
            .map(|line| (line.key.as_str(), line))
            .collect()
    };
    let (before, after) = (by_key(old), by_key(new));
    let mut out = Vec::new();
    for (key, line) in &before {
        let other = after.get(key).copied();
        if other.is_none_or(|other| other.text != line.text) {
            let effect = match line.note {
                true => Source::Compatible,
                false => Source::Breaking,
            };
            out.push((Some(*line), other, effect));
        }
    }
    for (key, line) in &after {
        if !before.contains_key(key) {
            out.push((None, Some(*line), Source::Compatible));
        }
    }
    out
}

/// Gives each difference to the change of the same element, else to the change of a type that
/// its text names, else to what is said of the requests there. What takes a method away breaks code.
fn attribute(
    diff: &mut Diff,
    differences: &[Difference<'_>],
    restricted: &BTreeMap<String, usize>,
) {
    let mut by_item: BTreeMap<String, usize> = BTreeMap::new();
    for (at, change) in diff.changes.iter().enumerate() {
        for name in [Some(&change.item), change.to.as_ref()]
            .into_iter()
            .flatten()
        {
            by_item.entry(name.clone()).or_insert(at);
        }
        if change.rule.ends_with("case-changed") {
            let owner = change.item.rsplit_once('/').map(|(owner, _)| owner);
            if let (Some(owner), Some(to)) = (owner, &change.to) {
                by_item.entry(format!("{owner}/{to}")).or_insert(at);
            }
        }
    }
    for (old, new, effect) in differences {
        let lines: Vec<&&Line> = old.iter().chain(new).collect();
        let own = lines.iter().find_map(|line| {
            let mut at = Some(line.origin.as_str());
            while let Some(name) = at {
                if let Some(found) = by_item.get(name) {
                    return Some(*found);
                }
                at = name.rsplit_once('/').map(|(owner, _)| owner);
            }
            None
        });
        let named: BTreeSet<&str> = lines
            .iter()
            .flat_map(|l| &l.mentions)
            .map(|m| &**m)
            .collect();
        let found = own.or_else(|| named.iter().find_map(|name| by_item.get(*name).copied()));
        let mut origins = lines.iter().flat_map(|line| {
            let owner = line.origin.rsplit_once('/').map(|(owner, _)| owner);
            std::iter::once(line.origin.as_str()).chain(owner)
        });
        let found = found.or_else(|| origins.find_map(|name| restricted.get(name).copied()));
        if let Some(change) = found.and_then(|at| diff.changes.get_mut(at)) {
            let text = |line: &Option<&Line>| line.map(|line| line.text.clone());
            let items: Items = (text(old), text(new));
            change.rust.push(items);
            change.source = change.source.max(*effect);
            if change.rule.starts_with("annotation-") && change.source == Source::Breaking {
                change.class = change.class.min(Class::SourceBreaking);
            }
        }
    }
}
