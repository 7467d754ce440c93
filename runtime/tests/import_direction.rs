//! The folders of the runtime depend on each other in one direction: each names only those
//! before it.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::Path;

/// The folders of `src`, in order.
const FOLDERS: [&str; 6] = ["json", "edm", "model", "request", "client", "test_support"];

/// Files that name a later folder, each with that folder and the reason.
const EXCEPTIONS: [(&str, &str, &str); 2] = [
    (
        "request/target.rs",
        "client",
        "a target may hold the client that its requests are sent through",
    ),
    (
        "request/target/result.rs",
        "client",
        "a target may hold the client that its requests are sent through",
    ),
];

/// Files outside of the folders: the root, and macros that other crates expand.
const ROOT: [&str; 3] = ["lib.rs", "macros.rs", "macros/service_client.rs"];

/// The names that follow `crate::` in the code of a file, outside of comments and tests.
///
/// Of `crate::{json::Reader, model}` these are `json` and `model`.
fn imports(source: &str) -> BTreeSet<String> {
    let code = source.split("#[cfg(test)]\nmod tests {").next();
    let lines = code.unwrap_or_default().lines().map(str::trim_start);
    let code: Vec<&str> = lines.filter(|line| !line.starts_with("//")).collect();
    let code = code.join("\n");
    let mut names = BTreeSet::new();
    for (at, found) in code.match_indices("crate::") {
        let rest = &code[at + found.len()..];
        match rest.strip_prefix('{') {
            Some(list) => names.extend(first_names(list)),
            None => names.extend(first_name(rest)),
        }
    }
    names
}

fn first_name(path: &str) -> Option<String> {
    let end = path.find(|c: char| !c.is_alphanumeric() && c != '_');
    let name = &path[..end.unwrap_or(path.len())];
    (!name.is_empty()).then(|| name.to_owned())
}

/// The first name of each path of a braced list, up to its closing brace.
fn first_names(list: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut depth = 0;
    let mut start = 0;
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                names.extend(first_name(list[start..at].trim()));
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    names
}

/// What is wrong with the imports of one file, whose path is relative to `src`.
fn faults(path: &str, source: &str) -> Vec<String> {
    let folder = path.split(['/', '.']).next().unwrap_or_default();
    let Some(own) = FOLDERS.iter().position(|name| *name == folder) else {
        return vec![format!("{path} is in no folder of the list")];
    };
    let is_excepted = |name: &str| {
        let mut all = EXCEPTIONS.iter();
        all.any(|(file, to, _)| (*file, *to) == (path, name))
    };
    let mut faults = Vec::new();
    for name in imports(source) {
        match FOLDERS.iter().position(|folder| *folder == name) {
            Some(to) if to <= own || is_excepted(&name) => {}
            Some(_) => faults.push(format!("{path} names {name}, which comes after it")),
            None => faults.push(format!("{path} names crate::{name} and no folder")),
        }
    }
    faults
}

/// All files below a folder, as paths relative to `src`, with their text.
fn sources(folder: &Path, prefix: &str) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let relative = format!("{prefix}{name}");
        if path.is_dir() {
            files.extend(sources(&path, &format!("{relative}/"))?);
        } else if name != "tests.rs" {
            files.push((relative, fs::read_to_string(&path)?));
        }
    }
    Ok(files)
}

#[test]
fn folders_name_only_those_before_them() -> Result<(), Box<dyn Error>> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = sources(&src, "")?;
    let mut all = Vec::new();
    for (path, source) in &files {
        if !ROOT.contains(&path.as_str()) {
            all.extend(faults(path, source));
        }
    }
    assert!(all.is_empty(), "{}", all.join("\n"));

    // An exception that nothing needs must go.
    for (path, folder, _) in EXCEPTIONS {
        let found = files.iter().find(|(file, _)| file == path);
        let names = found.map(|(_, source)| imports(source)).unwrap_or_default();
        assert!(names.contains(folder), "{path} does not name {folder}");
    }
    Ok(())
}

#[test]
fn an_import_of_a_later_folder_is_found() {
    for (path, source, expected) in [
        ("json/reader.rs", "use crate::edm::Date;", 1),
        ("json/reader.rs", "use super::scan::same;", 0),
        (
            "edm/date.rs",
            "use crate::{json::{Reader, Writer}, model};",
            1,
        ),
        ("model/read.rs", "fn f() -> crate::client::Error {}", 1),
        (
            "model/read.rs",
            "// crate::client\nuse crate::json::Reader;",
            0,
        ),
        ("request.rs", "use crate::Item;", 1),
        ("client/send.rs", "use crate::request::Request;", 0),
        ("request/target.rs", "use crate::client::X;", 0),
        ("request/key.rs", "use crate::client::X;", 1),
        ("other.rs", "", 1),
        (
            "json.rs",
            "#[cfg(test)]\nmod tests {\n use crate::model;\n}",
            0,
        ),
    ] {
        assert_eq!(faults(path, source).len(), expected, "{path}: {source}");
    }
}
