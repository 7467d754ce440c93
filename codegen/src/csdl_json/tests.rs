//! Tests of the rules for documents with errors, and where JSON differs from XML. The tests
//! of the workspace write whole documents.

use super::{last_of_each, write};
use crate::csdl;
use crate::diagnostic::Sources;

const EDMX: &str = "http://docs.oasis-open.org/odata/ns/edmx";
const EDM: &str = "http://docs.oasis-open.org/odata/ns/edm";

/// The JSON of a document with this in front of its schema and inside of it, on one line and
/// without blanks between its parts; and the warnings.
fn json(references: &str, inner: &str) -> (String, Vec<String>) {
    let text = format!(
        r#"<e:Edmx xmlns:e="{EDMX}" xmlns="{EDM}" Version="4.01">{references}<e:DataServices><Schema Namespace="a.b" Alias="s">{inner}</Schema></e:DataServices></e:Edmx>"#
    );
    let mut sources = Sources::default();
    let id = sources.add("t", text);
    let (document, found) = csdl::read(&sources, id);
    assert!(!found.has_errors(), "{found:?}");
    let (text, found) = write(&document);
    let lines: Vec<&str> = text.lines().map(str::trim_start).collect();
    let warnings = found.iter().map(|found| found.message.clone()).collect();
    (lines.concat().replace("\": ", "\":"), warnings)
}

/// The schema in the JSON of a sound document, without its alias.
fn schema(inner: &str) -> String {
    let (text, warnings) = json("", inner);
    assert!(warnings.is_empty(), "{warnings:?}");
    let (_, text) = text.split_once(r#""$Alias":"s""#).unwrap();
    let text = text.strip_prefix(',').unwrap_or(text);
    text.strip_suffix("}}").unwrap().to_owned()
}

#[test]
fn of_equal_names_the_last_counts_and_operations_never_displace() {
    let (text, warnings) = json(
        "",
        "<Action Name='x'/><ComplexType Name='y'><Property Name='p' Type='Edm.Int32'/>\
         <Property Name='p' Type='Edm.Guid'/></ComplexType><Action Name='x' IsBound='true'/>\
         <ComplexType Name='x'/><Action Name='x'/>",
    );
    let expected = r#"{"$Version":"4.01","a.b":{"$Alias":"s","x":{"$Kind":"ComplexType"},"y":{"$Kind":"ComplexType","p":{"$Type":"Edm.Guid","$Nullable":true}}}}"#;
    assert_eq!(text, expected);
    assert_eq!(warnings.len(), 3, "{warnings:?}");
    assert!(warnings[0].contains("`x` stands twice"), "{warnings:?}");
}

#[test]
fn the_last_of_equal_names_is_found_in_short_and_long_lists() {
    for fill in [0, 40] {
        let mut names = vec!["a".to_owned(), "b".to_owned(), "a".to_owned()];
        names.extend((0..fill).map(|n| format!("x{n}")));
        names.push("b".to_owned());
        let last = last_of_each(&names);
        let lost: Vec<_> = (0..names.len()).filter(|at| !last[*at]).collect();
        assert_eq!(lost, [0, 1]);
    }
}

#[test]
fn children_keep_their_order_and_overloads_stand_together() {
    let text = schema(
        "<Function Name='f'><ReturnType Type='Edm.Int32' Nullable='false'/></Function>\
         <Term Name='t' Type='Edm.String' Nullable='false'/><Action Name='a'/><ComplexType Name='c'/>\
         <Function Name='f'><ReturnType Type='Edm.Guid' Nullable='false'/></Function>",
    );
    let expected = r#""f":[{"$Kind":"Function","$ReturnType":{"$Type":"Edm.Int32"}},{"$Kind":"Function","$ReturnType":{"$Type":"Edm.Guid"}}],"t":{"$Kind":"Term"},"a":[{"$Kind":"Action"}],"c":{"$Kind":"ComplexType"}"#;
    assert_eq!(text, expected);
}

#[test]
fn defaults_of_xml_that_are_not_those_of_json_are_spelled_out() {
    for (attributes, expected) in [
        (
            "Type='Edm.Int32'",
            r#""$Type":"Edm.Int32","$Nullable":true"#,
        ),
        ("Type='Edm.String' Nullable='false'", ""),
        ("Type='Collection(Edm.String)'", r#""$Collection":true"#),
        (
            "Type='Edm.Duration' Nullable='false'",
            r#""$Type":"Edm.Duration","$Precision":0"#,
        ),
        (
            "Type='Edm.Decimal' Nullable='false'",
            r#""$Type":"Edm.Decimal","$Scale":0"#,
        ),
        (
            "Type='Edm.Decimal' Nullable='false' Scale='Variable'",
            r#""$Type":"Edm.Decimal""#,
        ),
        (
            "Type='Edm.Decimal' Nullable='false' Scale='Floating' Precision='7'",
            r#""$Type":"Edm.Decimal","$Precision":7,"$Scale":"floating""#,
        ),
        (
            "Type='Edm.String' Nullable='false' MaxLength='max' Unicode='true'",
            "",
        ),
        (
            "Type='Edm.Geometry' Nullable='false' SRID='0' Unicode='false'",
            r#""$Type":"Edm.Geometry","$Unicode":false,"$SRID":"0""#,
        ),
    ] {
        let text = schema(&format!(
            "<ComplexType Name='c'><Property Name='p' {attributes}/></ComplexType>"
        ));
        let expected = format!(r#""c":{{"$Kind":"ComplexType","p":{{{expected}}}}}"#);
        assert_eq!(text, expected);
    }
}

#[test]
fn default_values_have_the_form_of_their_type() {
    for (type_, value, expected) in [
        ("Edm.String", "true", r#""true""#),
        ("Edm.String", "null", r#""null""#),
        ("Edm.Guid", "12", r#""12""#),
        ("Edm.Boolean", "true", "true"),
        ("Edm.Int64", "9223372036854775807", "9223372036854775807"),
        ("Edm.Double", "INF", r#""INF""#),
        ("s.E", "1", r#""1""#),
        ("a.b.D", "1", r#""1""#),
        ("a.b.N", "1", "1"),
        ("other.T", "null", "null"),
        ("other.T", "1", "1"),
        ("other.T", "x", r#""x""#),
    ] {
        let text = schema(&format!(
            "<EnumType Name='E'/><TypeDefinition Name='D' UnderlyingType='Edm.String'/>\
             <TypeDefinition Name='N' UnderlyingType='Edm.Int32'/>\
             <Term Name='t' Type='{type_}' DefaultValue='{value}'/>"
        ));
        let expected = format!(r#""$DefaultValue":{expected}}}"#);
        assert!(text.ends_with(&expected), "{text} {expected}");
    }
}

#[test]
fn a_qualifier_of_a_group_is_for_its_annotations_without_one() {
    let text = schema(
        "<Annotations Target='a.b.c' Qualifier='q'><Annotation Term='a.b.t'><Annotation Term='s.u'/>\
         </Annotation><Annotation Term='s.t' Qualifier='r' Int='1'/></Annotations>\
         <Annotations Target='s.c'><Annotation Term='s.t' Qualifier='q' Int='2'/></Annotations>",
    );
    let expected = r##""$Annotations":{"s.c":{"@s.t#r":1,"@s.t#q":2}}"##;
    assert_eq!(text, expected);
}

#[test]
fn values_that_say_they_are_json_stand_as_such_if_they_are() {
    let reference = "<e:Reference Uri='x'><e:Include Namespace='Org.OData.Core.V1' Alias='Core'/>\
        </e:Reference>";
    let annotation = |value: &str| {
        let inner = format!(
            "<Annotation Term='s.t' String='{value}'><Annotation Term='Core.MediaType' String='application/json'/></Annotation>"
        );
        json(reference, &inner).0
    };
    assert!(annotation(r#"[1, {"a": null}]"#).contains(r#""@s.t":[1, {"a":null}],"#));
    assert!(annotation("[1, ").contains(r#""@s.t":"[1, ","#));
}

#[test]
fn nesting_as_deep_as_the_reader_allows_is_written() {
    let deep = 150;
    let inner = format!(
        "<Annotation Term='s.t'>{}<Null/>{}</Annotation>",
        "<Collection>".repeat(deep),
        "</Collection>".repeat(deep)
    );
    let expected = format!(r#""@s.t":{}null{}"#, "[".repeat(deep), "]".repeat(deep));
    assert_eq!(schema(&inner), expected);
}
