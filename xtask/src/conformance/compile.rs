//! Compiles the code generated from a set of documents: one crate for each, in a workspace
//! below `target/`.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use csdl_codegen::Config;
use csdl_codegen::conformance::{Entry, Expected, Made};
use csdl_codegen::emit::manifest::new_crate;
use csdl_codegen::files::{self, Files, OWNED};

use crate::{Failure, eprint, workspace};

/// The number of lines of compiler output printed for a crate.
const SHOWN: usize = 12;

/// The features that crates are compiled with, and the arguments that turn them on.
const FEATURES: [(&str, &[&str]); 2] = [
    ("default features", &[]),
    ("all features", &["--all-features"]),
];

/// Chooses the documents: all of the kind `valid-edge`, and the wanted number of the others,
/// evenly distributed.
pub fn choose<'e>(files: &'e [Entry], wanted: &str) -> Result<Vec<&'e Entry>, Failure> {
    let accepted = files
        .iter()
        .filter(|entry| entry.expected == Expected::Accept);
    let (edge, valid): (Vec<&Entry>, Vec<&Entry>) =
        accepted.partition(|entry| entry.kind() == "valid-edge");
    let number = match wanted {
        "all" => valid.len(),
        number => number
            .parse::<usize>()
            .map_err(|_| {
                Failure::Error(format!(
                    "invalid value '{number}' for --compile: expected a number or all"
                ))
            })?
            .min(valid.len()),
    };
    let spread = (0..number).filter_map(|at| valid.get(at * valid.len() / number));
    let mut chosen: Vec<&Entry> = spread.copied().collect();
    chosen.extend(edge);
    Ok(chosen)
}

/// A workspace of generated crates.
#[derive(Debug)]
pub struct Scratch {
    folder: PathBuf,
    runtime: PathBuf,
    /// Paths of the documents, and names of their crates.
    crates: Vec<(String, String)>,
}

impl Scratch {
    /// Creates the workspace without crates.
    pub fn new(root: &Path) -> Result<Self, Failure> {
        let target = match std::env::var_os("CARGO_TARGET_DIR") {
            Some(target) => PathBuf::from(target),
            None => root.join("target"),
        };
        let folder = std::path::absolute(target.join("conformance"))?;
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        std::fs::create_dir_all(&folder)?;
        // The same versions of dependencies as in this workspace.
        std::fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
        Ok(Self {
            folder,
            runtime: root.join("runtime"),
            crates: Vec::new(),
        })
    }

    /// Writes the crate of a document, unless the document was refused.
    pub fn add(&mut self, entry: &Entry, made: &Made) -> Result<(), Failure> {
        let Some(output) = &made.output else {
            return Ok(());
        };
        let name = format!("document{}", self.crates.len());
        let runtime = workspace::relative(&self.folder.join(&name), &self.runtime)?;
        let dependency = format!("msgraph-runtime = {{ path = {runtime:?} }}");
        let mut files: Files = new_crate(&Config::default(), &name, &dependency, &output.sdk);
        files.extend(output.files.clone());
        write(&files, &self.folder.join(&name))?;
        self.crates.push((entry.path.clone(), name));
        Ok(())
    }

    /// Compiles all crates with each set of features. Returns the report, and whether all of
    /// them compile.
    pub fn check(&self) -> Result<(String, bool), Failure> {
        let names = self.crates.iter().map(|(_, name)| format!("\"{name}\""));
        let members: Vec<String> = names.collect();
        let manifest = format!(
            "[workspace]\nresolver = \"3\"\nmembers = [{}]\n",
            members.join(", ")
        );
        write(
            &Files::from([("Cargo.toml".to_owned(), manifest)]),
            &self.folder,
        )?;
        let mut text = String::new();
        let mut sound = true;
        for (features, arguments) in FEATURES {
            sound &= self.check_with(features, arguments, &mut text)?;
        }
        let _ = writeln!(text, "The crates are in {}.", self.folder.display());
        Ok((text, sound))
    }

    /// Compiles all crates with a set of features, and adds to the report.
    fn check_with(
        &self,
        features: &str,
        arguments: &[&str],
        text: &mut String,
    ) -> Result<bool, Failure> {
        let all = self.crates.len();
        eprint(&format!("checking {all} crates with {features} …"));
        let with = |which: &[&str]| self.cargo(&[arguments, which].concat());
        let (is_sound, _) = with(&["--workspace", "--keep-going"])?;
        let mut broken = 0;
        for (path, name) in self.crates.iter().filter(|_| !is_sound) {
            let (is_sound, output) = with(&["--package", name])?;
            if !is_sound {
                broken += 1;
                let _ = writeln!(text, "\n{path}\n  does not compile ({name}, {features})");
                for line in output.lines().take(SHOWN) {
                    let _ = writeln!(text, "  {line}");
                }
            }
        }
        let _ = writeln!(
            text,
            "compiled: {} of {all} crates with {features}",
            all - broken
        );
        Ok(broken == 0)
    }

    fn cargo(&self, which: &[&str]) -> Result<(bool, String), Failure> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .args(["check", "--quiet", "--offline"])
            .args(["--message-format", "short"])
            .args(which)
            .arg("--manifest-path")
            .arg(self.folder.join("Cargo.toml"))
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            .output()
            .map_err(|error| Failure::Error(format!("cannot start cargo: {error}")))?;
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        Ok((output.status.success(), text))
    }
}

fn write(files: &Files, folder: &Path) -> Result<(), Failure> {
    let owned = if files.len() > 1 { OWNED } else { &[] };
    let changes = files::plan(files, folder, owned)?;
    files::apply(&changes, folder)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use csdl_codegen::conformance::Manifest;

    #[test]
    fn all_edges_and_a_spread_of_the_rest_are_chosen() {
        let file = |path: String, expected: &str| {
            format!("{{\"path\": \"{path}\", \"expected\": \"{expected}\"}}")
        };
        let mut files: Vec<_> = (0..10)
            .map(|at| file(format!("valid/{at}"), "accept"))
            .collect();
        files.push(file("valid-edge/a".to_owned(), "accept"));
        files.push(file("invalid/b".to_owned(), "reject"));
        let text = format!("{{\"files\": [{}]}}", files.join(","));
        let manifest = Manifest::read(&text).unwrap();
        let chosen = |wanted| -> Vec<String> {
            let chosen = choose(&manifest.files, wanted).unwrap();
            chosen.iter().map(|entry| entry.path.clone()).collect()
        };
        assert_eq!(chosen("2"), ["valid/0", "valid/5", "valid-edge/a"]);
        assert_eq!(chosen("0"), ["valid-edge/a"]);
        assert_eq!(chosen("all").len(), 11);
        assert_eq!(chosen("99").len(), 11);
        assert!(choose(&manifest.files, "some").is_err());
    }
}
