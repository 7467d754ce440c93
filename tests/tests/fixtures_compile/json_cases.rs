//! Awkward JSON, read and written as a type with a member of every kind.

use std::fs;

use crate::types::probe::models::{AnyIdentity, Probe, UserIdentity};
use conformance_tests::json::{parse, same};
use conformance_tests::manifest_dir;
use msgraph_runtime::{Item, Mode, from_slice, from_str, from_str_with, to_string, to_vec};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The cases: a name and an object.
fn cases() -> Vec<(String, String)> {
    let path = manifest_dir().join("goldens/json-cases.jsonl");
    let text = fs::read_to_string(path).unwrap();
    let cases = text.lines().map(|line| {
        let line = parse(line).unwrap();
        let part = |name| line.text(name).unwrap().to_owned();
        (part("case"), part("input"))
    });
    cases.collect()
}

fn case(name: &str) -> String {
    let mut cases = cases().into_iter();
    let found = cases.find(|(case, _)| case == name);
    found.unwrap_or_else(|| panic!("no case {name}")).1
}

/// Cases in which a value does not fit its declared type, and where.
const MISFITS: &[(&str, &str)] = &[
    ("object for a list", "polys"),
    ("string for an object", "chat"),
    ("second in list misfits", "states[1]"),
    ("wrong type", "str"),
];

fn misfit(case: &str) -> Option<&'static str> {
    let found = MISFITS.iter().find(|(name, _)| *name == case);
    found.map(|(_, path)| *path)
}

#[test]
fn what_fits_survives() {
    let mut count = 0;
    for (name, input) in cases() {
        if misfit(&name).is_some() || name == "serde: nested in user struct" {
            continue;
        }
        count += 1;
        let probe: Probe = from_str(&input).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(same(&input, &to_string(&probe)), Ok(()), "{name}");
        let bytes = to_vec(&from_slice::<Probe>(input.as_bytes()).unwrap());
        assert_eq!(
            same(&input, std::str::from_utf8(&bytes).unwrap()),
            Ok(()),
            "{name}"
        );
        let written = serde_json::to_string(&probe).unwrap();
        assert_eq!(same(&input, &written), Ok(()), "{name}, serde");
        let again: Probe = serde_json::from_str(&input).unwrap();
        assert!(again == probe, "{name}: {again:?} is not {probe:?}");
    }
    assert_eq!(count, cases().len() - MISFITS.len() - 1);
    assert_eq!(cases().len(), 44);
}

#[test]
fn what_does_not_fit_is_refused_where_it_stands() {
    for (name, path) in MISFITS {
        let error = from_str::<Probe>(&case(name)).unwrap_err();
        assert_eq!(error.path(), *path, "{name}: {error}");
        assert_eq!(
            error.type_name(),
            "microsoft.graph.probe",
            "{name}: {error}"
        );
        let error = serde_json::from_str::<Probe>(&case(name)).unwrap_err();
        let message = error.to_string();
        assert!(message.contains(path), "{name}: {message}");
    }
}

#[test]
fn what_does_not_fit_survives_lenient_reading() {
    for (name, _) in MISFITS {
        let input = case(name);
        let probe: Probe = from_str_with(&input, Mode::Lenient).unwrap();
        assert_eq!(same(&input, &to_string(&probe)), Ok(()), "{name}");
        // What fits beside it is read all the same.
        assert_eq!(probe.i32.is_some(), input.contains("\"i32\""), "{name}");
        let written = serde_json::to_string(&probe).unwrap();
        assert_eq!(same(&input, &written), Ok(()), "{name}, serde");
    }
}

#[test]
fn what_fits_reads_the_same_leniently() {
    for (name, input) in cases() {
        if misfit(&name).is_none() && name != "serde: nested in user struct" {
            let lenient: Probe = from_str_with(&input, Mode::Lenient).unwrap();
            assert!(lenient == from_str(&input).unwrap(), "{name}");
        }
    }
}

/// Reads and writes through serde in the plain ways.
fn serde_ways<T: DeserializeOwned + Serialize>(input: &str) {
    let read: T = serde_json::from_reader(input.as_bytes()).unwrap();
    let written = serde_json::to_string_pretty(&read).unwrap();
    assert_eq!(same(input, &written), Ok(()), "from_reader, pretty");
    let read: T = serde_json::from_slice(input.as_bytes()).unwrap();
    let written = serde_json::to_vec(&read).unwrap();
    let written = String::from_utf8(written).unwrap();
    assert_eq!(same(input, &written), Ok(()), "from_slice, to_vec");
    let value: serde_json::Value = serde_json::from_str(input).unwrap();
    let read: T = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), value, "values");
}

#[test]
fn serde_reads_and_writes_it_in_every_way() {
    for name in [
        "serde: from_reader",
        "serde: from_value/to_value",
        "serde: pretty",
    ] {
        serde_ways::<Probe>(&case(name));
    }
}

#[derive(Serialize, Deserialize)]
struct Nested {
    a: Probe,
    b: Vec<Probe>,
}

#[derive(Serialize, Deserialize)]
struct Flattened {
    outer: i32,
    #[serde(flatten)]
    probe: Probe,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Untagged {
    Number(i32),
    Probe(Box<Probe>),
}

#[test]
fn it_can_be_a_part_of_other_types() {
    serde_ways::<Nested>(&case("serde: nested in user struct"));
    serde_ways::<Flattened>(&case("serde: inside flatten"));
    serde_ways::<Untagged>(&case("serde: inside untagged"));
    let read: Untagged = serde_json::from_str(&case("serde: inside untagged")).unwrap();
    assert!(matches!(read, Untagged::Probe(probe) if probe.i64 == Some(9_007_199_254_740_993)));
}

#[test]
fn a_derived_value_that_is_made_names_its_type() {
    let probe = Probe::default().with_poly(UserIdentity::default().with_display_name("n"));
    let expected = case("made derived gets tag");
    assert_eq!(same(&expected, &to_string(&probe)), Ok(()));
    let written = serde_json::to_string(&probe).unwrap();
    assert_eq!(same(&expected, &written), Ok(()));
}

#[test]
fn the_type_name_decides_wherever_it_stands() {
    let poly = |name: &str| from_str::<Probe>(&case(name)).unwrap().poly.unwrap();
    for name in ["poly tag first", "poly tag last"] {
        let poly = poly(name);
        let user = poly.downcast::<UserIdentity>();
        let user = user.unwrap_or_else(|| panic!("{name}"));
        assert_eq!(user.ip_address.as_deref(), Some("1.2.3.4"), "{name}");
        assert_eq!(poly.display_name(), Some("d"), "{name}");
    }
    for name in ["poly tag absent", "poly unknown type", "poly tag null"] {
        assert!(matches!(poly(name), AnyIdentity::Identity(_)), "{name}");
    }
}

#[test]
fn a_value_of_another_kind_is_refused_at_the_root() {
    fn refused<T: Item>(input: &str) {
        for mode in [Mode::Strict, Mode::Lenient] {
            assert!(from_str_with::<T>(input, mode).is_err(), "{input}");
        }
    }
    for input in ["null", "[]", "1", "\"x\"", "", "{", "{} {}", "{\"a\":01}"] {
        refused::<Probe>(input);
        refused::<AnyIdentity>(input);
    }
}
