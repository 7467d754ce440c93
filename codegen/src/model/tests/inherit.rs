//! Tests of base types, derived types, keys, navigation properties and cycles.

use super::super::{PropertyId, TypeId};
use super::{documents, found, good, one, schema};

const KEY: &str = r#"<Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>"#;

#[test]
fn properties_come_base_first_whatever_the_order_of_declaration() {
    let (model, found) = one(
        r#"<ComplexType Name="c" BaseType="a.b"><Property Name="z" Type="Edm.Int32"/></ComplexType>
        <ComplexType Name="b" BaseType="a.x"><Property Name="y" Type="Edm.Int32"/></ComplexType>
        <ComplexType Name="d" BaseType="a.x"/>
        <ComplexType Name="x" OpenType="true"><Property Name="p" Type="Edm.Int32"/></ComplexType>"#,
    );
    let names: Vec<_> = model
        .all_properties(TypeId(0))
        .iter()
        .map(|(_, p)| p.name.as_str())
        .collect();
    assert_eq!(names, ["p", "y", "z"]);
    assert_eq!(model.ancestors(TypeId(0)), [TypeId(1), TypeId(3)]);
    assert_eq!(
        model.descendants(TypeId(3)),
        [TypeId(1), TypeId(0), TypeId(2)]
    );
    assert!(
        model
            .types
            .iter()
            .all(|t| t.structured().is_some_and(|s| s.open)),
        "inherited"
    );
    assert!(
        found.iter().all(|f| f.starts_with("warning open-type")) && found.len() == 3,
        "{found:?}"
    );
}

#[test]
fn a_base_is_a_type_of_the_same_kind() {
    for (kind, base) in [
        ("EntityType", "a.c"),
        ("ComplexType", "a.e"),
        ("ComplexType", "Edm.ComplexType"),
        ("EntityType", "Edm.EntityType"),
        ("ComplexType", "a.m"),
        ("ComplexType", "Collection(a.c)"),
    ] {
        let found = found(&format!(
            r#"<ComplexType Name="c"/><EntityType Name="e" Abstract="true"/><EnumType Name="m"><Member Name="x"/></EnumType>
<{kind} Name="t" BaseType="{base}" Abstract="true"/>"#
        ));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(
            found[0].starts_with(&format!("error wrong-kind 2: `{base}` cannot be the base")),
            "{found:?}"
        );
    }
}

#[test]
fn cycles_of_bases_are_reported_once_and_cut() {
    let (model, found) = super::one(
        "<ComplexType Name=\"x\" BaseType=\"a.z\"/>\n<ComplexType Name=\"y\" BaseType=\"a.x\"/>\n\
         <ComplexType Name=\"z\" BaseType=\"a.y\"/>\n<ComplexType Name=\"w\" BaseType=\"a.x\"/>\n\
         <ComplexType Name=\"s\" BaseType=\"a.s\"/>",
    );
    assert_eq!(
        found,
        [
            "error base-cycle 1: type `x` derives from itself (3) (2)",
            "error base-cycle 5: type `s` derives from itself"
        ]
    );
    assert_eq!(model.descendants(TypeId(0)).len(), 3);
}

#[test]
fn a_long_chain_of_bases_is_refused_and_cut() {
    let chain = |length: usize| -> String {
        let derived = |at| format!("<ComplexType Name=\"t{at}\" BaseType=\"a.t{}\"/>", at + 1);
        let body: String = (0..length).map(derived).collect();
        format!("{body}<ComplexType Name=\"t{length}\"/>")
    };
    assert_eq!(good(&chain(100)).ancestors(TypeId(0)).len(), 100);
    let (model, found) = super::one(&chain(20_000));
    assert_eq!(
        found.len(),
        198,
        "each piece of 101 types ends in a finding"
    );
    let first =
        "error inheritance-depth 1: type `t0` derives from more than 100 others, one from the next";
    assert!(
        found.iter().any(|f| f == &first.replace("t0", "t19899")),
        "{}",
        found[0]
    );
    let longest = model
        .type_ids()
        .map(|(id, _)| model.ancestors(id).len())
        .max();
    assert_eq!(longest, Some(100));
}

#[test]
fn what_is_inherited_is_not_declared_again() {
    let body = "<ComplexType Name=\"b\"><Property Name=\"p\" Type=\"a.b\"/></ComplexType>\n\
                <ComplexType Name=\"d\" BaseType=\"a.b\"><Property Name=\"q\" Type=\"Edm.Int32\"/>\
                <Property Name=\"p\" Type=\"a.d\"/></ComplexType>";
    let (model, found) = super::one(body);
    assert_eq!(
        found,
        ["warning redeclared-property 2: property `p` is inherited already (1)"]
    );
    let names = |model: &super::Model| -> Vec<String> {
        model
            .all_properties(TypeId(1))
            .iter()
            .map(|(_, p)| p.name.clone())
            .collect()
    };
    assert_eq!(names(&model), ["p", "q"]);
    let (model, found) = documents(&[schema("4.01", body)]);
    assert!(
        found[0].starts_with("note redeclared-property 2"),
        "{found:?}"
    );
    assert_eq!(names(&model), ["p", "q"]);
    let wider = body.replace("Name=\"p\" Type=\"a.d\"", "Name=\"p\" Type=\"Edm.Int32\"");
    let (_, found) = documents(&[schema("4.01", &wider)]);
    assert!(
        found[0].starts_with("warning redeclared-property 2"),
        "{found:?}"
    );
}

#[test]
fn keys_are_inherited_and_keep_their_order() {
    let model = good(
        r#"<EntityType Name="b"><Key><PropertyRef Name="y"/><PropertyRef Name="c/z" Alias="cz"/></Key>
        <Property Name="x" Type="Edm.Int32"/><Property Name="y" Type="Edm.Int32" Nullable="false"/>
        <Property Name="c" Type="a.c" Nullable="false"/></EntityType>
        <EntityType Name="d" BaseType="a.b"/>
        <ComplexType Name="c"><Property Name="z" Type="Edm.Guid" Nullable="false"/></ComplexType>"#,
    );
    let key: Vec<_> = model
        .key(TypeId(1))
        .iter()
        .map(|k| (k.path.as_str(), k.alias.as_deref(), k.property))
        .collect();
    let y = PropertyId {
        owner: TypeId(0),
        index: 1,
    };
    assert_eq!(key, [("y", None, Some(y)), ("c/z", Some("cz"), None)]);
}

#[test]
fn rules_of_keys() {
    let entity = |key: &str| {
        found(&format!(
            "<EntityType Name=\"t\">{key}<Property Name=\"id\" Type=\"Edm.String\" Nullable=\"false\"/>\
             <Property Name=\"n\" Type=\"Edm.Int32\"/>\
             <Property Name=\"d\" Type=\"Edm.Double\" Nullable=\"false\"/></EntityType>"
        ))
    };
    assert!(entity(r#"<Key><PropertyRef Name="id"/></Key>"#).is_empty());
    for (key, expected) in [
        (
            r#"<Key><PropertyRef Name="ID"/></Key>"#,
            "error key-property 1: the key names `ID`, which is no property [did you mean `id`?]",
        ),
        (
            r#"<Key><PropertyRef Name="id"/></Key><Key><PropertyRef Name="id"/></Key>"#,
            "error key 1: a second key (1)",
        ),
        (
            r#"<Key><PropertyRef Name="id"/><PropertyRef Name="id"/></Key>"#,
            "error key 1: the key names `id` twice (1)",
        ),
        (
            r#"<Key><PropertyRef Name="n"/></Key>"#,
            "warning key-type 1: key property `n` can be null",
        ),
        (
            r#"<Key><PropertyRef Name="d"/></Key>"#,
            "warning key-type 1: `d` has a type that a key cannot have",
        ),
        (
            r#"<Key><PropertyRef Name="id" Alias="x"/></Key>"#,
            "warning key 1: a plain key property needs no alias",
        ),
        ("", "warning missing-key 1: entity type `t` has no key"),
    ] {
        assert_eq!(entity(key), [expected], "{key}");
    }
    assert!(entity("<Key/>").contains(&"error key 1: the key names no property".to_owned()));
    assert_eq!(
        found(&format!(
            r#"<EntityType Name="b">{KEY}</EntityType><EntityType Name="d" BaseType="a.b"><Key><PropertyRef Name="id"/></Key></EntityType>"#
        )),
        ["warning key 1: the type inherits a key already (1)"]
    );
}

#[test]
fn an_abstract_type_derives_from_an_abstract_one() {
    assert_eq!(
        found(&format!(
            r#"<EntityType Name="b">{KEY}</EntityType><EntityType Name="d" BaseType="a.b" Abstract="true"/>"#
        )),
        ["warning abstract-base 1: abstract type `d` derives from one that is not (1)"]
    );
}

#[test]
fn the_partner_of_a_containment_is_the_one_container() {
    let back = |facets: &str, type_: &str| {
        found(&format!(
            r#"<EntityType Name="x">{KEY}<NavigationProperty Name="in" Type="Collection(a.y)"
            Partner="up" ContainsTarget="true"/></EntityType><EntityType Name="y">{KEY}
            <NavigationProperty Name="up" Type="{type_}" {facets} Partner="in"/></EntityType>"#
        ))
    };
    assert!(back(r#"Nullable="false""#, "a.x").is_empty());
    let says = |found: Vec<String>, what: &str| {
        let wanted = format!("warning partner 1: the partner of containment `in` {what} (3)");
        assert_eq!(found, [wanted]);
    };
    says(back("", "a.x"), "is nullable");
    says(back("", "Collection(a.x)"), "leads to many entities");
}

#[test]
fn a_singleton_without_key_is_reported_with_its_type() {
    assert_eq!(
        found(
            r#"<EntityType Name="x"/><EntityContainer Name="c"><Singleton Name="s" Type="a.x"/>
            </EntityContainer>"#
        ),
        [
            "warning missing-key 1: entity type `x` has no key",
            "warning missing-key 1: singleton `s` is an entity without key"
        ]
    );
}

#[test]
fn partners_name_each_other_and_constraints_fit() {
    let two = |on_a: &str, on_b: &str| {
        found(&format!(
            r#"<EntityType Name="x">{KEY}<Property Name="n" Type="Edm.Int32"/>{on_a}</EntityType><EntityType Name="y">{KEY}{on_b}</EntityType>"#
        ))
    };
    let back = r#"<NavigationProperty Name="back" Type="a.x" Partner="to"/>"#;
    assert!(
        two(
            r#"<NavigationProperty Name="to" Type="a.y" Partner="back"/>"#,
            back
        )
        .is_empty()
    );
    assert_eq!(
        two(
            r#"<NavigationProperty Name="two" Type="a.y" Partner="back"/>"#,
            back
        ),
        [
            "warning partner 1: `two` and its partner `back` do not name each other (1)",
            "warning partner 1: `to` goes to `to`, which `x` does not have"
        ]
    );
    assert_eq!(
        two(
            r#"<NavigationProperty Name="to" Type="a.y" Partner="id"/>"#,
            ""
        ),
        ["warning partner 1: partner `id` is no navigation property"]
    );
    let constraint = |own: &str, other: &str| {
        two(
            &format!(
                r#"<NavigationProperty Name="to" Type="a.y" Nullable="false"><ReferentialConstraint Property="{own}" ReferencedProperty="{other}"/></NavigationProperty>"#
            ),
            "",
        )
    };
    assert!(constraint("id", "id").is_empty());
    assert_eq!(
        constraint("n", "id"),
        [
            "warning referential-constraint 1: `n` and `id` have different types",
            "warning constraint-nullability 1: `n` can be null, but `to` cannot (1)"
        ]
    );
    assert!(constraint("no", "id")[0].starts_with("warning referential-constraint 1"));
}

#[test]
fn contained_collections_need_keys() {
    assert_eq!(
        found(&format!(
            r#"<EntityType Name="b">{KEY}<NavigationProperty Name="p" Type="Collection(a.k)" ContainsTarget="true"/></EntityType>
<EntityType Name="k" Abstract="true"/>"#
        )),
        ["warning missing-key 1: `p` contains entities without key"]
    );
}

#[test]
fn only_what_holds_itself_inline_is_boxed() {
    let model = good(
        r#"<ComplexType Name="self"><Property Name="p" Type="a.self"/><Property Name="l" Type="Collection(a.self)"/></ComplexType>
        <ComplexType Name="one"><Property Name="p" Type="a.two"/><Property Name="q" Type="a.leaf"/></ComplexType>
        <ComplexType Name="two"><Property Name="p" Type="a.one"/></ComplexType>
        <ComplexType Name="leaf"/>
        <ComplexType Name="any" Abstract="true"/>
        <ComplexType Name="some" BaseType="a.any"><Property Name="p" Type="a.any"/></ComplexType>
        <ComplexType Name="base"/>
        <ComplexType Name="child" BaseType="a.base"><Property Name="p" Type="a.base"/></ComplexType>
        <ComplexType Name="root"><Property Name="p" Type="a.hold"/></ComplexType>
        <ComplexType Name="branch" BaseType="a.root"/>
        <ComplexType Name="hold"><Property Name="p" Type="a.branch"/></ComplexType>"#,
    );
    let boxed: Vec<String> = model
        .boxed
        .iter()
        .map(|&id| {
            let owner = model
                .type_(id.owner)
                .map(|t| t.name.name.clone())
                .unwrap_or_default();
            format!(
                "{owner}.{}",
                model
                    .property(id)
                    .map(|p| p.name.as_str())
                    .unwrap_or_default()
            )
        })
        .collect();
    assert_eq!(boxed, ["self.p", "one.p", "two.p", "root.p", "hold.p"]);
}

#[test]
fn a_type_that_requires_itself_has_no_value() {
    assert_eq!(
        found(
            "<ComplexType Name=\"t\"><Property Name=\"p\" Type=\"a.t\" Nullable=\"false\"/></ComplexType>"
        ),
        ["error required-recursion 1: `t` requires a value of its own type, by way of `p` (1)"]
    );
    good(
        r#"<ComplexType Name="t"><Property Name="p" Type="Collection(a.t)" Nullable="false"/></ComplexType>"#,
    );
    let through_base = found(
        r#"<ComplexType Name="b"><Property Name="p" Type="a.d" Nullable="false"/></ComplexType><ComplexType Name="d" BaseType="a.b"/>"#,
    );
    assert!(
        through_base[0].starts_with("error required-recursion 1"),
        "{through_base:?}"
    );
}
