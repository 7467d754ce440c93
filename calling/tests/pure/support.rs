//! Documented bodies, and notifications made for a test.

use std::fs;
use std::path::PathBuf;

use http::HeaderMap;
use msgraph_calling::{CallId, CallView, Delivery, Notification};

/// The call of the documented transfers.
pub const TRANSFERRED: &str = "341a0500-d4bf-4224-8b19-1581168d328b";

/// The call of the notifications that tests make.
pub const CALL: &str = "57dab8b1-894c-409a-b240-bd8beae78896";

fn folder(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A documented body of `tests/data`.
pub fn body(name: &str) -> String {
    fs::read_to_string(folder("tests/data").join(name).with_extension("json")).unwrap()
}

/// A documented notification of a transfer, such as `3-failed`.
pub fn transfer_body(name: &str) -> String {
    let folder = folder("../tests/goldens/call-transfer");
    fs::read_to_string(folder.join(name).with_extension("json")).unwrap()
}

/// All documented bodies, in a fixed order.
pub fn documented() -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder("tests/data"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    names.sort();
    let mut bodies: Vec<_> = names
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    for example in 1..=5 {
        for what in ["transferring", "transferAccepted", "completed", "failed"] {
            bodies.push(transfer_body(&format!("{example}-{what}")));
        }
    }
    bodies
}

pub fn read(body: &str) -> Delivery {
    Delivery::read(&HeaderMap::new(), body.as_bytes()).unwrap()
}

/// The only notification of a body.
pub fn one(body: &str) -> Notification {
    let mut delivery = read(body);
    assert_eq!(delivery.unread.len(), 0, "{:?}", delivery.unread);
    assert_eq!(delivery.notifications.len(), 1, "{body}");
    delivery.notifications.remove(0)
}

/// The body of one notification about a part of the call.
pub fn body_of(change: &str, tail: &str, data: &str) -> String {
    format!(
        r#"{{"value": [{{"changeType": "{change}", "resourceUrl": "/communications/calls/{CALL}{tail}", "resourceData": {data}}}]}}"#
    )
}

/// An update of the call; `members` is the inside of a JSON object.
pub fn update(members: &str) -> Notification {
    let data = format!(r##"{{"@odata.type": "#microsoft.graph.call", {members}}}"##);
    one(&body_of("updated", "", &data))
}

/// The end of the call.
pub fn ended(members: &str) -> Notification {
    let data = format!(r##"{{"@odata.type": "#microsoft.graph.call", {members}}}"##);
    one(&body_of("deleted", "", &data))
}

pub fn state(state: &str) -> Notification {
    update(&format!(r#""state": "{state}""#))
}

pub fn result(code: i32, subcode: i32) -> String {
    format!(r#""resultInfo": {{"code": {code}, "subcode": {subcode}}}"#)
}

pub fn view() -> CallView {
    CallView::new(CallId::new(CALL).unwrap())
}

pub fn fold<'a>(notifications: impl IntoIterator<Item = &'a Notification>) -> CallView {
    let mut view = view();
    for notification in notifications {
        view.observe(notification);
    }
    view
}
