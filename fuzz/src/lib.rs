//! The properties that the fuzz targets hold the generator, the reader and the layer for bots to; a
//! broken one panics.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a fuzz target stops where a promise is broken"
)]

#[path = "../../calling/tests/common/deliveries.rs"]
pub mod deliveries;
pub mod document;
#[path = "../../runtime/tests/common/retry_after.rs"]
pub mod retry_after;
#[path = "../../runtime/tests/common/texts.rs"]
pub mod texts;

use csdl_codegen::diagnostic::{Diagnostics, Sources};
use csdl_codegen::{Config, Inputs, csdl, csdl_json, model, snapshot};

/// The line between metadata and selection.
const SELECT: &str = "\n%select\n";

/// The text of the metadata and that of the selection.
pub fn split(text: &str) -> (&str, Option<&str>) {
    match text.split_once(SELECT) {
        Some((metadata, select)) => (metadata, Some(select)),
        None => (text, None),
    }
}

/// Takes bytes as far as they lead, whatever is wrong with them.
pub fn read_and_resolve(bytes: &[u8]) {
    let mut sources = Sources::default();
    let id = match sources.add_bytes("fuzz.csdl", bytes.to_vec()) {
        Ok(id) => id,
        Err(found) => return render(found, &sources),
    };
    let (document, found) = csdl::read(&sources, id);
    render(found, &sources);
    let (json, found) = csdl_json::write(&document);
    render(found, &sources);
    is_json(&json);
    // With errors, too: what was read so far must not lead the next stage astray.
    let (_, found) = model::resolve(&[document]);
    render(found, &sources);
}

fn render(mut found: Diagnostics, sources: &Sources) {
    found.sort();
    let text = found.render(sources);
    let controls = text.chars().any(|c| c.is_control() && c != '\n');
    assert!(!controls, "a finding moves the cursor: {text:?}");
}

fn is_json(text: &str) {
    if let Err(error) = serde_json::from_str::<serde_json::Value>(text) {
        let deep = error.to_string().contains("recursion limit");
        assert!(deep, "CSDL JSON is no JSON: {error}: {text}");
    }
}

/// The whole generator; then the snapshot.
pub fn generate(metadata: &str, select: Option<&str>) {
    let mut inputs = Inputs::default();
    inputs.metadata = vec![inputs.sources.add("fuzz.csdl", metadata)];
    inputs.select = select.map(|text| inputs.sources.add("select.txt", text));
    let config = Config::default();
    let output = match csdl_codegen::generate(&inputs, &config) {
        Ok(output) => output,
        Err(found) => {
            let text = found.render(&inputs.sources);
            assert!(!text.contains("E0399"), "made no Rust: {text}");
            return;
        }
    };
    for (path, text) in &output.files {
        if path.ends_with(".rs")
            && let Err(error) = syn::parse_file(text)
        {
            panic!("{path} is no Rust: {error}: {text}");
        }
    }
    let again = csdl_codegen::generate(&inputs, &config).expect("it went well before");
    assert!(again.files == output.files, "two runs differ");
    let (document, _) = csdl::read(&inputs.sources, 0);
    is_json(&csdl_json::write(&document).0);
    fixed_point(metadata, select.unwrap_or("+ all"));
}

/// What a snapshot of a snapshot is: the same.
fn fixed_point(metadata: &str, select: &str) {
    let Ok(first) = take(metadata, select) else {
        return;
    };
    match take(&first, "+ all") {
        Ok(second) => assert!(first == second, "snapshots differ:\n{first}\n{second}"),
        // A selection can leave out what makes a document whole.
        Err(_) if select != "+ all" => {}
        Err(found) => panic!("a snapshot is refused: {found}\n{first}"),
    }
}

fn take(metadata: &str, select: &str) -> Result<String, String> {
    let mut sources = Sources::default();
    sources.add("fuzz.csdl", metadata);
    let rules = sources.add("select.txt", select);
    match snapshot::snapshot("fuzz", &sources, rules) {
        Ok(taken) => Ok(taken.csdl),
        Err(found) => Err(found.render(&sources)),
    }
}
