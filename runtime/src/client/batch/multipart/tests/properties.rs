//! Any batch, and any response.

use std::collections::BTreeMap;

use bytes::Bytes;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use crate::client::batch::multipart::{assign, read, write};
use crate::client::batch::part::{Node, Part, Parts, id};
use crate::client::batch::resolve::Outgoing;
use crate::client::{PreparedRequest, Url};
use crate::request::Method;

const METHODS: [Method; 4] = [Method::Post, Method::Patch, Method::Put, Method::Delete];

/// A request or a response of a test: what is written and has to come back.
#[derive(Clone, Debug, PartialEq)]
struct Message {
    method: Method,
    status: u16,
    path: String,
    headers: Vec<(String, String)>,
    body: Option<Vec<u8>>,
}

fn message() -> impl Strategy<Value = Message> {
    let header = ("X-[A-Z]{1,5}", "[!-~]{1,9}( [!-~]{1,3})?");
    // Bodies that look like boundaries, line breaks and heads.
    let noise = prop_oneof![
        Just(b"\r\n--batch_".to_vec()),
        Just(b"\r\n".to_vec()),
        Just(b"\n--".to_vec()),
        Just(b"--b--\r\n".to_vec()),
        Just(b"HTTP/1.1 200 OK\r\n\r\n".to_vec()),
        vec(any::<u8>(), 0..6),
    ];
    let body = option::of(vec(noise, 0..5).prop_map(|parts| parts.concat()));
    let path = "[A-Za-z]{1,6}(\\('[a-z:%]{0,4}'\\))?(\\?[$a-z]{1,5}=[a-z:]{0,4})?";
    (0..4_usize, 200_u16..600, path, vec(header, 0..3), body).prop_map(
        |(method, status, path, headers, body)| {
            let headers: BTreeMap<String, String> = headers.into_iter().collect();
            Message {
                method: METHODS[method],
                status,
                path,
                headers: headers.into_iter().collect(),
                body,
            }
        },
    )
}

/// Requests and atomic groups.
fn batch() -> impl Strategy<Value = Vec<(bool, Vec<Message>)>> {
    let unit = prop_oneof![
        message().prop_map(|one| (false, vec![one])),
        vec(message(), 1..4).prop_map(|set| (true, set)),
    ];
    vec(unit, 0..5)
}

fn parts(units: &[(bool, Vec<Message>)]) -> Parts {
    let (mut list, mut groups) = (Vec::new(), Vec::new());
    for (is_group, messages) in units {
        let start = list.len();
        for message in messages {
            let url: Url = "https://shop.test/x".parse().unwrap();
            let mut prepared = PreparedRequest::new(message.method, url, "/x");
            prepared.headers.clone_from(&message.headers);
            prepared.body = message.body.clone().map(Bytes::from);
            list.push(Part {
                prepared,
                url: format!("/{}", message.path),
                reference: None,
                after: Vec::new(),
                group: is_group.then_some(groups.len()),
                json: None,
            });
        }
        if *is_group {
            groups.push(start..list.len());
        }
    }
    Parts::new(list, groups).unwrap()
}

/// A reader of batches that knows where bodies end by their length, and expects each line.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn line(&mut self) -> &'a str {
        let end = self.0.windows(2).position(|pair| pair == b"\r\n").unwrap();
        let line = std::str::from_utf8(&self.0[..end]).unwrap();
        self.0 = &self.0[end + 2..];
        line
    }

    fn headers(&mut self) -> Vec<(String, String)> {
        let mut headers = Vec::new();
        loop {
            match self.line() {
                "" => return headers,
                line => {
                    let (name, value) = line.split_once(": ").unwrap();
                    headers.push((name.to_owned(), value.to_owned()));
                }
            }
        }
    }

    /// The headers of a part and the request in it.
    fn request(&mut self, position: usize) -> Message {
        let part = [
            ("Content-Type".to_owned(), "application/http".to_owned()),
            ("Content-Transfer-Encoding".to_owned(), "binary".to_owned()),
            ("Content-ID".to_owned(), id(position)),
        ];
        assert_eq!(self.headers(), part);
        let line: Vec<&str> = self.line().split(' ').collect();
        assert_eq!((line.len(), line[2]), (3, "HTTP/1.1"));
        let mut headers = self.headers();
        let mut body = None;
        if let Some((name, value)) = headers.last().cloned()
            && name == "Content-Length"
        {
            headers.pop();
            let content_type = headers.pop().unwrap();
            assert_eq!(content_type.1, "application/json");
            let (found, rest) = self.0.split_at(value.parse().unwrap());
            (body, self.0) = (Some(found.to_vec()), rest);
        }
        assert_eq!(self.line(), "");
        let methods = METHODS.iter().copied();
        let mut methods = methods.filter(|method| method.as_str() == line[0]);
        Message {
            method: methods.next().unwrap(),
            status: 0,
            path: line[1].to_owned(),
            headers,
            body,
        }
    }
}

/// A response as a service writes it.
fn response(message: &Message, id: Option<usize>) -> Vec<u8> {
    let mut text = "Content-Type: application/http\r\n".to_owned();
    if let Some(position) = id {
        text += &format!("Content-ID: {}\r\n", position + 1);
    }
    text += &format!("\r\nHTTP/1.1 {} Some reason\r\n", message.status);
    for (name, value) in &message.headers {
        text += &format!("{name}: {value}\r\n");
    }
    let body = message.body.as_deref().unwrap_or_default();
    text += &format!("Content-Length: {}\r\n\r\n", body.len());
    [text.as_bytes(), body, b"\r\n"].concat()
}

/// The response to a batch; change sets have their parts from behind.
fn answer(units: &[(bool, Vec<Message>)], has_ids: bool) -> Vec<u8> {
    let (mut out, mut position) = (Vec::new(), 0);
    for (is_group, messages) in units {
        out.extend_from_slice(b"--outer\r\n");
        if !is_group {
            out.extend(response(&messages[0], has_ids.then_some(position)));
            position += 1;
            continue;
        }
        out.extend_from_slice(b"Content-Type: multipart/mixed; boundary=\"in ner\"\r\n\r\n");
        for (at, message) in messages.iter().enumerate().rev() {
            out.extend_from_slice(b"--in ner\r\n");
            out.extend(response(message, Some(position + at)));
        }
        out.extend_from_slice(b"--in ner--\r\n");
        position += messages.len();
    }
    out.extend_from_slice(b"--outer--\r\n");
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_batch_is_read_as_it_was_meant(units in batch()) {
        let parts = parts(&units);
        let chunk: Vec<usize> = (0..parts.len()).collect();
        let batch = Outgoing { parts: &parts, chunk: &chunk, resolved: &BTreeMap::new() };
        let text = write(&batch, "x1");
        let mut reader = Reader(&text);
        let mut position = 0;
        for (is_group, messages) in &units {
            prop_assert_eq!(reader.line(), "--batch_x1");
            let mut set = String::new();
            if *is_group {
                let headers = reader.headers();
                prop_assert_eq!(headers.len(), 1);
                set = headers[0].1.replace("multipart/mixed; boundary=", "--");
            }
            for message in messages {
                if *is_group {
                    prop_assert_eq!(reader.line(), &set);
                }
                let (path, query) = match message.path.split_once('?') {
                    Some((path, query)) => (path, format!("?{query}")),
                    None => (message.path.as_str(), String::new()),
                };
                let expected = Message {
                    path: path.replace(':', "%3A") + &query,
                    status: 0,
                    ..message.clone()
                };
                prop_assert_eq!(reader.request(position), expected);
                position += 1;
            }
            if *is_group {
                prop_assert_eq!(reader.line(), set + "--");
            }
        }
        prop_assert_eq!(reader.line(), "--batch_x1--");
        prop_assert!(reader.0.is_empty());
    }

    #[test]
    fn a_response_is_read_as_it_was_meant(units in batch(), has_ids: bool) {
        let parts = parts(&units);
        let chunk: Vec<usize> = (0..parts.len()).collect();
        let pieces = read(&answer(&units, has_ids), "outer", "request").unwrap();
        let entries = assign(pieces, &parts.units(&chunk), &parts);
        prop_assert!(!entries.has_strays);
        let messages: Vec<&Message> = units.iter().flat_map(|(_, messages)| messages).collect();
        prop_assert_eq!(entries.responses.len(), messages.len());
        for (position, message) in messages.into_iter().enumerate() {
            let found = &entries.responses[&Node::Request(position)];
            prop_assert_eq!(found.status, message.status);
            prop_assert_eq!(&found.body, message.body.as_deref().unwrap_or_default());
            for (name, value) in &message.headers {
                prop_assert_eq!(found.headers.get(name), Some(value.as_str()));
            }
        }
    }

    #[test]
    fn whatever_is_received_is_no_panic(
        units in batch(),
        edits in vec((any::<prop::sample::Index>(), any::<u8>(), 0..4_u8), 0..12),
        noise in vec(any::<u8>(), 0..40),
    ) {
        let parts = parts(&units);
        let chunk: Vec<usize> = (0..parts.len()).collect();
        let mut text = answer(&units, true);
        for (at, byte, kind) in edits {
            let at = at.index(text.len());
            match kind {
                0 => text[at] = byte,
                1 => text.insert(at, byte),
                2 if text.len() > 1 => drop(text.remove(at)),
                _ => text.truncate(at + 1),
            }
        }
        for body in [text, noise] {
            if let Some(pieces) = read(&body, "outer", "request") {
                let entries = assign(pieces, &parts.units(&chunk), &parts);
                prop_assert!(entries.responses.len() <= 2 * parts.len());
            }
        }
    }
}
