//! Reads the requests, with their responses, from a file of examples.

use conformance_tests::json::parse;
use conformance_tests::repair::repair;

/// A documented request.
#[derive(Debug, PartialEq, Eq)]
pub struct Documented {
    /// The id of the example.
    pub id: String,
    /// The method.
    pub method: String,
    /// The path, from the root of the API version.
    pub path: String,
    /// What follows the question mark.
    pub query: Option<String>,
    /// The JSON body. Where it is none, the fault register says how it is repaired.
    pub body: Option<String>,
    /// The answer, if the documentation has one. Of several the first one counts.
    pub answer: Option<Answer>,
}

/// A documented answer.
#[derive(Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The body, if there is one.
    pub body: Option<String>,
    /// Whether the body is JSON rather than the bytes of a stream.
    pub is_json: bool,
}

/// Reads the file.
pub fn read(text: &str) -> Vec<Documented> {
    let mut found: Vec<Documented> = Vec::new();
    for line in text.lines() {
        let record = parse(line).unwrap();
        let text = |name: &str| record.text(name).map(str::to_owned);
        let is_json = record.text("body_kind") != Some("non-json");
        let body = || match record.text("body")? {
            body if is_json => Some(repair(body).unwrap().text),
            body => Some(body.to_owned()),
        };
        match record.text("kind") {
            Some("request") => found.push(Documented {
                id: text("id").unwrap(),
                method: text("method").unwrap(),
                path: text("path").unwrap(),
                query: text("query"),
                body: body(),
                answer: None,
            }),
            Some("response") => {
                let status = record.get("status").unwrap().to_string().parse().unwrap();
                let request = found.last_mut().unwrap();
                assert_eq!(text("for_path").as_ref(), Some(&request.path));
                assert_eq!(text("for_method").as_ref(), Some(&request.method));
                request.answer.get_or_insert_with(|| Answer {
                    status,
                    body: body(),
                    is_json,
                });
            }
            _ => {}
        }
    }
    found
}

/// The options of a query, sorted.
pub fn options(query: Option<&str>) -> Vec<String> {
    let parts = query.into_iter().flat_map(|query| query.split('&'));
    let mut options: Vec<_> = parts.map(decoded).collect();
    options.sort();
    options
}

/// The text that a part of a URL stands for.
pub fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut parts = text.split('%');
    bytes.extend(parts.next().unwrap_or_default().bytes());
    for part in parts {
        let (code, rest) = part.split_at_checked(2).unwrap();
        bytes.push(u8::from_str_radix(code, 16).unwrap());
        bytes.extend(rest.bytes());
    }
    String::from_utf8(bytes).unwrap()
}
