//! Bodies of deliveries, as the service writes them.

use bytes::Bytes;
use serde_json::{Value, json};

/// The etag of all documented notifications: it says nothing about order.
pub(super) const ETAG: &str = "W/\"5445\"";

/// One notification.
pub(super) fn notice(change: &str, url: &str, data: Value) -> Value {
    json!({
        "@odata.type": "#microsoft.graph.commsNotification",
        "changeType": change,
        "resourceUrl": url,
        "resourceData": data,
    })
}

/// A notification about the call at `url`, with these members besides its type.
pub(super) fn of_call(change: &str, url: &str, members: Value) -> Value {
    notice(change, url, typed("call", members))
}

/// A notification about the call at `url` that names it in the data, too.
pub(super) fn of_named_call(change: &str, url: &str, members: Value) -> Value {
    of_call(change, url, named(url, ETAG, members))
}

/// A notification about an operation that has ended.
pub(super) fn of_operation(url: &str, kind: &str, members: Value) -> Value {
    notice(
        "deleted",
        url,
        typed(kind, named(url, "W/\"54451\"", members)),
    )
}

/// The result of a call or an operation.
///
/// The documentation spells the subcode of an end `subcode`, and that of a failed transfer
/// `subCode`.
pub(super) fn result(code: i32, subcode: i32, message: &str, spelling: &str) -> Value {
    json!({
        "@odata.type": "#microsoft.graph.resultInfo",
        "code": code,
        spelling: subcode,
        "message": message,
    })
}

/// The body of a delivery.
pub(super) fn body(notices: &[Value]) -> Bytes {
    let body = json!({
        "@odata.type": "#microsoft.graph.commsNotifications",
        "value": notices,
    });
    Bytes::from(body.to_string())
}

pub(super) fn typed(kind: &str, members: Value) -> Value {
    let name = format!("#microsoft.graph.{kind}");
    with(members, [("@odata.type", Value::from(name))])
}

fn named(url: &str, etag: &str, members: Value) -> Value {
    with(
        members,
        [("@odata.id", url.into()), ("@odata.etag", etag.into())],
    )
}

/// The object with more members.
pub(super) fn with<const N: usize>(mut object: Value, more: [(&str, Value); N]) -> Value {
    if let Some(members) = object.as_object_mut() {
        for (name, value) in more {
            members.insert(name.to_owned(), value);
        }
    }
    object
}
