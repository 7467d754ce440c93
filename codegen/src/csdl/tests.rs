//! Reading, rule by rule: what XML and the envelope may look like, and what is refused.

use super::{ChildKind, DeclarationKind, Document, ExpressionKind, read};
use crate::diagnostic::{Severity, Sources};

const EDMX: &str = "http://docs.oasis-open.org/odata/ns/edmx";
const EDM: &str = "http://docs.oasis-open.org/odata/ns/edm";

/// Reads a text; findings as `severity slug line:column: message`.
fn text(text: &str) -> (Document, Vec<String>) {
    let mut sources = Sources::default();
    let id = sources.add("t", text);
    let (document, out) = read(&sources, id);
    let found = out
        .iter()
        .map(|d| {
            let severity = match d.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "note",
            };
            let (line, column) = d
                .span
                .and_then(|s| sources.line_column(s))
                .unwrap_or_default();
            format!("{severity} {} {line}:{column}: {}", d.code.slug, d.message)
        })
        .collect();
    (document, found)
}

/// A document with this inside of its schema, in the first line.
fn body(inner: &str) -> String {
    format!(
        r#"<e:Edmx xmlns:e="{EDMX}" Version="4.0"><e:DataServices><Schema xmlns="{EDM}" Namespace="n">{inner}</Schema></e:DataServices></e:Edmx>"#
    )
}

fn found(inner: &str) -> Vec<String> {
    text(&body(inner)).1
}

fn type_names(document: &Document) -> Vec<&str> {
    document
        .schemas
        .iter()
        .flat_map(|s| &s.types)
        .map(|t| t.name.as_str())
        .collect()
}

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
fn strange_elements_and_attributes_are_skipped_with_all_they_contain() {
    let (document, found) = text(&body(
        r#"<x:Other xmlns:x="urn:x"><ComplexType Name="hidden"/><x:y><Schema/></x:y></x:Other>
        <ComplexType xmlns:sap="urn:sap" Name="t" sap:Nullable="maybe" Strange="1">
        <Property Name="p" Type="Edm.Int32" sap:Nullable="false" xml:lang="en"/></ComplexType>"#,
    ));
    assert!(found.is_empty(), "{found:?}");
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
        "<e:Reference Uri='file:///dev/random'><e:Include Namespace='x.y' Alias='z'/>\
         <e:IncludeAnnotations TermNamespace='q'/></e:Reference><e:DataServices>",
    );
    let (document, found) = text(&document);
    assert!(found.is_empty(), "{found:?}");
    let reference = &document.references[0];
    assert_eq!(reference.includes[0].namespace.as_str(), "x.y");
    assert_eq!(reference.include_annotations, 1);
}

#[test]
fn missing_attributes_are_all_reported() {
    for (element, attribute) in [
        ("<EntityType/>", "Name"),
        ("<ComplexType/>", "Name"),
        ("<EnumType/>", "Name"),
        ("<EnumType Name='e'><Member/></EnumType>", "Name"),
        ("<TypeDefinition Name='d'/>", "UnderlyingType"),
        (
            "<ComplexType Name='c'><Property Type='Edm.Int32'/></ComplexType>",
            "Name",
        ),
        (
            "<ComplexType Name='c'><Property Name='p'/></ComplexType>",
            "Type",
        ),
        (
            "<ComplexType Name='c'><NavigationProperty Name='p'/></ComplexType>",
            "Type",
        ),
        (
            "<EntityType Name='c'><Key><PropertyRef/></Key></EntityType>",
            "Name",
        ),
        ("<Action/>", "Name"),
        ("<Action Name='a'><Parameter Name='p'/></Action>", "Type"),
        ("<Action Name='a'><ReturnType/></Action>", "Type"),
        ("<Term Name='t'/>", "Type"),
        ("<EntityContainer/>", "Name"),
        (
            "<EntityContainer Name='c'><Singleton Name='s'/></EntityContainer>",
            "Type",
        ),
        (
            "<EntityContainer Name='c'><EntitySet Name='s'/></EntityContainer>",
            "EntityType",
        ),
        (
            "<EntityContainer Name='c'><ActionImport Name='s'/></EntityContainer>",
            "Action",
        ),
        (
            "<EntityContainer Name='c'><FunctionImport Name='s'/></EntityContainer>",
            "Function",
        ),
        ("<Annotation/>", "Term"),
        ("<Annotations/>", "Target"),
    ] {
        let found = found(element);
        assert_eq!(found.len(), 1, "{element}: {found:?}");
        assert!(
            found[0].starts_with("error missing-attribute 1:"),
            "{element}: {found:?}"
        );
        assert!(
            found[0].ends_with(&format!("has no attribute `{attribute}`")),
            "{found:?}"
        );
    }
    assert_eq!(found("<ComplexType/><Action/><Term/>").len(), 4);
}

#[test]
fn booleans_are_true_or_false() {
    let nullable = |value: &str| {
        let (document, found) = text(&body(&format!(
            "<ComplexType Name='c'><Property Name='p' Type='Edm.Int32' Nullable='{value}'/></ComplexType>"
        )));
        let DeclarationKind::Structured(c) = &document.schemas[0].types[0].kind else {
            panic!()
        };
        (
            c.properties[0].nullable,
            found.into_iter().next().unwrap_or_default(),
        )
    };
    assert_eq!(nullable("true"), (Some(true), String::new()));
    assert_eq!(nullable("false"), (Some(false), String::new()));
    for (value, plain) in [("True", true), ("FALSE", false), ("1", true), ("0", false)] {
        let (read, found) = nullable(value);
        assert_eq!(read, Some(plain));
        assert!(found.starts_with("warning boolean"), "{found}");
    }
    for value in ["", "maybe", " true"] {
        let (read, found) = nullable(value);
        assert_eq!(read, None);
        assert!(found.starts_with("error boolean"), "{found}");
    }
}

#[test]
fn everything_of_a_schema_is_in_the_tree() {
    let (document, found) = text(&body(
        r#"<EntityType Name="e" BaseType="n.b" Abstract="true" HasStream="true"><Key><PropertyRef Name="x/y" Alias="z"/></Key>
        <NavigationProperty Name="v" Type="n.e" Partner="w" ContainsTarget="true"><ReferentialConstraint Property="a" ReferencedProperty="b"/><OnDelete Action="Cascade"/></NavigationProperty></EntityType>
        <Function Name="f" IsBound="true" IsComposable="true" EntitySetPath="b/v"><Parameter Name="b" Type="n.e" Nullable="false" MaxLength="5"/><ReturnType Type="n.e"/></Function>
        <Term Name="t" Type="Edm.String" BaseTerm="n.u" AppliesTo="Property" DefaultValue="d"/>
        <EntityContainer Name="c" Extends="n.d"><FunctionImport Name="g" Function="n.f" EntitySet="s" IncludeInServiceDocument="true"/>
        <EntitySet Name="s" EntityType="n.e"><NavigationPropertyBinding Path="v" Target="s"/></EntitySet></EntityContainer>
        <Annotations Target="n.e" Qualifier="q"><Annotation Term="n.t"/></Annotations>"#,
    ));
    assert!(found.is_empty(), "{found:?}");
    let schema = &document.schemas[0];
    let DeclarationKind::Structured(e) = &schema.types[0].kind else {
        panic!()
    };
    assert_eq!(
        (e.is_abstract, e.open, e.has_stream),
        (Some(true), None, Some(true))
    );
    assert_eq!(
        e.keys[0].properties[0].alias.as_ref().map(|a| a.as_str()),
        Some("z")
    );
    let navigation = e.properties[0]
        .navigation
        .as_ref()
        .expect("a navigation property");
    assert_eq!(navigation.contains_target, Some(true));
    assert_eq!(
        navigation.on_delete.as_ref().map(|a| a.as_str()),
        Some("Cascade")
    );
    assert_eq!(navigation.constraints[0].referenced.as_str(), "b");
    let f = &schema.operations[0];
    assert!(f.function && f.bound == Some(true) && f.composable == Some(true));
    assert_eq!(
        f.parameters[0]
            .facets
            .max_length
            .as_ref()
            .map(|m| m.as_str()),
        Some("5")
    );
    assert_eq!(
        schema.terms[0].applies_to.as_ref().map(|a| a.as_str()),
        Some("Property")
    );
    let children = &schema.containers[0].children;
    assert_eq!(children[0].kind, ChildKind::FunctionImport);
    assert_eq!(children[1].bindings[0].target.as_str(), "s");
    assert_eq!(
        schema.targets[0].qualifier.as_ref().map(|q| q.as_str()),
        Some("q")
    );
}

#[test]
fn expressions_of_all_kinds_are_read() {
    let (document, found) = text(&body(
        r#"<Annotation Term="t" Qualifier="q"><Collection><String> a &amp; b<![CDATA[ <c>]]></String><Int>4</Int><Null/>
        <Record Type="n.r"><PropertyValue Property="p" Bool="true"/><PropertyValue Property="u" UrlRef="http://x"/></Record>
        <And><Eq><Path>x</Path><Float>1.5</Float></Eq><Not><Bool>false</Bool></Not></And>
        <If><Bool>true</Bool><PropertyPath>p</PropertyPath></If><Apply Function="odata.concat"><String>x</String></Apply>
        <Cast Type="Edm.String" MaxLength="3"><Path>p</Path></Cast><IsOf Type="n.r"><Path>p</Path></IsOf>
        <LabeledElement Name="l" String="x"/><LabeledElementReference>n.l</LabeledElementReference>
        <UrlRef><Path>p</Path></UrlRef><EnumMember>n.e/a n.e/b</EnumMember></Collection>
        <Annotation Term="nested" Int="1"/></Annotation>"#,
    ));
    assert!(found.is_empty(), "{found:?}");
    let annotation = &document.schemas[0].annotations[0];
    assert_eq!(annotation.annotations.len(), 1);
    let Some(ExpressionKind::Collection(items)) = annotation.value.as_ref().map(|v| &v.kind) else {
        panic!("{annotation:?}");
    };
    assert_eq!(items.len(), 13);
    assert!(matches!(&items[0].kind, ExpressionKind::Constant(_, text) if text == " a & b <c>"));
    assert!(
        matches!(&items[3].kind, ExpressionKind::Record { properties, .. } if properties.len() == 2)
    );
    assert!(matches!(&items[4].kind, ExpressionKind::Operator(_, operands) if operands.len() == 2));
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
        self::found(&format!("{open}{close}")).is_empty(),
        "what is skipped may be deep"
    );
    let prefixes: String = (0..20_000)
        .map(|n| format!(" xmlns:p{n}='urn:{n}'"))
        .collect();
    let elements = "<p1:x/>".repeat(20_000);
    assert!(self::found(&format!("<p:x xmlns:p='urn:p'{prefixes}>{elements}</p:x>")).is_empty());
    let long = "x".repeat(5_000_000);
    assert!(
        self::found(&format!(
            "<!--{long}--><Annotation Term='t' String='{long}'/>"
        ))
        .is_empty()
    );
}
