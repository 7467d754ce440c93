//! `cargo xtask inspect`. In goes a metadata document; out comes an overview:
//! what it holds and what is wrong with it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

use csdl_codegen::csdl::Document;
use csdl_codegen::diagnostic::{Code, Diagnostics, Severity, Sources, Span};
use csdl_codegen::model::{Model, OperationKind, RootKind, Type, TypeId, TypeKind, resolve_with};
use csdl_codegen::{csdl, csdl_json};

use crate::arguments::{self, Syntax};
use crate::findings::{FORMAT, Findings, STRICT, more_about};
use crate::{Stop, complain, print, workspace};

const SYNTAX: Syntax = Syntax {
    help: "\
Says what a metadata document holds: schemas, references, roots, the biggest types, and what is wrong
with it.

  cargo xtask inspect FILE... [--with FILE]... [--strict] [--message-format human|json]
  cargo xtask inspect --json FILE

  --with FILE  a document that the others refer to by edmx:Reference: its types are known, and not
               counted; references are never followed, so what is not given is not read
  --strict     makes errors of warnings
  --json       prints the document as OData CSDL JSON 4.01 instead; names need not resolve for that
  --message-format json
               findings as JSON, one object a line, and nothing else; with --json on standard error

Several files are read together, as one service. Members of a finding as JSON: code, slug, severity
(error, warning, note), message, help, and spans. A span has file, line, column, end_line, end_column
(from 1, in characters, the end behind the last one), text (the line), label, and primary: whether it
is the place that is wrong, or one that belongs to it.

Exit codes: 0 the document is sound; 1 it has errors; 2 it cannot be read.

Example: cargo xtask inspect metadata/beta.csdl
",
    flags: &["--json", STRICT],
    options: &["--with", FORMAT],
    files: usize::MAX,
};

/// Lines of each list.
const SHOWN: usize = 10;

/// Runs the command.
pub fn run(words: &[String]) -> Result<(), Stop> {
    let Some(given) = arguments::read(words, SYNTAX)? else {
        return Ok(());
    };
    if given.files.is_empty() {
        return Err(Stop::Failed("inspect needs a file; see --help".to_owned()));
    }
    let findings = Findings::new(&given)?;
    let root = workspace::root()?;
    if given.has("--json") {
        return match given.files.as_slice() {
            [file] => json(&root, Path::new(file), findings),
            _ => Err(Stop::Failed("--json takes one file".to_owned())),
        };
    }
    let mut sources = Sources::default();
    let mut found = Diagnostics::default();
    let mut documents = Vec::new();
    let mut known_only = BTreeSet::new();
    let with = given.all("--with");
    let with = with.into_iter().map(|file| (file, true));
    let files = given.files.iter().map(|file| (file.as_str(), false));
    for (file, only_known) in files.chain(with) {
        let number = workspace::add(&mut sources, &root, Path::new(file), findings)?;
        let (document, diagnostics) = csdl::read(&sources, number);
        documents.push(document);
        found.extend(diagnostics);
        if only_known {
            known_only.insert(number);
        }
    }
    let readable = !found.has_errors();
    let (model, diagnostics) = resolve_with(&documents, known_only);
    if readable {
        found.extend(diagnostics);
    }
    findings.judge(&mut found);
    found.sort();
    if findings.json {
        findings.show(&found, &sources);
    } else {
        let mut text = String::new();
        overview(&mut text, &sources, &model);
        // Of a document that cannot be read through, an overview would be wrong.
        if readable {
            schemas(&mut text, &model);
            references(&mut text, &documents, &model);
            roots(&mut text, &model);
            biggest(&mut text, &model);
            most_derived(&mut text, &model);
        }
        list_findings(&mut text, &found, &sources);
        print(&text);
    }
    if found.has_errors() {
        return Err(Stop::No);
    }
    Ok(())
}

/// Prints a document as CSDL JSON, and on the side what got lost.
fn json(root: &Path, file: &Path, findings: Findings) -> Result<(), Stop> {
    let mut sources = Sources::default();
    let number = workspace::add(&mut sources, root, file, findings)?;
    let (document, mut found) = csdl::read(&sources, number);
    let readable = !found.has_errors();
    let mut text = String::new();
    if readable {
        let (document, lost) = csdl_json::write(&document);
        text = document;
        found.extend(lost);
    }
    findings.judge(&mut found);
    let stop = found.has_errors();
    let found: Diagnostics = match findings.json {
        true => found,
        false => {
            let all = found.iter();
            all.filter(|f| f.severity != Severity::Note)
                .cloned()
                .collect()
        }
    };
    complain_of(&found, &sources, findings);
    if stop {
        return Err(Stop::No);
    }
    print(&text);
    Ok(())
}

/// Standard output holds the document here.
fn complain_of(found: &Diagnostics, sources: &Sources, findings: Findings) {
    let text = if findings.json {
        found.to_json_lines(sources)
    } else {
        found.render(sources)
    };
    if !text.is_empty() {
        complain(&text);
    }
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

/// Whether something is of a document that is inspected, not of one that is only known.
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

/// What the documents refer to, and whether it is there.
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

fn list_findings(text: &mut String, found: &Diagnostics, sources: &Sources) {
    let _ = writeln!(
        text,
        "\nfound: {}, {}, {}",
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
    if let Some(hint) = more_about(found) {
        let _ = writeln!(text, "{hint}");
    }
    let mut kinds: BTreeMap<Code, Vec<_>> = BTreeMap::new();
    for finding in found.iter().filter(|f| f.severity != Severity::Error) {
        kinds.entry(finding.code).or_default().push(finding);
    }
    for (code, findings) in kinds {
        let _ = writeln!(text, "  {:>5} × {} {}", findings.len(), code.id, code.slug);
        if let Some(first) = findings.first() {
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
