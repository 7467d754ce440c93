//! Takes the generated models, file by file, into one file of nested modules,
//! to be compiled on the runtime of this crate.

use std::error::Error;
use std::fs;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let source = Path::new(&package).join("../../generated/src");
    println!("cargo::rerun-if-changed={}", source.display());
    let mut out = String::new();
    nest(&source, "models", "pub ", &mut out)?;
    fs::write(Path::new(&std::env::var("OUT_DIR")?).join("models.rs"), out)?;
    Ok(())
}

/// Appends the module `name` of the folder `parent`; what it declares follows
/// inside. Modules nest as namespaces do: a few levels.
fn nest(parent: &Path, name: &str, visible: &str, out: &mut String) -> Result<(), Box<dyn Error>> {
    let text = fs::read_to_string(parent.join(format!("{name}.rs")))?;
    out.push_str(&format!("{visible}mod {name} {{\n"));
    for line in text.lines() {
        let child = line
            .strip_suffix(';')
            .and_then(|line| line.strip_prefix("pub mod ").or(line.strip_prefix("mod ")));
        match child {
            Some(child) => {
                let visible = if line.starts_with("pub") { "pub " } else { "" };
                nest(&parent.join(name), child, visible, out)?;
            }
            None => {
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    out.push_str("}\n");
    Ok(())
}
