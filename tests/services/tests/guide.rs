//! `GUIDE.md`: every command and program of it, run in its order against the bookshop on SAP CAP.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use service_tests::{Report, Server};

/// The guide as one script, and the lines that its programs print.
#[derive(Default)]
struct Guide {
    script: String,
    output: String,
}

impl Guide {
    /// Reads the fenced blocks: ```` ```sh ```` is a command, ```` ```rust file=PATH ```` a file that
    /// the reader writes, ```` ```text output ```` what is printed. Others are shown only.
    fn read(text: &str) -> Self {
        let mut guide = Self::default();
        let mut block: Option<&str> = None;
        for line in text.lines() {
            match (block, line.strip_prefix("```")) {
                (None, Some(info)) => {
                    if let Some(path) = file(info) {
                        let _ = writeln!(guide.script, "cat > {path} <<'END OF FILE'");
                    }
                    block = Some(info);
                }
                (Some(info), Some(_)) => {
                    if file(info).is_some() {
                        guide.script.push_str("END OF FILE\n");
                    }
                    block = None;
                }
                (Some(info), None) if info == "sh" || file(info).is_some() => {
                    let _ = writeln!(guide.script, "{line}");
                }
                (Some("text output"), None) => {
                    let _ = writeln!(guide.output, "{line}");
                }
                _ => {}
            }
        }
        guide
    }
}

/// The file that a block is to be written to.
fn file(info: &str) -> Option<&str> {
    info.split_once(" file=").map(|(_, path)| path)
}

/// The checkout, and a folder for what the guide puts beside it.
fn folders() -> Result<(PathBuf, PathBuf), Report> {
    let package = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let checkout = package.join("../..").canonicalize()?;
    let beside = env::temp_dir().join(format!("guide-{}", std::process::id()));
    fs::create_dir_all(beside.join(".cargo"))?;
    // What the crates of the guide compile is kept for the next run.
    let target = checkout.join("target/guide");
    let config = format!("[build]\ntarget-dir = {target:?}\n[net]\noffline = true\n");
    fs::write(beside.join(".cargo/config.toml"), config)?;
    Ok((checkout, beside))
}

/// Runs a script in the checkout and returns what it prints.
fn run(script: &str, checkout: &Path, service: &str) -> Result<String, Report> {
    let output = Command::new("bash")
        .args(["-eu", "-o", "pipefail", "-c", script])
        .current_dir(checkout)
        .env("SERVICE", service)
        // Those of the cargo that runs this test are not for the ones of the guide.
        .env_remove("CARGO_MANIFEST_DIR")
        .env_remove("CARGO_TARGET_DIR")
        .stdin(Stdio::null())
        .output()?;
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    match output.status.success() {
        true => Ok(printed),
        false => {
            let log = String::from_utf8_lossy(&output.stderr);
            Err(Report::from(format!("{}\n{printed}\n{log}", output.status)))
        }
    }
}

#[test]
fn a_client_is_made_used_tested_and_packaged() -> Result<(), Report> {
    let Some(server) = Server::start("cap/server.js", "@sap/cds")? else {
        return Ok(());
    };
    let (checkout, beside) = folders()?;
    let made = follow(&checkout, &beside, &server);
    fs::remove_dir_all(&beside)?;
    made
}

fn follow(checkout: &Path, beside: &Path, server: &Server) -> Result<(), Report> {
    let guide = Guide::read(&fs::read_to_string(checkout.join("GUIDE.md"))?);
    let folder = beside.to_string_lossy();
    let script = guide
        .script
        .replace("../bookshop", &format!("{folder}/bookshop"));
    let printed = run(&script, checkout, &server.url("catalog"))?;
    if guide.output.is_empty() || !printed.contains(&guide.output) {
        return Err(Report::from(format!("the guide prints\n{printed}")));
    }
    run(&package(&folder), checkout, "")?;
    Ok(())
}

/// Packages the client together with the runtime, as a registry would get them: cargo looks for
/// each in the other's place, if both are members of one workspace.
fn package(folder: &str) -> String {
    format!(
        "mkdir {folder}/registry
         cp -r Cargo.toml Cargo.lock LICENSE runtime {folder}/bookshop {folder}/registry/
         cd {folder}/registry
         sed -i.old 's/^members = .*/members = [\"runtime\", \"bookshop\"]/; s/^publish = .*//' Cargo.toml bookshop/Cargo.toml
         sed -i.old 's/^publish.workspace = .*//' runtime/Cargo.toml
         sed -i.old 's/path = \"[^\"]*\"/path = \"..\\/runtime\"/' bookshop/Cargo.toml
         cargo package --quiet --allow-dirty --no-verify --target-dir target -p msgraph-runtime -p bookshop
         tar -tf target/package/bookshop-0.1.0.crate > files.txt
         grep -qx bookshop-0.1.0/src/models/books.rs files.txt"
    )
}
