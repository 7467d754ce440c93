//! The symbol table of resolution: finds declared types and operations by qualified name.

use super::super::{AbstractType, Item, OperationId, Primitive, TypeId, TypeRef};
use crate::csdl::Text;
use crate::diagnostic::{Code, Diagnostic, Span, closest};
use std::collections::{BTreeMap, BTreeSet};

const SYNTAX: Code = Code::new("E0104", "type-syntax");
const NAMESPACE: Code = Code::new("E0105", "unknown-namespace");
const UNQUALIFIED: Code = Code::new("E0106", "unqualified-name");
const UNKNOWN: Code = Code::new("E0107", "unknown-type");

/// The maximum number of suggestions per run. A search for similar names is slow, so
/// further messages have none.
const MAX_SUGGESTIONS: usize = 100;

/// A name as a map key that starts with its first bytes. Most comparisons are decided by
/// these bytes, without access to the text elsewhere in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SymbolKey<'d> {
    head: u64,
    /// The name.
    pub name: &'d str,
}

impl<'d> SymbolKey<'d> {
    /// The map key of a name.
    pub fn new(name: &'d str) -> Self {
        let mut head = [0; 8];
        for (to, from) in head.iter_mut().zip(name.bytes()) {
            *to = from;
        }
        Self {
            head: u64::from_be_bytes(head),
            name,
        }
    }
}

/// The declared names of all documents.
#[derive(Debug, Default)]
pub(super) struct SymbolTable<'d> {
    /// The names in scope, by document.
    pub scopes: Vec<DocumentScope<'d>>,
    /// Types by namespace and name.
    pub types: BTreeMap<&'d str, BTreeMap<SymbolKey<'d>, TypeId>>,
    /// Overloads by namespace and name.
    pub operations: BTreeMap<&'d str, BTreeMap<SymbolKey<'d>, Vec<OperationId>>>,
    suggestions: usize,
}

/// The namespaces and aliases that a document may use.
#[derive(Debug, Default)]
pub(super) struct DocumentScope<'d> {
    /// Alias → namespace.
    pub aliases: BTreeMap<&'d str, &'d str>,
    /// Namespaces that one of the given documents declares.
    pub namespaces: BTreeSet<&'d str>,
    /// Namespaces included from documents that were not given: the position of the
    /// inclusion and the number of uses.
    pub external: BTreeMap<&'d str, (Span, usize)>,
}

impl<'d> SymbolTable<'d> {
    /// Resolves a namespace or alias that is in scope.
    pub fn namespace<'s>(&'s self, document: usize, text: &'s str) -> Option<&'s str> {
        let scope = self.scopes.get(document)?;
        match scope.aliases.get(text) {
            Some(namespace) => Some(namespace),
            None => (scope.namespaces.contains(text) || scope.external.contains_key(text))
                .then_some(text),
        }
    }

    /// Splits a qualified name into namespace and simple name, if the namespace is in
    /// scope.
    pub fn split<'s>(&'s self, document: usize, text: &'s str) -> Option<(&'s str, &'s str)> {
        let (namespace, name) = text.rsplit_once('.')?;
        Some((self.namespace(document, namespace)?, name))
    }

    /// Replaces the alias of a qualified name by its namespace. A name that is not in scope
    /// stays as written.
    pub fn expand(&self, document: usize, text: &str) -> String {
        match self.split(document, text) {
            Some((namespace, name)) => [namespace, ".", name].concat(),
            None => text.to_owned(),
        }
    }

    /// Finds a type by a name with a full namespace, whatever is in scope.
    pub fn find_expanded(&self, text: &str) -> Option<TypeId> {
        let (namespace, name) = text.rsplit_once('.')?;
        self.types
            .get(namespace)?
            .get(&SymbolKey::new(name))
            .copied()
    }

    /// Finds a type by qualified name, without reporting an error.
    pub fn find(&self, document: usize, text: &str) -> Option<TypeId> {
        let (namespace, name) = self.split(document, text)?;
        self.types
            .get(namespace)?
            .get(&SymbolKey::new(name))
            .copied()
    }

    /// The overloads with this qualified name.
    pub fn overloads<'s>(&'s self, document: usize, text: &'s str) -> &'s [OperationId] {
        self.split(document, text)
            .and_then(|(namespace, name)| {
                self.operations.get(namespace)?.get(&SymbolKey::new(name))
            })
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// Whether a name belongs to a document that was not given. Counts the use if so.
    pub fn is_external(&mut self, document: usize, text: &str) -> bool {
        let Some((namespace, _)) = text.rsplit_once('.') else {
            return false;
        };
        let Some(scope) = self.scopes.get_mut(document) else {
            return false;
        };
        let namespace = scope.aliases.get(namespace).copied().unwrap_or(namespace);
        match scope.external.get_mut(namespace) {
            Some((_, count)) => {
                *count += 1;
                true
            }
            None => false,
        }
    }

    /// Resolves the text of a type, such as `Collection(graph.call)`.
    pub fn type_ref(&mut self, document: usize, text: &Text) -> Result<TypeRef, Box<Diagnostic>> {
        let (name, collection, skip) = match text.as_str().strip_prefix("Collection(") {
            Some(rest) => (rest.strip_suffix(')'), true, "Collection(".len()),
            None => (Some(text.as_str()), false, 0),
        };
        let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'.' || b == b'_';
        let well_formed = |name: &&str| {
            name.bytes().all(plain)
                || !name.contains(|c: char| "()".contains(c) || c.is_whitespace())
        };
        let Some(name) = name.filter(well_formed).filter(|name| !name.is_empty()) else {
            let message = format!("`{}` is not a type", text.value);
            return Err(Box::new(
                Diagnostic::error(SYNTAX, message, text.span)
                    .help("expected a qualified name or `Collection(` qualified name `)`"),
            ));
        };
        let exact = usize::try_from(text.span.len).unwrap_or(0) == text.value.len();
        let span = if exact {
            let start = usize::try_from(text.span.start).unwrap_or(0) + skip;
            Span::new(text.span.source, start, name.len())
        } else {
            text.span
        };
        Ok(TypeRef {
            item: self.item(document, name, span)?,
            collection,
        })
    }

    /// Resolves the qualified name of a type.
    pub fn item(
        &mut self,
        document: usize,
        text: &str,
        span: Span,
    ) -> Result<Item, Box<Diagnostic>> {
        if let Some(item) = text.strip_prefix("Edm.").and_then(built_in) {
            return Ok(item);
        }
        if let Some(id) = self.find(document, text) {
            return Ok(Item::Named(id));
        }
        if self.is_external(document, text) {
            return Ok(Item::Abstract(AbstractType::Untyped));
        }
        Err(Box::new(self.unknown(document, text, span)))
    }

    /// Whether the limit of suggestions is not yet reached. To be called once per message.
    pub fn may_suggest(&mut self) -> bool {
        self.suggestions += 1;
        self.suggestions <= MAX_SUGGESTIONS
    }

    /// The diagnostic for a name that is not the name of a type.
    pub fn unknown(&mut self, document: usize, text: &str, span: Span) -> Diagnostic {
        let quiet = !self.may_suggest();
        let Some((prefix, name)) = text.rsplit_once('.') else {
            let message = format!("`{text}` is not qualified by a namespace");
            return Diagnostic::error(UNQUALIFIED, message, span).suggest(if quiet {
                None
            } else {
                self.anywhere(text)
            });
        };
        if prefix == "Edm" {
            let near = BUILT_IN.iter().map(|(name, _)| *name);
            return Diagnostic::error(UNKNOWN, format!("unknown type `{text}`"), span).suggest(
                closest(name, near)
                    .or(dropped(name))
                    .map(|n| format!("Edm.{n}")),
            );
        }
        let Some(namespace) = self.namespace(document, prefix) else {
            let message = format!("no schema or reference declares `{prefix}`");
            let near = match self.scopes.get(document) {
                Some(scope) if !quiet => closest(
                    prefix,
                    scope
                        .aliases
                        .keys()
                        .chain(&scope.namespaces)
                        .copied()
                        .chain(["Edm"]),
                ),
                _ => None,
            };
            let found = Diagnostic::error(NAMESPACE, message, span);
            return match near {
                None if self.types.contains_key(prefix) => found.help(format!(
                    "another document declares `{prefix}`; an `edmx:Reference` that includes it is missing"
                )),
                near => found.suggest(near.map(|near| self.nearest_in(document, near, name))),
            };
        };
        let message = format!("unknown type `{text}`");
        let near = match self.types.get(namespace) {
            Some(types) if !quiet => closest(name, types.keys().map(|key| key.name)),
            _ => None,
        };
        Diagnostic::error(UNKNOWN, message, span).suggest(match near {
            Some(near) => Some(format!("{prefix}.{near}")),
            None if quiet => None,
            None => self.anywhere(name),
        })
    }

    /// The most similar qualified name of a type in a similar namespace; only the namespace
    /// if no type in it has a similar name.
    fn nearest_in(&self, document: usize, prefix: &str, name: &str) -> String {
        let types = self
            .namespace(document, prefix)
            .and_then(|namespace| self.types.get(namespace));
        let built_in = BUILT_IN.iter().filter(|_| prefix == "Edm");
        let known = types
            .into_iter()
            .flat_map(|types| types.keys().map(|key| key.name));
        let known = known.chain(built_in.map(|(name, _)| *name));
        match closest(name, known) {
            Some(near) => format!("{prefix}.{near}"),
            None => prefix.to_owned(),
        }
    }

    /// The qualified name of a type with this simple name in any namespace.
    fn anywhere(&self, name: &str) -> Option<String> {
        if built_in(name).is_some() {
            return Some(format!("Edm.{name}"));
        }
        self.types
            .iter()
            .find(|(_, types)| types.contains_key(&SymbolKey::new(name)))
            .map(|(namespace, _)| format!("{namespace}.{name}"))
    }
}

/// Whether the text of a type refers to a built-in type or to a collection of one.
pub(super) fn names_built_in(text: &str) -> bool {
    text.strip_prefix("Collection(")
        .unwrap_or(text)
        .starts_with("Edm.")
}

/// The built-in type with this name, without `Edm.`.
pub(in crate::model) fn built_in(name: &str) -> Option<Item> {
    BUILT_IN
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, item)| *item)
}

/// The replacement for a built-in type of OData versions before 4.
fn dropped(name: &str) -> Option<&'static str> {
    match name {
        "DateTime" => Some("DateTimeOffset"),
        "Time" => Some("Duration"),
        "Float" => Some("Double"),
        "Integer" => Some("Int32"),
        _ => None,
    }
}

macro_rules! built_in {
    ($($kind:ident: $($name:ident)*;)*) => {
        const BUILT_IN: &[(&str, Item)] = &[$($((stringify!($name), built_in!(@ $kind $name)),)*)*];
    };
    (@ primitive $name:ident) => { Item::Primitive(Primitive::$name) };
    (@ built $name:ident) => { Item::Abstract(AbstractType::$name) };
}

// The most frequent types come first because the list is searched linearly.
built_in! {
    primitive: String Boolean Int32 DateTimeOffset Int64 Double Duration Guid Date Binary Stream
        Byte Decimal Int16 SByte Single TimeOfDay
        Geography GeographyCollection GeographyLineString GeographyMultiLineString
        GeographyMultiPoint GeographyMultiPolygon GeographyPoint GeographyPolygon
        Geometry GeometryCollection GeometryLineString GeometryMultiLineString
        GeometryMultiPoint GeometryMultiPolygon GeometryPoint GeometryPolygon;
    built: AnnotationPath AnyPropertyPath ComplexType EntityType ModelElementPath
        NavigationPropertyPath PrimitiveType PropertyPath Untyped;
}
