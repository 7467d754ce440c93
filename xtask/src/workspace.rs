//! Where things lie. In go paths; out come texts, and paths as people read them.

use std::path::{Path, PathBuf};

use csdl_codegen::diagnostic::Sources;

use crate::Stop;
use crate::findings::Findings;

/// The folder of the workspace: where this package was built, or, if that has
/// moved, above where the command runs.
pub fn root() -> Result<PathBuf, Stop> {
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    if let Some(root) = built.filter(|root| is_root(root)) {
        return Ok(root.to_owned());
    }
    let here = std::env::current_dir().unwrap_or_default();
    let found = here.ancestors().find(|folder| is_root(folder));
    found
        .map(Path::to_owned)
        .ok_or_else(|| Stop::Failed("this is not the workspace: no metadata/ above".to_owned()))
}

fn is_root(folder: &Path) -> bool {
    folder.join("Cargo.toml").exists() && folder.join("metadata").is_dir()
}

/// A path as it is printed: below the workspace without what leads there.
pub fn shown(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path);
    path.to_string_lossy().replace('\\', "/")
}

/// Adds a file to the sources under the name that messages show.
pub fn add(
    sources: &mut Sources,
    root: &Path,
    path: &Path,
    findings: Findings,
) -> Result<u32, Stop> {
    let name = shown(root, path);
    let bytes = std::fs::read(path)
        .map_err(|error| Stop::Failed(format!("cannot read {name}: {error}")))?;
    sources
        .add_bytes(name, bytes)
        .map_err(|found| findings.refuse(&found, sources))
}
