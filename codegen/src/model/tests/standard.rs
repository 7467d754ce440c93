//! Tests of rules that services break and the generator reports without refusing.

use super::{documents, found, good, one, schema};

const KEY: &str = r#"<Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>"#;

/// What is found about a constraint: `navigation` and `dependent` are the `Nullable` of the
/// navigation property and of the dependent property, `principal` that of a property which is
/// no key.
fn constraint(navigation: &str, dependent: &str, principal: Option<&str>) -> Vec<String> {
    let nullable = |text: &str| match text {
        "" => String::new(),
        text => format!(r#" Nullable="{text}""#),
    };
    let referenced = if principal.is_some() { "code" } else { "id" };
    found(&format!(
        r#"<EntityType Name="hall">{KEY}<Property Name="code" Type="Edm.String"{}/></EntityType>
<EntityType Name="seat">{KEY}
<Property Name="at" Type="Edm.String"{}/>
<NavigationProperty Name="hall" Type="a.hall"{}><ReferentialConstraint Property="at" ReferencedProperty="{referenced}"/></NavigationProperty>
</EntityType>"#,
        nullable(principal.unwrap_or_default()),
        nullable(dependent),
        nullable(navigation),
    ))
}

#[test]
fn a_dependent_property_is_as_nullable_as_what_it_depends_on() {
    for (navigation, dependent, principal) in [
        ("", "", None),
        ("true", "true", None),
        ("false", "false", None),
        ("false", "", Some("true")),
        ("false", "false", Some("false")),
    ] {
        let found = constraint(navigation, dependent, principal);
        assert!(found.is_empty(), "{found:?}");
    }
    let warning = "warning constraint-nullability 4:";
    assert_eq!(
        constraint("", "false", None),
        [format!("{warning} `at` cannot be null, but `hall` can (3)")]
    );
    assert_eq!(
        constraint("false", "false", Some("")),
        [format!("{warning} `at` cannot be null, but `code` can (3)")]
    );
    assert_eq!(
        constraint("false", "true", None),
        [format!("{warning} `at` can be null, but `hall` cannot (3)")]
    );
}

#[test]
fn a_constraint_needs_one_entity() {
    let body = format!(
        r#"<EntityType Name="hall">{KEY}
<NavigationProperty Name="seats" Type="Collection(a.seat)"><ReferentialConstraint Property="id" ReferencedProperty="at"/></NavigationProperty>
</EntityType><EntityType Name="seat">{KEY}<Property Name="at" Type="Edm.String"/></EntityType>"#
    );
    assert_eq!(
        found(&body),
        [
            "warning constraint-on-collection 2: `seats` leads to many entities and has a referential constraint"
        ]
    );
}

#[test]
fn facets_belong_to_types() {
    let facets = |type_: &str, facets: &str| {
        found(&format!(
            r#"<EnumType Name="e"><Member Name="m"/></EnumType><ComplexType Name="b"/>
<TypeDefinition Name="d" UnderlyingType="Edm.Decimal"/>
<ComplexType Name="c"><Property Name="p" Type="{type_}" {facets}/></ComplexType>
"#
        ))
    };
    for (type_, set) in [
        ("Edm.String", r#"MaxLength="max" Unicode="false""#),
        ("Collection(Edm.Binary)", r#"MaxLength="9""#),
        ("Edm.Stream", r#"MaxLength="9""#),
        ("Edm.Decimal", r#"Precision="9" Scale="2""#),
        ("Edm.DateTimeOffset", r#"Precision="12""#),
        ("Edm.TimeOfDay", r#"Precision="0""#),
        ("Edm.GeographyPoint", r#"SRID="4326""#),
        ("Edm.PrimitiveType", r#"MaxLength="9" SRID="4326""#),
        ("a.d", r#"Precision="9""#),
    ] {
        let found = facets(type_, set);
        assert!(found.is_empty(), "{found:?}");
    }
    for (type_, set, expected) in [
        (
            "Edm.Int32",
            r#"MaxLength="9""#,
            "note facet-type 3: `MaxLength` means nothing for `Edm.Int32`",
        ),
        (
            "Collection(Edm.String)",
            r#"Precision="9""#,
            "note facet-type 3: `Precision` means nothing for `Edm.String`",
        ),
        (
            "Edm.Binary",
            r#"Unicode="false""#,
            "note facet-type 3: `Unicode` means nothing for `Edm.Binary`",
        ),
        (
            "Edm.Double",
            r#"Scale="2""#,
            "note facet-type 3: `Scale` means nothing for `Edm.Double`",
        ),
        (
            "Edm.Guid",
            r#"SRID="0""#,
            "note facet-type 3: `SRID` means nothing for `Edm.Guid`",
        ),
        (
            "a.d",
            r#"MaxLength="9""#,
            "note facet-type 3: `MaxLength` means nothing for `Edm.Decimal`",
        ),
        (
            "a.e",
            r#"MaxLength="9""#,
            "note facet-type 3: `MaxLength` means nothing for a type that is not primitive",
        ),
        (
            "a.b",
            r#"Scale="2""#,
            "note facet-type 3: `Scale` means nothing for a type that is not primitive",
        ),
        (
            "Edm.String",
            r#"MaxLength="0""#,
            "warning max-length 3: `MaxLength` is 0: no value but the empty one fits",
        ),
        (
            "Edm.Duration",
            r#"Precision="13""#,
            "warning facet 3: seconds have at most 12 decimal places",
        ),
    ] {
        assert_eq!(facets(type_, set), [expected], "{type_} {set}");
    }
}

#[test]
fn facets_of_parameters_results_and_definitions_are_checked() {
    let elsewhere = found(
        r#"<Function Name="f"><Parameter Name="p" Type="Edm.Int32" Scale="1"/>
<ReturnType Type="Edm.Boolean" MaxLength="5"/></Function>
<TypeDefinition Name="d" UnderlyingType="Edm.Int64" Precision="5"/>"#,
    );
    assert_eq!(
        elsewhere,
        [
            "note facet-type 1: `Scale` means nothing for `Edm.Int32`",
            "note facet-type 2: `MaxLength` means nothing for `Edm.Boolean`",
            "note facet-type 3: `Precision` means nothing for `Edm.Int64`",
        ]
    );
}

#[test]
fn what_a_base_type_says_is_repeated() {
    let body = |own: &str| {
        format!(
            r#"<EntityType Name="b" OpenType="true" HasStream="true">{KEY}</EntityType>
<EntityType Name="d" BaseType="a.b"{own}/>
"#
        )
    };
    let open = "warning open-type 2: `d` does not repeat `OpenType` of its base type \
                [it is treated as if it had `OpenType=\"true\"`] (1)";
    let stream = "warning has-stream 2: `d` does not repeat `HasStream` of its base type \
                  [it is treated as if it had `HasStream=\"true\"`] (1)";
    assert_eq!(found(&body("")), [open, stream]);
    assert_eq!(
        found(&body(r#" OpenType="false" HasStream="true""#)),
        [open]
    );
    let model = good(&body(r#" OpenType="true" HasStream="true""#));
    assert!(model.types[1].structured().unwrap().has_stream);
    // Each type of a line of types has to repeat it.
    let line = r#"<ComplexType Name="x" OpenType="true"/>
<ComplexType Name="y" BaseType="a.x"/>
<ComplexType Name="z" BaseType="a.y"/>"#;
    let lines = found(line);
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[1].starts_with("warning open-type 3") && lines[1].ends_with("(2)"));
}

#[test]
fn a_type_below_a_missing_one_need_not_be_open() {
    let text = schema(
        "4.0",
        r#"<ComplexType Name="x" BaseType="other.y"/><ComplexType Name="z" BaseType="a.x"/>"#,
    );
    let reference = r#"<e:Reference Uri="u"><e:Include Namespace="other"/></e:Reference>"#;
    let text = text.replace("<e:DataServices>", &format!("{reference}<e:DataServices>"));
    let (_, found) = documents(&[text]);
    assert!(!found.iter().any(|f| f.contains("open-type")), "{found:?}");
}

#[test]
fn names_are_shared_by_operations_and_types() {
    let body = r#"<Action Name="x" IsBound="true"><Parameter Name="b" Type="a.c"/></Action>
<Function Name="x" IsBound="true"><Parameter Name="b" Type="a.c"/><ReturnType Type="Edm.Int32"/></Function>
<ComplexType Name="c"/>
<Action Name="c"/>"#;
    let (model, found) = one(body);
    assert_eq!(
        found,
        [
            "warning shared-operation-name 2: `x` is the name of an action and of a function (1)",
            "warning operation-named-as-type 4: operation `c` has the name of a type of its schema (3)",
        ]
    );
    assert_eq!(model.operations.len(), 3);
}

#[test]
fn a_property_of_all_entities_is_reported() {
    for type_ in ["Edm.EntityType", "Collection(Edm.EntityType)"] {
        let (model, found) = one(&format!(
            r#"<ComplexType Name="c"><Property Name="p" Type="{type_}"/><NavigationProperty Name="n" Type="{type_}"/></ComplexType>"#
        ));
        assert_eq!(
            found,
            [
                "warning entity-type-property 1: property `p` has the type of all entities \
                 [only a navigation property leads to entities]"
            ]
        );
        assert_eq!(model.types[0].structured().unwrap().properties.len(), 2);
    }
}

#[test]
fn containers_have_children_and_imports_return_what_they_say() {
    assert_eq!(
        found("<EntityContainer Name=\"k\"/>"),
        ["warning empty-container 1: container `n.k` has no children"]
    );
    let import = |returns: &str, set: &str| {
        found(&format!(
            r#"<EntityType Name="e">{KEY}</EntityType><EntityType Name="o">{KEY}</EntityType><ComplexType Name="c"/>
<Action Name="f">{returns}</Action><EntityContainer Name="k"><EntitySet Name="all" EntityType="a.e"/>
<ActionImport Name="f" Action="a.f"{set}/></EntityContainer>"#
        ))
    };
    let set = r#" EntitySet="all""#;
    assert!(import("", "").is_empty());
    for entities in ["a.e", "Collection(a.e)", "Edm.EntityType"] {
        let found = import(&format!(r#"<ReturnType Type="{entities}"/>"#), set);
        assert!(found.is_empty(), "{found:?}");
    }
    let none = "warning import-result 3: import `f` names an entity set, but returns no entities";
    assert_eq!(import("", set), [none]);
    for values in ["Edm.String", "a.c", "Collection(a.c)"] {
        assert_eq!(
            import(&format!(r#"<ReturnType Type="{values}"/>"#), set),
            [none]
        );
    }
    assert_eq!(
        import(r#"<ReturnType Type="a.o"/>"#, set),
        ["warning entity-set 3: entity set `all` holds another type than is returned"]
    );
}

#[test]
fn an_alias_may_have_dots() {
    let document = |namespace: &str, alias: &str| {
        let text = schema(
            "4.0",
            r#"<ComplexType Name="c"><Property Name="p" Type="ALIAS.c"/></ComplexType>"#,
        );
        let text = text.replace("Namespace=\"n\"", &format!("Namespace=\"{namespace}\""));
        let text = text.replace("Alias=\"a\"", &format!("Alias=\"{alias}\""));
        documents(&[text.replace("ALIAS", alias)])
    };
    for (namespace, alias) in [("n", "n"), ("com.sap.cap", "com.sap.cap")] {
        let (model, found) = document(namespace, alias);
        assert_eq!(
            found,
            [format!(
                "warning duplicate-alias 1: alias `{alias}` is the namespace itself \
                 [remove the alias: names with the whole namespace need none] (1)"
            )]
        );
        assert_eq!(model.types[0].structured().unwrap().properties.len(), 1);
    }
    let (model, found) = document("com.sap.cap", "sap.cap");
    assert_eq!(
        found,
        ["warning name 1: `sap.cap` is not a simple identifier"]
    );
    assert_eq!(model.types[0].structured().unwrap().properties.len(), 1);
    let (_, found) = document("n", "a b");
    assert!(
        found.iter().any(|f| f.starts_with("error name")),
        "{found:?}"
    );
}

#[test]
fn members_count_on_from_the_last_value() {
    let body = |members: &str| format!(r#"<EnumType Name="e">{members}</EnumType>"#);
    let values = |members: &str| {
        let (model, found) = one(&body(members));
        let values = &model.types[0].enumeration().unwrap().members;
        let values: Vec<i64> = values.iter().map(|member| member.value).collect();
        (values, found)
    };
    let (numbers, found) = values(
        r#"<Member Name="a"/><Member Name="b" Value="7"/>
<Member Name="c"/><Member Name="d" Value="-2"/><Member Name="f"/>"#,
    );
    assert_eq!(numbers, [0, 7, 8, -2, -1]);
    assert_eq!(
        found,
        [
            "warning enum-values 1: member `a` has no value, but others of `e` have one [it gets the value 0] (1)",
            "warning enum-values 2: member `c` has no value, but others of `e` have one [it gets the value 8] (1)",
            "warning enum-values 2: member `f` has no value, but others of `e` have one [it gets the value -1] (1)",
        ]
    );
    let (numbers, found) = values(r#"<Member Name="a"/><Member Name="b"/>"#);
    assert_eq!((numbers, found), (vec![0, 1], Vec::new()));
    let (_, found) = values(r#"<Member Name="a" Value="2147483647"/><Member Name="b"/>"#);
    assert!(
        found.iter().any(|f| f.starts_with("error enum-range")),
        "{found:?}"
    );
}
