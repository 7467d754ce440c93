//! Checks the referential constraints of navigation properties.

use super::super::{Property, TypeId};
use super::Resolver;
use crate::diagnostic::{Code, Diagnostic};

const CONSTRAINT: Code = Code::new("E0134", "referential-constraint");
const NULLABLE: Code = Code::new("E0137", "constraint-nullability");
const COLLECTION: Code = Code::new("E0138", "constraint-on-collection");

impl Resolver<'_> {
    /// Checks the constraints of a navigation property of `owner` that leads to `target`.
    pub(super) fn check_constraints(
        &self,
        owner: TypeId,
        navigation: &Property,
        target: TypeId,
        found: &mut Vec<Diagnostic>,
    ) {
        let constraints = navigation.navigation.as_ref().map(|n| &n.constraints);
        let constraints = constraints.map(Vec::as_slice).unwrap_or_default();
        if navigation.type_.collection && !constraints.is_empty() {
            let message = format!(
                "`{}` leads to many entities and has a referential constraint",
                navigation.name
            );
            found.push(Diagnostic::warning(COLLECTION, message, navigation.span));
        }
        for (own, referenced) in constraints {
            let ends = self.follow(owner, own).and_then(|from| {
                let to = self.follow(target, referenced)?;
                Ok((from.property, to.property))
            });
            let (dependent, principal) = match ends {
                Ok((Some(dependent), Some(principal))) => (dependent, principal),
                Ok(_) => continue,
                Err(message) => {
                    found.push(Diagnostic::warning(CONSTRAINT, message, navigation.span));
                    continue;
                }
            };
            if dependent.type_.item != principal.type_.item {
                let message = format!("`{own}` and `{referenced}` have different types");
                found.push(Diagnostic::warning(CONSTRAINT, message, navigation.span));
            }
            found.extend(self.check_nullability(navigation, dependent, principal, target));
        }
    }

    /// Checks that the dependent property is nullable exactly if there may be no principal
    /// entity, or its property may be null.
    fn check_nullability(
        &self,
        navigation: &Property,
        dependent: &Property,
        principal: &Property,
        target: TypeId,
    ) -> Option<Diagnostic> {
        if navigation.type_.collection {
            return None;
        }
        // A key is never null, whatever its declaration says; that is reported elsewhere.
        let mut key = self.model.key(target).iter();
        let is_key = key.any(|part| part.path == principal.name);
        let nullable = navigation.is_nullable() || principal.is_nullable() && !is_key;
        let (own, leads) = (&dependent.name, &navigation.name);
        let message = match (nullable, dependent.is_nullable()) {
            (true, false) if navigation.is_nullable() => {
                format!("`{own}` cannot be null, but `{leads}` can")
            }
            (true, false) => format!("`{own}` cannot be null, but `{}` can", principal.name),
            (false, true) => format!("`{own}` can be null, but `{leads}` cannot"),
            _ => return None,
        };
        let found = Diagnostic::warning(NULLABLE, message, navigation.span);
        Some(found.label(dependent.span, "the dependent property is here"))
    }
}
