//! Generates the client of each server from the metadata that the server serves, into `OUT_DIR`.
//!
//! It is what `cargo xtask regenerate --metadata FILE --out DIR` makes: the default dialect, and
//! nothing of this project's `metadata/`. The clients are modules of `src/services.rs`.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use csdl_codegen::emit::manifest::new_crate;
use csdl_codegen::files::Files;
use csdl_codegen::{Config, Inputs, generate};

/// The name of each client, and the document that it is made of.
const CLIENTS: [(&str, &str); 4] = [
    ("cap", "cap/metadata.xml"),
    ("sales", "fe-mockserver/sales/metadata.xml"),
    ("stationery", "odata-v4-server/metadata.xml"),
    ("trippin", "fe-mockserver/trippin/metadata.xml"),
];

/// Lints that generated code may break where it is not a crate.
const ALLOW: &str = "#[allow(clippy::all, dead_code, unused_attributes, unused_imports)]";

fn main() -> io::Result<()> {
    println!(
        "cargo::rustc-check-cfg=cfg(feature, values(\"client\", \"registry\", \"test-support\"))"
    );
    println!("cargo::rustc-cfg=feature=\"client\"");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("services");
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    let mut modules = String::new();
    for (name, document) in CLIENTS {
        println!("cargo::rerun-if-changed={document}");
        let files = make(&root, name, document).map_err(io::Error::other)?;
        write_module(&out.join(name), &files)?;
        let _ = writeln!(
            modules,
            "/// Made of `{document}`.\n{ALLOW}\npub mod {name};"
        );
    }
    fs::create_dir_all(&out)?;
    fs::write(out.join("mod.rs"), modules)?;
    println!("cargo::rerun-if-changed=../../README.md");
    let readme = fs::read_to_string(root.join("../../README.md"))?;
    fs::write(out.join("samples.rs"), samples(&readme))
}

/// What samples refer to: the fields of a struct in `tests/samples.rs`.
const GIVEN: &str = "Given { client, credential, date, book, other, author, chapters, etag }";

/// The samples of the README's part on other services, each as a function of `tests/samples.rs`.
fn samples(readme: &str) -> String {
    let part = readme
        .split("\n## ")
        .find(|part| part.starts_with("Another service\n"));
    let blocks = part.unwrap_or_default().split("```rust\n").skip(1);
    let mut out = String::new();
    let mut count = 0;
    for block in blocks.filter_map(|rest| rest.split("```").next()) {
        count += 1;
        let _ = writeln!(
            out,
            "async fn sample_{count}({GIVEN}: Given) -> Result<(), Failure> {{\n{block}Ok(())\n}}"
        );
    }
    let _ = writeln!(out, "const SAMPLES: usize = {count};");
    out
}

/// The files of the crate that is made of a document.
fn make(root: &Path, name: &str, document: &str) -> Result<Files, String> {
    let path = root.join(document);
    let text = fs::read_to_string(&path).map_err(|error| format!("{document}: {error}"))?;
    let mut inputs = Inputs::default();
    inputs.metadata = vec![inputs.sources.add(document, text)];
    let config = Config {
        crate_path: format!("crate::services::{name}"),
        ..Config::default()
    };
    let output = generate(&inputs, &config).map_err(|found| found.render(&inputs.sources))?;
    let runtime = "msgraph-runtime = { path = \"runtime\" }";
    let mut files = new_crate(&config, name, runtime, &output.sdk);
    files.extend(output.files);
    Ok(files)
}

/// Writes a crate as a module: `lib.rs` becomes `mod.rs`, without what only a crate can have.
fn write_module(folder: &Path, files: &Files) -> io::Result<()> {
    for (path, text) in files {
        let Some(path) = path.strip_prefix("src/") else {
            continue;
        };
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        if path.ends_with("lib.rs") {
            let of_crate = |line: &&str| line.starts_with("#![") || line.starts_with("//!");
            let lines: Vec<&str> = text.lines().filter(|line| !of_crate(line)).collect();
            fs::write(path.with_file_name("mod.rs"), lines.join("\n") + "\n")?;
        } else {
            fs::write(path, text)?;
        }
    }
    Ok(())
}
