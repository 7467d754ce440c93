//! Makes the types of metadata/ as plain serde derives, one module a style.

use std::error::Error;
use std::path::Path;

use csdl_codegen::diagnostic::Sources;
use csdl_codegen::emit::baseline::{Style, baseline};
use csdl_codegen::{Config, Inputs, generate};

fn main() -> Result<(), Box<dyn Error>> {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let metadata = Path::new(&package).join("../../metadata");
    println!("cargo::rerun-if-changed={}", metadata.display());
    let mut sources = Sources::default();
    let mut add = |name: &str| -> Result<u32, Box<dyn Error>> {
        let text = std::fs::read_to_string(metadata.join(name))?;
        Ok(sources.add(name, text))
    };
    let inputs = Inputs {
        metadata: vec![add("beta.csdl")?],
        select: Some(add("select.txt")?),
        overlay: Some(add("overlay.toml")?),
        names: Some(add("names.txt")?),
        docs: Some(add("docs.toml")?),
        service: Some(add("service.toml")?),
        sources,
        ..Inputs::default()
    };
    let out = std::env::var("OUT_DIR")?;
    for (name, style) in [("closed", Style::Closed), ("flatten", Style::Flatten)] {
        let config = Config {
            crate_path: format!("crate::{name}"),
            ..Config::default()
        };
        let output = generate(&inputs, &config).map_err(|found| found.render(&inputs.sources))?;
        let text = baseline(&output.sdk, style)?;
        std::fs::write(Path::new(&out).join(format!("{name}.rs")), text)?;
    }
    Ok(())
}
