//! Hostile documents end in an error or in code, on a small stack, and the output grows linearly.
//!
//! `cargo run --release --manifest-path benches/Cargo.toml -p hostile-bench` runs the same documents at full
//! size and shows time and memory.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where it fails"
)]

#[path = "../../benches/hostile/src/documents/mod.rs"]
mod documents;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use csdl_codegen::diagnostic::Severity;
use csdl_codegen::{Config, Inputs, csdl, csdl_json, generate};
use documents::{Attack, attacks};

/// The documents have this fraction of their full size, but at least a hundred elements.
const PART: usize = 800;

/// Half of what the main thread has where it has least.
const STACK: usize = 1 << 19;

/// What the generator makes of a document.
struct Outcome {
    /// The codes of the errors, each once.
    errors: Vec<&'static str>,
    /// The bytes of the document, of its CSDL JSON, of the findings, and of the code.
    amounts: [(&'static str, usize); 4],
}

fn run(attack: &Attack, size: usize) -> Outcome {
    let mut inputs = Inputs::default();
    let text = (attack.document)(size);
    let length = text.len();
    let id = inputs.sources.add("input.csdl", text);
    inputs.metadata.push(id);
    let (document, _) = csdl::read(&inputs.sources, id);
    let (json, _) = csdl_json::write(&document);
    let (code, found) = match generate(&inputs, &Config::default()) {
        Ok(output) => (
            output.files.values().map(String::len).sum(),
            output.diagnostics,
        ),
        Err(found) => (0, found),
    };
    let errors = found.iter().filter(|d| d.severity == Severity::Error);
    let mut errors: Vec<_> = errors.map(|d| d.code.id).collect();
    errors.dedup();
    let amounts = [
        ("document", length),
        ("CSDL JSON", json.len()),
        ("findings", found.render(&inputs.sources).len()),
        ("code", code),
    ];
    Outcome { errors, amounts }
}

fn on_a_small_stack<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = thread::Builder::new().stack_size(STACK).spawn(work);
    thread.unwrap().join().unwrap()
}

/// The outcome of the attack at this position.
fn outcome(at: usize, factor: usize) -> Outcome {
    on_a_small_stack(move || {
        let attack = attacks()[at];
        // What is refused in full size only grows as the square of it.
        let least = if attack.late { 10 } else { 100 };
        run(&attack, factor * (attack.size / PART).max(least))
    })
}

/// Runs an attack in two sizes, and compares the outcomes with what is to be expected.
fn ends_as_it_should(at: usize, attack: &Attack) {
    let (once, twice) = (outcome(at, 1), outcome(at, 2));
    let name = attack.name;
    for outcome in [&once, &twice] {
        // The first is the cause; what is cut there can lead to more.
        let refused = attack.refused.filter(|_| !attack.late);
        assert_eq!(outcome.errors.first().copied(), refused, "{name}");
    }
    if attack.late {
        return;
    }
    let grown = |(what, before): (&str, usize), (_, after): (&str, usize)| {
        let bound = before * 23 / 10 + 4096;
        assert!(
            after <= bound,
            "{name}: {what} grew from {before} to {after} bytes"
        );
    };
    for (before, after) in once.amounts.into_iter().zip(twice.amounts) {
        grown(before, after);
    }
}

#[test]
fn each_ends_as_it_should_and_what_comes_out_grows_no_faster_than_it() {
    let attacks = attacks();
    let next = AtomicUsize::new(0);
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(attack) = attacks.get(at) else { break };
            ends_as_it_should(at, attack);
        }
    };
    // Generating is most of this test's time: two threads share the attacks.
    thread::scope(|scope| {
        scope.spawn(work);
        work();
    });
}

#[test]
fn findings_beyond_a_thousand_are_counted() {
    let all = attacks();
    let attack = all.iter().find(|a| a.name == "types of one name").unwrap();
    let mut inputs = Inputs::default();
    let id = inputs.sources.add("input.csdl", (attack.document)(5000));
    inputs.metadata.push(id);
    let found = generate(&inputs, &Config::default()).unwrap_err();
    assert_eq!(found.count(Severity::Error), 4999);
    let text = found.render(&inputs.sources);
    assert!(
        text.ends_with("\n3999 more findings are not shown\n"),
        "{text}"
    );
}
