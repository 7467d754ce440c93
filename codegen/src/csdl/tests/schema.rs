//! The elements and attributes of schemas.

use super::{body, found, text};
use crate::csdl::{ChildKind, DeclarationKind, ExpressionKind};

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
fn attributes_that_the_standard_does_not_define_are_reported() {
    for (element, name, of) in [
        (
            "<ComplexType Name='c' HasStream='true'/>",
            "HasStream",
            "ComplexType",
        ),
        (
            "<ComplexType Name='c'><Property Name='p' Type='Edm.String' FixedLength='true'/></ComplexType>",
            "FixedLength",
            "Property",
        ),
        (
            "<EntityType Name='c'><NavigationProperty Name='p' Type='n.c' MaxLength='3'/></EntityType>",
            "MaxLength",
            "NavigationProperty",
        ),
        (
            "<Action Name='a'><Parameter Name='p' Type='Edm.Int32' Mode='In'/></Action>",
            "Mode",
            "Parameter",
        ),
        (
            "<Action Name='a' IsComposable='true'/>",
            "IsComposable",
            "Action",
        ),
        (
            "<EnumType Name='e'><Member Name='m' Val='1'/></EnumType>",
            "Val",
            "Member",
        ),
        (
            "<EntityContainer Name='k'><EntitySet Name='s' EntityType='n.c' Typ='x'/></EntityContainer>",
            "Typ",
            "EntitySet",
        ),
    ] {
        let before = body(element).find(&format!("{name}='")).unwrap();
        let column = before + name.len() + 3;
        assert_eq!(
            found(element),
            [format!(
                "note unknown-attribute 1:{column}: `{name}` is no attribute of `{of}`; it is skipped"
            )]
        );
    }
    for good in [
        "<ComplexType xmlns:s='urn:s' Name='c' s:HasStream='true'/>",
        "<Term Name='t' Type='Edm.String' Odd='1'/>",
        "<TypeDefinition Name='d' UnderlyingType='Edm.Decimal' Scale='2' Precision='3'/>",
    ] {
        assert!(found(good).is_empty(), "{good}");
    }
}
