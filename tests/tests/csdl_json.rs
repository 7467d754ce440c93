//! CSDL JSON, compared with goldens of our own and with OASIS's converter.
//!
//! The converter needs Node and its package: `NODE_PATH=.../node_modules cargo test`.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where it fails"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use conformance_tests::json::{Json, parse};
use conformance_tests::{manifest_dir, snapshot};
use csdl_codegen::diagnostic::Sources;
use csdl_codegen::{csdl, csdl_json};
use serde::Deserialize;

/// The folder of goldens, below that of the package.
const FOLDER: &str = "csdl_json";
/// Documents of services; not part of the repository.
const SHARED: &str = "../../shared";

#[derive(Deserialize)]
struct Known {
    difference: Vec<Entry>,
    refused: Vec<Refused>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    standard: String,
    why: String,
    #[serde(rename = "where")]
    place: String,
    values: Vec<[String; 2]>,
    #[serde(default)]
    documents: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Refused {
    document: String,
    why: String,
}

/// A place where two documents differ: the way there, ours and theirs.
type Found<'j> = (String, Option<&'j Json>, Option<&'j Json>);

fn ours(bytes: Vec<u8>) -> Result<String, String> {
    let mut sources = Sources::default();
    let number = sources
        .add_bytes("t", bytes)
        .map_err(|e| format!("{e:?}"))?;
    let (document, found) = csdl::read(&sources, number);
    if found.has_errors() {
        return Err(found.render(&sources));
    }
    Ok(csdl_json::write(&document).0)
}

/// The folders of goldens.
fn goldens() -> Vec<PathBuf> {
    let entries = fs::read_dir(manifest_dir().join(FOLDER))
        .unwrap()
        .map(|e| e.unwrap().path());
    let mut folders: Vec<_> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// The documents outside of the repository that are sound.
fn shared() -> Vec<PathBuf> {
    let shared = manifest_dir().join(SHARED);
    let Ok(manifest) = fs::read_to_string(shared.join("csdl-set/manifest.json")) else {
        return Vec::new();
    };
    let manifest = parse(&manifest).unwrap();
    let files = manifest.get("files").and_then(Json::as_array).unwrap();
    let accepted = files
        .iter()
        .filter(|f| f.text("expected") == Some("accept"));
    let mut list: Vec<_> = accepted
        .map(|f| shared.join("csdl-set").join(f.text("path").unwrap()))
        .collect();
    let services = fs::read_dir(shared.join("csdl")).unwrap();
    list.extend(services.map(|e| e.unwrap().path()));
    list.sort();
    list
}

/// The last two names of a path.
fn short(path: &Path) -> String {
    let names: Vec<_> = path
        .iter()
        .rev()
        .take(2)
        .map(|n| n.to_string_lossy())
        .collect();
    format!("{}/{}", names[1], names[0])
}

/// What the converter says, a line per document; `None` if it is not there.
fn theirs(files: &[PathBuf]) -> Option<Vec<Json>> {
    let script = manifest_dir().join(FOLDER).join("convert.cjs");
    let output = Command::new("node").arg(script).args(files).output().ok()?;
    if output.status.code() == Some(3) {
        return None;
    }
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    let text = String::from_utf8(output.stdout).unwrap();
    Some(text.lines().map(|line| parse(line).unwrap()).collect())
}

fn compare<'j>(
    place: &str,
    ours: Option<&'j Json>,
    theirs: Option<&'j Json>,
    out: &mut Vec<Found<'j>>,
) {
    match (ours, theirs) {
        (Some(Json::Object(left)), Some(right @ Json::Object(members))) => {
            let below = |name: &str| format!("{place}/{name}").trim_start_matches('/').to_owned();
            for (name, value) in left {
                compare(&below(name), Some(value), right.get(name), out);
            }
            for (name, value) in members {
                if !left.iter().any(|(known, _)| known == name) {
                    out.push((below(name), None, Some(value)));
                }
            }
        }
        (Some(Json::Array(left)), Some(Json::Array(right))) => {
            for at in 0..left.len().max(right.len()) {
                compare(&format!("{place}/{at}"), left.get(at), right.get(at), out);
            }
        }
        _ if ours == theirs => {}
        _ => out.push((place.to_owned(), ours, theirs)),
    }
}

/// Whether a text is what a pattern says; `*` is any text.
fn matches(pattern: &str, text: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(text) = text.strip_prefix(start) else {
        return false;
    };
    (0..=text.len()).any(|at| text.get(at..).is_some_and(|text| matches(rest, text)))
}

impl Entry {
    /// The pair of values that a difference is an instance of.
    fn explains(&self, document: &str, (place, ours, theirs): &Found<'_>) -> Option<usize> {
        let here = self.documents.is_empty() || self.documents.iter().any(|d| d == document);
        let side = |known: &str, value: &Option<&Json>| match value {
            Some(value) => known == "*" || value.to_string() == known,
            None => known.is_empty(),
        };
        let pair = |[left, right]: &[String; 2]| side(left, ours) && side(right, theirs);
        (here && matches(&self.place, place))
            .then(|| self.values.iter().position(pair))
            .flatten()
    }
}

#[test]
fn goldens_are_written_as_expected() {
    let mut folders = 0;
    for folder in goldens() {
        folders += 1;
        let text = ours(fs::read(folder.join("input.csdl")).unwrap()).unwrap();
        parse(&text).unwrap();
        if let Err(difference) = snapshot::check(&folder.join("expected.json"), Some(&text)) {
            panic!("{difference}\n{}", snapshot::hint("csdl_json"));
        }
    }
    assert_eq!(folders, 8);
}

#[test]
fn documents_are_what_the_converter_makes_of_them() {
    let mut files = goldens()
        .iter()
        .map(|f| f.join("input.csdl"))
        .collect::<Vec<_>>();
    let list = shared();
    let complete = !list.is_empty();
    files.extend(list);
    let Some(theirs) = theirs(&files) else {
        println!("skipped: node does not find the package odata-csdl");
        return;
    };
    assert_eq!(theirs.len(), files.len());
    let known = fs::read_to_string(manifest_dir().join(FOLDER).join("differences.toml")).unwrap();
    let known: Known = toml::from_str(&known).unwrap();
    let mut used = vec![Vec::new(); known.difference.len()];
    let (mut news, mut refused) = (Vec::new(), Vec::new());
    for (file, theirs) in files.iter().zip(&theirs) {
        let name = short(file);
        let ours = ours(fs::read(file).unwrap()).unwrap_or_else(|e| panic!("{name}: {e}"));
        let ours = parse(&ours).unwrap();
        let Some(theirs) = theirs.get("json") else {
            refused.push(name);
            continue;
        };
        let mut found = Vec::new();
        compare("", Some(&ours), Some(theirs), &mut found);
        for found in found {
            let pairs = known.difference.iter().map(|e| e.explains(&name, &found));
            match pairs.enumerate().find_map(|(at, pair)| Some((at, pair?))) {
                Some((at, pair)) => used[at].push(pair),
                None => news.push(format!("{name}: {found:?}")),
            }
        }
    }
    assert!(news.is_empty(), "{}", news.join("\n"));
    if !complete {
        println!("skipped: ../shared is not here");
        return;
    }
    let expected: Vec<_> = known.refused.iter().map(|r| r.document.clone()).collect();
    assert_eq!(refused, expected);
    assert!(known.refused.iter().all(|r| !r.why.is_empty()));
    for (entry, used) in known.difference.iter().zip(used) {
        assert!(!entry.standard.is_empty() && !entry.why.is_empty());
        println!("{:>4} × {} ({})", used.len(), entry.name, entry.standard);
        for (at, pair) in entry.values.iter().enumerate() {
            assert!(used.contains(&at), "{} is stale: {pair:?}", entry.name);
        }
    }
    println!("{} documents", files.len() - refused.len());
}
