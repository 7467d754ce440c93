//! Message ids are remembered for a while, and not without bound.

use std::time::{Duration, Instant};

use msgraph_calling::SeenMessages;

#[test]
fn a_message_is_new_once() {
    let now = Instant::now();
    let mut seen = SeenMessages::new(10, Duration::from_secs(60));
    assert!(seen.is_empty());
    assert!(seen.insert("A1", now));
    assert!(!seen.insert("a1", now));
    assert!(seen.insert("a2", now));
    assert_eq!(seen.len(), 2);
}

#[test]
fn a_message_is_forgotten_after_its_time() {
    let start = Instant::now();
    let mut seen = SeenMessages::new(10, Duration::from_secs(60));
    assert!(seen.insert("1", start));
    assert!(!seen.insert("1", start + Duration::from_secs(59)));
    assert!(seen.insert("1", start + Duration::from_secs(60)));
    assert_eq!(seen.len(), 1);
    // A clock that goes back forgets nothing.
    assert!(!seen.insert("1", start));
}

#[test]
fn the_oldest_makes_room() {
    let now = Instant::now();
    let mut seen = SeenMessages::new(3, Duration::from_secs(60));
    for id in ["1", "2", "3", "4"] {
        assert!(seen.insert(id, now));
    }
    assert_eq!(seen.len(), 3);
    assert!(!seen.insert("2", now));
    assert!(seen.insert("1", now));
    assert_eq!(SeenMessages::new(0, Duration::ZERO).len(), 0);
}

#[test]
fn a_message_that_was_not_handled_is_taken_back() {
    let now = Instant::now();
    let mut seen = SeenMessages::new(3, Duration::from_secs(60));
    assert!(seen.insert("1", now));
    seen.remove("1");
    seen.remove("2");
    assert!(seen.insert("1", now));
    assert_eq!(seen.len(), 1);
}
