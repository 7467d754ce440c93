//! The folder of the workspace, and paths relative to it.

use std::path::{Component, Path, PathBuf};

use csdl_codegen::diagnostic::Sources;

use crate::Failure;
use crate::reporter::Reporter;

/// The folder of the workspace.
///
/// A copy of the checkout, made with its `target/`, runs a program that was compiled for the
/// original. So the folder is found at run time: the workspace that `cargo xtask` was started
/// for, else that of the current directory. The folder at compile time is the last resort.
pub fn root() -> Result<PathBuf, Failure> {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let here = std::env::current_dir().unwrap_or_default();
    let built = Path::new(env!("CARGO_MANIFEST_DIR"));
    find_root(package.as_deref(), &here, built).ok_or_else(|| {
        let message = "no workspace found: neither this folder nor one above has metadata/";
        Failure::Error(message.to_owned())
    })
}

/// `package` is the package that cargo runs, if any; only `xtask` itself counts, because tests
/// of other projects may start this program, too.
fn find_root(package: Option<&Path>, here: &Path, built: &Path) -> Option<PathBuf> {
    let package = package.filter(|folder| folder.ends_with("xtask"));
    let run = package.and_then(Path::parent).filter(|root| is_root(root));
    let above = || here.ancestors().find(|folder| is_root(folder));
    let compiled = || built.parent().filter(|root| is_root(root));
    run.or_else(above).or_else(compiled).map(Path::to_owned)
}

fn is_root(folder: &Path) -> bool {
    let manifest = std::fs::read_to_string(folder.join("Cargo.toml"));
    manifest.is_ok_and(|text| text.lines().any(|line| line.trim() == "[workspace]"))
        && folder.join("metadata").is_dir()
}

/// A path as it is printed: relative to the workspace, if it is inside.
pub fn shown(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path);
    path.to_string_lossy().replace('\\', "/")
}

/// The path from one folder to another, with `/` between its parts.
///
/// Where there is none, such as between two drives of Windows, the absolute path.
pub fn relative(from: &Path, to: &Path) -> std::io::Result<String> {
    let (from, to) = (resolved(from)?, resolved(to)?);
    let common = from.components().zip(to.components());
    let common = common.take_while(|(a, b)| a == b).count();
    let below: PathBuf = to.components().skip(common).collect();
    if below.is_absolute() || common == 0 {
        return Ok(shown(Path::new(""), &to));
    }
    let up = from.components().skip(common).map(|_| Component::ParentDir);
    let path: PathBuf = up.chain(below.components()).collect();
    Ok(shown(Path::new(""), &path))
}

/// The absolute path without symbolic links and `..`; its end need not exist.
fn resolved(path: &Path) -> std::io::Result<PathBuf> {
    let full = std::path::absolute(path)?;
    let real = |folder: &Path| Some((folder.canonicalize().ok()?, folder.to_owned()));
    let Some((mut out, start)) = full.ancestors().find_map(real) else {
        return Ok(full);
    };
    for part in full
        .strip_prefix(&start)
        .unwrap_or(Path::new(""))
        .components()
    {
        match part {
            Component::ParentDir => drop(out.pop()),
            part => out.push(part),
        }
    }
    Ok(out)
}

/// Reads a file into the sources, under the name that messages show.
pub fn add(
    sources: &mut Sources,
    root: &Path,
    path: &Path,
    reporter: Reporter,
) -> Result<u32, Failure> {
    let name = shown(root, path);
    let bytes = std::fs::read(path)
        .map_err(|error| Failure::Error(format!("cannot read {name}: {error}")))?;
    sources
        .add_bytes(name, bytes)
        .map_err(|found| reporter.refuse(&found, sources))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn workspace(folder: &Path) -> PathBuf {
        std::fs::create_dir_all(folder.join("metadata")).unwrap();
        std::fs::create_dir_all(folder.join("xtask/src")).unwrap();
        std::fs::write(folder.join("Cargo.toml"), "[workspace]\n").unwrap();
        folder.to_owned()
    }

    #[test]
    fn the_workspace_is_that_of_the_run_not_of_the_build() {
        let name = format!("xtask-roots-{}", std::process::id());
        let base = std::env::temp_dir().join(name);
        let original = workspace(&base.join("original"));
        let copy = workspace(&base.join("copy"));
        let built = original.join("xtask");
        let find = |package: Option<&Path>, here: &Path| find_root(package, here, &built);
        assert_eq!(find(None, &copy.join("xtask/src")), Some(copy.clone()));
        let package = copy.join("xtask");
        assert_eq!(find(Some(&package), &original), Some(copy.clone()));
        let other = original.join("metadata");
        assert_eq!(find(Some(&other), &copy), Some(copy.clone()));
        assert_eq!(find(None, &base), Some(original.clone()), "the last resort");
        assert_eq!(find_root(None, &base, &base), None);

        let to = |from: &Path| relative(from, &original.join("xtask")).unwrap();
        assert_eq!(to(&original.join("new/sdk")), "../../xtask");
        assert_eq!(to(&copy.join("new/../sdk")), "../../original/xtask");
        assert_eq!(to(&original), "xtask");
        std::fs::remove_dir_all(&base).unwrap();
    }
}
