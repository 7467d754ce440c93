//! Tests of actions, functions and overloads.

use super::super::{Item, OperationKind, TypeId, TypeRef};
use super::{found, good};

const TYPES: &str = r#"<ComplexType Name="c"/><ComplexType Name="d" BaseType="a.c"/>"#;

fn operations(body: &str) -> Vec<String> {
    found(&format!("{TYPES}{body}"))
}

#[test]
fn operations_keep_their_parameters_and_know_what_they_are_bound_to() {
    let model = good(&format!(
        r#"{TYPES}<Action Name="act" IsBound="true"><Parameter Name="whatever" Type="a.c"/>
        <Parameter Name="z" Type="Edm.Int32" Nullable="false"/><Parameter Name="y" Type="Edm.Int32"/></Action>
        <Function Name="ask" IsBound="true" IsComposable="true"><Parameter Name="b" Type="Collection(a.c)"/>
        <ReturnType Type="Collection(Edm.String)" Nullable="false"/></Function>
        <Action Name="free"/>"#
    ));
    let act = &model.operations[0];
    assert_eq!((act.kind, act.bound), (OperationKind::Action, true));
    assert_eq!(act.binding().map(|b| b.name.as_str()), Some("whatever"));
    let own: Vec<_> = act
        .own_parameters()
        .iter()
        .map(|p| (p.name.as_str(), p.is_nullable()))
        .collect();
    assert_eq!(own, [("z", false), ("y", true)]);
    let c = Item::Named(TypeId(0));
    let bindings: Vec<_> = model
        .operations
        .iter()
        .filter_map(|operation| Some(operation.binding()?.type_))
        .collect();
    for binding in [TypeRef::one(c), TypeRef::many(c)] {
        assert_eq!(bindings.iter().filter(|b| **b == binding).count(), 1);
    }
    let ask = &model.operations[1];
    assert!(ask.composable);
    assert_eq!(
        ask.return_type.as_ref().map(|r| r.is_nullable()),
        Some(false)
    );
    assert_eq!(model.operations[2].binding().map(|b| &b.name), None);
}

#[test]
fn rules_of_operations() {
    for (body, expected) in [
        (
            r#"<Action Name="f" IsBound="true"/>"#,
            "error binding-parameter 1: `f` is bound, but has no parameter",
        ),
        (
            r#"<Function Name="f"/>"#,
            "error return-type 1: function `f` returns nothing",
        ),
        (
            r#"<Action Name="f"><ReturnType Type="Edm.Int32"/><ReturnType Type="Edm.Int32"/></Action>"#,
            "error return-type 1: a second return type (1)",
        ),
        (
            r#"<Action Name="f"><Parameter Name="p" Type="Edm.Int32"/><Parameter Name="p" Type="Edm.Int32"/></Action>"#,
            "error duplicate-parameter 1: parameter `p` is declared twice (1)",
        ),
        (
            r#"<Action Name="f"><Parameter Name="p" Type="a.e"/></Action>"#,
            "error unknown-type 1: unknown type `a.e` [did you mean `a.c`?]",
        ),
        (
            r#"<Action Name="f"><ReturnType Type="a.cc"/></Action>"#,
            "error unknown-type 1: unknown type `a.cc` [did you mean `a.c`?]",
        ),
        (
            r#"<Action Name="f"><Parameter Name="p" Type="Edm.Stream"/></Action>"#,
            "warning stream-parameter 1: parameter `p` is a stream",
        ),
        (
            r#"<Action Name="f"><Parameter Name="p" Type="Collection(Edm.PrimitiveType)"/></Action>"#,
            "warning collection-item 1: `Collection(Edm.PrimitiveType)` is no collection of the standard",
        ),
    ] {
        assert_eq!(operations(body), [expected], "{body}");
    }
}

#[test]
fn overloads_of_actions() {
    let action = |type_: &str| {
        format!(
            "\n<Action Name=\"f\" IsBound=\"true\"><Parameter Name=\"b\" Type=\"{type_}\"/></Action>"
        )
    };
    let free = "\n<Action Name=\"f\"/>";
    let [c, d, many] = ["a.c", "a.d", "Collection(a.c)"].map(action);
    let list = [&c, &d, &many, free];
    assert!(operations(&list.concat()).is_empty());
    assert_eq!(
        operations(&[action("a.c"), action("n.c")].concat()),
        ["error duplicate-action 3: action `f` is bound to `n.c` twice (2)"]
    );
    assert_eq!(
        operations(&[free, free].concat()),
        ["warning duplicate-action 3: unbound action `f` has overloads (2)"]
    );
}

#[test]
fn overloads_of_functions() {
    let function = |parameters: &[(&str, &str)], result: &str| {
        let parameters: String = parameters
            .iter()
            .map(|(name, type_)| format!(r#"<Parameter Name="{name}" Type="{type_}"/>"#))
            .collect();
        format!(
            "\n<Function Name=\"f\" IsBound=\"true\"><Parameter Name=\"b\" Type=\"a.c\"/>{parameters}<ReturnType Type=\"{result}\"/></Function>"
        )
    };
    let (int, string) = ("Edm.Int32", "Edm.String");
    let pair = |one: String, two: String| operations(&[one, two].concat());
    let none = pair(function(&[], int), function(&[("x", int)], int));
    assert!(none.is_empty(), "{none:?}");
    assert_eq!(
        pair(
            function(&[("x", int), ("y", string)], int),
            function(&[("y", int), ("x", string)], int)
        ),
        [
            "error duplicate-function 3: function `f` has another overload with parameters of these names (2)"
        ]
    );
    assert_eq!(
        pair(function(&[("x", int)], int), function(&[("y", int)], int)),
        [
            "warning overload-types 3: overloads of function `f` differ in the names of their parameters only (2)"
        ]
    );
    assert_eq!(
        pair(function(&[], int), function(&[("y", int)], string)),
        ["warning overload-results 3: overloads of function `f` return different types (2)"]
    );
}

#[test]
fn entity_set_paths_start_at_the_binding_parameter() {
    let action = |path: &str, bound: bool| {
        found(&format!(
            r#"<EntityType Name="e" Abstract="true"><NavigationProperty Name="n" Type="a.e"/></EntityType>
<Action Name="f" IsBound="{bound}" EntitySetPath="{path}"><Parameter Name="b" Type="a.e"/><ReturnType Type="a.e"/></Action>"#
        ))
    };
    for good in ["b", "b/n", "b/n/n", "b/a.e/n"] {
        assert!(action(good, true).is_empty(), "{good}");
    }
    for (path, bound) in [
        ("x/n", true),
        ("b/x", true),
        ("b/a.x", true),
        ("b/n", false),
    ] {
        let found = action(path, bound);
        assert_eq!(found.len(), 1, "{path}");
        assert!(
            found[0].starts_with("warning entity-set-path 2"),
            "{found:?}"
        );
    }
}
