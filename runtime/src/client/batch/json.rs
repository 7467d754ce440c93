//! The JSON format of batches (OData JSON Format 4.01, section 19).

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::value::RawValue;

use super::part::{Node, Part, group_id, group_number, id, position};
use super::resolve::{Outgoing, relative};
use super::run::Entries;
use crate::client::attempts::RetryHistory;
use crate::client::{Headers, RawResponse};
use crate::edm::Binary;
use crate::json::{Writer, without_mark};

/// The JSON of a batch. Microsoft Graph documents a slash in front of URLs, and writes headers as
/// HTTP does; the standard has no slash, which would lead to the root of the host, and headers in
/// lower case.
pub fn write(batch: &Outgoing<'_>, as_graph: bool) -> String {
    let mut out = Writer::default();
    out.raw("{\"requests\":[");
    for (at, (position, part)) in batch.members().enumerate() {
        out.raw(if at == 0 { "{\"id\":" } else { ",{\"id\":" });
        out.string(&id(position));
        if let Some(group) = part.group {
            out.raw(",\"atomicityGroup\":");
            out.string(&group_id(group));
        }
        out.raw(",\"method\":");
        out.string(part.prepared.method.as_str());
        out.raw(",\"url\":");
        let url = batch.url(part);
        match as_graph {
            true => out.string(&url),
            false => out.string(&relative(&url).unwrap_or_else(|| absolute(part))),
        }
        let after = batch.depends_on(part);
        for (at, other) in after.iter().enumerate() {
            out.raw(if at == 0 { ",\"dependsOn\":[" } else { "," });
            out.string(other);
        }
        out.raw(if after.is_empty() { "" } else { "]" });
        headers(&mut out, part, as_graph);
        if let Some(body) = &part.json {
            out.raw(",\"body\":");
            out.raw(body.as_str());
        }
        out.raw("}");
    }
    out.raw("]}");
    out.out
}

/// The path and query from the root of the host.
fn absolute(part: &Part) -> Cow<'_, str> {
    let url = &part.prepared.url;
    match url.query() {
        Some(query) => Cow::Owned(format!("{}?{query}", url.path())),
        None => Cow::Borrowed(url.path()),
    }
}

fn headers(out: &mut Writer, part: &Part, as_graph: bool) {
    let content_type = ("Content-Type", "application/json");
    let given = part.prepared.headers.iter();
    let given = given.map(|(name, value)| (name.as_str(), value.as_str()));
    let named = |name: &str, known: &str| name.eq_ignore_ascii_case(known);
    let has_type = given.clone().any(|(name, _)| named(name, content_type.0));
    let first = (part.json.is_some() && !has_type).then_some(content_type);
    // The batch itself accepts JSON.
    let given = given.filter(|(name, value)| !(named(name, "accept") && *value == content_type.1));
    let mut before = ",\"headers\":{";
    for (name, value) in first.into_iter().chain(given) {
        out.raw(before);
        match as_graph {
            true => out.string(name),
            false => out.string(&name.to_ascii_lowercase()),
        }
        out.raw(":");
        out.string(value);
        before = ",";
    }
    out.raw(if before == "," { "}" } else { "" });
}

type Members<'a> = BTreeMap<String, &'a RawValue>;

/// The responses in the JSON of a batch. `None` if it is none.
pub fn read(body: &[u8], client_request_id: &str) -> Option<Entries> {
    let body: BTreeMap<String, Box<RawValue>> = serde_json::from_slice(without_mark(body)).ok()?;
    let list: Vec<Members<'_>> = serde_json::from_str(body.get("responses")?.get()).ok()?;
    let mut entries = Entries::default();
    for members in list {
        match node(&members) {
            Some(node) => entries.add(node, response(&members, client_request_id)),
            None => entries.has_strays = true,
        }
    }
    Some(entries)
}

fn plain(members: &Members<'_>, name: &str) -> Option<String> {
    let value: Value = serde_json::from_str(members.get(name)?.get()).ok()?;
    match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// What a response is for: a request, or an atomic group as a whole.
fn node(members: &Members<'_>) -> Option<Node> {
    let group = |id: &str| group_number(id).map(Node::Group);
    match plain(members, "id") {
        Some(id) => position(&id).map(Node::Request).or_else(|| group(&id)),
        None if members.contains_key("id") => None,
        None => group(&plain(members, "atomicityGroup")?),
    }
}

fn response(members: &Members<'_>, client_request_id: &str) -> Option<RawResponse> {
    let headers: BTreeMap<String, Value> = members
        .get("headers")
        .and_then(|headers| serde_json::from_str(headers.get()).ok())
        .unwrap_or_default();
    let headers = headers.into_iter().map(|(name, value)| match value {
        Value::String(text) => (name, text),
        value => (name, value.to_string()),
    });
    let headers: Headers = headers.collect();
    let content_type = headers.get("content-type").unwrap_or_default();
    let body = match members.get("body") {
        Some(body) => bytes(body.get(), &content_type.to_ascii_lowercase()),
        None => Vec::new(),
    };
    Some(RawResponse {
        status: plain(members, "status")?.parse().ok()?,
        headers,
        body,
        client_request_id: client_request_id.to_owned(),
        history: RetryHistory::default(),
    })
}

/// The bytes of a body: JSON is its own text, text is a string, anything else is base64.
fn bytes(json: &str, content_type: &str) -> Vec<u8> {
    let is = |kind: &str| content_type.contains(kind);
    let is_json = is("json");
    let text: Option<String> = match is_json {
        true => None,
        false => serde_json::from_str(json).ok(),
    };
    match text {
        None if json == "null" => Vec::new(),
        None => json.as_bytes().to_vec(),
        Some(text) if content_type.is_empty() || is("text/") || is("xml") => text.into_bytes(),
        Some(text) => match Binary::parse(&text) {
            Ok(binary) => binary.into_bytes(),
            Err(_) => text.into_bytes(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_is_passed_over() {
        let body = "\u{feff}{\"responses\":[{\"id\":\"1\",\"status\":200,\"body\":{}}]}";
        let entries = read(body.as_bytes(), "id").unwrap();
        assert_eq!(entries.responses[&Node::Request(0)].body, b"{}");
    }

    #[test]
    fn what_is_malformed_is_left_out() {
        let body = br#"{"responses":[{"id":2,"status":"204","headers":{"a":"b","c":1}},
            {"id":"0","status":200},{"id":"x","status":200},{"id":"3"},{"id":["4"],"status":200},
            {"status":200},{"id":"5","status":200,"headers":"none"}]}"#;
        let entries = read(body, "request").unwrap();
        let responses = &entries.responses;
        let nodes: Vec<Node> = responses.keys().copied().collect();
        assert_eq!(nodes, [Node::Request(1), Node::Request(4)]);
        assert!(entries.has_strays);
        assert!(entries.covered.contains(&Node::Request(2)));
        let first = &responses[&Node::Request(1)];
        assert_eq!((first.status, first.body.as_slice()), (204, &b""[..]));
        let headers = (first.headers.get("A"), first.headers.get("c"));
        assert_eq!(headers, (Some("b"), Some("1")));
        assert_eq!(first.client_request_id, "request");
        for body in ["", "{}", "[]", "{\"responses\":{}}", "{\"responses\":[1]}"] {
            assert!(read(body.as_bytes(), "request").is_none(), "{body}");
        }
    }

    #[test]
    fn a_response_may_be_that_of_a_group() {
        let body = br#"{"responses":[{"atomicityGroup":"g1","status":400},{"id":"g2","status":409},
            {"id":"3","atomicityGroup":"g3","status":200}]}"#;
        let entries = read(body, "request").unwrap();
        let nodes: Vec<Node> = entries.responses.keys().copied().collect();
        assert_eq!(nodes, [Node::Request(2), Node::Group(0), Node::Group(1)]);
        assert!(!entries.has_strays);
    }

    #[test]
    fn the_media_type_says_how_a_body_was_written() {
        for (json, content_type, expected) in [
            ("{\"a\":1}", "application/json", &b"{\"a\":1}"[..]),
            ("\"eA==\"", "application/json", b"\"eA==\""),
            ("null", "application/json", b""),
            ("null", "image/png", b""),
            ("\"eA==\"", "", b"eA=="),
            ("\"eA==\"", "text/plain", b"eA=="),
            ("\"eA==\"", "application/xml", b"eA=="),
            ("\"eA==\"", "image/png", b"x"),
            ("\"no base64!\"", "image/png", b"no base64!"),
            ("{}", "image/png", b"{}"),
        ] {
            assert_eq!(bytes(json, content_type), expected, "{json} {content_type}");
        }
    }
}
