//! Rosters, whole and in changes.

use msgraph_calling::{CallEvent, CallView, Notification};

use crate::support::{body_of, one, view};

/// A participant in JSON: id, number and whether muted.
fn entry(id: &str, sequence: Option<i64>, muted: bool) -> String {
    let sequence = sequence.map_or(String::new(), |sequence| {
        format!(r#""rosterSequenceNumber": {sequence}, "#)
    });
    format!(
        r##"{{"@odata.type": "#microsoft.graph.participant", "id": "{id}", {sequence}"isMuted": {muted}}}"##
    )
}

fn gone(id: &str) -> String {
    format!(r#"{{"id": "{id}", "removedState": {{"reason": "Removed"}}}}"#)
}

fn full(entries: &[String]) -> Notification {
    one(&body_of(
        "updated",
        "/participants",
        &format!("[{}]", entries.join(", ")),
    ))
}

fn delta(sequence: i64, entries: &[String]) -> Notification {
    let data = format!(
        r##"{{"@odata.type": "#microsoft.graph.deltaParticipants", "sequenceNumber": {sequence}, "participants": [{}]}}"##,
        entries.join(", ")
    );
    one(&body_of("updated", "/participants", &data))
}

/// Who is in the roster, with `!` after those who are muted.
fn roster(view: &CallView) -> String {
    let mut names: Vec<_> = view
        .participants()
        .map(|one| {
            let mark = if one.is_muted == Some(true) { "!" } else { "" };
            format!("{}{mark}", one.id.as_deref().unwrap())
        })
        .collect();
    names.sort();
    names.join(" ")
}

fn told(events: &[CallEvent]) -> String {
    let told = events.iter().map(|event| match event {
        CallEvent::ParticipantAdded(one) => format!("+{}", one.id.as_deref().unwrap()),
        CallEvent::ParticipantUpdated(one) => format!("~{}", one.id.as_deref().unwrap()),
        CallEvent::ParticipantRemoved(one) => format!("-{}", one.id.as_deref().unwrap()),
        other => panic!("{other:?}"),
    });
    told.collect::<Vec<_>>().join(" ")
}

#[test]
fn a_whole_roster_says_who_is_there() {
    let mut view = view();
    let events = view.observe(&full(&[entry("a", None, false), entry("b", None, false)]));
    assert_eq!(told(&events), "+a +b");
    let again = full(&[entry("a", None, true), entry("c", None, false)]);
    assert_eq!(told(&view.observe(&again)), "~a +c -b");
    assert_eq!(view.observe(&again), []);
    assert_eq!(roster(&view), "a! c");
    assert!(view.is_roster_complete());
}

#[test]
fn the_last_to_change_may_leave() {
    let mut view = view();
    view.observe(&full(&[
        entry("a", Some(1), false),
        entry("b", Some(5), false),
    ]));
    view.observe(&full(&[entry("a", Some(1), false)]));
    assert_eq!(roster(&view), "a");
}

#[test]
fn an_old_roster_changes_nothing_that_is_newer() {
    let mut view = view();
    view.observe(&full(&[
        entry("a", Some(3), true),
        entry("b", Some(4), false),
    ]));
    let old = full(&[entry("a", Some(1), false), entry("c", Some(2), false)]);
    assert_eq!(told(&view.observe(&old)), "+c");
    assert_eq!(roster(&view), "a! b c");
    // Who left does not come back with an old roster.
    view.observe(&full(&[entry("a", Some(5), true)]));
    view.observe(&old);
    assert_eq!(roster(&view), "a!");
    view.observe(&full(&[
        entry("a", Some(5), true),
        entry("b", Some(6), false),
    ]));
    assert_eq!(roster(&view), "a! b");
}

#[test]
fn changes_are_ordered_by_their_numbers() {
    let changes = [
        delta(1, &[entry("a", None, false), entry("b", None, false)]),
        delta(2, &[entry("a", None, true)]),
        delta(3, &[gone("b")]),
        delta(4, &[entry("c", None, false)]),
    ];
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1], [1, 3, 0, 2]] {
        let mut view = view();
        for (position, index) in order.into_iter().enumerate() {
            view.observe(&changes[index]);
            if position == 3 {
                assert!(view.is_roster_complete(), "{order:?}");
            }
        }
        assert_eq!(roster(&view), "a! c", "{order:?}");
        // Once more, nothing changes.
        for change in &changes {
            assert_eq!(view.observe(change), []);
        }
    }
}

#[test]
fn a_missing_change_is_noticed_until_the_roster_is_read() {
    let mut view = view();
    view.observe(&delta(1, &[entry("a", None, false)]));
    assert!(view.is_roster_complete());
    view.observe(&delta(4, &[entry("c", None, false)]));
    assert!(!view.is_roster_complete());
    view.observe(&delta(2, &[]));
    assert!(!view.is_roster_complete());
    let read: Vec<_> = ["b", "c"]
        .iter()
        .map(|id| msgraph_beta_communications::from_str(&entry(id, None, false)).unwrap())
        .collect();
    assert_eq!(told(&view.replace_roster(&read)), "-a +b");
    assert!(view.is_roster_complete());
    // What comes late was part of what was read.
    view.observe(&delta(3, &[]));
    assert!(view.is_roster_complete());
    assert_eq!(
        told(&view.observe(&delta(1, &[entry("a", None, false)]))),
        ""
    );
    view.observe(&delta(5, &[gone("c")]));
    assert_eq!(roster(&view), "b");
    assert!(view.is_roster_complete());
    view.observe(&delta(7, &[]));
    assert!(!view.is_roster_complete());
}

#[test]
fn many_gaps_and_extreme_numbers_are_survived() {
    let mut view = view();
    for sequence in [i64::MAX, i64::MIN, 0, -1, i64::MAX - 1, 1] {
        view.observe(&delta(sequence, &[entry("a", Some(sequence), false)]));
    }
    for sequence in (10..2000).step_by(2) {
        view.observe(&delta(sequence, &[]));
    }
    assert!(!view.is_roster_complete());
    view.replace_roster(&[]);
    assert!(view.is_roster_complete());
    assert_eq!(roster(&view), "");
}

#[test]
fn participants_are_known_in_both_spellings() {
    let mut view = view();
    view.observe(&full(&[entry(
        "2765eb15-01f8-47c6-b12b-c32111a4a86f",
        None,
        false,
    )]));
    let events = view.observe(&delta(1, &[gone("2765EB1501F847C6B12BC32111A4A86F")]));
    assert_eq!(told(&events), "-2765eb15-01f8-47c6-b12b-c32111a4a86f");
    assert_eq!(roster(&view), "");
}

#[test]
fn a_participant_is_removed_by_a_deleted_resource() {
    let mut view = view();
    view.observe(&full(&[entry("a", None, false), entry("b", None, false)]));
    view.observe(&one(&body_of("deleted", "/participants/a", "null")));
    assert_eq!(roster(&view), "b");
}

#[test]
fn memory_of_those_who_left_is_bounded() {
    let mut view = view();
    for sequence in 0..6000 {
        let id = format!("p{sequence}");
        view.observe(&delta(2 * sequence, &[entry(&id, None, false)]));
        view.observe(&delta(2 * sequence + 1, &[gone(&id)]));
    }
    assert_eq!(view.participants().count(), 0);
    // The latest are remembered: an old change does not bring them back.
    view.observe(&delta(2 * 5999, &[entry("p5999", None, false)]));
    assert_eq!(view.participants().count(), 0);
    // The first are not.
    view.observe(&delta(0, &[entry("p0", None, false)]));
    assert_eq!(view.participants().count(), 1);
}
