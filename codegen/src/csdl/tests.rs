//! Tests of the reader: XML, the EDMX envelope, and what is refused.

mod envelope;
mod schema;
mod xml;

use super::{Document, read};
use crate::diagnostic::{Severity, Sources};

const EDMX: &str = "http://docs.oasis-open.org/odata/ns/edmx";
const EDM: &str = "http://docs.oasis-open.org/odata/ns/edm";

/// Reads a text; findings as `severity slug line:column: message`.
fn text(text: &str) -> (Document, Vec<String>) {
    let mut sources = Sources::default();
    let id = sources.add("t", text);
    let (document, out) = read(&sources, id);
    let found = out
        .iter()
        .map(|d| {
            let severity = match d.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "note",
            };
            let (line, column) = d
                .span
                .and_then(|s| sources.line_column(s))
                .unwrap_or_default();
            format!("{severity} {} {line}:{column}: {}", d.code.slug, d.message)
        })
        .collect();
    (document, found)
}

/// A document with this inside of its schema, in the first line.
fn body(inner: &str) -> String {
    format!(
        r#"<e:Edmx xmlns:e="{EDMX}" Version="4.0"><e:DataServices><Schema xmlns="{EDM}" Namespace="n">{inner}</Schema></e:DataServices></e:Edmx>"#
    )
}

fn found(inner: &str) -> Vec<String> {
    text(&body(inner)).1
}

fn type_names(document: &Document) -> Vec<&str> {
    document
        .schemas
        .iter()
        .flat_map(|s| &s.types)
        .map(|t| t.name.as_str())
        .collect()
}
