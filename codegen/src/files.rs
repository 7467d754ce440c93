//! The only part of the generator that touches a disk: it compares generated files with a
//! folder, and writes and removes what differs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Texts by their path below a folder, with `/` between its parts.
pub type Files = BTreeMap<String, String>;

/// The paths of a generated crate that the generator owns: it removes files there that it
/// no longer generates.
pub const OWNED: &[&str] = &[
    "API.txt",
    "REPORT.md",
    "SIZES.txt",
    "src/models",
    "src/models.rs",
    "src/registry.rs",
    "src/requests",
    "src/requests.rs",
];

/// The differences between generated files and a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that are missing or different.
    pub write: Files,
    /// Files that are no longer generated.
    pub remove: BTreeSet<String>,
}

impl Changes {
    /// Whether nothing has to change.
    pub fn is_empty(&self) -> bool {
        self.write.is_empty() && self.remove.is_empty()
    }

    /// The paths of all stale files, sorted.
    pub fn stale(&self) -> Vec<&str> {
        let paths: BTreeSet<&str> = self
            .write
            .keys()
            .chain(&self.remove)
            .map(String::as_str)
            .collect();
        paths.into_iter().collect()
    }
}

/// Compares files with a folder. Other files below `owned` paths are to be removed.
///
/// # Errors
///
/// If the folder cannot be read, or a path would leave it.
pub fn plan(files: &Files, dir: &Path, owned: &[&str]) -> io::Result<Changes> {
    let mut changes = Changes::default();
    for (path, text) in files {
        let place = place(dir, path)?;
        let same = match fs::read(&place) {
            Ok(bytes) => bytes == text.as_bytes(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => false,
            Err(error) => return Err(at(&place, error)),
        };
        if !same {
            changes.write.insert(path.clone(), text.clone());
        }
    }
    let mut todo: Vec<String> = owned.iter().map(|&path| path.to_owned()).collect();
    while let Some(path) = todo.pop() {
        let place = place(dir, &path)?;
        match fs::symlink_metadata(&place) {
            Ok(found) if found.is_dir() => {
                for entry in fs::read_dir(&place).map_err(|error| at(&place, error))? {
                    let name = entry.map_err(|error| at(&place, error))?.file_name();
                    todo.push(format!("{path}/{}", name.to_string_lossy()));
                }
            }
            Ok(_) if !files.contains_key(&path) => {
                changes.remove.insert(path);
            }
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(at(&place, error)),
        }
    }
    Ok(changes)
}

/// Applies the changes. Each file is written under another name and then renamed, so that
/// none is ever half written. Folders that become empty are removed.
///
/// # Errors
///
/// If a file cannot be written or removed; earlier changes remain.
pub fn apply(changes: &Changes, dir: &Path) -> io::Result<()> {
    for (path, text) in &changes.write {
        let target = place(dir, path)?;
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).map_err(|error| at(parent, error))?;
        }
        let beside = target.with_extension("new~");
        let written = fs::write(&beside, text).and_then(|()| fs::rename(&beside, &target));
        if let Err(error) = written {
            let _ = fs::remove_file(&beside);
            return Err(at(&target, error));
        }
    }
    for path in &changes.remove {
        let target = place(dir, path)?;
        fs::remove_file(&target).map_err(|error| at(&target, error))?;
        let mut above = target.parent();
        while let Some(folder) = above.filter(|folder| *folder != dir) {
            if fs::remove_dir(folder).is_err() {
                break;
            }
            above = folder.parent();
        }
    }
    Ok(())
}

/// The location of a path in a folder. A path that could leave the folder is an error.
fn place(dir: &Path, path: &str) -> io::Result<PathBuf> {
    let plain = !path.is_empty()
        && !path.contains(['\\', ':', '\0'])
        && path
            .split('/')
            .all(|part| !part.is_empty() && part != "." && part != "..");
    if !plain {
        let message = format!("`{path}` is not a plain path");
        return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
    }
    Ok(path
        .split('/')
        .fold(dir.to_owned(), |place, part| place.join(part)))
}

/// Adds the path to an error.
fn at(path: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let path =
                std::env::temp_dir().join(format!("csdl-files-{name}-{}", std::process::id()));
            let _ = fs::remove_dir_all(&path);
            fs::create_dir_all(&path).unwrap();
            Self(path)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn files(list: &[(&str, &str)]) -> Files {
        list.iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
            .collect()
    }

    #[test]
    fn only_what_differs_is_written_and_only_what_is_owned_removed() {
        let dir = Folder::new("plan");
        let first = files(&[
            ("src/a.rs", "a"),
            ("src/models/old/x.rs", "x"),
            ("src/lib.rs", "l"),
        ]);
        apply(&plan(&first, &dir.0, &[]).unwrap(), &dir.0).unwrap();
        let second = files(&[("src/a.rs", "a"), ("src/models/y.rs", "y")]);
        let changes = plan(&second, &dir.0, &["src/models", "src/none"]).unwrap();
        assert_eq!(changes.stale(), ["src/models/old/x.rs", "src/models/y.rs"]);
        apply(&changes, &dir.0).unwrap();
        assert!(plan(&second, &dir.0, &["src/models"]).unwrap().is_empty());
        assert!(
            !dir.0.join("src/models/old").exists(),
            "an empty folder goes"
        );
        assert_eq!(fs::read_to_string(dir.0.join("src/lib.rs")).unwrap(), "l");
    }

    #[test]
    fn no_path_leaves_the_folder() {
        let dir = Folder::new("leave");
        for path in ["../x", "/x", "a//b", "a/../../b", "", "a\\b", "c:x"] {
            assert!(plan(&files(&[(path, "")]), &dir.0, &[]).is_err(), "{path}");
        }
    }

    #[test]
    fn a_write_that_fails_leaves_no_trace() {
        let dir = Folder::new("fail");
        fs::create_dir_all(dir.0.join("a.rs/below")).unwrap();
        let changes = Changes {
            write: files(&[("a.rs", "x")]),
            ..Changes::default()
        };
        assert!(apply(&changes, &dir.0).is_err());
        let left: Vec<_> = fs::read_dir(&dir.0)
            .unwrap()
            .map(|e| e.unwrap().file_name())
            .collect();
        assert_eq!(left, ["a.rs"]);
    }
}
