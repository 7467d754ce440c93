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
        "cargo::rustc-check-cfg=cfg(feature, values(\"active-people\", \"calls\", \"client\", \"full\", \"unreached\"))"
    );
    println!("cargo::rustc-cfg=feature=\"calls\"");
    // And where there is a runtime that sends, clients are.
    println!("cargo::rustc-cfg=feature=\"client\"");
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
    fs::write(out.join("probe.rs"), probe)?;
    println!("cargo::rerun-if-changed=goldens/paths.tsv");
    let paths = fs::read_to_string(root.join("goldens/paths.tsv")).unwrap_or_default();
    fs::write(out.join("paths.rs"), expressions(&paths))
}

/// A function for each expression of the golden, and a list of them with method and path.
fn expressions(golden: &str) -> String {
    let mut text = String::new();
    let mut list = String::new();
    for (number, line) in golden.lines().enumerate() {
        let mut parts = line.split('\t');
        let mut next = || parts.next().unwrap_or_default();
        let (method, path, rust, names) = (next(), next(), next(), next());
        let _ = writeln!(text, "fn path_{number}(client: &Client) -> Asked {{");
        for (name, what) in names.split("; ").filter_map(|name| name.split_once(": ")) {
            let value = match what {
                "&str" => format!("{name:?}"),
                "Vec<u8>" => "vec![0u8]".to_owned(),
                key if key.starts_with('{') => format!("{:?}", key.trim_matches(['{', '}'])),
                what => match what.strip_prefix("Vec<") {
                    Some(item) => format!("vec![sample::<{}>()]", item.trim_end_matches('>')),
                    None => format!("sample::<{what}>()"),
                },
            };
            let _ = writeln!(text, "    let {name} = {value};");
        }
        let _ = writeln!(text, "    {rust}.asked()\n}}");
        let _ = writeln!(list, "    ({method:?}, {path:?}, path_{number}),");
    }
    let _ = writeln!(text, "const PATHS: &[(&str, &str, Path)] = &[\n{list}];");
    text
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
