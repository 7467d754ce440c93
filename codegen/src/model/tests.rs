//! Tests of resolution: what is accepted, and the diagnostics for the rest.

mod annotations;
mod capabilities;
mod container;
mod inherit;
mod names;
mod operations;
mod shapes;
mod standard;

use super::{Model, resolve};
use crate::csdl;
use crate::diagnostic::{Severity, Sources};

/// A document of this version with these schemas.
fn envelope(version: &str, inner: &str) -> String {
    format!(
        "<e:Edmx xmlns:e=\"http://docs.oasis-open.org/odata/ns/edmx\" Version=\"{version}\">{inner}</e:Edmx>"
    )
}

/// The schema `n`, alias `a`, with this body; the lines of the body count from 1.
fn schema(version: &str, body: &str) -> String {
    envelope(
        version,
        &format!(
            "<e:DataServices><Schema xmlns=\"http://docs.oasis-open.org/odata/ns/edm\" \
             Namespace=\"n\" Alias=\"a\">{body}</Schema></e:DataServices>"
        ),
    )
}

/// Resolves documents; findings as `severity slug line: message [help] (label line)`.
fn documents(texts: &[String]) -> (Model, Vec<String>) {
    let mut sources = Sources::default();
    let mut trees = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        let id = sources.add(format!("{at}"), text.clone());
        let (tree, out) = csdl::read(&sources, id);
        assert!(out.is_empty(), "{}", out.render(&sources));
        trees.push(tree);
    }
    let (model, mut out) = resolve(&trees);
    out.sort();
    let line = |span| sources.line_column(span).map_or(0, |(line, _)| line);
    let found = out
        .iter()
        .map(|d| {
            let severity = match d.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "note",
            };
            let mut text = format!(
                "{severity} {} {}: {}",
                d.code.slug,
                d.span.map_or(0, line),
                d.message
            );
            if let Some(help) = &d.help {
                text.push_str(&format!(" [{help}]"));
            }
            for label in &d.labels {
                text.push_str(&format!(" ({})", line(label.span)));
            }
            text
        })
        .collect();
    (model, found)
}

/// Resolves one schema of version 4.0.
fn one(body: &str) -> (Model, Vec<String>) {
    documents(&[schema("4.0", body)])
}

/// Resolves one schema of version 4.0 that has nothing wrong.
fn good(body: &str) -> Model {
    let (model, found) = one(body);
    assert!(found.is_empty(), "{found:#?}");
    model
}

/// What is found in one schema of version 4.0.
fn found(body: &str) -> Vec<String> {
    one(body).1
}
