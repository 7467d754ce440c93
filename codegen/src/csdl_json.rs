//! Writes the syntax tree of a CSDL XML document as CSDL JSON.
//!
//! Section numbers refer to the OASIS Standard "OData Common Schema Definition Language
//! (CSDL) JSON Representation Version 4.01". The text is written while the tree is walked,
//! in document order. Names are not resolved, so a document with semantic errors can be
//! written, too.

mod aliases;
mod annotation;
mod container;
mod facets;
mod json;
mod schema;
#[cfg(test)]
mod tests;
mod types;

use self::aliases::Aliases;
use self::facets::Underlying;
use self::json::Json;
use crate::csdl::{Document, Reference, Text};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Warning: two children of one JSON object have the same name, and JSON can hold only one.
const DUPLICATE_NAME: Code = Code::new("E0020", "json-name");

/// The vocabularies that are published in both representations, each under its own address.
const PUBLISHED: [&str; 2] = [
    "https://oasis-tcs.github.io/odata-vocabularies/vocabularies/",
    "https://sap.github.io/odata-vocabularies/vocabularies/",
];

/// Writes a document as CSDL JSON (section 4).
///
/// The text is complete unless there are warnings: a JSON object cannot hold two children
/// of a schema, type or container with the same name, apart from overloads.
pub fn write(document: &Document) -> (String, Diagnostics) {
    let mut writer = Writer {
        json: Json::with_capacity(1 << 16),
        aliases: Aliases::new(document),
        underlying: facets::underlying(document),
        document,
        out: Diagnostics::default(),
    };
    writer.document();
    (writer.json.finish(), writer.out)
}

struct Writer<'d> {
    json: Json,
    aliases: Aliases<'d>,
    underlying: Underlying<'d>,
    document: &'d Document,
    out: Diagnostics,
}

impl<'d> Writer<'d> {
    fn document(&mut self) {
        let document = self.document;
        self.json.open_object();
        self.json.text("$Version", document.version.as_str());
        let containers = document.schemas.iter().flat_map(|schema| {
            let names = schema.containers.iter().map(|c| &c.name.value);
            names.map(|name| (&schema.namespace.value, name))
        });
        // `$EntityContainer` is the only member whose value needs the namespace instead of
        // its alias.
        if let Some((namespace, name)) = containers.last() {
            self.json
                .text("$EntityContainer", &format!("{namespace}.{name}"));
        }
        if !document.references.is_empty() {
            self.json.key("$Reference");
            self.json.open_object();
            self.references(&document.references);
            self.json.close_object();
        }
        let schemas = &document.schemas;
        let names: Vec<&str> = schemas.iter().map(|s| s.namespace.as_str()).collect();
        let last = last_of_each(&names);
        for (schema, last) in schemas.iter().zip(last) {
            if last {
                self.json.key(schema.namespace.as_str());
                self.schema(schema);
            } else {
                self.twice(&schema.namespace);
            }
        }
        self.json.close_object();
    }

    /// Writes `$Reference` (sections 4.1 to 4.3).
    fn references(&mut self, references: &[Reference]) {
        let uris: Vec<Cow<'_, str>> = references.iter().map(|r| uri(r.uri.as_str())).collect();
        let last = last_of_each(&uris);
        for ((reference, uri), last) in references.iter().zip(&uris).zip(last) {
            if last {
                self.json.key(uri);
                self.reference(reference);
            } else {
                self.twice(&reference.uri);
            }
        }
    }

    fn reference(&mut self, reference: &Reference) {
        self.json.open_object();
        if !reference.includes.is_empty() {
            self.json.key("$Include");
            self.json.open_array();
            for include in &reference.includes {
                self.json.item();
                self.json.open_object();
                self.json.text("$Namespace", include.namespace.as_str());
                self.optional("$Alias", include.alias.as_ref());
                self.annotations("", &include.annotations);
                self.json.close_object();
            }
            self.json.close_array();
        }
        if !reference.include_annotations.is_empty() {
            self.json.key("$IncludeAnnotations");
            self.json.open_array();
            for include in &reference.include_annotations {
                self.json.item();
                self.json.open_object();
                self.json
                    .text("$TermNamespace", include.term_namespace.as_str());
                self.optional("$Qualifier", include.qualifier.as_ref());
                self.optional("$TargetNamespace", include.target_namespace.as_ref());
                self.json.close_object();
            }
            self.json.close_array();
        }
        self.annotations("", &reference.annotations);
        self.json.close_object();
    }

    fn optional(&mut self, name: &str, text: Option<&Text>) {
        if let Some(text) = text {
            self.json.text(name, text.as_str());
        }
    }

    fn twice(&mut self, name: &Text) {
        let message = format!(
            "`{}` stands twice; in JSON a name has room for one",
            name.value
        );
        self.out
            .push(Diagnostic::warning(DUPLICATE_NAME, message, name.span));
    }
}

/// The address of a referenced document: that of its JSON representation if both are
/// published.
fn uri(uri: &str) -> Cow<'_, str> {
    match uri.strip_suffix(".xml") {
        Some(stem) if PUBLISHED.iter().any(|site| uri.starts_with(site)) => {
            Cow::Owned(format!("{stem}.json"))
        }
        _ => Cow::Borrowed(uri),
    }
}

/// Up to this length, comparing all names is faster than a map.
const LINEAR_SEARCH_LIMIT: usize = 16;

/// Returns for each name whether it is the last occurrence of that name.
fn last_of_each<S: AsRef<str>>(names: &[S]) -> Vec<bool> {
    let mut last = vec![true; names.len()];
    if names.len() <= LINEAR_SEARCH_LIMIT {
        let mut rest = names;
        for last in &mut last {
            if let Some((name, after)) = rest.split_first() {
                *last = after.iter().all(|other| other.as_ref() != name.as_ref());
                rest = after;
            }
        }
        return last;
    }
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, name) in names.iter().enumerate() {
        if let Some(before) = seen.insert(name.as_ref(), at)
            && let Some(before) = last.get_mut(before)
        {
            *before = false;
        }
    }
    last
}
