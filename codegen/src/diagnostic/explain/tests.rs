//! Every code that the generator uses is explained, and every example has the fault it shows.

use super::{Example, Explanation, all, find};
use crate::diagnostic::{Diagnostics, Severity, Sources};
use crate::{Config, Inputs, csdl, csdl_json, generate};
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

/// What cannot be shown in a few lines of text.
const WITHOUT_EXAMPLE: [&str; 7] = [
    "E0001", "E0006", "E0019", "E0128", "E0129", "E0300", "E0309",
];

/// What the examples of the other files are about.
const THEATRE: &str = r#"<ComplexType Name="chair"><Property Name="colour" Type="Edm.String"/></ComplexType>
<ComplexType Name="seat"><Property Name="row" Type="Edm.String"/>
<Property Name="number" Type="Edm.Int32"/><Property Name="chair" Type="sample.chair"/></ComplexType>
<ComplexType Name="ticket"/>
<EntityType Name="hall"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>
<NavigationProperty Name="seats" Type="Collection(sample.place)" ContainsTarget="true"/></EntityType>
<EntityType Name="place"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>
<EntityContainer Name="theatre"><EntitySet Name="halls" EntityType="sample.hall"/></EntityContainer>"#;

fn document(schema: &str) -> String {
    format!(
        r#"<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0">
<edmx:Reference Uri="https://example.org/core.xml">
<edmx:Include Namespace="Org.OData.Core.V1" Alias="Core"/></edmx:Reference>
<edmx:DataServices><Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="sample">
{schema}
</Schema></edmx:DataServices></edmx:Edmx>"#
    )
}

/// Everything that any part of the generator finds in an example.
fn found(example: &Example) -> (Diagnostics, Sources) {
    let mut inputs = Inputs::default();
    let metadata = match example.kind {
        "document" => example.text.to_owned(),
        "schema" => document(example.text),
        _ => document(THEATRE),
    };
    let number = inputs.sources.add("input.csdl", metadata);
    inputs.metadata.push(number);
    let mut other = |name: &str| Some(inputs.sources.add(name, example.text));
    match example.kind {
        "select" => inputs.select = other("select.txt"),
        "overlay" => inputs.overlay = other("overlay.toml"),
        "names" => inputs.names = other("names.txt"),
        "docs" => inputs.docs = other("docs.toml"),
        "service" => inputs.service = other("service.toml"),
        "document" | "schema" => {}
        kind => panic!("an example of unknown kind {kind}"),
    }
    let (document, unreadable) = csdl::read(&inputs.sources, number);
    let mut found = match generate(&inputs, &Config::default()) {
        Ok(output) => output.diagnostics,
        Err(found) => found,
    };
    if !unreadable.has_errors() {
        found.extend(csdl_json::write(&document).1);
    }
    (found, inputs.sources)
}

/// The codes that the source of the generator and of its commands defines.
fn defined() -> BTreeSet<(String, String)> {
    let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut todo: Vec<PathBuf> = vec![root.join("src"), root.join("../xtask/src")];
    let mut codes = BTreeSet::new();
    while let Some(path) = todo.pop() {
        if path.is_dir() {
            todo.extend(fs::read_dir(&path).unwrap().map(|e| e.unwrap().path()));
            continue;
        }
        let text = fs::read_to_string(&path).unwrap_or_default();
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        for definition in code.split("Code::new(\"").skip(1) {
            let mut quoted = definition.split('"');
            let id = quoted.next().unwrap().to_owned();
            codes.insert((id, quoted.nth(1).unwrap().to_owned()));
        }
    }
    codes
}

#[test]
fn every_code_is_explained_and_no_other() {
    let explained: BTreeSet<_> = all()
        .iter()
        .map(|one| (one.id.to_owned(), one.slug.to_owned()))
        .collect();
    let defined: BTreeSet<_> = defined()
        .into_iter()
        .filter(|(id, _)| id.len() == 5)
        .collect();
    assert!(defined.len() > 70);
    let missing: Vec<_> = defined.difference(&explained).collect();
    let extra: Vec<_> = explained.difference(&defined).collect();
    assert!(
        missing.is_empty() && extra.is_empty(),
        "{missing:?} {extra:?}"
    );
    assert_eq!(all().len(), explained.len(), "a code is explained twice");
}

#[test]
fn examples_are_what_they_say() {
    for one in all() {
        let examples = one.examples();
        if WITHOUT_EXAMPLE.contains(&one.id) {
            assert_eq!(examples, [], "{}", one.id);
            continue;
        }
        let states: Vec<bool> = examples.iter().map(|example| example.faulty).collect();
        assert_eq!(states, [true, false], "{}", one.id);
        for example in &examples {
            check(&one, example);
        }
    }
}

fn check(one: &Explanation, example: &Example) {
    let (found, sources) = found(example);
    let named = found.iter().any(|finding| finding.code.id == one.id);
    let sound = found.count(Severity::Error) == 0;
    let wanted = example.faulty;
    assert!(
        named == wanted && (wanted || sound),
        "{}: {}\n{}",
        one.id,
        example.text,
        found.render(&sources)
    );
}

/// Codes about two things, which are both shown: duplicates, collisions, cycles, and uses
/// that do not fit what is declared.
const TWO_PLACES: [&str; 31] = [
    "E0101", "E0102", "E0108", "E0109", "E0110", "E0111", "E0112", "E0113", "E0120", "E0123",
    "E0124", "E0130", "E0131", "E0135", "E0142", "E0144", "E0145", "E0146", "E0150", "E0152",
    "E0161", "E0172", "E0302", "W0301", "E0002", "E0137", "E0148", "E0149", "E0180", "E0181",
    "E0184",
];

#[test]
fn both_places_are_shown() {
    for one in all() {
        if !TWO_PLACES.contains(&one.id) {
            continue;
        }
        let (found, sources) = found(&one.examples()[0]);
        let mut named = found.iter().filter(|finding| finding.code.id == one.id);
        let shown = named.any(|finding| finding.span.is_some() && !finding.labels.is_empty());
        assert!(shown, "{}\n{}", one.id, found.render(&sources));
    }
}

#[test]
fn texts_have_a_line_for_lists_and_more() {
    for one in all() {
        assert!(
            one.summary.ends_with('.') && one.summary.len() < 100,
            "{one:?}"
        );
        let paragraphs = one.text.split("\n\n").count();
        assert!(paragraphs >= 3, "{one:?}");
        assert!(
            one.text.lines().all(|line| line.chars().count() <= 110),
            "{one:?}"
        );
    }
}

#[test]
fn codes_are_found_by_number_and_name() {
    assert_eq!(find("e0107").map(|one| one.slug), Ok("unknown-type"));
    assert_eq!(find("unknown-type").map(|one| one.id), Ok("E0107"));
    assert_eq!(find("unknwon-type"), Err(Some("unknown-type")));
    assert!(find("E0197").is_err_and(|near| near.is_some()));
    assert_eq!(find("nothing at all"), Err(None));
}
