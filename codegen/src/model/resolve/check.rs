//! Checks rules of the standard that concern whole types rather than single names.

use super::super::{Item, Property, Structured, Type, TypeId, TypeKind, cycles};
use super::literals::fits;
use super::{Declared, Resolver};
use crate::csdl::DeclarationKind;
use crate::diagnostic::{Code, Diagnostic};

const SAME_NAME: Code = Code::new("E0130", "property-named-as-type");
const ABSTRACT: Code = Code::new("E0131", "abstract-base");
const NO_KEY: Code = Code::new("E0132", "missing-key");
const PARTNER: Code = Code::new("E0133", "partner");
const RECURSION: Code = Code::new("E0135", "required-recursion");
const DEFAULT: Code = Code::new("E0136", "default-value");

impl<'d> Resolver<'d> {
    pub(super) fn check_types(&mut self, declared: &[Declared<'d>]) {
        let mut found = Vec::new();
        let mut keyless = Vec::new();
        for one in declared {
            let Some(type_) = self.model.type_(one.id) else {
                continue;
            };
            let Some(structured) = type_.structured() else {
                continue;
            };
            let name = &type_.name.name;
            for property in &structured.properties {
                if property.name == *name {
                    let message = format!("property `{name}` has the name of its type");
                    found.push(
                        Diagnostic::warning(SAME_NAME, message, property.span)
                            .label(type_.span, "the type is here"),
                    );
                }
                found.extend(self.check_default(property));
            }
            let base = structured.base.and_then(|base| self.model.type_(base));
            let concrete =
                base.filter(|base| base.structured().is_some_and(|base| !base.is_abstract));
            if let Some(base) = concrete.filter(|_| structured.is_abstract) {
                let message = format!("abstract type `{name}` derives from one that is not");
                found.push(
                    Diagnostic::warning(ABSTRACT, message, type_.span)
                        .label(base.span, "the base is here"),
                );
            }
            if structured.entity
                && !structured.is_abstract
                && self.model.key(one.id).is_empty()
                && !self.has_external_base(one.id)
                && !self.is_401(one.document)
            {
                let message = format!("entity type `{name}` has no key");
                found.push(Diagnostic::warning(NO_KEY, message, type_.span));
                keyless.push(one.id);
            }
        }
        keyless.sort_unstable();
        for root in &self.model.roots {
            if let super::super::RootKind::Singleton { type_, .. } = root.kind
                && keyless.binary_search(&type_).is_ok()
            {
                let message = format!("singleton `{}` is an entity without key", root.name);
                found.push(Diagnostic::warning(NO_KEY, message, root.span));
            }
            if let super::super::RootKind::EntitySet { type_ } = root.kind
                && self.model.key(type_).is_empty()
                && !self.has_external_base(type_)
            {
                let message = format!("entity set `{}` holds entities without key", root.name);
                found.push(Diagnostic::warning(NO_KEY, message, root.span));
            }
        }
        for diagnostic in found {
            self.diagnostics.push(diagnostic);
        }
    }

    pub(super) fn check_navigation(&mut self, declared: &[Declared<'d>]) {
        let mut found = Vec::new();
        for one in declared {
            let Some(structured) = self.structured(one.id) else {
                continue;
            };
            let DeclarationKind::Structured(_) = &one.declaration.kind else {
                continue;
            };
            for property in &structured.properties {
                if property.navigation.is_some() {
                    self.check_property(one.id, structured, property, &mut found);
                }
            }
        }
        for diagnostic in found {
            self.diagnostics.push(diagnostic);
        }
    }

    fn check_property(
        &self,
        owner: TypeId,
        structured: &Structured,
        property: &Property,
        found: &mut Vec<Diagnostic>,
    ) {
        let Some(navigation) = &property.navigation else {
            return;
        };
        let Some(target) = property.type_.named() else {
            return;
        };
        let keyed = || !self.model.key(target).is_empty() || self.has_external_base(target);
        if navigation.contains_target && property.type_.collection && !keyed() {
            let message = format!("`{}` contains entities without key", property.name);
            found.push(Diagnostic::warning(NO_KEY, message, property.span));
        }
        if let Some(partner) = &navigation.partner {
            found.extend(self.check_partner(owner, structured, property, target, partner));
        }
        self.check_constraints(owner, property, target, found);
    }

    fn check_partner(
        &self,
        owner: TypeId,
        structured: &Structured,
        property: &Property,
        target: TypeId,
        partner: &str,
    ) -> Option<Diagnostic> {
        let name = &property.name;
        let message = if structured.entity {
            match self.follow(target, partner) {
                Err(message) => message,
                Ok(end) => match end.property {
                    Some(back) => match &back.navigation {
                        None => format!("partner `{partner}` is no navigation property"),
                        Some(other) => {
                            let silent = other.partner.is_none();
                            let names_back = other
                                .partner
                                .as_deref()
                                .is_some_and(|p| p.rsplit('/').next() == Some(name));
                            let leads_back = back.type_.named().is_none_or(|to| {
                                self.model.is_a(owner, to) || self.model.is_a(to, owner)
                            });
                            if (silent || names_back) && leads_back {
                                return self.check_container(owner, property, target, back);
                            }
                            let message = format!(
                                "`{name}` and its partner `{partner}` do not name each other"
                            );
                            return Some(
                                Diagnostic::warning(PARTNER, message, property.span)
                                    .label(back.span, "the partner is here"),
                            );
                        }
                    },
                    None => return None,
                },
            }
        } else {
            format!("`{name}` of a complex type has no partner")
        };
        Some(Diagnostic::warning(PARTNER, message, property.span))
    }

    /// Checks the partner of a containment navigation property: it must be single-valued
    /// and not nullable. If the types contain each other it must be nullable, because the
    /// outermost entity has no container.
    fn check_container(
        &self,
        owner: TypeId,
        property: &Property,
        target: TypeId,
        back: &Property,
    ) -> Option<Diagnostic> {
        if !property.contains_target() {
            return None;
        }
        let recursive = self.model.is_a(owner, target) || self.model.is_a(target, owner);
        let wrong = match (back.type_.collection, recursive, back.is_nullable()) {
            (true, ..) => "leads to many entities",
            (false, true, false) => "is not nullable, though types contain each other",
            (false, false, true) => "is nullable",
            _ => return None,
        };
        let message = format!("the partner of containment `{}` {wrong}", property.name);
        let found = Diagnostic::warning(PARTNER, message, property.span);
        Some(found.label(back.span, "the partner is here"))
    }

    /// Reports a default value that does not fit its type. The model keeps its text.
    fn check_default(&self, property: &Property) -> Option<Diagnostic> {
        let text = property.default.as_deref()?;
        let fits = match property.type_.item {
            _ if property.type_.collection => false,
            Item::Primitive(primitive) => fits(primitive, text),
            Item::Named(id) => match self.model.type_(id).map(|t| &t.kind) {
                Some(TypeKind::Enum(_)) => text.split(',').all(|name| {
                    let name = name.trim();
                    self.position(id, name).is_some() || name.parse::<i64>().is_ok()
                }),
                Some(TypeKind::Definition(definition)) => match definition.underlying {
                    Item::Primitive(primitive) => fits(primitive, text),
                    _ => true,
                },
                _ => false,
            },
            Item::Abstract(_) => true,
        };
        if fits {
            return None;
        }
        let message = format!(
            "`{text}` is no value of `{}`",
            self.model.type_name(property.type_)
        );
        Some(Diagnostic::warning(DEFAULT, message, property.span))
    }

    /// Reports a complex type that requires another value of itself, so that no value can
    /// exist.
    pub(super) fn required_recursion(&mut self) {
        for id in cycles::required(&self.model) {
            let Some(property) = self.model.property(id) else {
                continue;
            };
            let owner = self.model.type_(id.owner);
            let way = property.type_.named().and_then(|id| self.model.type_(id));
            let owner = owner.map(|t: &Type| t.name.name.clone());
            let message = format!(
                "`{}` requires a value of its own type, by way of `{}`",
                owner.unwrap_or_default(),
                property.name
            );
            let mut found = Diagnostic::error(RECURSION, message, property.span);
            if let Some(way) = way {
                found = found.label(way.span, "the type that it needs a value of is here");
            }
            self.diagnostics.push(found);
        }
    }
}
