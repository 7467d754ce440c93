//! Splits a multipart response into its parts.
//!
//! Lines end with CRLF or LF. Headers that go on in the next line are refused, and so are parts that
//! no boundary ends, encodings that are not bytes as they are, and change sets in change sets. Such
//! a part has no response; those beside it have theirs.

use std::ops::Range;

use crate::client::attempts::RetryHistory;
use crate::client::{Headers, RawResponse};

/// The greatest number of headers of a part or a response.
const MOST_HEADERS: usize = 100;

/// A part of the response to a batch.
pub enum Piece {
    /// The response to a request, or to a change set as a whole.
    One(Reply),
    /// The responses to the requests of a change set.
    Set(Vec<Reply>),
}

/// A response in a part.
pub struct Reply {
    /// `Content-ID`: the id of its request.
    pub id: Option<String>,
    /// `None` if it cannot be read.
    pub response: Option<RawResponse>,
}

/// The boundary that a `Content-Type` of `multipart/mixed` names; `None` of any other.
pub fn boundary(content_type: &str) -> Option<String> {
    let (media_type, mut rest) = content_type.split_once(';')?;
    if !media_type.trim().eq_ignore_ascii_case("multipart/mixed") {
        return None;
    }
    while !rest.is_empty() {
        let (name, value) = rest.split_once('=')?;
        let (value, after) = parameter(value.trim_start())?;
        if name.trim().eq_ignore_ascii_case("boundary") {
            return (!value.is_empty()).then_some(value);
        }
        rest = after;
    }
    None
}

/// The value of a parameter, and what follows the semicolon behind it.
fn parameter(text: &str) -> Option<(String, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let (value, rest) = text.split_once(';').unwrap_or((text, ""));
        return Some((value.trim_end().to_owned(), rest));
    };
    let mut value = String::new();
    let mut characters = quoted.char_indices();
    while let Some((at, c)) = characters.next() {
        match c {
            '"' => {
                let rest = quoted.get(at + 1..)?;
                let rest = rest.split_once(';').map_or("", |(_, rest)| rest);
                return Some((value, rest));
            }
            '\\' => value.push(characters.next()?.1),
            c => value.push(c),
        }
    }
    None
}

/// The parts of the response to a batch. `None` if there is no boundary in it.
pub fn read(body: &[u8], boundary: &str, client_request_id: &str) -> Option<Vec<Piece>> {
    let parts = split(body, boundary)?;
    let pieces = parts.into_iter().map(|part| piece(part, client_request_id));
    Some(pieces.collect())
}

/// A part of the whole.
fn piece(part: &[u8], client_request_id: &str) -> Piece {
    let unreadable = Reply {
        id: None,
        response: None,
    };
    let Some((headers, content)) = head(part) else {
        return Piece::One(unreadable);
    };
    let content_type = headers.get("content-type").unwrap_or_default();
    let Some(boundary) = boundary(content_type) else {
        return Piece::One(reply(&headers, content, client_request_id));
    };
    // Without any boundary it is an empty set, which no request has a response in.
    let parts = split(content, &boundary).unwrap_or_default();
    let replies = parts.into_iter().map(|part| match head(part) {
        Some((headers, content)) => reply(&headers, content, client_request_id),
        None => Reply {
            id: None,
            response: None,
        },
    });
    Piece::Set(replies.collect())
}

/// The response in a part with these headers.
fn reply(headers: &Headers, content: &[u8], client_request_id: &str) -> Reply {
    let content_type = headers.get("content-type").unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    let encoding = headers.get("content-transfer-encoding").unwrap_or("binary");
    let is_plain = ["binary", "8bit", "7bit"].map(|known| encoding.eq_ignore_ascii_case(known));
    let response = match media_type.eq_ignore_ascii_case("application/http") {
        true if is_plain.contains(&true) => response(content, client_request_id),
        _ => None,
    };
    let within = response
        .as_ref()
        .and_then(|found| content_id(&found.headers));
    Reply {
        id: content_id(headers).or(within),
        response,
    }
}

/// The id of the request. Some services write it into the response instead of the part, and some
/// in the angle brackets of MIME.
fn content_id(headers: &Headers) -> Option<String> {
    let id = headers.get("content-id")?.trim();
    let bare = id.strip_prefix('<').and_then(|id| id.strip_suffix('>'));
    Some(bare.unwrap_or(id).to_owned())
}

/// The headers of a part, and what follows the empty line.
fn head(part: &[u8]) -> Option<(Headers, &[u8])> {
    // A part may begin with the empty line: then it has no headers.
    let mut room = [httparse::EMPTY_HEADER; MOST_HEADERS];
    match httparse::parse_headers(part, &mut room).ok()? {
        httparse::Status::Complete((length, found)) => Some((headers(found)?, part.get(length..)?)),
        httparse::Status::Partial => None,
    }
}

fn headers(found: &[httparse::Header<'_>]) -> Option<Headers> {
    let pairs = found.iter().map(|header| {
        let value = String::from_utf8_lossy(header.value).into_owned();
        (header.name.to_owned(), value)
    });
    let map: Vec<(String, String)> = pairs.collect();
    Some(Headers::joined(map))
}

/// A response: status line, headers, body.
fn response(content: &[u8], client_request_id: &str) -> Option<RawResponse> {
    let mut room = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut parsed = httparse::Response::new(&mut room);
    // The line break before the boundary may be the one that ends the headers.
    let ended: Vec<u8>;
    let (content, length) = match parsed.parse(content).ok()? {
        httparse::Status::Complete(length) => (content, length),
        httparse::Status::Partial => {
            ended = [content, b"\r\n\r\n"].concat();
            room = [httparse::EMPTY_HEADER; MOST_HEADERS];
            parsed = httparse::Response::new(&mut room);
            match parsed.parse(&ended).ok()? {
                httparse::Status::Complete(length) => (ended.get(..length)?, length),
                httparse::Status::Partial => return None,
            }
        }
    };
    let headers = headers(parsed.headers)?;
    if headers.get("transfer-encoding").is_some() {
        return None;
    }
    let body = content.get(length..)?;
    let body = match headers.get("content-length") {
        // Of a response without a body it may be the length that another one would have.
        Some(_) if body.is_empty() => body,
        Some(length) => {
            let length: usize = length.trim().parse().ok()?;
            let rest = body.get(length..)?;
            let is_blank = rest.iter().all(|byte| matches!(byte, b'\r' | b'\n'));
            match is_blank {
                true => body.get(..length)?,
                false => return None,
            }
        }
        None => body,
    };
    Some(RawResponse {
        status: parsed.code?,
        headers,
        body: body.to_vec(),
        client_request_id: client_request_id.to_owned(),
        history: RetryHistory::default(),
    })
}

/// The parts between boundaries (RFC 2046, section 5.1.1), without what stands before the first
/// and behind the last one. A part that no boundary ends was cut and is left out. `None` if there
/// is no boundary.
fn split<'a>(body: &'a [u8], boundary: &str) -> Option<Vec<&'a [u8]>> {
    let mut parts = Vec::new();
    let mut start: Option<usize> = None;
    let mut at = 0;
    while at < body.len() {
        let end = match body.get(at..)?.iter().position(|byte| *byte == b'\n') {
            Some(length) => at + length + 1,
            None => body.len(),
        };
        if let Some(is_last) = delimiter(body.get(at..end)?, boundary) {
            if let Some(start) = start {
                parts.push(body.get(content(body, start, at))?);
            }
            start = Some(end);
            if is_last {
                return Some(parts);
            }
        }
        at = end;
    }
    start.map(|_| parts)
}

/// A part without the line break that belongs to the boundary behind it.
fn content(body: &[u8], start: usize, boundary: usize) -> Range<usize> {
    let mut end = boundary;
    for byte in [b'\n', b'\r'] {
        let before = end.checked_sub(1).and_then(|at| body.get(at));
        if end > start && before == Some(&byte) {
            end -= 1;
        } else {
            break;
        }
    }
    start..end
}

/// Whether a line is a boundary, and if so, whether it is the last one. What looks like one and
/// goes on is the boundary of something else.
fn delimiter(line: &[u8], boundary: &str) -> Option<bool> {
    let rest = line
        .strip_prefix(b"--")?
        .strip_prefix(boundary.as_bytes())?;
    let is_last = rest.starts_with(b"--");
    let rest = rest.strip_prefix(b"--").unwrap_or(rest);
    let is_blank = rest.iter().all(|byte| byte.is_ascii_whitespace());
    is_blank.then_some(is_last)
}
