//! Measures CPU time and peak memory of each stage for hostile documents, at full size and at twice
//! that size.
//!
//!   cargo run --release --manifest-path benches/Cargo.toml -p hostile-bench -- [--quick]
//!
//! Each attack runs in its own process. If size 2n costs much more than twice as much as size n,
//! a stage is not linear. `--quick` tries a tenth of the sizes. A number of an attack and a size as
//! arguments run that attack alone, in this process.

#![allow(clippy::print_stdout, reason = "a table is what it is for")]

mod documents;

use csdl_codegen::diagnostic::{Diagnostics, Severity, Sources};
use csdl_codegen::{Config, Inputs, csdl, csdl_json, generate, model};
use documents::{Attack, attacks};
use std::fs;
use std::process::Command;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let attacks = attacks();
    let number = |at: usize| arguments.get(at).and_then(|n| n.parse::<usize>().ok());
    if let (Some(attack), Some(size)) = (number(0).and_then(|n| attacks.get(n)), number(1)) {
        return println!("{}", run(attack, size));
    }
    let part = if arguments.iter().any(|a| a == "--quick") {
        10
    } else {
        1
    };
    println!(
        "{:38} {:>9} {:>6} {:>6} {:>6} {:>7} {:>8} {:>7}  outcome",
        "what grows", "n", "read", "json", "resolve", "render", "generate", "MB"
    );
    for (at, attack) in attacks.iter().enumerate() {
        for size in [attack.size / part, 2 * attack.size / part] {
            println!("{:38} {size:>9} {}", attack.name, in_a_process(at, size));
        }
    }
}

fn in_a_process(attack: usize, size: usize) -> String {
    let output = std::env::current_exe().and_then(|program| {
        let arguments = [attack.to_string(), size.to_string()];
        Command::new(program).args(arguments).output()
    });
    match output {
        Ok(output) if output.status.success() => String::from_utf8_lossy(&output.stdout)
            .trim_end()
            .to_owned(),
        Ok(output) => format!("died: {}", output.status),
        Err(error) => format!("did not start: {error}"),
    }
}

/// One line of the table.
fn run(attack: &Attack, size: usize) -> String {
    let mut inputs = Inputs::default();
    let id = inputs.sources.add("input.csdl", (attack.document)(size));
    inputs.metadata.push(id);
    let mut line = String::new();
    let mut last = cpu();
    let mut lap = |line: &mut String, width: usize| {
        let now = cpu();
        let text = format!("{:.2}", now - last);
        line.push_str(&format!("{text:>width$} "));
        last = now;
    };
    let (document, mut found) = csdl::read(&inputs.sources, id);
    lap(&mut line, 6);
    let (json, _) = csdl_json::write(&document);
    drop(json);
    lap(&mut line, 6);
    if !found.has_errors() {
        found.extend(model::resolve(&[document]).1);
    }
    lap(&mut line, 7);
    let text = render(&mut found, &inputs.sources);
    lap(&mut line, 7);
    let first = found.iter().find(|d| d.severity == Severity::Error);
    let outcome = if let Some(first) = first {
        line.push_str(&format!("{:>8} ", "-"));
        let due = attack.refused == Some(first.code.id);
        if due {
            "refused"
        } else {
            "refused for another reason"
        }
    } else {
        let made = generate(&inputs, &Config::default()).is_ok();
        lap(&mut line, 8);
        let due = attack.refused.is_none() || attack.late;
        match (made, due) {
            (true, true) => "made",
            (true, false) => "made, not refused",
            (false, _) => "refused by a later stage",
        }
    };
    let counts = [Severity::Error, Severity::Warning, Severity::Note].map(|s| found.count(s));
    let [errors, warnings, notes] = counts;
    format!(
        "{line}{:>7}  {outcome}; {errors} errors, {warnings} warnings, {notes} notes in {} bytes",
        peak_megabytes(),
        text.len()
    )
}

fn render(found: &mut Diagnostics, sources: &Sources) -> String {
    found.sort();
    found.render(sources)
}

/// CPU seconds of this process so far.
fn cpu() -> f64 {
    let text = fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanoseconds = text.split(' ').next().and_then(|n| n.parse::<f64>().ok());
    nanoseconds.unwrap_or_default() / 1e9
}

fn peak_megabytes() -> u64 {
    let text = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or_default() / 1024
}
