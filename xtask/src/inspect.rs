//! `cargo xtask inspect`: an overview of a metadata document.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::Path;

use csdl_codegen::diagnostic::{Diagnostics, Severity, Sources};
use csdl_codegen::model::resolve_with;
use csdl_codegen::{csdl, csdl_json, inspect};

use crate::args::{self, Syntax};
use crate::reporter::{FORMAT, Reporter, STRICT, explain_hint};
use crate::{Failure, eprint, print, workspace};

const SYNTAX: Syntax = Syntax {
    help: "\
Shows what a metadata document contains: schemas, references, roots, the biggest types, and what is
wrong with it.

  cargo xtask inspect FILE... [--with FILE]... [--strict] [--message-format human|json]
  cargo xtask inspect --json FILE

  --with FILE  a document that the others refer to by edmx:Reference: its types are known, and not
               counted; references are never followed: only the given files are read
  --strict     treats warnings as errors
  --json       prints the document as OData CSDL JSON 4.01 instead; names need not resolve for that
  --message-format json
               findings as JSON, one object per line, and nothing else; with --json on standard error

Several files are read together, as one service. The members of a finding as JSON: code, slug,
severity (error, warning, note), message, help, and spans. A span has file, line, column, end_line,
end_column (counted from 1, in characters; the end is exclusive), text (the line), label, and primary:
whether it is the faulty place, or a related one.

Exit codes: 0 the document has no errors; 1 it has errors; 2 it cannot be read.

Example: cargo xtask inspect metadata/beta.csdl
",
    flags: &["--json", STRICT],
    options: &["--with", FORMAT],
    max_files: usize::MAX,
};

/// Runs the command.
pub fn run(args: &[OsString]) -> Result<(), Failure> {
    let Some(args) = args::parse(args, SYNTAX)? else {
        return Ok(());
    };
    if args.files.is_empty() {
        return Err(Failure::Error(
            "missing argument FILE; see --help".to_owned(),
        ));
    }
    let reporter = Reporter::new(&args)?;
    let root = workspace::root()?;
    if args.has("--json") {
        return match args.files.as_slice() {
            [file] => json(&root, Path::new(file), reporter),
            _ => Err(Failure::Error("--json takes one file".to_owned())),
        };
    }
    let mut sources = Sources::default();
    let mut found = Diagnostics::default();
    let mut documents = Vec::new();
    let mut known_only = BTreeSet::new();
    let with = args.all("--with");
    let with = with.into_iter().map(|file| (file, true));
    let files = args.files.iter().map(|file| (file.as_str(), false));
    for (file, only_known) in files.chain(with) {
        let number = workspace::add(&mut sources, &root, Path::new(file), reporter)?;
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
    reporter.apply_strictness(&mut found);
    found.sort();
    if reporter.json {
        reporter.report(&found, &sources);
    } else {
        print(&inspect::describe(
            &documents, &model, &found, &sources, readable,
        ));
        if let Some(hint) = explain_hint(&found) {
            print(&format!("{hint}\n"));
        }
    }
    if found.has_errors() {
        return Err(Failure::Check);
    }
    Ok(())
}

/// Prints a document as CSDL JSON, and on standard error what JSON cannot express.
fn json(root: &Path, file: &Path, reporter: Reporter) -> Result<(), Failure> {
    let mut sources = Sources::default();
    let number = workspace::add(&mut sources, root, file, reporter)?;
    let (document, mut found) = csdl::read(&sources, number);
    let readable = !found.has_errors();
    let mut text = String::new();
    if readable {
        let (document, lost) = csdl_json::write(&document);
        text = document;
        found.extend(lost);
    }
    reporter.apply_strictness(&mut found);
    let stop = found.has_errors();
    let found: Diagnostics = match reporter.json {
        true => found,
        false => {
            let all = found.iter();
            all.filter(|f| f.severity != Severity::Note)
                .cloned()
                .collect()
        }
    };
    report_aside(&found, &sources, reporter);
    if stop {
        return Err(Failure::Check);
    }
    print(&text);
    Ok(())
}

/// Reports on standard error, as standard output holds the document.
fn report_aside(found: &Diagnostics, sources: &Sources, reporter: Reporter) {
    let text = if reporter.json {
        found.to_json_lines(sources)
    } else {
        found.render(sources)
    };
    if !text.is_empty() {
        eprint(&text);
    }
}
