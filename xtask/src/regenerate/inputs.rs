//! The files that a run of the generator reads.

use std::path::{Path, PathBuf};

use csdl_codegen::Inputs;

use crate::args::CliArgs;
use crate::reporter::Reporter;
use crate::{Failure, workspace};

/// Reads the input files: those of `metadata/`, or those that the arguments name.
///
/// With `--metadata`, nothing of `metadata/` is read unless an option names it: its dialect,
/// overlay, names and docs are about this project's service.
pub fn read(root: &Path, args: &CliArgs, reporter: Reporter) -> Result<Inputs, Failure> {
    let metadata = root.join("metadata");
    let mut inputs = Inputs {
        lenient: args.has("--lenient"),
        ..Inputs::default()
    };
    let mut add = |path: &Path| workspace::add(&mut inputs.sources, root, path, reporter);
    let given: Vec<_> = args.all("--metadata").iter().map(PathBuf::from).collect();
    let foreign = !given.is_empty();
    let own = [metadata.join("beta.csdl")];
    for path in if foreign { given.as_slice() } else { &own } {
        inputs.metadata.push(add(path)?);
    }
    for path in args.all("--with") {
        inputs.with.push(add(Path::new(path))?);
    }
    let order = metadata.join("order.txt");
    if !foreign && order.exists() {
        inputs.order = Some(add(&order)?);
    }
    let renamed = metadata.join("renamed.toml");
    if !foreign && renamed.exists() {
        inputs.renamed = Some(add(&renamed)?);
    }
    let mut file = |option: &str, default: &str| match args.last(option) {
        Some(path) => add(Path::new(path)).map(Some),
        None if foreign => Ok(None),
        None => add(&metadata.join(default)).map(Some),
    };
    inputs.service = file("--service", "service.toml")?;
    inputs.overlay = file("--overlay", "overlay.toml")?;
    inputs.names = file("--names", "names.txt")?;
    inputs.docs = file("--docs", "docs.toml")?;
    inputs.select = if args.last("--select") == Some("all") {
        Some(inputs.sources.add("--select all", "+ all\n+ areas 300\n"))
    } else {
        file("--select", "select.txt")?
    };
    Ok(inputs)
}
