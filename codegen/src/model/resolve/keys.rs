//! Resolves `Key` elements to the properties that they refer to.

use super::super::{Item, KeyRef, Primitive, PropertyId, TypeId, TypeKind};
use super::duplicates::SeenNames;
use super::{Declared, Resolver};
use crate::csdl::{DeclarationKind, Key};
use crate::diagnostic::{Code, Diagnostic, Span, closest};

const KEY: Code = Code::new("E0125", "key");
const KEY_PROPERTY: Code = Code::new("E0126", "key-property");
const KEY_TYPE: Code = Code::new("E0127", "key-type");

impl<'d> Resolver<'d> {
    pub(super) fn keys(&mut self, declared: &[Declared<'d>]) {
        for one in declared {
            let DeclarationKind::Structured(tree) = &one.declaration.kind else {
                continue;
            };
            let Some(first) = tree.keys.first() else {
                continue;
            };
            if let Some(second) = tree.keys.get(1) {
                self.duplicate(KEY, "a second key", second.span, first.span);
            }
            if !tree.entity {
                self.warn(KEY, "a complex type has no key", first.span);
                continue;
            }
            if first.properties.is_empty() {
                self.error(KEY, "the key names no property", first.span);
            }
            let key = self.key(one.id, first);
            let base = self.structured(one.id).and_then(|s| s.base);
            let inherited = base.and_then(|base| self.model.key(base).first());
            if let Some(span) = inherited.map(|part| part.span) {
                let message = "the type inherits a key already";
                self.diagnostics.push(
                    Diagnostic::warning(KEY, message, first.span)
                        .label(span, "inherited from here"),
                );
            }
            if let Some(structured) = self.structured_mut(one.id) {
                structured.key = key;
            }
        }
    }

    fn key(&mut self, id: TypeId, tree: &Key) -> Vec<KeyRef> {
        let mut key = Vec::new();
        let mut seen = SeenNames::default();
        for part in &tree.properties {
            if let Some(first) = seen.insert(part.name.as_str(), part.name.span) {
                let message = format!("the key names `{}` twice", part.name.value);
                self.duplicate(KEY, message, part.name.span, first);
                continue;
            }
            let plain = !part.name.value.contains('/');
            match (plain, &part.alias) {
                (true, Some(alias)) => {
                    self.warn(KEY, "a plain key property needs no alias", alias.span);
                }
                (false, None) => {
                    self.warn(KEY, "a path in a key needs an alias", part.name.span);
                }
                _ => {}
            }
            let property = self.key_property(id, part.name.as_str());
            match property {
                Some(property) => self.key_type(property, part.name.span),
                // The properties of a type in a missing document are unknown.
                None if self.has_external_base(id) => {}
                None => {
                    let message =
                        format!("the key names `{}`, which is no property", part.name.value);
                    let near = self.near_property(id, part.name.as_str());
                    let diagnostic = Diagnostic::error(KEY_PROPERTY, message, part.name.span);
                    self.diagnostics.push(diagnostic.suggest(near));
                }
            }
            key.push(KeyRef {
                path: part.name.value.clone(),
                alias: part.alias.as_ref().map(|alias| alias.value.clone()),
                span: part.name.span,
                property: property.filter(|_| plain),
            });
        }
        key
    }

    fn near_property(&mut self, id: TypeId, name: &str) -> Option<String> {
        if !self.symbols.may_suggest() {
            return None;
        }
        let all = self.model.all_properties(id);
        let known = all.iter().map(|(_, property)| property.name.as_str());
        closest(name, known).map(str::to_owned)
    }

    /// Resolves the path of a key property.
    pub(super) fn key_property(&self, id: TypeId, path: &str) -> Option<PropertyId> {
        let mut at = Some(id);
        let mut found = None;
        for step in path.split('/') {
            let (property, declaration) = self.find_property(at?, step)?;
            found = Some(property);
            at = declaration.type_.named();
        }
        found
    }

    fn key_type(&mut self, id: PropertyId, span: Span) {
        let Some(property) = self.model.property(id) else {
            return;
        };
        let (type_, nullable, name) = (property.type_, property.nullable, property.name.clone());
        let primitive = |primitive| {
            !matches!(
                primitive,
                Primitive::Binary | Primitive::Double | Primitive::Single | Primitive::Stream
            ) && !format!("{primitive:?}").starts_with("Geo")
        };
        let fits = match type_.item {
            Item::Primitive(p) => primitive(p),
            Item::Named(id) => match self.model.type_(id).map(|t| &t.kind) {
                Some(TypeKind::Enum(_)) => true,
                Some(TypeKind::Definition(definition)) => match definition.underlying {
                    Item::Primitive(p) => primitive(p),
                    _ => true,
                },
                _ => false,
            },
            Item::Abstract(_) => true,
        };
        if !fits || type_.collection {
            let message = format!("`{name}` has a type that a key cannot have");
            self.warn(KEY_TYPE, message, span);
        }
        if nullable != Some(false) {
            let message = format!("key property `{name}` can be null");
            self.warn(KEY_TYPE, message, span);
        }
    }

    /// Whether a type derives from a type of a document that was not given.
    pub(super) fn has_external_base(&self, id: TypeId) -> bool {
        self.external_bases.contains(&id)
    }
}
