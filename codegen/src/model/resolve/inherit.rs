//! What goes in: types with their own properties.
//! What comes out: base types, derived types, and what is inherited.

use super::super::{Item, Property, TypeId, TypeRef};
use super::{Declared, Resolver};
use crate::csdl::DeclarationKind;
use crate::diagnostic::{Code, Diagnostic, Span};
use std::collections::BTreeMap;

const KIND: Code = Code::new("E0120", "wrong-kind");
const CYCLE: Code = Code::new("E0123", "base-cycle");
const REDECLARED: Code = Code::new("E0124", "redeclared-property");

impl<'d> Resolver<'d> {
    /// Base types, derived types, and `OpenType` and `HasStream` with what is inherited.
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
                // What a type of a missing document declares is unknown: as if it were open.
                Item::Abstract(_) if !text.as_str().contains("Edm.") && !type_.collection => {
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
                    self.error(KIND, message, text.span);
                }
            }
        }
        self.base_cycles(declared);
        for one in declared {
            if let Some(base) = self.structured(one.id).and_then(|s| s.base)
                && let Some(base) = self.structured_mut(base)
            {
                base.derived.push(one.id);
            }
        }
        for id in self.bases_first() {
            let inherited = self
                .structured(id)
                .and_then(|s| self.structured(s.base?))
                .map(|base| (base.open, base.has_stream));
            if let (Some((open, stream)), Some(own)) = (inherited, self.structured_mut(id)) {
                own.open |= open;
                own.has_stream |= stream;
            }
        }
    }

    /// Cuts each cycle of base types at one type and reports it.
    fn base_cycles(&mut self, declared: &[Declared<'d>]) {
        // The walk on which a type was first met; meeting it again on the same walk is a cycle.
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
                Some(d) => d.label(type_.span, format!("by way of `{name}`")),
            });
            if base == id {
                break;
            }
            at = base;
        }
        if let Some(structured) = self.structured_mut(id) {
            structured.base = None;
        }
        if let Some(diagnostic) = diagnostic {
            self.out.push(diagnostic);
        }
    }

    /// All types, each after the one that it derives from.
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

    /// A property that a base type already has is dropped from the derived type: the
    /// wider type of the base serves both, and flat structures have one field of a name.
    pub(super) fn redeclared(&mut self, declared: &[Declared<'d>]) {
        let documents: BTreeMap<TypeId, usize> =
            declared.iter().map(|one| (one.id, one.document)).collect();
        for id in self.bases_first() {
            let Some(structured) = self.structured(id) else {
                continue;
            };
            let Some(base) = structured.base else {
                continue;
            };
            if structured.properties.is_empty() {
                continue;
            }
            let own: BTreeMap<&str, (usize, &Property)> = (0..)
                .zip(&structured.properties)
                .map(|(index, property)| (property.name.as_str(), (index, property)))
                .collect();
            let mut twice: Vec<(usize, String, Span, Span, bool)> = Vec::new();
            for (_, inherited) in self.model.all_properties(base) {
                if let Some((index, property)) = own.get(inherited.name.as_str()) {
                    let narrower = self.narrows(property.type_, inherited.type_);
                    let name = property.name.clone();
                    twice.push((*index, name, property.span, inherited.span, narrower));
                }
            }
            twice.sort_by_key(|(index, ..)| std::cmp::Reverse(*index));
            let is_401 = documents
                .get(&id)
                .is_some_and(|&document| self.is_401(document));
            for (index, name, span, first, narrower) in twice {
                let message = format!("property `{name}` is inherited already");
                let diagnostic = if is_401 && narrower {
                    Diagnostic::note(REDECLARED, message, span)
                        .help("the narrower type is not used; the inherited one reads it, too")
                } else {
                    Diagnostic::warning(REDECLARED, message, span)
                };
                self.out
                    .push(diagnostic.label(first, "inherited from here"));
                if let Some(structured) = self.structured_mut(id) {
                    structured.properties.remove(index);
                }
            }
        }
    }

    /// Whether a derived type may give a property this type instead of the inherited one.
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
