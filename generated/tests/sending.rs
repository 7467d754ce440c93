//! What request bodies hold: what was set, and nothing else.

#![allow(clippy::unwrap_used)] // also in the helpers

use msgraph_beta_communications::models::{
    AudioRoutingGroup, Call, InvitationParticipantInfo, OnlineMeeting, RoutingMode,
};
use msgraph_beta_communications::requests::communications;
use msgraph_beta_communications::{from_str, to_string};
use serde_json::{Value, json};

fn json_of(body: Option<&[u8]>) -> Value {
    serde_json::from_slice(body.unwrap()).unwrap()
}

#[test]
fn a_key_that_the_client_chooses_is_sent() {
    let call = communications().call("c");
    let group = AudioRoutingGroup::default()
        .with_id("oneToOne")
        .with_routing_mode(RoutingMode::OneToOne)
        .with_sources(["a"]);
    let documented = json!({"id": "oneToOne", "routingMode": "oneToOne", "sources": ["a"]});
    let create = call.audio_routing_groups().create(group.clone());
    assert_eq!(json_of(create.body()), documented);
    let update = call.audio_routing_group("oneToOne").update(group);
    assert_eq!(json_of(update.body()), documented);
}

#[test]
fn a_key_that_the_service_makes_is_not_sent() {
    let call: Call = from_str(r#"{"id":"c","state":"established","subject":"s"}"#).unwrap();
    let create = communications().calls().create(call);
    assert_eq!(json_of(create.body()), json!({"subject": "s"}));
}

#[test]
fn control_information_of_a_response_is_not_sent_back() {
    let text = r##"{"@odata.type":"#microsoft.graph.onlineMeeting","@odata.context":"c","@odata.etag":"W/1",
        "@odata.id":"i","@removed":{"reason":"changed"},"#microsoft.graph.sendVirtualAppointmentSms":{},
        "recordings@odata.context":"c","recordings@odata.nextLink":"n","@count":1,
        "subject":"s","owner@odata.bind":"users/1","@com.contoso.note":"n",
        "chatInfo":{"@odata.etag":"W/2","@etag":"W/3","threadId":"t"},
        "new":{"@odata.readLink":"r","list":[{"@editLink":"e","a":1}]},"subject@odata.mediaReadLink":"m"}"##;
    let meeting: OnlineMeeting = from_str(text).unwrap();
    let sent = json!({
        "@odata.type": "#microsoft.graph.onlineMeeting",
        "@odata.id": "i",
        "subject": "s",
        "owner@odata.bind": "users/1",
        "@com.contoso.note": "n",
        "chatInfo": {"threadId": "t"},
        "new": {"list": [{"a": 1}]},
    });
    let meetings = communications().online_meetings();
    let create = meetings.create(meeting.clone());
    assert_eq!(json_of(create.body()), sent);
    let update = communications().online_meeting("m").update(meeting.clone());
    assert_eq!(json_of(update.body()), sent);
    // A document has everything.
    let whole: Value = serde_json::from_str(text).unwrap();
    assert_eq!(
        serde_json::from_str::<Value>(&to_string(&meeting)).unwrap(),
        whole
    );
    assert_eq!(serde_json::to_value(&meeting).unwrap(), whole);
}

#[test]
fn parameters_of_an_action_are_sent_without_it() {
    let text = r#"{"@odata.etag":"e","identity":{"@odata.id":"i","@etag":"e"}}"#;
    let target: InvitationParticipantInfo = from_str(text).unwrap();
    let body = communications().call("c").transfer(target).body();
    let sent = json!({"transferTarget": {"identity": {"@odata.id": "i"}}});
    assert_eq!(json_of(body.as_deref()), sent);
}
