//! Refuses metadata that would produce far more code than its own size.
//!
//! Generated types contain their inherited properties, so code can grow as the square of
//! the metadata. These limits keep it in proportion; services stay below a tenth of them.

use super::super::{Type, TypeId};
use super::{Declared, Resolver};
use crate::diagnostic::{Code, Diagnostic};

const LEVELS: Code = Code::new("E0128", "inheritance-depth");
const INHERITED: Code = Code::new("E0129", "inherited-amount");

/// The maximum number of base types above a type.
const MAX_LEVELS: usize = 100;

/// The maximum number of inherited properties, bound operations and base types, summed over
/// all types.
const MAX_INHERITED: usize = 1_000_000;

impl<'d> Resolver<'d> {
    /// Refuses types with too many base types and cuts their chains. Later steps can
    /// therefore walk up to the root of a hierarchy at little cost.
    pub(super) fn deep_bases(&mut self, declared: &[Declared<'d>]) {
        // The number of types from each type up to its root, itself included; 0 means not
        // yet known.
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
        self.diagnostics.push(diagnostic);
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
        // The amount that each type has, own and inherited.
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
                self.diagnostics
                    .push(Diagnostic::error(INHERITED, message, span).help(help));
                return;
            }
        }
    }
}

/// The amount that a type passes on to derived types: its properties and itself.
fn own_amount(type_: &Type) -> usize {
    type_.structured().map_or(0, |s| s.properties.len() + 1)
}
