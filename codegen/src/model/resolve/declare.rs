//! Collects the namespaces that are in scope in each document, and assigns each type its
//! index, before any name is looked up.

use super::super::{
    Definition, EnumType, Facets, Item, Primitive, QName, Schema, Structured, Type, TypeId,
    TypeKind,
};
use super::Resolver;
use super::symbols::{DocumentScope, SymbolKey};
use crate::csdl::{self, DeclarationKind, Text, TypeDeclaration};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::names::is_escaped_in_json;
use std::collections::BTreeMap;

const NAMESPACE_TWICE: Code = Code::new("E0101", "duplicate-namespace");
const ALIAS_TWICE: Code = Code::new("E0102", "duplicate-alias");
const RESERVED: Code = Code::new("E0103", "reserved-name");
const TYPE_TWICE: Code = Code::new("E0110", "duplicate-type");
const NAME: Code = Code::new("E0100", "name");
const INCLUDE_TWICE: Code = Code::new("E0108", "duplicate-include");
const EXTERNAL: Code = Code::new("E0109", "missing-document");

/// A type with its index and the declaration that it comes from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Declared<'d> {
    pub id: TypeId,
    /// The index of its document.
    pub document: usize,
    pub declaration: &'d TypeDeclaration,
}

impl<'d> Resolver<'d> {
    /// Collects the namespaces and aliases that are in scope in each document.
    pub(super) fn scopes(&mut self) {
        let documents = self.documents;
        let mut declared: BTreeMap<&str, Span> = BTreeMap::new();
        for schema in documents.iter().flat_map(|d| &d.schemas) {
            let name = &schema.namespace;
            if let Some(first) = declared.insert(name.as_str(), name.span) {
                let message = format!("namespace `{}` is declared twice", name.value);
                self.duplicate(NAMESPACE_TWICE, message, name.span, first);
            }
            self.namespace_name(name);
        }
        for document in documents {
            if document.version.as_str() > self.model.version.as_str() {
                self.model.version.clone_from(&document.version.value);
            }
            let scope = self.scope(document, &declared);
            self.symbols.scopes.push(scope);
        }
    }

    fn scope(
        &mut self,
        document: &'d csdl::Document,
        declared: &BTreeMap<&str, Span>,
    ) -> DocumentScope<'d> {
        let mut scope = DocumentScope::default();
        let mut aliases: BTreeMap<&str, Span> = BTreeMap::new();
        let mut uris: BTreeMap<&str, Span> = BTreeMap::new();
        let mut included: BTreeMap<&str, Span> = BTreeMap::new();
        let mut pairs: Vec<(&'d Text, Option<&'d Text>)> = Vec::new();
        let mut own: BTreeMap<&str, Span> = BTreeMap::new();
        for schema in &document.schemas {
            let name = &schema.namespace;
            own.entry(name.as_str()).or_insert(name.span);
        }
        for reference in &document.references {
            if let Some(first) = uris.insert(reference.uri.as_str(), reference.uri.span) {
                let message = format!("`{}` is referenced twice", reference.uri.value);
                self.diagnostics.push(
                    Diagnostic::warning(INCLUDE_TWICE, message, reference.uri.span)
                        .label(first, "the first is here"),
                );
            }
            for include in &reference.includes {
                let name = include.namespace.as_str();
                let first = own.get(name).or(included.get(name)).copied();
                if let Some(first) = first {
                    let message = format!("namespace `{name}` is already in scope");
                    self.diagnostics.push(
                        Diagnostic::warning(INCLUDE_TWICE, message, include.namespace.span)
                            .label(first, "the first is here"),
                    );
                }
                included.insert(name, include.namespace.span);
                if declared.contains_key(name) {
                    scope.namespaces.insert(name);
                } else {
                    scope
                        .external
                        .entry(name)
                        .or_insert((include.namespace.span, 0));
                }
                pairs.push((&include.namespace, include.alias.as_ref()));
            }
        }
        for schema in &document.schemas {
            scope.namespaces.insert(schema.namespace.as_str());
            pairs.push((&schema.namespace, schema.alias.as_ref()));
        }
        for (namespace, alias) in pairs {
            let Some(alias) = alias else { continue };
            if alias.value == namespace.value {
                let message = format!("alias `{}` is the namespace itself", alias.value);
                let found = Diagnostic::warning(ALIAS_TWICE, message, alias.span);
                self.diagnostics.push(
                    found
                        .label(namespace.span, "the namespace is here")
                        .help("remove the alias: names with the whole namespace need none"),
                );
                continue;
            }
            self.simple_name("alias", alias);
            self.reserved(alias);
            let known = scope.aliases.insert(alias.as_str(), namespace.as_str());
            let first = aliases.insert(alias.as_str(), alias.span);
            if let (Some(known), Some(first)) = (known, first)
                && known != namespace.as_str()
            {
                let message = format!("alias `{}` is already taken by `{known}`", alias.value);
                self.duplicate(ALIAS_TWICE, message, alias.span, first);
            } else if scope.namespaces.contains(alias.as_str()) {
                let message = format!("alias `{}` is the name of another namespace", alias.value);
                let mut found = Diagnostic::warning(ALIAS_TWICE, message, alias.span);
                if let Some(&other) = declared.get(alias.as_str()) {
                    found = found.label(other, "the namespace is here");
                }
                self.diagnostics.push(found);
            }
        }
        scope
    }

    /// Assigns each type its index. If two types have the same name, the first one is kept.
    pub(super) fn declare(&mut self) -> Vec<Declared<'d>> {
        let mut list = Vec::new();
        let documents = self.documents;
        for (document, tree) in documents.iter().enumerate() {
            for schema in &tree.schemas {
                let namespace = schema.namespace.as_str();
                self.model.schemas.push(Schema {
                    namespace: namespace.to_owned(),
                    alias: schema.alias.as_ref().map(|alias| alias.value.clone()),
                    span: schema.namespace.span,
                    annotations: self.expand_all(document, &schema.annotations),
                    terms: Vec::new(),
                });
                for declaration in &schema.types {
                    list.extend(self.declare_type(document, namespace, declaration));
                }
                self.other_names(schema);
            }
        }
        list
    }

    fn declare_type(
        &mut self,
        document: usize,
        namespace: &'d str,
        declaration: &'d TypeDeclaration,
    ) -> Option<Declared<'d>> {
        let name = &declaration.name;
        self.simple_name("type", name);
        let id = TypeId(u32::try_from(self.model.types.len()).unwrap_or(u32::MAX));
        let types = self.symbols.types.entry(namespace).or_default();
        let first = *types.entry(SymbolKey::new(name.as_str())).or_insert(id);
        if first != id {
            let span = self.model.type_(first).map(|t| t.span).unwrap_or_default();
            let message = format!("type `{}` is declared twice", name.value);
            self.duplicate(TYPE_TWICE, message, name.span, span);
            return None;
        }
        let annotations = self.expand_all(document, &declaration.annotations);
        self.model.types.push(Type {
            name: QName::new(namespace, name.value.clone()),
            span: name.span,
            kind: skeleton(&declaration.kind),
            description: None,
            deprecated: None,
            annotations,
        });
        Some(Declared {
            id,
            document,
            declaration,
        })
    }

    /// Checks terms and containers, which share the names of a schema with its types.
    fn other_names(&mut self, schema: &'d csdl::Schema) {
        let mut terms: BTreeMap<&str, Span> = BTreeMap::new();
        let types = schema.types.iter().map(|t| (t.name.as_str(), t.name.span));
        let types: BTreeMap<&str, Span> = types.collect();
        for term in &schema.terms {
            self.simple_name("term", &term.name);
            if let Some(first) = terms.insert(term.name.as_str(), term.name.span) {
                let message = format!("term `{}` is declared twice", term.name.value);
                self.duplicate(TYPE_TWICE, message, term.name.span, first);
            }
        }
        let containers = schema.containers.iter().map(|c| &c.name);
        for name in schema.terms.iter().map(|t| &t.name).chain(containers) {
            if let Some(&type_) = types.get(name.as_str()) {
                let message = format!("`{}` is the name of a type of this schema, too", name.value);
                self.diagnostics.push(
                    Diagnostic::warning(TYPE_TWICE, message, name.span)
                        .label(type_, "the type is here"),
                );
            }
        }
    }

    /// Reports names of documents that were not given, once per namespace.
    pub(super) fn external_names(&mut self) {
        let scopes = std::mem::take(&mut self.symbols.scopes);
        for (scope, document) in scopes.into_iter().zip(self.documents) {
            for (namespace, (span, count)) in scope.external {
                if count == 0 {
                    continue;
                }
                let message = format!(
                    "the document of `{namespace}` is missing: {count} of its names stay untyped"
                );
                let includes = |r: &&csdl::Reference| {
                    let mut all = r.includes.iter();
                    all.any(|include| include.namespace.as_str() == namespace)
                };
                let mut found = Diagnostic::warning(EXTERNAL, message, span);
                if let Some(reference) = document.references.iter().find(includes) {
                    let uri = &reference.uri;
                    found = found
                        .label(uri.span, "this reference was not given")
                        .help(format!("give `{}` with `--with FILE`", uri.value));
                }
                self.diagnostics.push(found);
            }
        }
    }

    /// Refuses a name that is empty, needs escaping in JSON or contains a separator of
    /// qualified names; warns about any other name that is not a simple identifier.
    pub(super) fn simple_name(&mut self, what: &str, name: &Text) {
        if is_plain(&name.value) {
            return;
        }
        if name.value.is_empty() {
            return self.error(NAME, format!("the name of a {what} is empty"), name.span);
        }
        let qualified = !matches!(
            what,
            "property" | "member" | "parameter" | "container child"
        );
        let message = format!("`{}` is not a simple identifier", name.value);
        // What stands before the last dot of a qualified name may have dots itself.
        let dotted = what != "alias" && name.value.contains('.');
        let broken = qualified && (dotted || breaks_names(&name.value));
        if broken || is_escaped_in_json(&name.value) {
            self.error(NAME, message, name.span);
        } else if !is_identifier(&name.value) {
            self.warn(NAME, message, name.span);
        }
    }

    fn namespace_name(&mut self, name: &Text) {
        if name.value.is_empty() {
            return self.error(NAME, "the namespace is empty", name.span);
        }
        if name.value.chars().count() > 511 {
            self.warn(NAME, "a namespace of more than 511 characters", name.span);
        }
        let message = format!("`{}` is not a namespace", name.value);
        if breaks_names(&name.value) || is_escaped_in_json(&name.value) {
            self.error(NAME, message, name.span);
        } else if !name.value.split('.').all(is_identifier) {
            self.warn(NAME, message, name.span);
        }
        self.reserved(name);
    }

    fn reserved(&mut self, name: &Text) {
        if matches!(name.as_str(), "Edm" | "odata" | "System" | "Transient") {
            let message = format!("`{}` is reserved", name.value);
            self.warn(RESERVED, message, name.span);
        }
    }
}

/// The kind of a type without its contents, which are resolved later.
fn skeleton(kind: &DeclarationKind) -> TypeKind {
    match kind {
        DeclarationKind::Structured(tree) => TypeKind::Structured(Structured {
            entity: tree.entity,
            ..Structured::default()
        }),
        DeclarationKind::Enum(_) => TypeKind::Enum(EnumType {
            underlying: Primitive::Int32,
            is_flags: false,
            members: Vec::new(),
        }),
        DeclarationKind::Definition(_) => TypeKind::Definition(Definition {
            underlying: Item::Primitive(Primitive::String),
            facets: Facets::default(),
        }),
    }
}

/// Whether a name contains a character that separates names in a reference.
fn breaks_names(name: &str) -> bool {
    name.contains(|c: char| c.is_whitespace() || "()/@#,".contains(c))
}

/// Whether a name is a simple identifier of ASCII characters. Nearly all names are.
fn is_plain(name: &str) -> bool {
    let (bytes, word) = (name.as_bytes(), |b: &u8| {
        b.is_ascii_alphanumeric() || *b == b'_'
    });
    let head = bytes.first().is_some_and(|b| !b.is_ascii_digit());
    head && bytes.len() <= 128 && bytes.iter().all(word)
}

/// Whether a name is a simple identifier as defined by the standard.
fn is_identifier(name: &str) -> bool {
    let mut chars = name.chars();
    let head = chars.next().is_some_and(|c| c == '_' || c.is_alphabetic());
    head && chars.clone().count() < 128
        && chars.all(|c| c == '_' || c.is_alphanumeric() || is_joining(c))
}

/// Whether a character is a combining mark, connector or format character used in names.
fn is_joining(c: char) -> bool {
    matches!(u32::from(c),
        0xad | 0x300..=0x36f | 0x483..=0x487 | 0x591..=0x5bd | 0x610..=0x61a | 0x64b..=0x65f
        | 0x6d6..=0x6dc | 0x900..=0x903 | 0x93a..=0x94f | 0x981..=0x983 | 0x9bc..=0x9cd
        | 0xe31..=0xe3a | 0xe47..=0xe4e | 0x1ab0..=0x1aff | 0x1dc0..=0x1dff | 0x200b..=0x200f
        | 0x202a..=0x202e | 0x203f | 0x2040 | 0x2054 | 0x2060..=0x2064 | 0x20d0..=0x20ff
        | 0x3099 | 0x309a | 0xfe00..=0xfe0f | 0xfe20..=0xfe2f | 0xfe33 | 0xfe34
        | 0xfe4d..=0xfe4f | 0xfeff | 0xff3f)
}

#[cfg(test)]
mod tests {
    use super::{is_identifier, is_plain};

    #[test]
    fn simple_identifiers() {
        for good in [
            "a",
            "_",
            "_1",
            "ä",
            "Ⅻ",
            "a\u{301}",
            "a‿b",
            "名前",
            &"n".repeat(128),
        ] {
            assert!(is_identifier(good), "{good}");
            assert_eq!(is_plain(good), good.is_ascii(), "{good}");
        }
        for bad in [
            "",
            "1a",
            "a-b",
            "a b",
            "a.b",
            "a/b",
            "$a",
            "😀",
            "a😀",
            &"n".repeat(129),
        ] {
            assert!(!is_identifier(bad) && !is_plain(bad), "{bad}");
        }
    }
}
