//! In goes the folder of fixtures; out come one named test for each, and one
//! module for each `expected.rs`, so that every one of them is compiled.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// What generated code may do when nobody uses it.
const ALLOW: &str = "#[allow(clippy::all, dead_code, missing_docs, unused_imports)]";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=fixtures");
    // Of the areas that a fixture has, one is on.
    println!(
        "cargo::rustc-check-cfg=cfg(feature, values(\"active-people\", \"calls\", \"full\", \"unreached\"))"
    );
    println!("cargo::rustc-cfg=feature=\"calls\"");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let mut tests = String::new();
    let mut modules = String::new();
    let mut probe = String::new();
    for (group, folder) in folders(&root.join("fixtures"))? {
        let _ = writeln!(tests, "mod {group} {{");
        let mut inside = String::new();
        for (case, folder) in folders(&folder)? {
            let _ = writeln!(
                tests,
                "    #[test]\n    fn {case}() {{\n        \
                 super::check({group:?}, {case:?});\n    }}"
            );
            let expected = folder.join("expected.rs");
            if !expected.exists() {
                continue;
            }
            let module = format!("    #[path = {expected:?}]\n    pub mod {case};\n");
            if (group.as_str(), case.as_str()) == ("types", "probe") {
                probe = format!("{ALLOW}\npub mod {group} {{\n{module}}}\n");
            }
            inside.push_str(&module);
        }
        tests.push_str("}\n");
        if !inside.is_empty() {
            let _ = writeln!(modules, "{ALLOW}\npub mod {group} {{\n{inside}}}");
        }
    }
    fs::write(out.join("fixture_tests.rs"), tests)?;
    fs::write(out.join("fixture_modules.rs"), modules)?;
    fs::write(out.join("probe.rs"), probe)
}

/// The folders in a folder, by name.
fn folders(path: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(path)? {
        let path = entry?.path();
        if let Some(name) = path.file_name().and_then(|name| name.to_str())
            && path.is_dir()
        {
            found.push((name.to_owned(), path));
        }
    }
    found.sort();
    Ok(found)
}
