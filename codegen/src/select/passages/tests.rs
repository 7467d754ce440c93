//! Tests of `+ path` rules: what they select, and what faulty ones are told.

use crate::diagnostic::Severity;
use crate::model::{Model, TypeId};
use crate::select::Selection;
use crate::select::tests::{list, model, pick};

const SERVICE: &str = r#"
<EntityType Name="entity" Abstract="true"><Key><PropertyRef Name="id"/></Key>
  <Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>
<EntityType Name="person" BaseType="n.entity">
  <Property Name="name" Type="n.fullName"/>
  <NavigationProperty Name="photo" Type="n.photo" ContainsTarget="true"/>
  <NavigationProperty Name="boss" Type="n.person"/>
  <NavigationProperty Name="chats" Type="Collection(n.chat)" ContainsTarget="true"/>
  <NavigationProperty Name="anything" Type="Edm.EntityType"/>
</EntityType>
<EntityType Name="chat" BaseType="n.entity">
  <Property Name="topic" Type="n.topic"/>
  <NavigationProperty Name="messages" Type="Collection(n.message)" ContainsTarget="true"/>
</EntityType>
<EntityType Name="message" BaseType="n.entity"><Property Name="text" Type="Edm.String"/></EntityType>
<EntityType Name="photo" BaseType="n.entity"/>
<EntityType Name="office" BaseType="n.entity">
  <NavigationProperty Name="manager" Type="n.person"/></EntityType>
<EntityType Name="keyless" Abstract="true">
  <NavigationProperty Name="photo" Type="n.photo" ContainsTarget="true"/></EntityType>
<ComplexType Name="fullName"/>
<ComplexType Name="topic"/>
<Action Name="fire" IsBound="true"><Parameter Name="it" Type="n.person"/></Action>
<Action Name="leave" IsBound="true"><Parameter Name="it" Type="n.chat"/></Action>
<Function Name="now"><ReturnType Type="Edm.Date"/></Function>
<EntityContainer Name="c">
  <Singleton Name="me" Type="n.person"/>
  <Singleton Name="office" Type="n.office"/>
  <EntitySet Name="people" EntityType="n.person"/>
  <EntitySet Name="strangers" EntityType="n.keyless"/>
  <FunctionImport Name="now" Function="n.now"/>
</EntityContainer>"#;

/// For each type that paths lead through and that has no model, how they lead on.
fn passages(model: &Model, selection: &Selection) -> Vec<String> {
    let only = |id: &TypeId| selection.is_passage(*id);
    let passages = selection.passages.iter().filter(|(id, _)| only(id));
    let passages = passages.map(|(id, passage)| {
        let names = passage.properties.iter().map(|by| model[*by].name.as_str());
        let names: Vec<&str> = names.collect();
        format!("{}: {}", model[*id].name.name, names.join(", "))
    });
    passages.collect()
}

/// Severity, message and help of each finding.
fn findings(rules: &str) -> Vec<(Severity, String, String)> {
    let (_, found) = pick(&model(SERVICE), rules);
    let found = found.iter().filter(|found| found.code.id != "E0173");
    found
        .map(|found| {
            let help = found.help.clone().unwrap_or_default();
            (found.severity, found.message.clone(), help)
        })
        .collect()
}

#[test]
fn a_path_selects_its_end_and_nothing_of_what_it_leads_through() {
    let model = model(SERVICE);
    let (selection, out) = pick(&model, "+ path people/{id}/chats\n+ path me/photo");
    assert!(out.is_empty());
    assert_eq!(
        list(&model, &selection),
        [
            "rw chat: person.chats < a rule",
            "rw entity: base of chat < person.chats < a rule",
            "rw message: chat.messages < person.chats < a rule",
            "rw photo: person.photo < a rule",
            "rw topic: chat.topic < person.chats < a rule",
        ]
    );
    assert_eq!(passages(&model, &selection), ["person: photo, chats"]);
    let roots = selection
        .roots
        .iter()
        .map(|at| model.roots[*at].name.as_str());
    assert_eq!(roots.collect::<Vec<_>>(), ["me", "people"]);
    assert_eq!(selection.passage_roots, selection.roots);
    let operations = selection.operations.keys().map(|id| &model[*id].name.name);
    assert_eq!(
        operations.collect::<Vec<_>>(),
        ["leave"],
        "none of the person"
    );
}

#[test]
fn a_path_has_any_number_of_steps() {
    let model = model(SERVICE);
    let (selection, out) = pick(&model, "+ path people/{id}/chats/{id}/messages");
    assert!(out.is_empty());
    assert_eq!(
        list(&model, &selection),
        [
            "rw entity: base of message < chat.messages < a rule",
            "rw message: chat.messages < a rule",
        ]
    );
    assert_eq!(
        passages(&model, &selection),
        ["person: chats", "chat: messages"]
    );
}

#[test]
fn the_end_of_a_path_is_only_read_where_a_reference_leads_to_it() {
    let model = model(SERVICE);
    let (selection, out) = pick(&model, "+ path office/manager");
    assert!(out.is_empty());
    let person = model.find_type("n.person").unwrap();
    let used = selection.types[&person];
    assert_eq!((used.read, used.write, used.change), (true, false, false));
    assert_eq!(passages(&model, &selection), ["office: manager"]);
}

#[test]
fn what_is_selected_on_the_way_keeps_its_model() {
    let model = model(SERVICE);
    let rules = "+ singleton office\n+ path me/chats/{id}/messages";
    let (selection, out) = pick(&model, rules);
    assert_eq!(passages(&model, &selection), [""; 0]);
    // An office has a manager, who is read with all that a person has; the path adds that
    // messages are written.
    let change = |name: &str| selection.types[&model.find_type(name).unwrap()].change;
    assert_eq!((change("n.chat"), change("n.message")), (false, true));
    let found: Vec<_> = out
        .iter()
        .map(|d| (d.severity, d.message.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            (
                Severity::Note,
                "`n.person` is selected: its builder makes requests, too"
            ),
            (
                Severity::Note,
                "`n.chat` is selected: its builder makes requests, too"
            ),
        ]
    );
}

#[test]
fn a_path_leads_through_a_type_that_is_left_out_but_not_to_it() {
    let model = model(SERVICE);
    let rules = "+ singleton office\n- type n.person\n+ path me/chats";
    let (selection, out) = pick(&model, rules);
    assert_eq!(passages(&model, &selection), ["person: chats"]);
    let messages: Vec<_> = out.iter().map(|d| d.message.as_str()).collect();
    assert_eq!(messages, ["property `manager` of `n.office` stays untyped"]);
    // An office is selected and refers to persons, but only the rule leads through them.
    let id = |name: &str| model.find_type(name).unwrap();
    let (person, office) = (id("n.person"), id("n.office"));
    let by = |owner, name: &str| {
        let mut properties = model.all_properties(owner).into_iter();
        properties.find(|(_, found)| found.name == name).unwrap().0
    };
    assert!(!selection.leads_on(office, by(office, "manager"), person));
    assert!(selection.leads_on(person, by(person, "chats"), id("n.chat")));
    assert!(!selection.leads_on(person, by(person, "photo"), id("n.photo")));

    let left_out = findings("+ path me/chats\n- type n.chat");
    let message = "this path leads to `n.chat`, which is left out".to_owned();
    assert_eq!(left_out, [(Severity::Error, message, String::new())]);
}

#[test]
fn faulty_paths_are_told_what_to_write() {
    for (path, message, help) in [
        (
            "mi/chats",
            "there is no singleton or set `mi`",
            "did you mean `me`?",
        ),
        (
            "me/chat",
            "`n.person` has no navigation property `chat`",
            "did you mean `chats`?",
        ),
        (
            "me/name",
            "property `name` of `n.person` leads to no entity",
            "",
        ),
        (
            "me/anything",
            "property `anything` of `n.person` leads to no entity",
            "",
        ),
        (
            "me",
            "a path ends with a navigation property",
            "select all of it by `+ singleton me`",
        ),
        (
            "people/{id}",
            "a path ends with a navigation property",
            "select all of it by `+ set people`",
        ),
        (
            "me/chats/{id}",
            "a path ends with a navigation property",
            "did you mean `+ path me/chats`?",
        ),
        (
            "people/chats",
            "`people` is a collection: a key has to follow",
            "did you mean `+ path people/{id}/chats`?",
        ),
        (
            "me/{id}/chats",
            "`me` is one entity and has no key",
            "did you mean `+ path me/chats`?",
        ),
        ("strangers/{id}/photo", "`n.keyless` has no key", ""),
        (
            "me/n.person/chats",
            "`n.person` is a type; a path of a rule has no type casts",
            "",
        ),
        (
            "/me//chats",
            "a segment of the path is empty",
            "did you mean `+ path me/chats`?",
        ),
        ("/", "a segment of the path is empty", ""),
        (
            "now/photo",
            "a path begins at a singleton or a set; `now` is a function",
            "",
        ),
    ] {
        let found = findings(&format!("+ path {path}\n+ type n.topic"));
        let expected = (Severity::Error, message.to_owned(), help.to_owned());
        assert_eq!(found, [expected], "{path}");
    }
}

#[test]
fn what_another_rule_selects_needs_no_path() {
    let below = |name: &str| format!("everything below `{name}` is selected anyway");
    for (rules, message) in [
        ("+ singleton me\n+ path me/chats", below("me")),
        ("+ path people/{id}/chats\n+ set people", below("people")),
        ("+ all\n+ path me/chats", below("me")),
        (
            "+ path me/chats\n+ path me/chats",
            "this path is selected twice".to_owned(),
        ),
        (
            "+ path people/{id}/chats\n+ path people/{key}/chats",
            "this path is selected twice".to_owned(),
        ),
        (
            "+ path me/chats/{id}/messages\n+ path me/chats",
            below("chats"),
        ),
    ] {
        let (_, found) = pick(&model(SERVICE), rules);
        let found: Vec<_> = found.iter().collect();
        let [found] = found.as_slice() else {
            panic!("{rules}: {found:?}")
        };
        assert_eq!(
            (found.severity, &found.message),
            (Severity::Error, &message),
            "{rules}"
        );
        assert_eq!(found.help.as_deref(), Some("remove this line"), "{rules}");
        assert_eq!(found.labels.len(), 1, "{rules}: the other line is shown");
    }
}
