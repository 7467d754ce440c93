//! Generates a crate: `cargo run -p csdl-codegen --example slice -- METADATA FOLDER OUT`.

use csdl_codegen::{Config, Inputs, files, generate};
use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(metadata), Some(folder), Some(out)) =
        (arguments.next(), arguments.next(), arguments.next())
    else {
        return Err("expected METADATA FOLDER OUT".into());
    };
    let mut inputs = Inputs::default();
    let read = |inputs: &mut Inputs, path: &Path| -> std::io::Result<u32> {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        Ok(inputs.sources.add(name, std::fs::read_to_string(path)?))
    };
    let number = read(&mut inputs, Path::new(&metadata))?;
    inputs.metadata.push(number);
    let folder = Path::new(&folder);
    inputs.select = read(&mut inputs, &folder.join("select.txt")).ok();
    inputs.overlay = read(&mut inputs, &folder.join("overlay.toml")).ok();
    inputs.names = read(&mut inputs, &folder.join("names.txt")).ok();
    inputs.docs = read(&mut inputs, &folder.join("docs.toml")).ok();
    let config = Config {
        metadata_name: Some("metadata/beta.csdl".into()),
        ..Config::default()
    };
    match generate(&inputs, &config) {
        Ok(output) => {
            eprint!("{}", output.diagnostics.render(&inputs.sources));
            eprintln!("{:?}", output.counts);
            let dir = Path::new(&out);
            let changes = files::plan(&output.files, dir, files::OWNED)?;
            files::apply(&changes, dir)?;
            Ok(())
        }
        Err(found) => Err(found.render(&inputs.sources).into()),
    }
}
