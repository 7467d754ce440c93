//! Resolves base types and what is inherited from them.

use super::super::{Item, PropertyId, TypeId, TypeRef};
use super::symbols::names_built_in;
use super::{Declared, Resolver};
use crate::csdl::DeclarationKind;
use crate::diagnostic::{Code, Diagnostic};
use std::collections::BTreeMap;

const KIND: Code = Code::new("E0120", "wrong-kind");
const CYCLE: Code = Code::new("E0123", "base-cycle");
const REDECLARED: Code = Code::new("E0124", "redeclared-property");

const OPEN: Code = Code::new("E0180", "open-type");
const STREAM: Code = Code::new("E0181", "has-stream");

/// The maximum number of types listed in a message about a cycle.
const MAX_SHOWN: usize = 10;

impl<'d> Resolver<'d> {
    /// Resolves base types and derived types, and inherits `OpenType` and `HasStream`.
    pub(super) fn bases(&mut self, declared: &[Declared<'d>]) {
        for one in declared {
            let DeclarationKind::Structured(tree) = &one.declaration.kind else {
                continue;
            };
            let Some(text) = &tree.base else { continue };
            let Some(type_) = self.type_ref(one.document, text) else {
                continue;
            };
            let base = match type_.item {
                Item::Named(id) if !type_.collection => self
                    .structured(id)
                    .filter(|s| s.entity == tree.entity)
                    .map(|_| id),
                // The properties of a type in a missing document are unknown, so a type
                // derived from it is treated as open.
                Item::Abstract(_) if !names_built_in(text.as_str()) && !type_.collection => {
                    if let Some(structured) = self.structured_mut(one.id) {
                        structured.open = true;
                    }
                    self.external_bases.insert(one.id);
                    continue;
                }
                _ => None,
            };
            match base {
                Some(base) => {
                    if let Some(structured) = self.structured_mut(one.id) {
                        structured.base = Some(base);
                    }
                }
                None => {
                    let kind = if tree.entity {
                        "an entity type"
                    } else {
                        "a complex type"
                    };
                    let message = format!("`{}` cannot be the base of {kind}", text.value);
                    let found = Diagnostic::error(KIND, message, text.span);
                    let found = self.with_declaration(found, type_.item);
                    self.diagnostics.push(found);
                }
            }
        }
        self.base_cycles(declared);
        self.deep_bases(declared);
        for one in declared {
            if let Some(base) = self.structured(one.id).and_then(|s| s.base)
                && let Some(base) = self.structured_mut(base)
            {
                base.derived.push(one.id);
            }
        }
        for id in self.bases_first() {
            let Some(base) = self.structured(id).and_then(|s| s.base) else {
                continue;
            };
            if self.external_bases.contains(&base) {
                self.external_bases.insert(id);
            }
            self.unrepeated(id, base);
            let inherited = self
                .structured(base)
                .map(|base| (base.open, base.has_stream));
            if let (Some((open, stream)), Some(own)) = (inherited, self.structured_mut(id)) {
                own.open |= open;
                own.has_stream |= stream;
            }
        }
    }

    /// Reports a type that does not repeat `OpenType` or `HasStream` of its base type, before
    /// it inherits them.
    fn unrepeated(&mut self, id: TypeId, base: TypeId) {
        let (Some(own), Some(parent)) = (self.model.type_(id), self.model.type_(base)) else {
            return;
        };
        let (Some(structured), Some(inherited)) = (own.structured(), parent.structured()) else {
            return;
        };
        // A type with a base type in a missing document is open only because of that.
        let open = inherited.open && !structured.open && !self.external_bases.contains(&base);
        let stream = inherited.has_stream && !structured.has_stream;
        let silent = [(open, OPEN, "OpenType"), (stream, STREAM, "HasStream")];
        let silent = silent.into_iter().filter(|(silent, ..)| *silent);
        let found: Vec<Diagnostic> = silent
            .map(|(_, code, attribute)| {
                let message = format!(
                    "`{}` does not repeat `{attribute}` of its base type",
                    own.name.name
                );
                Diagnostic::warning(code, message, own.span)
                    .label(parent.span, "the base type is here")
                    .help(format!("it is treated as if it had `{attribute}=\"true\"`"))
            })
            .collect();
        for diagnostic in found {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Reports each cycle of base types and cuts it at one type.
    fn base_cycles(&mut self, declared: &[Declared<'d>]) {
        // The number of the walk in which a type was first met; meeting it again in the
        // same walk means a cycle.
        let mut walks: Vec<usize> = vec![0; self.model.types.len()];
        for (walk, one) in (1..).zip(declared) {
            let mut at = Some(one.id);
            while let Some(id) = at {
                let Some(met) = usize::try_from(id.0).ok().and_then(|i| walks.get_mut(i)) else {
                    break;
                };
                if *met == walk {
                    self.cut_cycle(id);
                    break;
                }
                if *met != 0 {
                    break;
                }
                *met = walk;
                at = self.structured(id).and_then(|s| s.base);
            }
        }
    }

    fn cut_cycle(&mut self, id: TypeId) {
        let mut diagnostic: Option<Diagnostic> = None;
        let mut more = 0_usize;
        let mut at = id;
        while let Some(type_) = self.model.type_(at) {
            let Some(base) = type_.structured().and_then(|s| s.base) else {
                break;
            };
            let name = &type_.name.name;
            diagnostic = Some(match diagnostic {
                None => {
                    let message = format!("type `{name}` derives from itself");
                    Diagnostic::error(CYCLE, message, type_.span)
                }
                Some(d) if d.labels.len() < MAX_SHOWN => {
                    d.label(type_.span, format!("by way of `{name}`"))
                }
                Some(d) => {
                    more += 1;
                    d
                }
            });
            if base == id {
                break;
            }
            at = base;
        }
        if let Some(structured) = self.structured_mut(id) {
            structured.base = None;
        }
        if let Some(mut diagnostic) = diagnostic {
            if more > 0 {
                diagnostic = diagnostic.help(format!("and by way of {more} more"));
            }
            self.diagnostics.push(diagnostic);
        }
    }

    /// All types, each after its base type.
    pub(super) fn bases_first(&self) -> Vec<TypeId> {
        let mut list = Vec::with_capacity(self.model.types.len());
        for (id, type_) in self.model.type_ids() {
            if type_.structured().is_some_and(|s| s.base.is_none()) {
                list.push(id);
                list.extend(self.model.descendants(id));
            }
        }
        list
    }

    /// Drops a property that repeats an inherited one. The generated struct has one field
    /// for both, with the type of the base property, which accepts the values of both.
    pub(super) fn redeclared(&mut self, declared: &[Declared<'d>]) {
        let twice = self.find_redeclared();
        let documents: BTreeMap<TypeId, usize> =
            declared.iter().map(|one| (one.id, one.document)).collect();
        for &(own, inherited) in &twice {
            let (Some(property), Some(first)) =
                (self.model.property(own), self.model.property(inherited))
            else {
                continue;
            };
            let narrower = self.narrows(property.type_, first.type_);
            let is_401 = documents.get(&own.owner).is_some_and(|&at| self.is_401(at));
            let message = format!("property `{}` is inherited already", property.name);
            let diagnostic = if is_401 && narrower {
                Diagnostic::note(REDECLARED, message, property.span)
                    .help("the narrower type is not used; the inherited one reads it, too")
            } else {
                Diagnostic::warning(REDECLARED, message, property.span)
            };
            let diagnostic = diagnostic.label(first.span, "inherited from here");
            self.diagnostics.push(diagnostic);
        }
        for group in twice.chunk_by(|(a, _), (b, _)| a.owner == b.owner) {
            let owner = group.first().map(|(own, _)| own.owner);
            let Some(structured) = owner.and_then(|owner| self.structured_mut(owner)) else {
                continue;
            };
            // Both lists are in the order of property positions.
            let mut dropped = group.iter().map(|(own, _)| own.index).peekable();
            let mut at = 0..;
            structured
                .properties
                .retain(|_| dropped.next_if_eq(&at.next().unwrap_or_default()).is_none());
        }
    }

    /// Finds properties that have the name of an inherited property, as pairs. One walk
    /// over the type hierarchy suffices, because it keeps the properties inherited so far.
    fn find_redeclared(&self) -> Vec<(PropertyId, PropertyId)> {
        let mut twice = Vec::new();
        let mut inherited: BTreeMap<&str, PropertyId> = BTreeMap::new();
        let roots = self.model.type_ids().filter(|(_, t)| {
            t.structured()
                .is_some_and(|s| s.base.is_none() && !s.derived.is_empty())
        });
        let mut steps: Vec<(TypeId, bool)> = roots.map(|(id, _)| (id, true)).collect();
        while let Some((owner, enters)) = steps.pop() {
            let Some(structured) = self.structured(owner) else {
                continue;
            };
            for (index, property) in structured.properties.iter().enumerate() {
                let own = PropertyId { owner, index };
                match inherited.get(property.name.as_str()) {
                    Some(&first) if enters => twice.push((own, first)),
                    None if enters => {
                        inherited.insert(property.name.as_str(), own);
                    }
                    Some(&first) if first == own => {
                        inherited.remove(property.name.as_str());
                    }
                    _ => {}
                }
            }
            if enters {
                steps.push((owner, false));
                steps.extend(structured.derived.iter().map(|&derived| (derived, true)));
            }
        }
        twice.sort_unstable();
        twice
    }

    /// Whether a derived type may redeclare an inherited property with this type.
    fn narrows(&self, own: TypeRef, inherited: TypeRef) -> bool {
        if own.collection != inherited.collection {
            return false;
        }
        match (own.item, inherited.item) {
            (Item::Named(own), Item::Named(inherited)) => self.model.is_a(own, inherited),
            (own, inherited) => own == inherited || matches!(inherited, Item::Abstract(_)),
        }
    }
}
