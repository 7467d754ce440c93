//! The multipart format: what is written is read elsewhere, what is written elsewhere is read, and
//! nothing that is received ends in a panic.

mod properties;

use super::read::{Piece, Reply};
use super::{assign, boundary, read};
use crate::client::batch::part::{Node, Part, Parts};
use crate::client::canned;
use crate::client::{PreparedRequest, RawResponse};
use crate::request::Method;

/// The requests of a batch: of each the number of its atomic group.
fn parts(groups: &[Option<usize>]) -> Parts {
    let (client, _) = canned::list(vec![canned::json("{}")]);
    let part = |group: &Option<usize>| Part {
        prepared: PreparedRequest::new(Method::Post, client.endpoint().clone(), "/x"),
        url: "/x".to_owned(),
        reference: None,
        after: Vec::new(),
        group: *group,
        json: None,
    };
    let count = groups.iter().flatten().max().map_or(0, |last| last + 1);
    let range = |number| {
        let is_in = |group: &&Option<usize>| **group == Some(number);
        let before = groups.iter().take_while(|group| !is_in(group)).count();
        before..before + groups.iter().filter(is_in).count()
    };
    let ranges = (0..count).map(range).collect();
    Parts::new(groups.iter().map(part).collect(), ranges).unwrap()
}

fn statuses(body: &str) -> Option<Vec<(Option<String>, Option<u16>)>> {
    let pieces = read(body.as_bytes(), "b", "request")?;
    let one = |reply: Reply| (reply.id, reply.response.map(|response| response.status));
    let all = pieces.into_iter().flat_map(|piece| match piece {
        Piece::One(reply) => vec![one(reply)],
        Piece::Set(replies) => replies.into_iter().map(one).collect(),
    });
    Some(all.collect())
}

fn only(body: &[u8]) -> Option<RawResponse> {
    let pieces = read(body, "b", "request").unwrap();
    assert_eq!(pieces.len(), 1);
    match pieces.into_iter().next() {
        Some(Piece::One(reply)) => reply.response,
        _ => panic!("one part"),
    }
}

/// A part with a response, and its end.
fn part(response: &str) -> Vec<u8> {
    format!("--b\r\nContent-Type: application/http\r\n\r\n{response}\r\n--b--\r\n").into_bytes()
}

#[test]
fn the_boundary_is_a_parameter() {
    for (content_type, expected) in [
        ("multipart/mixed; boundary=a_b-1", Some("a_b-1")),
        (
            "Multipart/Mixed;charset=utf-8;Boundary=\"a b;c\"",
            Some("a b;c"),
        ),
        (
            "multipart/mixed; x=\"a\\\";b\" ; boundary=\"c\\\"d\" ; y=1",
            Some("c\"d"),
        ),
        ("multipart/mixed;boundary= a ;y=1", Some("a")),
        ("multipart/mixed", None),
        ("multipart/mixed; boundary=", None),
        ("multipart/mixed; boundary=\"a", None),
        ("multipart/mixed; x", None),
        ("application/json; boundary=a", None),
    ] {
        assert_eq!(
            boundary(content_type).as_deref(),
            expected,
            "{content_type}"
        );
    }
}

#[test]
fn lines_end_with_crlf_or_lf() {
    let text = "preamble\n--b\nContent-Type: application/http\nContent-ID: 1\n\nHTTP/1.1 200 OK\n\
                ETag: W/\"1\"\nLocation: Books(1)\n\n{\"a\":1}\n--b--\nepilogue\n--b\n";
    for text in [text.to_owned(), text.replace('\n', "\r\n")] {
        let response = only(text.as_bytes()).unwrap();
        assert_eq!(response.body, b"{\"a\":1}");
        let headers = &response.headers;
        assert_eq!(headers.get("etag"), Some("W/\"1\""));
        assert_eq!(headers.get("location"), Some("Books(1)"));
        assert_eq!(response.client_request_id, "request");
    }
}

#[test]
fn a_body_may_be_absent_in_several_ways() {
    for response in [
        "HTTP/1.1 204 No Content",
        "HTTP/1.1 204 No Content\r\n",
        "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 204\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n\r\n",
        "HTTP/1.1 304 Not Modified\r\nContent-Length: 17\r\n\r\n",
    ] {
        let found = only(&part(response)).unwrap_or_else(|| panic!("{response:?}"));
        assert!(matches!(found.status, 204 | 304));
        // Only a length tells an empty line of the body from the end of the part.
        assert!(
            matches!(found.body.as_slice(), b"" | b"\r\n"),
            "{response:?}"
        );
    }
}

#[test]
fn bodies_are_bytes() {
    let body = b"\x00\xff--b\r\n\n--c\r\n\r\n--bc\r\n\x80\r\n";
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    let begin =
        "--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n";
    let whole = [begin.as_bytes(), head.as_bytes(), body, b"\r\n--b--"].concat();
    assert_eq!(only(&whole).unwrap().body, body);
}

#[test]
fn what_is_not_as_it_should_be_has_no_response() {
    for response in [
        "",
        "HTTP/1.1",
        "HTTP/2 200 OK\r\n\r\n",
        "HTTP/1.1 abc\r\n\r\n",
        "GET /x HTTP/1.1\r\n\r\n",
        // Folded, chunked, shorter and longer than it says.
        "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nab",
    ] {
        assert!(only(&part(response)).is_none(), "{response:?}");
    }
    for head in [
        "",
        "Content-Type: text/plain\r\n",
        "Content-Type: application/http\r\n ; a=b\r\n",
        "Content-Type: application/http\r\nContent-Transfer-Encoding: base64\r\n",
    ] {
        let text = format!("--b\r\n{head}\r\nHTTP/1.1 200 OK\r\n\r\n\r\n--b--");
        assert!(only(text.as_bytes()).is_none(), "{head:?}");
    }
    let nested = "--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\
                  Content-Type: multipart/mixed; boundary=d\r\n\r\n--d\r\n\
                  Content-Type: application/http\r\n\r\nHTTP/1.1 200 OK\r\n\r\n\r\n--d--\r\n--c--\r\n--b--";
    assert_eq!(statuses(nested), Some(vec![(None, None)]));
}

#[test]
fn a_part_that_was_cut_is_left_out() {
    let one = "--b\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 200 OK\r\n\r\nwhole\r\n";
    assert_eq!(statuses(one), Some(Vec::new()));
    assert_eq!(
        statuses(&format!("{one}--b")),
        Some(vec![(None, Some(200))])
    );
    assert_eq!(statuses(&one.repeat(2)), Some(vec![(None, Some(200))]));
    assert_eq!(statuses("no boundary"), None);
    assert_eq!(statuses(""), None);
}

fn reply(id: Option<&str>, status: u16) -> String {
    let id = id.map_or(String::new(), |id| format!("Content-ID: {id}\r\n"));
    format!("Content-Type: application/http\r\n{id}\r\nHTTP/1.1 {status} x\r\n\r\n\r\n")
}

fn set(replies: &[String]) -> String {
    let parts: Vec<String> = replies
        .iter()
        .map(|reply| format!("--c\r\n{reply}"))
        .collect();
    let parts = parts.concat();
    format!("Content-Type: multipart/mixed; boundary=c\r\n\r\n{parts}--c--\r\n")
}

/// What each request or group of a batch gets of a response with these parts.
fn assigned(groups: &[Option<usize>], pieces: &[String]) -> (Vec<(Node, u16)>, bool) {
    let parts = parts(groups);
    let all: Vec<usize> = (0..groups.len()).collect();
    let text: Vec<String> = pieces
        .iter()
        .map(|piece| format!("--b\r\n{piece}"))
        .collect();
    let text = text.concat() + "--b--";
    let pieces = read(text.as_bytes(), "b", "request").unwrap();
    let entries = assign(pieces, &parts.units(&all), &parts);
    let responses = entries.responses.iter();
    let responses = responses.map(|(node, response)| (*node, response.status));
    (responses.collect(), entries.has_strays)
}

#[test]
fn parts_are_assigned_by_order_or_by_id() {
    let request = Node::Request;
    let three = [None, None, None];
    let by_order = [reply(None, 200), reply(None, 201), reply(None, 202)];
    let expected = vec![(request(0), 200), (request(1), 201), (request(2), 202)];
    assert_eq!(assigned(&three, &by_order), (expected.clone(), false));
    let by_id = [
        reply(Some("3"), 202),
        reply(Some("1"), 200),
        reply(Some("<2>"), 201),
    ];
    assert_eq!(assigned(&three, &by_id), (expected, false));
    // Once the ids contradict the order, what has none is for nobody.
    let mixed = [reply(Some("2"), 201), reply(None, 200)];
    assert_eq!(assigned(&three, &mixed), (vec![(request(1), 201)], true));
    let foreign = [reply(Some("9"), 200)];
    assert_eq!(assigned(&three, &foreign), (vec![(request(0), 200)], false));
    let stopped = [reply(None, 200), reply(None, 400)];
    let expected = vec![(request(0), 200), (request(1), 400)];
    assert_eq!(assigned(&three, &stopped), (expected, false));
    let unreadable = [
        "Content-Type: application/http\r\n\r\nx\r\n".to_owned(),
        reply(None, 200),
    ];
    assert_eq!(
        assigned(&three, &unreadable),
        (vec![(request(1), 200)], false)
    );
    assert!(assigned(&[None], &by_order).1);
}

#[test]
fn change_sets_are_sets_or_one_response() {
    let request = Node::Request;
    let batch = [None, Some(0), Some(0), None];
    let ids = set(&[reply(Some("3"), 201), reply(Some("2"), 204)]);
    let all = [reply(None, 200), ids, reply(None, 203)];
    let expected = vec![
        (request(0), 200),
        (request(1), 204),
        (request(2), 201),
        (request(3), 203),
    ];
    assert_eq!(assigned(&batch, &all), (expected.clone(), false));
    let by_order = set(&[reply(None, 204), reply(None, 201)]);
    let all = [reply(None, 200), by_order, reply(None, 203)];
    assert_eq!(assigned(&batch, &all), (expected, false));
    for id in [None, Some("3")] {
        let failed = [reply(None, 200), reply(id, 409)];
        let expected = vec![(request(0), 200), (Node::Group(0), 409)];
        assert_eq!(assigned(&batch, &failed), (expected, false));
    }
    // Which request the one response of a set of two is for cannot be known.
    let short = [reply(None, 200), set(&[reply(None, 204)])];
    assert_eq!(assigned(&batch, &short), (vec![(request(0), 200)], true));
}
