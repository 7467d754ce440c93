//! The fake service: how it reports unexpected requests, and its faults as seen on the wire.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::common::{CALL, CALLS, create, get};
use msgraph_runtime::Method;
use msgraph_runtime::test_support::{Answer, FakeService};
use serde_json::json;

/// What the end of a service says.
fn complaint(end: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(end)).expect_err("it complains");
    *panic.downcast::<String>().expect("a message")
}

#[tokio::test]
async fn what_did_not_come_and_what_came_instead_is_listed() {
    for by_drop in [false, true] {
        let service = FakeService::start().await;
        let made = Answer::status(204);
        let two = service.expect(Method::Delete, CALL).times(2);
        two.answer(made.clone());
        let other = service.expect(Method::Post, CALLS).json(&json!({ "a": 1 }));
        other.answer(made.clone());
        let top = service.expect(Method::Get, CALL).query("$top=5");
        top.header("x", "y").answer(made);
        let client = service.client();
        let error = create(&client).send().await.unwrap_err();
        assert_eq!(error.service().unwrap().code, "unexpectedRequest");
        let mut get = get(&client);
        get.query_mut().set("$top", "5");
        get.send().await.unwrap_err();
        let said = complaint(|| match by_drop {
            true => drop(service),
            false => service.finish(),
        });
        assert_eq!(
            said,
            "the requests are not as expected:\n\
             - unexpected: POST /communications/calls, body { \"secret-body\" : 1.0,\"b\":\"\\u00e9\" }, not {\"a\":1}\n\
             - unexpected: GET /communications/calls/7?$top=5, header x is None, not \"y\"\n\
             - received 0 of 2 times: DELETE /communications/calls/7\n\
             - received 0 of 1 times: POST /communications/calls\n\
             - received 0 of 1 times: GET /communications/calls/7"
        );
    }
}

/// The bytes received on a connection, and how it ended.
fn raw(service: &FakeService) -> (String, Option<ErrorKind>) {
    let address = service.url("");
    let mut wire = TcpStream::connect(address.trim_start_matches("http://")).unwrap();
    let request = "GET /x HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n";
    wire.write_all(request.as_bytes()).unwrap();
    let mut bytes = Vec::new();
    let end = wire.read_to_end(&mut bytes).err();
    let text = String::from_utf8(bytes).unwrap();
    (text, end.map(|error| error.kind()))
}

#[tokio::test]
async fn faults_are_what_they_are_called() {
    let good = Answer::bytes(200, "text/plain", "0123456789");
    for (answer, length, body, end) in [
        (good.clone(), "10", "0123456789", None),
        (good.clone().truncated(4), "10", "0123", None),
        (good.clone().content_length(4), "4", "0123", None),
        (good.clone().content_length(99), "99", "0123456789", None),
        (Answer::reset(), "", "", Some(ErrorKind::ConnectionReset)),
        (
            Answer::reset_unread(),
            "",
            "",
            Some(ErrorKind::ConnectionReset),
        ),
    ] {
        let service = FakeService::start().await;
        service.expect(Method::Get, "/x").answer(answer.clone());
        let (text, ended) = raw(&service);
        assert_eq!(ended, end, "{answer:?}");
        if end.is_none() {
            let parts = text.split_once("\r\n\r\n");
            let (head, rest) = parts.unwrap_or_else(|| panic!("{answer:?}: {text:?}"));
            assert_eq!(rest, body, "{answer:?}");
            let length = format!("content-length: {length}");
            assert!(head.contains(&length), "{head}");
        }
        service.finish();
    }
}
