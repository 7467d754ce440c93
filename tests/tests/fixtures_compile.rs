//! The code generated from every fixture compiles and behaves as the rule of the fixture says.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where it fails"
)]

include!(concat!(env!("OUT_DIR"), "/fixtures/mod.rs"));

#[path = "fixtures_compile/dialect.rs"]
mod dialect_requests;
#[path = "fixtures_compile/exact_numbers.rs"]
mod exact_numbers;
#[path = "fixtures_compile/former_code.rs"]
mod former_code;
#[path = "fixtures_compile/json_cases.rs"]
mod json_cases;
#[path = "fixtures_compile/reading.rs"]
mod reading;
#[path = "fixtures_compile/sending.rs"]
mod sending;
#[path = "fixtures_compile/writing.rs"]
mod writing;

use conformance_tests::json::same;
use msgraph_runtime::{Item, Mode, Operation, from_str, to_string};

fn survives<T: Item>(text: &str) -> T {
    let value: T = from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(same(text, &to_string(&value)), Ok(()));
    value
}

fn path<T: Operation>(operation: &T) -> String {
    operation.path().unwrap()
}

#[test]
fn every_type_can_be_reached_by_its_name() {
    let types = crate::types::probe::registry::TYPES;
    let entry = types.iter().find(|e| e.name == "microsoft.graph.probe");
    let document = (entry.unwrap().read)(r#"{"str":"s"}"#, Mode::Strict).unwrap();
    assert_eq!(document.to_json(), r#"{"str":"s"}"#);
}

#[test]
fn wire_names_are_kept_whatever_the_rust_name() {
    use crate::names::keywords::models::{Self_, Type};
    let text = r#"{"type":"a","self":"b","crate":"c","gen":"d","async":"e"}"#;
    let value: Type = survives(text);
    assert_eq!(value.r#type.as_deref(), Some("a"));
    assert_eq!(value.self_.as_deref(), Some("b"));
    let outer: Self_ = survives(r#"{"super":{"type":"x"}}"#);
    assert!(outer.super_.is_some());

    use crate::hostile::member_names::models::{Kind, Text};
    let value: Text = survives(r#"{"x: u8, y":"a","*/":"b"}"#);
    assert_eq!(value.x_u8_y.as_deref(), Some("a"));
    assert!(!matches!(Kind::from("c{d}"), Kind::Unknown(_)));
    for member in ["a'b", "c{d}", "e]f"] {
        assert_eq!(Kind::from(member).as_str(), member);
    }

    use crate::names::unicode::models::Größe;
    let value: Größe = survives(r#"{"höhe":1.5}"#);
    assert_eq!(value.höhe, Some(1.5));
}

#[test]
fn names_that_generated_code_uses_are_names_of_the_service() {
    use crate::names::generated_code_uses::{models::values, requests};
    let flight = requests::flight().by_id("1");
    assert_eq!(flight.from().target().path().unwrap(), "/flight/1/From");
    let of_itself = flight.clone().self_();
    assert_eq!(of_itself.target().path().unwrap(), "/flight/1/Clone/self");
    let upload = requests::upload_session_();
    assert_eq!(upload.target().path().unwrap(), "/upload_session");
    // A type named like a trait, a prelude type or a type parameter holds itself.
    let value: values::From_ = survives(r#"{"make":"a","From":"b"}"#);
    assert_eq!(
        (value.make.as_deref(), value.from.as_deref()),
        (Some("a"), Some("b"))
    );
    let value = values::I::default().with_items([values::I::default()]);
    assert_eq!(value.items.map(|items| items.len()), Some(1));
    let thing: values::Thing = survives(r##"{"@odata.type":"#sample.values.From","make":"x"}"##);
    assert_eq!((thing.make(), thing.member_()), (Some("x"), None));
    assert_eq!(values::Words::from("Option").as_str(), "Option");
    assert!(matches!(values::Words::from("None"), values::Words::None));
}

#[test]
fn a_reference_into_an_area_that_is_off_stays_as_it_came() {
    use crate::select::areas::models::{AnyMember, Call, State};
    let text = r##"{"state":"ringing","owner":{"id":"1","name":null,"age":1.50},"members":[
        {"@odata.type":"#n.bot","id":"2"},{"@odata.type":"#n.person","name":"x"},{"id":"3"}]}"##;
    let value: Call = survives(text);
    assert_eq!(value.state, Some(State::Ringing));
    let owner = value.owner.unwrap();
    assert_eq!(to_string(&owner), r#"{"id":"1","name":null,"age":1.50}"#);
    let members = value.members.unwrap();
    assert!(matches!(members[0], AnyMember::Bot(_)));
    assert!(matches!(members[1], AnyMember::Person(_)));
    assert_eq!(
        members[1].extra().get::<String>("name").as_deref(),
        Some("x")
    );
    assert!(matches!(members[2], AnyMember::Member(_)));
}

#[test]
fn a_member_named_extra_is_not_the_undeclared_ones() {
    use crate::open::member_named_extra::models::Luggage;
    let value: Luggage = survives(r#"{"extra":3,"zz":4}"#);
    assert_eq!(value.extra_, Some(3));
    assert_eq!(value.extra.get::<i32>("zz"), Some(4));
}

#[test]
fn names_that_differ_in_case_only_are_two() {
    // Types take their names in the order of their OData names, members as declared.
    use crate::names::collision_is_renamed::models::AzureAdJoinPolicy_;
    let value: AzureAdJoinPolicy_ = survives(r#"{"aadURL":"a","aadUrl":"b"}"#);
    assert_eq!(value.aad_url.as_deref(), Some("b"));
    assert_eq!(value.aad_url_.as_deref(), Some("a"));
}

#[test]
fn a_member_named_unknown_is_known() {
    use crate::enums::member_named_unknown::models::Codec;
    assert_eq!(Codec::from("unknown"), Codec::Unknown);
    assert!(matches!(Codec::from("vp9"), Codec::Unrecognized(_)));
}

#[test]
fn derived_types_of_other_namespaces_are_found() {
    use crate::derived::other_namespace::models::{Log, records};
    let text = r##"{"by":{"phone":"1","@odata.type":"#sample.records.identitySet"}}"##;
    let log: Log = survives(text);
    let by = log.by.unwrap();
    let by: &records::IdentitySet = by.downcast().unwrap();
    assert_eq!(by.phone.as_deref(), Some("1"));
}

#[test]
fn cycles_end() {
    use crate::types::cycle_is_boxed::models::A;
    let value: A =
        survives(r#"{"next":{"next":{"next":{"next":{"leaf":{"text":"x"}}},"all":[{}]}}}"#);
    assert!(value.next.unwrap().next.unwrap().next.is_some());
}

#[test]
fn a_union_takes_one_or_many() {
    use crate::types::union_by_overlay::models::Notice;
    let one: Notice = survives(r##"{"data":{"@odata.type":"#sample.groupCall","id":"1"}}"##);
    assert_eq!(one.data.unwrap().one().unwrap().id(), Some("1"));
    let many: Notice = survives(r##"{"data":[{"@odata.type":"#sample.call"},{"id":"2"}]}"##);
    assert_eq!(many.data.unwrap().as_slice().len(), 2);
    survives::<Notice>(r#"{"data":"a text"}"#);
}

#[test]
fn paths_follow_the_rules() {
    let find = crate::actions::function_overloads::requests::calls().find_with_limit("it's", 5);
    assert_eq!(path(&find), "/calls/find(name='it%27%27s',limit=5)");
    use crate::actions::function_overloads_by_name::requests::{seat, total_with_a, total_with_b};
    let (row, hall) = (seat().price_with_row("A"), seat().price_with_hall("A"));
    assert_eq!(path(&row), "/seat/price(row='A')");
    assert_eq!(path(&hall), "/seat/price(hall='A')");
    assert_eq!(path(&total_with_a(1)), "/total(a=1)");
    assert_eq!(path(&total_with_b(1)), "/total(b=1)");
    let log = crate::actions::other_namespace_is_qualified::requests::calls().get_log();
    assert_eq!(path(&log), "/calls/sample.records.getLog()");
    let close = crate::actions::bound_to_base::requests::calls()
        .by_id("1")
        .close();
    assert_eq!(path(&close), "/calls/1/close");
    let seat = crate::paths::composite_key::requests::seats();
    let seat = seat.by_key("A", 1);
    assert_eq!(seat.target().path().unwrap(), "/seats(row='A',number=1)");
    let deep = crate::paths::cycle_of_navigation::requests::folders();
    let deep = deep.by_id("1").folder("2").folder("3").folders();
    assert_eq!(
        deep.target().path().unwrap(),
        "/folders/1/folders/2/folders/3/folders"
    );
}

#[test]
fn casts_and_alternate_keys_are_segments() {
    use crate::paths::cast::requests::{full_registrations, registrations};
    let one = registrations().by_id("1").as_full_registration();
    assert_eq!(
        one.question("2").target().path().unwrap(),
        "/registrations/1/sample.fullRegistration/questions/2"
    );
    let one = full_registrations().by_type_and_owner("it's", "5");
    assert_eq!(
        one.target().path().unwrap(),
        "/fullRegistrations(type='it%27%27s',owner='5')"
    );
    let meeting = crate::paths::alternate_key::requests::meetings();
    let meeting = meeting.by_join_url("https://a/?b");
    assert_eq!(
        meeting.target().path().unwrap(),
        "/meetings(joinUrl='https%3A%2F%2Fa%2F%3Fb')"
    );
    let meeting = crate::paths::alternate_key::requests::meetings().by_number(7);
    assert_eq!(meeting.target().path().unwrap(), "/meetings(number=7)");
}

#[test]
fn what_a_reference_leads_to_is_read_and_referred_to() {
    use crate::paths::reference::requests::{people, teams};
    let member = teams().by_id("1").members().by_id("2");
    assert_eq!(member.get().path().unwrap(), "/teams/1/members/2");
    let removed = member.remove_reference();
    assert_eq!(removed.path().unwrap(), "/teams/1/members/2/$ref");
    let lead = teams()
        .by_id("1")
        .lead()
        .set_reference("https://host/people/2");
    assert_eq!(lead.path().unwrap(), "/teams/1/lead/$ref");
    assert_eq!(
        lead.body().unwrap(),
        br#"{"@odata.id":"https://host/people/2"}"#
    );
    // Where it lives, there is more.
    assert_eq!(people().by_id("2").delete().path().unwrap(), "/people/2");
    let photo = crate::paths::has_stream::requests::photo();
    assert_eq!(photo.value().path().unwrap(), "/photo/$value");
}

#[test]
fn imports_are_called_by_their_own_name() {
    let reset = crate::actions::imported::requests::reset_all(true);
    assert_eq!(path(&reset), "/resetAll");
    let now = crate::actions::imported::requests::what_time_is_it();
    assert_eq!(path(&now), "/whatTimeIsIt()");
}

#[test]
fn secrets_stay_out_of_logs() {
    use crate::types::secret_by_overlay::models::Door;
    let door: Door = survives(r#"{"number":7,"passcode":"1234","blob":"AAAA"}"#);
    let shown = format!("{door:?}");
    assert!(
        shown.contains('7') && !shown.contains("1234") && !shown.contains("AAAA"),
        "{shown}"
    );
    let error = from_str::<Door>(r#"{"passcode":98765}"#).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("98765"), "{error}");
}
