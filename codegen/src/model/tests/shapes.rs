//! Tests of properties, facets, enumerations and type definitions.

use super::super::{Item, MaxLength, Primitive, Scale, Srid, TypeId, TypeKind};
use super::{documents, found, good, schema};

fn property(attributes: &str) -> Vec<String> {
    found(&format!(
        r#"<ComplexType Name="t"><Property Name="p" {attributes}/></ComplexType>"#
    ))
}

#[test]
fn nullability_is_kept_as_written_and_true_otherwise() {
    let model = good(
        r#"<ComplexType Name="t"><Property Name="p" Type="Edm.Int32"/>
        <Property Name="q" Type="Edm.Int32" Nullable="false"/></ComplexType>"#,
    );
    let all = model.all_properties(TypeId(0));
    let nullable: Vec<_> = all
        .iter()
        .map(|(_, p)| (p.nullable, p.is_nullable()))
        .collect();
    assert_eq!(nullable, [(None, true), (Some(false), false)]);
}

#[test]
fn facets_are_numbers_or_symbols() {
    let model = good(
        r#"<ComplexType Name="t"><Property Name="p" Type="Edm.PrimitiveType" MaxLength="max" Precision="9"
        Scale="variable" Unicode="false" SRID="variable"/><Property Name="q" Type="Edm.PrimitiveType"
        MaxLength="36" Precision="9" Scale="2" SRID="4326"/></ComplexType>"#,
    );
    let all = model.all_properties(TypeId(0));
    let (p, q) = (&all[0].1.facets, &all[1].1.facets);
    assert_eq!((p.max_length, p.precision), (Some(MaxLength::Max), Some(9)));
    assert_eq!(
        (p.scale, p.unicode, p.srid),
        (Some(Scale::Variable), Some(false), Some(Srid::Variable))
    );
    assert_eq!(
        (q.max_length, q.scale),
        (Some(MaxLength::Length(36)), Some(Scale::Digits(2)))
    );
    assert_eq!(q.srid, Some(Srid::Number(4326)));
    assert_eq!(
        property(r#"Type="Edm.Decimal" Scale="Variable""#),
        ["warning facet 1: `Scale` of `variable` has another letter case here"]
    );
    for (facet, value) in [
        ("MaxLength", "-1"),
        ("MaxLength", "1.5"),
        ("Precision", "many"),
        ("Scale", ""),
        ("SRID", "x"),
    ] {
        let found = property(&format!(r#"Type="Edm.PrimitiveType" {facet}="{value}""#));
        assert_eq!(
            found,
            [format!("error facet 1: `{facet}` cannot be `{value}`")]
        );
    }
    assert_eq!(
        property(r#"Type="Edm.Decimal" Precision="2" Scale="3""#),
        ["warning facet 1: `Scale` is greater than `Precision`"]
    );
}

#[test]
fn defaults_fit_their_type() {
    for (type_, value) in [
        ("Boolean", "true"),
        ("Byte", "255"),
        ("SByte", "-128"),
        ("Int64", "-9223372036854775808"),
        ("Double", "-INF"),
        ("Decimal", "1.50"),
        ("String", "anything"),
    ] {
        assert!(property(&format!(r#"Type="Edm.{type_}" DefaultValue="{value}""#)).is_empty());
    }
    for (type_, value) in [
        ("Boolean", "True"),
        ("Byte", "256"),
        ("Int32", "x"),
        ("Double", "inf"),
        ("Stream", ""),
    ] {
        let found = property(&format!(r#"Type="Edm.{type_}" DefaultValue="{value}""#));
        assert_eq!(
            found,
            [format!(
                "warning default-value 1: `{value}` is no value of `Edm.{type_}`"
            )]
        );
    }
}

#[test]
fn properties_hold_values_and_navigation_properties_lead_to_entities() {
    let kinds = |property: &str| {
        found(&format!(
            r#"<ComplexType Name="c"/><EntityType Name="e" Abstract="true"/>
<ComplexType Name="t">{property}</ComplexType>"#
        ))
    };
    assert!(kinds(r#"<NavigationProperty Name="p" Type="a.e"/>"#).is_empty());
    assert!(kinds(r#"<NavigationProperty Name="p" Type="Edm.EntityType"/>"#).is_empty());
    assert_eq!(
        kinds(r#"<Property Name="p" Type="a.e"/>"#),
        [
            "error wrong-kind 2: property `p` has the entity type `a.e` \
          [only a navigation property leads to entities] (1)"
        ]
    );
    for (type_, declared) in [
        ("a.c", " (1)"),
        ("Collection(a.c)", " (1)"),
        ("Edm.String", ""),
        ("Edm.Untyped", ""),
    ] {
        assert_eq!(
            kinds(&format!(r#"<NavigationProperty Name="p" Type="{type_}"/>"#)),
            [format!(
                "error wrong-kind 2: navigation property `p` leads to `{type_}`, which is no entity type{declared}"
            )]
        );
    }
    assert_eq!(
        kinds(r#"<NavigationProperty Name="p" Type="Collection(a.e)" Nullable="true"/>"#),
        ["warning collection-item 2: `Nullable` means nothing on a collection of entities"]
    );
}

#[test]
fn what_only_version_4_01_has() {
    let untyped = r#"<ComplexType Name="t"><Property Name="p" Type="Edm.Untyped"/></ComplexType>"#;
    assert_eq!(
        found(untyped),
        ["warning version-4.01 1: `Edm.Untyped` is for version 4.01"]
    );
    let any = r#"<TypeDefinition Name="d" UnderlyingType="Edm.PrimitiveType"/>"#;
    assert_eq!(found(any).len(), 1);
    for body in [untyped, any] {
        let (model, found) = documents(&[schema("4.01", body)]);
        assert!(found.is_empty(), "{found:?}");
        assert_eq!(model.version, "4.01");
    }
}

#[test]
fn properties_are_unique_within_their_type() {
    good(
        r#"<ComplexType Name="t"><Property Name="p" Type="Edm.Int32"/><Property Name="P" Type="Edm.Int32"/></ComplexType>"#,
    );
    assert_eq!(
        found(
            "<EntityType Name=\"t\" Abstract=\"true\"><Property Name=\"p\" Type=\"Edm.Int32\"/>\n\
               <NavigationProperty Name=\"p\" Type=\"a.t\"/></EntityType>"
        ),
        ["error duplicate-property 2: property `p` is declared twice (1)"]
    );
    assert_eq!(
        found(r#"<ComplexType Name="t"><Property Name="t" Type="Edm.Int32"/></ComplexType>"#),
        ["warning property-named-as-type 1: property `t` has the name of its type (1)"]
    );
}

fn members(attributes: &str, members: &str) -> (Vec<i64>, Vec<String>) {
    let (model, found) = super::one(&format!(
        r#"<EnumType Name="t" {attributes}>{members}</EnumType>"#
    ));
    let values = model.types[0]
        .enumeration()
        .map(|e| e.members.iter().map(|m| m.value).collect())
        .unwrap_or_default();
    (values, found)
}

#[test]
fn members_without_values_count_from_zero() {
    let (values, found) = members(
        "",
        r#"<Member Name="b"/><Member Name="a"/><Member Name="B"/>"#,
    );
    assert_eq!((values, found), (vec![0, 1, 2], vec![]));
}

#[test]
fn member_values_are_decimal_integers_of_the_underlying_type() {
    let (values, found) = members(
        r#"UnderlyingType="Edm.Int64""#,
        r#"<Member Name="a" Value="-9223372036854775808"/><Member Name="b" Value="+007"/>
        <Member Name="c" Value="7"/>"#,
    );
    assert_eq!((values, found), (vec![i64::MIN, 7, 7], vec![]));
    for (type_, value) in [
        ("SByte", "128"),
        ("Byte", "-1"),
        ("Int16", "32768"),
        ("Int32", "2147483648"),
        ("Int64", "9223372036854775808"),
    ] {
        let (_, found) = members(
            &format!(r#"UnderlyingType="Edm.{type_}""#),
            &format!(r#"<Member Name="a" Value="{value}"/>"#),
        );
        assert_eq!(
            found,
            [format!(
                "error enum-range 1: `{value}` is no value of Edm.{type_}"
            )]
        );
    }
    for value in ["0x10", "1e3", "1 2", "1,000", "", "-", "--1"] {
        let (_, found) = members("", &format!(r#"<Member Name="a" Value="{value}"/>"#));
        assert_eq!(
            found,
            [format!(
                "error enum-range 1: `{value}` is not a decimal integer"
            )]
        );
    }
}

#[test]
fn rules_of_enumerations() {
    let (_, found) = members("", r#"<Member Name="a" Value="1"/><Member Name="b"/>"#);
    assert_eq!(
        found,
        [
            "warning enum-values 1: member `b` has no value, but others of `t` have one [it gets the value 2] (1)"
        ]
    );
    let (_, found) = members("", r#"<Member Name="a"/><Member Name="a"/>"#);
    assert_eq!(
        found,
        ["error duplicate-member 1: member `a` is declared twice (1)"]
    );
    let (_, found) = members("", "");
    assert_eq!(found, ["warning empty-enum 1: enum type `t` has no member"]);
    let (_, found) = members(r#"IsFlags="true""#, r#"<Member Name="a" Value="-1"/>"#);
    assert_eq!(
        found,
        ["warning flag-values 1: a flag needs a value that is written and not negative"]
    );
    for type_ in ["Edm.String", "Edm.Decimal", "Int32", "a.t", "Edm.UInt32"] {
        let (_, found) = members(
            &format!(r#"UnderlyingType="{type_}""#),
            r#"<Member Name="a" Value="1"/>"#,
        );
        assert!(
            found[0].starts_with("error underlying-type 1:"),
            "{type_}: {found:?}"
        );
    }
}

#[test]
fn type_definitions_stand_for_primitive_types() {
    let model = good(
        r#"<TypeDefinition Name="d" UnderlyingType="Edm.String" MaxLength="5"/>
        <ComplexType Name="t"><Property Name="p" Type="Collection(a.d)"/></ComplexType>"#,
    );
    match &model.types[0].kind {
        TypeKind::Definition(definition) => {
            assert_eq!(definition.underlying, Item::Primitive(Primitive::String));
            assert_eq!(definition.facets.max_length, Some(MaxLength::Length(5)));
        }
        other => panic!("{other:?}"),
    }
    for type_ in ["a.d", "Collection(Edm.String)", "Edm.Untyped", "a.x"] {
        let found = found(&format!(
            r#"<TypeDefinition Name="d" UnderlyingType="{type_}"/>"#
        ));
        assert_eq!(found.len(), 1, "{type_}: {found:?}");
        assert!(found[0].starts_with("error"), "{type_}: {found:?}");
    }
    let again = found(
        r#"<TypeDefinition Name="d" UnderlyingType="Edm.String" MaxLength="5"/>
<ComplexType Name="t"><Property Name="p" Type="a.d" MaxLength="4"/></ComplexType>"#,
    );
    assert_eq!(
        again,
        ["warning type-definition 2: `a.d` already sets this facet (1)"]
    );
}
