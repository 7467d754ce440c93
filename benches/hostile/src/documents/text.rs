//! Documents that are expensive to read as text or as a tree of elements.

use super::{Attack, annotated, attack, each, nested, property, schema};

/// Attacks on the reader.
pub const ATTACKS: &[Attack] = &[
    attack("types", 100_000, None, |n| {
        schema(&each(n, |i| {
            format!(
                "<ComplexType Name=\"t{i}\"><Property Name=\"p\" Type=\"Edm.String\"/></ComplexType>"
            )
        }))
    }),
    attack("properties of one type", 100_000, None, |n| {
        let all = each(n, |i| {
            format!("<Property Name=\"p{i}\" Type=\"Edm.String\"/>")
        });
        schema(&format!("<ComplexType Name=\"t\">{all}</ComplexType>"))
    }),
    attack("attributes of one element", 200_000, None, |n| {
        let all = each(n, |i| format!(" a{i}=\"\""));
        schema(&format!("<ComplexType Name=\"t\"{all}/>"))
    }),
    attack("equal attributes", 200_000, Some("E0002"), |n| {
        schema(&format!("<ComplexType{}/>", " Name=\"t\"".repeat(n)))
    }),
    attack("namespaces of one element", 200_000, None, |n| {
        let all = each(n, |i| format!(" xmlns:a{i}=\"urn:{i}\""));
        let below = "<a1:x/><ComplexType/>"
            .replace("<ComplexType/>", "<a2:x/>")
            .repeat(n / 10);
        schema(&format!(
            "<ComplexType Name=\"t\"{all}>{below}</ComplexType>"
        ))
    }),
    attack("a value", 50_000_000, None, |n| {
        schema(&property(&format!("DefaultValue=\"{}\"", "v".repeat(n))))
    }),
    attack("a value of references", 10_000_000, None, |n| {
        schema(&property(&format!(
            "DefaultValue=\"{}\"",
            "&amp;".repeat(n / 5)
        )))
    }),
    attack("a text of references", 10_000_000, None, |n| {
        let text = "&lt;x".repeat(n / 5);
        schema(&annotated(&format!("<String>{text}</String>")))
    }),
    attack("a comment", 50_000_000, None, |n| {
        schema(&format!("<!--{}-->{}", "c".repeat(n), property("")))
    }),
    attack("a name", 10_000_000, Some("E0019"), |n| {
        let members = "<Member Name=\"m\"/><Member Name=\"n\" Value=\"1\"/>";
        schema(&format!(
            "<EnumType Name=\"{}\">{members}</EnumType>",
            "n".repeat(n + 2048)
        ))
    }),
    attack("nested elements", 100_000, Some("E0006"), |n| {
        schema(&annotated(&nested(n + 200, &["Collection"], "")))
    }),
    attack(
        "nested elements of all kinds",
        100_000,
        Some("E0006"),
        |n| {
            let kinds = [
                "Collection",
                "Record",
                "PropertyValue Property=\"p\"",
                "If",
                "Apply Function=\"f\"",
                "Cast Type=\"Edm.String\"",
                "LabeledElement Name=\"l\"",
                "UrlRef",
                "And",
                "Annotation Term=\"t\"",
            ];
            schema(&annotated(&nested(n + 200, &kinds, "")))
        },
    ),
    attack("nested elements of others", 100_000, None, |n| {
        let inner = nested(n, &["x:y"], "");
        let type_ = "<ComplexType Name=\"t\" xmlns:x=\"urn:x\">";
        schema(&format!("{type_}{inner}</ComplexType>"))
    }),
    attack("expressions as deep as allowed", 1_000, None, |n| {
        let kinds = [
            "Collection",
            "If",
            "Not",
            "Record><PropertyValue Property=\"p\"",
        ];
        let one = nested(150, &kinds, "");
        schema(&each(n, |i| {
            annotated(&one).replace("\"t\"", &format!("\"t{i}\""))
        }))
    }),
    attack("annotations of annotations", 20_000, None, |n| {
        let term = format!("Annotation Term=\"s.{}\"", "t".repeat(1000));
        let below = each(n, |i| {
            format!("<Annotation Term=\"s.a\" Qualifier=\"q{i}\"/>")
        });
        schema(&format!(
            "<ComplexType Name=\"t\">{}</ComplexType>",
            nested(3, &[&term], &below)
        ))
    }),
];
