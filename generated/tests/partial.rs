//! Partial updates laid over a model, and lists of which some elements cannot be read.

#![allow(clippy::unwrap_used)] // also in the helpers

use msgraph_beta_communications::models::{
    Call, CallState, CommsNotificationResourceData, CommsNotifications, OnlineMeeting,
    OperationStatus, ResultInfo,
};
use msgraph_beta_communications::{
    Mode, OneOrMany, from_slice_with, from_str, from_str_with, to_string,
};

fn call(json: &str) -> Call {
    from_str(json).unwrap()
}

#[test]
fn an_update_replaces_what_it_has_and_nothing_else() {
    let mut known = call(
        r##"{"id":"a","state":"ESTABLISHED","subject":"old","direction":"incoming","tag":1,
            "resultInfo":{"code":200,"message":"fine"},"terminationReason":null}"##,
    );
    known.apply(&call(
        r##"{"@odata.type":"#microsoft.graph.call","state":"terminating","subject":null,
            "terminationReason":"AppTransferred","resultInfo":{"code":500},"tag":2,"new":[1]}"##,
    ));
    assert_eq!(known.state, Some(CallState::Terminating));
    assert_eq!(known.subject, None);
    assert_eq!(known.result_info.as_ref().unwrap().message, None);
    let expected = call(
        r##"{"@odata.type":"#microsoft.graph.call","id":"a","state":"terminating","subject":null,
            "direction":"incoming","resultInfo":{"code":500},"terminationReason":"AppTransferred",
            "tag":2,"new":[1]}"##,
    );
    assert_eq!(known, expected);
    assert!(to_string(&known).contains(r#""subject":null"#));
    assert!(!to_string(&known).contains("ESTABLISHED"));
    // A value that follows an explicit null is no null any more.
    known.apply(&call(r#"{"subject":"new"}"#));
    known.subject = None;
    assert!(!to_string(&known).contains("subject"));
}

#[test]
fn independent_updates_lead_to_the_same_in_any_order() {
    let updates = [
        call(r#"{"state":"established","answeredBy":{"endpointType":"default"}}"#),
        call(r#"{"subject":null,"x":"1"}"#),
        call(r#"{"resultInfo":{"code":0,"subcode":7015}}"#),
        call(r#"{"callRoutes":[{"original":{"user":{"id":"u"}}}],"y":{"z":[]}}"#),
    ];
    let ways = [[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]];
    let ends = ways.map(|way| {
        let mut known = call(r#"{"id":"a","subject":"s"}"#);
        for at in way {
            known.apply(&updates[at]);
        }
        known
    });
    for end in &ends {
        assert_eq!(end, &ends[0]);
        assert_eq!(end.result_info.as_ref().unwrap().subcode, Some(7015));
    }
    // An update that repeats what is known changes nothing, nor does an empty one.
    let mut again = ends[0].clone();
    for update in updates.iter().chain([&Call::default()]) {
        again.apply(update);
    }
    assert_eq!(again, ends[0]);
}

#[test]
fn a_value_that_was_received_in_another_spelling_is_written_anew_once_it_is_replaced() {
    let mut info: ResultInfo = from_str(r#"{"subCode":"7015"}"#).unwrap();
    info.apply(&ResultInfo::default());
    assert_eq!(to_string(&info), r#"{"subCode":"7015"}"#);
    info.apply(&from_str(r#"{"subcode":7000}"#).unwrap());
    assert_eq!(to_string(&info), r#"{"subcode":7000}"#);
}

#[test]
fn sound_elements_of_a_delivery_are_read_beside_unreadable_ones() {
    let delivery = br##"{"value":["x",{"changeType":"updated","resourceData":
        {"@odata.type":"#microsoft.graph.call","state":"established","sequenceId":"first"}},7,
        {"changeType":5,"resourceUrl":"/r"}]}"##;
    let read: CommsNotifications = from_slice_with(delivery, Mode::Lenient).unwrap();
    let text = to_string(&read);
    let list = read.value.unwrap();
    assert_eq!(list.len(), 2);
    assert_eq!(list[1].resource_url.as_deref(), Some("/r"));
    // What could not be read is written back, as long as the list is as it was.
    let original: serde_json::Value = serde_json::from_slice(delivery).unwrap();
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&text).unwrap(),
        original
    );

    let strict = from_slice_with::<CommsNotifications>(delivery, Mode::Strict).unwrap_err();
    assert_eq!(strict.path(), "value[0]");
    let cut = from_slice_with::<CommsNotifications>(br#"{"value":["x",{"#, Mode::Lenient);
    assert!(cut.is_err(), "what is no JSON is refused in any mode");
}

#[test]
fn a_list_of_changed_objects_is_read_element_by_element() {
    let text =
        r##"{"resourceData":["x",{"@odata.type":"#microsoft.graph.participant","id":"p"}]}"##;
    let notification = |text| {
        let value: CommsNotifications =
            from_str_with(&format!("{{\"value\":[{text}]}}"), Mode::Lenient).unwrap();
        assert_eq!(to_string(&value), format!("{{\"value\":[{text}]}}"));
        value.value.unwrap().remove(0).resource_data.unwrap()
    };
    assert!(matches!(notification(text), OneOrMany::Many(list) if list.len() == 1));
    let nothing = r#"{"resourceData":["x",7]}"#;
    assert!(matches!(notification(nothing), OneOrMany::Other(_)));
    assert!(
        matches!(notification(r#"{"resourceData":[]}"#), OneOrMany::Many(list) if list.is_empty())
    );
}

#[test]
fn lists_of_plain_values_keep_what_fits() {
    let text = r#"{"allowedPresenters":"everyone","meetingTemplateId":3,"anonymizeIdentityForRoles":["attendee",5]}"#;
    let meeting: OnlineMeeting = from_str_with(text, Mode::Lenient).unwrap();
    assert_eq!(
        meeting.anonymize_identity_for_roles.as_ref().unwrap().len(),
        1
    );
    let written: serde_json::Value = serde_json::from_str(&to_string(&meeting)).unwrap();
    assert_eq!(
        written,
        serde_json::from_str::<serde_json::Value>(text).unwrap()
    );
}

#[test]
fn what_all_operations_share_is_read_without_a_match() {
    let read = |text: &str| -> CommsNotificationResourceData { from_str(text).unwrap() };
    let operation = read(
        r##"{"@odata.type":"#microsoft.graph.playPromptOperation","clientContext":"c","status":"completed",
            "resultInfo":{"code":200}}"##,
    );
    assert_eq!(operation.status(), Some(&OperationStatus::Completed));
    assert_eq!(operation.client_context(), Some("c"));
    assert_eq!(
        operation.result_info().and_then(|info| info.code),
        Some(200)
    );
    // A call has other members at these positions.
    let call = read(
        r##"{"@odata.type":"#microsoft.graph.call","id":"a","callbackUri":"https://a.example","resultInfo":{"code":7}}"##,
    );
    assert_eq!(
        (call.id(), call.status(), call.client_context()),
        (Some("a"), None, None)
    );
    assert_eq!(call.result_info(), None);
}
