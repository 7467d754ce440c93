//! The guarantees about order, repetition and loss, held to by seeded histories.

use std::time::{Duration, Instant};

use fastrand::Rng;
use msgraph_beta_communications::{models::CallState, to_string};
use msgraph_calling::{
    CallEvent, CallView, EndReason, Notification, SeenMessages, TransferOutcome, TransferProgress,
};

use crate::support::{body_of, ended, one, result, state, update, view};

/// Everything that a view tells, without regard to the order of arrival.
fn shown(view: &CallView) -> Vec<String> {
    let mut parts: Vec<String> = view.participants().map(to_string).collect();
    parts.extend(view.operations().map(to_string));
    parts.sort();
    parts.extend(view.tones().map(|tone| format!("{tone:?}")));
    parts.push(to_string(view.call()));
    parts.push(format!(
        "{:?} {:?} {:?} {}",
        view.state(),
        view.transfer(),
        view.end(),
        view.is_roster_complete()
    ));
    parts
}

/// A delivery: its message id and what is in it.
type Message = (String, Notification);

/// A call whose notifications have an order in their content. The last one is the end.
fn history(rng: &mut Rng) -> Vec<Notification> {
    let mut history = vec![
        update(r#""state": "incoming", "subject": "0", "tenantId": "t", "direction": "incoming""#),
        update(r#""state": "establishing", "subject": "1", "myParticipantId": "p0""#),
        update(r#""state": "established", "subject": "2", "mediaState": {"audio": "active"}"#),
    ];
    for sequence in 1..=rng.i64(1..6) {
        let tone = rng.choice(["tone0", "tone5", "star", "pound"]).unwrap();
        let info = format!(r#"{{"sequenceId": {sequence}, "tone": "{tone}"}}"#);
        history.push(update(&format!(
            r#""state": "established", "toneInfo": {info}"#
        )));
    }
    for sequence in 1..=rng.i64(1..8) {
        let mut entries = Vec::new();
        for participant in 0..5 {
            match rng.u8(..4) {
                0 => entries.push(format!(
                    r#"{{"id": "p{participant}", "isMuted": {}}}"#,
                    rng.bool()
                )),
                1 => entries.push(format!(
                    r#"{{"id": "p{participant}", "removedState": {{"reason": "Removed"}}}}"#
                )),
                _ => {}
            }
        }
        let data = format!(
            r##"{{"@odata.type": "#microsoft.graph.deltaParticipants", "sequenceNumber": {sequence}, "participants": [{}]}}"##,
            entries.join(", ")
        );
        history.push(one(&body_of("updated", "/participants", &data)));
    }
    for number in 0..rng.u8(..4) {
        for status in ["notStarted", "running", "completed"] {
            let data = format!(r#"{{"clientContext": "{number}", "status": "{status}"}}"#);
            history.push(one(&body_of(
                "updated",
                &format!("/operations/{number}"),
                &data,
            )));
        }
    }
    if rng.bool() {
        history.push(update(r#""state": "transferring", "subject": "3""#));
        history.push(update(r#""state": "transferAccepted", "subject": "4""#));
    }
    if rng.bool() {
        history.push(update(
            r#""state": "terminating", "mediaState": {"audio": "inactive"}"#,
        ));
    }
    let codes = rng.choice([
        (0, 7015),
        (200, 4521),
        (200, 7000),
        (404, 10202),
        (408, 8537),
    ]);
    let (code, subcode) = codes.unwrap();
    history.push(ended(&format!(
        r#""state": "terminated", {}"#,
        result(code, subcode)
    )));
    history
}

/// Delivers messages as the bot does: each id once.
fn deliver(messages: &[Message]) -> CallView {
    let mut seen = SeenMessages::new(1000, Duration::from_secs(60));
    let mut view = view();
    let now = Instant::now();
    for (id, notification) in messages {
        if seen.insert(id, now) {
            view.observe(notification);
        }
    }
    view
}

#[test]
fn order_repetition_and_loss_lead_to_the_same_view() {
    for seed in 0..300 {
        let mut rng = Rng::with_seed(seed);
        let mut sent: Vec<Message> = history(&mut rng)
            .into_iter()
            .enumerate()
            .map(|(number, notification)| (number.to_string(), notification))
            .collect();
        let whole = deliver(&sent);
        // Anything but the end may be lost.
        let percent = rng.u8(..60);
        sent.retain(|(_, notification)| notification.is_terminal() || rng.u8(..100) >= percent);
        let expected = deliver(&sent);
        assert_eq!(expected.end(), whole.end(), "seed {seed}");
        for _ in 0..4 {
            let mut arrived = sent.clone();
            for _ in 0..rng.usize(..8) {
                arrived.push(rng.choice(&sent).unwrap().clone());
            }
            rng.shuffle(&mut arrived);
            assert_eq!(shown(&deliver(&arrived)), shown(&expected), "seed {seed}");
            // All of this is harmless even where the service sends no message ids.
            let mut view = view();
            for (_, notification) in &arrived {
                view.observe(notification);
            }
            assert_eq!(shown(&view), shown(&expected), "seed {seed}");
        }
    }
}

#[test]
fn nothing_is_lost_when_all_arrives() {
    for seed in 0..100 {
        let mut rng = Rng::with_seed(seed);
        let mut sent = history(&mut rng);
        rng.shuffle(&mut sent);
        let mut view = view();
        for notification in &sent {
            view.observe(notification);
        }
        assert!(view.is_roster_complete(), "seed {seed}");
        assert_eq!(view.call().tenant_id.as_deref(), Some("t"));
        assert_eq!(view.call().my_participant_id.as_deref(), Some("p0"));
        let tones = sent
            .iter()
            .filter(|one| matches!(one, Notification::Tone { .. }));
        assert_eq!(view.tones().count(), tones.count());
    }
}

#[test]
fn the_end_sticks_whatever_comes_after() {
    let states = [
        "incoming",
        "establishing",
        "ringing",
        "established",
        "hold",
        "transferring",
        "transferAccepted",
        "redirecting",
        "terminating",
        "parked",
    ];
    for seed in 0..500 {
        let mut rng = Rng::with_seed(seed);
        let mut sent: Vec<Notification> = Vec::new();
        for _ in 0..rng.usize(..12) {
            let state = rng.choice(states).unwrap();
            let code = rng.choice([0, 200, 500]).unwrap();
            sent.push(update(&match rng.u8(..3) {
                0 => format!(r#""state": "{state}", {}"#, result(code, 7000)),
                1 => format!(r#""state": "{state}""#),
                _ => r#""mediaState": {"audio": "active"}"#.to_owned(),
            }));
        }
        for _ in 0..rng.usize(1..3) {
            let subcode = rng.choice([4521, 7000, 5000]).unwrap();
            sent.push(ended(&result(200, subcode)));
        }
        rng.shuffle(&mut sent);
        let mut view = view();
        let (mut ends, mut reason) = (0, None);
        for notification in &sent {
            let was_ended = view.is_ended();
            for event in view.observe(notification) {
                match event {
                    CallEvent::Ended(said) => {
                        ends += 1;
                        reason = Some(said);
                    }
                    CallEvent::StateChanged { .. } => assert!(!was_ended, "seed {seed}"),
                    _ => {}
                }
            }
            assert!(!was_ended || view.is_ended());
            if view.is_ended() {
                assert_eq!(view.state(), Some(&CallState::Terminated), "seed {seed}");
                assert_eq!(
                    view.call().state,
                    Some(CallState::Terminated),
                    "seed {seed}"
                );
                assert_eq!(view.end(), reason.as_ref(), "seed {seed}");
                assert!(!view.is_audio_active());
            }
        }
        assert_eq!(ends, 1, "seed {seed}");
    }
}

/// The notifications of one transfer, of which any but the outcome may be missing.
fn transfer(rng: &mut Rng, outcome: &Notification) -> Vec<Notification> {
    let mut sent = vec![outcome.clone()];
    for name in ["transferring", "transferAccepted"] {
        if rng.u8(..4) > 0 {
            sent.push(state(name));
        }
    }
    let tone = r#""state": "established", "toneInfo": {"sequenceId": 1, "tone": "star"}"#;
    sent.push(update(tone));
    rng.shuffle(&mut sent);
    sent
}

#[test]
fn each_announced_transfer_has_one_outcome_in_any_order() {
    let failed = update(&format!(r#""state": "established", {}"#, result(500, 7000)));
    for seed in 0..300 {
        let mut rng = Rng::with_seed(seed);
        let mut view = view();
        view.observe(&state("established"));
        let mut failures = 0;
        let rounds = rng.usize(1..4);
        for _ in 0..rounds {
            assert!(view.request_transfer(), "seed {seed}");
            for notification in transfer(&mut rng, &failed) {
                let events = view.observe(&notification);
                let is_failure = |event: &&CallEvent| matches!(event, CallEvent::Transfer(progress) if progress.outcome().is_some());
                failures += events.iter().filter(is_failure).count();
            }
            assert_eq!(view.state(), Some(&CallState::Established), "seed {seed}");
        }
        assert_eq!(failures, rounds, "seed {seed}");
        assert!(view.request_transfer());
        let completed = ended(&result(200, 7015));
        for notification in transfer(&mut rng, &completed) {
            view.observe(&notification);
        }
        let done = TransferProgress::Done(TransferOutcome::Completed);
        assert_eq!(view.transfer(), Some(&done), "seed {seed}");
        assert_eq!(view.end(), Some(&EndReason::Transferred), "seed {seed}");
    }
}
