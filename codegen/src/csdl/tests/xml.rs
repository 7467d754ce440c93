//! What XML may look like, and what is refused of it.

use super::{EDM, EDMX, body, found, text, type_names};
use crate::csdl::{Constant, DeclarationKind, ExpressionKind, read};
use crate::diagnostic::Sources;

#[test]
fn prefixes_mean_nothing() {
    for document in [
        format!(
            r#"<Edmx xmlns="{EDMX}" Version="4.0"><DataServices><s:Schema xmlns:s="{EDM}" Namespace="n"><s:ComplexType Name="t"/></s:Schema></DataServices></Edmx>"#
        ),
        format!(
            r#"<x:Edmx xmlns:x="{EDMX}" xmlns:y="{EDMX}" xmlns="{EDM}" Version="4.0"><y:DataServices><Schema Namespace="n"><z:ComplexType xmlns:z="{EDM}" Name="t"/></Schema></y:DataServices></x:Edmx>"#
        ),
    ] {
        let (document, found) = text(&document);
        assert!(found.is_empty(), "{found:?}");
        assert_eq!(type_names(&document), ["t"]);
    }
}

#[test]
fn comments_sections_and_line_ends_change_only_line_numbers() {
    let inner = "\r\n<!-- <ComplexType Name='c'/> --><?pi <a?>text<![CDATA[<ComplexType/>]]>\r\n\
                 <ComplexType\r\n  OpenType = 'true'\tName='t'\r\n/>\n<Unknown/>";
    let (document, found) = text(&body(inner));
    assert_eq!(
        found,
        ["note unknown-element 6:1: `Unknown` means nothing in `Schema`; it is skipped"]
    );
    assert_eq!(type_names(&document), ["t"]);
}

#[test]
fn references_in_attributes_are_resolved() {
    let (document, found) = text(&body(r#"<ComplexType Name="&#x74;&amp;&#65;&lt;&quot;"/>"#));
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(type_names(&document), ["t&A<\""]);
}

#[test]
fn strings_keep_their_white_space() {
    let annotation = "<Annotation Term='t'><String> &lt; &gt;\r\n</String></Annotation>";
    let (document, found) = text(&body(annotation));
    assert!(found.is_empty(), "{found:?}");
    let value = document.schemas[0].annotations[0].value.as_ref();
    let kind = ExpressionKind::Constant(Constant::String, " < >\n".to_owned());
    assert_eq!(value.map(|value| &value.kind), Some(&kind));
}

#[test]
fn strange_elements_and_attributes_are_skipped_with_all_they_contain() {
    let (document, found) = text(&body(
        r#"<x:Other xmlns:x="urn:x"><ComplexType Name="hidden"/><x:y><Schema/></x:y></x:Other>
        <ComplexType xmlns:sap="urn:sap" Name="t" sap:Nullable="maybe" Strange="1">
        <Property Name="p" Type="Edm.Int32" sap:Nullable="false" xml:lang="en"/></ComplexType>"#,
    ));
    assert_eq!(
        found,
        ["note unknown-attribute 2:81: `Strange` is no attribute of `ComplexType`; it is skipped"]
    );
    assert_eq!(type_names(&document), ["t"]);
    let DeclarationKind::Structured(t) = &document.schemas[0].types[0].kind else {
        panic!()
    };
    assert_eq!(t.properties[0].nullable, None);
}

#[test]
fn names_know_their_places() {
    let mut sources = Sources::default();
    let id = sources.add("t", body("\n  <ComplexType Name=\"t\"/>"));
    let (document, _) = read(&sources, id);
    let name = &document.schemas[0].types[0].name;
    assert_eq!(sources.position(name.span), "t:2:22");
    assert_eq!(name.span.len, 1);
}

#[test]
fn text_that_is_not_well_formed_is_refused_with_its_place() {
    for (wrong, place) in [
        ("<ComplexType Name='a' Name='b'/>", "1:188"),
        ("<ComplexType Name='a'>", "1:"),
        ("<ComplexType Name=a/>", "1:"),
        ("<ComplexType Name/>", "1:"),
        ("<ComplexType Name='<'/>", "1:"),
        ("<ComplexType Name='&nbsp;'/>", "1:"),
        ("a & b", "1:"),
        ("a &unknown; b", "1:"),
        ("]]>", "1:"),
        ("<!-- a -- b -->", "1:"),
        ("<a:b/>", "1:"),
        ("<ComplexType c:d='1'/>", "1:"),
        ("<![CDATA[", "1:"),
        ("\u{1}", "1:"),
        ("&#1;", "1:"),
        ("<ComplexType Name='&#x0;'/>", "1:"),
        ("<ComplexType Name='&#x1f;'/>", "1:"),
        ("\u{ffff}", "1:"),
    ] {
        let found = found(wrong);
        assert!(
            found
                .iter()
                .any(|f| f.starts_with("error ") && f.contains(&format!(" {place}"))),
            "{wrong}: {found:?}"
        );
    }
    let (_, found) = text(&format!("{}<a/>", body("")));
    assert_eq!(found.len(), 1, "{found:?}");
    let (_, found) = text(&format!("{}text", body("")));
    assert!(
        found[0].ends_with("text outside of the root element"),
        "{found:?}"
    );
    let (_, found) = text(&format!(" <?xml version='1.0'?>{}", body("")));
    assert!(
        found[0].ends_with("the XML declaration must stand first"),
        "{found:?}"
    );
}

#[test]
fn a_document_cut_at_any_byte_is_refused() {
    let whole = format!(
        "<?xml version=\"1.0\"?>{}",
        body(
            "<!-- c --><ComplexType Name=\"t\"><Property Name=\"p\" Type=\"Edm.Int32\"/></ComplexType>"
        )
    );
    assert!(text(&whole).1.is_empty());
    for end in 0..whole.len() {
        let (_, found) = text(&whole[..end]);
        assert!(
            found.iter().any(|f| f.starts_with("error")),
            "{}",
            &whole[..end]
        );
    }
}

#[test]
fn depth_and_size_are_no_danger() {
    let deep = |element: &str, count: usize| {
        let open: String = format!("<{element}>").repeat(count);
        let close: String = format!("</{element}>").repeat(count);
        found(&format!("<Annotation Term='t'>{open}{close}</Annotation>"))
    };
    assert!(deep("Collection", 150).is_empty());
    let found = deep("Collection", 100_000);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("error depth"), "{found:?}");
    assert!(
        deep("x xmlns='urn:x'", 1).len() == 1,
        "an end tag with attributes"
    );
    let open = "<x xmlns='urn:x'>".repeat(100_000);
    let close = "</x>".repeat(100_000);
    assert!(
        super::found(&format!("{open}{close}")).is_empty(),
        "what is skipped may be deep"
    );
    let prefixes: String = (0..20_000)
        .map(|n| format!(" xmlns:p{n}='urn:{n}'"))
        .collect();
    let elements = "<p1:x/>".repeat(20_000);
    assert!(super::found(&format!("<p:x xmlns:p='urn:p'{prefixes}>{elements}</p:x>")).is_empty());
    let long = "x".repeat(5_000_000);
    assert!(
        super::found(&format!(
            "<!--{long}--><Annotation Term='t' String='{long}'/>"
        ))
        .is_empty()
    );
}
