//! Tests of namespaces, aliases, references and type names.

use super::{documents, envelope, found, good, schema};

const EDM: &str = "http://docs.oasis-open.org/odata/ns/edm";

#[test]
fn aliases_and_namespaces_are_two_spellings_of_one_name() {
    let model = good(
        r#"<ComplexType Name="t"><Property Name="p" Type="a.t"/>
        <Property Name="q" Type="Collection(n.t)" Nullable="false"/></ComplexType>"#,
    );
    let t = model.find_type("n.t").expect("declared");
    assert_eq!(model.find_type("a.t"), Some(t));
    let named: Vec<_> = model
        .all_properties(t)
        .iter()
        .map(|(_, p)| model.type_name(p.type_))
        .collect();
    assert_eq!(named, ["n.t", "Collection(n.t)"]);
}

#[test]
fn an_alias_is_known_in_the_whole_document_but_not_in_another() {
    let first = envelope(
        "4.0",
        &format!(
            r#"<e:DataServices><Schema xmlns="{EDM}" Namespace="x"><ComplexType Name="t">
            <Property Name="p" Type="late.u"/></ComplexType></Schema>
            <Schema xmlns="{EDM}" Namespace="y.z" Alias="late"><ComplexType Name="u"/></Schema>
            </e:DataServices>"#
        ),
    );
    let (_, found) = documents(std::slice::from_ref(&first));
    assert!(found.is_empty(), "{found:#?}");
    let second = schema(
        "4.0",
        r#"<ComplexType Name="t"><Property Name="p" Type="late.u"/><Property Name="q" Type="y.z.u"/></ComplexType>"#,
    );
    let (_, found) = documents(&[first, second]);
    assert_eq!(
        found,
        [
            "error unknown-namespace 1: no schema or reference declares `late`",
            "error unknown-namespace 1: no schema or reference declares `y.z` [another document declares `y.z`; an `edmx:Reference` that includes it is missing]"
        ]
    );
}

#[test]
fn references_bring_namespaces_into_scope() {
    let library = envelope(
        "4.0",
        &format!(
            r#"<e:DataServices><Schema xmlns="{EDM}" Namespace="lib">
            <EntityType Name="e" Abstract="true"/></Schema></e:DataServices>"#
        ),
    );
    let user = schema("4.0", r#"<EntityType Name="t" BaseType="l.e" Abstract="true"/>"#).replace(
        "<e:DataServices>",
        r#"<e:Reference Uri="l"><e:Include Namespace="lib" Alias="l"/></e:Reference><e:DataServices>"#,
    );
    let (model, found) = documents(&[user.clone(), library]);
    assert!(found.is_empty(), "{found:#?}");
    let t = model.find_type("n.t").expect("declared");
    assert_eq!(
        model.ancestors(t),
        [model.find_type("lib.e").expect("declared")]
    );
    let (model, found) = documents(&[user]);
    assert_eq!(
        found,
        [
            "warning missing-document 1: the document of `lib` is missing: 1 of its names stay untyped [give `l` with `--with FILE`] (1)"
        ]
    );
    assert!(
        model.types[0].structured().is_some_and(|s| s.open),
        "who knows what it inherits"
    );
}

#[test]
fn names_that_name_nothing() {
    let types = [
        (
            "a.cal",
            "error unknown-type 1: unknown type `a.cal` [did you mean `a.call`?]",
        ),
        (
            "a.Call",
            "error unknown-type 1: unknown type `a.Call` [did you mean `a.call`?]",
        ),
        (
            "b.call",
            "error unknown-namespace 1: no schema or reference declares `b` [did you mean `a.call`?]",
        ),
        (
            "call",
            "error unqualified-name 1: `call` is not qualified by a namespace [did you mean `n.call`?]",
        ),
        (
            "String",
            "error unqualified-name 1: `String` is not qualified by a namespace [did you mean `Edm.String`?]",
        ),
        (
            "Edm.string",
            "error unknown-type 1: unknown type `Edm.string` [did you mean `Edm.String`?]",
        ),
        (
            "edm.String",
            "error unknown-namespace 1: no schema or reference declares `edm` [did you mean `Edm.String`?]",
        ),
        (
            "Edm.DateTime",
            "error unknown-type 1: unknown type `Edm.DateTime` [did you mean `Edm.DateTimeOffset`?]",
        ),
        (
            "Edm.Time",
            "error unknown-type 1: unknown type `Edm.Time` [did you mean `Edm.Duration`?]",
        ),
    ];
    for (type_, expected) in types {
        let body = format!(
            r#"<ComplexType Name="call"/><ComplexType Name="t"><Property Name="p" Type="{type_}"/></ComplexType>"#
        );
        assert_eq!(found(&body), [expected], "{type_}");
    }
}

#[test]
fn texts_that_are_no_type() {
    for type_ in [
        "",
        " a.t",
        "a.t ",
        "Collection(a.t",
        "Collection(Collection(a.t))",
        "Collection()",
        "Collection( a.t)",
        "a.t)",
        "List(a.t)",
    ] {
        let body =
            format!(r#"<ComplexType Name="t"><Property Name="p" Type="{type_}"/></ComplexType>"#);
        let found = found(&body);
        assert_eq!(found.len(), 1, "{type_}: {found:?}");
        assert!(
            found[0].starts_with("error type-syntax 1:"),
            "{type_}: {found:?}"
        );
    }
    let lower =
        found(r#"<ComplexType Name="t"><Property Name="p" Type="collection(a.t)"/></ComplexType>"#);
    assert!(lower[0].starts_with("error type-syntax"), "{lower:?}");
}

#[test]
fn all_built_in_types_are_known() {
    let names = "Binary Boolean Byte Date DateTimeOffset Decimal Double Duration Guid Int16 Int32 Int64 \
        SByte Single Stream String TimeOfDay Geography GeographyPoint GeographyLineString \
        GeographyPolygon GeographyMultiPoint GeographyMultiLineString GeographyMultiPolygon \
        GeographyCollection Geometry GeometryPoint GeometryLineString GeometryPolygon \
        GeometryMultiPoint GeometryMultiLineString GeometryMultiPolygon GeometryCollection \
        PrimitiveType ComplexType EntityType PropertyPath NavigationPropertyPath AnnotationPath \
        AnyPropertyPath ModelElementPath";
    let properties: String = names
        .split_whitespace()
        .map(|name| match name {
            "EntityType" => format!(r#"<NavigationProperty Name="p{name}" Type="Edm.{name}"/>"#),
            _ => format!(r#"<Property Name="p{name}" Type="Edm.{name}"/>"#),
        })
        .collect();
    let model = good(&format!(
        r#"<ComplexType Name="t">{properties}</ComplexType>"#
    ));
    for (name, (_, property)) in names
        .split_whitespace()
        .zip(model.all_properties(crate::model::TypeId(0)))
    {
        assert_eq!(model.type_name(property.type_), format!("Edm.{name}"));
    }
}

#[test]
fn namespaces_and_aliases_are_unique() {
    let two = |first: &str, second: &str| {
        let body = format!(
            r#"<e:DataServices><Schema xmlns="{EDM}" {first}/>
<Schema xmlns="{EDM}" {second}/></e:DataServices>"#
        );
        documents(&[envelope("4.0", &body)]).1
    };
    assert!(two(r#"Namespace="x""#, r#"Namespace="X""#).is_empty());
    assert_eq!(
        two(r#"Namespace="x""#, r#"Namespace="x""#),
        ["error duplicate-namespace 2: namespace `x` is declared twice (1)"]
    );
    assert_eq!(
        two(r#"Namespace="x" Alias="s""#, r#"Namespace="y" Alias="s""#),
        ["error duplicate-alias 2: alias `s` is already taken by `x` (1)"]
    );
    assert_eq!(
        two(r#"Namespace="x" Alias="y""#, r#"Namespace="y""#),
        ["warning duplicate-alias 1: alias `y` is the name of another namespace (2)"]
    );
    assert_eq!(
        two(r#"Namespace="System""#, r#"Namespace="y" Alias="odata""#),
        [
            "warning reserved-name 1: `System` is reserved",
            "warning reserved-name 2: `odata` is reserved"
        ]
    );
}

#[test]
fn types_terms_and_operations_share_names_within_limits() {
    good(r#"<ComplexType Name="t"/><ComplexType Name="T"/>"#);
    assert_eq!(
        found("<ComplexType Name=\"t\"/>\n<EnumType Name=\"t\"><Member Name=\"m\"/></EnumType>"),
        ["error duplicate-type 2: type `t` is declared twice (1)"]
    );
    assert_eq!(
        found("<Term Name=\"t\" Type=\"Edm.Int32\"/>\n<Term Name=\"t\" Type=\"Edm.Int32\"/>"),
        ["error duplicate-type 2: term `t` is declared twice (1)"]
    );
    assert_eq!(
        found("<Term Name=\"t\" Type=\"Edm.Int32\"/><ComplexType Name=\"t\"/>"),
        ["warning duplicate-type 1: `t` is the name of a type of this schema, too (1)"]
    );
}

#[test]
fn odd_names_are_reported_and_empty_ones_refused() {
    assert_eq!(
        found(
            r#"<ComplexType Name="1t"/><ComplexType Name=""/><ComplexType Name="a.b"/><ComplexType Name="c"><Property Name="x y" Type="Edm.Int32"/></ComplexType>"#
        ),
        [
            "warning name 1: `1t` is not a simple identifier",
            "error name 1: the name of a type is empty",
            "error name 1: `a.b` is not a simple identifier",
            "warning name 1: `x y` is not a simple identifier"
        ]
    );
}

#[test]
fn names_that_json_escapes_are_refused() {
    for name in ["a&quot;b", "a\\b", "a&#xA;b", "a&#x7F;b"] {
        for schema in [
            format!(r#"<ComplexType Name="{name}"/>"#),
            format!(
                r#"<ComplexType Name="c"><Property Name="{name}" Type="Edm.Int32"/></ComplexType>"#
            ),
            format!(r#"<EnumType Name="e"><Member Name="{name}"/></EnumType>"#),
            format!(r#"<Action Name="a"><Parameter Name="{name}" Type="Edm.Int32"/></Action>"#),
        ] {
            let found = found(&schema);
            assert!(
                matches!(found.as_slice(), [one] if one.starts_with("error name 1: ")),
                "{schema}: {found:?}"
            );
        }
    }
}
