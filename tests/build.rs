//! Writes a named test for each fixture, and the code that is generated from it, to `OUT_DIR`.
//!
//! `tests/fixtures.rs` includes the tests and `tests/fixtures_compile.rs` the code: whatever a
//! fixture shows of it, all that is generated is compiled. `tests/csdl_set_compile.rs` includes
//! the code of every document of `csdl_set/` that is to be accepted. Modules name their files
//! relative to `OUT_DIR`, so that a copied checkout compiles its own. `tests/paths.rs` includes an
//! expression for each path that the generated crate reaches.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use csdl_codegen::conformance::{self, Expected, Manifest};
use csdl_codegen::emit::manifest::new_crate;
use csdl_codegen::files::Files;
use csdl_codegen::paths::{paths, to_lines};
use csdl_codegen::{Config, generate};

#[path = "src/fixtures/make.rs"]
mod make;
#[path = "src/metadata.rs"]
mod metadata;

/// Lints that generated code may break where nobody uses it, or where it is not a crate.
const ALLOW: &str =
    "#[allow(clippy::all, dead_code, missing_docs, unused_attributes, unused_imports)]";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=fixtures");
    println!(
        "cargo::rustc-check-cfg=cfg(feature, values(\"active-people\", \"calls\", \"client\", \"full\", \"test-support\", \"unreached\"))"
    );
    // Of the areas of a fixture, one is on, so that references to types of both kinds compile.
    println!("cargo::rustc-cfg=feature=\"calls\"");
    println!("cargo::rustc-cfg=feature=\"client\"");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let code = out.join("fixtures");
    if code.exists() {
        fs::remove_dir_all(&code)?;
    }
    let mut tests = String::new();
    let mut groups = String::new();
    for (group, folder) in folders(&root.join("fixtures"))? {
        let _ = writeln!(tests, "mod {group} {{");
        let mut cases = String::new();
        for (case, folder) in folders(&folder)? {
            let _ = writeln!(
                tests,
                "    #[test]\n    fn {case}() {{\n        \
                 super::check({group:?}, {case:?});\n    }}"
            );
            let made = make::make(&folder, &group, &case);
            if !made.files.is_empty() {
                write_code(&code.join(&group).join(&case), &made)?;
                let _ = writeln!(cases, "pub mod {case};");
            }
        }
        tests.push_str("}\n");
        if !cases.is_empty() {
            fs::write(code.join(&group).join("mod.rs"), cases)?;
            let _ = writeln!(groups, "{ALLOW}\npub mod {group};");
        }
    }
    fs::write(code.join("mod.rs"), groups)?;
    fs::write(out.join("fixture_tests.rs"), tests)?;
    write_csdl_set(&root.join("csdl_set"), &out.join("csdl_set"))?;
    fs::write(out.join("paths.rs"), path_expressions(&root.join("..")))
}

/// The expressions of all paths that the generated crate reaches, as functions to compile.
///
/// They come from the metadata, not from the golden, and only if the generated crate is what
/// the generator makes of that metadata: so they compile, however stale the golden or the
/// crate is, and the tests can say what to do about it.
fn path_expressions(workspace: &Path) -> String {
    println!("cargo::rerun-if-changed=../metadata");
    println!("cargo::rerun-if-changed=../generated/src");
    let made = metadata::inputs(&workspace.join("metadata"))
        .map_err(|error| error.to_string())
        .and_then(|inputs| {
            generate(&inputs, &Config::default()).map_err(|found| found.render(&inputs.sources))
        });
    let (current, lines) = match made {
        Ok(output) => {
            let current = is_current(&workspace.join("generated"), &output.files);
            (current, to_lines(&paths(&output.sdk)))
        }
        Err(_) => (false, String::new()),
    };
    let lines = if current { lines.as_str() } else { "" };
    let code = expressions(lines);
    format!("fn is_current() -> bool {{\n    {current}\n}}\n\n{code}")
}

/// Whether the code in `folder` is `files`, but for the comment in the first line of each.
fn is_current(folder: &Path, files: &Files) -> bool {
    let code = |text: &str| text.split_once('\n').map(|(_, code)| code.to_owned());
    files
        .iter()
        .filter(|(path, _)| path.ends_with(".rs"))
        .all(|(path, text)| {
            fs::read_to_string(folder.join(path)).is_ok_and(|found| code(&found) == code(text))
        })
}

/// Writes the modules of a generated crate, and its `lib.rs` as the module that contains them.
///
/// Whatever a new crate exports has to be there, in a document without paths as well.
fn write_code(folder: &Path, made: &make::Made) -> io::Result<()> {
    for (path, text) in &made.files {
        let Some(path) = path.strip_prefix("src/").filter(|path| *path != "lib.rs") else {
            continue;
        };
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, text)?;
    }
    // The registry names every type, so that it needs all areas.
    let feature = match made.has_areas {
        true => "full",
        false => "client",
    };
    let library = made.files.get("src/lib.rs").map(String::as_str);
    let library = library.unwrap_or_default().replace(
        "feature = \"registry\"",
        &format!("feature = \"{feature}\""),
    );
    fs::write(folder.join("mod.rs"), library)
}
/// A function for each line of `cargo xtask paths`, and a list of them with method and path.
fn expressions(lines: &str) -> String {
    let mut text = String::new();
    let mut list = String::new();
    for (number, line) in lines.lines().enumerate() {
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

/// Writes the code of each document of a set that is to be accepted, as a module of one crate.
fn write_csdl_set(set: &Path, code: &Path) -> io::Result<()> {
    println!("cargo::rerun-if-changed=csdl_set");
    if code.exists() {
        fs::remove_dir_all(code)?;
    }
    fs::create_dir_all(code)?;
    let text = fs::read_to_string(set.join("manifest.json"))?;
    let manifest = Manifest::read(&text).unwrap_or_default();
    let (mut modules, mut list) = (String::new(), String::new());
    for entry in manifest.files {
        let name: String = entry.path.chars().map(in_name).collect();
        let config = Config {
            crate_path: format!("crate::{name}"),
            ..Config::default()
        };
        let load = |path: &str| fs::read(set.join(path));
        let output = match conformance::make(&entry, &config, &load) {
            Ok(made) if entry.expected == Expected::Accept => made.output,
            _ => continue,
        };
        // Without code there is no module, and the test says which one is missing.
        let Some(output) = output else { continue };
        let runtime = "msgraph-runtime = { path = \"runtime\" }";
        let mut files = new_crate(&config, &name, runtime, &output.sdk);
        files.extend(output.files);
        let library = module(files.get("src/lib.rs").map_or("", String::as_str));
        let made = make::Made {
            files,
            findings: None,
            has_areas: !output.sdk.areas.features.is_empty(),
        };
        write_code(&code.join(&name), &made)?;
        fs::write(code.join(&name).join("mod.rs"), library)?;
        let _ = writeln!(modules, "{ALLOW}\npub mod {name};");
        let _ = writeln!(list, "    {:?},", entry.path);
    }
    let _ = writeln!(modules, "const COMPILED: &[&str] = &[\n{list}];");
    fs::write(code.join("mod.rs"), modules)
}

/// `lib.rs` as a module: without the attributes that only a crate can have, and with the
/// registry, for `client` is a feature that is on.
fn module(library: &str) -> String {
    let of_crate = |line: &&str| line.starts_with("#![") || line.starts_with("//!");
    let lines = library.lines().filter(|line| !of_crate(line));
    let lines: Vec<&str> = lines.collect();
    let text = lines.join("\n");
    text.replace("feature = \"registry\"", "feature = \"client\"") + "\n"
}

/// A character of a path as it stands in the name of a module.
fn in_name(c: char) -> char {
    match c.is_ascii_alphanumeric() {
        true => c.to_ascii_lowercase(),
        false => '_',
    }
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
