//! Every path that `cargo xtask paths` lists is reached by the expression beside it.
//!
//! The build script derives the expressions from the metadata, so that a stale golden does not
//! keep this test from being compiled.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    dead_code,
    deprecated,
    reason = "a test stops where it fails; deprecated paths are tested, and none while generated/ is stale"
)]

use conformance_tests::{manifest_dir, metadata, snapshot};
use csdl_codegen::paths::{paths, to_json, to_lines};
use csdl_codegen::sdk::Sdk;
use csdl_codegen::{Config, generate};
use msgraph_beta_communications::{Item, Key, Operation, Request, models, requests};
use msgraph_runtime::{codegen as rt, from_str};

include!(concat!(env!("OUT_DIR"), "/paths.rs"));

/// Method, path and query.
type Asked = (String, String);
/// An expression that reaches a path.
type Path = fn(&Client) -> Asked;

/// What begins as a client does, with nothing to send through.
struct Client;

impl Client {
    fn app(&self) -> requests::CommsApplicationRequests {
        requests::app()
    }

    fn communications(&self) -> requests::CloudCommunicationsRequests {
        requests::communications()
    }

    fn me(&self) -> requests::UserRequests {
        requests::me()
    }

    fn user(&self, id: impl Into<Key>) -> requests::UserRequests {
        requests::user(id)
    }
}

/// What an expression makes, if that is a request.
trait AskRequest {
    fn asked(&self) -> Asked;
}

impl<K> AskRequest for Request<K> {
    fn asked(&self) -> Asked {
        (self.method().to_string(), self.path().unwrap())
    }
}

/// What an expression makes, if that is an operation.
trait AskOperation {
    fn asked(&self) -> Asked;
}

impl<O: Operation> AskOperation for O {
    fn asked(&self) -> Asked {
        (O::METHOD.to_string(), self.path().unwrap())
    }
}

/// Some value of a type.
fn sample<T: Item>() -> T {
    let texts = [
        "{}",
        "\"2024-05-01T08:30:00Z\"",
        "\"sample\"",
        "\"PT1S\"",
        "\"00000000-0000-0000-0000-000000000000\"",
        "1",
        "true",
        "[]",
    ];
    let mut values = texts.iter().filter_map(|text| from_str(text).ok());
    let name = std::any::type_name::<T>();
    values
        .next()
        .unwrap_or_else(|| panic!("no sample of {name}"))
}

/// A path as a template would have it: `{name}` for each parameter of a function.
fn template(path: &str) -> String {
    let path = path.split('?').next().unwrap_or_default();
    let Some((before, parameters)) = path.strip_suffix(')').and_then(|p| p.rsplit_once('(')) else {
        return path.to_owned();
    };
    let names = parameters.split(',').filter_map(|p| p.split_once('='));
    let shown: Vec<String> = names
        .map(|(name, _)| format!("{name}={{{name}}}"))
        .collect();
    format!("{before}({})", shown.join(","))
}

/// A template with the name of each key in its place.
fn with_keys(template: &str) -> String {
    let mut out = String::new();
    for segment in template.split('/').skip(1) {
        out.push('/');
        match segment.strip_prefix('{').and_then(|s| s.strip_suffix('}')) {
            Some(key) => out.push_str(key),
            None => out.push_str(&segment.replace("'{", "'").replace("}'", "'")),
        }
    }
    out
}

#[test]
fn every_expression_reaches_its_path() {
    assert!(is_current(), "generated/ is stale: cargo xtask regenerate");
    assert!(PATHS.len() > 400, "{} paths", PATHS.len());
    for (method, path, make) in PATHS {
        let (asked, reached) = make(&Client);
        // A lookup: the value that the filter compares with is the name of the argument.
        if let Some((path, filter)) = path.split_once('?') {
            let (path, value) = (with_keys(path), filter.replace(" eq {", " eq '"));
            let expected = format!("{path}?{}", value.replace('}', "'"));
            let reached = reached
                .replace("%20", " ")
                .replace("%27", "'")
                .replace("%2F", "/");
            assert_eq!((asked.as_str(), reached), (*method, expected));
            continue;
        }
        let named = path.ends_with("}')");
        let reached = if named { reached } else { template(&reached) };
        assert_eq!((asked.as_str(), reached), (*method, with_keys(path)));
    }
}

fn sdk() -> Sdk {
    let inputs = metadata::inputs(&manifest_dir().join("../metadata")).unwrap();
    match generate(&inputs, &Config::default()) {
        Ok(output) => output.sdk,
        Err(found) => panic!("{}", found.render(&inputs.sources)),
    }
}

#[test]
fn a_change_of_reach_is_seen() {
    let found = to_lines(&paths(&sdk()));
    let golden = manifest_dir().join("goldens/paths.tsv");
    if let Err(difference) = snapshot::check(&golden, Some(&found)) {
        panic!("{difference}\n{}", snapshot::hint("paths"));
    }
}

#[test]
fn the_list_is_json() {
    let list = paths(&sdk());
    let json: Vec<serde_json::Value> = serde_json::from_str(&to_json(&list)).unwrap();
    let expected = list.iter().map(|reached| {
        serde_json::json!({
            "path": reached.path,
            "method": reached.method,
            "rust": reached.rust,
        })
    });
    assert_eq!(json, expected.collect::<Vec<_>>());
    assert!(json.len() > 400, "{} paths", json.len());
}

#[test]
fn every_pair_is_there_once() {
    let mut pairs: Vec<_> = PATHS
        .iter()
        .map(|(method, path, _)| (path, method))
        .collect();
    let all = pairs.len();
    pairs.sort();
    pairs.dedup();
    assert_eq!(pairs.len(), all);
}
