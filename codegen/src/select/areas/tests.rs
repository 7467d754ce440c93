//! Tests of areas with small documents.

use super::*;
use crate::select::{Rules, select};

fn areas(rules: &str, schema: &str) -> Vec<(String, Vec<String>)> {
    let text = format!(
        "<edmx:Edmx Version='4.0' xmlns:edmx='http://docs.oasis-open.org/odata/ns/edmx'>\
         <edmx:DataServices><Schema Namespace='n' \
         xmlns='http://docs.oasis-open.org/odata/ns/edm'>{schema}</Schema>\
         </edmx:DataServices></edmx:Edmx>"
    );
    let mut sources = crate::diagnostic::Sources::default();
    let metadata = sources.add("m.csdl", text);
    let rules = sources.add("select.txt", rules);
    let (document, out) = crate::csdl::read(&sources, metadata);
    assert!(!out.has_errors(), "{}", out.render(&sources));
    let (model, out) = crate::model::resolve(&[document]);
    assert!(!out.has_errors(), "{}", out.render(&sources));
    let (rules, _) = Rules::parse(&sources, rules);
    let (selection, _) = select(&model, &rules, false);
    let areas = selection.areas.unwrap();
    let names = |(number, area): (usize, &Area)| {
        let has = |set: &AreaSet| set.iter().any(|found| found == number);
        let types = areas.types.iter().filter(|(_, set)| has(set));
        let mut types: Vec<String> = types
            .map(|(id, _)| model.type_(*id).unwrap().name.name.clone())
            .collect();
        types.sort();
        (area.feature.clone(), types)
    };
    areas.list.iter().enumerate().map(names).collect()
}

fn check(schema: &str, expected: &[(&str, &str)]) {
    check_rules("+ all\n+ areas\n", schema, expected);
}

fn check_rules(rules: &str, schema: &str, expected: &[(&str, &str)]) {
    let found = areas(rules, schema);
    let found: Vec<(&str, String)> = found
        .iter()
        .map(|(area, types)| (area.as_str(), types.join(" ")))
        .collect();
    let expected: Vec<(&str, String)> = expected
        .iter()
        .map(|(area, types)| (*area, (*types).to_owned()))
        .collect();
    assert_eq!(found, expected);
}

const KEY: &str = "<Key><PropertyRef Name='id'/></Key>\
    <Property Name='id' Type='Edm.String' Nullable='false'/>";

#[test]
fn an_area_ends_where_paths_end() {
    check(
        &format!(
            "<EntityType Name='call'>{KEY}<Property Name='info' Type='n.info'/>\
             <NavigationProperty Name='parts' Type='Collection(n.part)' ContainsTarget='true'/>\
             <NavigationProperty Name='owner' Type='n.user'/></EntityType>\
             <EntityType Name='part'>{KEY}</EntityType>\
             <EntityType Name='user'>{KEY}<Property Name='info' Type='n.info'/></EntityType>\
             <ComplexType Name='info'/><ComplexType Name='lonely'/>\
             <EntityContainer Name='c'><EntitySet Name='calls' EntityType='n.call'/>\
             <EntitySet Name='activeUsers' EntityType='n.user'/></EntityContainer>"
        ),
        &[
            ("active-users", "info user"),
            ("calls", "call info part"),
            (UNREACHED, "lonely"),
        ],
    );
}

#[test]
fn what_no_area_has_belongs_to_those_that_refer_to_it() {
    check(
        &format!(
            "<EntityType Name='a'>{KEY}<NavigationProperty Name='b' Type='n.b'/></EntityType>\
             <EntityType Name='b'>{KEY}<NavigationProperty Name='c' Type='n.c'/></EntityType>\
             <EntityType Name='c'>{KEY}</EntityType>\
             <EntityContainer Name='x'><Singleton Name='full' Type='n.a'/></EntityContainer>"
        ),
        &[("full-2", "a b c")],
    );
}

#[test]
fn derived_types_come_along_unless_they_have_a_place_of_their_own() {
    check(
        &format!(
            "<EntityType Name='base' Abstract='true'>{KEY}</EntityType>\
             <EntityType Name='file' BaseType='n.base'/>\
             <EntityType Name='user' BaseType='n.base'/>\
             <EntityType Name='guest' BaseType='n.user'/>\
             <EntityType Name='box'>{KEY}\
             <NavigationProperty Name='items' Type='Collection(n.base)' ContainsTarget='true'/>\
             </EntityType>\
             <EntityContainer Name='c'><Singleton Name='box' Type='n.box'/>\
             <EntitySet Name='users' EntityType='n.user'/></EntityContainer>"
        ),
        &[("box", "base box file"), ("users", "guest user")],
    );
}

#[test]
fn operations_bring_what_they_take_and_give() {
    check(
        &format!(
            "<EntityType Name='base' Abstract='true'>{KEY}</EntityType>\
             <EntityType Name='a' BaseType='n.base'/>\
             <ComplexType Name='in'/><ComplexType Name='out' /><ComplexType Name='far'/>\
             <Action Name='go' IsBound='true'><Parameter Name='b' Type='n.base'/>\
             <Parameter Name='p' Type='n.in'/><ReturnType Type='n.out'/></Action>\
             <Function Name='f'><ReturnType Type='n.far'/></Function>\
             <EntityContainer Name='c'><Singleton Name='a' Type='n.a'/>\
             <FunctionImport Name='look' Function='n.f'/></EntityContainer>"
        ),
        &[
            ("a", "a in out"),
            ("operations", "far"),
            (UNREACHED, "base in out"),
        ],
    );
}

#[test]
fn a_path_through_an_entity_is_an_area_of_its_end() {
    let schema = format!(
        "<EntityType Name='user'>{KEY}<Property Name='info' Type='n.info'/>\
         <NavigationProperty Name='chats' Type='Collection(n.chat)' ContainsTarget='true'/>\
         <NavigationProperty Name='teams' Type='Collection(n.team)' ContainsTarget='true'/>\
         </EntityType><EntityType Name='chat'>{KEY}<Property Name='tone' Type='n.tone'/></EntityType>\
         <EntityType Name='team'>{KEY}\
         <NavigationProperty Name='chats' Type='Collection(n.chat)' ContainsTarget='true'/>\
         </EntityType><ComplexType Name='info'/><ComplexType Name='tone'/>\
         <EntityContainer Name='c'><Singleton Name='me' Type='n.user'/>\
         <EntitySet Name='users' EntityType='n.user'/></EntityContainer>"
    );
    let rules = "+ path me/chats\n+ path users/{id}/teams/{id}/chats\n+ areas\n";
    let both = "chat tone";
    check_rules(rules, &schema, &[("me", both), ("users", both)]);
}

#[test]
fn imports_share_an_area_and_what_they_take_and_give_is_in_it() {
    check(
        &format!(
            "<EntityType Name='a'>{KEY}</EntityType><ComplexType Name='in'/>\
             <ComplexType Name='out'/>\
             <Action Name='go'><Parameter Name='p' Type='n.in'/></Action>\
             <Function Name='f'><ReturnType Type='n.out'/></Function>\
             <Function Name='g'><ReturnType Type='n.a'/></Function>\
             <EntityContainer Name='c'><EntitySet Name='operations' EntityType='n.a'/>\
             <ActionImport Name='go' Action='n.go'/><FunctionImport Name='f' Function='n.f'/>\
             <FunctionImport Name='g' Function='n.g'/></EntityContainer>"
        ),
        // The name of a root is not taken from it.
        &[("operations", "a"), ("operations-2", "a in out")],
    );
}
