//! Tests of the entity container and its children.

use super::super::{RootKind, TypeId};
use super::{found, good, one};

const BODY: &str = r#"<EntityType Name="e"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/><NavigationProperty Name="n" Type="a.e"/></EntityType>
<ComplexType Name="c"/><Action Name="act"/><Function Name="ask"><ReturnType Type="a.e"/></Function>
<Action Name="own" IsBound="true"><Parameter Name="b" Type="a.e"/></Action>"#;

const CONTAINER: &str =
    r#"<EntityContainer Name="k"><Singleton Name="me" Type="a.e"/></EntityContainer>"#;

fn children(list: &str) -> Vec<String> {
    found(&format!(
        "{BODY}\n<EntityContainer Name=\"k\">{list}</EntityContainer>"
    ))
}

#[test]
fn roots_are_resolved_in_order() {
    let model = good(&format!(
        r#"{BODY}<EntityContainer Name="k"><Singleton Name="me" Type="a.e"/>
        <EntitySet Name="all" EntityType="n.e"><NavigationPropertyBinding Path="n" Target="all"/></EntitySet>
        <ActionImport Name="act" Action="a.act"/>
        <FunctionImport Name="ask" Function="a.ask" EntitySet="all"/></EntityContainer>"#
    ));
    assert_eq!(
        model.container.as_ref().map(|c| c.name.to_string()),
        Some("n.k".into())
    );
    let words: Vec<_> = model
        .roots
        .iter()
        .map(|r| (r.kind.word(), r.name.as_str()))
        .collect();
    assert_eq!(
        words,
        [
            ("singleton", "me"),
            ("set", "all"),
            ("action", "act"),
            ("function", "ask")
        ]
    );
    assert_eq!(
        model.roots[1].kind,
        RootKind::EntitySet { type_: TypeId(0) }
    );
    match &model.roots[3].kind {
        RootKind::FunctionImport {
            operations,
            entity_set,
        } => {
            assert_eq!(operations.len(), 1);
            assert_eq!(entity_set.as_deref(), Some("all"));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn rules_of_children() {
    let set = r#"<EntitySet Name="all" EntityType="a.e"/>"#;
    for (list, expected) in [
        (
            r#"<Singleton Name="x" Type="a.c"/>"#,
            "error wrong-kind 4: `a.c` is no entity type (2)",
        ),
        (
            r#"<EntitySet Name="x" EntityType="Edm.EntityType"/>"#,
            "error wrong-kind 4: `Edm.EntityType` is no entity type",
        ),
        (
            r#"<Singleton Name="x" Type="a.e"/><ActionImport Name="x" Action="a.act"/>"#,
            "error duplicate-child 4: `x` is declared twice (4)",
        ),
        (
            r#"<ActionImport Name="x" Action="a.ac"/>"#,
            "error import 4: there is no action `a.ac` [did you mean `n.act`?]",
        ),
        (
            r#"<ActionImport Name="x" Action="a.ask"/>"#,
            "error import 4: `a.ask` is no action",
        ),
        (
            r#"<FunctionImport Name="x" Function="a.nobody"/>"#,
            "error import 4: there is no function `a.nobody`",
        ),
        (
            r#"<ActionImport Name="x" Action="a.own"/>"#,
            "warning import 4: action `a.own` is bound; it is not imported",
        ),
        (
            r#"<FunctionImport Name="x" Function="a.ask" EntitySet="al"/>"#,
            "warning entity-set 4: there is no entity set `al`",
        ),
        (
            r#"<EntitySet Name="y" EntityType="a.e"><NavigationPropertyBinding Path="id" Target="y"/></EntitySet>"#,
            "warning navigation-binding 4: `id` is no navigation property",
        ),
        (
            r#"<EntitySet Name="y" EntityType="a.e"><NavigationPropertyBinding Path="n" Target="why"/></EntitySet>"#,
            "warning navigation-binding 4: there is no entity set or singleton `why`",
        ),
    ] {
        assert_eq!(children(list), [expected], "{list}");
    }
    let twice = format!("{set}{}", set.replace("\"/>", "\"><NavigationPropertyBinding Path=\"n\" Target=\"all\"/><NavigationPropertyBinding Path=\"n\" Target=\"all\"/></EntitySet>").replace("\"all\" EntityType", "\"b\" EntityType"));
    assert_eq!(
        children(&twice),
        ["warning navigation-binding 4: `n` is bound twice (4)"]
    );
}

#[test]
fn a_container_extends_another() {
    let body = format!(
        r#"{BODY}<EntityContainer Name="far" Extends="a.base"><Singleton Name="own" Type="a.e"/></EntityContainer>
        <EntityContainer Name="base"><Singleton Name="inherited" Type="a.e"/></EntityContainer>"#
    );
    let model = good(&body);
    let names: Vec<_> = model.roots.iter().map(|r| r.name.as_str()).collect();
    assert_eq!(names, ["inherited", "own"]);
    let (_, found) = one(&body.replace("Name=\"base\"", "Name=\"base\" Extends=\"a.far\""));
    assert!(
        found.iter().any(|f| f.contains("extends itself")),
        "{found:?}"
    );
    let (model, found) = one(&body.replace("a.base", "a.bass"));
    let names: Vec<_> = model.roots.iter().map(|r| r.name.as_str()).collect();
    assert_eq!(names, ["own"], "the container of this document alone");
    assert!(
        found
            .iter()
            .any(|f| f.starts_with("warning extends") && f.contains("did you mean `n.base`?")),
        "{found:?}"
    );
}

#[test]
fn a_second_container_is_left_out() {
    let found = found(&format!(
        "{BODY}\n{}\n{}",
        CONTAINER,
        CONTAINER.replace("\"k\"", "\"l\"")
    ));
    assert_eq!(
        found,
        ["warning second-container 5: container `n.l` is a second one and left out (4)"]
    );
}
