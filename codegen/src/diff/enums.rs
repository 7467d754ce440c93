//! Compares enumerations and type definitions.

use super::references::facets;
use super::{Class, Differ};
use crate::model::{Definition, EnumType, Member};

/// The member that stands for all members that a client does not know.
const SENTINEL: &str = "unknownFutureValue";

impl Differ<'_> {
    pub(super) fn enumeration(&mut self, old: &EnumType, new: &EnumType, item: &str) {
        self.flag("enum-flags-changed", item, old.is_flags, new.is_flags);
        if old.underlying != new.underlying {
            let text = |found: &EnumType| Some(format!("Edm.{:?}", found.underlying));
            self.tell("enum-underlying-changed", item, text(old), text(new));
        }
        let pairs = pairs(old, new);
        let sentinels = (position(old, SENTINEL), position(new, SENTINEL));
        for (before, after) in &pairs {
            let start = self.changes.len();
            let name = format!("{item}/{}", before.name);
            let Some(after) = after else {
                if before.name == SENTINEL {
                    let from = Some(SENTINEL.to_owned());
                    self.tell("enum-sentinel-removed", item, from, None);
                } else {
                    let from = Some(before.value.to_string());
                    self.tell("enum-member-removed", name, from, None);
                    self.announced(before.deprecated.as_ref());
                }
                self.at(start, Some(before.span), None);
                continue;
            };
            self.member(before, after, old.is_flags || new.is_flags, &name);
            let places = (position(old, &before.name), position(new, &after.name));
            self.sentinel(sentinels, places, &name);
            self.at(start, Some(before.span), Some(after.span));
        }
        for member in &new.members {
            let known = |after: &Option<&Member>| after.is_some_and(|m| m.name == member.name);
            if pairs.iter().any(|(_, after)| known(after)) {
                continue;
            }
            let start = self.changes.len();
            if member.name == SENTINEL {
                let to = Some(SENTINEL.to_owned());
                self.tell("enum-sentinel-added", item, None, to);
            } else {
                let to = Some(member.value.to_string());
                self.tell(
                    "enum-member-added",
                    format!("{item}/{}", member.name),
                    None,
                    to,
                );
            }
            self.at(start, None, Some(member.span));
        }
    }

    fn member(&mut self, old: &Member, new: &Member, flags: bool, item: &str) {
        if old.name != new.name {
            let cased = old.name.eq_ignore_ascii_case(&new.name);
            let rule = match cased {
                true => "enum-member-case-changed",
                false => "enum-member-renamed",
            };
            self.tell(rule, item, Some(old.name.clone()), Some(new.name.clone()));
        }
        if old.value != new.value {
            let text = |member: &Member| Some(member.value.to_string());
            self.tell("enum-value-changed", item, text(old), text(new));
            if let Some(last) = self.changes.last_mut().filter(|_| !flags) {
                last.class = Class::Noise;
            }
        }
        self.descriptions += usize::from(old.description != new.description);
        self.annotations(
            item,
            (&old.annotations, &new.annotations),
            (old.deprecated.as_ref(), new.deprecated.as_ref()),
        );
    }

    /// Tells that a member is now on the other side of the sentinel.
    fn sentinel(
        &mut self,
        (old, new): (Option<usize>, Option<usize>),
        (before, after): (Option<usize>, Option<usize>),
        item: &str,
    ) {
        let (Some(old), Some(new), Some(before), Some(after)) = (old, new, before, after) else {
            return;
        };
        let side = |member: usize, sentinel: usize| match member < sentinel {
            true => "before",
            false => "behind",
        };
        let (from, to) = (side(before, old), side(after, new));
        if before != old && from != to {
            let text = |side: &str| Some(side.to_owned());
            self.tell("enum-sentinel-position", item, text(from), text(to));
        }
    }

    pub(super) fn definition(&mut self, old: &Definition, new: &Definition, item: &str) {
        if old.underlying != new.underlying {
            let rule = "typedef-underlying-changed";
            let one = crate::model::TypeRef::one;
            let from = self.old_name(one(old.underlying));
            self.tell(rule, item, from, self.new_name(one(new.underlying)));
        }
        if let Some((from, to)) = facets(&old.facets, &new.facets) {
            self.tell("typedef-facets-changed", item, Some(from), Some(to));
        }
    }
}

fn position(of: &EnumType, name: &str) -> Option<usize> {
    of.members.iter().position(|member| member.name == name)
}

/// The members of the old enumeration with those of the new one: by name, by name without case,
/// and by value where one name begins with the other.
fn pairs<'m>(old: &'m EnumType, new: &'m EnumType) -> Vec<(&'m Member, Option<&'m Member>)> {
    let mut pairs: Vec<(&Member, Option<&Member>)> = Vec::new();
    for member in &old.members {
        let same = new.members.iter().find(|other| other.name == member.name);
        pairs.push((member, same));
    }
    let cased = |a: &Member, b: &Member| a.name.eq_ignore_ascii_case(&b.name);
    let begins = |a: &Member, b: &Member| {
        let is_part = a.name.starts_with(&b.name) || b.name.starts_with(&a.name);
        a.value == b.value && is_part && a.name != SENTINEL && b.name != SENTINEL
    };
    let ways: [fn(&Member, &Member) -> bool; 2] = [cased, begins];
    for is_same in ways {
        for at in 0..pairs.len() {
            let (member, None) = pairs[at] else { continue };
            let is_free = |other: &&Member| {
                let mut all = pairs.iter().filter_map(|(_, taken)| *taken);
                !all.any(|taken| taken.name == other.name)
            };
            let mut free = new.members.iter().filter(is_free);
            let found = free.find(|other| is_same(member, other));
            pairs[at].1 = found;
        }
    }
    pairs
}
