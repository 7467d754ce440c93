//! Batches on loopback: bytes in both formats, and a service that executes change sets or nothing.

use std::sync::{Arc, Mutex};

use msgraph_runtime::client::{BatchFormat, ErrorKind};
use msgraph_runtime::codegen::Client;
use msgraph_runtime::request::{Delete, Download, Method, Request, Upload};
use msgraph_runtime::test_support::{Answer, FakeService, Received};

use crate::common::{calls, create, get};

/// Looks like the end of a part, and is no text.
const IMAGE: &[u8] = b"\x89PNG\r\n\x1a\n\r\n--batch_\r\n--r--\r\n\xff\x00";

fn upload(client: &Client) -> Upload {
    let target = calls(client).key("7").segment("photo");
    Upload::of(target, "image/png", IMAGE.to_vec())
}

fn download(client: &Client) -> Download {
    Request::new(Method::Get, calls(client).key("7").segment("photo"))
}

fn delete(client: &Client, id: &str) -> Delete {
    Request::new(Method::Delete, calls(client).key(id))
}

/// The requests of a multipart batch: the number of the change set, method and path, body.
fn requests(received: &Received) -> Vec<(usize, String, Vec<u8>)> {
    let content_type = received.header("content-type").unwrap();
    let (_, boundary) = content_type.split_once("boundary=").unwrap();
    let mut rest = received.body.as_slice();
    let mut line = || {
        let end = rest.windows(2).position(|pair| pair == b"\r\n")?;
        let line = String::from_utf8_lossy(&rest[..end]).into_owned();
        rest = &rest[end + 2..];
        Some((line, rest))
    };
    let mut found: Vec<(usize, String, Vec<u8>)> = Vec::new();
    let (mut set, mut length) = (0, 0);
    while let Some((text, behind)) = line() {
        if text == format!("--{boundary}") {
            set = 0;
        } else if text.starts_with("Content-Type: multipart/mixed") {
            set = found.len() + 1;
        } else if let Some(target) = text.strip_suffix(" HTTP/1.1") {
            found.push((set, target.to_owned(), Vec::new()));
            length = 0;
        } else if let Some(number) = text.strip_prefix("Content-Length: ") {
            length = number.parse().unwrap();
        } else if text.is_empty() && length > 0 {
            found.last_mut().unwrap().2 = behind[..length].to_vec();
            length = 0;
        }
    }
    found
}

/// A part of a response.
fn part(boundary: &str, head: &str, body: &[u8]) -> Vec<u8> {
    let begin = format!(
        "--{boundary}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n\
         HTTP/1.1 {head}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [begin.as_bytes(), body, b"\r\n"].concat()
}

#[tokio::test]
async fn bytes_go_through_a_multipart_batch_as_they_are() {
    let service = FakeService::start().await;
    service.answer_with(|request| {
        assert_eq!(request.path, "/$batch");
        let all = requests(request);
        assert_eq!(all[0].1, "PUT communications/calls/7/photo");
        assert_eq!(all[0].2, IMAGE);
        let body = [
            part("r r", "204 No Content\r\nETag: \"2\"", b""),
            part("r r", "200 OK\r\nContent-Type: image/png", IMAGE),
            part(
                "r r",
                "200 OK\r\nContent-Type: application/json",
                br#"{"value":7}"#,
            ),
            b"--r r--".to_vec(),
        ];
        Answer::bytes(200, "multipart/mixed; boundary=\"r r\"", body.concat())
    });
    let client: Client = service.client();
    let mut batch = client.batch();
    let put = batch.add(upload(&client));
    let read = batch.add(download(&client));
    let value = batch.add(get(&client));
    let mut answers = batch.multipart().send().await.unwrap();
    assert_eq!(answers.take(put).unwrap().etag(), Some("\"2\""));
    assert_eq!(answers.take(read).unwrap().body.0, IMAGE);
    assert_eq!(answers.take(value).unwrap().value().unwrap().value, Some(7));
    let sent = service.requests();
    assert!(sent[0].header("authorization").is_some());
    assert!(!sent[0].text().contains("uthorization"));
}

/// A service that has three calls and deletes them, in change sets all or none. It stops at the
/// first error.
fn three_calls() -> (
    impl Fn(&Received) -> Answer + Send + 'static,
    Arc<Mutex<Vec<String>>>,
) {
    let left = Arc::new(Mutex::new(vec![
        "1".to_owned(),
        "2".to_owned(),
        "3".to_owned(),
    ]));
    let stored = left.clone();
    let answer = move |request: &Received| {
        let mut left = left.lock().unwrap();
        let all = requests(request);
        let mut body = Vec::new();
        let mut units = all.chunk_by(|a, b| a.0 == b.0 && a.0 != 0);
        let done = units.all(|unit| {
            let mut next = left.clone();
            let ids = unit
                .iter()
                .map(|(_, target, _)| target.rsplit('/').next().unwrap());
            let deleted = ids.map(|id| {
                let at = next.iter().position(|known| known == id);
                at.map(|at| next.remove(at)).is_some()
            });
            if deleted.collect::<Vec<_>>().contains(&false) {
                let error = br#"{"error":{"code":"unknown"}}"#;
                body.extend(part("r", "404 Not Found", error));
                return false;
            }
            *left = next;
            if unit[0].0 == 0 {
                body.extend(part("r", "204 No Content", b""));
                return true;
            }
            body.extend(b"--r\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n");
            unit.iter()
                .for_each(|_| body.extend(part("c", "204 No Content", b"")));
            body.extend(b"--c--\r\n");
            true
        });
        body.extend(b"--r--\r\n");
        assert!(done || !left.is_empty());
        Answer::bytes(200, "multipart/mixed; boundary=r", body)
    };
    (answer, stored)
}

#[tokio::test]
async fn a_group_is_executed_all_or_not_at_all() {
    let service = FakeService::start().await;
    let (answer, left) = three_calls();
    service.answer_with(answer);
    let client: Client = service.client();

    let mut batch = client.batch();
    let first = batch.add(delete(&client, "1"));
    let mut group = batch.atomic_group();
    let both = [
        group.add(delete(&client, "2")),
        group.add(delete(&client, "9")),
    ];
    let behind = batch.add(delete(&client, "3"));
    let mut answers = batch.multipart().send().await.unwrap();
    assert_eq!(*left.lock().unwrap(), ["2", "3"]);
    answers.take(first).unwrap();
    for ticket in both {
        let error = answers.take(ticket).unwrap_err();
        assert!(error.is_not_found(), "{error}");
        assert_eq!(error.service().unwrap().code, "unknown");
    }
    let error = answers.take(behind).unwrap_err();
    assert_eq!(
        (error.kind(), error.may_have_acted()),
        (ErrorKind::Batch, false)
    );
    let expected = "DELETE /communications/calls/{id}: not executed, because the service stopped";
    assert!(error.to_string().starts_with(expected), "{error}");

    let mut batch = client.batch();
    let mut group = batch.atomic_group();
    let both = [
        group.add(delete(&client, "2")),
        group.add(delete(&client, "3")),
    ];
    let mut answers = batch.multipart().send().await.unwrap();
    for ticket in both {
        assert_eq!(answers.take(ticket).unwrap().status, 204);
    }
    assert!(left.lock().unwrap().is_empty());
}

#[tokio::test]
async fn the_format_and_the_limit_are_settings_of_the_client() {
    let service = FakeService::start().await;
    service.answer_with(|request| {
        let parts = requests(request);
        let parts = parts.iter().map(|_| part("r", "201 Created", b"{}"));
        let body = [parts.collect::<Vec<_>>().concat(), b"--r--".to_vec()];
        Answer::bytes(202, "multipart/mixed; boundary=r", body.concat())
    });
    let client = Client::builder(msgraph_runtime::client::credential::Anonymous)
        .endpoint(service.url(""))
        .batch_format(BatchFormat::Multipart)
        .batch_limit(2)
        .build()
        .unwrap();
    let mut batch = client.batch();
    let all: Vec<_> = (0..5).map(|_| batch.add(create(&client))).collect();
    let mut answers = batch.send().await.unwrap();
    for ticket in all {
        assert_eq!(answers.take(ticket).unwrap().status, 201);
    }
    let sent = service.requests();
    let sizes: Vec<_> = sent.iter().map(|request| requests(request).len()).collect();
    assert_eq!(sizes, [2, 2, 1]);
}
