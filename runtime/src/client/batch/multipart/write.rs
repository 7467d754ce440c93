//! Batches as text: one part for each request, and one for each change set.

use std::borrow::Cow;

use http::{HeaderName, HeaderValue};

use crate::client::batch::part::{Node, Part, Parts, id};
use crate::client::batch::resolve::{Outgoing, relative};
use crate::client::{Error, ErrorKind};
use crate::request::Method;

/// Headers that a request in a batch must not have (section 11.7.7.1). The client authorizes the
/// batch as a whole.
const REFUSED: [&str; 7] = [
    "authorization",
    "proxy-authorization",
    "expect",
    "from",
    "max-forwards",
    "range",
    "te",
];

/// Refuses what the format has no form for.
pub fn check(parts: &Parts, continues: bool) -> Result<(), Error> {
    for part in parts.iter() {
        let refused = |kind, message: String| {
            let error = Error::new(kind).with_message(message);
            Err(error.during(&part.prepared.operation()))
        };
        if part.group.is_some() && part.prepared.method == Method::Get {
            let message = "an atomic group of a multipart batch has no GET";
            return refused(ErrorKind::Batch, message.to_owned());
        }
        let is_own = |node: &Node| {
            let unit = parts.unit(parts.members(*node).start);
            part.group.map(Node::Group) == Some(unit)
        };
        if continues && !part.after.iter().all(is_own) {
            let message = "it depends on others, and a multipart batch that continues on errors \
                           would execute it even if they fail";
            return refused(ErrorKind::Batch, message.to_owned());
        }
        for (name, value) in &part.prepared.headers {
            let lower = name.to_ascii_lowercase();
            if REFUSED.contains(&lower.as_str()) {
                let message = format!("a request in a multipart batch has no header {name}");
                return refused(ErrorKind::Request, message);
            }
            if HeaderName::try_from(name).is_err() || HeaderValue::try_from(value).is_err() {
                let message = format!("the header {name:?} has an invalid name or value");
                return refused(ErrorKind::Request, message);
            }
        }
    }
    Ok(())
}

/// The text of a batch. The boundary of the whole is `batch_` and this one, and those of change
/// sets are longer.
pub fn write(batch: &Outgoing<'_>, boundary: &str) -> Vec<u8> {
    let mut out = Vec::new();
    for (at, unit) in batch.parts.units(batch.chunk).into_iter().enumerate() {
        line(&mut out, &["--batch_", boundary]);
        let members = batch.parts.members(unit);
        let members = members.filter_map(|at| Some((at, batch.parts.get(at)?)));
        match unit {
            Node::Request(_) => members.for_each(|member| request(&mut out, batch, member)),
            Node::Group(_) => {
                let set = format!("changeset_{}_{boundary}", at + 1);
                line(
                    &mut out,
                    &["Content-Type: multipart/mixed; boundary=", &set],
                );
                line(&mut out, &[]);
                for member in members {
                    line(&mut out, &["--", &set]);
                    request(&mut out, batch, member);
                }
                line(&mut out, &["--", &set, "--"]);
            }
        }
    }
    line(&mut out, &["--batch_", boundary, "--"]);
    out
}

fn line(out: &mut Vec<u8>, texts: &[&str]) {
    for text in texts {
        out.extend_from_slice(text.as_bytes());
    }
    out.extend_from_slice(b"\r\n");
}

/// A request with the headers of its part.
fn request(out: &mut Vec<u8>, batch: &Outgoing<'_>, (position, part): (usize, &Part)) {
    line(out, &["Content-Type: application/http"]);
    line(out, &["Content-Transfer-Encoding: binary"]);
    line(out, &["Content-ID: ", &id(position)]);
    line(out, &[]);
    let prepared = &part.prepared;
    let url = batch.url(part);
    let url = relative(&url).unwrap_or_else(|| Cow::Borrowed(prepared.url.as_str()));
    line(out, &[prepared.method.as_str(), " ", &url, " HTTP/1.1"]);
    let mut has_type = false;
    for (name, value) in &prepared.headers {
        if !name.eq_ignore_ascii_case("content-length") {
            line(out, &[name, ": ", value]);
        }
        has_type |= name.eq_ignore_ascii_case("content-type");
    }
    let body = prepared.body.as_ref();
    if let Some(body) = body {
        if !has_type {
            line(out, &["Content-Type: application/json"]);
        }
        line(out, &["Content-Length: ", &body.len().to_string()]);
    }
    line(out, &[]);
    out.extend_from_slice(body.map_or(&[], |body| body));
    out.extend_from_slice(b"\r\n");
}
