//! What a line of the text says besides the change itself.

use super::super::render::Amount;
use super::super::{Change, Class, Diff, Source};

fn text(changes: Vec<Change>) -> String {
    let diff = Diff {
        changes,
        ..Diff::default()
    };
    diff.to_text(Amount::default())
}

#[test]
fn a_new_base_names_the_members_that_moved_to_it() {
    let moved = |item: &str| Change {
        to: Some("sample.thing".to_owned()),
        ..Change::new("member-moved-to-base", Class::Noise, item)
    };
    let base = Change {
        to: Some("sample.thing".to_owned()),
        ..Change::new("base-inserted", Class::BehaviourHint, "sample.room")
    };
    let mut all: Vec<Change> = ["a", "b", "c", "d"]
        .map(|name| moved(&format!("sample.room/{name}")))
        .into();
    all.extend([moved("sample.seat/e"), base]);
    let text = text(all);
    assert!(
        text.contains("; 4 members moved to it: a, b, c, …\n"),
        "{text}"
    );
}

#[test]
fn a_story_says_what_was_announced_of_all_its_types() {
    let removed = |item: &str, announced: Option<&str>| Change {
        story: Some("sample.room/alarms".to_owned()),
        announced: announced.map(str::to_owned),
        ..Change::new("type-removed", Class::WireBreaking, item)
    };
    let lead = || {
        Change::new(
            "navigation-removed",
            Class::WireBreaking,
            "sample.room/alarms",
        )
    };
    let date = Some("removal 2026-04-10");
    let both = text(vec![
        lead(),
        removed("sample.a", date),
        removed("sample.b", date),
    ]);
    let said = "announced of all of them: removal 2026-04-10";
    assert!(both.contains(said), "{both}");
    let one = text(vec![
        lead(),
        removed("sample.a", date),
        removed("sample.b", None),
    ]);
    assert!(!one.contains("announced"), "{one}");
}

#[test]
fn an_addition_that_breaks_rust_code_says_so() {
    let breaking = Change {
        source: Source::Breaking,
        ..Change::new("type-added", Class::Addition, "sample.hall")
    };
    let text = text(vec![
        breaking,
        Change::new("root-added", Class::Addition, "hall"),
    ]);
    let head = "2 addition; 1 addition or hint breaks Rust code, too; next version: ";
    assert!(text.starts_with(head), "{text}");
    assert!(
        text.contains("type-added sample.hall: – → –; breaks Rust code\n"),
        "{text}"
    );
    assert!(text.contains("root-added hall: – → –\n"), "{text}");
}
