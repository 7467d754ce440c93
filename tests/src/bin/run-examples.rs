//! Runs documented examples through the generated types and prints what
//! happened to each. Called by `cargo xtask examples FILE.jsonl`.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use conformance_tests::examples::{self, Register, Registry};
use conformance_tests::manifest_dir;
use msgraph_beta_communications::registry::{OPERATIONS, TYPES};

/// The register of documentation faults, below the folder of the package.
const FAULTS: &str = "faults.toml";

fn main() -> ExitCode {
    match run() {
        Ok((report, true)) => print(&report, ExitCode::SUCCESS),
        Ok((report, false)) => print(&report, ExitCode::from(1)),
        Err(message) => {
            let _ = writeln!(std::io::stderr(), "examples: {message}");
            ExitCode::from(2)
        }
    }
}

fn print(report: &str, code: ExitCode) -> ExitCode {
    // A reader that went away, such as `head`, is no failure.
    let _ = std::io::stdout().write_all(report.as_bytes());
    code
}

fn run() -> Result<(String, bool), String> {
    let mut arguments = std::env::args().skip(1);
    let (Some(file), None) = (arguments.next(), arguments.next()) else {
        return Err("give one file of examples, one JSON object a line".to_owned());
    };
    let read = |path: &Path| {
        std::fs::read_to_string(path)
            .map_err(|error| format!("cannot read {}: {error}", path.display()))
    };
    let records =
        examples::read(&read(Path::new(&file))?).map_err(|error| format!("{file}: {error}"))?;
    let register = Register::read(&read(&manifest_dir().join(FAULTS))?)
        .map_err(|error| format!("faults.toml: {error}"))?;
    let registry = Registry::new(TYPES, OPERATIONS);
    let verdicts: Vec<_> = records
        .iter()
        .map(|record| examples::run(&registry, record))
        .collect();
    let news = register.disagreements(&verdicts);
    Ok((examples::report(&verdicts, &news), news.is_empty()))
}
