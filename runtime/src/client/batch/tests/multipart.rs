//! Batches in the multipart format.

use super::{get, post};
use crate::client::canned::{Answer, Seen, shop};
use crate::client::{BatchFormat, Client, ErrorKind};
use crate::json::RawJson;
use crate::request::{Create, Delete, Method, Request};

/// The boundary that a request names.
fn boundary(seen: &Seen) -> String {
    let content_type = seen.header("content-type").unwrap();
    let (media_type, boundary) = content_type.split_once("; boundary=batch_").unwrap();
    assert_eq!(media_type, "multipart/mixed");
    boundary.to_owned()
}

/// A part with a response.
fn part(id: &str, head: &str, body: &str) -> String {
    let id = match id {
        "" => String::new(),
        id => format!("Content-ID: {id}\r\n"),
    };
    format!("Content-Type: application/http\r\n{id}\r\nHTTP/1.1 {head}\r\n\r\n{body}\r\n")
}

fn set(parts: &[String]) -> String {
    let parts: Vec<String> = parts.iter().map(|part| format!("--c\r\n{part}")).collect();
    let parts = parts.concat();
    format!("Content-Type: multipart/mixed; boundary=c\r\n\r\n{parts}--c--\r\n")
}

fn answer(parts: &[String]) -> Answer {
    let parts: Vec<String> = parts.iter().map(|part| format!("--r\r\n{part}")).collect();
    let content_type = "multipart/mixed;boundary=\"r\"".to_owned();
    (
        200,
        vec![("content-type", content_type)],
        parts.concat() + "--r--",
    )
}

fn service(
    answer: impl Fn(usize, &Seen) -> Answer + Send + Sync + 'static,
) -> (Client, crate::client::canned::Log) {
    shop(BatchFormat::Multipart, answer)
}

#[tokio::test]
async fn requests_and_groups_are_parts() {
    let (client, log) = service(|_, _| {
        answer(&[
            part("1", "200 OK", "{\"n\":1}"),
            set(&[
                part("3", "204 No Content", ""),
                part(
                    "2",
                    "201 Created\r\nLocation: calls(7)\r\nETag: W/\"2\"",
                    "{\"n\":2}",
                ),
            ]),
            part("4", "404 Not Found", "{\"error\":{\"code\":\"gone\"}}"),
        ])
    });
    let mut batch = client.batch();
    let read = batch.add(get(&client, "a:b").select(["id"]));
    let mut group = batch.atomic_group();
    let created = group.add(post(&client, "{\"a\":1}"));
    let below = group.result_of(created).segment("notes");
    let below: Create<RawJson> = Request::new(Method::Post, below).with_body(b"{}".to_vec());
    let below = group.add(below);
    let delete: Delete = Request::new(Method::Delete, client.root("calls").key("2"));
    let delete = batch.add(delete.if_match("*"));
    let mut answers = batch.send().await.unwrap();
    let seen = &log.all()[0];
    assert_eq!(seen.header("accept"), Some("multipart/mixed"));
    let boundary = boundary(seen);
    let head =
        "Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\nContent-ID: ";
    let expected = format!(
        "--batch_B\r\n{head}1\r\n\r\nGET calls/a%3Ab?$select=id HTTP/1.1\r\n\
         Accept: application/json\r\n\r\n\r\n\
         --batch_B\r\nContent-Type: multipart/mixed; boundary=changeset_2_B\r\n\r\n\
         --changeset_2_B\r\n{head}2\r\n\r\nPOST calls HTTP/1.1\r\nAccept: application/json\r\n\
         Content-Type: application/json\r\nContent-Length: 7\r\n\r\n{{\"a\":1}}\r\n\
         --changeset_2_B\r\n{head}3\r\n\r\nPOST $1/notes HTTP/1.1\r\nAccept: application/json\r\n\
         Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}\r\n\
         --changeset_2_B--\r\n\
         --batch_B\r\n{head}4\r\n\r\nDELETE calls/2 HTTP/1.1\r\nAccept: application/json\r\n\
         If-Match: *\r\n\r\n\r\n--batch_B--\r\n"
    );
    let expected = expected.replace("$1/notes", "$2/notes");
    assert_eq!(seen.body.replace(&boundary, "B"), expected);

    let first = answers.take(read).unwrap();
    assert_eq!(first.body.unwrap().as_str(), "{\"n\":1}");
    let created = answers.take(created).unwrap();
    let found = (created.status, created.location(), created.etag());
    assert_eq!(found, (201, Some("calls(7)"), Some("W/\"2\"")));
    assert_eq!(answers.take(below).unwrap().status, 204);
    let error = answers.take(delete).unwrap_err();
    assert!(error.is_not_found() && error.service().unwrap().code == "gone");
    assert!(
        error.to_string().starts_with("DELETE /calls/{id}: 404"),
        "{error}"
    );
}

#[tokio::test]
async fn a_change_set_that_failed_has_one_response() {
    let (client, _) = service(|_, _| {
        answer(&[part(
            "3",
            "409 Conflict",
            "{\"error\":{\"code\":\"taken\"}}",
        )])
    });
    let mut batch = client.batch();
    let mut group = batch.atomic_group();
    let both = [
        group.add(post(&client, "{}")),
        group.add(post(&client, "{}")),
    ];
    let mut answers = batch.send().await.unwrap();
    for ticket in both {
        let error = answers.take(ticket).unwrap_err();
        assert_eq!(
            (error.status(), error.kind()),
            (Some(409), ErrorKind::Service)
        );
        let expected = "POST /calls: 409 taken: the response to the whole atomic group";
        assert!(error.to_string().starts_with(expected), "{error}");
        assert!(!error.may_have_acted());
    }
}

#[tokio::test]
async fn the_error_at_which_the_service_stops_is_the_last_part() {
    let (client, _) = service(|_, _| {
        answer(&[
            part("", "200 OK", "{}"),
            part("", "400 Bad Request", "{\"error\":{\"code\":\"odd\"}}"),
        ])
    });
    let mut batch = client.batch();
    let all: Vec<_> = (0..4).map(|_| batch.add(post(&client, "{}"))).collect();
    let mut answers = batch.send().await.unwrap();
    answers.take(all[0]).unwrap();
    assert_eq!(answers.take(all[1]).unwrap_err().status(), Some(400));
    for ticket in &all[2..] {
        let error = answers.take(*ticket).unwrap_err();
        assert_eq!(
            (error.kind(), error.may_have_acted()),
            (ErrorKind::Batch, false)
        );
        let expected = "the service stopped at the error of POST /calls";
        assert!(error.to_string().contains(expected), "{error}");
    }
}

#[tokio::test]
async fn a_part_that_cannot_be_read_may_have_been_executed() {
    let broken = "Content-Type: application/http\r\n\r\nno response\r\n".to_owned();
    let (client, _) =
        service(move |_, _| answer(&[part("", "400 Bad Request", "{}"), broken.clone()]));
    let mut batch = client.batch();
    let all: Vec<_> = (0..3).map(|_| batch.add(post(&client, "{}"))).collect();
    let mut answers = batch.send().await.unwrap();
    let error = answers.take(all[1]).unwrap_err();
    assert_eq!(
        (error.kind(), error.may_have_acted()),
        (ErrorKind::Decode, true)
    );
    assert_eq!(answers.take(all[2]).unwrap_err().kind(), ErrorKind::Batch);
}

#[tokio::test(start_paused = true)]
async fn throttled_change_sets_are_sent_again_with_what_is_behind_them() {
    let (client, log) = service(|at, _| match at {
        0 => answer(&[
            part("1", "200 OK", "{}"),
            part("", "429 Too Many Requests\r\nRetry-After: 3", "{}"),
        ]),
        _ => answer(&[
            set(&[
                part("2", "201 Created", "{}"),
                part("3", "201 Created", "{}"),
            ]),
            part("4", "201 Created", "{}"),
        ]),
    });
    let mut batch = client.batch();
    let mut all = vec![batch.add(post(&client, "{}"))];
    let mut group = batch.atomic_group();
    all.push(group.add(post(&client, "{}")));
    all.push(group.add(post(&client, "{}")));
    all.push(batch.add(post(&client, "{}")));
    let start = tokio::time::Instant::now();
    let mut answers = batch.send().await.unwrap();
    assert_eq!(start.elapsed().as_secs(), 3);
    for ticket in all {
        answers.take(ticket).unwrap();
    }
    let second = &log.all()[1].body;
    let sent: Vec<_> = second
        .lines()
        .filter(|line| line.starts_with("Content-ID"))
        .collect();
    assert_eq!(sent, ["Content-ID: 2", "Content-ID: 3", "Content-ID: 4"]);
}

#[tokio::test]
async fn a_response_may_have_the_other_format() {
    let json = "{\"responses\":[{\"id\":\"1\",\"status\":200,\"body\":{\"n\":1}}]}";
    let (client, _) = service(move |_, _| (200, Vec::new(), json.to_owned()));
    let mut batch = client.batch();
    let ticket = batch.add(get(&client, "1"));
    let mut answers = batch.send().await.unwrap();
    assert_eq!(answers.take(ticket).unwrap().status, 200);
    let (client, log) = service(|_, _| answer(&[part("1", "200 OK", "{}")]));
    let mut batch = client.batch().json();
    let ticket = batch.add(get(&client, "1"));
    let mut answers = batch.send().await.unwrap();
    assert!(log.all()[0].body.starts_with("{\"requests\""));
    assert_eq!(answers.take(ticket).unwrap().status, 200);
    let (client, log) = shop(BatchFormat::Json, |_, _| {
        answer(&[part("1", "200 OK", "{}")])
    });
    let mut batch = client.batch();
    batch.add(get(&client, "1"));
    batch.multipart().send().await.unwrap();
    assert!(log.all()[0].body.starts_with("--batch_"));
}

#[tokio::test]
async fn what_the_format_has_no_form_for_is_refused() {
    let (client, log) = service(|_, _| answer(&[]));
    let refused = |error: crate::client::Error, kind, text: &str| {
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.to_string().contains(text), "{error}");
    };
    let mut batch = client.batch();
    batch.atomic_group().add(get(&client, "1"));
    let error = batch.send().await.unwrap_err();
    refused(error, ErrorKind::Batch, "has no GET");

    let mut batch = client.batch();
    let first = batch.add(get(&client, "1"));
    batch.add_after(get(&client, "2"), [first]);
    let error = batch.continue_on_error().send().await.unwrap_err();
    refused(error, ErrorKind::Batch, "even if they fail");

    for (name, value, text) in [
        ("Authorization", "x", "no header Authorization"),
        ("range", "bytes=0-1", "no header range"),
        ("X", "a\r\nb: c", "invalid"),
        ("X y", "a", "invalid"),
    ] {
        let mut batch = client.batch();
        batch.add(get(&client, "1").header(name, value));
        let error = batch.send().await.unwrap_err();
        refused(error, ErrorKind::Request, text);
    }
    assert!(log.all().is_empty());

    // Dependents in one group fail together.
    let mut batch = client.batch();
    let mut group = batch.atomic_group();
    let first = group.add(post(&client, "{}"));
    group.add_after(post(&client, "{}"), [first]);
    batch.continue_on_error().send().await.unwrap();
    assert_eq!(log.all().len(), 1);
}

#[tokio::test]
async fn a_body_that_is_no_batch_is_an_error() {
    for (content_type, body) in [
        ("multipart/mixed; boundary=r", "--x\r\n"),
        ("multipart/mixed", "--r\r\n--r--"),
        ("text/html", "<html>"),
    ] {
        let (client, _) = service(move |_, _| {
            let headers = vec![("content-type", content_type.to_owned())];
            (200, headers, body.to_owned())
        });
        let mut batch = client.batch();
        batch.add(post(&client, "{}"));
        let error = batch.send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.may_have_acted());
        assert!(
            error.to_string().contains("not a batch response"),
            "{error}"
        );
    }
}
