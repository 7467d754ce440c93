//! Arbitrary JSON that fits a type or an action of the service is written back equal.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where it fails"
)]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use conformance_tests::arbitrary::{document, object};
use conformance_tests::examples::Registry;
use conformance_tests::json::{parse, same};
use msgraph_beta_communications::registry::{OPERATIONS, TYPES};
use msgraph_runtime::registry::Document;
use msgraph_runtime::{Mode, ReadError};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

/// Documents for each type.
const CASES: u32 = 256;

type Read = fn(&str, Mode) -> Result<Box<dyn Document>, ReadError>;

/// Runs the same cases every time; a failure is shrunk to a small document.
fn run(name: &str, make: impl Fn(&[u8]) -> String, read: Read) {
    let config = Config {
        cases: CASES,
        failure_persistence: None,
        max_shrink_iters: 4_000,
        ..Config::default()
    };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let bytes = proptest::collection::vec(any::<u8>(), 0..400);
    let result = runner.run(&bytes, |bytes| survives(&make(&bytes), read));
    if let Err(error) = result {
        panic!("{name}: {error}");
    }
}

fn survives(text: &str, read: Read) -> Result<(), TestCaseError> {
    let fail = |what: String| TestCaseError::fail(format!("{what}\n{text}\n"));
    let sound = parse(text);
    sound.map_err(|error| fail(format!("the test made no JSON: {error}")))?;
    let document = read(text, Mode::Strict).map_err(|error| fail(error.to_string()))?;
    let equal = |way: &str, written: &str| {
        same(text, written).map_err(|difference| fail(format!("{way}: {difference}")))
    };
    equal("to_json", &document.to_json())?;
    let written = document.to_serde_json();
    equal("serde", &written.map_err(|error| fail(error.to_string()))?)?;
    let lenient = read(text, Mode::Lenient).map_err(|error| fail(error.to_string()))?;
    equal("lenient", &lenient.to_json())?;
    let body = document.to_request_body();
    parse(&body).map_err(|error| fail(format!("request body: {error}")))?;
    // Debug walks the same tables; nothing in it may panic.
    let _ = format!("{document:?}");
    Ok(())
}

#[test]
fn every_type_loses_nothing() {
    let registry = Registry::new(TYPES, OPERATIONS);
    assert!(TYPES.len() > 200, "{} types", TYPES.len());
    // Every type is one to two tenths of a second of work: two threads share the list.
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(entry) = TYPES.get(next.fetch_add(1, Ordering::Relaxed)) {
            let make = |bytes: &[u8]| document(&registry, entry, bytes);
            run(entry.name, make, entry.read);
        }
    };
    thread::scope(|scope| {
        scope.spawn(work);
        work();
    });
}

#[test]
fn the_parameters_of_every_action_lose_nothing() {
    let registry = Registry::new(TYPES, OPERATIONS);
    assert!(OPERATIONS.len() > 50, "{} operations", OPERATIONS.len());
    for operation in OPERATIONS {
        let make = |bytes: &[u8]| object(&registry, operation.parameters, bytes);
        run(operation.name, make, operation.read);
    }
}

/// A property that nothing can break says nothing: the documents must hold what
/// is awkward.
#[test]
fn the_documents_are_awkward() {
    let registry = Registry::new(TYPES, OPERATIONS);
    let call = registry.find("microsoft.graph.call").unwrap();
    let mut all = String::new();
    let mut seed = 1_u32;
    for _ in 0..1_500 {
        let mut bytes = [0; 400];
        for byte in &mut bytes {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            *byte = seed.to_be_bytes()[0];
        }
        all.push_str(&document(&registry, call, &bytes));
    }
    for awkward in [
        "\"state\"",
        "\"STATE\"",
        "\"State\"",
        "\"SUBJECT\"",
        "ESTABLISHED",
        "futureValue",
        "#microsoft.graph.futureType",
        "#microsoft.graph.communicationsUserIdentity",
        "#MICROSOFT.GRAPH.",
        ",\"@odata.type\"",
        "{\"@odata.type\"",
        ":null",
        ",null",
        "[]",
        "123456789012345678901234567890",
        "1E400",
        ".123456789012Z",
        "\"zz@odata.bind\"",
        "q\\\"uote",
        "\\u0000",
    ] {
        assert!(all.contains(awkward), "{awkward} does not occur");
    }
    let plain = document(&registry, call, &[]);
    assert_eq!(plain, "{}", "zeros make the plainest document");
}
