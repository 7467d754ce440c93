//! The elements around the schemas.

use super::{EDM, EDMX, body, text};

#[test]
fn what_is_no_csdl_is_called_by_its_name() {
    for (wrong, part) in [
        ("", "empty"),
        (" \n", "empty"),
        ("{\"$Version\": \"4.01\"}", "JSON"),
        ("<!DOCTYPE html><html></html>", "HTML"),
        ("<html><body></body></html>", "HTML"),
        (
            "<!DOCTYPE x [<!ENTITY a \"b\">]><x/>",
            "document type declaration",
        ),
        (
            "<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><x/>",
            "document type declaration",
        ),
        ("<?xml version='1.0' encoding='KOI8-R'?><x/>", "`KOI8-R`"),
        ("<?xml version='2.0'?><x/>", "XML version `2.0`"),
        ("<x/>", "the root element is `x`"),
        (
            "<Edmx xmlns='https://docs.oasis-open.org/odata/ns/edmx'/>",
            "`https://docs.oasis",
        ),
        (
            "<e:Edmx xmlns:e='http://schemas.microsoft.com/ado/2007/06/edmx' Version='4.0'/>",
            "before 4",
        ),
        (
            &format!("<Schema xmlns='{EDM}' Namespace='n'/>"),
            "is `Schema`, not `edmx:Edmx`",
        ),
    ] {
        let (_, found) = text(wrong);
        assert!(
            found
                .iter()
                .any(|f| f.starts_with("error") && f.contains(part)),
            "{wrong}: {found:?}"
        );
    }
    let old = body("").replace(
        &format!("\"{EDM}\""),
        "\"http://schemas.microsoft.com/ado/2009/11/edm\"",
    );
    assert!(text(&old).1[0].contains("a schema of an OData version before 4"));
    let strange = body("").replace(&format!("\"{EDM}\""), "\"urn:x\"");
    assert!(text(&strange).1[0].contains("unknown namespace `urn:x`"));
}

#[test]
fn the_envelope() {
    let envelope = |attributes: &str, inner: &str| {
        text(&format!("<Edmx xmlns='{EDMX}' {attributes}>{inner}</Edmx>")).1
    };
    let services = format!("<DataServices><Schema xmlns='{EDM}' Namespace='n'/></DataServices>");
    assert!(envelope("Version='4.01'", &services).is_empty());
    for version in ["", "4", "4.0 ", "3.0", "4.02", "5.0"] {
        let found = envelope(&format!("Version='{version}'"), &services);
        assert!(
            found[0].starts_with("error version"),
            "{version}: {found:?}"
        );
    }
    for (attributes, inner, part) in [
        ("", services.as_str(), "`Edmx` has no attribute `Version`"),
        ("Version='4.0'", "", "`edmx:DataServices` is missing"),
        (
            "Version='4.0'",
            "<DataServices/>",
            "`edmx:DataServices` has no schema",
        ),
        (
            "Version='4.0'",
            &services.repeat(2),
            "a second `DataServices`",
        ),
        (
            "Version='4.0'",
            &format!("<Reference><Include Namespace='x'/></Reference>{services}"),
            "`Reference` has no attribute `Uri`",
        ),
        (
            "Version='4.0'",
            &format!("<Reference Uri='x'/>{services}"),
            "includes nothing",
        ),
    ] {
        let found = envelope(attributes, inner);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains(part), "{found:?}");
    }
}

#[test]
fn references_are_read_and_not_followed() {
    let document = body("").replace(
        "<e:DataServices>",
        "<e:Reference Uri='file:///dev/random'><e:Include Namespace='x.y' Alias='z'>\
         <Annotation xmlns='http://docs.oasis-open.org/odata/ns/edm' Term='z.t'/></e:Include>\
         <e:IncludeAnnotations TermNamespace='q' Qualifier='r'/></e:Reference><e:DataServices>",
    );
    let (document, found) = text(&document);
    assert!(found.is_empty(), "{found:?}");
    let reference = &document.references[0];
    assert_eq!(reference.includes[0].namespace.as_str(), "x.y");
    assert_eq!(reference.includes[0].annotations[0].term.as_str(), "z.t");
    let annotations = &reference.include_annotations[0];
    assert_eq!(annotations.term_namespace.as_str(), "q");
    assert_eq!(annotations.qualifier.as_ref().unwrap().as_str(), "r");
    assert!(annotations.target_namespace.is_none());
}
