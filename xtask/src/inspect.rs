//! `cargo xtask inspect`. In goes a metadata document; out comes an overview:
//! what it holds and what is wrong with it.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use csdl_codegen::diagnostic::{Code, Diagnostics, Severity, Sources};
use csdl_codegen::model::{Model, OperationKind, RootKind, Type, TypeId, TypeKind, resolve};
use csdl_codegen::{csdl, csdl_json};

use crate::arguments::{self, Syntax};
use crate::{Stop, complain, print, workspace};

const SYNTAX: Syntax = Syntax {
    help: "\
Says what a metadata document holds: schemas, roots, the biggest types, and what is wrong with it.

  cargo xtask inspect FILE...
  cargo xtask inspect --json FILE

Several files are read together, as one service. With --json, prints the document as OData CSDL
JSON 4.01 instead; names need not resolve for that.

Exit codes: 0 the document is sound; 1 it has errors; 2 it cannot be read.

Example: cargo xtask inspect metadata/beta.csdl
",
    flags: &["--json"],
    options: &[],
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
    let root = workspace::root()?;
    if given.has("--json") {
        return match given.files.as_slice() {
            [file] => json(&root, Path::new(file)),
            _ => Err(Stop::Failed("--json takes one file".to_owned())),
        };
    }
    let mut sources = Sources::default();
    let mut found = Diagnostics::default();
    let mut documents = Vec::new();
    for file in &given.files {
        let number = workspace::add(&mut sources, &root, Path::new(file))?;
        let (document, diagnostics) = csdl::read(&sources, number);
        documents.push(document);
        found.extend(diagnostics);
    }
    let readable = !found.has_errors();
    let (model, diagnostics) = resolve(&documents);
    if readable {
        found.extend(diagnostics);
    }
    found.sort();
    let mut text = String::new();
    overview(&mut text, &sources, &model);
    schemas(&mut text, &model);
    roots(&mut text, &model);
    biggest(&mut text, &model);
    most_derived(&mut text, &model);
    findings(&mut text, &found, &sources);
    print(&text);
    if found.has_errors() {
        return Err(Stop::No);
    }
    Ok(())
}

/// Prints a document as CSDL JSON, and on the side what got lost.
fn json(root: &Path, file: &Path) -> Result<(), Stop> {
    let mut sources = Sources::default();
    let number = workspace::add(&mut sources, root, file)?;
    let (document, mut found) = csdl::read(&sources, number);
    let readable = !found.has_errors();
    if readable {
        let (text, lost) = csdl_json::write(&document);
        print(&text);
        found.extend(lost);
    }
    for finding in found.iter().filter(|f| f.severity != Severity::Note) {
        complain(&finding.render(&sources));
    }
    if readable { Ok(()) } else { Err(Stop::No) }
}

fn overview(text: &mut String, sources: &Sources, model: &Model) {
    for (_, source) in sources.iter() {
        let (name, size) = (&source.name, source.text.len().div_ceil(1024));
        let lines = source.text.lines().count();
        let _ = writeln!(text, "{name}: {size} KB, {lines} lines");
    }
    let version = if model.version.is_empty() {
        "of no stated version"
    } else {
        &model.version
    };
    let properties: usize = model
        .types
        .iter()
        .filter_map(Type::structured)
        .map(|structured| structured.properties.len())
        .sum();
    let bound = model.operations.iter().filter(|o| o.bound).count();
    let _ = writeln!(
        text,
        "OData {version}: {} types with {properties} properties; {} operations, {bound} of them bound",
        model.types.len(),
        model.operations.len(),
    );
}

fn schemas(text: &mut String, model: &Model) {
    text.push_str(
        "\nschemas                                entity complex enum actions functions\n",
    );
    for schema in &model.schemas {
        let here = |namespace: &str| namespace == schema.namespace;
        let types = || model.types.iter().filter(|t| here(&t.name.namespace));
        let entities = types().filter(|t| t.is_entity()).count();
        let enums = types().filter(|t| t.enumeration().is_some()).count();
        let complex = types().filter(|t| t.structured().is_some()).count() - entities;
        let operations = model.operations.iter().filter(|o| here(&o.name.namespace));
        let (actions, functions): (Vec<_>, Vec<_>) =
            operations.partition(|o| matches!(o.kind, OperationKind::Action));
        let alias = schema.alias.as_ref().map(|alias| format!(" ({alias})"));
        let name = format!("{}{}", schema.namespace, alias.unwrap_or_default());
        let _ = writeln!(
            text,
            "  {name:<36} {entities:>6} {complex:>7} {enums:>4} {:>7} {:>9}",
            actions.len(),
            functions.len()
        );
    }
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
        let _ = writeln!(text, "  {} {}{to}", root.kind.word(), root.name);
    }
    more(text, model.roots.len(), 2 * SHOWN);
}

fn biggest(text: &mut String, model: &Model) {
    let size = |id: TypeId, found: &Type| match &found.kind {
        TypeKind::Enum(found) => found.members.len(),
        _ => model.all_properties(id).len(),
    };
    let sizes = model.type_ids().map(|(id, found)| (size(id, found), found));
    list(
        text,
        "biggest types, with what they inherit",
        sizes.collect(),
    );
}

fn most_derived(text: &mut String, model: &Model) {
    let counts = model
        .type_ids()
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
        "\nfound: {} errors, {} warnings, {} notes",
        found.count(Severity::Error),
        found.count(Severity::Warning),
        found.count(Severity::Note)
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
