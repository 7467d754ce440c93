//! The documented transfers, followed to their ends.

use msgraph_beta_communications::models::CallState;
use msgraph_calling::{
    CallEvent, CallId, CallView, EndReason, Notification, TransferOutcome, TransferProgress,
};

use crate::support::{TRANSFERRED, ended, one, result, state, transfer_body, update, view};

fn start() -> CallView {
    CallView::new(CallId::new(TRANSFERRED).unwrap())
}

fn documented(example: usize, what: &str) -> Notification {
    one(&transfer_body(&format!("{example}-{what}")))
}

/// What the events say of transfers.
fn progress(events: &[CallEvent]) -> Vec<TransferProgress> {
    let transfers = events.iter().filter_map(|event| match event {
        CallEvent::Transfer(progress) => Some(progress.clone()),
        _ => None,
    });
    transfers.collect()
}

fn failures(events: &[CallEvent]) -> usize {
    let failed = |progress: &&TransferProgress| {
        matches!(progress.outcome(), Some(TransferOutcome::Failed(_)))
    };
    progress(events).iter().filter(failed).count()
}

#[test]
fn five_transfers_complete() {
    for example in 1..=5 {
        for announced in [false, true] {
            let mut view = start();
            assert!(!announced || view.request_transfer());
            let mut events = Vec::new();
            for what in ["transferring", "transferAccepted", "completed"] {
                events.extend(view.observe(&documented(example, what)));
            }
            let done = TransferProgress::Done(TransferOutcome::Completed);
            assert_eq!(view.transfer(), Some(&done), "{example}");
            assert_eq!(view.end(), Some(&EndReason::Transferred));
            assert_eq!(view.state(), Some(&CallState::Terminated));
            assert_eq!(
                progress(&events),
                [
                    TransferProgress::Transferring,
                    TransferProgress::Accepted,
                    done
                ]
            );
            assert_eq!(
                events.last(),
                Some(&CallEvent::Ended(EndReason::Transferred))
            );
        }
    }
}

#[test]
fn five_transfers_fail_and_the_calls_go_on() {
    for example in 1..=5 {
        let mut view = start();
        assert!(view.request_transfer());
        let mut events = Vec::new();
        for what in ["transferring", "transferAccepted", "failed"] {
            events.extend(view.observe(&documented(example, what)));
        }
        let Some(TransferProgress::Done(TransferOutcome::Failed(failure))) = view.transfer() else {
            panic!("{example}: {:?}", view.transfer())
        };
        let subcode = if matches!(example, 2 | 4) { 7700 } else { 7000 };
        assert_eq!((failure.code, failure.subcode), (500, subcode));
        assert_eq!(failure.message.as_deref(), Some("<message>"));
        assert_eq!(view.state(), Some(&CallState::Established));
        assert_eq!(view.call().state, Some(CallState::Established));
        assert!(!view.is_ended() && view.is_established());
        assert_eq!(failures(&events), 1);
    }
}

#[test]
fn the_second_of_two_equal_failures_counts() {
    for example in 1..=5 {
        for announced in [false, true] {
            let mut view = start();
            let mut events = Vec::new();
            for _ in 0..2 {
                assert!(!announced || view.request_transfer());
                for what in ["transferring", "failed"] {
                    events.extend(view.observe(&documented(example, what)));
                }
                assert_eq!(view.state(), Some(&CallState::Established));
            }
            assert_eq!(failures(&events), 2);
        }
        // Of an announced transfer it counts even if nothing else was delivered.
        let mut view = start();
        for _ in 0..2 {
            assert!(view.request_transfer());
            assert_eq!(failures(&view.observe(&documented(example, "failed"))), 1);
        }
    }
}

#[test]
fn a_failed_transfer_then_one_that_completes() {
    for (first, second) in [(1, 2), (2, 1), (4, 3)] {
        let mut view = start();
        assert!(view.request_transfer());
        view.observe(&documented(first, "transferring"));
        view.observe(&documented(first, "failed"));
        assert!(view.request_transfer());
        view.observe(&documented(second, "transferring"));
        // The codes of the failure are still in the merged call, and mean nothing now.
        assert!(view.call().result_info.is_some());
        view.observe(&documented(second, "completed"));
        assert_eq!(view.end(), Some(&EndReason::Transferred));
        let done = TransferProgress::Done(TransferOutcome::Completed);
        assert_eq!(view.transfer(), Some(&done));
    }
}

#[test]
fn one_transfer_at_a_time() {
    let mut view = view();
    assert!(view.request_transfer());
    assert!(!view.request_transfer());
    assert_eq!(view.transfer(), Some(&TransferProgress::Requested));
    view.withdraw_transfer();
    assert_eq!(view.transfer(), None);
    assert!(view.request_transfer());
    view.observe(&state("transferring"));
    // The service works on it: too late to take it back.
    view.withdraw_transfer();
    assert_eq!(view.transfer(), Some(&TransferProgress::Transferring));
    assert!(!view.request_transfer());
    view.observe(&ended(&result(200, 4521)));
    assert!(!view.request_transfer());
}

#[test]
fn a_call_that_ends_in_transfer_leaves_the_outcome_open() {
    let mut view = view();
    assert!(view.request_transfer());
    view.observe(&state("transferring"));
    let events = view.observe(&ended(&result(200, 4521)));
    let open = TransferProgress::Done(TransferOutcome::CallEnded(EndReason::HungUpByPeer));
    assert_eq!(view.transfer(), Some(&open));
    assert_eq!(progress(&events), [open]);
    // Without a transfer there is no outcome.
    let mut other = crate::support::view();
    other.observe(&ended(&result(200, 4521)));
    assert_eq!(other.transfer(), None);
}

#[test]
fn a_call_may_end_with_the_failure() {
    let mut view = view();
    assert!(view.request_transfer());
    view.observe(&ended(&result(404, 10202)));
    assert_eq!(view.end(), Some(&EndReason::TransferFailed));
    assert!(matches!(
        view.transfer().and_then(TransferProgress::outcome),
        Some(TransferOutcome::Failed(failure)) if failure.subcode == 10202
    ));
}

#[test]
fn a_late_notification_of_a_failed_transfer_is_no_new_one() {
    let mut view = view();
    view.observe(&state("established"));
    assert!(view.request_transfer());
    let failed = update(&format!(r#""state": "established", {}"#, result(500, 7000)));
    view.observe(&failed);
    for late in ["transferring", "transferAccepted"] {
        assert_eq!(view.observe(&state(late)), [], "{late}");
        assert_eq!(view.state(), Some(&CallState::Established));
    }
    assert_eq!(failures(&view.observe(&failed)), 0);
    assert!(view.request_transfer());
}

#[test]
fn tones_do_not_end_a_transfer() {
    let mut view = view();
    view.observe(&state("transferring"));
    let tone = r#""state": "established", "toneInfo": {"sequenceId": 1, "tone": "tone1"}"#;
    view.observe(&update(tone));
    assert_eq!(view.state(), Some(&CallState::Transferring));
    assert_eq!(view.transfer(), Some(&TransferProgress::Transferring));
    view.observe(&update(
        r#""state": "established", "resultInfo": {"code": 200}"#,
    ));
    assert_eq!(view.state(), Some(&CallState::Transferring));
}

#[test]
fn a_late_update_does_not_bring_a_failed_transfer_back() {
    let mut view = view();
    view.observe(&state("established"));
    view.observe(&update(r#""state": "transferring", "subject": "kept""#));
    view.observe(&update(&format!(
        r#""state": "established", {}"#,
        result(500, 7000)
    )));
    view.observe(&update(
        r#""state": "incoming", "subject": "old", "tenantId": "t""#,
    ));
    assert_eq!(view.state(), Some(&CallState::Established));
    assert_eq!(view.call().state, Some(CallState::Established));
    assert_eq!(view.call().subject.as_deref(), Some("kept"));
    assert_eq!(view.call().tenant_id.as_deref(), Some("t"));
}
