//! The documented bodies become the notifications that they are.

use msgraph_beta_communications::models::{
    AnyCommsOperation, CallState, ChangeType, MediaStream, OperationStatus, Tone,
};
use msgraph_calling::{EndReason, Notification, OperationId, RosterChange};

use crate::support::{body, one, transfer_body};

#[test]
fn incoming_calls() {
    for (name, id) in [
        ("incoming", "57dab8b1-894c-409a-b240-bd8beae78896"),
        ("incoming-redirect", "491f0b00-ffff-4bc9-a43e-b226498ec22a"),
        (
            "incoming-compliance",
            "e71f0300-9c1f-4d99-b5f4-2722e877d497",
        ),
    ] {
        let Notification::Incoming { call, update } = one(&body(name)) else {
            panic!("{name}")
        };
        assert_eq!(call.to_string(), id);
        assert_eq!(update.state, Some(CallState::Incoming));
        let caller = update.source.unwrap().identity.unwrap();
        assert!(caller.user().unwrap().id().is_some(), "{name}");
    }
}

#[test]
fn updates() {
    for (name, state) in [
        ("establishing", CallState::Establishing),
        ("established", CallState::Established),
    ] {
        let Notification::CallUpdated { update, .. } = one(&body(name)) else {
            panic!("{name}")
        };
        assert_eq!(update.state, Some(state));
    }
}

#[test]
fn a_tone() {
    let Notification::Tone {
        sequence,
        tone,
        update,
        ..
    } = one(&body("tone"))
    else {
        panic!()
    };
    assert_eq!((sequence, tone), (Some(1), Tone::Tone1));
    assert_eq!(update.state, Some(CallState::Established));
}

#[test]
fn rosters() {
    for (name, muted) in [("roster-muted", true), ("roster-screen", false)] {
        let Notification::Roster {
            change,
            participants,
            ..
        } = one(&body(name))
        else {
            panic!("{name}")
        };
        assert_eq!(change, RosterChange::Full);
        let [participant] = participants.as_slice() else {
            panic!("{name}")
        };
        assert_eq!(participant.is_muted, Some(muted));
        let streams: &[MediaStream] = participant.media_streams.as_deref().unwrap();
        assert_eq!(streams.len(), 1);
    }
}

#[test]
fn operations_that_are_done() {
    for (name, has_id) in [
        ("prompt-completed", false),
        ("record-completed", true),
        ("mixer-completed", false),
    ] {
        let Notification::OperationDone {
            call,
            id,
            operation,
        } = one(&body(name))
        else {
            panic!("{name}")
        };
        assert_eq!(call.to_string(), "57dab8b1-894c-409a-b240-bd8beae78896");
        // Where the data lacks the id, the address has it.
        assert_eq!(operation.id().is_some(), has_id, "{name}");
        let expected = OperationId::new("0fe0623f-d628-42ed-b4bd-8ac290072cc5").unwrap();
        assert_eq!(id, Some(expected));
        assert_eq!(operation.status(), Some(&OperationStatus::Completed));
        assert_eq!(
            operation.client_context(),
            Some("d45324c1-fcb5-430a-902c-f20af696537c")
        );
        assert_eq!(
            matches!(operation, AnyCommsOperation::RecordOperation(_)),
            name == "record-completed"
        );
    }
}

#[test]
fn sharing_of_content() {
    for (name, expected) in [
        ("sharing-created", ChangeType::Created),
        ("sharing-deleted", ChangeType::Deleted),
    ] {
        let Notification::ContentSharing {
            change,
            session,
            data,
            ..
        } = one(&body(name))
        else {
            panic!("{name}")
        };
        assert_eq!(change, expected);
        assert_eq!(
            session.as_deref(),
            Some("2765eb15-01f8-47c6-b12b-c32111a4a86f")
        );
        assert_eq!(data, None);
    }
}

#[test]
fn ends() {
    let Notification::CallEnded { reason, update, .. } = one(&body("redirected")) else {
        panic!()
    };
    assert_eq!(reason, EndReason::Unspecified);
    assert!(update.answered_by.is_some());
    for example in 1..=5 {
        let end = one(&transfer_body(&format!("{example}-completed")));
        let Notification::CallEnded { reason, .. } = end else {
            panic!("{example}")
        };
        assert_eq!(reason, EndReason::Transferred, "{example}");
    }
}
