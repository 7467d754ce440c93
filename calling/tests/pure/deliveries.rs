//! Deliveries are read element by element, whatever stands beside.

use http::{HeaderMap, HeaderValue};
use msgraph_beta_communications::models::{AnyCommsOperation, CallState, Tone};
use msgraph_calling::{Delivery, EndReason, NotANotification, Notification, RosterChange};

use crate::support::{CALL, body, body_of, ended, one, read, update};

fn with_headers(headers: &[(&'static str, &'static str)]) -> Delivery {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.insert(*name, HeaderValue::from_static(value));
    }
    Delivery::read(&map, br#"{"value": []}"#).unwrap()
}

#[test]
fn the_message_id_is_in_the_headers() {
    let delivery = with_headers(&[
        ("client-request-id", "request"),
        ("x-microsoft-skype-message-id", "message"),
        ("scenario-id", "scenario"),
        ("x-microsoft-skype-chain-id", "chain"),
    ]);
    assert_eq!(delivery.message_id.as_deref(), Some("message"));
    assert_eq!(delivery.scenario_id.as_deref(), Some("scenario"));
    let delivery = with_headers(&[
        ("client-request-id", "request"),
        ("x-microsoft-skype-message-id", " "),
        ("x-microsoft-skype-chain-id", "chain"),
    ]);
    assert_eq!(delivery.message_id.as_deref(), Some("request"));
    assert_eq!(delivery.scenario_id.as_deref(), Some("chain"));
    let delivery = with_headers(&[]);
    assert_eq!((delivery.message_id, delivery.scenario_id), (None, None));
}

#[test]
fn an_odd_element_does_not_hide_the_others() {
    let sound = r##"{"changeType": "updated", "resourceUrl": "/communications/calls/1",
        "resourceData": {"@odata.type": "#microsoft.graph.call", "state": "established"}}"##;
    let delivery = read(&format!(
        r#"{{"value": ["x", {sound}, 7, null, {sound}, []]}}"#
    ));
    assert_eq!(delivery.notifications.len(), 2);
    let unread: Vec<_> = delivery.unread.iter().map(|unread| unread.index).collect();
    assert_eq!(unread, [0, 2, 3, 5]);
    assert_eq!(delivery.unread[0].raw.as_str(), "\"x\"");
}

#[test]
fn an_odd_member_does_not_hide_its_notification() {
    let Notification::Tone { sequence, tone, .. } =
        update(r#""state": 7, "toneInfo": {"sequenceId": "first", "tone": "star"}"#)
    else {
        panic!()
    };
    assert_eq!((sequence, tone), (None, Tone::Star));
}

#[test]
fn bodies_in_other_forms() {
    let element = r##"{"ChangeType": "Updated", "ResourceUrl": "/communications/calls/1",
        "ResourceData": {"@odata.type": "#Microsoft.Graph.Call", "State": "Established"}}"##;
    for text in [
        format!(r#"{{"Value": [{element}]}}"#),
        format!(r#"{{"value": {element}}}"#),
        format!("\u{feff}{{\"value\": [{element}]}}"),
        element.to_owned(),
        format!("\u{feff}{element}"),
    ] {
        let Notification::CallUpdated { update, .. } = one(&text) else {
            panic!("{text}")
        };
        assert_eq!(update.state, Some(CallState::Established), "{text}");
    }
}

#[test]
fn what_is_no_delivery_is_refused() {
    let read = |body: &[u8]| Delivery::read(&HeaderMap::new(), body).unwrap_err();
    for body in ["", "null", "[]", "7", "{", "<html>", "{\"value\": [}"] {
        let error = read(body.as_bytes());
        assert!(matches!(error, NotANotification::NotJson(_)), "{body}");
    }
    assert!(matches!(read(b"\xFF{}"), NotANotification::NotJson(_)));
    assert!(matches!(read(b"{}"), NotANotification::NoValue));
    assert!(matches!(read(b"{\"a\": 1}"), NotANotification::NoValue));
    assert!(read(b"{}").to_string().contains("value"));
}

#[test]
fn the_type_of_the_data_goes_before_the_address() {
    let data = r##"[{"@odata.type": "#microsoft.graph.participant", "id": "a"}]"##;
    let roster = one(&body_of("updated", "/operations/participants", data));
    let Notification::Roster {
        change,
        participants,
        ..
    } = roster
    else {
        panic!("{roster:?}")
    };
    assert_eq!((change, participants.len()), (RosterChange::Full, 1));
}

#[test]
fn without_type_the_address_decides() {
    let kind = |tail, data| match one(&body_of("updated", tail, data)) {
        Notification::CallUpdated { .. } => "call",
        Notification::Roster { .. } => "roster",
        Notification::OperationDone { .. } => "done",
        Notification::OperationUpdated { .. } => "operation",
        Notification::ContentSharing { .. } => "sharing",
        Notification::Other { .. } => "other",
        _ => "?",
    };
    assert_eq!(kind("", r#"{"state": "established"}"#), "call");
    assert_eq!(kind("", "{}"), "call");
    assert_eq!(kind("", "null"), "call");
    assert_eq!(kind("/participants", r#"[{"id": "a"}]"#), "roster");
    assert_eq!(kind("/participants/a", r#"{"id": "a"}"#), "roster");
    assert_eq!(
        kind("/operations/participants", r#"[{"id": "a"}]"#),
        "roster"
    );
    assert_eq!(
        kind("/operations/1", r#"{"status": "running"}"#),
        "operation"
    );
    assert_eq!(kind("/operations/1", r#"{"status": "failed"}"#), "done");
    assert_eq!(kind("/contentSharingSessions/1", "{}"), "sharing");
    assert_eq!(kind("/audioRoutingGroups/1", "{}"), "other");
}

#[test]
fn unknown_types_are_events_too() {
    let data = r##"{"@odata.type": "#microsoft.graph.hologram", "size": 3}"##;
    let Notification::Other { call, notification } = one(&body_of("updated", "", data)) else {
        panic!()
    };
    // The address still says which call it is about.
    assert_eq!(call.unwrap().as_str(), CALL);
    let text = msgraph_beta_communications::to_string(&*notification);
    assert!(
        text.contains("hologram") && text.contains("\"size\":3"),
        "{text}"
    );
    // A kind of operation that is new is an operation all the same.
    let data = r##"{"@odata.type": "#microsoft.graph.danceOperation", "status": "completed"}"##;
    let Notification::OperationDone { operation, .. } =
        one(&body_of("deleted", "/operations/1", data))
    else {
        panic!()
    };
    assert!(matches!(operation, AnyCommsOperation::CommsOperation(_)));
}

#[test]
fn a_call_is_found_by_other_members_than_the_address() {
    for text in [
        format!(
            r#"{{"changeType": "updated", "resource": "/app/calls/{CALL}", "resourceData": {{"state": "ringing"}}}}"#
        ),
        format!(
            r#"{{"changeType": "updated", "resourceData": {{"@odata.id": "/communications/calls/{CALL}", "state": "ringing"}}}}"#
        ),
        format!(
            r##"{{"changeType": "updated", "resourceData": {{"@odata.type": "#microsoft.graph.call", "id": "{CALL}"}}}}"##
        ),
    ] {
        let notification = one(&text);
        assert!(
            matches!(notification, Notification::CallUpdated { .. }),
            "{text}"
        );
        assert_eq!(notification.call().unwrap().as_str(), CALL, "{text}");
    }
    let nameless =
        r##"{"changeType": "updated", "resourceData": {"@odata.type": "#microsoft.graph.call"}}"##;
    let notification = one(nameless);
    assert!(matches!(notification, Notification::Other { .. }));
    assert_eq!(notification.call(), None);
}

#[test]
fn deleted_means_ended_with_or_without_state() {
    for end in [
        ended(r#""id": "1""#),
        ended(r#""state": "established""#),
        update(r#""state": "deleted""#),
        update(r#""state": "Terminated""#),
        one(&body_of("deleted", "", "null")),
    ] {
        assert!(end.is_terminal(), "{end:?}");
    }
    let Notification::CallEnded { reason, .. } =
        update(r#""state": "terminated", "resultInfo": {"code": "200", "subCode": "4521"}"#)
    else {
        panic!()
    };
    assert_eq!(reason, EndReason::HungUpByPeer);
}

#[test]
fn delta_rosters_and_joining_participants() {
    let data = r##"{"@odata.type": "#microsoft.graph.deltaParticipants", "sequenceNumber": 4,
        "participants": [{"id": "a"}, {"id": "b", "removedState": {"reason": "Removed"}}]}"##;
    let Notification::Roster {
        change,
        participants,
        ..
    } = one(&body_of("updated", "/participants", data))
    else {
        panic!()
    };
    assert_eq!(change, RosterChange::Delta { sequence: Some(4) });
    assert!(participants[1].removed_state.is_some());

    let data = r##"{"@odata.type": "#microsoft.graph.participantJoiningNotification",
        "call": {"id": "57DAB8B1894C409AB240BD8BEAE78896"}}"##;
    let text = format!(r#"{{"value": [{{"changeType": "created", "resourceData": {data}}}]}}"#);
    let joining = one(&text);
    assert!(matches!(joining, Notification::ParticipantJoining { .. }));
    assert_eq!(joining.call().unwrap().to_string(), CALL);

    let data = r##"{"@odata.type": "#microsoft.graph.participantLeftNotification", "participantId": "a"}"##;
    let Notification::ParticipantLeft { call, left } = one(&body_of("deleted", "", data)) else {
        panic!()
    };
    assert_eq!(call.unwrap().as_str(), CALL);
    assert_eq!(left.participant_id.as_deref(), Some("a"));
}

#[test]
fn a_roster_that_could_not_be_read_whole_is_not_the_whole_roster() {
    let change = |data| match one(&body_of("updated", "/participants", data)) {
        Notification::Roster {
            change,
            participants,
            ..
        } => (change, participants.len()),
        other => panic!("{other:?}"),
    };
    let part = RosterChange::Delta { sequence: None };
    assert_eq!(change(r#"[{"id": "a"}, "b"]"#), (part, 1));
    assert_eq!(
        change(r#"[{"id": "a"}, {"id": "b"}]"#),
        (RosterChange::Full, 2)
    );
    assert_eq!(change("[]"), (RosterChange::Full, 0));
    let removed = one(&body_of("deleted", "/participants/a", "null"));
    let Notification::Roster {
        change,
        participants,
        ..
    } = removed
    else {
        panic!()
    };
    assert_eq!(change, RosterChange::Removed);
    assert_eq!(participants[0].id.as_deref(), Some("a"));
}

#[test]
fn debug_output_has_no_access_token() {
    let notification = one(&body("record-completed"));
    assert!(!format!("{notification:?}").contains("<access-token>"));
}
