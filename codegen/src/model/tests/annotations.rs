//! Tests of annotations, inline and in `Annotations` elements, and of the supported terms.

use super::super::{Model, Permissions, Property, TypeId};
use super::{documents, one, schema};
use crate::csdl::ExpressionKind;

/// A schema that includes the Core vocabulary as `Core`.
fn with_core(body: &str) -> (Model, Vec<String>) {
    let text = schema("4.0", body).replace(
        "<e:DataServices>",
        r#"<e:Reference Uri="c"><e:Include Namespace="Org.OData.Core.V1" Alias="Core"/></e:Reference><e:DataServices>"#,
    );
    documents(&[text])
}

fn property(model: &Model, index: usize) -> &Property {
    model.all_properties(TypeId(0))[index].1
}

#[test]
fn inline_terms_are_understood_by_alias_and_by_namespace() {
    let (model, found) = with_core(
        r#"<ComplexType Name="t"><Annotation Term="Core.Description" String="Short."/>
        <Annotation Term="Core.LongDescription"><String>Long &amp; wide.</String></Annotation>
        <Property Name="a" Type="Edm.Int32"><Annotation Term="Org.OData.Core.V1.Computed"/>
        <Annotation Term="Core.Immutable" Bool="false"/></Property>
        <Property Name="b" Type="Edm.Int32"><Annotation Term="Core.Permissions">
        <EnumMember>Core.Permission/Read</EnumMember></Annotation></Property>
        <Property Name="c" Type="Edm.Int32"><Annotation Term="Core.Permissions"
        EnumMember="Core.Permission/Read Core.Permission/Write"/></Property>
        <Property Name="d" Type="Edm.Int32"><Annotation Term="Other.Computed"/>
        <Annotation Term="Core.Immutable"/><Annotation Term="Core.Computed" Qualifier="q"/></Property>
        </ComplexType>"#,
    );
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(
        model.types[0].description.as_deref(),
        Some("Short.\n\nLong & wide.")
    );
    let a = property(&model, 0);
    assert_eq!(
        (a.computed, a.immutable, a.is_read_only()),
        (true, false, true)
    );
    let b = property(&model, 1);
    assert_eq!(
        (b.permissions, b.is_read_only()),
        (Some(Permissions::Read), true)
    );
    let c = property(&model, 2);
    assert_eq!(
        (c.permissions, c.is_read_only()),
        (Some(Permissions::ReadWrite), false)
    );
    let d = property(&model, 3);
    assert_eq!(
        (d.computed, d.immutable, d.is_read_only()),
        (false, true, false)
    );
    assert_eq!(
        d.annotations[0].term.value, "Other.Computed",
        "kept as it is"
    );
}

#[test]
fn annotations_from_afar_find_their_places() {
    let describe = |target: &str| {
        format!(
            r#"<Annotations Target="{target}"><Annotation Term="Core.Description" String="{target}"/></Annotations>"#
        )
    };
    let targets = [
        "n.t",
        "a.t/p",
        "n.m/one",
        "n.act(n.t)",
        "a.ask(a.t,Edm.Int32)/x",
        "n.act/y",
        "n.k/me",
        "n.d/a.t2/q",
    ];
    let (model, found) = with_core(&format!(
        r#"<EntityType Name="t" Abstract="true"><Property Name="p" Type="Edm.Int32"/></EntityType>
        <EnumType Name="m"><Member Name="one"/></EnumType>
        <EntityType Name="d" BaseType="a.t" Abstract="true"/>
        <EntityType Name="t2" BaseType="a.d" Abstract="true"><Property Name="q" Type="Edm.Int32"/></EntityType>
        <Action Name="act" IsBound="true"><Parameter Name="b" Type="a.t"/><Parameter Name="y" Type="Edm.Int32"/></Action>
        <Function Name="ask" IsBound="true"><Parameter Name="b" Type="a.t"/><Parameter Name="x" Type="Edm.Int32"/><ReturnType Type="Edm.Int32"/></Function>
        <Function Name="ask" IsBound="true"><Parameter Name="b" Type="a.t"/><ReturnType Type="Edm.Int32"/></Function>
        <EntityContainer Name="k"><Singleton Name="me" Type="a.t"/></EntityContainer>
        {}"#,
        targets.map(describe).concat()
    ));
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(model.types[0].description.as_deref(), Some("n.t"));
    assert_eq!(property(&model, 0).description.as_deref(), Some("a.t/p"));
    let member = model.types[1].enumeration().map(|e| &e.members[0]);
    assert_eq!(
        member.and_then(|m| m.description.as_deref()),
        Some("n.m/one")
    );
    assert_eq!(
        model.operations[0].description.as_deref(),
        Some("n.act(n.t)")
    );
    assert_eq!(
        model.operations[0].parameters[1].description.as_deref(),
        Some("n.act/y")
    );
    let x = &model.operations[1].parameters[1];
    assert_eq!(x.description.as_deref(), Some("a.ask(a.t,Edm.Int32)/x"));
    assert_eq!(model.operations[2].description, None);
    assert_eq!(model.roots[0].description.as_deref(), Some("n.k/me"));
    let q = model.all_properties(TypeId(3))[1].1;
    assert_eq!(q.description.as_deref(), Some("n.d/a.t2/q"));
}

#[test]
fn nothing_about_annotations_is_an_error() {
    let (_, found) = one(
        "<ComplexType Name=\"t\"><Annotation Term=\"\"/><Annotation Term=\"no.such\" Int=\"x\"/>\
         <Annotation Term=\"no.such\"/></ComplexType>\n\
         <Annotations Target=\"a.nobody/p\"><Annotation Term=\"x.y\"/></Annotations>",
    );
    assert_eq!(
        found,
        [
            "warning duplicate-annotation 1: `no.such` is applied twice (1)",
            "note annotation-target 2: `a.nobody/p` is not there to be annotated"
        ]
    );
}

#[test]
fn optional_parameters_alternate_keys_and_revisions() {
    let (model, found) = with_core(
        r#"<EntityType Name="t" Abstract="true"><Property Name="u" Type="Edm.String"/>
        <Annotation Term="Core.AlternateKeys"><Collection><Record Type="Core.AlternateKey">
        <PropertyValue Property="Key"><Collection><Record>
        <PropertyValue Property="Alias" String="short"/><PropertyValue Property="Name" PropertyPath="u"/>
        </Record></Collection></PropertyValue></Record></Collection></Annotation>
        <Annotation Term="Core.Revisions"><Collection>
        <Record><PropertyValue Property="Kind" EnumMember="Core.RevisionKind/Added"/></Record>
        <Record><PropertyValue Property="Kind" EnumMember="Core.RevisionKind/Deprecated"/>
        <PropertyValue Property="Date" Date="2026-01-31"/>
        <PropertyValue Property="Version" String="2026-01/x"/>
        <PropertyValue Property="Description" String="Use u2."/></Record></Collection></Annotation>
        </EntityType>
        <Action Name="f"><Parameter Name="x" Type="Edm.Int32"><Annotation Term="Core.OptionalParameter"/></Parameter>
        <Parameter Name="y" Type="Edm.Int32"/></Action>"#,
    );
    assert!(found.is_empty(), "{found:?}");
    let type_ = &model.types[0];
    let keys = &type_.structured().expect("structured").alternate_keys;
    assert_eq!(
        (keys[0][0].path.as_str(), keys[0][0].alias.as_deref()),
        ("u", Some("short"))
    );
    let deprecated = type_.deprecated.as_ref().expect("deprecated");
    assert_eq!(deprecated.date.as_deref(), Some("2026-01-31"));
    assert_eq!(deprecated.version.as_deref(), Some("2026-01/x"));
    assert_eq!(deprecated.removal_date, None);
    assert_eq!(deprecated.description.as_deref(), Some("Use u2."));
    let optional: Vec<_> = model.operations[0]
        .parameters
        .iter()
        .map(|p| p.optional)
        .collect();
    assert_eq!(optional, [true, false]);
}

#[test]
fn names_inside_of_values_are_spelled_out() {
    let (model, _) = with_core(
        r#"<ComplexType Name="t"><Annotation Term="a.x"><If><IsOf Type="Collection(a.t)"><Path>p/a.t/@Core.Computed#q</Path></IsOf>
        <Path>a.t/p</Path><Null/></If></Annotation><Property Name="p" Type="a.t"/></ComplexType>"#,
    );
    let annotation = &model.types[0].annotations[0];
    assert_eq!(annotation.term.value, "n.x");
    let Some(ExpressionKind::If(parts)) = annotation.value.as_ref().map(|v| &v.kind) else {
        panic!("{annotation:?}");
    };
    let ExpressionKind::IsOf { type_, operand, .. } = &parts[0].kind else {
        panic!("{parts:?}");
    };
    assert_eq!(type_.value, "Collection(n.t)");
    assert!(
        matches!(&operand[0].kind, ExpressionKind::Path(_, path) if path == "p/n.t/@Org.OData.Core.V1.Computed#q")
    );
    assert!(matches!(&parts[1].kind, ExpressionKind::Path(_, path) if path == "n.t/p"));
    assert_eq!(parts[2].kind, ExpressionKind::Null);
}

#[test]
fn alternate_keys_of_both_vocabularies_count_once() {
    let key = |term: &str, names: &[&str]| {
        let parts: String = names
            .iter()
            .map(|name| {
                format!(
                    r#"<Record><PropertyValue Property="Alias" String="{name}"/><PropertyValue Property="Name" PropertyPath="{name}"/></Record>"#
                )
            })
            .collect();
        format!(
            r#"<Annotation Term="{term}"><Collection><Record><PropertyValue Property="Key"><Collection>{parts}</Collection></PropertyValue></Record></Collection></Annotation>"#
        )
    };
    let keys = |annotations: &[String]| -> Vec<Vec<String>> {
        let body = format!(
            r#"<EntityType Name="t" Abstract="true"><Property Name="u" Type="Edm.String"/><Property Name="v" Type="Edm.String"/>{}</EntityType>"#,
            annotations.concat()
        );
        let (model, _) = with_core(&body);
        let keys = &model.types[0].structured().unwrap().alternate_keys;
        let paths = |key: &Vec<crate::model::KeyRef>| key.iter().map(|k| k.path.clone()).collect();
        keys.iter().map(paths).collect()
    };
    let (core, community) = (
        "Org.OData.Core.V1.AlternateKeys",
        "OData.Community.Keys.V1.AlternateKeys",
    );
    assert_eq!(keys(&[key(community, &["u", "v"])]), [["u", "v"]]);
    assert_eq!(keys(&[key(community, &["u"]), key(core, &["u"])]), [["u"]]);
    assert_eq!(
        keys(&[key(community, &["u"]), key(core, &["v"])]),
        [["v"], ["u"]]
    );
    let qualified = key(community, &["u"]).replace("<Annotation ", "<Annotation Qualifier=\"q\" ");
    assert!(keys(&[qualified]).is_empty());
}
