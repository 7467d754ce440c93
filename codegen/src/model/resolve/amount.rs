//! What goes in: the model with bases and operations.
//! What comes out: a refusal of metadata that would be far larger as code than as text.
//!
//! Generated types hold what they inherit, so code can grow as the square of the metadata.
//! These bounds keep it in proportion; services stay below a tenth of them.

use super::super::{Type, TypeId};
use super::{Declared, Resolver};
use crate::diagnostic::{Code, Diagnostic};

const LEVELS: Code = Code::new("E0128", "inheritance-depth");
const INHERITED: Code = Code::new("E0129", "inherited-amount");

/// A type may derive from so many others.
const MAX_LEVELS: usize = 100;

/// So many properties, bound operations and base types may be inherited, all types together.
const MAX_INHERITED: usize = 1_000_000;

impl<'d> Resolver<'d> {
    /// Refuses types that derive from too many others, one from the next, and cuts their
    /// lines. Then to climb to a base takes few steps.
    pub(super) fn deep_bases(&mut self, declared: &[Declared<'d>]) {
        // How many types there are from each up to its root, itself included; 0 is unknown.
        let mut levels: Vec<usize> = vec![0; self.model.types.len()];
        let index = |id: TypeId| usize::try_from(id.0).unwrap_or(usize::MAX);
        let mut path = Vec::new();
        for one in declared {
            let mut above = 0;
            let mut at = Some(one.id);
            while let Some(id) = at {
                above = levels.get(index(id)).copied().unwrap_or_default();
                if above > 0 {
                    break;
                }
                path.push(id);
                at = self.structured(id).and_then(|s| s.base);
            }
            while let Some(id) = path.pop() {
                if above > MAX_LEVELS {
                    self.cut_deep(id);
                    above = 0;
                }
                above += 1;
                if let Some(level) = levels.get_mut(index(id)) {
                    *level = above;
                }
            }
        }
    }

    fn cut_deep(&mut self, id: TypeId) {
        let Some(type_) = self.type_mut(id) else {
            return;
        };
        let message = format!(
            "type `{}` derives from more than {MAX_LEVELS} others, one from the next",
            type_.name.name
        );
        let diagnostic = Diagnostic::error(LEVELS, message, type_.span);
        if let Some(structured) = self.structured_mut(id) {
            structured.base = None;
        }
        self.out.push(diagnostic);
    }

    /// Refuses metadata whose types inherit too much in total.
    pub(super) fn inherited_amount(&mut self) {
        let index = |id: TypeId| usize::try_from(id.0).unwrap_or(usize::MAX);
        let mut own: Vec<usize> = self.model.types.iter().map(own_amount).collect();
        for operation in &self.model.operations {
            let binding = operation.binding().and_then(|b| b.type_.named());
            if let Some(own) = binding.and_then(|id| own.get_mut(index(id))) {
                *own += 1;
            }
        }
        let mut total = 0_usize;
        // What each type has, inherited or not.
        let mut all = own.clone();
        for id in self.bases_first() {
            let Some(base) = self.structured(id).and_then(|s| s.base) else {
                continue;
            };
            let inherited = all.get(index(base)).copied().unwrap_or_default();
            if let Some(all) = all.get_mut(index(id)) {
                *all = all.saturating_add(inherited);
            }
            total = total.saturating_add(inherited);
            if total > MAX_INHERITED {
                let span = self.model.type_(id).map(|t| t.span).unwrap_or_default();
                let message = format!(
                    "types inherit more than {MAX_INHERITED} properties, operations and types"
                );
                let help = "generated types hold what they inherit; these would be too large";
                self.out
                    .push(Diagnostic::error(INHERITED, message, span).help(help));
                return;
            }
        }
    }
}

/// What a type hands on: its properties, and itself.
fn own_amount(type_: &Type) -> usize {
    type_.structured().map_or(0, |s| s.properties.len() + 1)
}
