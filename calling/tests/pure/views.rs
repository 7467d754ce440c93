//! The view of a call: states, merged members, tones, operations.

use msgraph_beta_communications::models::{CallState, OperationStatus, Tone};
use msgraph_calling::{CallEvent, CallId, CallView, EndReason, OperationId};

use crate::support::{body, body_of, ended, fold, one, result, state, update, view};

#[test]
fn states_move_forward() {
    let mut view = view();
    let mut moved = Vec::new();
    for name in [
        "incoming",
        "establishing",
        "ringing",
        "establishing",
        "established",
        "hold",
        "established",
        "incoming",
        "ringing",
        "transferring",
        "transferAccepted",
        "transferring",
        "established",
        "terminating",
        "established",
        "terminated",
    ] {
        for event in view.observe(&state(name)) {
            if let CallEvent::StateChanged { to, .. } = event {
                moved.push(to.as_str().to_owned());
            }
        }
        assert_eq!(view.call().state.as_ref(), view.state());
    }
    assert_eq!(
        moved,
        [
            "incoming",
            "establishing",
            "ringing",
            "establishing",
            "established",
            "hold",
            "established",
            "transferring",
            "transferAccepted",
            "terminating",
            "terminated"
        ]
    );
}

#[test]
fn a_call_may_end_from_anywhere() {
    for name in [
        "incoming",
        "redirecting",
        "establishing",
        "hold",
        "transferring",
    ] {
        let view = fold(&[state(name), state("terminated")]);
        assert_eq!(view.state(), Some(&CallState::Terminated), "{name}");
        assert!(view.is_ended() && !view.is_established());
    }
}

#[test]
fn unknown_states_are_kept_and_move_nothing() {
    let mut view = fold(&[state("established")]);
    for name in ["parked", "unknownFutureValue"] {
        let events = view.observe(&state(name));
        assert_eq!(view.state(), Some(&CallState::Established));
        assert!(
            matches!(events.as_slice(), [CallEvent::Updated(_)]),
            "{name}"
        );
        assert_eq!(view.call().state.as_ref().unwrap().as_str(), name);
    }
    view.observe(&state("terminated"));
    view.observe(&state("parked"));
    assert_eq!(view.call().state, Some(CallState::Terminated));
}

#[test]
fn partial_updates_are_laid_over_each_other() {
    let mut view = fold(&[
        update(r#""state": "incoming", "subject": "s", "tenantId": "t""#),
        update(r#""state": "established", "mediaState": {"audio": "active"}"#),
    ]);
    assert!(view.is_audio_active());
    view.observe(&update(
        r#""subject": null, "mediaState": {"audio": "inactive"}"#,
    ));
    assert!(!view.is_audio_active());
    assert_eq!(view.call().subject, None);
    assert_eq!(view.call().tenant_id.as_deref(), Some("t"));
    assert_eq!(view.state(), Some(&CallState::Established));
}

#[test]
fn a_late_update_fills_gaps_and_overwrites_nothing() {
    let mut view = fold(&[update(r#""state": "established", "subject": "new""#)]);
    let events = view.observe(&update(
        r#""state": "incoming", "subject": "old", "tenantId": "t""#,
    ));
    assert!(matches!(events.as_slice(), [CallEvent::Updated(_)]));
    assert_eq!(view.state(), Some(&CallState::Established));
    assert_eq!(view.call().state, Some(CallState::Established));
    assert_eq!(view.call().subject.as_deref(), Some("new"));
    assert_eq!(view.call().tenant_id.as_deref(), Some("t"));
}

#[test]
fn the_first_end_sticks() {
    let mut view = view();
    let events = view.observe(&ended(&result(200, 4521)));
    assert_eq!(
        events.last(),
        Some(&CallEvent::Ended(EndReason::HungUpByPeer))
    );
    assert_eq!(view.observe(&ended(&result(200, 7000))), []);
    assert_eq!(view.end(), Some(&EndReason::HungUpByPeer));
    assert_eq!(view.end_with(EndReason::NotFound), []);
    assert_eq!(view.end(), Some(&EndReason::HungUpByPeer));
}

#[test]
fn what_announced_the_end_gives_the_reason_if_the_end_gives_none() {
    let announced = update(&format!(r#""state": "terminating", {}"#, result(408, 8537)));
    let end = ended(r#""state": "terminated""#);
    for order in [[&announced, &end], [&end, &announced]] {
        let view = fold(order);
        assert_eq!(view.end(), Some(&EndReason::KeepAliveMissed));
        assert_eq!(view.call().state, Some(CallState::Terminated));
    }
    // The codes of a failed transfer are no reason of an end.
    let failed = update(&format!(r#""state": "established", {}"#, result(500, 7000)));
    assert_eq!(fold([&failed, &end]).end(), Some(&EndReason::Unspecified));
}

#[test]
fn the_service_may_have_forgotten_the_call() {
    let mut view = fold(&[state("established")]);
    let events = view.end_with(EndReason::NotFound);
    assert_eq!(events.len(), 2);
    assert_eq!(events.last(), Some(&CallEvent::Ended(EndReason::NotFound)));
    assert_eq!(view.state(), Some(&CallState::Terminated));
    view.observe(&state("established"));
    assert_eq!(view.state(), Some(&CallState::Terminated));
}

#[test]
fn what_a_get_answers_is_taken_as_well() {
    let mut view = view();
    let call = r#"{"id": "1", "state": "established", "participants": [{"id": "a"}]}"#;
    let call = msgraph_beta_communications::from_str(call).unwrap();
    let events = view.observe_call(&call);
    assert!(view.is_established());
    assert!(view.participant("A").is_some());
    assert_eq!(events.len(), 2);
    let over = msgraph_beta_communications::from_str(r#"{"state": "terminated"}"#).unwrap();
    view.observe_call(&over);
    assert!(view.is_ended());
}

#[test]
fn other_calls_change_nothing() {
    let mut view = CallView::new(CallId::new("1").unwrap());
    assert_eq!(view.observe(&state("established")), []);
    assert_eq!(view.state(), None);
}

#[test]
fn each_tone_comes_once() {
    let mut view = view();
    let tone = |sequence: i64, tone: &str| {
        let info = format!(r#"{{"sequenceId": {sequence}, "tone": "{tone}"}}"#);
        update(&format!(r#""state": "established", "toneInfo": {info}"#))
    };
    let mut heard = Vec::new();
    for (sequence, name) in [
        (2, "star"),
        (1, "tone1"),
        (2, "star"),
        (3, "star"),
        (1, "tone1"),
    ] {
        for event in view.observe(&tone(sequence, name)) {
            if let CallEvent::Tone { sequence, .. } = event {
                heard.push(sequence.unwrap());
            }
        }
    }
    assert_eq!(heard, [2, 1, 3]);
    let tones: Vec<_> = view
        .tones()
        .map(|(number, tone)| (number, tone.clone()))
        .collect();
    assert_eq!(tones, [(1, Tone::Tone1), (2, Tone::Star), (3, Tone::Star)]);
    let last = view.call().tone_info.as_ref().unwrap();
    assert_eq!(last.sequence_id, Some(3));

    // Old ones are forgotten, and not taken again.
    for sequence in 4..=2000 {
        view.observe(&tone(sequence, "pound"));
    }
    assert_eq!(view.tones().count(), 1024);
    let again = view.observe(&tone(5, "pound"));
    assert!(
        !again
            .iter()
            .any(|event| matches!(event, CallEvent::Tone { .. }))
    );
    // Without a number nothing tells a repeated tone from a second one.
    let nameless = update(r#""toneInfo": {"tone": "flash"}"#);
    for _ in 0..2 {
        let events = view.observe(&nameless);
        let tones = events
            .iter()
            .filter(|event| matches!(event, CallEvent::Tone { .. }));
        assert_eq!(tones.count(), 1);
    }
}

fn operation(id: &str, context: &str, status: &str) -> msgraph_calling::Notification {
    let data = format!(
        r##"{{"@odata.type": "#microsoft.graph.playPromptOperation", "clientContext": "{context}", "status": "{status}"}}"##
    );
    one(&body_of("updated", &format!("/operations/{id}"), &data))
}

#[test]
fn operations_are_done_once_and_stay_done() {
    let mut view = view();
    let id = OperationId::new("0fe0623f-d628-42ed-b4bd-8ac290072cc5").unwrap();
    let running = operation(
        &id.to_string(),
        "d45324c1-fcb5-430a-902c-f20af696537c",
        "running",
    );
    let completed = one(&body("prompt-completed"));
    let events = view.observe(&running);
    assert!(matches!(
        events.as_slice(),
        [CallEvent::OperationUpdated { .. }]
    ));
    assert_eq!(view.observe(&running), []);
    let events = view.observe(&completed);
    let [CallEvent::OperationDone { id: done, .. }] = events.as_slice() else {
        panic!("{events:?}")
    };
    assert_eq!(done.as_ref(), Some(&id));
    for late in [&running, &completed, &running] {
        assert_eq!(view.observe(late), []);
    }
    let found = view.operation(&id).unwrap();
    assert_eq!(found.status(), Some(&OperationStatus::Completed));
    let found = view.operation_by_context("d45324c1-fcb5-430a-902c-f20af696537c");
    assert!(found.is_some());
    assert_eq!(view.operations().count(), 1);
    assert_eq!(view.operation_by_context("?"), None);
}

#[test]
fn operations_make_room() {
    let mut view = view();
    view.observe(&operation("open", "open", "running"));
    for number in 0..1000 {
        let name = format!("op{number}");
        view.observe(&operation(&name, &name, "completed"));
    }
    assert_eq!(view.operations().count(), 256);
    // What is not done yet stays.
    assert!(view.operation_by_context("open").is_some());
    assert!(view.operation_by_context("op999").is_some());
}

#[test]
fn what_does_not_change_the_view_is_an_event() {
    let mut view = CallView::new(CallId::new("421f4c00-4436-4c3a-9d9a-c4924cf98e67").unwrap());
    let sharing = one(&body("sharing-created"));
    assert_eq!(
        view.observe(&sharing),
        [CallEvent::Notified(Box::new(sharing.clone()))]
    );
}

#[test]
fn debug_output_says_nothing_of_the_conversation() {
    let view = fold(&[update(
        r#""state": "established", "subject": "salary", "toneInfo": {"sequenceId": 1, "tone": "tone9"}"#,
    )]);
    let text = format!("{view:?}");
    assert!(
        text.contains("established") || text.contains("Established"),
        "{text}"
    );
    assert!(
        !text.contains("salary") && !text.to_lowercase().contains("tone"),
        "{text}"
    );
}
