//! `cargo xtask snapshot`: new metadata in `metadata/beta.csdl`, and what it changes.

use std::ffi::OsString;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use csdl_codegen::diagnostic::{Severity, Sources};
use csdl_codegen::diff::render::Amount;
use csdl_codegen::files::{self, Files};
use csdl_codegen::renamed::{self, Renamed};
use csdl_codegen::snapshot::{Snapshot, sha256, snapshot};
use csdl_codegen::{Config, Inputs, Prepared, prepare};

use crate::args::{self, CliArgs, Syntax};
use crate::reporter::{FORMAT, Reporter};
use crate::{Failure, workspace};

const SYNTAX: Syntax = Syntax {
    help: "\
Writes the selected part of a metadata document to metadata/beta.csdl, in canonical form, with
metadata/beta.lock, and tells what it breaks: on the terminal, at the head of metadata/CHANGES.md, and
in metadata/changes/ as JSON lines. If nothing differs, no file is touched: the lock keeps the source
that the snapshot came from first.

  cargo xtask snapshot FILE [--select FILE] [--source TEXT] [--date DATE] [--keep-going]
                       [--message-format human|json]

  --select FILE   the rules that say what is selected; the default is metadata/select.txt
  --source TEXT   the origin of the document, for the lock; the default is the file's name
  --date DATE     the date of the document, such as 2026-05-01, to find what is still there although
                  its announced date has passed; the default is that of the newest announcement
  --keep-going    writes the snapshot even if the overlay, names or selection do not fit it
  --message-format json
                  findings as JSON, one object per line, and nothing else on standard output

Exit codes: 0 the snapshot is written; 1 the document is faulty, or overlay.toml, names.txt or
select.txt name what it lacks, and nothing was written; 2 the command could not run.

Example: cargo xtask snapshot beta-Prod.csdl --source \"msgraph-metadata f54f11b6, 2026-08-20\"
",
    flags: &["--keep-going"],
    options: &["--select", "--source", "--date", FORMAT],
    max_files: 1,
};

/// Runs the command.
pub fn run(args: &[OsString]) -> Result<(), Failure> {
    let Some(args) = args::parse(args, SYNTAX)? else {
        return Ok(());
    };
    let Some(file) = args.files.first() else {
        return Err(Failure::Error(
            "missing argument FILE; see --help".to_owned(),
        ));
    };
    let reporter = Reporter::new(&args)?;
    let root = workspace::root()?;
    let metadata = root.join("metadata");
    let mut sources = Sources::default();
    workspace::add(&mut sources, &root, Path::new(file), reporter)?;
    let select = args
        .last("--select")
        .map_or_else(|| metadata.join("select.txt"), PathBuf::from);
    let rules = workspace::add(&mut sources, &root, &select, reporter)?;
    let name = Path::new(file).file_name().unwrap_or_default();
    let name = name.to_string_lossy();
    let label = args.last("--source").unwrap_or(&name);
    let taken =
        snapshot(label, &sources, rules).map_err(|found| reporter.refuse(&found, &sources))?;
    reporter.report(&taken.diagnostics, &sources);

    let story = story(&taken, &root, &select, &args, reporter)?;
    let stored = store(&taken, story.as_ref(), &metadata)?;

    let counts = &taken.lock.counts;
    let mut text = String::new();
    let _ = writeln!(
        text,
        "  holds       {} entity, {} complex, {} enumeration types with {} properties; \
         {} actions, {} functions; {} roots",
        counts.entity_types,
        counts.complex_types,
        counts.enum_types,
        counts.properties,
        counts.actions,
        counts.functions,
        counts.roots
    );
    let _ = writeln!(
        text,
        "  findings    {} warnings, {} notes{}",
        taken.diagnostics.count(Severity::Warning),
        taken.diagnostics.count(Severity::Note),
        story.as_ref().map_or("", |story| &story.findings)
    );
    match stored {
        Stored::First => text.push_str("  changed     this is the first snapshot\n"),
        Stored::Kept => text.push_str("  changed     nothing; metadata/ is unchanged\n"),
        Stored::Lock => text.push_str("  changed     the lock only\n"),
        Stored::Over(_) => match &story {
            Some(story) => text.push_str(&story.text),
            None => text.push_str("  changed     the documents cannot be compared\n"),
        },
    }
    reporter.info(&text);
    Ok(())
}

/// What was written.
#[derive(Debug, PartialEq, Eq)]
enum Stored {
    /// The first snapshot.
    First,
    /// Nothing: it equals the previous one.
    Kept,
    /// The lock: the snapshot equals the previous one, but the lock described another.
    Lock,
    /// Both files; the text is the previous snapshot.
    Over(String),
}

/// What changed since the previous snapshot.
struct Story {
    /// How many findings about the snapshot are new, gone and unchanged.
    findings: String,
    /// For the terminal.
    text: String,
    /// The entry of `CHANGES.md`.
    entry: String,
    /// The name of the report, and its JSON lines.
    report: (String, String),
    /// The Rust names that the snapshot replaces.
    renamed: Renamed,
}

/// Compares a snapshot with the previous one, before anything is replaced. `None` if it is the
/// first one or the same, or if `--keep-going` allows it not to fit.
fn story(
    taken: &Snapshot,
    root: &Path,
    select: &Path,
    args: &CliArgs,
    reporter: Reporter,
) -> Result<Option<Story>, Failure> {
    let metadata = root.join("metadata");
    let read = |name: &str| std::fs::read_to_string(metadata.join(name)).ok();
    let Some(before) = read("beta.csdl").filter(|before| *before != taken.csdl) else {
        return Ok(None);
    };
    let inputs = |text: &str, lenient: bool, select: Option<&Path>| {
        let mut inputs = Inputs {
            lenient,
            ..Inputs::default()
        };
        inputs.metadata = vec![inputs.sources.add("metadata/beta.csdl", text)];
        let mut file = |path: &Path| {
            let there = path.exists();
            let add = || workspace::add(&mut inputs.sources, root, path, reporter);
            there.then(add).transpose()
        };
        inputs.overlay = file(&metadata.join("overlay.toml"))?;
        inputs.service = file(&metadata.join("service.toml"))?;
        inputs.names = file(&metadata.join("names.txt"))?;
        inputs.order = file(&metadata.join("order.txt"))?;
        inputs.select = select.and_then(|path| file(path).transpose()).transpose()?;
        Ok::<_, Failure>(inputs)
    };
    let config = Config::default();
    // The rules say what clients write, so they apply to both; but the previous snapshot may lack
    // what they name.
    let (mut old, mut old_findings) = (None, Vec::new());
    for select in [Some(select), None] {
        let inputs = inputs(&before, true, select)?;
        let Ok(prepared) = prepare(&inputs, &config) else {
            continue;
        };
        let names = prepared.names();
        old_findings = findings(&prepared);
        if let Ok(lowered) = prepared.lower(&inputs, &config) {
            old = Some((lowered, names));
            break;
        }
    }
    let inputs = inputs(&taken.csdl, false, Some(select))?;
    let mut new_findings = Vec::new();
    let new = prepare(&inputs, &config).and_then(|mut new| {
        new_findings = findings(&new);
        if let Some((_, names)) = &old {
            new.keep_names(names);
        }
        new.lower(&inputs, &config)
    });
    let (old, new) = match (old, new) {
        (_, Err(found)) if !args.has("--keep-going") => {
            return Err(reporter.refuse(&found, &inputs.sources));
        }
        (Some((old, _)), Ok(new)) => (old, new),
        _ => return Ok(None),
    };
    let mut diff =
        crate::diff::difference_from(&old, &new, Some(&taken.model), args.last("--date"));
    crate::diff::complete(root, None, None, &sha256(&before), &mut diff)?;
    let lock = read("beta.lock").unwrap_or_default();
    let sha = lock
        .lines()
        .find_map(|line| line.strip_prefix("sha256 = \""));
    let sha = sha.unwrap_or("00000000").get(..8).unwrap_or("00000000");
    let to = taken.lock.sha256.get(..8).unwrap_or_default();
    let amount = Amount::default();
    Ok(Some(Story {
        text: diff.to_text(amount),
        findings: compared(&old_findings, &new_findings),
        renamed: renamed::find(&diff, &old.sdk, &new.sdk),
        entry: format!("## {sha} → {to}\n\n{}", diff.to_markdown(amount)),
        report: (
            format!("changes/{sha}-{to}.jsonl"),
            diff.to_json_lines(None),
        ),
    }))
}

/// The findings about the metadata itself, without their positions.
fn findings(prepared: &Prepared) -> Vec<String> {
    let all = prepared.diagnostics.iter();
    // The metadata is the first source.
    let own = all.filter(|found| found.span.is_none_or(|span| span.source == 0));
    let mut out: Vec<String> = own
        .map(|found| format!("{} {}", found.code.id, found.message))
        .collect();
    out.sort();
    out
}

/// How many of the new findings were not there before, how many are gone, and how many are the
/// same; both lists are sorted.
fn compared(old: &[String], new: &[String]) -> String {
    let (mut known, mut same) = (old.iter().peekable(), 0);
    for found in new {
        while known.next_if(|other| *other < found).is_some() {}
        same += usize::from(known.next_if_eq(&found).is_some());
    }
    let (added, gone) = (new.len() - same, old.len() - same);
    format!("; about the snapshot {added} new, {gone} gone, {same} unchanged")
}

/// The first lines of `CHANGES.md`.
const CHANGES: &str = "\
# Changes of the metadata

Written by `cargo xtask snapshot`, the newest first; metadata/changes/ has them as JSON lines.
";

/// Writes a snapshot and its lock to a folder, unless they are there already. The same
/// text from another source counts as the same snapshot.
fn store(taken: &Snapshot, story: Option<&Story>, metadata: &Path) -> Result<Stored, Failure> {
    let read = |name: &str| std::fs::read_to_string(metadata.join(name)).ok();
    let before = read("beta.csdl");
    let lock = taken.lock.to_toml();
    let same = before.as_deref() == Some(&taken.csdl);
    if same && read("beta.lock").is_some_and(|before| held(&before) == held(&lock)) {
        return Ok(Stored::Kept);
    }
    let mut all = Files::from([
        ("beta.csdl".to_owned(), taken.csdl.clone()),
        ("beta.lock".to_owned(), lock),
    ]);
    if let Some(story) = story {
        let known = read("CHANGES.md").unwrap_or_default();
        let known = known.strip_prefix(CHANGES).unwrap_or(&known);
        let text = format!("{CHANGES}\n{}{known}", story.entry);
        all.insert("CHANGES.md".to_owned(), text);
        all.extend([story.report.clone()]);
        // Aliases of the snapshot before go, even if none follow.
        let renamed = "renamed.toml";
        if !story.renamed.names.is_empty() || metadata.join(renamed).exists() {
            all.insert(renamed.to_owned(), story.renamed.to_text());
        }
    }
    files::plan(&all, metadata, &[])
        .and_then(|changes| files::apply(&changes, metadata))
        .map_err(|error| Failure::Error(error.to_string()))?;
    Ok(match before {
        None => Stored::First,
        Some(_) if same => Stored::Lock,
        Some(before) => Stored::Over(before),
    })
}

/// The lines of a lock that describe the snapshot, without those about its origin.
fn held(lock: &str) -> Vec<&str> {
    let lines = lock.lines();
    lines.filter(|line| !line.starts_with("source")).collect()
}

/// Whether the newest entry of `CHANGES.md` ends at the snapshot that the lock describes. Returns
/// what is wrong; nothing without one of the files.
pub fn check_history(metadata: &Path) -> Option<String> {
    let read = |name: &str| std::fs::read_to_string(metadata.join(name)).ok();
    let (changes, lock) = (read("CHANGES.md")?, read("beta.lock")?);
    let sha = lock
        .lines()
        .find_map(|line| line.strip_prefix("sha256 = \""))?;
    let mut headings = changes.lines().filter_map(|line| line.strip_prefix("## "));
    let newest = headings.next()?;
    let to = newest.split_whitespace().last().unwrap_or_default();
    if !to.is_empty() && sha.starts_with(to) {
        return None;
    }
    let sha = sha.get(..8).unwrap_or(sha);
    Some(format!(
        "metadata/CHANGES.md ends at the snapshot {to}, metadata/beta.lock is of {sha}: \
         take the snapshot with `cargo xtask snapshot`, which writes both"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_are_compared_one_by_one() {
        let list = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let text = compared(&list("a b b d"), &list("a b c d d"));
        assert_eq!(text, "; about the snapshot 2 new, 1 gone, 3 unchanged");
    }

    #[test]
    fn the_history_ends_at_the_lock() {
        let name = format!("history-of-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
        write(
            "beta.lock",
            "source = \"x\"\nsha256 = \"0123456789abcdef\"\n",
        );
        assert_eq!(check_history(&folder), None, "no history yet");
        write(
            "CHANGES.md",
            "# Changes\n\n## aaaaaaaa → 01234567\n\n## 00000000 → aaaaaaaa\n",
        );
        assert_eq!(check_history(&folder), None);
        write("CHANGES.md", "# Changes\n\n## 00000000 → aaaaaaaa\n");
        let wrong = check_history(&folder).unwrap();
        assert!(
            wrong.contains("aaaaaaaa") && wrong.contains("01234567"),
            "{wrong}"
        );
        std::fs::remove_dir_all(&folder).unwrap();
    }

    const DOCUMENT: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
<edmx:DataServices><Schema Namespace="a" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<ComplexType Name="b"><Property Type="Edm.String" Name="c"/></ComplexType>
<ComplexType Name="d"/></Schema></edmx:DataServices></edmx:Edmx>"#;

    fn taken(label: &str, document: &str, rules: &str) -> Snapshot {
        let mut sources = Sources::default();
        sources.add("document", document);
        let rules = sources.add("select.txt", rules);
        snapshot(label, &sources, rules).unwrap()
    }

    #[test]
    fn the_same_snapshot_from_elsewhere_changes_nothing() {
        let name = format!("snapshot-of-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        let all = "+ type a.b\n+ type a.d\n";
        let first = taken("first", DOCUMENT, all);
        assert_eq!(store(&first, None, &folder).unwrap(), Stored::First);
        let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
        let (csdl, lock) = (read("beta.csdl"), read("beta.lock"));

        let again = taken("again", DOCUMENT, all);
        assert_eq!(store(&again, None, &folder).unwrap(), Stored::Kept);
        let own = taken("own output", &csdl, all);
        assert_eq!(store(&own, None, &folder).unwrap(), Stored::Kept);
        assert_eq!((read("beta.csdl"), read("beta.lock")), (csdl.clone(), lock));

        std::fs::write(folder.join("beta.lock"), "").unwrap();
        assert_eq!(store(&own, None, &folder).unwrap(), Stored::Lock);
        assert!(read("beta.lock").contains("own output"));
        let less = taken("less", DOCUMENT, "+ type a.b\n");
        assert_eq!(store(&less, None, &folder).unwrap(), Stored::Over(csdl));
        assert!(read("beta.lock").contains("\"less\""));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
