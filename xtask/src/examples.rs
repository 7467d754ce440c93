//! `cargo xtask examples`: runs documented examples through the generated types.
//!
//! The runner is a program of `tests/`, so that this package builds without generated code.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::args::{self, Syntax};
use crate::{Failure, regenerate, workspace};

/// The package with the program for the project's own crate.
const PACKAGE: &str = "conformance-tests";

/// The package with the program for a crate of other metadata.
const RUNNER: &str = "examples-of-other-metadata";

/// That program.
const PROGRAM: &str = "\
fn main() -> std::process::ExitCode {
    conformance_tests::examples::command(sdk::registry::TYPES, sdk::registry::OPERATIONS)
}
";

/// The profiles of this workspace, so that the compiled dependencies serve both; the crate of the
/// metadata may be large, and nobody debugs it.
const PROFILES: &str = "\
[profile.dev]
debug = \"line-tables-only\"

[profile.dev.package.quick-xml]
opt-level = 2

[profile.dev.package.serde_json]
opt-level = 2

[profile.dev.package.sdk]
debug = false
";

const SYNTAX: Syntax = Syntax {
    help: "\
Runs documented examples through the generated types.

  cargo xtask examples FILE [--metadata FILE]... [--faults FILE]

  --metadata FILE   makes a crate of everything that this metadata declares, in target/examples, and
                    runs the examples through its types; the default is the project's own crate
  --faults FILE     documentation errors that are known; the default is tests/faults.toml for the
                    project's own crate, and none for another

Each line of FILE, which may be compressed by gzip, is a JSON object: `id`, `kind` (request,
response, notification), `body`, and members that determine the type of the body: `declared_type`
and `isCollection`, `operation`, `method` and `path` or `url`, `for_method` and `for_path`. Paths
start at the entity sets and singletons of the metadata. Each body is read strictly, written back in
both ways and compared exactly. A body that is not JSON is repaired by rule, or replaced by
`json_repaired`.

Exit codes: 0 all faults are listed; 1 a value was lost or refused, or a listed fault no longer
occurs; 2 the file cannot be read.

Example: cargo xtask examples examples.jsonl
         cargo xtask examples graph.jsonl.gz --metadata graph.csdl
",
    flags: &[],
    options: &["--metadata", "--faults"],
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
    let root = workspace::root()?;
    let given = args.all("--metadata");
    let faults = args.last("--faults").map(PathBuf::from);
    let (manifest, package, metadata, faults) = if given.is_empty() {
        let metadata = vec![root.join("metadata/beta.csdl")];
        let faults = faults.or_else(|| Some(root.join("tests/faults.toml")));
        (root.join("Cargo.toml"), PACKAGE, metadata, faults)
    } else {
        let manifest = another_crate(&root, &given)?;
        let metadata = given.into_iter().map(PathBuf::from).collect();
        (manifest, RUNNER, metadata, faults)
    };
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .args(["run", "--quiet", "--manifest-path"])
        .arg(&manifest)
        .args(["--package", package, "--bin", "run-examples", "--"])
        .arg(file);
    if package == RUNNER {
        command
            .env("CARGO_NET_OFFLINE", "true")
            .env("CARGO_TARGET_DIR", target(&root));
    }
    for file in metadata {
        command.arg("--metadata").arg(file);
    }
    if let Some(faults) = faults {
        command.arg("--faults").arg(faults);
    }
    let status = command
        .status()
        .map_err(|error| Failure::Error(format!("cannot start cargo: {error}")))?;
    match status.code() {
        Some(0) => Ok(()),
        Some(1) => Err(Failure::Check),
        _ => Err(Failure::Error("the examples could not be run".to_owned())),
    }
}

/// The target folder of this workspace.
fn target(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from)
}

/// Makes a crate of metadata, and one with a program that runs examples through its types; returns
/// the manifest of the latter.
fn another_crate(root: &Path, metadata: &[&str]) -> Result<PathBuf, Failure> {
    let folder = root.join("target/examples");
    let mut arguments: Vec<OsString> = vec!["--select".into(), "all".into(), "--out".into()];
    arguments.push(folder.join("sdk").into_os_string());
    for file in metadata {
        arguments.extend(["--metadata".into(), OsString::from(file)]);
    }
    regenerate::run(&arguments)?;
    let runner = folder.join("runner");
    std::fs::create_dir_all(runner.join("src"))?;
    let tests = workspace::relative(&runner, &root.join("tests"))?;
    let manifest = format!(
        "[package]\nname = \"{RUNNER}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [[bin]]\nname = \"run-examples\"\npath = \"src/main.rs\"\n\n\
         [dependencies]\nconformance-tests = {{ path = {tests:?} }}\n\
         sdk = {{ path = \"../sdk\", default-features = false, features = [\"registry\"] }}\n\n\
         [workspace]\n\n{PROFILES}"
    );
    std::fs::write(runner.join("Cargo.toml"), manifest)?;
    std::fs::write(runner.join("src/main.rs"), PROGRAM)?;
    // The same versions of dependencies as in this workspace.
    std::fs::copy(root.join("Cargo.lock"), runner.join("Cargo.lock"))?;
    Ok(runner.join("Cargo.toml"))
}
