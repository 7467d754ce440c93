//! The overview of a metadata document: what it contains and what is wrong with it.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::csdl::Document;
use crate::diagnostic::{Code, Diagnostics, Severity, Sources, Span};
use crate::model::{Model, OperationKind, RootKind, Type, TypeId, TypeKind};

/// The greatest number of lines of each list.
const SHOWN: usize = 10;

/// Describes documents that were resolved together, for people.
///
/// If a document could not be read to its end, only its size and the findings are given: the
/// rest would be wrong.
pub fn describe(
    documents: &[Document],
    model: &Model,
    found: &Diagnostics,
    sources: &Sources,
    readable: bool,
) -> String {
    let mut text = String::new();
    overview(&mut text, sources, model);
    if readable {
        schemas(&mut text, model);
        references(&mut text, documents, model);
        roots(&mut text, model);
        biggest(&mut text, model);
        most_derived(&mut text, model);
    }
    findings(&mut text, found, sources);
    text
}

fn overview(text: &mut String, sources: &Sources, model: &Model) {
    for (_, source) in sources.iter() {
        let (name, size) = (&source.name, source.text.len().div_ceil(1024));
        let lines = source.text.lines().count();
        let _ = writeln!(text, "{name}: {size} KB, {lines} lines");
    }
    if model.schemas.is_empty() {
        return;
    }
    let types = || model.types.iter().filter(|t| is_own(model, t.span));
    let structured = types().filter_map(Type::structured);
    let operations = || model.operations.iter().filter(|o| is_own(model, o.span));
    let _ = writeln!(
        text,
        "OData {}: {} with {}; {}, {} of them bound",
        model.version,
        counted(types().count(), "type"),
        counted(structured.map(|s| s.properties.len()).sum(), "property"),
        counted(operations().count(), "operation"),
        operations().filter(|o| o.bound).count(),
    );
}

/// Whether something is declared in an inspected document, not in one given by `--with`.
fn is_own(model: &Model, span: Span) -> bool {
    !model.known_only.contains(&span.source)
}

/// `1 type`, `2 types`.
fn counted(number: usize, word: &str) -> String {
    match (number, word.strip_suffix('y')) {
        (1, _) => format!("1 {word}"),
        (_, Some(stem)) => format!("{number} {stem}ies"),
        _ => format!("{number} {word}s"),
    }
}

fn schemas(text: &mut String, model: &Model) {
    text.push_str(
        "\nschemas                              entity complex  enum alias actions functions terms\n",
    );
    for schema in model.schemas.iter().filter(|s| is_own(model, s.span)) {
        let here = |namespace: &str| namespace == schema.namespace;
        let count = |wanted: fn(&Type) -> bool| {
            let types = model.types.iter().filter(|t| here(&t.name.namespace));
            types.filter(|t| wanted(t)).count()
        };
        let operations = model.operations.iter().filter(|o| here(&o.name.namespace));
        let (actions, functions): (Vec<_>, Vec<_>) =
            operations.partition(|o| matches!(o.kind, OperationKind::Action));
        let alias = schema.alias.as_ref().map(|alias| format!(" ({alias})"));
        let name = format!("{}{}", schema.namespace, alias.unwrap_or_default());
        let _ = writeln!(
            text,
            "  {name:<34} {:>6} {:>7} {:>5} {:>5} {:>7} {:>9} {:>5}",
            count(Type::is_entity),
            count(|t| t.structured().is_some() && !t.is_entity()),
            count(|t| t.enumeration().is_some()),
            count(|t| matches!(t.kind, TypeKind::Definition(_))),
            actions.len(),
            functions.len(),
            schema.terms.len()
        );
    }
}

/// The `edmx:Reference`s of the documents, and whether their target is given.
fn references(text: &mut String, documents: &[Document], model: &Model) {
    let own = documents
        .iter()
        .filter(|d| !model.known_only.contains(&d.source));
    let all: Vec<_> = own.flat_map(|d| &d.references).collect();
    if all.is_empty() {
        return;
    }
    let _ = writeln!(text, "\nreferences: {}", all.len());
    for reference in all.iter().take(2 * SHOWN) {
        let _ = writeln!(text, "  {}", reference.uri.value);
        for include in &reference.includes {
            let namespace = include.namespace.as_str();
            let given = model.schemas.iter().any(|s| s.namespace == namespace);
            let state = if given { "given" } else { "not given" };
            let _ = writeln!(text, "    {namespace}: {state}");
        }
        for include in &reference.include_annotations {
            let terms = &include.term_namespace.value;
            let _ = writeln!(text, "    annotations by terms of {terms}");
        }
    }
    more(text, all.len(), 2 * SHOWN);
}

fn roots(text: &mut String, model: &Model) {
    if model.roots.is_empty() {
        text.push_str("\nno roots\n");
        return;
    }
    let _ = writeln!(text, "\nroots: {}", model.roots.len());
    for root in model.roots.iter().take(2 * SHOWN) {
        let to = match &root.kind {
            RootKind::Singleton { type_, .. } | RootKind::EntitySet { type_ } => {
                model.type_(*type_).map(|found| found.name.to_string())
            }
            _ => None,
        };
        let to = to.map(|to| format!(": {to}")).unwrap_or_default();
        let _ = writeln!(text, "  {:<9} {}{to}", root.kind.word(), root.name);
    }
    more(text, model.roots.len(), 2 * SHOWN);
}

fn biggest(text: &mut String, model: &Model) {
    let size = |id: TypeId, found: &Type| match &found.kind {
        TypeKind::Enum(found) => found.members.len(),
        _ => model.all_properties(id).len(),
    };
    let own = model.type_ids().filter(|(_, t)| is_own(model, t.span));
    let sizes = own.map(|(id, found)| (size(id, found), found));
    list(
        text,
        "biggest types, with what they inherit",
        sizes.collect(),
    );
}

fn most_derived(text: &mut String, model: &Model) {
    let counts = model
        .type_ids()
        .filter(|(_, found)| is_own(model, found.span))
        .map(|(id, found)| (model.descendants(id).len(), found))
        .filter(|(count, _)| *count > 0);
    list(text, "most derived from", counts.collect());
}

fn list(text: &mut String, title: &str, mut list: Vec<(usize, &Type)>) {
    if list.is_empty() {
        return;
    }
    list.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.name.cmp(&b.1.name)));
    let _ = writeln!(text, "\n{title}");
    for (count, found) in list.iter().take(SHOWN) {
        let _ = writeln!(text, "  {count:>5}  {} ({})", found.name, found.kind_name());
    }
}

fn findings(text: &mut String, found: &Diagnostics, sources: &Sources) {
    let _ = writeln!(
        text,
        "\nfindings: {}, {}, {}",
        counted(found.count(Severity::Error), "error"),
        counted(found.count(Severity::Warning), "warning"),
        counted(found.count(Severity::Note), "note")
    );
    for error in found
        .iter()
        .filter(|f| f.severity == Severity::Error)
        .take(2 * SHOWN)
    {
        let _ = writeln!(text, "{}", error.render(sources).trim_end());
    }
    more(text, found.count(Severity::Error), 2 * SHOWN);
    let mut kinds: BTreeMap<Code, Vec<_>> = BTreeMap::new();
    for finding in found.iter().filter(|f| f.severity != Severity::Error) {
        kinds.entry(finding.code).or_default().push(finding);
    }
    for (code, list) in kinds {
        let _ = writeln!(text, "  {:>5} × {} {}", list.len(), code.id, code.slug);
        if let Some(first) = list.first() {
            let place = first.span.map(|span| sources.position(span) + ": ");
            let place = place.unwrap_or_default();
            let _ = writeln!(text, "          first: {place}{}", first.message);
        }
    }
}

fn more(text: &mut String, all: usize, shown: usize) {
    if all > shown {
        let _ = writeln!(text, "  and {} more", all - shown);
    }
}
