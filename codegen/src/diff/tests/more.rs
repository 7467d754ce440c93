//! Rules and stories without a case in `tests/change_cases/`.

use super::{difference, document, inputs, read};
use crate::diff::{Diff, Side, Source, compare, rust};
use crate::order::Order;
use crate::renamed::find;
use crate::select::select;
use crate::{Config, Prepared, differing, lowered};

/// A document with this content of the schema `sample`, and further schemas.
fn metadata(content: &str, schemas: &str) -> String {
    format!(
        "<edmx:Edmx Version=\"4.0\" xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\">\
         <edmx:DataServices>\
         <Schema Namespace=\"sample\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">{content}\
         </Schema>{schemas}</edmx:DataServices></edmx:Edmx>"
    )
}

fn told(old: &str, new: &str) -> Vec<String> {
    let (old, new) = (read(old.to_owned()), read(new.to_owned()));
    lines(&compare(Side::whole(&old.model), Side::whole(&new.model)))
}

fn lines(diff: &Diff) -> Vec<String> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let changes = diff.changes.iter();
    changes
        .map(|c| format!("{} {}: {} → {}", c.rule, c.item, text(&c.from), text(&c.to)))
        .collect()
}

const EMPTY: &str = "<Schema Namespace=\"more\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">\
    <ComplexType Name=\"extra\"><Property Name=\"a\" Type=\"Edm.String\"/></ComplexType></Schema>";

#[test]
fn schemas_come_and_go() {
    let (one, two) = (metadata("", ""), metadata("", EMPTY));
    let added = told(&one, &two);
    assert!(
        added.contains(&"schema-added more:  → more".to_owned()),
        "{added:?}"
    );
    assert!(
        added
            .iter()
            .any(|line| line.starts_with("type-added more.extra"))
    );
    let removed = told(&two, &one);
    assert!(
        removed.contains(&"schema-removed more: more → ".to_owned()),
        "{removed:?}"
    );
    // Where a type only moved, that is the whole story.
    let here = metadata(
        "<ComplexType Name=\"extra\"><Property Name=\"a\" Type=\"Edm.String\"/></ComplexType>",
        "",
    );
    let moved = told(&here, &two);
    assert_eq!(moved.len(), 1, "{moved:?}");
    assert!(moved[0].starts_with("type-moved-namespace"), "{moved:?}");
}

#[test]
fn terms_are_compared() {
    let term = |rest: &str| metadata(&format!("<Term Name=\"kind\" {rest}/>"), "");
    let old = term("Type=\"Edm.String\" AppliesTo=\"Property\" MaxLength=\"3\"");
    let new = term(
        "Type=\"Edm.Boolean\" AppliesTo=\"EntityType\" DefaultValue=\"true\" Nullable=\"true\"",
    );
    assert_eq!(
        told(&old, &new),
        [
            "term-applies-to-changed sample.kind: Property → EntityType",
            "term-default-changed sample.kind:  → true",
            "term-facets-changed sample.kind: MaxLength 3 → MaxLength none",
            "term-nullable-changed sample.kind:  → true",
            "term-type-changed sample.kind: Edm.String → Edm.Boolean",
        ]
    );
    let none = metadata("", "");
    assert_eq!(told(&none, &old), ["term-added sample.kind:  → Edm.String"]);
    assert_eq!(
        told(&old, &none),
        ["term-removed sample.kind: Edm.String → "]
    );
}

#[test]
fn an_alternate_key_that_replaces_another_is_one_change() {
    let keyed = |name: &str| {
        let key = format!(
            "<Annotation Term=\"Org.OData.Core.V1.AlternateKeys\"><Collection><Record>\
             <PropertyValue Property=\"Key\"><Collection><Record>\
             <PropertyValue Property=\"Name\" PropertyPath=\"{name}\"/>\
             <PropertyValue Property=\"Alias\" String=\"{name}\"/>\
             </Record></Collection></PropertyValue></Record></Collection></Annotation>"
        );
        let property = |name: &str| format!("<Property Name=\"{name}\" Type=\"Edm.String\"/>");
        let (a, b) = (property("a"), property("b"));
        metadata(
            &format!(
                "<EntityType Name=\"thing\"><Key><PropertyRef Name=\"id\"/></Key>\
                 <Property Name=\"id\" Type=\"Edm.String\" Nullable=\"false\"/>{a}{b}{key}\
                 </EntityType>"
            ),
            "",
        )
    };
    assert_eq!(
        told(&keyed("a"), &keyed("b")),
        ["alternate-key-changed sample.thing: a → b"]
    );
}

/// A complex type that is announced to be removed on 2026-04-10, and one that is announced on a
/// date.
fn announced(newest: &str) -> String {
    let revision = |date: &str, removal: &str| {
        format!(
            "<Annotation Term=\"Org.OData.Core.V1.Revisions\"><Collection><Record>\
             <PropertyValue Property=\"Date\" Date=\"{date}\"/>\
             <PropertyValue Property=\"Kind\" EnumMember=\"Org.OData.Core.V1.RevisionKind/Deprecated\"/>\
             <PropertyValue Property=\"RemovalDate\" Date=\"{removal}\"/>\
             </Record></Collection></Annotation>"
        )
    };
    let (first, second) = (
        revision("2024-04-10", "2026-04-10"),
        revision(newest, "2030-01-01"),
    );
    let content = format!(
        "<ComplexType Name=\"late\">{first}</ComplexType>\
         <ComplexType Name=\"other\">{second}</ComplexType>"
    );
    metadata(&content, "")
}

#[test]
fn what_stays_after_its_date_is_told_once() {
    let overdue = |old: &str, new: &str, date: Option<&str>| {
        let (old, new) = (read(announced(old)), read(announced(new)));
        let after = Side {
            date,
            ..Side::whole(&new.model)
        };
        let mut found = lines(&compare(Side::whole(&old.model), after));
        found.retain(|line| line.starts_with("removal-overdue"));
        found
    };
    let line = "removal-overdue sample.late: removal 2026-04-10 → still there".to_owned();
    let passed = overdue("2026-04-01", "2026-05-01", None);
    assert_eq!(passed.first(), Some(&line));
    assert_eq!(passed.len(), 1);
    assert_eq!(overdue("2026-04-01", "2026-04-09", None), [""; 0]);
    assert_eq!(
        overdue("2026-05-01", "2026-06-01", None),
        [""; 0],
        "told before"
    );
    assert_eq!(
        overdue("2026-04-01", "2026-04-02", Some("2026-04-10")),
        [line]
    );
}

/// Two documents of which the second passes the arguments of `how` and `move` the other way round,
/// unless their order is pinned.
fn reordered() -> (String, String) {
    let content = |how: &str, parameters: [&str; 2]| {
        let parameter = |name: &str| {
            format!("<Parameter Name=\"{name}\" Type=\"Edm.String\" Nullable=\"false\"/>")
        };
        let [a, b] = parameters.map(parameter);
        let content = format!(
            "<EntityType Name=\"room\"><Key><PropertyRef Name=\"id\"/></Key>\
             <Property Name=\"id\" Type=\"Edm.String\" Nullable=\"false\"/></EntityType>{how}\
             <Action Name=\"move\" IsBound=\"true\">\
             <Parameter Name=\"room\" Type=\"sample.room\"/>{a}{b}\
             <Parameter Name=\"how\" Type=\"sample.how\"/></Action>\
             <EntityContainer Name=\"service\">\
             <EntitySet Name=\"rooms\" EntityType=\"sample.room\"/></EntityContainer>"
        );
        metadata(&content, "")
    };
    let property =
        |name: &str| format!("<Property Name=\"{name}\" Type=\"Edm.String\" Nullable=\"false\"/>");
    let (alpha, beta) = (property("alpha"), property("beta"));
    let flat = format!("<ComplexType Name=\"how\">{alpha}{beta}</ComplexType>");
    let hoisted = format!(
        "<ComplexType Name=\"way\">{beta}</ComplexType>\
         <ComplexType Name=\"how\" BaseType=\"sample.way\">{alpha}</ComplexType>"
    );
    (
        content(&flat, ["from", "to"]),
        content(&hoisted, ["to", "from"]),
    )
}

fn rust_difference(mut old: Prepared, mut new: Prepared) -> Diff {
    let mut diff = compare(Side::whole(&old.model), Side::whole(&new.model));
    let (before, after) = differing(&mut old, &mut new, &Config::default());
    rust::apply(&mut diff, &before, &after);
    diff
}

#[test]
fn an_order_that_is_pinned_is_not_silent() {
    let (old, new) = reordered();
    let diff = rust_difference(read(old.clone()), read(new.clone()));
    let silent = diff.changes.iter().filter(|c| c.source == Source::Silent);
    let silent: Vec<&str> = silent.map(|c| c.item.as_str()).collect();
    assert_eq!(silent, ["sample.move(sample.room)", "sample.how"]);
    assert_eq!(diff.source, Source::Silent);

    let sdk = lowered(&inputs(old.clone()), &Config::default())
        .unwrap()
        .sdk;
    let (mut old, mut new) = (read(old), read(new));
    old.order = Order::of(&sdk);
    new.order = Order::of(&sdk);
    let diff = rust_difference(old, new);
    let reordered = |c: &&crate::diff::Change| c.rule == "arguments-reordered";
    assert_eq!(diff.changes.iter().filter(reordered).count(), 0);
    assert!(diff.source < Source::Breaking, "{:?}", diff.changes);
}

#[test]
fn what_left_the_selection_is_still_there() {
    let (text, all) = (
        document("property-added", "old"),
        document("property-added", "new"),
    );
    let (old, declared) = (read(text), read(all));
    let rules = crate::diagnostic::Sources::default();
    let rules = {
        let mut sources = rules;
        let number = sources.add("select.txt", "+ type sample.place\n");
        crate::select::Rules::parse(&sources, number).0
    };
    let (selection, _) = select(&declared.model, &rules, false);
    let csdl = crate::snapshot::write_canonical(&declared.model, &selection);
    let part = read(csdl);
    let side = |declared| Side {
        declared,
        ..Side::whole(&part.model)
    };
    let gone = compare(Side::whole(&old.model), side(None));
    assert!(gone.changes.iter().any(|c| c.rule == "type-removed"));
    let left = compare(Side::whole(&old.model), side(Some(&declared.model)));
    let rules: Vec<&str> = left.changes.iter().map(|c| c.rule).collect();
    for rule in ["type-removed", "operation-removed", "root-removed"] {
        assert!(!rules.contains(&rule), "{rules:?}");
    }
    for item in ["sample.room", "lobby", "sample.leave(sample.room)"] {
        let told = |c: &&crate::diff::Change| c.item == item && c.rule == "left-selection";
        assert!(left.changes.iter().any(|c| told(&c)), "{item}");
    }
}

#[test]
fn names_that_were_replaced_are_found() {
    for (case, wanted) in [
        ("type-renamed", vec!["models::Place → models::Location"]),
        ("enum-member-case-changed", Vec::new()),
        ("property-added", Vec::new()),
    ] {
        let lower = |name| lowered(&inputs(document(case, name)), &Config::default()).unwrap();
        let (old, new) = (lower("old"), lower("new"));
        let found = find(&difference(case), &old.sdk, &new.sdk).names;
        let found: Vec<String> = found
            .iter()
            .map(|n| format!("{} → {}", n.old, n.new))
            .collect();
        assert_eq!(found, wanted, "{case}");
    }
    let thing = |entity: &str, member: &str, property: &str, navigation: &str| {
        let content = format!(
            "<EnumType Name=\"state\"><Member Name=\"free\"/><Member Name=\"{member}\"/></EnumType>\
             <EntityType Name=\"{entity}\"><Key><PropertyRef Name=\"id\"/></Key>\
             <Property Name=\"id\" Type=\"Edm.String\" Nullable=\"false\"/>\
             <Property Name=\"{property}\" Type=\"sample.state\"/>\
             <NavigationProperty Name=\"{navigation}\" Type=\"Collection(sample.{entity})\" \
             ContainsTarget=\"true\"/></EntityType>\
             <Action Name=\"open\" IsBound=\"true\">\
             <Parameter Name=\"it\" Type=\"sample.{entity}\"/></Action>\
             <EntityContainer Name=\"service\">\
             <EntitySet Name=\"rooms\" EntityType=\"sample.{entity}\"/></EntityContainer>"
        );
        metadata(&content, "")
    };
    let (old, new) = (
        thing("roomOne", "taken", "mailbox", "subrooms"),
        thing("roomone", "takenUp", "mailBox", "subRooms"),
    );
    let sdk = |text: &str| {
        lowered(&inputs(text.to_owned()), &Config::default())
            .unwrap()
            .sdk
    };
    let (before, after) = (sdk(&old), sdk(&new));
    let diff = rust_difference(read(old), read(new));
    let found = find(&diff, &before, &after);
    let names: Vec<String> = found
        .names
        .iter()
        .map(|n| format!("{} → {}", n.old, n.new))
        .collect();
    assert_eq!(
        names,
        [
            "models::RoomOne → models::Roomone",
            "models::Roomone::MAILBOX → models::Roomone::MAIL_BOX",
            "models::Roomone::SUBROOMS → models::Roomone::SUB_ROOMS",
            "models::Roomone::with_mailbox → models::Roomone::with_mail_box",
            "models::Roomone::with_subrooms → models::Roomone::with_sub_rooms",
            "models::State::Taken → models::State::TakenUp",
            "requests::RoomOneCollectionRequests → requests::RoomoneCollectionRequests",
            "requests::RoomOneRequests → requests::RoomoneRequests",
            "requests::RoomoneRequests::subroom → requests::RoomoneRequests::sub_room",
            "requests::RoomoneRequests::subrooms → requests::RoomoneRequests::sub_rooms",
            "requests::room_one::Open → requests::roomone::Open",
        ]
    );
    let again = crate::renamed::Renamed::read(&found.to_text());
    assert_eq!(again, Ok(found));
}

#[test]
fn what_is_taken_back_is_found_in_earlier_reports() {
    for case in [
        "type-renamed",
        "enum-member-case-changed",
        "property-added",
        "root-case-changed",
    ] {
        let (old, new) = (document(case, "old"), document(case, "new"));
        let there = rust_difference(read(old.clone()), read(new.clone()));
        let report = ("00000000-11111111".to_owned(), there.to_json_lines(None));
        let mut back = rust_difference(read(new), read(old));
        crate::diff::history::apply(&[report], &mut back);
        let reverts = back.changes.iter().filter_map(|c| c.reverts.as_deref());
        let reverts: Vec<&str> = reverts.collect();
        assert!(!reverts.is_empty(), "{case}: {:?}", back.changes);
        assert!(reverts.iter().all(|name| *name == "00000000-11111111"));
    }
}
