//! Compares the properties of types with everything that they inherit.
//!
//! A property that is gone or new is told once, at the highest type that lacks or has it; a
//! property that moved along the base types is not gone.

use std::collections::{BTreeMap, BTreeSet};

use super::Differ;
use super::pairs::kind;
use super::references::{Reference, facets};
use crate::model::{Model, Property, PropertyId, TypeId};

/// The properties of a type, inherited ones included, by name.
type Flat<'m> = BTreeMap<&'m str, (PropertyId, &'m Property)>;

fn flat(model: &Model, id: TypeId) -> Flat<'_> {
    let all = model.all_properties(id).into_iter();
    all.map(|(id, property)| (property.name.as_str(), (id, property)))
        .collect()
}

impl Differ<'_> {
    pub(super) fn properties(&mut self, before: TypeId, after: TypeId, item: &str) {
        let (old_model, new_model) = (self.old.model, self.new.model);
        let (old, new) = (flat(old_model, before), flat(new_model, after));
        let mut used = BTreeSet::new();
        let mut gone = Vec::new();
        for (name, (id, property)) in &old {
            match new.get(name).or_else(|| cased(&old, &new, name)) {
                Some((new_id, new_property)) => {
                    used.insert(new_property.name.as_str());
                    // What is inherited is compared at the type that declares it.
                    if id.owner == before || self.pairs.new_of(id.owner).is_none() {
                        let start = self.changes.len();
                        self.moved((before, *id), (after, *new_id), &property.name, item);
                        self.property(property, new_property, &format!("{item}/{name}"));
                        self.at(start, Some(property.span), Some(new_property.span));
                    }
                }
                None => gone.push(*property),
            }
        }
        for property in gone {
            if self.is_told_above(before, &property.name, true) {
                continue;
            }
            let start = self.changes.len();
            let rule = match property.navigation {
                Some(_) => "navigation-removed",
                None => "property-removed",
            };
            let from = self.old_name(property.type_);
            self.tell(rule, format!("{item}/{}", property.name), from, None);
            self.announced(property.deprecated.as_ref());
            self.at(start, Some(property.span), None);
        }
        let kind_changed = kind(&old_model[before]) != kind(&new_model[after]);
        for (name, (id, property)) in &new {
            // What comes with the kind of type is told by its change.
            let inherited = kind_changed && id.owner != after;
            if used.contains(name) || inherited || self.is_told_above(after, name, false) {
                continue;
            }
            let start = self.changes.len();
            let rule = match property.navigation {
                Some(_) => "navigation-added",
                None => "property-added",
            };
            let to = self.new_name(property.type_);
            self.tell(rule, format!("{item}/{name}"), None, to);
            self.at(start, None, Some(property.span));
        }
    }

    /// Whether a base type, which is in both models, lost or gained the same property.
    fn is_told_above(&self, id: TypeId, name: &str, lost: bool) -> bool {
        let (here, there) = match lost {
            true => (self.old.model, self.new.model),
            false => (self.new.model, self.old.model),
        };
        let declares = |model: &Model, id: TypeId| {
            model.iter_lineage(id).any(|at| {
                let found = model[at].structured();
                found.is_some_and(|s| s.properties.iter().any(|p| p.name == name))
            })
        };
        here.iter_lineage(id).skip(1).any(|base| {
            let twin = match lost {
                true => self.pairs.new_of(base),
                false => self.pairs.old_of(base),
            };
            twin.is_some_and(|twin| declares(here, base) && !declares(there, twin))
        })
    }

    fn moved(
        &mut self,
        (before, old): (TypeId, PropertyId),
        (after, new): (TypeId, PropertyId),
        name: &str,
        item: &str,
    ) {
        if old.owner != before || new.owner == after {
            return;
        }
        let from = self.old.model[old.owner].name.to_string();
        let to = self.new.model[new.owner].name.to_string();
        let item = format!("{item}/{name}");
        self.tell("member-moved-to-base", item, Some(from), Some(to));
    }

    fn property(&mut self, old: &Property, new: &Property, item: &str) {
        if old.name != new.name {
            let (from, to) = (Some(old.name.clone()), Some(new.name.clone()));
            self.tell("property-case-changed", item, from, to);
        }
        self.descriptions += usize::from(old.description != new.description);
        self.annotations(
            item,
            (&old.annotations, &new.annotations),
            (old.deprecated.as_ref(), new.deprecated.as_ref()),
        );
        if old.navigation.is_some() != new.navigation.is_some() {
            let (from, to) = (self.old_name(old.type_), self.new_name(new.type_));
            self.tell("property-became-navigation", item, from, to);
            return;
        }
        let navigation = old.navigation.is_some();
        let rule = match (self.reference(old.type_, new.type_), navigation) {
            (Reference::Same, _) => None,
            (Reference::Collection, false) => Some("property-collection-changed"),
            (Reference::Named, false) => Some("property-type-named"),
            (Reference::Widened, false) => Some("property-type-widened"),
            (Reference::Other, false) => Some("property-type-changed"),
            (Reference::Collection, true) => Some("navigation-collection-changed"),
            (Reference::Widened, true) => Some("navigation-type-widened"),
            (Reference::Named | Reference::Other, true) => Some("navigation-type-changed"),
        };
        if let Some(rule) = rule {
            let (from, to) = (self.old_name(old.type_), self.new_name(new.type_));
            self.tell(rule, item, from, to);
        }
        let rule = match new.is_nullable() {
            true => "nullable-loosened",
            false => "nullable-tightened",
        };
        self.flag(rule, item, old.is_nullable(), new.is_nullable());
        if let Some((from, to)) = facets(&old.facets, &new.facets) {
            self.tell("facets-changed", item, Some(from), Some(to));
        }
        self.turned(
            "computed-added",
            "computed-removed",
            item,
            old.computed,
            new.computed,
        );
        self.turned(
            "immutable-added",
            "immutable-removed",
            item,
            old.immutable,
            new.immutable,
        );
        self.navigation(old, new, item);
    }

    fn turned(&mut self, on: &'static str, off: &'static str, item: &str, old: bool, new: bool) {
        if old != new {
            let text = |value: bool| value.then(|| "true".to_owned());
            self.tell(if new { on } else { off }, item, text(old), text(new));
        }
    }

    fn navigation(&mut self, old: &Property, new: &Property, item: &str) {
        let (Some(before), Some(after)) = (&old.navigation, &new.navigation) else {
            return;
        };
        let owns = (before.contains_target, after.contains_target);
        self.flag("containment-changed", item, owns.0, owns.1);
        if owns.0 != owns.1 {
            let paths = |owned: bool| {
                let reference = if owned { "" } else { "/$ref" };
                let name = &new.name;
                Some(match new.type_.collection {
                    true => format!("POST …/{name}{reference}, DELETE …/{name}/{{id}}{reference}"),
                    false => format!("PUT …/{name}{reference}, DELETE …/{name}{reference}"),
                })
            };
            self.tell("paths-changed", item, paths(owns.0), paths(owns.1));
        }
        let texts = [
            (
                "partner-changed",
                before.partner.clone(),
                after.partner.clone(),
            ),
            (
                "on-delete-changed",
                before.on_delete.clone(),
                after.on_delete.clone(),
            ),
        ];
        for (rule, from, to) in texts {
            if from != to {
                self.tell(rule, item, from, to);
            }
        }
        if before.constraints != after.constraints {
            let text = |pairs: &[(String, String)]| {
                let pairs: Vec<_> = pairs.iter().map(|(a, b)| format!("{a}={b}")).collect();
                Some(pairs.join(",")).filter(|text| !text.is_empty())
            };
            let (from, to) = (text(&before.constraints), text(&after.constraints));
            self.tell("referential-constraint-changed", item, from, to);
        }
    }
}

/// The property with this name but for its case, if it is not another one.
fn cased<'f, 'm>(
    old: &Flat<'_>,
    new: &'f Flat<'m>,
    name: &str,
) -> Option<&'f (PropertyId, &'m Property)> {
    let mut all = new.iter();
    let same = |(other, _): &(&&str, _)| other.eq_ignore_ascii_case(name);
    let (other, found) = all.find(same)?;
    (!old.contains_key(other)).then_some(found)
}
