//! What holds for every body that is posted to a bot: properties for `calling/tests/pure` and for
//! the fuzz target `deliveries`. A broken one panics.

use std::collections::BTreeMap;

use http::HeaderMap;
use msgraph_calling::{CallEvent, CallView, Delivery, Notification};
use serde::Deserialize;
use serde_json::value::RawValue;

/// A body with its elements as they were written.
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    value: Vec<&'a RawValue>,
}

/// Reads a body, and lets a view of each call observe what was read.
pub fn digest(body: &[u8]) -> Option<Delivery> {
    let read = |body: &[u8]| Delivery::read(&HeaderMap::new(), body).ok();
    let delivery = read(body)?;
    let again = read(body).map(|again| again.notifications);
    assert_eq!(again.as_ref(), Some(&delivery.notifications));
    if let Ok(envelope) = serde_json::from_slice::<Envelope<'_>>(body) {
        are_independent(&envelope, &delivery);
    }
    for unread in &delivery.unread {
        // What it holds may be secret.
        assert!(!format!("{unread:?}").contains("raw:"));
    }
    observe(&delivery);
    Some(delivery)
}

/// Each element is read as if it were alone.
fn are_independent(envelope: &Envelope<'_>, delivery: &Delivery) {
    let number = delivery.notifications.len() + delivery.unread.len();
    assert_eq!(number, envelope.value.len(), "no element is lost");
    let mut notifications = delivery.notifications.iter();
    for (index, element) in envelope.value.iter().enumerate() {
        let alone = format!(r#"{{"value":[{element}]}}"#);
        let alone = Delivery::read(&HeaderMap::new(), alone.as_bytes());
        let alone = alone.unwrap_or_default();
        let is_unread = delivery.unread.iter().any(|unread| unread.index == index);
        assert_eq!(alone.notifications.is_empty(), is_unread, "{element}");
        if !is_unread {
            assert_eq!(alone.notifications.first(), notifications.next());
        }
    }
}

/// A view takes notifications in any number; once a call has ended, it stays so, for one reason.
fn observe(delivery: &Delivery) {
    let mut views = BTreeMap::new();
    for notification in &delivery.notifications {
        let Some(call) = notification.call() else {
            continue;
        };
        assert!(notification.tenant() != Some(""));
        let mut alone = CallView::new(call.clone());
        alone.observe(notification);
        alone.observe(notification);
        assert_eq!(alone.is_ended(), notification.is_terminal());

        let view = views.entry(call.clone());
        let view = view.or_insert_with(|| CallView::new(call.clone()));
        let end = view.end().cloned();
        let events = view.observe(notification);
        if end.is_some() {
            assert!(view.is_ended(), "a call that has ended goes on");
            let ends = |event: &CallEvent| matches!(event, CallEvent::Ended(_));
            assert!(!events.iter().any(ends), "a call ends twice");
        }
        let is_incoming = matches!(notification, Notification::Incoming { .. });
        assert!(!(is_incoming && notification.is_terminal()));
    }
}
