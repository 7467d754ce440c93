//! Reads the workspace's `metadata/` folder as the generator's input.
//!
//! The build script includes this file as well, to know the paths that the SDK reaches.

use std::path::Path;
use std::{fs, io};

use csdl_codegen::Inputs;

/// The files of `folder` as `cargo xtask regenerate` takes them.
///
/// # Errors
///
/// The file that cannot be read.
pub fn inputs(folder: &Path) -> io::Result<Inputs> {
    let mut inputs = Inputs::default();
    let mut add = |name: &str| {
        let path = folder.join(name);
        let text = fs::read_to_string(&path).map_err(|error| {
            io::Error::new(error.kind(), format!("{}: {error}", path.display()))
        })?;
        io::Result::Ok(inputs.sources.add(format!("metadata/{name}"), text))
    };
    let metadata = vec![add("beta.csdl")?];
    let (select, overlay) = (add("select.txt")?, add("overlay.toml")?);
    let (names, docs) = (add("names.txt")?, add("docs.toml")?);
    let (order, service) = (add("order.txt")?, add("service.toml")?);
    let renamed = match folder.join("renamed.toml").exists() {
        true => Some(add("renamed.toml")?),
        false => None,
    };
    inputs.metadata = metadata;
    inputs.select = Some(select);
    inputs.overlay = Some(overlay);
    inputs.names = Some(names);
    inputs.docs = Some(docs);
    inputs.order = Some(order);
    inputs.renamed = renamed;
    inputs.service = Some(service);
    Ok(inputs)
}
