//! Records requests as they leave the client.

use std::borrow::Cow;
use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};

use msgraph_runtime::client::pipeline::http::HeaderMap;
use msgraph_runtime::client::pipeline::{Next, Policy, Request, Response};
use msgraph_runtime::client::{BoxFuture, Error};

/// Headers that differ between runs, machines or versions.
const LEFT_OUT: [&str; 5] = [
    "authorization",
    "client-request-id",
    "host",
    "sdkversion",
    "user-agent",
];

/// The number of bytes from which on a body is told by its length alone.
const LONGEST: usize = 16_384;

/// Keeps the text of each request that passes, with the status of its response.
#[derive(Clone, Debug, Default)]
pub struct Recorder(Arc<Mutex<Vec<String>>>);

impl Recorder {
    /// The requests since the last time, which are forgotten.
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Policy for Recorder {
    fn send<'a>(
        &'a self,
        request: Request,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<Response, Error>> {
        Box::pin(async move {
            let mut text = shown(&request);
            let response = next.send(request).await;
            let _ = match &response {
                Ok(response) => writeln!(text, "→ {}", response.status().as_u16()),
                Err(_) => writeln!(text, "→ no response"),
            };
            let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            all.push(text);
            drop(all);
            response
        })
    }
}

/// A request as text: method and path, headers by name, body.
fn shown(request: &Request) -> String {
    let path = request.uri().path_and_query();
    let path = path.map_or("/", |path| path.as_str());
    let mut text = format!("{} {path}\n", request.method());
    text.push_str(&headers(request.headers()));
    match request.body().as_bytes() {
        None => text.push_str("\n(a stream)\n"),
        Some(bytes) if bytes.is_empty() => {}
        Some(bytes) if bytes.len() > LONGEST => {
            let _ = writeln!(text, "\n({} bytes)", bytes.len());
        }
        Some(bytes) => {
            let body = String::from_utf8_lossy(bytes);
            let multipart = is_multipart(request.headers());
            let _ = match matches!(body, Cow::Borrowed(_)) || multipart {
                true => {
                    let body = without_boundaries(&body, request.headers());
                    let body = body.replace(|c: char| c.is_control() && c != '\n', "\u{fffd}");
                    writeln!(text, "\n{}", body.trim_end())
                }
                false => writeln!(text, "\n({} bytes: {bytes:02x?})", bytes.len()),
            };
        }
    }
    text
}

fn headers(all: &HeaderMap) -> String {
    let mut lines: Vec<String> = all
        .iter()
        .filter(|(name, _)| !LEFT_OUT.contains(&name.as_str()))
        .map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes());
            // ETags of servers are times or hashes; `*` is what the program chose.
            let value = match name.as_str() {
                "if-match" | "if-none-match" if value != "*" => "(etag)".into(),
                "content-type" => match value.split_once("boundary=") {
                    Some((before, _)) => format!("{before}boundary=(boundary)").into(),
                    None => value,
                },
                _ => value,
            };
            format!("{name}: {value}\n")
        })
        .collect();
    lines.sort();
    lines.concat()
}

fn is_multipart(headers: &HeaderMap) -> bool {
    boundary(headers).is_some()
}

fn boundary(headers: &HeaderMap) -> Option<&str> {
    let kind = headers.get("content-type")?.to_str().ok()?;
    let (_, boundary) = kind.split_once("boundary=")?;
    Some(boundary.trim_matches('"'))
}

/// A body of several parts without the random texts between them, and with simple line ends.
fn without_boundaries(body: &str, headers: &HeaderMap) -> String {
    let Some(boundary) = boundary(headers) else {
        return body.to_owned();
    };
    let mut text = body.replace(boundary, "(boundary)").replace("\r\n", "\n");
    // Change sets are parts that have parts.
    let inner: Vec<String> = text
        .lines()
        .filter_map(|line| line.split_once("boundary="))
        .map(|(_, boundary)| boundary.trim_matches('"').to_owned())
        .collect();
    for (number, boundary) in inner.iter().enumerate() {
        text = text.replace(boundary, &format!("(change set {})", number + 1));
    }
    text
}
